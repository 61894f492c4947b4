#include "entente/scenario/vote_diagram.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace entente::scenario {

using base::Result;

namespace {

constexpr std::size_t kMostNodes = 1'000'000;
constexpr std::size_t kMostSums = 1 << 16;
constexpr std::int64_t kHolds = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLost = std::numeric_limits<std::int64_t>::min();
constexpr Vote kVotes[] = {Vote::no, Vote::abstain, Vote::yes};

/// A number for each condition.
using State = std::vector<std::int64_t>;
struct HashState {
  std::size_t operator()(const State& state) const {
    return XXH3_64bits(state.data(), state.size() * sizeof(state[0]));
  }
};

/// What the members from a layer on can add to a condition's sum.
struct Rest {
  std::int64_t least = 0, most = 0;
  std::vector<std::int64_t> sums;  // every one, ascending; empty where there are too many
};

class Builder {
 public:
  Builder(const Chamber& chamber, VoteDiagram::Votes votes)
      : chamber_(chamber), votes_(votes), order_(chamber.members().size()) {
    std::iota(order_.begin(), order_.end(), 0);
    std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return values(a) > values(b);  // the heaviest decide most; equals stand together
    });
    for (std::size_t c = 0; c < conditions(); ++c) rests_.push_back(rests_of(c));
  }

  std::span<const std::uint32_t> order() const { return order_; }

  /// The states of a layer by number, from `first` on; the ends keep theirs.
  struct Layer {
    std::vector<State> sums;
    std::unordered_map<State, std::uint32_t, HashState> numbers;
  };

  /// The number of the node for sums after `layer` members: an end, one that is known, or a new
  /// one.
  std::uint32_t node(State sums, std::size_t layer, std::uint32_t first, Layer& into) const {
    State open(conditions());
    for (std::size_t c = 0; c < conditions(); ++c) open[c] = question(c, sums[c], layer);
    bool passes = true;
    for (std::size_t c = 0; c < conditions();) {
      const int clause = chamber_.conditions()[c].clause;
      std::size_t end = c;
      bool holds = false, lost = true;
      for (; end < conditions() && chamber_.conditions()[end].clause == clause; ++end) {
        holds = holds || open[end] == kHolds;
        lost = lost && open[end] == kLost;
      }
      if (lost) return VoteDiagram::kFails;
      passes = passes && holds;
      if (holds)
        std::fill(open.begin() + std::ptrdiff_t(c), open.begin() + std::ptrdiff_t(end), kHolds);
      c = end;
    }
    if (passes) return VoteDiagram::kPasses;
    const auto [at, is_new] =
        into.numbers.try_emplace(std::move(open), first + std::uint32_t(into.sums.size()));
    if (is_new) into.sums.push_back(std::move(sums));
    return at->second;
  }

  [[nodiscard]] State after(const State& sums, std::size_t layer, Vote vote) const {
    State next = sums;
    for (std::size_t c = 0; c < conditions(); ++c) next[c] += value(c, order_[layer], vote);
    return next;
  }

  [[nodiscard]] std::size_t conditions() const { return chamber_.conditions().size(); }

 private:
  /// A vote's value, where nobody abstains when votes are yes or no alone.
  [[nodiscard]] std::int64_t value(std::size_t c, std::uint32_t member, Vote vote) const {
    const bool none = vote == Vote::abstain && votes_ == VoteDiagram::Votes::yes_no;
    return chamber_.value(c, member, none ? Vote::no : vote);
  }

  [[nodiscard]] State values(std::uint32_t member) const {
    State all;
    for (std::size_t c = 0; c < conditions(); ++c)
      for (const Vote vote : kVotes) all.push_back(std::abs(value(c, member, vote)));
    return all;
  }

  [[nodiscard]] std::vector<Rest> rests_of(std::size_t c) const {
    std::vector<Rest> rests(order_.size() + 1);
    rests.back().sums = {0};
    for (std::size_t layer = order_.size(); layer-- > 0;) {
      const Rest& after = rests[layer + 1];
      Rest& rest = rests[layer];
      rest.least = after.least + value(c, order_[layer], Vote::no);
      rest.most = after.most + value(c, order_[layer], Vote::yes);
      for (const Vote vote : kVotes)
        for (const std::int64_t sum : after.sums)
          rest.sums.push_back(sum + value(c, order_[layer], vote));
      std::sort(rest.sums.begin(), rest.sums.end());
      rest.sums.erase(std::unique(rest.sums.begin(), rest.sums.end()), rest.sums.end());
      if (rest.sums.size() > kMostSums) rest.sums.clear();
    }
    return rests;
  }

  /// What is still open about a condition. Sums between which no rest makes a difference leave the
  /// same open: how many of the possible rests fall short.
  [[nodiscard]] std::int64_t question(std::size_t c, std::int64_t sum, std::size_t layer) const {
    const Rest& rest = rests_[c][layer];
    const std::int64_t needed = chamber_.conditions()[c].least - sum;
    if (rest.least >= needed) return kHolds;
    if (rest.most < needed) return kLost;
    if (rest.sums.empty()) return sum;
    return std::lower_bound(rest.sums.begin(), rest.sums.end(), needed) - rest.sums.begin();
  }

  const Chamber& chamber_;
  VoteDiagram::Votes votes_;
  std::vector<std::uint32_t> order_;
  std::vector<std::vector<Rest>> rests_;  // [condition][layer]
};

}  // namespace

Result<VoteDiagram> VoteDiagram::build(const Chamber& chamber, Votes votes) {
  const Builder builder(chamber, votes);
  VoteDiagram diagram;
  diagram.order_.assign(builder.order().begin(), builder.order().end());
  diagram.nodes_.resize(2);
  Builder::Layer layer;
  diagram.root_ = builder.node(State(builder.conditions(), 0), 0, 2, layer);
  for (std::size_t i = 0; i < diagram.order_.size(); ++i) {
    diagram.first_.push_back(std::uint32_t(diagram.nodes_.size()));
    const auto next_first = std::uint32_t(diagram.nodes_.size() + layer.sums.size());
    Builder::Layer next;
    for (const State& sums : layer.sums) {
      Node node;
      for (std::size_t v = 0; v < 3; ++v)
        node[v] = v == 1 && votes == Votes::yes_no
                      ? node[0]
                      : builder.node(builder.after(sums, i, kVotes[v]), i + 1, next_first, next);
      diagram.nodes_.push_back(node);
      if (next_first + next.sums.size() > kMostNodes)
        return base::fail(
            fmt::format("the ways in which {} members of different weights vote are too many to be "
                        "counted exactly",
                        diagram.order_.size()));
    }
    layer = std::move(next);
  }
  diagram.first_.push_back(std::uint32_t(diagram.nodes_.size()));
  return diagram;
}

double VoteDiagram::pass_probability(std::span<const Leaning> leanings) const {
  if (members() == 0 || leanings.size() < members()) return root_ == kPasses ? 1 : 0;
  std::vector<double> passes(nodes_.size());
  passes[kPasses] = 1;
  double total = 0;
  const std::size_t rows = leanings.size() / members();
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t layer = members(); layer-- > 0;) {
      const Leaning& l = leanings[row * members() + order_[layer]];
      const double no = 1 - l.yes - l.abstain;
      for (std::uint32_t node = first_[layer]; node < first_[layer + 1]; ++node) {
        const Node& next = nodes_[node];
        passes[node] = no * passes[next[0]] + l.abstain * passes[next[1]] + l.yes * passes[next[2]];
      }
    }
    total += passes[root_];
  }
  return total / double(rows);
}

}  // namespace entente::scenario
