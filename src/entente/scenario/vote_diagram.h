#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "entente/base/result.h"
#include "entente/scenario/body.h"

namespace entente::scenario {

/// How likely a member votes yes and abstains; it votes no otherwise.
struct Leaning {
  double yes = 0, abstain = 0;
};

/// A chamber's rule as a decision diagram: members vote one after another, and votes so far that
/// leave the same question open lead to the same node (Bolus, "Power indices of simple games and
/// vector-weighted majority games by means of binary decision diagrams", European Journal of
/// Operational Research 210, 2011; here with abstention). Everything that sums over all ways to
/// vote is then a walk over the nodes instead: 15 members of the Security Council vote in 14
/// million ways, but its diagram has some hundred nodes.
class VoteDiagram {
 public:
  using Node = std::array<std::uint32_t, 3>;               ///< the nodes after no, abstain, yes
  static constexpr std::uint32_t kFails = 0, kPasses = 1;  ///< the two ends

  enum class Votes { yes_no, yes_abstain_no };

  /// With Votes::yes_no nobody abstains: the node after `abstain` is then that after `no`. An error
  /// when the diagram would be too large, as it may be with many members of different weights.
  static base::Result<VoteDiagram> build(const Chamber& chamber, Votes votes);

  [[nodiscard]] std::size_t members() const { return order_.size(); }
  /// The member that votes at each layer, from the root's on.
  [[nodiscard]] std::span<const std::uint32_t> order() const { return order_; }
  /// The number of a layer's first node; that of `members()` is one past the last node. Numbers
  /// ascend from the root, which may be an end, to the last layer.
  [[nodiscard]] std::uint32_t first(std::size_t layer) const { return first_[layer]; }
  [[nodiscard]] std::uint32_t root() const { return root_; }
  [[nodiscard]] const Node& operator[](std::uint32_t node) const { return nodes_[node]; }

  /// The exact probability that a motion passes when members vote independently of one another:
  /// one leaning a member, in the order of the chamber. Several rows of them, one after another,
  /// are draws of leanings that may go together; the result is the mean over the rows.
  [[nodiscard]] double pass_probability(std::span<const Leaning> leanings) const;

 private:
  std::vector<std::uint32_t> order_, first_;
  std::vector<Node> nodes_;  // by number; the first two are the ends
  std::uint32_t root_ = kFails;
};

}  // namespace entente::scenario
