#include "entente/alignment/clustering.h"

#include <gtest/gtest.h>

#include <random>

namespace entente::alignment {
namespace {

using Tie = SignedGraph::Tie;

/// The least frustration of all partitions into `most` blocs at most (0: any number).
std::int64_t try_all(const SignedGraph& graph, int most) {
  std::vector<std::int32_t> bloc(std::size_t(graph.nodes()), 0);
  std::int64_t least = INT64_MAX;
  const auto place = [&](const auto& self, std::size_t node, int blocs) -> void {
    if (node == bloc.size()) {
      least = std::min(least, frustration(graph, bloc));
      return;
    }
    for (int b = 0; b <= blocs && (most == 0 || b < most); ++b) {
      bloc[node] = b;
      self(self, node + 1, std::max(blocs, b + 1));
    }
  };
  place(place, 0, 0);
  return least;
}

TEST(Clustering, HoldsTheTruthBetweenItsBounds) {
  int proven = 0, cases = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    std::vector<Tie> ties;
    for (int i = 0; i < 18; ++i)
      ties.push_back(
          {std::int32_t(random() % 8), std::int32_t(random() % 8), std::int64_t(random() % 9) - 4});
    const auto graph = SignedGraph::make(8, ties).value();
    for (const int most : {0, 2, 3, 4}) {
      const std::int64_t least = try_all(graph, most);
      const Clustering found = least_frustrating_blocs(graph, most);
      EXPECT_EQ(found.upper, least) << "seed " << seed << " blocs " << most;
      EXPECT_LE(found.lower, least) << "seed " << seed << " blocs " << most;
      EXPECT_EQ(frustration(graph, found.bloc), found.upper);
      if (most > 0) {
        EXPECT_LE(found.blocs, most);
      }
      proven += found.is_proven();
      ++cases;
    }
  }
  EXPECT_GT(proven, cases / 3);
}

/// Three camps that are foes of one another: weakly balanced, but not balanced.
TEST(Clustering, OfThreeCampsIsFoundWhereThreeAreAllowed) {
  std::vector<Tie> ties;
  for (std::int32_t a = 0; a < 12; ++a)
    for (std::int32_t b = a + 1; b < 12; ++b) ties.push_back({a, b, a % 3 == b % 3 ? 1 : -1});
  const auto graph = SignedGraph::make(12, ties).value();
  for (const int most : {0, 3, 5}) {
    const Clustering found = least_frustrating_blocs(graph, most);
    EXPECT_EQ(found.upper, 0);
    EXPECT_EQ(found.blocs, 3);
    EXPECT_EQ(found.bloc[0], found.bloc[9]);
    EXPECT_TRUE(found.is_proven());
  }
  EXPECT_EQ(least_frustrating_blocs(graph, 2).upper, 16);
}

TEST(Clustering, OfNothingIsNothing) {
  EXPECT_EQ(least_frustrating_blocs(SignedGraph(), 0).blocs, 0);
  EXPECT_EQ(least_frustrating_blocs(SignedGraph::make(3, {}).value(), 2).upper, 0);
}

}  // namespace
}  // namespace entente::alignment
