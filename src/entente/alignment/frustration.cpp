#include "entente/alignment/frustration.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdlib>
#include <map>
#include <numeric>
#include <optional>

#include "entente/alignment/cycle_packing.h"
#include "entente/alignment/local_search.h"
#include "entente/alignment/quotient.h"
#include "entente/alignment/semidefinite_bound.h"

namespace entente::alignment {

namespace {

constexpr std::int64_t kInfinity = std::int64_t{1} << 60;  // more than any frustration
constexpr std::int64_t kQuickKicks = 600;                  // for an upper bound alone
constexpr std::int64_t kScale = 8;  // pieces of a unit of weight that cycles are packed in

using Stop = std::function<bool()>;

/// What all frustrations of the graph differ by is a multiple of this: a flip changes them by the
/// node's gain, and gains change by twice a weight.
std::int64_t step_of(const SignedGraph& graph) {
  std::int64_t step = 0;
  for (int node = 0; node < graph.nodes(); ++node) {
    std::int64_t gain = 0;
    for (const auto& end : graph.ends(node)) {
      gain += end.weight;
      step = std::gcd(step, 2 * end.weight);
    }
    step = std::gcd(step, gain);
  }
  return std::max<std::int64_t>(step, 1);
}

/// To begin with; rounds after the first have four times as many.
std::int64_t first_kicks(const SignedGraph& graph) { return 100 + graph.nodes() / 4; }

/// Joins the ends of all ties that cannot be frustrated where the bound allows for `slack` more.
/// Nothing when there are none.
std::optional<Quotient> contract(const SignedGraph& graph, const CyclePacking& packing,
                                 std::int64_t slack) {
  KnownSides known(graph.nodes());
  bool any = false;
  for (std::size_t i = 0; i < graph.ties().size(); ++i) {
    const auto& tie = graph.ties()[i];
    if (packing.unused(int(i)) > slack) any |= known.join(tie.a, tie.b, tie.weight > 0 ? 1 : -1);
  }
  if (!any) return std::nullopt;
  return Quotient(graph, known);
}

/// The sides that follow from the ties with most unused capacity, which are the surest.
Sides rounded(const SignedGraph& graph, const CyclePacking& packing) {
  std::vector<std::int32_t> order(graph.ties().size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, std::greater(), [&](std::int32_t tie) { return packing.unused(tie); });
  KnownSides known(graph.nodes());
  for (const auto i : order)
    known.join(graph.tie(i).a, graph.tie(i).b, graph.tie(i).weight > 0 ? 1 : -1);
  return known.sides();
}

Quotient joined(const SignedGraph& graph, const SignedGraph::Tie& tie, int sign) {
  KnownSides known(graph.nodes());
  known.join(tie.a, tie.b, sign);
  return Quotient(graph, known);
}

/// The tie to decide next: a heavy one between nodes that have many, since that tells most.
const SignedGraph::Tie& decisive_tie(const SignedGraph& graph) {
  const auto says = [&](const SignedGraph::Tie& tie) {
    return double(std::abs(tie.weight)) *
           double(std::min(graph.ends(tie.a).size(), graph.ends(tie.b).size()));
  };
  return *std::ranges::max_element(graph.ties(), {}, says);
}

/// The pair of nodes to decide next: what the relaxation leaves open, between nodes that weigh.
std::pair<int, int> undecided_pair(const SignedGraph& graph, const SemidefiniteBound& bound) {
  std::vector<double> pull(std::size_t(graph.nodes()));
  for (const auto& tie : graph.ties())
    for (const auto node : {tie.a, tie.b}) pull[std::size_t(node)] += std::abs(double(tie.weight));
  std::pair<int, int> best{0, 1};
  double most = -1;
  for (int a = 0; a < graph.nodes(); ++a)
    for (int b = a + 1; b < graph.nodes(); ++b) {
      const double says = (1 - std::abs(bound.together(a, b))) *
                          std::min(pull[std::size_t(a)], pull[std::size_t(b)]);
      if (says > most) most = says, best = {a, b};
    }
  return best;
}

class Solver {
 public:
  Solver(Stop stop, std::uint64_t seed) : stop_(std::move(stop)), seed_(seed) {}

  /// How much is tried before a tie is decided: a branch is one of many.
  enum class Care { full, brief };

  /// The least frustration if that is less than `cutoff`; else `lower` is at least `cutoff`.
  Frustration solve(const SignedGraph& graph, std::int64_t cutoff, Care care = Care::full) {
    const std::vector<Block> parts = blocks(graph);
    std::vector<Frustration> of_blocks;
    Frustration all;
    for (const Block& part : parts) {
      // One block alone may use the cutoff; of several each is solved for itself.
      const bool is_last = of_blocks.size() + 1 == parts.size();
      of_blocks.push_back(solve_block(part.graph, is_last ? cutoff - all.lower : kInfinity, care));
      all.lower += of_blocks.back().lower;
      all.upper += of_blocks.back().upper;
    }
    std::vector<const Sides*> sides;
    for (const auto& found : of_blocks) sides.push_back(&found.sides);
    all.sides = assemble(graph, parts, sides);
    return all;
  }

 private:
  Frustration solve_block(const SignedGraph& graph, std::int64_t cutoff, Care care) {
    const std::int64_t step = step_of(graph);
    LocalSearch search(graph, seed_);
    const std::int64_t kicks = care == Care::full ? first_kicks(graph) : kBriefKicks;
    const int rounds = care == Care::full ? kRounds : 1,
              bids = care == Care::full ? kBids : kBriefBids;
    run(search, kicks, 0);
    Frustration best;
    std::optional<CyclePacking> packing;
    std::int64_t packed_for = -1;  // the upper bound whose frustrated ties have been packed
    for (int round = 0;; ++round) {
      best.upper = search.frustration();
      // All values are as upper, modulo step; the largest below both it and the cutoff:
      const std::int64_t excess = std::max(best.upper - cutoff, std::int64_t{0});
      const std::int64_t next = best.upper - step * (1 + excess / step);
      if (next < 0) {
        best.lower = next + step;
        break;
      }
      if (packed_for != best.upper) packing.emplace(graph, kScale);
      packed_for = best.upper;
      packing->pack(search.sides(), kScale * next + 1, bids << (2 * round), stop_);
      best.lower = raised(packing->bound(), best.upper, step);
      if (best.lower > next || stop_()) break;
      search.take(rounded(graph, *packing));
      run(search, kicks << (2 * round), best.lower);
      if (search.frustration() < best.upper) continue;
      if (round + 1 < rounds) continue;
      best.sides = search.sides();
      refine(graph, *packing, next, next + step, care, best);
      return best;
    }
    best.sides = search.sides();
    return best;
  }

  void run(LocalSearch& search, std::int64_t kicks, std::int64_t goal) const {
    constexpr std::int64_t kAtOnce = 1000;
    for (; kicks > 0 && search.frustration() > goal && !stop_(); kicks -= kAtOnce)
      search.run(std::min(kicks, kAtOnce), goal);
  }

  /// The least value, of those that are as `value` modulo `step`, that the bound leaves.
  static std::int64_t raised(std::int64_t bound, std::int64_t value, std::int64_t step) {
    const std::int64_t units = (bound + kScale - 1) / kScale;
    return value - step * ((value - units) / step);
  }

  /// Proves that nothing is at `next` or less, or finds it: first in the graph that is left when
  /// ties that would cost more are contracted, else by deciding a tie both ways. `above` is the
  /// least value over `next`, which what is contracted away may have.
  void refine(const SignedGraph& graph, const CyclePacking& packing, std::int64_t next,
              std::int64_t above, Care care, Frustration& best) {
    std::int64_t lower;
    if (const auto rest = contract(graph, packing, kScale * next - packing.bound())) {
      lower = std::min(above, look_in(*rest, next, care, best));
    } else if (care == Care::full && graph.nodes() <= kMostDense) {
      return search_dense(graph, next, above - next, best);
    } else {
      const SignedGraph::Tie tie = decisive_tie(graph);
      const int sign = tie.weight > 0 ? 1 : -1;
      lower = look_in(joined(graph, tie, -sign), next, Care::brief, best);
      if (stop_()) return;
      lower = std::min(lower, look_in(joined(graph, tie, sign), std::min(next, best.upper - 1),
                                      Care::brief, best));
    }
    best.lower = std::min(best.upper, std::max(best.lower, lower));
  }

  /// Those partitions that comply with what is known, and prices of the whole graph to begin with.
  struct Part {
    KnownSides known;
    Prices prices;
  };
  using Parts = std::multimap<std::int64_t, Part>;  // by what is proven of them

  /// As `refine`, by branch and bound over semidefinite relaxations, the part with the weakest
  /// bound first, so that what is proven of all grows while this goes on.
  void search_dense(const SignedGraph& graph, std::int64_t next, std::int64_t step,
                    Frustration& best) {
    Parts open;
    open.emplace(best.lower, Part{KnownSides(graph.nodes()), {}});
    const std::int64_t packed = best.lower;
    bool packs = true;
    for (bool first = true; !open.empty() && !stop_(); first = false) {
      auto weakest = open.extract(open.begin());
      best.lower = std::max(best.lower, std::min(weakest.key(), next + step));
      if (weakest.key() > next) break;
      divide(graph, weakest.key(), std::move(weakest.mapped()), packs, step, next, best, open);
      // Cycles are no help where they fall far behind the relaxation.
      if (first && !open.empty())
        packs = best.upper - packed < kFarBehind * (best.upper - open.begin()->first);
    }
    const std::int64_t left = open.empty() ? next + step : open.begin()->first;
    best.lower = std::max(best.lower, std::min(left, next + step));
  }

  /// Proves that nothing in a part is at `next` or less, or puts what is left of it into `open`,
  /// with what is proven of it: contracted, or in two.
  void divide(const SignedGraph& graph, std::int64_t lower, Part part, bool packs,
              std::int64_t step, std::int64_t& next, Frustration& best, Parts& open) {
    const Quotient rest(graph, part.known);
    if (rest.graph.nodes() <= kFewNodes) {
      lower = std::max(lower, look_in(rest, next, Care::brief, best));
      next = std::min(next, best.upper - step);
      if (lower <= next) open.emplace(lower, std::move(part));  // broken off
      return;
    }
    SemidefiniteBound bound(rest.graph, part.prices.projected(rest));
    bound.tighten(next - rest.constant, stop_);
    LocalSearch search(rest.graph, seed_);
    for (std::uint64_t plane = 0; plane < kPlanes; ++plane) search.take(bound.rounded(plane));
    run(search, kBriefKicks, 0);
    if (search.frustration() + rest.constant < best.upper) {
      best.upper = search.frustration() + rest.constant;
      best.sides = rest.lift(search.sides());
      next = std::min(next, best.upper - step);
    }
    const auto prove = [&](std::int64_t scaled) {
      lower = std::max(lower, raised(scaled + kScale * rest.constant, best.upper, step));
      return lower > next;
    };
    if (prove(kScale * bound.bound())) return;
    std::vector<std::int32_t> member(std::size_t(rest.graph.nodes()));
    for (std::size_t i = 0; i < rest.node.size(); ++i)
      member[std::size_t(rest.node[i])] = std::int32_t(i);
    // Says of the whole what is known of two nodes of the rest.
    const auto join = [&](KnownSides& known, int a, int b, int sign) {
      const std::int32_t x = member[std::size_t(a)], y = member[std::size_t(b)];
      return known.join(x, y, sign * rest.sign[std::size_t(x)] * rest.sign[std::size_t(y)]);
    };
    part.prices = bound.prices().lifted(rest);
    if (packs) {
      CyclePacking packing(rest.graph, kScale);
      packing.pack(search.sides(), kScale * (next - rest.constant) + 1, kBids, stop_);
      if (prove(packing.bound())) return;
      bool any = false;
      const std::int64_t slack = kScale * (next - rest.constant) - packing.bound();
      for (std::size_t i = 0; i < rest.graph.ties().size(); ++i) {
        const auto& tie = rest.graph.ties()[i];
        if (packing.unused(int(i)) > slack)
          any |= join(part.known, tie.a, tie.b, tie.weight > 0 ? 1 : -1);
      }
      if (any) {
        open.emplace(lower, std::move(part));
        return;
      }
    }
    const auto [a, b] = undecided_pair(rest.graph, bound);
    Part other = part;
    join(part.known, a, b, 1);
    join(other.known, a, b, -1);
    open.emplace(lower, std::move(part));
    open.emplace(lower, std::move(other));
  }

  /// Solves what is left; takes what is better than `best` and returns what is proven of it.
  std::int64_t look_in(const Quotient& rest, std::int64_t next, Care care, Frustration& best) {
    const Frustration found = solve(rest.graph, next + 1 - rest.constant, care);
    if (found.upper + rest.constant < best.upper) {
      best.upper = found.upper + rest.constant;
      best.sides = rest.lift(found.sides);
    }
    return found.lower + rest.constant;
  }

  static constexpr int kMostDense = 250, kFewNodes = 8;
  static constexpr std::uint64_t kPlanes = 5;
  static constexpr std::int64_t kFarBehind = 4;
  static constexpr int kBids = 4, kRounds = 3, kBriefBids = 8, kBriefKicks = 20;

  Stop stop_;
  std::uint64_t seed_;
};

/// Products and sums that stay at the largest number.
std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product;
  return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}
std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/// Finds all optimal partitions: of each block, in the graph that is left when ties that no optimal
/// partition can frustrate are contracted, and then by deciding a tie both ways.
class Counter {
 public:
  Counter(Stop stop, std::uint64_t seed, std::size_t limit)
      : stop_(std::move(stop)), solver_(stop_, seed), limit_(limit) {}

  /// `sides` frustrate as little as any.
  OptimalPartitions count(const SignedGraph& graph, const Sides& sides) {
    const std::vector<Block> parts = blocks(graph);
    std::vector<OptimalPartitions> of_blocks;
    OptimalPartitions all{.count = 1, .is_exact = true, .list = {}};
    for (const Block& part : parts) {
      Sides own;
      for (const auto node : part.nodes) own.push_back(sides[std::size_t(node)]);
      of_blocks.push_back(count_block(part.graph, own));
      all.count = times(all.count, of_blocks.back().count);
      all.is_exact &= of_blocks.back().is_exact && all.count < UINT64_MAX;
    }
    list(graph, parts, of_blocks, all.list);
    return all;
  }

 private:
  /// One of each block's, in all combinations as far as the limit goes.
  void list(const SignedGraph& graph, const std::vector<Block>& parts,
            const std::vector<OptimalPartitions>& of_blocks, std::vector<Sides>& out) const {
    std::vector<std::size_t> choice(parts.size(), 0);
    std::vector<const Sides*> chosen(parts.size());
    while (out.size() < limit_) {
      for (std::size_t i = 0; i < parts.size(); ++i) chosen[i] = &of_blocks[i].list[choice[i]];
      out.push_back(assemble(graph, parts, chosen));
      std::size_t i = 0;
      while (i < parts.size() && ++choice[i] == of_blocks[i].list.size()) choice[i++] = 0;
      if (i == parts.size()) return;
    }
  }

  /// The partitions of a graph that hung together, by those of what is left of it: where that has
  /// come apart, since ties that disagreed are gone, either side of a component goes with either
  /// side of the others.
  OptimalPartitions count_rest(const Quotient& rest, const Sides& sides) {
    OptimalPartitions all = count(rest.graph, sides);
    KnownSides tied(rest.graph.nodes());
    for (const auto& tie : rest.graph.ties()) tied.join(tie.a, tie.b, 1);
    for (std::int32_t first = 1; first < rest.graph.nodes(); ++first) {
      if (tied.of(first).node != first) continue;
      all.count = times(all.count, 2);
      all.is_exact &= all.count < UINT64_MAX;
      for (std::size_t i = 0, old = all.list.size(); i < old && all.list.size() < limit_; ++i) {
        Sides flipped = all.list[i];
        for (std::int32_t node = first; node < rest.graph.nodes(); ++node)
          if (tied.of(node).node == first) flipped[std::size_t(node)] *= -1;
        all.list.push_back(std::move(flipped));
      }
    }
    for (Sides& one : all.list) one = rest.lift(one);
    return all;
  }

  OptimalPartitions count_block(const SignedGraph& graph, const Sides& sides) {
    const std::int64_t least = graph.frustration(sides);
    if (graph.nodes() <= kTriedOut) return try_all(graph, least);
    CyclePacking packing(graph, kScale);
    for (int bids = 4; bids <= 64 && packing.bound() < kScale * least; bids *= 4)
      packing.pack(sides, kScale * least, bids, stop_);
    if (const auto rest = contract(graph, packing, kScale * least - packing.bound()))
      return count_rest(*rest, rest->project(sides));
    if (stop_() || ++decisions_ > kMostDecisions)
      return {.count = 1, .is_exact = false, .list = {sides}};
    return decide(graph, decisive_tie(graph), sides, least);
  }

  /// The optimal partitions with the tie's ends as they stand, and those with the ends otherwise.
  OptimalPartitions decide(const SignedGraph& graph, const SignedGraph::Tie& tie,
                           const Sides& sides, std::int64_t least) {
    const int sign = sides[std::size_t(tie.a)] * sides[std::size_t(tie.b)];
    const Quotient same = joined(graph, tie, sign);
    OptimalPartitions all = count_rest(same, same.project(sides));
    const Quotient other = joined(graph, tie, -sign);
    const Frustration found = solver_.solve(other.graph, least + 1 - other.constant);
    if (found.upper + other.constant == least) {
      const OptimalPartitions more = count_rest(other, found.sides);
      all.count = plus(all.count, more.count);
      all.is_exact &= more.is_exact && all.count < UINT64_MAX;
      for (const Sides& one : more.list)
        if (all.list.size() < limit_) all.list.push_back(one);
    } else if (found.lower + other.constant <= least) {
      all.is_exact = false;
    }
    return all;
  }

  /// All partitions, each one flip from the last (Gray's code).
  OptimalPartitions try_all(const SignedGraph& graph, std::int64_t least) const {
    OptimalPartitions all;
    Sides sides(std::size_t(graph.nodes()), 1);
    std::int64_t frustration = graph.frustration(sides);
    for (std::uint32_t i = 1;; ++i) {
      if (frustration == least) {
        ++all.count;
        if (all.list.size() < limit_) all.list.push_back(sides);
      }
      if (i == 1u << (graph.nodes() - 1)) return all;
      const int node = 1 + std::countr_zero(i);
      for (const auto& end : graph.ends(node))
        frustration += end.weight * (sides[std::size_t(node)] * sides[std::size_t(end.node)]);
      sides[std::size_t(node)] = std::int8_t(-sides[std::size_t(node)]);
    }
  }

  static constexpr int kTriedOut = 12;
  static constexpr int kMostDecisions = 2'000;

  Stop stop_;
  Solver solver_;
  std::size_t limit_;
  int decisions_ = 0;
};

}  // namespace

std::function<bool()> end_of(const Effort& effort) {
  using Clock = std::chrono::steady_clock;
  const bool is_timed = effort.seconds < 1e9;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(is_timed ? effort.seconds : 0));
  return [stop = effort.stop, is_timed, end] {
    return (is_timed && Clock::now() >= end) || (stop && stop());
  };
}

Frustration least_frustration(const SignedGraph& graph, const Effort& effort) {
  return Solver(end_of(effort), effort.seed).solve(graph, kInfinity);
}

Frustration little_frustration(const SignedGraph& graph, std::uint64_t seed) {
  LocalSearch search(graph, seed);
  search.run(kQuickKicks);
  return {.lower = 0, .upper = search.frustration(), .sides = search.sides()};
}

OptimalPartitions optimal_partitions(const SignedGraph& graph, const Frustration& best,
                                     std::size_t limit, const Effort& effort) {
  return Counter(end_of(effort), effort.seed, std::max<std::size_t>(limit, 1))
      .count(graph, best.sides);
}

}  // namespace entente::alignment
