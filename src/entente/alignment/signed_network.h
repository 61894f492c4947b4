#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "entente/base/result.h"

namespace entente::alignment {

/// Nodes and undirected signed ties between them. A tie's sign is that of its weight, positive for
/// friends; its size is what it costs to frustrate it (friends apart, or foes together).
///
/// Weights are integers, so that sums are exact: a weight of w stands for w / 10^decimals in the
/// unit of whoever gave it. Sizes sum up to less than 2^60.
///
/// Layout: ties in one array, ordered by (a, b); each node's ends in one array (compressed rows),
/// ordered by neighbour.
class SignedNetwork {
 public:
  struct Tie {
    std::int32_t a, b;  ///< nodes, a < b in a network
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

  SignedNetwork() = default;
  /// `ties` in any order and either direction; those of one pair are summed. Fails where a node is
  /// not one of `names`, or where the weights are too large.
  static base::Result<SignedNetwork> make(std::vector<std::string> names, std::vector<Tie> ties,
                                          int decimals = 0);

  [[nodiscard]] int nodes() const { return int(names_.size()); }
  [[nodiscard]] const std::string& name(int node) const { return names_[std::size_t(node)]; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::span<const Tie> ties() const { return ties_; }
  [[nodiscard]] std::span<const End> ends(int node) const {
    return std::span(ends_).subspan(rows_[std::size_t(node)],
                                    rows_[std::size_t(node) + 1] - rows_[std::size_t(node)]);
  }
  [[nodiscard]] std::int64_t negative() const;  ///< how many ties are
  [[nodiscard]] std::int64_t size() const;      ///< sum of all |weight|
  [[nodiscard]] int decimals() const { return decimals_; }
  [[nodiscard]] const Dropped& dropped() const { return dropped_; }

  /// A weight, or a sum of weights, in the unit of the source: "12", "0.25".
  [[nodiscard]] std::string in_unit(std::int64_t weight) const;

 private:
  std::vector<std::string> names_;
  std::vector<Tie> ties_;
  std::vector<End> ends_;
  std::vector<std::size_t> rows_;  // nodes + 1: where each node's ends begin
  Dropped dropped_;
  int decimals_ = 0;
};

}  // namespace entente::alignment
