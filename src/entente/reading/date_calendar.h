#pragma once

#include <optional>
#include <string_view>

#include "entente/base/date.h"
#include "entente/reading/date_words.h"

namespace entente::reading::dates {

// What the calendar makes of units, seasons, quarters and parts.

/// The date `count` units later, or before when it is negative.
base::Date shift(base::Date date, int count, Unit u);
/// `months` calendar months from the first of one on.
base::Interval months_from(int year, int month, int months, base::Precision precision);
/// Whole years from the first of January on.
base::Interval years_from(int year, int years);
base::Interval quarter_of(int year, int quarter);
/// The unit of the calendar in which `date` lies.
base::Interval calendar(base::Date date, Unit u);
/// Spring 0 to winter 3; a winter bears the year in which it begins.
base::Interval season_of(int year, int season);
int months_in(const base::Interval& when);
/// "The end of 2014" is its last quarter; of a shorter time the last third, of a decade two years.
base::Interval part_of(const base::Interval& when, Part p);
/// The day of a full date in digits: year first, or day first, or month first when only that can
/// be.
std::optional<base::Date> full_date(std::string_view form);

}  // namespace entente::reading::dates
