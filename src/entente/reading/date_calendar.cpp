#include "entente/reading/date_calendar.h"

#include <array>
#include <utility>

namespace entente::reading::dates {

using base::Date;
using base::Interval;
using base::Precision;

Date shift(Date date, int count, Unit u) {
  switch (u) {
    case Unit::hour:
      return date + (count >= 0 ? count / 24 : -(-count / 24));
    case Unit::day:
      return date + count;
    case Unit::week:
    case Unit::weekend:
      return date + 7 * count;
    case Unit::month:
      return date.plus_months(count);
    case Unit::quarter:
      return date.plus_months(3 * count);
    case Unit::year:
      return date.plus_months(12 * count);
    case Unit::decade:
      return date.plus_months(120 * count);
    case Unit::century:
      return date.plus_months(1200 * count);
  }
  return date;
}

Interval months_from(int year, int month, int months, Precision precision) {
  const Date start = Date::from_civil(year, month, 1);
  return {start, start.plus_months(months) - 1, precision};
}

Interval years_from(int year, int years) {
  return months_from(year, 1, 12 * years, Precision::range);
}

Interval quarter_of(int year, int quarter) {
  return months_from(year, 3 * quarter - 2, 3, Precision::quarter);
}

Interval calendar(Date date, Unit u) {
  const auto [year, month, day] = date.civil();
  const Interval week = Interval::week_of(date);
  switch (u) {
    case Unit::hour:
    case Unit::day:
      return Interval::day(date);
    case Unit::week:
      return week;
    case Unit::weekend:
      return {week.end - 1, week.end, Precision::range};
    case Unit::month:
      return Interval::month(year, month);
    case Unit::quarter:
      return quarter_of(year, (month + 2) / 3);
    case Unit::year:
      return Interval::year(year);
    case Unit::decade:
      return years_from(year / 10 * 10, 10);
    case Unit::century:
      return years_from((year - 1) / 100 * 100 + 1, 100);
  }
  return week;
}

Interval season_of(int year, int season) {
  return months_from(year, 3 + 3 * season, 3, Precision::quarter);
}

int months_in(const Interval& when) {
  const auto a = when.start.civil();
  const auto b = (when.end + 1).civil();
  return (b.year - a.year) * 12 + b.month - a.month;
}

namespace {

/// The years of a decade that count as early (0–3), mid (4–6), late (7–9); thirds of all else.
Interval third_of(const Interval& when, int third) {
  const int months = months_in(when);
  if (months == 120) {
    const int year = when.start.civil().year;
    constexpr std::array<int, 4> kFirst{0, 4, 7, 10};
    return years_from(year + kFirst[third], kFirst[third + 1] - kFirst[third]);
  }
  if (months >= 3) {
    const Date start = when.start.plus_months(months * third / 3);
    return {start, when.start.plus_months(months * (third + 1) / 3) - 1, Precision::range};
  }
  const int days = when.end.days - when.start.days + 1;
  return {when.start + days * third / 3, when.start + days * (third + 1) / 3 - 1, Precision::range};
}

}  // namespace

Interval part_of(const Interval& when, Part p) {
  if (when.end.days - when.start.days < 2) return when;
  const int months = months_in(when);
  const int edge = months >= 120 ? 24 : 3;
  switch (p) {
    case Part::early:
      return third_of(when, 0);
    case Part::middle:
      return third_of(when, 1);
    case Part::late:
      return third_of(when, 2);
    case Part::beginning:
      if (months < 12) return third_of(when, 0);
      return {when.start, when.start.plus_months(edge) - 1,
              edge == 3 ? Precision::quarter : Precision::range};
    case Part::end:
      if (months < 12) return third_of(when, 2);
      return {(when.end + 1).plus_months(-edge), when.end,
              edge == 3 ? Precision::quarter : Precision::range};
  }
  return when;
}

std::optional<Date> full_date(std::string_view form) {
  std::array<int, 3> part{};
  std::array<std::size_t, 3> width{};
  const char separator = form[leading_digits(form)];
  for (std::size_t i = 0; i < 3; ++i) {
    width[i] = leading_digits(form);
    part[i] = digits(form.substr(0, width[i]));
    form.remove_prefix(width[i]);
    if (part[i] < 0 || (i < 2 && (form.empty() || form.front() != separator))) return {};
    if (i < 2) form.remove_prefix(1);
  }
  if (!form.empty()) return {};
  if (width[0] == 4)
    std::swap(part[0], part[2]);
  else if (width[2] != 4)
    return {};
  auto [day, month, year] = part;
  const bool either_order = width[0] != 4 && separator == '/' && day <= 12 && month <= 12;
  if (either_order && day != month) return {};  // 05/06/2017
  if (separator == '/' && month > 12) std::swap(day, month);
  if (year < 1500 || year > 2200 || month < 1 || month > 12 || day < 1) return {};
  if (day > base::days_in_month(year, month)) return {};
  return Date::from_civil(year, month, day);
}

}  // namespace entente::reading::dates
