// Arbitrary bytes as a link network: a network or an error with its place. What can arrive at the
// last node from the first is what the cut between them carries.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "entente/scenario/flow.h"
#include "entente/scenario/routes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace entente::scenario;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto links = Links::parse(text, "fuzz.yaml");
  if (!links) {
    if (links.error().where.empty()) std::abort();
    return 0;
  }
  if (links->nodes.size() < 2) return 0;
  const std::uint32_t source = 0, sink = std::uint32_t(links->nodes.size() - 1);
  const auto capacities = links->capacities(entente::base::Date::from_civil(2020, 1, 1));
  FlowNetwork network(*links, {&source, 1}, {&sink, 1});
  const std::int64_t flow = network.deliver(capacities);
  std::int64_t cut = 0;
  for (const std::uint32_t link : network.cut()) cut += capacities[link];
  if (cut != flow) std::abort();
  const std::vector<bool> open(links->links.size(), true);
  for (const Route& route : shortest_routes(*links, {&source, 1}, {&sink, 1}, open, 5))
    if (route.nodes.front() != source || route.nodes.back() != sink) std::abort();
  return 0;
}
