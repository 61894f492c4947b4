#include "entente/alignment/signed_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace entente::alignment {

using base::Result;

namespace {

constexpr std::int64_t kLargestSize = std::int64_t{1} << 60;

/// Sums the ties of each pair, which stand together.
Result<void> merge(std::vector<SignedGraph::Tie>& ties, SignedGraph::Dropped& dropped) {
  std::int64_t size = 0;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < ties.size();) {
    SignedGraph::Tie sum{ties[i].a, ties[i].b, 0};
    const std::size_t first = i;
    for (; i < ties.size() && ties[i].a == sum.a && ties[i].b == sum.b; ++i) {
      const std::int64_t weight = ties[i].weight;
      if (weight >= kLargestSize || weight <= -kLargestSize ||
          (size += weight < 0 ? -weight : weight) >= kLargestSize)
        return base::fail("the weights sum to more than 2^60", "", "give them with fewer digits");
      sum.weight += weight;
    }
    dropped.parallel += std::int64_t(i - first) - 1;
    dropped.zero += sum.weight == 0;
    if (sum.weight != 0) ties[kept++] = sum;
  }
  ties.resize(kept);
  return {};
}

}  // namespace

Result<SignedGraph> SignedGraph::make(int nodes, std::vector<Tie> ties) {
  if (ties.size() >= std::numeric_limits<std::int32_t>::max() / 2)
    return base::fail("the network has more than a thousand million ties");
  SignedGraph graph;
  for (Tie& tie : ties) {
    if (tie.a < 0 || tie.b < 0 || tie.a >= nodes || tie.b >= nodes)
      return base::fail("a tie's node is not one of the network's");
    if (tie.a > tie.b) std::swap(tie.a, tie.b);
  }
  graph.dropped_.loops = std::int64_t(std::erase_if(ties, [](const Tie& t) { return t.a == t.b; }));
  const auto before = [](const Tie& x, const Tie& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; };
  if (!std::ranges::is_sorted(ties, before)) std::ranges::sort(ties, before);
  if (auto merged = merge(ties, graph.dropped_); !merged) return tl::unexpected(merged.error());

  graph.rows_.assign(std::size_t(nodes) + 1, 0);
  for (const Tie& tie : ties) {
    ++graph.rows_[std::size_t(tie.a) + 1];
    ++graph.rows_[std::size_t(tie.b) + 1];
  }
  for (std::size_t i = 1; i < graph.rows_.size(); ++i) graph.rows_[i] += graph.rows_[i - 1];
  graph.ends_.resize(2 * ties.size());
  std::vector<std::size_t> next(graph.rows_.begin(), graph.rows_.end() - 1);
  // In the order of (a, b), the ends toward lower nodes come first, each kind in its own order.
  for (std::size_t i = 0; i < ties.size(); ++i)
    graph.ends_[next[std::size_t(ties[i].b)]++] = {ties[i].a, std::int32_t(i), ties[i].weight};
  for (std::size_t i = 0; i < ties.size(); ++i)
    graph.ends_[next[std::size_t(ties[i].a)]++] = {ties[i].b, std::int32_t(i), ties[i].weight};
  graph.ties_ = std::move(ties);
  return graph;
}

std::int64_t SignedGraph::frustration(const Sides& sides) const {
  std::int64_t sum = 0;
  for (const Tie& tie : ties_) {
    const bool together = sides[std::size_t(tie.a)] == sides[std::size_t(tie.b)];
    if (together != (tie.weight > 0)) sum += tie.weight < 0 ? -tie.weight : tie.weight;
  }
  return sum;
}

Result<SignedNetwork> SignedNetwork::make(std::vector<std::string> names, std::vector<Tie> ties,
                                          int decimals) {
  if (names.size() >= std::numeric_limits<std::int32_t>::max() / 2)
    return base::fail("the network has more than a thousand million nodes");
  auto graph = SignedGraph::make(int(names.size()), std::move(ties));
  if (!graph) return tl::unexpected(graph.error());
  SignedNetwork network;
  static_cast<SignedGraph&>(network) = std::move(*graph);
  network.names_ = std::move(names);
  network.decimals_ = decimals;
  return network;
}

std::int64_t SignedGraph::negative() const {
  return std::ranges::count_if(ties_, [](const Tie& tie) { return tie.weight < 0; });
}

std::int64_t SignedGraph::size() const {
  std::int64_t sum = 0;
  for (const Tie& tie : ties_) sum += tie.weight < 0 ? -tie.weight : tie.weight;
  return sum;
}

std::string SignedNetwork::in_unit(std::int64_t weight) const {
  std::string digits = fmt::format("{:0{}}", weight < 0 ? -weight : weight, decimals_ + 1);
  std::string fraction = digits.substr(digits.size() - std::size_t(decimals_));
  digits.resize(digits.size() - std::size_t(decimals_));
  while (fraction.ends_with('0')) fraction.pop_back();
  return (weight < 0 ? "-" : "") + digits + (fraction.empty() ? "" : "." + fraction);
}

}  // namespace entente::alignment
