#include "entente/scenario/cross_impact_scenario.h"

#include <fmt/format.h>

#include <limits>

#include "entente/base/hash.h"
#include "entente/base/mapped_file.h"
#include "entente/scenario/cross_impact.h"
#include "entente/scenario/model.h"

namespace entente::scenario {

namespace {

constexpr int kSteps = 50;  // succession of all but the most winding systems has ended by then
constexpr std::size_t kMostDescriptors = 80;  // whose impacts add up to a score of the engine

void add_influence(const CrossImpact& system, std::size_t descriptor, std::size_t state,
                   const Source& source, Scenario& s) {
  const auto& from = system.descriptors[descriptor];
  Influence influence;
  influence.name = influence.group = fmt::format("{}: {}", from.name, from.states[state]);
  influence.when = {{int(descriptor), 1U << state}};
  influence.source = source;
  for (std::size_t d = 0; d < system.descriptors.size(); ++d)
    for (std::size_t v = 0; v < system.descriptors[d].states.size(); ++v) {
      const auto& to = system.descriptors[d];
      const int impact = system.impacts[(from.first + state) * system.states + to.first + v];
      if (impact == 0) continue;
      influence.pushes.push_back({int(d), int(v), int(s.assumptions.size())});
      s.assumptions.push_back(
          {fmt::format("{} → {}: {}", influence.name, to.name, to.states[v]), 0, {impact, impact}});
    }
  if (!influence.pushes.empty()) s.influences.push_back(std::move(influence));
}

base::Result<void> check(const CrossImpact& system, const std::string& file) {
  std::vector<int> slots, values;
  for (const auto& descriptor : system.descriptors) {
    if (descriptor.states.size() < 2 || descriptor.states.size() > std::size_t(kMostValues))
      return base::fail(fmt::format("'{}' has {} states; a slot has 2 to {}", descriptor.name,
                                    descriptor.states.size(), kMostValues),
                        file, "`entente scenario solve` has no such limit");
    slots.push_back(int(slots.size()));
    values.push_back(int(descriptor.states.size()));
  }
  bool fits = system.descriptors.size() <= kMostDescriptors &&
              packing(slots, values).back().word < kConfigurationWords;
  for (const int impact : system.impacts) fits &= -kHeaviest <= impact && impact <= kHeaviest;
  if (!fits)
    return base::fail(fmt::format("a run takes {} descriptors and impacts from -{} to {}",
                                  kMostDescriptors, kHeaviest, kHeaviest),
                      file, "`entente scenario solve` has no such limit");
  return {};
}

}  // namespace

base::Result<Scenario> load_cross_impact(const std::filesystem::path& file) {
  const auto system = CrossImpact::load(file);
  if (!system) return tl::unexpected(system.error());
  const auto bytes = base::MappedFile::open(file);
  if (!bytes) return tl::unexpected(bytes.error());
  if (auto good = check(*system, file.string()); !good) return tl::unexpected(good.error());
  Scenario s;
  s.file = file.string();
  s.title = system->name;
  s.hash = base::content_hash(bytes->bytes());
  s.to = 12 * kSteps;
  s.by_year = true;
  s.beta = std::numeric_limits<double>::infinity();
  s.judgement = "the impacts of " + file.filename().string();
  const Source source{Source::Kind::judgement, {s.judgement}};
  for (const auto& descriptor : system->descriptors) {
    Slot slot;
    slot.name = descriptor.name;
    slot.values = descriptor.states;
    slot.start.assign(slot.values.size(), 1);
    slot.needs.resize(slot.values.size());
    slot.source = source;
    s.slots.push_back(std::move(slot));
  }
  for (std::size_t d = 0; d < system->descriptors.size(); ++d)
    for (std::size_t v = 0; v < system->descriptors[d].states.size(); ++v)
      add_influence(*system, d, v, source, s);
  return s;
}

}  // namespace entente::scenario
