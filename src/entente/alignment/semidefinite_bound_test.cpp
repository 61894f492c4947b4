#include "entente/alignment/semidefinite_bound.h"

#include <gtest/gtest.h>

#include <random>

#include "entente/alignment/frustration.h"

namespace entente::alignment {
namespace {

const auto kNever = [] { return false; };

/// All pairs, signs drawn by lot, weights up to `most`.
SignedGraph complete_graph(int nodes, int most, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<SignedGraph::Tie> ties;
  for (std::int32_t a = 0; a < nodes; ++a)
    for (std::int32_t b = a + 1; b < nodes; ++b) {
      const auto size = std::int64_t(1 + random() % unsigned(most));
      ties.push_back({a, b, random() % 2 ? size : -size});
    }
  return SignedGraph::make(nodes, std::move(ties)).value();
}

std::int64_t least_of_all(const SignedGraph& graph) {
  std::int64_t least = INT64_MAX;
  for (std::uint32_t bits = 0; bits < 1u << (graph.nodes() - 1); ++bits) {
    Sides sides;
    for (int i = 0; i < graph.nodes(); ++i) sides.push_back(bits >> i & 1 ? -1 : 1);
    least = std::min(least, graph.frustration(sides));
  }
  return least;
}

TEST(SemidefiniteBound, IsNeverOverTheLeastFrustrationAndMostlyReachesIt) {
  int reached = 0;
  for (unsigned seed = 0; seed < 40; ++seed) {
    const SignedGraph graph = complete_graph(5 + int(seed % 9), seed % 2 ? 1 : 1000, seed);
    const std::int64_t least = least_of_all(graph);
    SemidefiniteBound bound(graph);
    bound.tighten(least, kNever);  // more than there is
    ASSERT_LE(bound.bound(), least) << "seed " << seed;
    reached += double(bound.bound()) >= 0.98 * double(least);
  }
  EXPECT_GE(reached, 30);
}

TEST(SemidefiniteBound, PricesOfTheWholeAreAProofForWhatIsLeft) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const SignedGraph graph = complete_graph(12, 50, seed);
    SemidefiniteBound whole(graph);
    whole.tighten(INT32_MAX, kNever);
    KnownSides known(graph.nodes());
    known.join(3, 7, seed % 2 ? 1 : -1);
    known.join(7, 1, -1);
    const Quotient rest(graph, known);
    const std::int64_t least = least_of_all(rest.graph);
    SemidefiniteBound part(rest.graph, whole.prices().projected(rest));
    part.tighten(-1, kNever);  // one look at the prices as they are
    EXPECT_LE(part.bound(), least);
    EXPECT_GE(part.bound() + rest.constant, whole.bound() - whole.bound() / 5);
    // There and back again: the same prices.
    const Prices back = part.prices().lifted(rest).projected(rest);
    ASSERT_EQ(back.triangles.size(), part.prices().triangles.size());
    for (std::size_t i = 0; i < back.triangles.size(); ++i)
      EXPECT_EQ(back.triangles[i].price, part.prices().triangles[i].price);
  }
}

TEST(SemidefiniteBound, ProvesSignsThatAreDrawnByLot) {
  for (const int nodes : {30, 40}) {
    const SignedGraph graph = complete_graph(nodes, 100, unsigned(nodes));
    const Frustration found = least_frustration(graph);
    EXPECT_TRUE(found.is_proven());
    EXPECT_EQ(graph.frustration(found.sides), found.upper);
  }
}

TEST(SemidefiniteBound, HoldsForWeightsOfAllSizes) {
  for (const std::int64_t unit : {std::int64_t{1'000'000'007}, std::int64_t{1} << 50}) {
    std::vector<SignedGraph::Tie> ties;
    const SignedGraph graph = complete_graph(11, 9, 3);
    for (const auto& tie : graph.ties()) ties.push_back({tie.a, tie.b, tie.weight * unit});
    const SignedGraph large = SignedGraph::make(11, ties).value();
    SemidefiniteBound bound(large);
    bound.tighten(INT64_MAX - 1, kNever);
    EXPECT_LE(bound.bound(), least_of_all(graph) * unit);
    const Frustration found = least_frustration(large);
    EXPECT_EQ(found.lower, least_of_all(graph) * unit);
    EXPECT_EQ(found.upper, found.lower);
  }
}

}  // namespace
}  // namespace entente::alignment
