#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "entente/base/result.h"

namespace entente::alignment {

/// One of two sides for each node: 1 or -1.
using Sides = std::vector<std::int8_t>;

/// Nodes 0, 1, … and undirected signed ties between them. A tie's sign is that of its weight,
/// positive for friends; its size is what it costs to frustrate it (friends apart, or foes
/// together). Weights are integers, so that sums are exact; sizes sum up to less than 2^60.
///
/// Layout: ties in one array, ordered by (a, b); each node's ends in one array (compressed rows),
/// ordered by neighbour.
class SignedGraph {
 public:
  struct Tie {
    std::int32_t a, b;  ///< nodes, a < b in a graph
    std::int64_t weight;
  };
  /// A tie as one of its nodes sees it.
  struct End {
    std::int32_t node;  ///< at the other end
    std::int32_t tie;   ///< index into ties()
    std::int64_t weight;
  };
  /// What `make` was given and is not among the ties.
  struct Dropped {
    std::int64_t loops = 0;     ///< ties of a node with itself
    std::int64_t parallel = 0;  ///< further ties of a pair, which have been added to the first
    std::int64_t zero = 0;      ///< pairs whose weights sum to nothing
  };

  SignedGraph() = default;
  /// `ties` in any order and either direction; those of one pair are summed. Fails where a node is
  /// not below `nodes`, or where the weights are too large.
  static base::Result<SignedGraph> make(int nodes, std::vector<Tie> ties);

  [[nodiscard]] int nodes() const { return int(rows_.size()) - 1; }
  [[nodiscard]] std::span<const Tie> ties() const { return ties_; }
  [[nodiscard]] const Tie& tie(int index) const { return ties_[std::size_t(index)]; }
  [[nodiscard]] std::span<const End> ends(int node) const {
    const std::size_t first = rows_[std::size_t(node)];
    return {ends_.data() + first, rows_[std::size_t(node) + 1] - first};
  }
  [[nodiscard]] std::int64_t negative() const;  ///< how many ties are
  [[nodiscard]] std::int64_t size() const;      ///< sum of all |weight|
  [[nodiscard]] const Dropped& dropped() const { return dropped_; }
  /// Sum of |weight| over the ties that these sides frustrate.
  [[nodiscard]] std::int64_t frustration(const Sides& sides) const;

 private:
  std::vector<Tie> ties_;
  std::vector<End> ends_;
  std::vector<std::size_t> rows_{0};  // nodes + 1: where each node's ends begin
  Dropped dropped_;
};

/// A signed graph whose nodes have names. A weight of w stands for w / 10^decimals in the unit of
/// whoever gave it.
class SignedNetwork : public SignedGraph {
 public:
  SignedNetwork() = default;
  /// As SignedGraph::make, with a node for each name.
  static base::Result<SignedNetwork> make(std::vector<std::string> names, std::vector<Tie> ties,
                                          int decimals = 0);

  [[nodiscard]] const std::string& name(int node) const { return names_[std::size_t(node)]; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] int decimals() const { return decimals_; }
  /// A weight, or a sum of weights, in the unit of the source: "12", "0.25".
  [[nodiscard]] std::string in_unit(std::int64_t weight) const;

 private:
  std::vector<std::string> names_;
  int decimals_ = 0;
};

}  // namespace entente::alignment
