// What the series and the turning points are worth where the truth is known: records drawn from the
// model, seen with the parameters that they were drawn with and with those estimated from them.
// Prints docs/alignment.md's tables of coverage, of breaks and of sides.
//
//   alignment_simulation [RECORDS]

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <set>

#include "entente/alignment/fit.h"
#include "entente/alignment/simulated_pairs.h"

namespace {

using namespace entente::alignment;

const Parameters kTrue{
    .spread = 2, .reversion = 1000, .noise = 3, .day_noise = 1, .mean = 1, .lasting = 1.5};

void coverage_row(std::size_t pairs, std::size_t days, int records) {
  double known = 0, estimated = 0;
  for (int seed = 0; seed < records; ++seed) {
    const SimulatedRecord record = simulate(kTrue, pairs, days, 2000.0 / double(days), 0, seed);
    known += coverage(record, kTrue) / records;
    estimated += coverage(record, fit(record.pairs).parameters) / records;
  }
  fmt::print("| {} | {} | {:.1f} % | {:.1f} % |\n", pairs, days, 100 * known, 100 * estimated);
}

Parameters estimated(const Pairs& pairs) { return between_breaks(pairs, fit(pairs).parameters); }

struct Seen {
  const char* name;
  Parameters (*with)(const Pairs&);
};
const Seen kSeen[] = {{"known", [](const Pairs&) { return kTrue; }},
                      {"estimated once", [](const Pairs& pairs) { return fit(pairs).parameters; }},
                      {"estimated between breaks", estimated}};

void breaks_row(std::size_t days, const Seen& seen, int records) {
  BreakScore sum;
  double points = 0;
  for (int seed = 0; seed < records; ++seed) {
    const SimulatedRecord record = simulate(kTrue, 200, days, 1250.0 / double(days), 4, seed);
    const TurningPoints result = turning_points(record.pairs, seen.with(record.pairs), 0.1);
    sum.add(score(record, result));
    points += double(result.points.size());
  }
  fmt::print("| {} | {} | {:.0f} % | {:.1f} % | {:.1f} % | {:.0f} % | {:.0f} |\n", days, seen.name,
             100 * sum.found / sum.breaks, 100 * sum.wrong / points,
             100 * (1 - sum.probability / points), 100 * sum.held / (points - sum.wrong), points);
}

void null_row(std::size_t pairs, int records) {
  int known = 0, shown = 0;
  for (int seed = 0; seed < records; ++seed) {
    const SimulatedRecord record = simulate(kTrue, pairs, 150, 8, 0, 1000 + seed);
    known += !turning_points(record.pairs, kTrue, 0.1).points.empty();
    shown += !turning_points(record.pairs, estimated(record.pairs), 0.1).points.empty();
  }
  fmt::print("| {} | {:.1f} % | {:.1f} % |\n", pairs, 100.0 * known / records,
             100.0 * shown / records);
}

/// Sparse records, as texts give them: few pairs are told of often, most once or twice in 25 years.
struct Sparse {
  const char* name;
  Parameters truth;
  enum Reports { normal, heavy, two_valued } reports = normal;
};

constexpr Parameters kSparse{.spread = 1.5,
                             .reversion = 250,
                             .noise = 1.7,
                             .day_noise = 1.9,
                             .mean = 0,
                             .lasting = 1.6,
                             .freedom = 15};

Parameters with(double spread, double reversion, double freedom) {
  Parameters p = kSparse;
  p.spread = spread;
  p.reversion = reversion;
  p.freedom = freedom;
  return p;
}

struct SparseRecord {
  SimulatedRecord seen;
  Pairs own;  ///< as if all pairs' factors were known: every pair over its own
};

/// A step of `size` in half of the pairs told of often, which ends after `lasts` days, if not 0.
SparseRecord sparse(const Sparse& like, double size, std::uint64_t seed, int lasts = 0) {
  constexpr std::int32_t kLength = 25 * 365;
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::normal_distribution<double> normal;
  std::gamma_distribution<double> precision(like.truth.freedom / 2, 2 / like.truth.freedom);
  std::gamma_distribution<double> heavy(1.5, 2 / 3.0);
  const Parameters& p = like.truth;
  SparseRecord record;
  for (int pair = 0, often = 0; pair < 400; ++pair) {
    const auto count = std::size_t(std::min(80.0, 1 / uniform(random)));
    std::set<std::int32_t> days;
    while (days.size() < count) days.insert(std::int32_t(uniform(random) * kLength));
    const bool breaks = size > 0 && count >= 20 && often++ % 2 == 0;
    const auto at = breaks ? std::int32_t((0.2 + 0.6 * uniform(random)) * kLength) : 0;
    const double step = uniform(random) < 0.5 ? size : -size;
    const auto is_broken = [&](std::int32_t day) {
      return breaks && day >= at && (lasts == 0 || day < at + lasts);
    };
    const double factor = 1 / std::sqrt(precision(random));
    const double lasting = p.lasting * normal(random);
    double z = p.spread * normal(random);
    std::int32_t before = *days.begin();
    for (const std::int32_t day : days) {
      const double keep = std::exp((before - day) / p.reversion);
      before = day;
      z = keep * z + p.spread * std::sqrt(1 - keep * keep) * normal(random);
      const double level = factor * (lasting + z) + (is_broken(day) ? step : 0);
      const double weight = 0.2 + uniform(random);
      double error = p.noise / std::sqrt(weight) * normal(random);
      if (like.reports == Sparse::heavy) error /= std::sqrt(3 * heavy(random));
      double value = level + factor * (p.day_noise * normal(random) + error);
      if (like.reports == Sparse::two_valued)
        value = uniform(random) < std::clamp((level + 5.5) / 10, 0.02, 0.98) ? 4.5 : -5.5;
      value = std::clamp(value, -10.0, 10.0);
      record.seen.pairs.days.push_back({day, 1, value, weight, 0});
      record.own.days.push_back({day, 1, value / factor, weight, 0});
    }
    record.seen.pairs.close();
    record.own.close();
    record.seen.breaks.push_back(at);
  }
  return record;
}

struct SparseScore {
  double records = 0, shown = 0, breaks = 0, found = 0, points = 0, of_others = 0, missed = 0;

  void add(const SimulatedRecord& record, const TurningPoints& result) {
    ++records;
    shown += !result.points.empty();
    std::set<std::uint32_t> held;
    for (const std::int32_t day : record.breaks) breaks += day != 0;
    for (const TurningPoint& point : result.points) {
      const std::int32_t day = record.breaks[point.pair];
      const bool holds = point.from.days <= day && day <= point.to.days;
      ++points;
      of_others += day == 0;
      missed += day != 0 && !holds;
      if (day != 0 && holds) held.insert(point.pair);
    }
    found += double(held.size());
  }
};

void sparse_rows(double size, int records) {
  SparseScore best, known, estimated;
  const Sparse like{"", kSparse};
  Parameters alike = kSparse;
  alike.freedom = 1e12;
  for (int seed = 0; seed < records; ++seed) {
    const SparseRecord record = sparse(like, size, 5000 + seed);
    const Pairs& pairs = record.seen.pairs;
    best.add(record.seen, turning_points(record.own, alike));
    known.add(record.seen, turning_points(pairs, kSparse));
    estimated.add(record.seen, turning_points(pairs, ::estimated(pairs)));
  }
  for (const auto& [name, sum] : {std::pair{"known, and each pair's factor", &best},
                                  {"known", &known},
                                  {"estimated between breaks", &estimated}})
    fmt::print("| {} | {} | {:.0f} % of {} | {:.0f} % | {:.0f} % | {} |\n", size, name,
               100 * sum->found / sum->breaks, sum->breaks, 100 * sum->of_others / sum->points,
               100 * sum->missed / sum->points, sum->points);
}

void dip_row(double size, int lasts, int records) {
  SparseScore sum;
  for (int seed = 0; seed < records; ++seed) {
    const SparseRecord record = sparse({"", kSparse}, size, 5000 + seed, lasts);
    sum.add(record.seen, turning_points(record.seen.pairs, ::estimated(record.seen.pairs)));
  }
  fmt::print("| {} | {} | {:.0f} % of {} | {} | {} | {} |\n", size, lasts,
             100 * sum.found / sum.breaks, sum.breaks, sum.of_others, sum.missed, sum.points);
}

void sparse_null_row(const Sparse& like, int records) {
  SparseScore sum;
  for (int seed = 0; seed < records; ++seed) {
    const SparseRecord record = sparse(like, 0, 9000 + seed);
    sum.add(record.seen, turning_points(record.seen.pairs, ::estimated(record.seen.pairs)));
  }
  fmt::print("| {} | {:.0f} % of {} | {} |\n", like.name, 100 * sum.shown / sum.records,
             sum.records, sum.points);
}

void since_row(std::uint64_t pairs) {
  const SinceScore score = score_since(kTrue, pairs);
  fmt::print("| {} | {:.1f} % | {:.1f} % | {:.1f} % |\n", pairs, 100 * score.right / score.pairs,
             100 * score.foretold / score.pairs, 100 * score.held / score.right);
}

}  // namespace

int main(int argc, char** argv) {
  const int records = argc > 1 ? std::atoi(argv[1]) : 20;
  fmt::print(
      "| pairs | days of each | 90 % intervals cover, parameters known | estimated |\n"
      "|---|---|---|---|\n");
  for (const auto& [pairs, days] : {std::pair{20u, 40u}, {100u, 40u}, {500u, 40u}, {100u, 200u}})
    coverage_row(pairs, days, records);
  fmt::print(
      "\n| observed days in 1,250 | parameters | found within 30 days | false | said to be "
      "false | spans that hold the break | points |\n|---|---|---|---|---|---|---|\n");
  for (const std::size_t days : {125u, 250u, 500u, 1000u})
    for (const Seen& seen : kSeen) breaks_row(days, seen, records);
  fmt::print(
      "\n| pairs without a break | records that show one, parameters known | estimated |\n"
      "|---|---|---|\n");
  for (const std::size_t pairs : {1u, 20u}) null_row(pairs, records * 10);
  fmt::print(
      "\n| size of the break | parameters | found | points of pairs without one | spans that miss "
      "it | points |\n|---|---|---|---|---|---|\n");
  for (const double size : {2, 3, 4, 6}) sparse_rows(size, records);
  fmt::print(
      "\n| size of the dip | days that it lasts | begins within a span | points of pairs without "
      "one "
      "| other points of such pairs (ends of dips among them) | points "
      "|\n|---|---|---|---|---|---|\n");
  for (const int lasts : {365, 1000, 3000})
    for (const double size : {4, 6}) dip_row(size, lasts, records);
  fmt::print("\n| sparse records without a break | that show one | points |\n|---|---|---|\n");
  for (const Sparse& like : {Sparse{"as the model has it", kSparse},
                             {"pairs all alike", with(1.5, 250, 1e6)},
                             {"nothing comes and goes", with(0.01, 250, 15)},
                             {"what comes and goes lasts two years", with(1.5, 730, 15)},
                             {"heavy-tailed reports (t of 3)", kSparse, Sparse::heavy},
                             {"reports are 4.5 or -5.5", kSparse, Sparse::two_valued}})
    sparse_null_row(like, records * 5);
  fmt::print(
      "\n| pairs | whose side is told right | by their probabilities | \"since when\" holds the "
      "truth |\n|---|---|---|---|\n");
  since_row(std::uint64_t(records) * 100);
}
