// A scenario from arbitrary bytes: an error, or a scenario that runs.

#include "entente/scenario/projection.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace entente::scenario;
  const std::string text(reinterpret_cast<const char*>(data), size);
  auto scenario = read_scenario(text, "fuzz.yaml", ENTENTE_SOURCE_DIR);
  if (!scenario) return 0;
  for (const Slot& slot : scenario->slots)
    if (slot.alignment) return 0;  // it would need a record
  if (scenario->steps() > 50 || scenario->influences.size() > 100) return 0;
  scenario->paths = 300;
  for (const Variant& variant : scenario->variants) project(vary(*scenario, variant), "", "fuzz");
  const Projection whole = project(*scenario, "", "fuzz");
  const auto part = read_part(part_text(whole), "fuzz");
  if (!part || part->ends != whole.ends) __builtin_trap();
  return 0;
}
