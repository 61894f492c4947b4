#include "entente/alignment/local_search.h"

#include <algorithm>
#include <cstdlib>

namespace entente::alignment {

namespace {

constexpr int kLargestCluster = 8, kLargestRegion = 200;  // nodes

}  // namespace

LocalSearch::LocalSearch(const SignedGraph& graph, std::uint64_t seed)
    : graph_(graph),
      gain_(std::size_t(graph.nodes())),
      queued_(std::size_t(graph.nodes())),
      unplaced_(std::size_t(graph.nodes())),
      field_(std::size_t(graph.nodes())),
      state_(seed * 0x9E3779B97F4A7C15u + 0x2545F4914F6CDD1Du) {
  start();
}

/// xorshift64 (Marsaglia 2003).
std::uint64_t LocalSearch::random() {
  state_ ^= state_ << 13;
  state_ ^= state_ >> 7;
  state_ ^= state_ << 17;
  return state_ >> 16;
}

void LocalSearch::set(Sides sides) {
  sides_ = std::move(sides);
  frustration_ = graph_.frustration(sides_);
  for (int node = 0; node < graph_.nodes(); ++node) {
    std::int64_t gain = 0;
    for (const auto& end : graph_.ends(node))
      gain += sides_[std::size_t(node)] == sides_[std::size_t(end.node)] ? end.weight : -end.weight;
    gain_[std::size_t(node)] = gain;
    if (gain < 0) {
      queue_.push_back(node);
      queued_[std::size_t(node)] = 1;
    }
  }
}

void LocalSearch::flip(int node) {
  frustration_ += gain_[std::size_t(node)];
  gain_[std::size_t(node)] = -gain_[std::size_t(node)];
  const int side = sides_[std::size_t(node)] = std::int8_t(-sides_[std::size_t(node)]);
  flipped_.push_back(node);
  for (const auto& end : graph_.ends(node)) {
    const auto other = std::size_t(end.node);
    gain_[other] += 2 * end.weight * (side * sides_[other]);
    if (gain_[other] < 0 && !queued_[other]) {
      queued_[other] = 1;
      queue_.push_back(end.node);
    }
  }
}

void LocalSearch::descend() {
  for (std::size_t i = 0; i < queue_.size(); ++i) {
    const int node = queue_[i];
    queued_[std::size_t(node)] = 0;
    if (gain_[std::size_t(node)] < 0) flip(node);
  }
  queue_.clear();
}

/// Ends a kick: what has not paid is taken back.
void LocalSearch::settle(std::int64_t before) {
  descend();
  if (frustration_ > before) {
    for (std::size_t i = flipped_.size(); i-- > 0;) flip(flipped_[i]);
    for (const auto node : queue_) queued_[std::size_t(node)] = 0;
    queue_.clear();
  }
  flipped_.clear();
}

void LocalSearch::take(const Sides& sides) {
  const Sides own = sides_;
  const std::int64_t before = frustration_;
  set(sides);
  descend();
  if (frustration_ > before) set(own);
  flipped_.clear();
}

/// Puts an unplaced node on a side and lets it pull its unplaced neighbours.
void LocalSearch::place(int node, int side) {
  unplaced_[std::size_t(node)] = 0;
  if (sides_[std::size_t(node)] != side) flip(node);
  for (const auto& end : graph_.ends(node)) {
    const auto other = std::size_t(end.node);
    if (!unplaced_[other]) continue;
    field_[other] += end.weight * side;
    heap_.emplace_back(std::abs(field_[other]), end.node);
    std::ranges::push_heap(heap_);
  }
}

/// Places the node that is pulled most, until none is left in the heap.
void LocalSearch::place_rest() {
  while (!heap_.empty()) {
    std::ranges::pop_heap(heap_);
    const auto [pull, node] = heap_.back();
    heap_.pop_back();
    const std::int64_t field = field_[std::size_t(node)];
    if (!unplaced_[std::size_t(node)] || std::abs(field) != pull) continue;
    place(node, field > 0 ? 1 : field < 0 ? -1 : random() % 2 ? 1 : -1);
  }
}

/// Grows the sides from the first node of each component, the surest neighbour first.
void LocalSearch::start() {
  set(Sides(std::size_t(graph_.nodes()), 1));
  std::ranges::fill(unplaced_, std::uint8_t{1});
  for (int node = 0; node < graph_.nodes(); ++node) {
    if (!unplaced_[std::size_t(node)]) continue;
    place(node, 1);
    place_rest();
  }
  descend();
  flipped_.clear();
}

/// Flips a few neighbouring nodes, preferring those whose flip costs little.
void LocalSearch::flip_cluster() {
  flip(random_below(graph_.nodes()));
  for (int size = 1 + random_below(kLargestCluster); size > 1; --size) {
    const int member = flipped_[std::size_t(random_below(int(flipped_.size())))];
    const auto ends = graph_.ends(member);
    if (ends.empty()) return;
    int best = -1;
    for (int tries = 0; tries < 4; ++tries) {
      const int node = ends[std::size_t(random_below(int(ends.size())))].node;
      if (best < 0 || gain_[std::size_t(node)] < gain_[std::size_t(best)]) best = node;
    }
    if (std::ranges::find(flipped_, best) == flipped_.end()) flip(best);
  }
}

/// Regions are of all sizes, small ones more often.
void LocalSearch::replace_region() {
  const int most = std::max(3, std::min(graph_.nodes() / 2, kLargestRegion));
  const int limit = random() % 4 ? 1 + random_below(1 + random_below(most)) : most;
  const auto size = std::size_t(2 + random_below(limit));
  const int first = random_below(graph_.nodes());
  region_.assign(1, first);
  unplaced_[std::size_t(first)] = 1;
  for (std::size_t i = 0; i < region_.size() && region_.size() < size; ++i)
    for (const auto& end : graph_.ends(region_[i])) {
      if (unplaced_[std::size_t(end.node)] || random() % 2) continue;
      unplaced_[std::size_t(end.node)] = 1;
      region_.push_back(end.node);
      if (region_.size() == size) break;
    }
  heap_.clear();
  for (const auto node : region_) {
    std::int64_t field = 0;
    for (const auto& end : graph_.ends(node))
      if (!unplaced_[std::size_t(end.node)]) field += end.weight * sides_[std::size_t(end.node)];
    field_[std::size_t(node)] = field;
    heap_.emplace_back(std::abs(field), node);
  }
  std::ranges::make_heap(heap_);
  place(first, -sides_[std::size_t(first)]);
  for (int more = random_below(3); more > 0; --more) {
    const int node = region_[std::size_t(random_below(int(region_.size())))];
    if (unplaced_[std::size_t(node)]) place(node, -sides_[std::size_t(node)]);
  }
  place_rest();
}

void LocalSearch::run(std::int64_t kicks, std::int64_t goal) {
  if (graph_.nodes() < 2) return;
  for (std::int64_t i = 0; i < kicks && frustration_ > goal; ++i) {
    const std::int64_t before = frustration_;
    if (i % 4 == 3)
      replace_region();
    else
      flip_cluster();
    settle(before);
  }
}

}  // namespace entente::alignment
