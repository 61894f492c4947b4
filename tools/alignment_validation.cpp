// How well the alignment of a year orders pairs of states against that year's votes, alliances,
// disputes and rivalries, beside plain means of event scores. Alignments are seen here from the
// events of that year alone: no measure sets their level, for measures are what is compared.
//
//   alignment_validation RECORD YEAR… [--least EVENTS] [--goldstein CODES.csv]
//
// RECORD holds coded claims and the measures of un-votes, atop-alliances, disputes, rivalries
// (docs/alignment.md has the imports). CODES.csv has columns `code` and `goldstein`.
// Prints first how well days that are left out, one in ten, are foretold by the rest of their pair:
// how many lie in the 90 % interval of what would be observed, and by how much they are missed.
// Then a table in Markdown: Spearman's rank correlation, or the area under the ROC curve, each with
// its 95 % interval over 1,000 bootstrap resamples of the actors, by which pairs that share an
// actor come and go together.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "entente/alignment/fit.h"
#include "entente/alignment/observations.h"
#include "entente/alignment/weights.h"
#include "entente/record/record.h"

namespace {

using namespace entente;
using alignment::Observed;
using Key = std::pair<std::string, std::string>;  // of a pair, in the order of the alphabet

template <class T>
T require(base::Result<T> result) {
  if (result) return std::move(*result);
  fmt::print(stderr, "alignment_validation: {}\n", result.error().message());
  std::exit(1);
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += c;
  }
  return cells;
}

std::map<std::string, double> read_goldstein(const std::string& path) {
  std::map<std::string, double> scores;
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> header = cells(line);
  const auto column = [&](const char* name) {
    return std::size_t(std::find(header.begin(), header.end(), name) - header.begin());
  };
  const std::size_t code = column("code"), score = column("goldstein");
  while (std::getline(in, line)) {
    const std::vector<std::string> row = cells(line);
    if (std::max(code, score) >= row.size()) continue;  // the middle of a quoted text
    char* end = nullptr;
    const double value = std::strtod(row[score].c_str(), &end);
    if (end != row[score].c_str()) scores[row[code]] = value;
  }
  return scores;
}

/// The pairs of the actors that voted in a year, with what each method says of them.
struct Sample {
  std::vector<std::array<std::uint32_t, 2>> pairs;  // actors
  std::map<std::string, std::vector<double>> methods, targets;
  std::size_t actors = 0;
};

std::map<Key, double> measure(const record::Record& record, const std::string& condition,
                              int year) {
  auto rows = require(record.connection().query(
      fmt::format("SELECT least(actor, recipient), greatest(actor, recipient), max(value) "
                  "FROM measures JOIN datasets ON dataset = number WHERE recipient IS NOT NULL AND "
                  "date_from <= '{0}-12-31' AND coalesce(date_to, '9999-12-31') >= '{0}-01-01' "
                  "AND {1} GROUP BY ALL",
                  year, condition)));
  std::map<Key, double> values;
  while (rows.next()) values[{std::string(rows.text(0)), std::string(rows.text(1))}] = rows.real(2);
  return values;
}

struct Score {
  double sum = 0;
  double count = 0;
};

std::map<Key, Score> goldstein(const record::Record& record, int year,
                               const std::map<std::string, double>& scores) {
  auto rows = require(record.connection().query(
      fmt::format("SELECT least(actor, recipient), greatest(actor, recipient), code, count(*) FROM "
                  "coded_claims "
                  "WHERE actor <> recipient AND year(date) = {} GROUP BY ALL",
                  year)));
  std::map<Key, Score> means;
  while (rows.next()) {
    const auto score = scores.find(std::string(rows.text(2)));
    if (score == scores.end()) continue;
    Score& mean = means[{std::string(rows.text(0)), std::string(rows.text(1))}];
    mean.sum += score->second * double(rows.number(3));
    mean.count += double(rows.number(3));
  }
  return means;
}

/// What was observed of a pair within a year.
std::vector<alignment::Observation> within(const Observed& observed, std::size_t pair, int year) {
  const std::int32_t first = base::Date::from_civil(year, 1, 1).days;
  const std::int32_t last = base::Date::from_civil(year, 12, 31).days;
  std::vector<alignment::Observation> seen;
  for (std::size_t i = observed.claim_begin[pair]; i < observed.claim_begin[pair + 1]; ++i)
    if (const auto& o = observed.observations[i]; o.day >= first && o.day <= last)
      seen.push_back(o);
  return seen;
}

double mean_over_year(const alignment::PairData& data, const alignment::Parameters& p, int year) {
  const alignment::Series series(data, p);
  double sum = 0;
  for (int month = 1; month <= 12; ++month)
    sum += series.at(base::Date::from_civil(year, month, 15)).mean / 12;
  return sum;
}

Sample sample(const record::Record& record, const Observed& observed,
              const alignment::Parameters& parameters, int year, int least,
              const std::map<std::string, double>& scores) {
  const auto votes = measure(record, "kind = 'votes.agreement'", year);
  const auto defence =
      measure(record, "kind = 'alliance.defense' AND format = 'atop-alliances'", year);
  const auto alliance =
      measure(record, "kind LIKE 'alliance.%' AND format = 'atop-alliances'", year);
  const auto dispute = measure(record, "kind = 'dispute.hostility'", year);
  const auto rivalry = measure(record, "kind = 'rivalry'", year);
  const auto by_goldstein = goldstein(record, year, scores);
  Sample sample;
  sample.actors = observed.actors.size();
  for (std::size_t i = 0; i < observed.pairs.size(); ++i) {
    const auto [a, b] = observed.pairs[i];
    const Key key{observed.actors[a], observed.actors[b]};
    const auto vote = votes.find(key);
    const auto score = by_goldstein.find(key);
    const std::vector<alignment::Observation> seen = within(observed, i, year);
    if (seen.size() < std::size_t(std::max(1, least)) || vote == votes.end() ||
        score == by_goldstein.end())
      continue;
    const std::vector<alignment::Day> days = alignment::fold(seen);
    double weight = 0, sum = 0;
    for (const alignment::Day& day : days) weight += day.weight, sum += day.weight * day.mean;
    sample.pairs.push_back({a, b});
    sample.methods["alignment"].push_back(
        mean_over_year({days, observed.series[i].steps}, parameters, year));
    sample.methods["mean of alignment.tsv's values"].push_back(sum / weight);
    sample.methods["mean of Goldstein scores"].push_back(score->second.sum / score->second.count);
    sample.methods["number of events"].push_back(score->second.count);
    sample.targets["vote agreement"].push_back(vote->second);
    const auto add = [&](const char* name, const std::map<Key, double>& has) {
      sample.targets[name].push_back(has.contains(key) ? 1 : 0);
    };
    add("defence pact", defence);
    add("any alliance", alliance);
    add("dispute", dispute);
    add("rivalry", rivalry);
  }
  return sample;
}

/// What was foretold of days that were left out, and how far off it was.
struct LeftOut {
  double days = 0, covered = 0;
  double by_series = 0, by_pair = 0, by_all = 0;  ///< sums of squares of what was missed
};

/// One day in ten apart from the others of its pair. Pairs of one day stay as they are.
struct Parts {
  alignment::Pairs kept, left_out;
};

Parts parts(const Observed& observed) {
  Parts parts;
  std::mt19937_64 random(1);
  for (std::size_t pair = 0; pair < observed.series.size(); ++pair) {
    const alignment::PairData data = observed.series[pair];
    for (const alignment::Day& day : data.days) {
      const bool leave_out = data.days.size() > 1 && random() % 10 == 0;
      (leave_out ? parts.left_out : parts.kept).days.push_back(day);
    }
    parts.kept.steps.insert(parts.kept.steps.end(), data.steps.begin(), data.steps.end());
    parts.kept.close();
    parts.left_out.close();
  }
  return parts;
}

double mean(std::span<const alignment::Day> days) {
  double weight = 0, sum = 0;
  for (const alignment::Day& day : days) weight += day.weight, sum += day.weight * day.mean;
  return sum / weight;
}

LeftOut foretell(const Parts& parts) {
  const alignment::Parameters p = alignment::fit(parts.kept).parameters;
  const double of_all = mean(parts.kept.days);
  LeftOut result;
  for (std::size_t pair = 0; pair < parts.kept.size(); ++pair) {
    const alignment::PairData data = parts.kept[pair];
    if (data.days.empty()) continue;
    const double of_pair = mean(data.days);
    const alignment::Series series(data, p);
    for (const alignment::Day& day : parts.left_out[pair].days) {
      const alignment::Standing standing = series.at(base::Date{day.day});
      const double noise = p.day_noise * p.day_noise + p.noise * p.noise / day.weight;
      const double missed = day.mean - standing.mean;
      ++result.days;
      result.covered +=
          std::abs(missed) < 1.6448536269514722 * std::sqrt(standing.variance + noise);
      result.by_series += missed * missed;
      result.by_pair += std::pow(day.mean - of_pair, 2);
      result.by_all += std::pow(day.mean - of_all, 2);
    }
  }
  return result;
}

/// The share of weight below each value, with ties in the middle.
std::vector<double> ranks(const std::vector<double>& values, const std::vector<std::size_t>& order,
                          const std::vector<double>& weights) {
  std::vector<double> ranks(values.size());
  double below = 0;
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    double tied = 0;
    for (; end < order.size() && values[order[end]] == values[order[begin]]; ++end)
      tied += weights[order[end]];
    for (std::size_t i = begin; i < end; ++i) ranks[order[i]] = below + tied / 2;
    below += tied;
  }
  return ranks;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y,
                   const std::vector<double>& weights) {
  double w = 0, mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    w += weights[i];
    mx += weights[i] * x[i];
    my += weights[i] * y[i];
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double dx = x[i] - mx / w, dy = y[i] - my / w;
    xx += weights[i] * dx * dx;
    yy += weights[i] * dy * dy;
    xy += weights[i] * dx * dy;
  }
  return xy / std::sqrt(xx * yy);
}

/// Mann and Whitney's, as the area under the ROC curve.
double area(const std::vector<double>& ranks, const std::vector<double>& is,
            const std::vector<double>& weights) {
  double yes = 0, all = 0, sum = 0;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    all += weights[i];
    yes += weights[i] * is[i];
    sum += weights[i] * is[i] * ranks[i];
  }
  return (sum - yes * yes / 2) / (yes * (all - yes));
}

struct Column {
  const std::vector<double>* values;
  std::vector<std::size_t> order;
};

Column column(const std::vector<double>& values) {
  Column column{&values, std::vector<std::size_t>(values.size())};
  std::iota(column.order.begin(), column.order.end(), std::size_t(0));
  std::sort(column.order.begin(), column.order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return column;
}

double agreement(const Column& method, const Column& target, const std::vector<double>& weights) {
  const std::vector<double> by_method = ranks(*method.values, method.order, weights);
  const auto [low, high] = std::minmax_element(target.values->begin(), target.values->end());
  const bool is_yes_or_no = std::all_of(target.values->begin(), target.values->end(),
                                        [](double v) { return v == 0 || v == 1; });
  if (*low == *high) return std::nan("");
  if (is_yes_or_no) return area(by_method, *target.values, weights);
  return correlation(by_method, ranks(*target.values, target.order, weights), weights);
}

struct Interval {
  double estimate, low, high;
};

Interval interval(double estimate, std::vector<double> draws) {
  std::erase_if(draws, [](double d) { return !std::isfinite(d); });
  if (draws.empty()) return {estimate, std::nan(""), std::nan("")};
  std::sort(draws.begin(), draws.end());
  return {estimate, draws[draws.size() / 40], draws[draws.size() - 1 - draws.size() / 40]};
}

/// Each pair weighs as often as both of its actors were drawn.
std::vector<std::vector<double>> resamples(const Sample& sample) {
  std::vector<std::uint32_t> actors;
  for (const auto& pair : sample.pairs) actors.insert(actors.end(), pair.begin(), pair.end());
  std::sort(actors.begin(), actors.end());
  actors.erase(std::unique(actors.begin(), actors.end()), actors.end());
  std::mt19937_64 random(1);
  std::vector<std::vector<double>> all(1, std::vector<double>(sample.pairs.size(), 1));
  std::vector<double> drawn(sample.actors);
  for (int i = 0; i < 1000; ++i) {
    std::fill(drawn.begin(), drawn.end(), 0.0);
    for (std::size_t k = 0; k < actors.size(); ++k) ++drawn[actors[random() % actors.size()]];
    std::vector<double>& weights = all.emplace_back();
    for (const auto& [a, b] : sample.pairs) weights.push_back(drawn[a] * drawn[b]);
  }
  return all;
}

void print(int year, const Sample& sample) {
  const std::vector<std::vector<double>> weights = resamples(sample);
  for (const auto& [target, truth] : sample.targets) {
    const double yes = std::accumulate(truth.begin(), truth.end(), 0.0);
    if (yes < 10) continue;
    const Column right = column(truth);
    std::map<std::string, std::vector<double>> draws;
    for (const auto& [method, values] : sample.methods) {
      const Column left = column(values);
      for (const std::vector<double>& w : weights)
        draws[method].push_back(agreement(left, right, w));
    }
    for (const auto& [method, all] : draws) {
      std::vector<double> beyond;
      for (std::size_t i = 0; i < all.size(); ++i)
        beyond.push_back(all[i] - draws["mean of Goldstein scores"][i]);
      const Interval itself = interval(all[0], all), difference = interval(beyond[0], beyond);
      fmt::print(
          "| {} | {} | {} | {} | {:.3f} ({:.3f} to {:.3f}) | {:+.3f} ({:+.3f} to {:+.3f}) |\n",
          year, target, target == "vote agreement" ? "ρ" : fmt::format("AUC, {:.0f}", yes), method,
          itself.estimate, itself.low, itself.high, difference.estimate, difference.low,
          difference.high);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string home = ENTENTE_SOURCE_DIR;
  std::string record_path, codes = home + "/../shared/data/icews-raw/cameo-codes.csv";
  std::vector<int> years;
  int least = 1;
  CLI::App app("Alignments of a year against its votes, alliances, disputes and rivalries");
  app.add_option("RECORD", record_path)->required();
  app.add_option("YEAR", years)->required();
  app.add_option("--least", least, "pairs with at least so many events");
  app.add_option("--goldstein", codes);
  CLI11_PARSE(app, argc, argv);

  const std::map<std::string, double> scores = read_goldstein(codes);
  if (scores.empty())
    return fmt::print(stderr,
                      "alignment_validation: {}: no scores; name a table with --goldstein\n",
                      codes),
           1;
  const auto record = require(record::Record::open(record_path, record::Access::read));
  const auto weights = require(alignment::Weights::load(home));
  const Observed observed = require(alignment::observe(record, weights, {.measures = false}));
  const alignment::Fit fit = alignment::fit(observed.series);
  fmt::print(
      "{} pairs, {} days, {} observations: lasting {:.2f}, spread {:.2f}, reversion {:.0f} days, "
      "noise {:.2f}, of a day {:.2f}, mean {:.2f}\n\n",
      fit.pairs, fit.days, fit.observations, fit.parameters.lasting, fit.parameters.spread,
      fit.parameters.reversion, fit.parameters.noise, fit.parameters.day_noise,
      fit.parameters.mean);
  const LeftOut left = foretell(parts(observed));
  fmt::print(
      "{} days left out: {:.1f} % lie in their 90 % interval; missed by {:.2f} (root mean "
      "square), by the mean of the pair {:.2f}, of all pairs {:.2f}\n\n",
      left.days, 100 * left.covered / left.days, std::sqrt(left.by_series / left.days),
      std::sqrt(left.by_pair / left.days), std::sqrt(left.by_all / left.days));
  fmt::print(
      "| year | against | measured by | method | agreement (95 %) | more than Goldstein (95 %) |\n"
      "|---|---|---|---|---|---|\n");
  for (const int year : years) {
    const Sample of_year = sample(record, observed, fit.parameters, year, least, scores);
    fmt::print(stderr, "{}: {} pairs\n", year, of_year.pairs.size());
    print(year, of_year);
  }
}
