#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace entente::workbench {

struct Spring {
  std::uint32_t a = 0, b = 0;
  double pull = 0;  ///< positive draws together, negative pushes apart; around 1 for a strong tie
};

struct Place {
  double x = 0, y = 0;
};

/// Places for the nodes of a signed network in the unit square: friends near, foes far, nobody on
/// top of anybody. Fruchterman & Reingold 1991 ("Graph drawing by force-directed placement"), with
/// repulsion along negative ties as well. The same network gives the same places. O(nodes²) a
/// round.
std::vector<Place> places(std::uint32_t nodes, std::span<const Spring> springs);

}  // namespace entente::workbench
