#include "entente/alignment/since.h"

#include <gtest/gtest.h>

#include "entente/alignment/simulated_pairs.h"

namespace entente::alignment {
namespace {

using base::Date;

const Parameters kTrue{
    .spread = 2, .reversion = 700, .noise = 3, .day_noise = 1, .mean = 0.5, .lasting = 1.5};
const Date kFirst = Date::from_civil(2000, 1, 1), kLast = Date::from_civil(2012, 1, 1);

TEST(Since, NineInTenIntervalsHoldTheLastChangeOfSign) {
  const SinceScore score = score_since(kTrue, 300);
  EXPECT_NEAR(score.right / score.pairs, score.foretold / score.pairs, 0.06);
  EXPECT_GT(score.held / score.right, 0.86);  // two deviations less
  EXPECT_LT(score.held / score.right, 0.97);  // above 0.9: many have been there all along
}

TEST(Since, WhoNeverChangedHasNoDate) {
  std::vector<Day> days;
  for (int i = 0; i < 50; ++i) days.push_back({kFirst.days + 80 * i, 1, -8, 20, 0});
  const Since found = since(Series({days, {}}, kTrue), kFirst, kLast);
  EXPECT_FALSE(found.is_aligned);
  EXPECT_GT(found.probability, 0.99);
  EXPECT_FALSE(found.date || found.from || found.to);
}

TEST(Since, AChangeIsFoundToTheMonthWhereMuchIsKnown) {
  std::vector<Day> days;
  const Date change = Date::from_civil(2006, 3, 15);
  for (Date day = kFirst; day <= kLast; day = day + 10)
    days.push_back({day.days, 1, day < change ? -6.0 : 6.0, 20, 0});
  const Since found = since(Series({days, {}}, kTrue), kFirst, kLast);
  EXPECT_TRUE(found.is_aligned);
  ASSERT_TRUE(found.date && found.from && found.to);
  EXPECT_EQ(found.date->iso(), "2006-04-01");
  EXPECT_LE(found.to->days - found.from->days, 62);
  // A quarrel of three months is no change of sides.
  for (Day& day : days)
    if (Date::from_civil(2009, 1, 1).days < day.day && day.day < Date::from_civil(2009, 4, 1).days)
      day.mean = -6;
  EXPECT_EQ(since(Series({days, {}}, kTrue), kFirst, kLast).date->iso(), "2006-04-01");
  for (Day& day : days) day.mean = day.day < change.days ? -6 : 6;
  // On the eve it stood on the other side, and had done so since the first day.
  const Since before = since(Series({days, {}}, kTrue), kFirst, change + -20);
  EXPECT_FALSE(before.is_aligned);
  EXPECT_FALSE(before.date);
}

TEST(Since, OneDayAloneIsAllThatIsAskedOf) {
  const Since found = since(Series({}, kTrue), kLast, kLast);
  EXPECT_TRUE(found.is_aligned);
  EXPECT_NEAR(found.probability, 0.5 * std::erfc(-0.5 / 2.5 / std::sqrt(2)), 0.05);
  EXPECT_FALSE(found.date);
}

}  // namespace
}  // namespace entente::alignment
