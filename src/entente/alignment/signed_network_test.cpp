#include "entente/alignment/signed_network.h"

#include <gtest/gtest.h>

namespace entente::alignment {
namespace {

using Tie = SignedNetwork::Tie;

TEST(SignedNetwork, TiesOfAPairAreSummedAndTheirEndsAreOrdered) {
  const auto network = SignedNetwork::make(
      {"a", "b", "c", "d"},
      {{2, 0, -3}, {0, 1, 2}, {1, 0, 5}, {1, 2, 1}, {2, 1, -1}, {3, 3, 9}, {3, 2, 4}});
  ASSERT_TRUE(network) << network.error().message();
  ASSERT_EQ(network->ties().size(), 3u);
  EXPECT_EQ(network->ties()[0].weight, 7);
  EXPECT_EQ(network->ties()[1].weight, -3);
  EXPECT_EQ(network->dropped().loops, 1);
  EXPECT_EQ(network->dropped().parallel, 2);
  EXPECT_EQ(network->dropped().zero, 1);
  EXPECT_EQ(network->negative(), 1);
  EXPECT_EQ(network->size(), 14);
  EXPECT_EQ(network->frustration({1, 1, 1, 1}), 3);
  EXPECT_EQ(network->frustration({1, 1, -1, -1}), 0);
  EXPECT_EQ(network->frustration({1, -1, -1, 1}), 11);
  ASSERT_EQ(network->ends(2).size(), 2u);
  EXPECT_EQ(network->ends(2)[0].node, 0);
  EXPECT_EQ(network->ends(2)[0].tie, 1);
  EXPECT_EQ(network->ends(2)[1].node, 3);
  EXPECT_EQ(network->ends(2)[1].weight, 4);
}

TEST(SignedNetwork, WeightsAreShownInTheUnitOfTheirSource) {
  const auto network = SignedNetwork::make({"a", "b"}, {{0, 1, 125}}, 2);
  ASSERT_TRUE(network);
  EXPECT_EQ(network->in_unit(125), "1.25");
  EXPECT_EQ(network->in_unit(-5), "-0.05");
  EXPECT_EQ(network->in_unit(1200), "12");
  EXPECT_EQ(network->in_unit(0), "0");
}

TEST(SignedNetwork, RefusesNodesThatItDoesNotHaveAndSumsThatDoNotFit) {
  EXPECT_FALSE(SignedNetwork::make({"a"}, {{0, 1, 1}}));
  EXPECT_FALSE(SignedNetwork::make({"a", "b"}, {{0, 1, std::int64_t{1} << 60}}));
  EXPECT_FALSE(SignedNetwork::make({"a", "b"}, {{0, 1, (std::int64_t{1} << 60) - 1}, {0, 1, 1}}));
  EXPECT_FALSE(SignedNetwork::make({"a", "b"}, {{0, 1, INT64_MIN}}));
}

TEST(SignedNetwork, MayBeEmpty) {
  const auto network = SignedNetwork::make({}, {});
  ASSERT_TRUE(network);
  EXPECT_EQ(network->nodes(), 0);
  EXPECT_EQ(network->size(), 0);
}

}  // namespace
}  // namespace entente::alignment
