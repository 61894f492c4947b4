#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <set>
#include <vector>

#include "entente/alignment/series.h"
#include "entente/alignment/since.h"
#include "entente/alignment/turning_points.h"

/// Pairs drawn from the model, with what nobody sees in truth, and how well it is found again. For
/// tests and tools/alignment_simulation.
namespace entente::alignment {

struct SimulatedBreak {
  std::int32_t day = 0;
  double size = 0;
};

/// Draws pairs one after the other.
class Simulator {
 public:
  Simulator(const Parameters& parameters, std::uint64_t seed)
      : parameters_(parameters), random_(seed) {}

  /// One pair from day 0 on, with `days` observed days at mean distance `gap`, on each one or more
  /// observations (a geometric number of mean `reports`) of weights between 0.5 and 1.5, and these
  /// breaks. Returns its alignment on the observed days.
  std::vector<double> add(Pairs& pairs, std::size_t days, double gap, double reports = 1.5,
                          const std::vector<SimulatedBreak>& breaks = {}) {
    std::exponential_distribution<double> distance(1 / gap);
    std::geometric_distribution<int> more(1 / reports);
    std::uniform_real_distribution<double> weight(0.5, 1.5);
    std::vector<double> truth;
    const double lasting = parameters_.lasting * normal_(random_);
    double z = parameters_.spread * normal_(random_);
    std::int32_t day = 0;
    for (std::size_t i = 0; i < days; ++i) {
      const std::int32_t step = 1 + std::int32_t(distance(random_));
      day += step;
      const double keep = std::exp(-step / parameters_.reversion);
      z = keep * z + parameters_.spread * std::sqrt(1 - keep * keep) * normal_(random_);
      double level = parameters_.mean + lasting;
      for (const SimulatedBreak& b : breaks)
        if (b.day <= day) level += b.size;
      truth.push_back(level + z);
      const double of_day = level + z + parameters_.day_noise * normal_(random_);
      seen_.clear();
      for (int k = more(random_); k >= 0; --k) {
        const double w = weight(random_);
        seen_.push_back({day, of_day + parameters_.noise / std::sqrt(w) * normal_(random_), w});
      }
      pairs.days.push_back(fold(seen_).front());
    }
    pairs.close();
    return truth;
  }

 private:
  Parameters parameters_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::vector<Observation> seen_;
};

struct SimulatedRecord {
  Pairs pairs;
  std::vector<double> truth;         ///< alignment on each observed day
  std::vector<std::int32_t> breaks;  ///< each pair's one; 0 when it has none
};

/// Pairs of `days` observed days at mean distance `gap`; every `each`th (0: none) has a break of
/// two spreads, up or down, somewhere in the middle two thirds. The variances of each are those of
/// `parameters` times a factor of its own, which is scaled inverse chi-squared.
inline SimulatedRecord simulate_unlike(const Parameters& parameters, double freedom,
                                       std::size_t pairs, std::size_t days, double gap,
                                       std::size_t each, std::uint64_t seed) {
  SimulatedRecord record;
  std::mt19937_64 random(seed + 1);
  std::gamma_distribution<double> precision(freedom / 2, 2 / freedom);
  const double length = double(days) * (gap + 0.5);
  for (std::size_t i = 0; i < pairs; ++i) {
    Parameters own = parameters;
    const double factor = 1 / std::sqrt(precision(random));
    for (double* one : {&own.spread, &own.noise, &own.day_noise, &own.lasting}) *one *= factor;
    std::vector<SimulatedBreak> breaks;
    if (each != 0 && i % each == 0) {
      const auto day =
          std::int32_t(length / 6) + std::int32_t(random() % std::uint64_t(length * 2 / 3));
      breaks.push_back({day, random() % 2 ? 2 * parameters.spread : -2 * parameters.spread});
    }
    Simulator simulator(own, seed * 100003 + i);
    const std::vector<double> truth = simulator.add(record.pairs, days, gap, 1.5, breaks);
    record.truth.insert(record.truth.end(), truth.begin(), truth.end());
    record.breaks.push_back(breaks.empty() ? 0 : breaks[0].day);
  }
  return record;
}

/// … pairs that are alike.
inline SimulatedRecord simulate(const Parameters& parameters, std::size_t pairs, std::size_t days,
                                double gap, std::size_t each, std::uint64_t seed) {
  return simulate_unlike(parameters, 1e12, pairs, days, gap, each, seed);
}

/// The share of observed days whose true alignment lies in the 90 % interval.
inline double coverage(const SimulatedRecord& record, const Parameters& parameters) {
  std::size_t covered = 0;
  for (std::size_t pair = 0; pair < record.pairs.size(); ++pair) {
    const Series series(record.pairs[pair], parameters);
    for (std::size_t i = record.pairs.day_begin[pair]; i < record.pairs.day_begin[pair + 1]; ++i) {
      const Standing standing = series.at(entente::base::Date{record.pairs.days[i].day});
      const double reach = 1.6448536269514722 * standing.deviation();  // high() stops at 10
      covered += std::abs(record.truth[i] - standing.mean) < reach;
    }
  }
  return double(covered) / double(record.truth.size());
}

/// Counts of breaks and points; sums of several records are sums of these.
struct BreakScore {
  double breaks = 0;
  double found = 0;  ///< breaks that have a point within 30 days
  double wrong = 0;  ///< points of pairs without one, or beyond 60 days of it and not spanning it
  double held = 0;   ///< other points whose span holds the break
  double probability = 0;  ///< sum of what the points say of themselves

  void add(const BreakScore& other) {
    breaks += other.breaks;
    found += other.found;
    wrong += other.wrong;
    held += other.held;
    probability += other.probability;
  }
};

inline BreakScore score(const SimulatedRecord& record, const TurningPoints& result) {
  BreakScore score;
  std::set<std::uint32_t> found;
  for (const std::int32_t day : record.breaks) score.breaks += day != 0;
  for (const TurningPoint& point : result.points) {
    const std::int32_t day = record.breaks[point.pair];
    const std::int32_t away = std::abs(point.date.days - day);
    const bool spans = point.from.days <= day && day <= point.to.days;
    score.probability += point.probability;
    score.wrong += day == 0 || (away > 60 && !spans);
    score.held += day != 0 && spans;
    if (day != 0 && away <= 30) found.insert(point.pair);
  }
  score.found = double(found.size());
  return score;
}

/// How often the interval of `since` holds the truth. `right` are the pairs
/// that are taken to stand where they do; `foretold` is what they should be by
/// their probabilities.
struct SinceScore {
  double pairs = 0, right = 0, foretold = 0, held = 0;
};

/// Courses are drawn from a pair of which nothing is known, on the months of
/// twelve years and on 60 days between; every second of all these days is
/// observed, with noise.
inline SinceScore score_since(const Parameters& parameters, std::uint64_t pairs) {
  using base::Date;
  const Date first = Date::from_civil(2000, 1, 1), last = Date::from_civil(2012, 1, 1);
  SinceScore score{.pairs = double(pairs)};
  for (std::uint64_t seed = 0; seed < pairs; ++seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> noise(0, std::hypot(parameters.noise, parameters.day_noise));
    std::vector<Date> dates;
    for (int i = 0; i <= 144; ++i) dates.push_back(first.plus_months(i));
    const std::set<Date> months(dates.begin(), dates.end());
    for (int i = 0; i < 60; ++i)
      dates.push_back(first + int(random() % std::uint64_t(last.days - first.days)));
    std::sort(dates.begin(), dates.end());
    std::vector<double> truth(dates.size());
    Paths(Series({}, parameters), dates).draw(9, seed, truth);
    std::vector<Observation> seen;
    for (std::size_t i = 0; i < dates.size(); i += 2)
      seen.push_back({dates[i].days, truth[i] + noise(random), 1});
    const std::vector<Day> days = fold(seen);
    const Since found = since(Series({days, {}}, parameters), first, last);
    score.foretold += found.probability;
    std::vector<double> course;
    for (std::size_t i = 0; i < dates.size(); ++i)
      if (months.contains(dates[i]) && (i == 0 || dates[i - 1] < dates[i]))
        course.push_back(truth[i]);
    const std::vector<bool> side = sides(course);
    if (side.back() != found.is_aligned) continue;
    ++score.right;
    const auto start = int(side.rend() - std::find(side.rbegin(), side.rend(), !side.back()));
    // 0: from the first month on, as what `found` has nothing for.
    const std::int32_t since = start == 0 ? 0 : first.plus_months(start).days;
    score.held +=
        since >= (found.from ? found.from->days : 0) && since <= (found.to ? found.to->days : 0);
  }
  return score;
}

}  // namespace entente::alignment
