// What the series and the turning points are worth where the truth is known: records drawn from the
// model, seen with the parameters that they were drawn with and with those estimated from them.
// Prints docs/alignment.md's tables of coverage, of breaks and of sides.
//
//   alignment_simulation [RECORDS]

#include <fmt/format.h>

#include <cstdlib>

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
      "\n| pairs | whose side is told right | by their probabilities | \"since when\" holds the "
      "truth |\n|---|---|---|---|\n");
  since_row(std::uint64_t(records) * 100);
}
