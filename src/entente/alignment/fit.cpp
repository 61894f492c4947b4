#include "entente/alignment/fit.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace entente::alignment {

namespace {

constexpr std::size_t kEnoughDays = 250'000;
constexpr int kMostSteps = 1000;  // of the search; some 300 are usual

constexpr std::size_t kParameters = 6;
/// The parameters in their order: logarithms, but for the mean.
using Point = std::array<double, kParameters>;

Point point(const Parameters& p) {
  return {
      std::log(p.spread), std::log(p.reversion), std::log(p.noise), std::log(p.day_noise), p.mean,
      std::log(p.lasting)};
}
Parameters parameters(const Point& x) {
  return {.spread = std::exp(x[0]),
          .reversion = std::exp(x[1]),
          .noise = std::exp(x[2]),
          .day_noise = std::exp(x[3]),
          .mean = x[4],
          .lasting = std::exp(x[5])};
}

constexpr double kSeenBefore = 4;  // deviations of the prior's size

double log_density(const Prior& prior, const Point& x) {
  const Point centre = point(prior.centre);
  const double away = (x[1] - centre[1]) / std::log(prior.factor);
  double sum = -0.5 * (away * away + x[4] * x[4]);
  for (const std::size_t i : {0, 2, 3, 5}) {
    const double lower = centre[i] - x[i];
    sum -= 0.5 * kSeenBefore * (std::exp(2 * lower) - 2 * lower);
  }
  return sum;
}

/// splitmix64's first steps: pairs next to one another share an actor, a sample must not.
double place_in_sample(std::uint64_t pair) {
  std::uint64_t x = (pair + 1) * 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  return double((x ^ (x >> 31)) >> 11) * 0x1p-53;
}

std::vector<std::size_t> sample(const Pairs& pairs) {
  const double share = double(kEnoughDays) / double(std::max<std::size_t>(1, pairs.days.size()));
  std::vector<std::size_t> chosen;
  for (std::size_t pair = 0; pair < pairs.size(); ++pair)
    if (!pairs[pair].days.empty() && place_in_sample(pair) < share) chosen.push_back(pair);
  return chosen;
}

/// These pairs, as far as each lies from its level, all days of `length` as one.
Pairs folded(const Pairs& pairs, const std::vector<std::size_t>& chosen, std::int32_t length) {
  const Parameters nowhere{.mean = 0};
  Pairs result;
  for (const std::size_t pair : chosen) {
    const PairData data = pairs[pair];
    const std::size_t begin = result.days.size();
    for (Day day : data.days) {
      if (!(day.weight > 0) || !std::isfinite(day.weight) || !std::isfinite(day.mean)) continue;
      day.mean -= level_on(data.steps, nowhere, day.day);
      if (result.days.size() > begin && day.day < result.days.back().day + length)
        result.days.back().take(day);
      else
        result.days.push_back(day);
    }
    result.close();
  }
  return result;
}

/// Sums in the order of the pairs, so that threads do not show.
double log_likelihood(const Pairs& pairs, const Parameters& p) {
  std::vector<double> terms(pairs.size());
  tbb::parallel_for(std::size_t(0), pairs.size(),
                    [&](std::size_t i) { terms[i] = log_likelihood(pairs[i], p); });
  double sum = 0;
  for (const double term : terms) sum += term;
  return sum;
}

struct Vertex {
  Point x;
  double cost;
};

struct Lowest {
  Vertex vertex;
  bool converged;
};

Point towards(const Point& from, const Point& to, double share) {
  Point x;
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = from[i] + share * (to[i] - from[i]);
  return x;
}

/// Done when no parameter differs by more than a thousandth within the simplex.
bool is_small(const std::vector<Vertex>& simplex) {
  for (const Vertex& vertex : simplex)
    for (std::size_t i = 0; i < vertex.x.size(); ++i)
      if (std::abs(vertex.x[i] - simplex[0].x[i]) > 1e-3) return false;
  return true;
}

/// Nelder & Mead 1965, "A simplex method for function minimization", with the usual constants: in
/// the dimensions that are `free`.
template <class Cost>
Lowest lowest(const Point& start, const std::vector<std::size_t>& free, Cost cost) {
  const auto at = [&cost](const Point& x) { return Vertex{x, cost(x)}; };
  std::vector<Vertex> simplex{at(start)};
  for (const std::size_t i : free) {
    Point x = start;
    x[i] += 0.5;
    simplex.push_back(at(x));
  }
  const auto count = double(free.size());
  const auto sort = [&simplex] {
    std::stable_sort(simplex.begin(), simplex.end(),
                     [](const Vertex& a, const Vertex& b) { return a.cost < b.cost; });
  };
  sort();
  int steps = 0;
  for (; steps < kMostSteps && !is_small(simplex); ++steps) {
    Vertex& worst = simplex.back();
    Point centre{};
    for (std::size_t k = 0; k + 1 < simplex.size(); ++k)
      for (std::size_t i = 0; i < centre.size(); ++i) centre[i] += simplex[k].x[i] / count;
    const Vertex reflected = at(towards(worst.x, centre, 2));
    if (reflected.cost < simplex[0].cost) {
      const Vertex expanded = at(towards(worst.x, centre, 3));
      worst = expanded.cost < reflected.cost ? expanded : reflected;
    } else if (reflected.cost < simplex[free.size() - 1].cost) {
      worst = reflected;
    } else {
      const bool outside = reflected.cost < worst.cost;
      const Vertex contracted = at(towards(worst.x, centre, outside ? 1.5 : 0.5));
      if (contracted.cost < std::min(reflected.cost, worst.cost))
        worst = contracted;
      else
        for (std::size_t k = 1; k < simplex.size(); ++k)
          simplex[k] = at(towards(simplex[0].x, simplex[k].x, 0.5));
    }
    sort();
  }
  return {simplex[0], steps < kMostSteps};
}

}  // namespace

Fit fit(const Pairs& pairs, const Prior& prior) {
  const std::vector<std::size_t> chosen = sample(pairs);
  const Pairs windows = folded(pairs, chosen, prior.window), days = folded(pairs, chosen, 1);
  const auto most_probable = [&](const Pairs& seen, const Point& start,
                                 const std::vector<std::size_t>& free) {
    return lowest(start, free, [&](const Point& x) {
      const double cost = -log_likelihood(seen, parameters(x)) - log_density(prior, x);
      return std::isfinite(cost) ? cost : std::numeric_limits<double>::max();
    });
  };
  const Lowest slow = most_probable(windows, point(prior.centre), {0, 1, 2, 3, 4, 5});
  const Lowest found = most_probable(days, slow.vertex.x, {0, 2, 3, 4, 5});
  Fit fit{.parameters = parameters(found.vertex.x),
          .log_likelihood = -slow.vertex.cost - log_density(prior, slow.vertex.x),
          .pairs = chosen.size(),
          .converged = slow.converged && found.converged};
  fit.days = days.days.size();
  for (const Day& day : days.days) fit.observations += day.count;
  return fit;
}

}  // namespace entente::alignment
