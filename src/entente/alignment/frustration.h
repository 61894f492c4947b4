#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "entente/alignment/signed_network.h"

namespace entente::alignment {

/// How long to look. Whatever has been found and proven until then is the answer.
struct Effort {
  double seconds = std::numeric_limits<double>::infinity();
  std::function<bool()> stop{};  ///< true: break off
  std::uint64_t seed = 1;
};

/// A question that is asked often: true from when the effort, beginning now, is spent.
std::function<bool()> end_of(const Effort& effort);

/// A partition into two sides, and what is proven of all others: none frustrates less than `lower`.
struct Frustration {
  std::int64_t lower = 0, upper = 0;
  Sides sides;  ///< these frustrate `upper`
  [[nodiscard]] bool is_proven() const { return lower == upper; }
};

/// The partition into two sides that frustrates the least weight: the frustration index, or line
/// index of balance (Harary 1959). NP-hard in general; see docs/blocs.md for how and how fast.
Frustration least_frustration(const SignedGraph& graph, const Effort& effort = {});

/// An upper bound alone, quickly.
Frustration little_frustration(const SignedGraph& graph, std::uint64_t seed = 1);

/// Partitions that frustrate as little as any. Two are the same if they differ in the names of the
/// sides only; of a graph that does not hang together, in each connected component: nothing says
/// how those stand to one another.
struct OptimalPartitions {
  std::uint64_t count = 0;
  bool is_exact = true;     ///< false: there are at least `count`
  std::vector<Sides> list;  ///< `limit` of them at most, the first node of each component on side 1
};

/// `best` has to be proven.
OptimalPartitions optimal_partitions(const SignedGraph& graph, const Frustration& best,
                                     std::size_t limit, const Effort& effort = {});

}  // namespace entente::alignment
