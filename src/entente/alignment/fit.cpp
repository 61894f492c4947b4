#include "entente/alignment/fit.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace entente::alignment {

namespace {

constexpr std::size_t kEnoughDays = 250'000;
constexpr int kMostSteps = 1000;  // of the search; some 200 are usual

constexpr std::size_t kParameters = 5;
/// The parameters in their order: logarithms, but for the mean.
using Point = std::array<double, kParameters>;

Point point(const Parameters& p) {
  return {std::log(p.spread), std::log(p.reversion), std::log(p.noise), std::log(p.day_noise),
          p.mean};
}
Parameters parameters(const Point& x) {
  return {std::exp(x[0]), std::exp(x[1]), std::exp(x[2]), std::exp(x[3]), x[4]};
}

/// The prior. Of each standard deviation as if so many deviations of the default's size had been
/// seen before (scaled inverse chi-squared): data without scatter do not make it nothing. The
/// logarithm of `reversion` is normal around the default's, within a factor of 3 in two cases of
/// three; the mean around 0, within 1.
constexpr double kSeenBefore = 4;

double log_prior(const Point& x) {
  static const Point centre = point({});
  const double away = (x[1] - centre[1]) / std::log(3.0);
  double sum = -0.5 * (away * away + x[4] * x[4]);
  for (const std::size_t i : {0, 2, 3}) {
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

/// Sums in the order of the pairs, so that threads do not show.
double log_likelihood(const Pairs& pairs, const std::vector<std::size_t>& chosen,
                      const Parameters& p) {
  std::vector<double> terms(chosen.size());
  tbb::parallel_for(std::size_t(0), chosen.size(),
                    [&](std::size_t i) { terms[i] = log_likelihood(pairs[chosen[i]], p); });
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
bool is_small(const std::array<Vertex, kParameters + 1>& simplex) {
  for (const Vertex& vertex : simplex)
    for (std::size_t i = 0; i < vertex.x.size(); ++i)
      if (std::abs(vertex.x[i] - simplex[0].x[i]) > 1e-3) return false;
  return true;
}

/// Nelder & Mead 1965, "A simplex method for function minimization", with the usual constants.
template <class Cost>
Lowest lowest(const Point& start, Cost cost) {
  const auto at = [&cost](const Point& x) { return Vertex{x, cost(x)}; };
  std::array<Vertex, kParameters + 1> simplex;
  simplex[0] = at(start);
  for (std::size_t i = 0; i < start.size(); ++i) {
    Point x = start;
    x[i] += 0.5;
    simplex[i + 1] = at(x);
  }
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
      for (std::size_t i = 0; i < centre.size(); ++i) centre[i] += simplex[k].x[i] / kParameters;
    const Vertex reflected = at(towards(worst.x, centre, 2));
    if (reflected.cost < simplex[0].cost) {
      const Vertex expanded = at(towards(worst.x, centre, 3));
      worst = expanded.cost < reflected.cost ? expanded : reflected;
    } else if (reflected.cost < simplex[kParameters - 1].cost) {
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

Fit fit(const Pairs& pairs) {
  const std::vector<std::size_t> chosen = sample(pairs);
  const Lowest found = lowest(point({}), [&](const Point& x) {
    const double cost = -log_likelihood(pairs, chosen, parameters(x)) - log_prior(x);
    return std::isfinite(cost) ? cost : std::numeric_limits<double>::max();
  });
  Fit fit{.parameters = parameters(found.vertex.x),
          .log_likelihood = -found.vertex.cost - log_prior(found.vertex.x),
          .pairs = chosen.size(),
          .converged = found.converged};
  for (const std::size_t pair : chosen) {
    fit.days += pairs[pair].days.size();
    for (const Day& day : pairs[pair].days) fit.observations += day.count;
  }
  return fit;
}

}  // namespace entente::alignment
