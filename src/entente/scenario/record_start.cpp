#include "entente/scenario/record_start.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "entente/alignment/standings.h"
#include "entente/base/hash.h"

namespace entente::scenario {

namespace {

constexpr double kParts = 1e6;  // shares are whole numbers

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

Shares shares_of(const AlignmentStart& start, const alignment::Standing& standing) {
  Shares shares(start.values.size(), 0);
  for (std::size_t band = 0; band < start.values.size(); ++band) {
    const auto below = [&](double bound) {
      return normal_cdf((bound - standing.mean) / standing.deviation());
    };
    const double low = band == 0 ? 0 : below(start.lower_bounds[band]);
    const double high = band + 1 == start.values.size() ? 1 : below(start.lower_bounds[band + 1]);
    shares[start.values[band]] = std::uint32_t(std::lround(kParts * (high - low)));
  }
  return shares;
}

base::Result<void> start_slot(Slot& slot, const std::string& where, const record::Record& record,
                              const std::filesystem::path& home) {
  const AlignmentStart& start = *slot.alignment;
  alignment::Selection selection{.actors = {start.actors[0], start.actors[1]}};
  if (!start.layer.empty()) {
    selection.layer = model::layer_from_name(start.layer);
    if (!selection.layer)
      return base::fail(fmt::format("no layer is called '{}'", start.layer), where);
  }
  const auto standings = alignment::Standings::load(record, home, selection);
  if (!standings) return tl::unexpected(standings.error());
  if (standings->observed.pairs.size() != 1)
    return base::fail(
        fmt::format("the record has nothing on {} and {}", start.actors[0], start.actors[1]), where,
        "give the slot a start of its own, or another --record");
  const alignment::Standing standing = standings->at(start.at)[0];
  slot.start = shares_of(start, standing);
  slot.source = {Source::Kind::measure,
                 {fmt::format("alignment of {} and {} on {}{}: {:.1f} ± {:.1f} (one standard "
                              "deviation) by the record",
                              start.actors[0], start.actors[1], start.at.iso(),
                              start.layer.empty() ? "" : ", " + start.layer, standing.mean,
                              standing.deviation())}};
  return {};
}

}  // namespace

bool needs_record(const Scenario& scenario) {
  return std::any_of(scenario.slots.begin(), scenario.slots.end(),
                     [](const Slot& slot) { return slot.alignment.has_value(); });
}

base::Result<void> start_from_record(Scenario& scenario, const record::Record& record,
                                     const std::filesystem::path& home) {
  for (Slot& slot : scenario.slots) {
    if (!slot.alignment) continue;
    const std::string where = fmt::format("{}:{}", scenario.file, slot.line);
    if (auto started = start_slot(slot, where, record, home); !started) return started;
    for (const std::uint32_t share : slot.start)
      scenario.hash = base::content_hash(fmt::format("{} {}", scenario.hash, share));
  }
  return {};
}

}  // namespace entente::scenario
