#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "entente/alignment/signed_network.h"

namespace entente::alignment {

/// A packing of negative cycles: cycles with an odd number of negative ties, each with an amount,
/// such that no tie carries more than its capacity, `scale` times the size of its weight. Every
/// partition into two sides frustrates a tie of each such cycle, so that the amounts sum up to at
/// most `scale` times the least frustration: a lower bound, and the ties' unused capacity bounds
/// what it costs to frustrate one of them besides. This is the dual of the linear program that
/// covers negative cycles (Barahona and Mahjoub 1986 for cuts); where the sides that cost least
/// are known to be switched into ties that are all positive, it is a multicommodity flow that
/// joins the ends of each frustrated tie by ways along the others.
///
/// Ways are sought by Dijkstra's algorithm in the graph's double cover, in which negative ties
/// change the cover. A tie whose way is barred bids for the capacity of others and drives them
/// off, at prices that rise with every bid (as in Bertsekas's auction, and in McMurchie and
/// Ebeling's PathFinder for circuits). All of it is integer and valid at every moment.
class CyclePacking {
 public:
  struct Cycle {
    std::int64_t amount;
    std::uint32_t first, ties;  ///< part of cycle_ties
    std::int32_t root;          ///< the tie that it was packed for
  };

  /// Which cycles are packed: those with an odd number of negative ties, which two sides cannot
  /// satisfy, or those with exactly one, which no number of blocs can.
  enum class Cycles { odd, one_negative };

  CyclePacking(const SignedGraph& graph, std::int64_t scale, Cycles kind = Cycles::odd);

  /// Packs cycles through the ties that `sides` frustrate, until the bound is at `goal` or more,
  /// `stop` says so, or `bids` per such tie have been made.
  void pack(const Sides& sides, std::int64_t goal, int bids, const std::function<bool()>& stop);

  /// Sum of all amounts, at most scale() times the least frustration.
  [[nodiscard]] std::int64_t bound() const { return bound_; }
  [[nodiscard]] std::int64_t scale() const { return scale_; }
  /// Capacity that a tie has left.
  [[nodiscard]] std::int64_t unused(int tie) const { return unused_[std::size_t(tie)]; }
  /// Those with an amount of 0 have been driven off.
  [[nodiscard]] const std::vector<Cycle>& cycles() const { return cycles_; }
  [[nodiscard]] std::span<const std::int32_t> ties_of(const Cycle& cycle) const {
    return std::span(cycle_ties_).subspan(cycle.first, cycle.ties);
  }

 private:
  using Heap = std::vector<std::pair<float, std::int32_t>>;  // length, place

  struct Label {  // valid while the stamp is the current one
    std::uint32_t stamp;
    float distance;
    std::int32_t tie;  // by which the place was reached
  };
  struct Visit {
    std::uint32_t stamp;
    std::int32_t position;
  };

  [[nodiscard]] float length(int tie) const;
  [[nodiscard]] bool passes(const SignedGraph::End& end) const {
    const auto i = std::size_t(end.tie);
    if (kind_ == Cycles::one_negative && end.weight < 0) return false;
    return bidding_ || (unused_[i] > 0 && !is_root_[i]);
  }
  float find_triangle(int root);
  bool find_cycle(int root);
  bool search(int root, float bound);
  [[nodiscard]] std::int32_t across(std::int32_t place, int tie) const;
  void take_way(int root, std::int32_t meeting);
  bool route(int root, std::int64_t most);
  void drive_off(int tie, std::int64_t amount, std::int32_t keep);
  void add(int root, std::int64_t amount);

  const SignedGraph& graph_;
  Cycles kind_;
  std::int64_t scale_, bound_ = 0;
  bool bidding_ = false;
  std::vector<std::int64_t> capacity_, unused_;  // of each tie
  std::vector<float> price_;                     // of each tie
  std::vector<std::uint8_t> is_root_;            // of each tie: frustrated by the sides
  std::vector<Cycle> cycles_;
  std::vector<std::int32_t> cycle_ties_;
  std::vector<std::vector<std::int32_t>> through_;  // of each tie: cycles, while bidding
  std::vector<std::int32_t> waiting_;               // roots that are not full
  std::vector<std::int32_t> way_;                   // ties of the cycle just found
  std::vector<Label> labels_;  // of place p as seen from end e: 2p + e; places are 2 · node + cover
  std::vector<Visit> visited_;  // of each node, while a way is taken
  std::uint32_t now_ = 0, visits_ = 0;
  Heap heaps_[2];
};

}  // namespace entente::alignment
