#pragma once

#include <cstdint>
#include <vector>

#include "entente/alignment/frustration.h"

namespace entente::alignment {

/// A partition into several blocs, and what is proven of all others: none frustrates less than
/// `lower`.
struct Clustering {
  std::int64_t lower = 0, upper = 0;
  std::vector<std::int32_t> bloc;  ///< of each node, from 0; these frustrate `upper`
  int blocs = 0;
  [[nodiscard]] bool is_proven() const { return lower == upper; }
};

/// Sum of |weight| over the ties that these blocs frustrate: friends in different ones, foes in
/// one.
std::int64_t frustration(const SignedGraph& graph, const std::vector<std::int32_t>& bloc);

/// The partition into `most` blocs at most (0: as many as it takes, which is correlation
/// clustering, Bansal, Blum and Chawla 2004; weak balance in Davis 1967) that frustrates least.
/// The upper bound is by iterated local search, the lower one by packing cycles with exactly one
/// negative tie, each of which any number of blocs frustrates. For two blocs least_frustration is
/// exact.
Clustering least_frustrating_blocs(const SignedGraph& graph, int most, const Effort& effort = {});

}  // namespace entente::alignment
