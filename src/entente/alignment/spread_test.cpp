#include "entente/alignment/spread.h"

#include <gtest/gtest.h>

namespace entente::alignment {
namespace {

using Toward = std::vector<Standing>;
constexpr double kSure = 1e-8;  // variance

TEST(Spread, OneFriendIsOneVector) {
  const Spread one = spread(Toward{{6, kSure}, {-3, kSure}, {-1, kSure}});
  EXPECT_NEAR(one.vectors, 1, 1e-6);
  EXPECT_NEAR(one.shares[0], 1, 1e-6);
  EXPECT_EQ(one.none, 0);
}

TEST(Spread, EqualFriendsAreAsManyVectors) {
  const Spread three = spread(Toward{{5, kSure}, {5, kSure}, {5, kSure}, {-5, kSure}});
  EXPECT_NEAR(three.vectors, 3, 1e-3);
  EXPECT_NEAR(three.shares[1], 1.0 / 3, 1e-3);
}

TEST(Spread, UnequalFriendsLieBetween) {
  // Shares 3/4 and 1/4: 1 / (9/16 + 1/16) = 1.6.
  EXPECT_NEAR(spread(Toward{{6, kSure}, {2, kSure}}).vectors, 1.6, 1e-3);
}

TEST(Spread, WithoutFriendsThereIsNone) {
  const Spread none = spread(Toward{{-6, kSure}, {-2, kSure}});
  EXPECT_EQ(none.none, 1);
  EXPECT_EQ(none.vectors, 0);
  EXPECT_EQ(spread(Toward{}).none, 1);
}

TEST(Spread, WhatIsUncertainHasAWideInterval) {
  const Spread sure = spread(Toward{{4, 0.01}, {4, 0.01}, {4, 0.01}});
  const Spread unsure = spread(Toward{{4, 16}, {4, 16}, {4, 16}});
  EXPECT_LT(sure.high - sure.low, 0.1);
  EXPECT_GT(unsure.high - unsure.low, 1);
  EXPECT_LT(unsure.vectors, sure.vectors);
  EXPECT_NEAR(unsure.none, 0.159 * 0.159 * 0.159, 0.005);  // all three below 0
  EXPECT_EQ(spread(Toward{{4, 16}}).vectors, spread(Toward{{4, 16}}).vectors);
}

}  // namespace
}  // namespace entente::alignment
