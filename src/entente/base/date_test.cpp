#include "entente/base/date.h"

#include <gtest/gtest.h>

namespace entente::base {

TEST(Date, ReadsWholeAndPartialIsoDates) {
  EXPECT_EQ(Date::parse("2017-09-05")->iso(), "2017-09-05");
  EXPECT_EQ(Date::parse("2017-09")->iso(), "2017-09-01");
  EXPECT_EQ(Date::parse("2017")->iso(), "2017-01-01");
  for (const char* bad : {"", "17", "2017-13", "2017-02-29", "2017-09-05T", "2017-9-5", "2017-",
                          "2017--1-01", "2017-09-05-01"})
    EXPECT_FALSE(Date::parse(bad)) << bad;
}

TEST(Date, KnowsWeekdaysAndMonths) {
  EXPECT_EQ(Date::from_civil(2017, 9, 5).weekday(), 1);    // a Tuesday
  EXPECT_EQ(Date::from_civil(1969, 12, 31).weekday(), 2);  // a Wednesday
  EXPECT_EQ(Date::from_civil(2016, 3, 31).plus_months(-1).iso(), "2016-02-29");
  EXPECT_EQ(Date::from_civil(2016, 11, 30).plus_months(3).iso(), "2017-02-28");
}

TEST(Interval, WeekRunsFromMondayToSunday) {
  const Interval week = Interval::week_of(Date::from_civil(2017, 9, 5));
  EXPECT_EQ(week.start.iso(), "2017-09-04");
  EXPECT_EQ(week.end.iso(), "2017-09-10");
  EXPECT_EQ(name(week.precision), "week");
}

}  // namespace entente::base
