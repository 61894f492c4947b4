// Does structural balance foretell which ties change sign? Windows of a signed network over time go
// in; what was known in one window forecasts the signs of the next.
//
//     balance_backtest WINDOW.csv WINDOW.csv …       (in the order of time)
//
// Forecasts roll their origin: those for a window are fitted to the windows before it alone, and
// the first three transitions are only learnt from. Printed are Brier and log scores, and AUC, with
// 95 % intervals by bootstrap over pairs of actors (all windows of a pair come and go together).
// docs/blocs.md says what came out.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "entente/alignment/balance.h"
#include "entente/formats/tie_list.h"

namespace {

using entente::alignment::SignedNetwork;
using Dyad = std::pair<std::string, std::string>;

constexpr int kLearnt = 3;  // transitions that are only learnt from
constexpr int kResamples = 1000;

/// A window: its network, and who is who in it.
struct Window {
  SignedNetwork network;
  std::map<std::string, int> nodes;
  std::map<Dyad, int> ties;  // index into network.ties()
};

/// A forecast to be made, what is known for it, and what happened.
struct Case {
  int transition = 0;
  int dyad = 0;           // the pair of actors, the same in all windows
  double sign = 0;        // of the tie, 1 or -1; 0 for a new tie
  double pull = 0;        // net pull of the triads over their sum, -1 apart to 1 together
  double placebo = 0;     // the same when the signs of all ties are dealt out anew
  double triads = 0;      // ln(1 + how many)
  bool happened = false;  // the sign changed; a new tie is positive
};

[[noreturn]] void die(const std::string& message) {
  std::fprintf(stderr, "balance_backtest: %s\n", message.c_str());
  std::exit(1);
}

SignedNetwork network_of(std::vector<std::string> names, std::vector<SignedNetwork::Tie> ties) {
  auto made = SignedNetwork::make(std::move(names), std::move(ties));
  if (!made) die(made.error().message());
  return std::move(*made);
}

Window read(const std::string& path) {
  auto list = entente::formats::read_ties(path);
  if (!list) die(list.error().message());
  std::vector<SignedNetwork::Tie> ties;
  for (const auto& [a, b, weight] : list->ties) ties.push_back({a, b, weight < 0 ? -1 : 1});
  Window window;
  window.network = network_of(std::move(list->names), std::move(ties));
  for (int node = 0; node < window.network.nodes(); ++node)
    window.nodes.emplace(window.network.name(node), node);
  const auto all = window.network.ties();
  for (std::size_t i = 0; i < all.size(); ++i) {
    Dyad dyad{window.network.name(all[i].a), window.network.name(all[i].b)};
    if (dyad.second < dyad.first) std::swap(dyad.first, dyad.second);
    window.ties.emplace(dyad, int(i));
  }
  return window;
}

SignedNetwork with_shuffled_signs(const SignedNetwork& network, std::mt19937_64& random) {
  std::vector<SignedNetwork::Tie> ties(network.ties().begin(), network.ties().end());
  for (std::size_t i = ties.size(); i > 1; --i)
    std::swap(ties[i - 1].weight, ties[random() % i].weight);
  return network_of(network.names(), std::move(ties));
}

struct Pulled {
  double share = 0, triads = 0;
};

Pulled pulled(const SignedNetwork& network, int a, int b) {
  double net = 0, sum = 0;
  for (const auto& pull : entente::alignment::pulls(network, a, b)) {
    net += double(pull.strength);
    sum += std::abs(double(pull.strength));
  }
  return {sum > 0 ? net / sum : 0, std::log1p(sum)};  // ties have the size 1
}

/// Ties of both windows (`existing`), and ties that are new in the second between actors who had a
/// common neighbour in the first.
void compare(const Window& first, const Window& second, int transition, std::mt19937_64& random,
             std::map<Dyad, int>& dyads, std::vector<Case>& existing, std::vector<Case>& fresh) {
  const SignedNetwork shuffled = with_shuffled_signs(first.network, random);
  for (const auto& [dyad, tie] : second.ties) {
    const auto a = first.nodes.find(dyad.first), b = first.nodes.find(dyad.second);
    if (a == first.nodes.end() || b == first.nodes.end()) continue;
    const auto known = first.ties.find(dyad);
    const bool positive = second.network.tie(tie).weight > 0;
    const Pulled real = pulled(first.network, a->second, b->second);
    const Pulled placebo = pulled(shuffled, a->second, b->second);
    Case found{.transition = transition,
               .dyad = dyads.emplace(dyad, int(dyads.size())).first->second,
               .pull = real.share,
               .placebo = placebo.share,
               .triads = real.triads,
               .happened = positive};
    if (known != first.ties.end()) {
      found.sign = first.network.tie(known->second).weight > 0 ? 1 : -1;
      found.happened = positive != (found.sign > 0);
      existing.push_back(found);
    } else if (found.triads > 0) {
      fresh.push_back(found);
    }
  }
}

using Features = std::vector<double> (*)(const Case&);

struct Model {
  std::string name;
  Features features;  // the constant is added; nothing: the forecast is always no
};

/// Logistic regression by Newton's method, with a unit normal prior on all but the constant.
Eigen::VectorXd fit(const Eigen::MatrixXd& x, const Eigen::VectorXd& y) {
  Eigen::VectorXd beta = Eigen::VectorXd::Zero(x.cols());
  Eigen::VectorXd prior = Eigen::VectorXd::Ones(x.cols());
  prior[0] = 1e-6;
  for (int step = 0; step < 50; ++step) {
    const Eigen::ArrayXd p = 1 / (1 + (-(x * beta).array()).exp());
    const Eigen::VectorXd gradient = x.transpose() * (y - p.matrix()) - prior.cwiseProduct(beta);
    const Eigen::MatrixXd curvature = x.transpose() * (p * (1 - p)).matrix().asDiagonal() * x +
                                      Eigen::MatrixXd(prior.asDiagonal());
    const Eigen::VectorXd change = curvature.ldlt().solve(gradient);
    beta += change;
    if (change.norm() < 1e-9) break;
  }
  return beta;
}

/// The forecast for each case from transition kLearnt on; 0 for those before.
std::vector<double> forecasts(const std::vector<Case>& cases, const Model& model) {
  std::vector<double> p(cases.size(), 0.0);
  if (model.features == nullptr) return p;
  const auto columns = Eigen::Index(model.features(cases.front()).size()) + 1;
  Eigen::MatrixXd x(Eigen::Index(cases.size()), columns);
  Eigen::VectorXd y(x.rows());
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const std::vector<double> features = model.features(cases[std::size_t(i)]);
    x(i, 0) = 1;
    for (Eigen::Index k = 1; k < columns; ++k) x(i, k) = features[std::size_t(k - 1)];
    y[i] = cases[std::size_t(i)].happened;
  }
  for (std::size_t begin = 0, end; begin < cases.size(); begin = end) {
    for (end = begin; end < cases.size() && cases[end].transition == cases[begin].transition;)
      ++end;
    if (cases[begin].transition < kLearnt) continue;
    const auto known = Eigen::Index(begin);
    const Eigen::VectorXd beta = fit(x.topRows(known), y.head(known));
    for (std::size_t i = begin; i < end; ++i)
      p[i] = 1 / (1 + std::exp(-x.row(Eigen::Index(i)).dot(beta)));
  }
  return p;
}

/// Forecasts beside what happened, ordered by forecast once so that every resample's AUC is a walk.
struct Scored {
  std::vector<double> p;
  std::vector<char> happened;
  std::vector<int> dyad;
  std::vector<std::size_t> order;

  /// Cases of `sign` (0: of any) that were forecast.
  Scored(const std::vector<Case>& cases, const std::vector<double>& forecast, double sign) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      if (cases[i].transition < kLearnt || (sign != 0 && cases[i].sign != sign)) continue;
      p.push_back(forecast[i]);
      happened.push_back(cases[i].happened);
      dyad.push_back(cases[i].dyad);
    }
    for (std::size_t i = 0; i < p.size(); ++i) order.push_back(i);
    std::ranges::sort(order, {}, [&](std::size_t i) { return p[i]; });
  }

  struct Scores {
    double brier = 0, log = 0, auc = 0;
  };
  [[nodiscard]] Scores scores(const std::vector<int>& weight) const {
    Scores sum;
    double n = 0, yes = 0, pairs = 0, no_below = 0;
    for (std::size_t begin = 0, end; begin < order.size(); begin = end) {
      double tied_yes = 0, tied_no = 0;
      for (end = begin; end < order.size() && p[order[end]] == p[order[begin]]; ++end) {
        const std::size_t i = order[end];
        const double w = weight[std::size_t(dyad[i])];
        const double error = p[i] - happened[i];
        const double likely = happened[i] ? p[i] : 1 - p[i];
        sum.brier += w * error * error;
        sum.log -= w * std::log(std::max(likely, 1e-4));
        (happened[i] ? tied_yes : tied_no) += w;
      }
      pairs += tied_yes * (no_below + tied_no / 2);
      no_below += tied_no;
      yes += tied_yes;
      n += tied_yes + tied_no;
    }
    return {sum.brier / n, sum.log / n, pairs / (yes * no_below)};
  }
};

std::string interval(std::vector<double> values) {
  std::ranges::sort(values);
  const auto at = [&](double q) { return values[std::size_t(q * double(values.size() - 1))]; };
  return fmt::format("[{:.3f}, {:.3f}]", at(0.025), at(0.975));
}

/// One table: each model's scores, and its skill against models[reference].
void print(const std::string& title, const std::vector<Case>& cases,
           const std::vector<Model>& models, std::size_t reference, double sign, int dyads) {
  std::vector<Scored> scored;
  for (const Model& model : models) scored.emplace_back(cases, forecasts(cases, model), sign);
  const auto yes = std::ranges::count(scored[0].happened, 1);
  fmt::print("\n{}: {} of {}\n\n", title, yes, scored[0].p.size());
  fmt::print(
      "| forecast | Brier | log | AUC | Brier skill | log skill |\n|---|---|---|---|---|---|\n");
  const std::vector<int> once(std::size_t(dyads), 1);
  std::vector<std::vector<double>> brier_skill(models.size()), log_skill = brier_skill,
                                                               auc = brier_skill;
  std::vector<double> beyond_brier, beyond_log;  // the last model against the one before it
  std::mt19937_64 random(1946);
  for (int resample = 0; resample < kResamples; ++resample) {
    std::vector<int> weight(std::size_t(dyads), 0);
    for (int i = 0; i < dyads; ++i) ++weight[random() % std::uint64_t(dyads)];
    const auto base = scored[reference].scores(weight);
    Scored::Scores last, before;
    for (std::size_t m = 0; m < models.size(); ++m) {
      const auto s = scored[m].scores(weight);
      brier_skill[m].push_back(1 - s.brier / base.brier);
      log_skill[m].push_back(1 - s.log / base.log);
      auc[m].push_back(s.auc);
      before = std::exchange(last, s);
    }
    beyond_brier.push_back(1 - last.brier / before.brier);
    beyond_log.push_back(1 - last.log / before.log);
  }
  const auto base = scored[reference].scores(once);
  for (std::size_t m = 0; m < models.size(); ++m) {
    const auto s = scored[m].scores(once);
    const bool never = models[m].features == nullptr;
    fmt::print("| {} | {:.5f} | {} | {:.3f} {} | {} | {} |\n", models[m].name, s.brier,
               never ? "–" : fmt::format("{:.4f}", s.log), s.auc, interval(auc[m]),
               m == reference
                   ? "–"
                   : fmt::format("{:.3f} {}", 1 - s.brier / base.brier, interval(brier_skill[m])),
               m == reference || never
                   ? "–"
                   : fmt::format("{:.3f} {}", 1 - s.log / base.log, interval(log_skill[m])));
  }
  fmt::print("\nBoth against the number of triads alone: Brier skill {}, log skill {}\n",
             interval(beyond_brier), interval(beyond_log));
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> files;
  CLI::App app("Does structural balance foretell which ties change sign?", "balance_backtest");
  app.add_option("WINDOW", files, "CSV of from,to,sign, in the order of time")->required();
  CLI11_PARSE(app, argc, argv);
  if (files.size() < kLearnt + 2) die(fmt::format("give at least {} windows", kLearnt + 2));
  std::vector<Window> windows;
  for (const std::string& file : files) windows.push_back(read(file));
  std::mt19937_64 random(1946);
  std::map<Dyad, int> dyads;
  std::vector<Case> existing, fresh;
  for (std::size_t i = 0; i + 1 < windows.size(); ++i)
    compare(windows[i], windows[i + 1], int(i), random, dyads, existing, fresh);
  fmt::print("{} windows, {} transitions, the first {} learnt from only\n", windows.size(),
             windows.size() - 1, kLearnt);

  const std::vector<Model> changes{
      {"no change", nullptr},
      {"base rate", [](const Case&) { return std::vector<double>{}; }},
      {"rate by sign", [](const Case& c) { return std::vector{c.sign}; }},
      {"… and chance: pressure with shuffled signs",
       [](const Case& c) {
         return std::vector{c.sign, c.placebo, c.sign * c.placebo};
       }},
      {"… and pressure",
       [](const Case& c) {
         return std::vector{c.sign, c.pull, c.sign * c.pull};
       }},
      {"… and number of triads",
       [](const Case& c) {
         return std::vector{c.sign, c.triads, c.sign * c.triads};
       }},
      {"… and both",
       [](const Case& c) {
         return std::vector{c.sign, c.pull, c.sign * c.pull, c.triads, c.sign * c.triads};
       }},
  };
  const std::vector<Model> signs{
      {"base rate", [](const Case&) { return std::vector<double>{}; }},
      {"… and chance: pull with shuffled signs",
       [](const Case& c) { return std::vector{c.placebo}; }},
      {"… and pull", [](const Case& c) { return std::vector{c.pull}; }},
      {"… and number of triads", [](const Case& c) { return std::vector{c.triads}; }},
      {"… and both",
       [](const Case& c) {
         return std::vector{c.pull, c.triads};
       }},
  };
  const int n = int(dyads.size());
  print("Ties that change sign", existing, changes, 2, 0, n);
  print("Negative ties that turn positive", existing, changes, 2, -1, n);
  print("Positive ties that turn negative", existing, changes, 2, 1, n);
  print("New ties that are positive", fresh, signs, 0, 0, n);
}
