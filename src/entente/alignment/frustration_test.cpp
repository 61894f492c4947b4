#include "entente/alignment/frustration.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <set>

#include "entente/alignment/cycle_packing.h"
#include "entente/alignment/local_search.h"
#include "entente/alignment/quotient.h"

namespace entente::alignment {
namespace {

using Tie = SignedGraph::Tie;

SignedGraph graph_of(int nodes, std::vector<Tie> ties) {
  return SignedGraph::make(nodes, std::move(ties)).value();
}

/// Ties between random pairs, weights from -most to most.
SignedGraph random_graph(int nodes, int ties, int most, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Tie> list;
  for (int i = 0; i < ties; ++i)
    list.push_back({std::int32_t(random() % unsigned(nodes)),
                    std::int32_t(random() % unsigned(nodes)),
                    std::int64_t(random() % unsigned(2 * most + 1)) - most});
  return graph_of(nodes, list);
}

/// By trying all partitions with each component's first node on side 1.
struct Tried {
  std::int64_t least;
  std::set<Sides> optimal;
};
Tried try_all(const SignedGraph& graph) {
  KnownSides joined(graph.nodes());
  for (const Tie& tie : graph.ties()) joined.join(tie.a, tie.b, 1);
  std::vector<std::size_t> free;
  for (int i = 0; i < graph.nodes(); ++i)
    if (joined.of(i).node != i) free.push_back(std::size_t(i));
  Tried tried{INT64_MAX, {}};
  for (std::uint32_t bits = 0; bits < 1u << free.size(); ++bits) {
    Sides sides(std::size_t(graph.nodes()), 1);
    for (std::size_t i = 0; i < free.size(); ++i)
      if (bits >> i & 1) sides[free[i]] = -1;
    const std::int64_t frustration = graph.frustration(sides);
    if (frustration > tried.least) continue;
    if (frustration < tried.least) tried = {frustration, {}};
    tried.optimal.insert(sides);
  }
  return tried;
}

TEST(Frustration, IsThatOfTryingAllPartitionsAsAreTheOptimalOnes) {
  int frustrated = 0;
  for (unsigned seed = 0; seed < 500; ++seed) {
    const int nodes = 2 + int(seed % 13), ties = nodes * (1 + int(seed % 4));
    const SignedGraph graph = random_graph(nodes, ties, seed % 3 == 0 ? 1 : 7, seed);
    const Tried tried = try_all(graph);
    const Frustration found = least_frustration(graph);
    ASSERT_EQ(found.upper, tried.least) << "seed " << seed;
    ASSERT_EQ(found.lower, tried.least) << "seed " << seed;
    ASSERT_EQ(graph.frustration(found.sides), tried.least) << "seed " << seed;
    const auto all = optimal_partitions(graph, found, 100'000);
    ASSERT_TRUE(all.is_exact);
    ASSERT_EQ(all.count, tried.optimal.size()) << "seed " << seed;
    ASSERT_EQ(std::set<Sides>(all.list.begin(), all.list.end()), tried.optimal) << "seed " << seed;
    frustrated += tried.least > 0;
  }
  EXPECT_GT(frustrated, 250);
}

/// Above the size that optimal_partitions tries out, where ties are contracted and decided.
TEST(Frustration, CountsOptimalPartitionsOfLargerGraphs) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const SignedGraph graph = random_graph(17, 40, 1, 1000 + seed);
    const Tried tried = try_all(graph);
    const Frustration found = least_frustration(graph);
    ASSERT_EQ(found.upper, tried.least);
    const auto all = optimal_partitions(graph, found, 100'000);
    ASSERT_EQ(all.count, tried.optimal.size()) << "seed " << seed;
    ASSERT_EQ(std::set<Sides>(all.list.begin(), all.list.end()), tried.optimal) << "seed " << seed;
  }
}

TEST(Frustration, OfABalancedGraphIsNothing) {
  const auto graph = graph_of(5, {{0, 1, 3}, {1, 2, -2}, {0, 2, -1}, {3, 4, -5}});
  const auto found = least_frustration(graph);
  EXPECT_EQ(found.upper, 0);
  EXPECT_TRUE(found.is_proven());
  EXPECT_EQ(found.sides, (Sides{1, 1, -1, 1, -1}));
  EXPECT_EQ(optimal_partitions(graph, found, 10).count, 1u);
}

TEST(Frustration, OfNoNodesAndOfLoneNodesIsNothing) {
  EXPECT_TRUE(least_frustration(SignedGraph()).is_proven());
  const auto lone = graph_of(3, {});
  EXPECT_EQ(least_frustration(lone).sides, (Sides{1, 1, 1}));
  EXPECT_EQ(optimal_partitions(lone, least_frustration(lone), 10).count, 1u);
}

/// 40 frustrated squares of equal ties, one after another: four ways each.
TEST(Frustration, PartitionsOfBlocksMultiply) {
  std::vector<Tie> ties;
  for (std::int32_t i = 0; i < 40; ++i) {
    const std::int32_t first = 3 * i;
    ties.insert(ties.end(), {{first, first + 1, 1},
                             {first + 1, first + 2, 1},
                             {first + 2, first + 3, 1},
                             {first, first + 3, -1}});
  }
  const auto graph = graph_of(121, ties);
  const auto found = least_frustration(graph);
  EXPECT_EQ(found.lower, 40);
  EXPECT_EQ(found.upper, 40);
  const auto few = optimal_partitions(graph, found, 3);
  EXPECT_EQ(few.count, UINT64_MAX);  // 2^80
  EXPECT_FALSE(few.is_exact);
  EXPECT_EQ(few.list.size(), 3u);
  for (const Sides& sides : few.list) EXPECT_EQ(graph.frustration(sides), 40);
}

TEST(Frustration, StoppedAtOnceStillHoldsTheTruthBetweenItsBounds) {
  const SignedGraph graph = random_graph(24, 120, 9, 5);
  const auto best = least_frustration(graph);
  const auto stopped = least_frustration(graph, {.stop = [] { return true; }});
  EXPECT_LE(stopped.lower, best.lower);
  EXPECT_GE(stopped.upper, best.upper);
  EXPECT_EQ(graph.frustration(stopped.sides), stopped.upper);
}

/// Complete graphs of foes only: the more even the sides, the better, and no linear bound is tight.
TEST(Frustration, OfFoesOnlyIsProven) {
  for (int nodes = 3; nodes <= 9; ++nodes) {
    std::vector<Tie> ties;
    for (std::int32_t a = 0; a < nodes; ++a)
      for (std::int32_t b = a + 1; b < nodes; ++b) ties.push_back({a, b, -1});
    const auto found = least_frustration(graph_of(nodes, ties));
    const std::int64_t small = nodes / 2, large = nodes - small;
    EXPECT_EQ(found.upper, small * (small - 1) / 2 + large * (large - 1) / 2);
    EXPECT_TRUE(found.is_proven()) << nodes;
  }
}

TEST(CyclePacking, HoldsNoTieOverItsCapacityAndOnlyNegativeCycles) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    const SignedGraph graph = random_graph(20, 70, 5, seed);
    LocalSearch search(graph);
    CyclePacking packing(graph, 8);
    packing.pack(search.sides(), 8 * search.frustration(), 50, [] { return false; });
    std::vector<std::int64_t> used(graph.ties().size());
    std::int64_t sum = 0;
    for (const auto& cycle : packing.cycles()) {
      ASSERT_GE(cycle.amount, 0);
      std::vector<int> degree(20);
      int negative = 0;
      for (const auto tie : packing.ties_of(cycle)) {
        used[std::size_t(tie)] += cycle.amount;
        negative += graph.tie(tie).weight < 0;
        ++degree[std::size_t(graph.tie(tie).a)];
        ++degree[std::size_t(graph.tie(tie).b)];
      }
      ASSERT_EQ(negative % 2, 1);
      for (const int d : degree) ASSERT_TRUE(d == 0 || d == 2);
      sum += cycle.amount;
    }
    ASSERT_EQ(sum, packing.bound());
    for (std::size_t i = 0; i < used.size(); ++i)
      ASSERT_EQ(used[i] + packing.unused(int(i)), 8 * std::abs(graph.ties()[i].weight));
  }
}

TEST(Quotient, KeepsFrustrationUpToItsConstant) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    const SignedGraph graph = random_graph(12, 40, 5, seed);
    KnownSides known(12);
    known.join(0, 5, -1);
    known.join(5, 7, 1);
    known.join(2, 3, -1);
    const Quotient rest(graph, known);
    ASSERT_EQ(rest.graph.nodes(), 9);
    std::mt19937 random(seed);
    for (int i = 0; i < 20; ++i) {
      Sides sides(9);
      for (auto& side : sides) side = random() % 2 ? 1 : -1;
      const Sides whole = rest.lift(sides);
      ASSERT_EQ(whole[0], -whole[7]);
      ASSERT_EQ(whole[2], -whole[3]);
      ASSERT_EQ(graph.frustration(whole), rest.graph.frustration(sides) + rest.constant);
      ASSERT_EQ(rest.project(whole), sides);
    }
  }
}

TEST(Blocks, AreTheBiconnectedComponents) {
  // Two triangles that share node 2, a bridge, a square.
  const auto graph = graph_of(8, {{0, 1, 1},
                                  {1, 2, 1},
                                  {0, 2, 1},
                                  {2, 3, 1},
                                  {3, 4, 1},
                                  {2, 4, 1},
                                  {4, 5, 1},
                                  {5, 6, 1},
                                  {6, 7, 1},
                                  {5, 7, 1}});
  std::set<std::vector<std::int32_t>> found;
  for (const Block& block : blocks(graph)) {
    found.insert(block.nodes);
    EXPECT_EQ(block.graph.ties().size(), 3u);
  }
  EXPECT_EQ(found, (std::set<std::vector<std::int32_t>>{{0, 1, 2}, {2, 3, 4}, {5, 6, 7}}));
}

}  // namespace
}  // namespace entente::alignment
