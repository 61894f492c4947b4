#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "entente/alignment/signed_network.h"

namespace entente::alignment {

/// A partition into two sides that frustrates little, found by iterated local search: a greedy
/// start, descent by single nodes, then kicks, each followed by descent and taken back where the
/// frustration grew. Kicks are of two kinds: a small cluster changes sides, or a region is emptied
/// and placed again greedily around one node that has changed sides.
///
/// The same graph and seed give the same partition. An upper bound, nothing is proven.
class LocalSearch {
 public:
  explicit LocalSearch(const SignedGraph& graph, std::uint64_t seed = 1);

  /// Up to `kicks` kicks; fewer when the frustration is down to `goal`.
  void run(std::int64_t kicks, std::int64_t goal = 0);
  /// Goes on from `sides` if descent from them leads to less frustration.
  void take(const Sides& sides);

  [[nodiscard]] std::int64_t frustration() const { return frustration_; }
  [[nodiscard]] const Sides& sides() const { return sides_; }

 private:
  using Fields = std::vector<std::pair<std::int64_t, std::int32_t>>;  // heap: |field|, node

  std::uint64_t random();
  int random_below(int bound) { return int(random() % std::uint64_t(bound)); }
  void set(Sides sides);
  void flip(int node);
  void descend();
  void settle(std::int64_t before);
  void place(int node, int side);
  void place_rest();
  void start();
  void flip_cluster();
  void replace_region();

  const SignedGraph& graph_;
  Sides sides_;
  std::vector<std::int64_t> gain_;  // of each node: by how much a flip would add to frustration
  std::int64_t frustration_ = 0;
  std::vector<std::int32_t> flipped_;  // since the kick began, to take it back
  std::vector<std::int32_t> queue_;    // nodes with a negative gain
  std::vector<std::uint8_t> queued_;
  std::vector<std::int32_t> region_;    // nodes that are being placed
  std::vector<std::uint8_t> unplaced_;  // of all nodes
  std::vector<std::int64_t> field_;     // of unplaced nodes: pull of the placed ones, by side
  Fields heap_;
  std::uint64_t state_;
};

}  // namespace entente::alignment
