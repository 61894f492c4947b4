// Networks from arbitrary bytes: an error, or bounds that hold for the partition that is given.

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "entente/alignment/clustering.h"
#include "entente/alignment/frustration.h"
#include "entente/formats/tie_list.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace entente;
  static const std::string path =
      (std::filesystem::temp_directory_path() / ("fuzz_network_" + std::to_string(::getpid())))
          .string();
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), std::streamsize(size));
  auto list = formats::read_ties(path);
  if (!list || list->names.size() > 60) return 0;
  std::vector<alignment::SignedGraph::Tie> ties;
  for (const auto& tie : list->ties) ties.push_back({tie.a, tie.b, tie.weight});
  const auto network = alignment::SignedNetwork::make(list->names, ties, list->decimals);
  if (!network) return 0;
  const alignment::Effort effort{.seconds = 0.1};
  const auto found = least_frustration(*network, effort);
  require(found.lower >= 0 && found.lower <= found.upper);
  require(network->frustration(found.sides) == found.upper);
  const auto free = least_frustrating_blocs(*network, 0, effort);
  require(free.lower >= 0 && free.lower <= free.upper);
  require(frustration(*network, free.bloc) == free.upper && free.lower <= found.upper);
  if (!found.is_proven()) return 0;
  const auto all = optimal_partitions(*network, found, 5, effort);
  require(all.count >= all.list.size() && !all.list.empty());
  for (const auto& sides : all.list) require(network->frustration(sides) == found.upper);
  return 0;
}
