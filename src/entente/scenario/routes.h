#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "entente/scenario/links.h"

namespace entente::scenario {

/// A way through a network that visits no node twice; of the sources and sinks, one of each.
struct Route {
  std::vector<std::uint32_t> links;  ///< in the order of travel
  std::vector<std::uint32_t> nodes;  ///< one more than links
  double km = 0;
  bool measured = true;  ///< false when the length of a link is a great circle
  /// The least capacity on the way, in thousandths of the network's unit; nothing when that of a
  /// link is unknown.
  std::optional<std::int64_t> capacity;
};

/// The `count` shortest routes from any of `sources` to any of `sinks` over the links that are
/// `open`, the shortest first (Yen, "Finding the k shortest loopless paths in a network",
/// Management Science 17, 1971). Fewer when there are no more.
std::vector<Route> shortest_routes(const Links& links, std::span<const std::uint32_t> sources,
                                   std::span<const std::uint32_t> sinks,
                                   const std::vector<bool>& open, std::size_t count);

}  // namespace entente::scenario
