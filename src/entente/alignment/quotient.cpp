#include "entente/alignment/quotient.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace entente::alignment {

namespace {

using Tie = SignedGraph::Tie;

/// A graph of ties that come from another one: it cannot be too large.
SignedGraph graph_of(int nodes, std::vector<Tie> ties) {
  return *SignedGraph::make(nodes, std::move(ties));
}

/// The ties of each biconnected component, bridges included, by depth-first search without
/// recursion.
class Components {
 public:
  explicit Components(const SignedGraph& graph)
      : graph_(graph),
        depth_(std::size_t(graph.nodes()), -1),
        low_(std::size_t(graph.nodes())),
        next_(std::size_t(graph.nodes())) {
    for (std::int32_t node = 0; node < graph.nodes(); ++node)
      if (depth_[std::size_t(node)] < 0) walk(node);
  }
  std::vector<std::vector<std::int32_t>> components;

 private:
  struct Step {
    std::int32_t node, by;  // by: the tie that leads here, or -1
  };

  void walk(std::int32_t root) {
    path_.push_back({root, -1});
    depth_[std::size_t(root)] = low_[std::size_t(root)] = 0;
    while (!path_.empty()) {
      const Step here = path_.back();
      const auto ends = graph_.ends(here.node);
      std::size_t& next = next_[std::size_t(here.node)];
      if (next < ends.size())
        look(here, ends[next++]);
      else
        leave(here);
    }
  }

  void look(Step here, const SignedGraph::End& end) {
    if (end.tie == here.by) return;
    const auto to = std::size_t(end.node), from = std::size_t(here.node);
    if (depth_[to] < 0) {
      depth_[to] = low_[to] = std::int32_t(path_.size());
      open_.push_back(end.tie);
      path_.push_back({end.node, end.tie});
    } else if (depth_[to] < depth_[from]) {
      low_[from] = std::min(low_[from], depth_[to]);
      open_.push_back(end.tie);
    }
  }

  void leave(Step here) {
    path_.pop_back();
    if (path_.empty()) return;
    const auto above = std::size_t(path_.back().node), node = std::size_t(here.node);
    low_[above] = std::min(low_[above], low_[node]);
    if (low_[node] < depth_[above]) return;
    const auto first = std::find(open_.rbegin(), open_.rend(), here.by).base() - 1;
    components.emplace_back(first, open_.end());
    open_.erase(first, open_.end());
  }

  const SignedGraph& graph_;
  std::vector<std::int32_t> depth_, low_;
  std::vector<std::size_t> next_;
  std::vector<Step> path_;
  std::vector<std::int32_t> open_;  // ties whose component is not closed
};

}  // namespace

KnownSides::KnownSides(int nodes) : parent_(std::size_t(nodes)), sign_(std::size_t(nodes), 1) {
  std::iota(parent_.begin(), parent_.end(), 0);
}

KnownSides::Standing KnownSides::of(std::int32_t node) {
  std::int32_t root = node;
  int sign = 1;
  while (parent_[std::size_t(root)] != root) {
    sign *= sign_[std::size_t(root)];
    root = parent_[std::size_t(root)];
  }
  int to_root = sign;
  while (parent_[std::size_t(node)] != root && node != root) {
    const auto i = std::size_t(node);
    node = std::exchange(parent_[i], root);
    to_root *= std::exchange(sign_[i], std::int8_t(to_root));
  }
  return {root, sign};
}

bool KnownSides::join(std::int32_t a, std::int32_t b, int sign) {
  const Standing x = of(a), y = of(b);
  if (x.node == y.node) return false;
  const std::int32_t child = std::max(x.node, y.node);
  parent_[std::size_t(child)] = std::min(x.node, y.node);
  sign_[std::size_t(child)] = std::int8_t(sign * x.sign * y.sign);
  return true;
}

Sides KnownSides::sides() {
  Sides sides(parent_.size());
  for (std::size_t i = 0; i < sides.size(); ++i) sides[i] = std::int8_t(of(std::int32_t(i)).sign);
  return sides;
}

Quotient::Quotient(const SignedGraph& whole, KnownSides& known)
    : node(std::size_t(whole.nodes())), sign(std::size_t(whole.nodes())) {
  std::int32_t count = 0;
  for (std::int32_t i = 0; i < whole.nodes(); ++i) {
    const auto [root, stands] = known.of(i);
    if (root == i) node[std::size_t(i)] = count++;  // roots are the first nodes of their sets
    node[std::size_t(i)] = node[std::size_t(root)];
    sign[std::size_t(i)] = std::int8_t(stands);
  }
  std::vector<Tie> ties;
  std::int64_t between = 0;
  for (const Tie& tie : whole.ties()) {
    const auto a = std::size_t(tie.a), b = std::size_t(tie.b);
    const std::int64_t weight = tie.weight * (sign[a] * sign[b]);
    if (node[a] != node[b]) {
      ties.push_back({node[a], node[b], weight});
      between += std::abs(weight);
    } else if (weight < 0) {
      constant -= weight;
    }
  }
  graph = graph_of(count, std::move(ties));
  constant += (between - graph.size()) / 2;  // of parallel ties that disagree, the smaller side
}

Sides Quotient::lift(const Sides& sides) const {
  Sides whole(node.size());
  for (std::size_t i = 0; i < whole.size(); ++i)
    whole[i] = std::int8_t(sign[i] * sides[std::size_t(node[i])]);
  return whole;
}

Sides Quotient::project(const Sides& sides) const {
  Sides part(std::size_t(graph.nodes()));
  for (std::size_t i = 0; i < node.size(); ++i)
    part[std::size_t(node[i])] = std::int8_t(sign[i] * sides[i]);
  return part;
}

std::vector<Block> blocks(const SignedGraph& graph) {
  const Components all(graph);
  std::vector<Block> parts;
  std::vector<std::int32_t> local(std::size_t(graph.nodes()), -1);
  for (const auto& component : all.components) {
    if (component.size() < 2) continue;
    Block& block = parts.emplace_back();
    for (const auto tie : component) {
      block.nodes.push_back(graph.tie(tie).a);
      block.nodes.push_back(graph.tie(tie).b);
    }
    std::ranges::sort(block.nodes);
    block.nodes.erase(std::unique(block.nodes.begin(), block.nodes.end()), block.nodes.end());
    for (std::size_t i = 0; i < block.nodes.size(); ++i)
      local[std::size_t(block.nodes[i])] = std::int32_t(i);
    std::vector<Tie> ties;
    ties.reserve(component.size());
    for (const auto index : component) {
      const Tie& tie = graph.tie(index);
      ties.push_back({local[std::size_t(tie.a)], local[std::size_t(tie.b)], tie.weight});
    }
    block.graph = graph_of(int(block.nodes.size()), std::move(ties));
  }
  std::ranges::stable_sort(parts, {}, [](const Block& block) { return block.graph.ties().size(); });
  return parts;
}

Sides assemble(const SignedGraph& graph, const std::vector<Block>& parts,
               const std::vector<const Sides*>& of_blocks) {
  KnownSides known(graph.nodes());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Sides& sides = *of_blocks[i];
    for (std::size_t j = 1; j < sides.size(); ++j)
      known.join(parts[i].nodes[0], parts[i].nodes[j], sides[0] * sides[j]);
  }
  for (const Tie& tie : graph.ties()) known.join(tie.a, tie.b, tie.weight > 0 ? 1 : -1);
  return known.sides();
}

}  // namespace entente::alignment
