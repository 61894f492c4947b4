#include "entente/base/date.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

namespace entente::base {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

Date Date::from_civil(int y, int m, int d) {
  const sys_days days{year_month_day{year{y}, month(unsigned(m)), day(unsigned(d))}};
  return {static_cast<std::int32_t>(days.time_since_epoch().count())};
}

std::optional<Date> Date::parse(std::string_view text) {
  std::array<int, 3> part{1, 1, 1};
  constexpr std::array<std::size_t, 3> width{4, 2, 2};
  for (std::size_t i = 0; i < 3; ++i) {
    if (text.size() < width[i]) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + width[i], part[i]);
    if (error != std::errc{} || end != text.data() + width[i]) return std::nullopt;
    text.remove_prefix(width[i]);
    if (text.empty()) break;
    if (text.front() != '-' || i == 2) return std::nullopt;
    text.remove_prefix(1);
  }
  const year_month_day civil{year{part[0]}, month(unsigned(part[1])), day(unsigned(part[2]))};
  if (part[1] < 0 || part[2] < 0 || !civil.ok()) return std::nullopt;
  return from_civil(part[0], part[1], part[2]);
}

Date::Civil Date::civil() const {
  const year_month_day date{sys_days{std::chrono::days{days}}};
  return {int(date.year()), int(unsigned(date.month())), int(unsigned(date.day()))};
}

int Date::weekday() const { return ((days + 3) % 7 + 7) % 7; }  // 1970-01-01 was a Thursday

Date Date::plus_months(int months) const {
  const Civil now = civil();
  const int index = now.year * 12 + now.month - 1 + months;
  const int y = index / 12;
  const int m = index % 12 + 1;
  return from_civil(y, m, std::min(now.day, days_in_month(y, m)));
}

std::string Date::iso() const {
  const Civil date = civil();
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

int days_in_month(int y, int m) {
  const auto last = year{y} / month(unsigned(m)) / std::chrono::last;
  return int(unsigned(last.day()));
}

namespace {
constexpr std::array<std::string_view, 7> kPrecisions{"day",  "week",  "month",   "quarter",
                                                      "year", "range", "estimate"};
}

std::string_view name(Precision precision) { return kPrecisions[std::size_t(precision)]; }

std::optional<Precision> precision_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kPrecisions.size(); ++i)
    if (kPrecisions[i] == name) return static_cast<Precision>(i);
  return std::nullopt;
}

Interval Interval::week_of(Date date) {
  const Date monday = date - date.weekday();
  return {monday, monday + 6, Precision::week};
}

Interval Interval::month(int y, int m) {
  return {Date::from_civil(y, m, 1), Date::from_civil(y, m, days_in_month(y, m)), Precision::month};
}

Interval Interval::year(int y) {
  return {Date::from_civil(y, 1, 1), Date::from_civil(y, 12, 31), Precision::year};
}

}  // namespace entente::base
