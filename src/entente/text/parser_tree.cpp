#include "entente/text/parser_tree.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace entente::text {
namespace {

using Score = std::int64_t;
constexpr Score kForbidden = std::numeric_limits<Score>::min() / 4;

/// Nodes of a cycle that `heads` form (-1: no head), or none.
void find_cycle(std::span<const int> heads, std::vector<int>& cycle) {
  cycle.clear();
  std::vector<int> seen_by(heads.size(), -1);
  for (int start = 0; start < std::ssize(heads); ++start) {
    int at = start;
    while (at >= 0 && seen_by[at] < 0) {
      seen_by[at] = start;
      at = heads[at];
    }
    if (at < 0 || seen_by[at] != start) continue;
    const int first = at;
    do {
      cycle.push_back(at);
      at = heads[at];
    } while (at != first);
    return;
  }
}

/// Edmonds' contraction over a dense matrix: `scores[d * nodes + h]`. Node 0 is the root.
void contract(const std::vector<Score>& scores, int nodes, std::vector<int>& heads) {
  heads.assign(nodes, -1);
  for (int d = 1; d < nodes; ++d) {
    const Score* row = scores.data() + static_cast<std::ptrdiff_t>(d) * nodes;
    heads[d] = static_cast<int>(std::max_element(row, row + nodes) - row);
  }
  std::vector<int> cycle;
  find_cycle(heads, cycle);
  if (cycle.empty()) return;

  // The cycle becomes the last of the smaller graph's nodes.
  std::vector<bool> in_cycle(nodes);
  Score cycle_score = 0;
  for (const int node : cycle) {
    in_cycle[node] = true;
    cycle_score += scores[static_cast<std::ptrdiff_t>(node) * nodes + heads[node]];
  }
  std::vector<int> outside;
  for (int node = 0; node < nodes; ++node) {
    if (!in_cycle[node]) outside.push_back(node);
  }
  const int smaller = static_cast<int>(outside.size()) + 1, last = smaller - 1;
  const auto score = [&](int d, int h) {
    return scores[static_cast<std::ptrdiff_t>(d) * nodes + h];
  };
  std::vector<Score> contracted(static_cast<std::size_t>(smaller) * smaller, kForbidden);
  std::vector<int> enters_at(smaller), leaves_at(smaller);
  for (int i = 0; i < last; ++i) {
    for (int j = 0; j < last; ++j) {
      contracted[static_cast<std::ptrdiff_t>(i) * smaller + j] = score(outside[i], outside[j]);
    }
    Score &out = contracted[static_cast<std::ptrdiff_t>(i) * smaller + last],
          &in = contracted[static_cast<std::ptrdiff_t>(last) * smaller + i];
    for (const int node : cycle) {
      const Score leaving = score(outside[i], node);
      const Score entering = score(node, outside[i]) - score(node, heads[node]) + cycle_score;
      if (leaving > out) out = leaving, leaves_at[i] = node;
      if (entering > in) in = entering, enters_at[i] = node;
    }
  }
  std::vector<int> smaller_heads;
  contract(contracted, smaller, smaller_heads);
  for (int i = 1; i < last; ++i) {
    heads[outside[i]] = smaller_heads[i] == last ? leaves_at[i] : outside[smaller_heads[i]];
  }
  const int entry = smaller_heads[last];
  heads[enters_at[entry]] = outside[entry];
}

}  // namespace

void best_tree(std::span<const std::int32_t> scores, std::span<int> heads) {
  const int words = static_cast<int>(heads.size()), root = words;
  if (words == 0) return;
  // What each word would lose if it had to hang from another word than its favourite, or from
  // another word than the root, decides which one is the root's.
  int roots = 0, root_word = 0;
  std::int64_t best_margin = kForbidden;
  const auto score = [&](int d, int h) -> std::int64_t {
    return scores[static_cast<std::ptrdiff_t>(d) * (words + 1) + h];
  };
  for (int d = 0; d < words; ++d) {
    int best = -1;
    for (int h = 0; h < words; ++h) {
      if (h != d && (best < 0 || score(d, h) > score(d, best))) best = h;
    }
    const std::int64_t margin = best < 0 ? 0 : score(d, root) - score(d, best);
    if (margin > best_margin) best_margin = margin, root_word = d;
    heads[d] = best < 0 || margin >= 0 ? root : best;
    roots += heads[d] == root;
  }
  const auto above = [&](int d) { return heads[d] == root ? -1 : heads[d]; };
  std::vector<int> nodes_above(words), cycle;
  for (int d = 0; d < words; ++d) nodes_above[d] = above(d);
  find_cycle(nodes_above, cycle);
  if (roots == 1 && cycle.empty()) return;

  const int nodes = words + 1;  // node 0 is the root, node d + 1 is word d
  std::vector<Score> matrix(static_cast<std::size_t>(nodes) * nodes, kForbidden);
  for (int d = 0; d < words; ++d) {
    Score* row = matrix.data() + static_cast<std::ptrdiff_t>(d + 1) * nodes;
    if (d == root_word) {
      row[0] = 0;
      continue;
    }
    for (int h = 0; h < words; ++h) {
      if (h != d) row[h + 1] = score(d, h);
    }
  }
  std::vector<int> result;
  contract(matrix, nodes, result);
  for (int d = 0; d < words; ++d) heads[d] = result[d + 1] == 0 ? root : result[d + 1] - 1;
}

}  // namespace entente::text
