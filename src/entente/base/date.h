#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace entente::base {

/// A day of the proleptic Gregorian calendar, as days since 1970-01-01.
struct Date {
  std::int32_t days = 0;

  static Date from_civil(int year, int month, int day);
  /// Reads "2017", "2017-09" or "2017-09-05" (a part left out is the first). Nothing for anything
  /// else, nor for a day that no calendar has.
  static std::optional<Date> parse(std::string_view text);

  struct Civil {
    int year, month, day;
  };
  [[nodiscard]] Civil civil() const;
  /// Monday is 0, Sunday is 6.
  [[nodiscard]] int weekday() const;
  /// The same day `months` later, or the last of that month when it has no such day.
  [[nodiscard]] Date plus_months(int months) const;
  /// "2017-09-05"
  [[nodiscard]] std::string iso() const;

  friend auto operator<=>(Date, Date) = default;
  friend Date operator+(Date date, int count) { return {date.days + count}; }
  friend Date operator-(Date date, int count) { return {date.days - count}; }
};

int days_in_month(int year, int month);

/// How exactly words name a time; `estimate` is what no words name: the probable time of a document
/// that bears no date, worked out from what it tells of.
enum class Precision : std::uint8_t { day, week, month, quarter, year, range, estimate };
std::string_view name(Precision precision);
std::optional<Precision> precision_from_name(std::string_view name);

/// An interval of days, both ends included, and how exactly the text named it.
struct Interval {
  Date start, end;
  Precision precision = Precision::day;

  static Interval day(Date date) { return {date, date, Precision::day}; }
  /// Monday to Sunday of the week in which `date` lies.
  static Interval week_of(Date date);
  static Interval month(int year, int month);
  static Interval year(int year);

  friend bool operator==(const Interval&, const Interval&) = default;
};

}  // namespace entente::base
