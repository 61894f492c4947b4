#include "entente/scenario/succession.h"

#include <fmt/format.h>
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <span>

namespace entente::scenario {

using base::Result;

namespace {

/// Configurations that are scored together: the same states of the first descriptors, all of the
/// last ones. A lane is one of them.
constexpr std::uint32_t kLeastLanes = 128;
constexpr std::uint32_t kChunk = 32;  // lanes that are compared at once

/// Enumerates successors. Scores are kept doubled, and one is added to that of a present state, so
/// that it wins its ties: the first greatest number is then where the descriptor moves.
template <class Score>
class Enumeration {
 public:
  explicit Enumeration(const CrossImpact& system) : system_(system) {
    low_ = system.descriptors.size();
    while (low_ > 0 && lanes_ < kLeastLanes) lanes_ *= radix(--low_);
    stride_ = (lanes_ + kChunk - 1) / kChunk * kChunk;
    table_.assign(std::size_t(system.states) * stride_, 0);
    for (std::uint32_t lane = 0; lane < lanes_; ++lane) fill(lane);
    find_groups();
  }

  [[nodiscard]] std::uint64_t blocks() const { return system_.configurations() / lanes_; }

  /// Writes the successors of the configurations of blocks [begin, end).
  void run(std::uint64_t begin, std::uint64_t end, std::uint32_t* next) const {
    std::vector<std::uint8_t> high = digits(begin);
    std::vector<Score> base(system_.states, 0);
    for (std::size_t d = 0; d < low_; ++d) add(d, high[d], 1, base);
    for (std::uint64_t block = begin; block < end; ++block) {
      score(base, next + block * lanes_);
      for (std::size_t d = low_; d-- > 0;) {  // count on by one
        add(d, high[d], -1, base);
        high[d] = std::uint8_t((high[d] + 1u) % radix(d));
        add(d, high[d], 1, base);
        if (high[d] != 0) break;
      }
    }
  }

 private:
  /// Descriptors whose states together have numbers that fit a Score.
  struct Group {
    std::size_t begin, end;
    std::uint32_t size;  // product of their numbers of states
  };

  [[nodiscard]] std::uint32_t radix(std::size_t d) const {
    return std::uint32_t(system_.descriptors[d].states.size());
  }

  [[nodiscard]] std::vector<std::uint8_t> digits(std::uint64_t block) const {
    std::vector<std::uint8_t> high(low_);
    for (std::size_t d = low_; d-- > 0; block /= radix(d)) high[d] = std::uint8_t(block % radix(d));
    return high;
  }

  /// Adds a state of the first descriptors to the scores that all lanes share, or takes it off.
  void add(std::size_t d, std::uint32_t state, int sign, std::vector<Score>& base) const {
    const std::uint32_t place = system_.descriptors[d].first + state;
    const std::int32_t* row = system_.impacts.data() + std::size_t(place) * system_.states;
    const int twice = 2 * sign;
    for (std::uint32_t s = 0; s < system_.states; ++s) base[s] = Score(base[s] + twice * row[s]);
    base[place] = Score(base[place] + sign);
  }

  /// What the states of the last descriptors add to every score.
  void fill(std::uint32_t lane) {
    std::uint32_t rest = lane;
    for (std::size_t d = system_.descriptors.size(); d-- > low_; rest /= radix(d)) {
      const std::uint32_t place = system_.descriptors[d].first + rest % radix(d);
      for (std::uint32_t s = 0; s < system_.states; ++s)
        cell(s, lane) =
            Score(cell(s, lane) + 2 * system_.impacts[std::size_t(place) * system_.states + s]);
      cell(place, lane) = Score(cell(place, lane) + 1);
    }
  }
  Score& cell(std::uint32_t state, std::uint32_t lane) {
    return table_[std::size_t(state) * stride_ + lane];
  }

  void find_groups() {
    constexpr std::uint32_t kMost = std::numeric_limits<std::int16_t>::max();
    for (std::size_t d = 0; d < system_.descriptors.size(); ++d) {
      if (groups_.empty() || groups_.back().size > kMost / radix(d)) groups_.push_back({d, d, 1});
      groups_.back().size *= radix(d);
      groups_.back().end = d + 1;
    }
  }

  void score(const std::vector<Score>& base, std::uint32_t* next) const {
    for (std::uint32_t lane = 0; lane < lanes_; lane += kChunk) {
      std::uint32_t number[kChunk] = {};
      for (const Group& group : groups_) {
        Score part[kChunk] = {};
        for (std::size_t d = group.begin; d < group.end; ++d) best_states(d, lane, base, part);
        for (std::uint32_t l = 0; l < kChunk; ++l)
          number[l] = number[l] * group.size + std::uint32_t(part[l]);
      }
      std::copy_n(number, std::min(kChunk, lanes_ - lane), next + lane);
    }
  }

  /// part = part * radix + the state to which the descriptor moves, in every lane.
  void best_states(std::size_t d, std::uint32_t lane, const std::vector<Score>& base,
                   Score (&part)[kChunk]) const {
    const std::uint32_t first = system_.descriptors[d].first, count = radix(d);
    const Score* column = table_.data() + std::size_t(first) * stride_ + lane;
    Score best[kChunk], state[kChunk] = {};
    for (std::uint32_t l = 0; l < kChunk; ++l) best[l] = Score(column[l] + base[first]);
    for (std::uint32_t k = 1; k < count; ++k) {
      column += stride_;
      const Score shared = base[first + k], here = Score(k);
      for (std::uint32_t l = 0; l < kChunk; ++l) {
        const Score value = Score(column[l] + shared);
        state[l] = value > best[l] ? here : state[l];
        best[l] = value > best[l] ? value : best[l];
      }
    }
    for (std::uint32_t l = 0; l < kChunk; ++l) part[l] = Score(part[l] * Score(count) + state[l]);
  }

  const CrossImpact& system_;
  std::size_t low_;           // the first of the descriptors whose states make lanes
  std::uint32_t lanes_ = 1;   // configurations in a block
  std::uint32_t stride_;      // lanes_, rounded up
  std::vector<Score> table_;  // [state][lane]
  std::vector<Group> groups_;
};

template <class Score>
void enumerate(const CrossImpact& system, base::Progress* progress, std::uint32_t* next) {
  const Enumeration<Score> enumeration(system);
  const std::uint64_t blocks = enumeration.blocks(),
                      grain = std::max<std::uint64_t>(1, blocks / 256);
  std::atomic<std::uint64_t> done = 0;
  tbb::parallel_for(tbb::blocked_range<std::uint64_t>(0, blocks, grain), [&](const auto& range) {
    enumeration.run(range.begin(), range.end(), next);
    const std::uint64_t so_far = done += range.size();
    if (progress != nullptr) progress->show(so_far, blocks, "scoring configurations");
  });
}

/// The largest score that any state can have.
std::int64_t largest_score(const CrossImpact& system) {
  std::vector<std::int64_t> bound(system.states, 0);
  for (const auto& d : system.descriptors)
    for (std::uint32_t s = 0; s < system.states; ++s) {
      std::int64_t most = 0;
      for (std::uint32_t k = 0; k < d.states.size(); ++k)
        most = std::max<std::int64_t>(
            most, std::abs(system.impacts[std::size_t(d.first + k) * system.states + s]));
      bound[s] += most;
    }
  return *std::max_element(bound.begin(), bound.end());
}

/// Follows successors to their ends, in place: an entry is the number of the next configuration,
/// then, while it is on the path that is followed, its place there, and in the end the number of
/// the scenario or cycle that it leads to.
class Walk {
 public:
  Walk(std::vector<std::uint32_t> next) : next_(std::move(next)) {}

  void follow_all(base::Progress* progress) {
    for (std::uint32_t start = 0; start < next_.size(); ++start) {
      if ((next_[start] & kKind) == kNext) follow(start);
      if (progress != nullptr && start % (1 << 22) == 0)
        progress->show(start, next_.size(), "following succession");
    }
  }

  [[nodiscard]] Succession result() && {
    Succession s;
    s.configurations = next_.size();
    for (const End& end : ends_)
      if (end.cycle == kNone)
        s.scenarios.push_back({end.configuration, std::uint32_t(end.weight)});
      else
        s.cycles.push_back({std::move(cycles_[end.cycle]), end.weight});
    std::sort(s.scenarios.begin(), s.scenarios.end(),
              [](const auto& a, const auto& b) { return a.configuration < b.configuration; });
    std::sort(s.cycles.begin(), s.cycles.end(), [](const auto& a, const auto& b) {
      return a.configurations[0] < b.configurations[0];
    });
    return s;
  }

 private:
  static constexpr std::uint32_t kKind = 3u << 30, kNext = 0, kOnPath = 2u << 30, kEnd = 3u << 30;
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  struct End {
    std::uint32_t configuration, cycle;
    std::uint64_t weight;
  };

  void follow(std::uint32_t start) {
    path_.clear();
    std::uint32_t at = start;
    while ((next_[at] & kKind) == kNext) {
      const std::uint32_t after = next_[at];
      next_[at] = kOnPath | std::uint32_t(path_.size());
      path_.push_back(at);
      at = after;
    }
    const std::uint32_t entry = next_[at];
    const std::uint32_t end = (entry & kKind) == kEnd ? entry & ~kKind : new_end(entry & ~kKind);
    ends_[end].weight += path_.size();
    for (const std::uint32_t passed : path_) next_[passed] = kEnd | end;
  }

  /// The path has come back to its place `from`.
  std::uint32_t new_end(std::uint32_t from) {
    End end{path_[from], kNone, 0};
    if (from + 1 < path_.size()) {
      std::vector<std::uint32_t> cycle(path_.begin() + from, path_.end());
      std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()), cycle.end());
      end.cycle = std::uint32_t(cycles_.size());
      cycles_.push_back(std::move(cycle));
    }
    ends_.push_back(end);
    return std::uint32_t(ends_.size() - 1);
  }

  std::vector<std::uint32_t> next_, path_;
  std::vector<End> ends_;
  std::vector<std::vector<std::uint32_t>> cycles_;
};

}  // namespace

Result<std::vector<std::uint32_t>> successors(const CrossImpact& system, base::Progress* progress) {
  const std::uint64_t count = system.configurations();
  if (count > kMostConfigurations)
    return base::fail(fmt::format("{} configurations are more than the {} that can be enumerated",
                                  count, kMostConfigurations),
                      system.name, "leave out descriptors, or join states");
  std::vector<std::uint32_t> next(count);
  constexpr std::int64_t kShort = std::numeric_limits<std::int16_t>::max();
  if (2 * largest_score(system) + 1 <= kShort)
    enumerate<std::int16_t>(system, progress, next.data());
  else
    enumerate<std::int32_t>(system, progress, next.data());
  return next;
}

Result<Succession> succession(const CrossImpact& system, base::Progress* progress) {
  auto next = successors(system, progress);
  if (!next) return tl::unexpected(next.error());
  Walk walk(std::move(*next));
  walk.follow_all(progress);
  return std::move(walk).result();
}

}  // namespace entente::scenario
