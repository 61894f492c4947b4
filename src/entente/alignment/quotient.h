#pragma once

#include <cstdint>
#include <vector>

#include "entente/alignment/signed_network.h"

namespace entente::alignment {

/// Which nodes are known to stand together or opposed: a union-find whose links have signs.
class KnownSides {
 public:
  explicit KnownSides(int nodes);
  /// Says that a and b stand together (sign 1) or opposed (-1). False, and nothing changes, when
  /// it was known already, or known otherwise.
  bool join(std::int32_t a, std::int32_t b, int sign);
  /// The node that speaks for all that stand in a known way to `node`, and how `node` stands to it.
  struct Standing {
    std::int32_t node;
    int sign;
  };
  Standing of(std::int32_t node);
  /// A side for each node, as the joins say; nodes that none binds go to side 1.
  Sides sides();

 private:
  std::vector<std::int32_t> parent_;
  Sides sign_;  // to the parent
};

/// What is left of a graph when nodes that stand in a known way are taken for one. A partition of
/// `graph` that frustrates f is one of the whole graph that frustrates f + constant, and there are
/// no others that comply with what is known.
struct Quotient {
  SignedGraph graph;
  std::vector<std::int32_t> node;  ///< of `graph`, for each node of the whole
  Sides sign;                      ///< how each node of the whole stands to it
  std::int64_t constant = 0;

  Quotient(const SignedGraph& whole, KnownSides& known);
  [[nodiscard]] Sides lift(const Sides& sides) const;
  /// Sides of `graph`, given those of a partition of the whole that complies.
  [[nodiscard]] Sides project(const Sides& sides) const;
};

/// A part of a graph that hangs together with the rest at single nodes only, so that frustration is
/// the sum over the blocks (biconnected components, Hopcroft and Tarjan 1973).
struct Block {
  SignedGraph graph;
  std::vector<std::int32_t> nodes;  ///< of the whole graph, for each node of `graph`
};

/// The blocks of at least three nodes, those with fewest ties first. The other ties are bridges,
/// which need never be frustrated.
std::vector<Block> blocks(const SignedGraph& graph);

/// Sides of the whole graph with which each block is divided as `of_blocks` says, and no bridge is
/// frustrated. The first node of each connected component stands on side 1.
Sides assemble(const SignedGraph& graph, const std::vector<Block>& parts,
               const std::vector<const Sides*>& of_blocks);

}  // namespace entente::alignment
