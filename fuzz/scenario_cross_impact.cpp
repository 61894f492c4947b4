// Arbitrary bytes as a ScenarioWizard file: a system or an error. Of a small system every successor
// is what the definition says, and the weights add up.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "entente/scenario/succession.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace entente::scenario;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto system = CrossImpact::parse(bytes, "fuzz.scw");
  if (!system) {
    require(!system.error().where.empty());
    return 0;
  }
  require(system->impacts.size() == std::size_t(system->states) * system->states);
  if (system->configurations() > 10'000) return 0;
  const auto next = successors(*system);
  require(next.has_value());
  for (std::uint32_t i = 0; i < next->size(); ++i)
    require((*next)[i] == system->number(system->successor(system->configuration(i))));
  const auto found = succession(*system);
  std::uint64_t weight = 0;
  for (const auto& s : found->scenarios) weight += s.weight;
  for (const auto& c : found->cycles) weight += c.weight;
  require(weight == system->configurations());
  return 0;
}
