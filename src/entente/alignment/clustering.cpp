#include "entente/alignment/clustering.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "entente/alignment/cycle_packing.h"

namespace entente::alignment {

namespace {

using Labels = std::vector<std::int32_t>;

constexpr std::int64_t kScale = 8;  // pieces of a unit of weight that cycles are packed in
constexpr std::int64_t kFirstKicks = 200;
constexpr int kRounds = 6, kBids = 4, kLargestRegion = 50;

/// Moves nodes one by one into the bloc that they agree with most, kicks a region out of its
/// blocs, lets it settle, and takes back what has not paid.
class Search {
 public:
  Search(const SignedGraph& graph, int most, std::uint64_t seed)
      : graph_(graph),
        most_(most),
        bloc_(std::size_t(graph.nodes())),
        members_(std::size_t(graph.nodes()) + 1),
        pull_(std::size_t(graph.nodes()) + 1),
        queued_(std::size_t(graph.nodes())),
        state_(seed * 0x9E3779B97F4A7C15u + 1) {
    start(Labels(bloc_.size(), 0));
  }

  /// Goes on from these blocs if descent from them leads to less.
  void take(const Labels& blocs) {
    const Labels own = bloc_;
    const std::int64_t before = frustration_;
    start(blocs);
    if (frustration_ >= before) start(own);
  }

  void run(std::int64_t kicks, std::int64_t goal) {
    for (std::int64_t i = 0; i < kicks && frustration_ > goal && graph_.nodes() > 1; ++i) kick();
  }

  [[nodiscard]] std::int64_t frustration() const { return frustration_; }
  [[nodiscard]] const Labels& blocs() const { return bloc_; }

 private:
  int random_below(int bound) {  // xorshift64 (Marsaglia 2003)
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return int((state_ >> 16) % std::uint64_t(bound));
  }

  void start(Labels blocs) {
    bloc_ = std::move(blocs);
    frustration_ = alignment::frustration(graph_, bloc_);
    std::ranges::fill(members_, 0);
    for (const auto bloc : bloc_) ++members_[std::size_t(bloc)];
    blocs_ = int(std::ranges::count_if(members_, [](int count) { return count > 0; }));
    free_ = 0;
    for (std::int32_t node = 0; node < graph_.nodes(); ++node) wake(node);
    settle();
    moved_.clear();
  }

  void wake(std::int32_t node) {
    if (std::exchange(queued_[std::size_t(node)], std::uint8_t{1}) == 0) queue_.push_back(node);
  }

  /// A bloc without members; there is always one.
  std::int32_t empty_bloc() {
    while (members_[std::size_t(free_)] > 0) free_ = (free_ + 1) % std::int32_t(members_.size());
    return free_;
  }

  void move(std::int32_t node, std::int32_t to) {
    std::int32_t& bloc = bloc_[std::size_t(node)];
    for (const auto& end : graph_.ends(node)) {
      const std::int32_t other = bloc_[std::size_t(end.node)];
      if (other == bloc) frustration_ += end.weight;
      if (other == to) frustration_ -= end.weight;
      wake(end.node);
    }
    moved_.emplace_back(node, bloc);
    blocs_ -= --members_[std::size_t(bloc)] == 0;
    blocs_ += members_[std::size_t(to)]++ == 0;
    bloc = to;
  }

  /// The bloc that costs least, the node's own where none is better.
  std::int32_t best_bloc(std::int32_t node) {
    const std::int32_t own = bloc_[std::size_t(node)];
    for (const auto& end : graph_.ends(node))
      pull_[std::size_t(bloc_[std::size_t(end.node)])] += end.weight;
    std::int32_t best = own;
    std::int64_t most = pull_[std::size_t(own)];
    if (most < 0 && (most_ == 0 || blocs_ < most_)) {
      best = empty_bloc();
      most = 0;
    }
    for (const auto& end : graph_.ends(node)) {
      const std::int32_t bloc = bloc_[std::size_t(end.node)];
      if (pull_[std::size_t(bloc)] <= most) continue;
      best = bloc;
      most = pull_[std::size_t(bloc)];
    }
    // A bloc of which the node knows nobody costs nothing, but need not be among its neighbours'.
    if (most < 0)
      for (std::int32_t bloc = 0; bloc < std::int32_t(members_.size()); ++bloc)
        if (members_[std::size_t(bloc)] > 0 && pull_[std::size_t(bloc)] > most) {
          best = bloc;
          most = pull_[std::size_t(bloc)];
        }
    for (const auto& end : graph_.ends(node)) pull_[std::size_t(bloc_[std::size_t(end.node)])] = 0;
    return best;
  }

  void settle() {
    for (std::size_t i = 0; i < queue_.size(); ++i) {
      const std::int32_t node = queue_[i];
      queued_[std::size_t(node)] = 0;
      const std::int32_t best = best_bloc(node);
      if (best != bloc_[std::size_t(node)]) move(node, best);
    }
    queue_.clear();
  }

  void kick() {
    const std::int64_t before = frustration_;
    std::int32_t node = random_below(graph_.nodes());
    const std::int32_t target = (most_ == 0 || blocs_ < most_) && random_below(3) == 0
                                    ? empty_bloc()
                                    : bloc_[std::size_t(random_below(graph_.nodes()))];
    for (int left = 1 + random_below(std::min(kLargestRegion, graph_.nodes())); left > 0; --left) {
      if (bloc_[std::size_t(node)] != target) move(node, target);
      const auto ends = graph_.ends(node);
      if (ends.empty()) break;
      node = ends[std::size_t(random_below(int(ends.size())))].node;
    }
    settle();
    if (frustration_ > before) {
      for (std::size_t i = moved_.size(); i-- > 0;) {
        const auto [moved, bloc] = moved_[i];
        move(moved, bloc);
      }
      for (const auto woken : queue_) queued_[std::size_t(woken)] = 0;
      queue_.clear();
    }
    moved_.clear();
  }

  const SignedGraph& graph_;
  int most_;
  Labels bloc_;
  std::vector<int> members_;        // of each bloc
  std::vector<std::int64_t> pull_;  // of each bloc on the node in hand: sum of weights
  int blocs_ = 0;
  std::int32_t free_ = 0;
  std::int64_t frustration_ = 0;
  std::vector<std::int32_t> queue_;
  std::vector<std::uint8_t> queued_;
  std::vector<std::pair<std::int32_t, std::int32_t>> moved_;  // since the kick began: from which
  std::uint64_t state_;
};

/// The blocs numbered in the order of their first nodes.
int number(Labels& blocs) {
  std::vector<std::int32_t> names(blocs.size() + 1, -1);
  std::int32_t count = 0;
  for (auto& bloc : blocs) {
    std::int32_t& name = names[std::size_t(bloc)];
    if (name < 0) name = count++;
    bloc = name;
  }
  return count;
}

}  // namespace

std::int64_t frustration(const SignedGraph& graph, const Labels& bloc) {
  std::int64_t sum = 0;
  for (const auto& tie : graph.ties()) {
    const bool together = bloc[std::size_t(tie.a)] == bloc[std::size_t(tie.b)];
    if (together != (tie.weight > 0)) sum += std::abs(tie.weight);
  }
  return sum;
}

Clustering least_frustrating_blocs(const SignedGraph& graph, int most, const Effort& effort) {
  const auto stop = end_of(effort);
  Search search(graph, most, effort.seed);
  if (most != 1) {
    Labels two;
    for (const auto side : little_frustration(graph, effort.seed).sides)
      two.push_back(side > 0 ? 0 : 1);
    search.take(two);
  }
  const Sides together(std::size_t(graph.nodes()), 1);  // frustrates the negative ties
  CyclePacking packing(graph, kScale, CyclePacking::Cycles::one_negative);
  Clustering found;
  for (int round = 0; round < kRounds && !stop(); ++round) {
    search.run(kFirstKicks << round, found.lower);
    packing.pack(together, kScale * (search.frustration() - 1) + 1, kBids << round, stop);
    found.lower = (packing.bound() + kScale - 1) / kScale;
    if (found.lower >= search.frustration()) break;
  }
  found.upper = search.frustration();
  found.bloc = search.blocs();
  found.blocs = number(found.bloc);
  return found;
}

}  // namespace entente::alignment
