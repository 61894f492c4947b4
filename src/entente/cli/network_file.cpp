#include "entente/cli/network_file.h"

#include "entente/formats/tie_list.h"

namespace entente::cli {

base::Result<alignment::SignedNetwork> read_network(const std::string& path) {
  auto list = formats::read_ties(path);
  if (!list) return tl::unexpected(list.error());
  std::vector<alignment::SignedNetwork::Tie> ties;
  ties.reserve(list->ties.size());
  for (const auto& [a, b, weight] : list->ties) ties.push_back({a, b, weight});
  return alignment::SignedNetwork::make(std::move(list->names), std::move(ties), list->decimals)
      .map_error([&](base::Error error) {
        error.where = path;
        return error;
      });
}

}  // namespace entente::cli
