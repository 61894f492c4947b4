#include "entente/alignment/cycle_packing.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace entente::alignment {

namespace {

// A tie's length is 1 when it is unused; a way of two ties is taken without further search when it
// is no longer than three unused ones.
constexpr float kUnused = 1, kCongestion = 0.5F, kFull = 1, kRoot = 4, kPriceStep = 0.5F;

}  // namespace

CyclePacking::CyclePacking(const SignedGraph& graph, std::int64_t scale, Cycles kind)
    : graph_(graph),
      kind_(kind),
      scale_(scale),
      price_(graph.ties().size()),
      labels_(4 * std::size_t(graph.nodes())),
      visited_(std::size_t(graph.nodes())) {
  capacity_.reserve(graph.ties().size());
  for (const auto& tie : graph.ties()) capacity_.push_back(scale * std::abs(tie.weight));
  unused_ = capacity_;
}

float CyclePacking::length(int tie) const {
  const auto i = std::size_t(tie);
  const float free = float(unused_[i]) / float(capacity_[i]);
  return kUnused + kCongestion * (1 - free) + price_[i] + (unused_[i] > 0 ? 0 : kFull) +
         (is_root_[i] ? kRoot : 0);
}

/// The shortest negative triangle through `root`, into way_; its length, or the largest there is.
float CyclePacking::find_triangle(int root) {
  const auto& tie = graph_.tie(root);
  ++now_;
  for (const auto& end : graph_.ends(tie.a))
    if (passes(end)) labels_[4 * std::size_t(end.node)] = {now_, 0, end.tie};
  float shortest = std::numeric_limits<float>::max();
  for (const auto& end : graph_.ends(tie.b)) {
    const Label& label = labels_[4 * std::size_t(end.node)];
    if (label.stamp != now_ || !passes(end)) continue;
    const bool is_negative = (end.weight < 0) != (graph_.tie(label.tie).weight < 0);
    if (is_negative == (tie.weight < 0)) continue;
    const float sum = length(end.tie) + length(label.tie);
    if (sum >= shortest) continue;
    shortest = sum;
    way_ = {std::int32_t(root), label.tie, end.tie};
  }
  return shortest;
}

/// Dijkstra from both ends of `root`, the second in the cover that makes the cycle negative. True,
/// with the cycle in way_, when there is a way shorter than `bound`.
bool CyclePacking::search(int root, float bound) {
  const auto& tie = graph_.tie(root);
  ++now_;
  std::int32_t meeting = -1;
  const auto reach = [&](int from, std::int32_t place, float distance, std::int32_t tie_index) {
    Label& label = labels_[2 * std::size_t(place) + std::size_t(from)];
    if (distance >= bound || (label.stamp == now_ && label.distance <= distance)) return;
    label = {now_, distance, tie_index};
    heaps_[from].emplace_back(-distance, place);
    std::ranges::push_heap(heaps_[from]);
    const Label& other = labels_[2 * std::size_t(place) + std::size_t(1 - from)];
    if (other.stamp != now_ || distance + other.distance >= bound) return;
    bound = distance + other.distance;
    meeting = place;
  };
  heaps_[0].clear();
  heaps_[1].clear();
  reach(0, 2 * tie.a, 0, -1);
  reach(1, 2 * tie.b + (tie.weight > 0 ? 1 : 0), 0, -1);
  while (!heaps_[0].empty() && !heaps_[1].empty()) {
    const int from = heaps_[0].front().first >= heaps_[1].front().first ? 0 : 1;
    if (-heaps_[0].front().first - heaps_[1].front().first >= bound) break;
    std::ranges::pop_heap(heaps_[from]);
    const auto [minus_distance, place] = heaps_[from].back();
    heaps_[from].pop_back();
    if (-minus_distance > labels_[2 * std::size_t(place) + std::size_t(from)].distance) continue;
    for (const auto& end : graph_.ends(place / 2)) {
      if (end.tie == root || !passes(end)) continue;
      reach(from, across(place, end.tie), length(end.tie) - minus_distance, end.tie);
    }
  }
  if (meeting >= 0) take_way(root, meeting);
  return meeting >= 0;
}

/// The place that a tie leads to.
std::int32_t CyclePacking::across(std::int32_t place, int tie_index) const {
  const auto& tie = graph_.tie(tie_index);
  const std::int32_t node = tie.a == place / 2 ? tie.b : tie.a;
  return 2 * node + ((place & 1) ^ (tie.weight < 0 ? 1 : 0));
}

/// Puts the cycle through `root` and `meeting` into way_. One that comes through a node in both
/// covers has a negative cycle between, which is taken instead.
void CyclePacking::take_way(int root, std::int32_t meeting) {
  const auto walk = [&](int from, std::int32_t place) {
    for (;;) {
      const std::int32_t tie_index = labels_[2 * std::size_t(place) + std::size_t(from)].tie;
      if (tie_index < 0) return;
      way_.push_back(tie_index);
      place = across(place, tie_index);
    }
  };
  way_.clear();
  walk(0, meeting);
  std::ranges::reverse(way_);
  walk(1, meeting);
  // way_[i] leads from the i-th node to the next one; the root closes the cycle.
  int node = graph_.tie(root).a;
  const std::uint32_t stamp = ++visits_;
  visited_[std::size_t(node)] = {stamp, 0};
  for (std::size_t i = 0; i < way_.size(); ++i) {
    node = across(2 * node, way_[i]) / 2;
    Visit& visit = visited_[std::size_t(node)];
    if (visit.stamp == stamp) {
      way_.erase(way_.begin() + std::ptrdiff_t(i) + 1, way_.end());
      way_.erase(way_.begin(), way_.begin() + visit.position);
      return;
    }
    visit = {stamp, std::int32_t(i) + 1};
  }
  way_.push_back(root);
}

bool CyclePacking::find_cycle(int root) {
  const float shortest = find_triangle(root);
  return shortest <= 3 * kUnused || search(root, shortest) ||
         shortest < std::numeric_limits<float>::max();
}

void CyclePacking::add(int root, std::int64_t amount) {
  const auto index = std::int32_t(cycles_.size());
  cycles_.push_back({amount, std::uint32_t(cycle_ties_.size()), std::uint32_t(way_.size()), root});
  cycle_ties_.insert(cycle_ties_.end(), way_.begin(), way_.end());
  for (const auto tie : way_) {
    unused_[std::size_t(tie)] -= amount;
    if (bidding_) through_[std::size_t(tie)].push_back(index);
  }
  bound_ += amount;
}

/// Takes cycles other than `keep` off a tie until it is not over its capacity by more than
/// nothing; their roots wait again.
void CyclePacking::drive_off(int tie, std::int64_t amount, std::int32_t keep) {
  auto& list = through_[std::size_t(tie)];
  for (std::size_t i = 0; i < list.size() && amount > 0;) {
    Cycle& cycle = cycles_[std::size_t(list[i])];
    if (cycle.amount == 0) {
      list[i] = list.back();
      list.pop_back();
      continue;
    }
    if (list[i] == keep) {
      ++i;
      continue;
    }
    const std::int64_t taken = std::min(amount, cycle.amount);
    cycle.amount -= taken;
    amount -= taken;
    bound_ -= taken;
    for (const auto other : ties_of(cycle)) unused_[std::size_t(other)] += taken;
    waiting_.push_back(cycle.root);
  }
}

/// Packs one more cycle for `root`, of at most `most`; false when there is none.
bool CyclePacking::route(int root, std::int64_t most) {
  if (!find_cycle(root)) return false;
  std::int64_t amount = std::min(most, unused_[std::size_t(root)]);
  for (const auto tie : way_) {
    const auto i = std::size_t(tie);
    const std::int64_t limit = unused_[i] > 0 ? unused_[i] : capacity_[i];
    amount = std::min(amount, limit);
  }
  add(root, amount);
  if (!bidding_) return true;
  const auto keep = std::int32_t(cycles_.size()) - 1;
  const std::vector<std::int32_t> ties(way_);
  for (const auto tie : ties) {
    const auto i = std::size_t(tie);
    if (unused_[i] >= 0) continue;
    price_[i] += kPriceStep;
    drive_off(tie, -unused_[i], keep);
  }
  return true;
}

void CyclePacking::pack(const Sides& sides, std::int64_t goal, int bids,
                        const std::function<bool()>& stop) {
  std::vector<std::int32_t> roots;
  is_root_.assign(graph_.ties().size(), 0);
  for (std::size_t i = 0; i < graph_.ties().size(); ++i) {
    const auto& tie = graph_.ties()[i];
    const bool together = sides[std::size_t(tie.a)] == sides[std::size_t(tie.b)];
    if (together == (tie.weight > 0)) continue;
    is_root_[i] = 1;
    roots.push_back(std::int32_t(i));
  }
  // First what is free, in pieces, so that no tie takes all that another needs.
  bidding_ = false;
  std::vector<std::int32_t> open = roots;
  while (!open.empty() && bound_ < goal) {
    std::size_t kept = 0;
    for (const auto root : open) {
      const auto i = std::size_t(root);
      if (unused_[i] == 0 || !route(root, std::max<std::int64_t>(1, capacity_[i] / 2))) continue;
      open[kept++] = root;
      if (stop()) return;
    }
    open.resize(kept);
  }
  // Then what others have to be driven off for.
  bidding_ = true;
  through_.assign(graph_.ties().size(), {});
  for (std::size_t i = 0; i < cycles_.size(); ++i)
    for (const auto tie : ties_of(cycles_[i]))
      through_[std::size_t(tie)].push_back(std::int32_t(i));
  waiting_.clear();
  for (const auto root : roots)
    if (unused_[std::size_t(root)] > 0) waiting_.push_back(root);
  std::int64_t left = std::int64_t(bids) * std::int64_t(roots.size());
  for (std::size_t next = 0; next < waiting_.size() && bound_ < goal && left > 0; ++next) {
    const int root = waiting_[next];
    const auto i = std::size_t(root);
    while (unused_[i] > 0 && left-- > 0 && !stop())
      if (!route(root, std::max<std::int64_t>(1, capacity_[i] / 2))) break;
    if (stop()) break;
  }
}

}  // namespace entente::alignment
