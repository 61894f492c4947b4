#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace entente::reading::dates {

// What single words mean to the calendar: the first of the three steps of dates.h. The second is
// the calendar itself (date_calendar.h), the third reads a sentence (date_scanner.h).

// clang-format off
enum class Kind : std::uint8_t {
  none, number, ordinal, decade, full_date, slashed_years, quarter_name, half_name, fiscal_year,
  month, weekday, unit, season, night, morning, part, earlier, later, ago, today, yesterday,
  tomorrow, tonight, recently, historically, the, a, half, vague_count, this_, that, last, past,
  next, coming, previous, following, same, recent, in, on, of, for_, over, since, until, by,
  before, after, post, pre, from, between, to, and_, then, now, long_, during, starting, or_
};
// clang-format on

enum class Unit : std::int16_t { hour, day, week, weekend, month, quarter, year, decade, century };
enum class Part : std::int16_t { early, middle, late, beginning, end };

/// A token as the calendar sees it.
struct Word {
  Kind kind = Kind::none;
  bool plural = false;
  std::int16_t value = 0;  ///< a number, month 1–12, weekday 0–6, Unit, Part, season 0–3
};

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// True when `form`, in lower case, is `small`.
constexpr bool same_word(std::string_view form, std::string_view small) {
  if (form.size() != small.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (lower(form[i]) != small[i]) return false;
  return true;
}

template <class... Kinds>
constexpr bool is_any(Kind kind, Kinds... kinds) {
  return ((kind == kinds) || ...);
}

template <std::size_t N>
bool is_one_of(std::string_view form, const std::string_view (&words)[N]) {
  return std::ranges::any_of(words, [&](std::string_view w) { return same_word(form, w); });
}

/// What a token means to the calendar; Kind::none for most.
Word classify(std::string_view form);
/// True for the words without which a sentence names no date.
bool anchors(Word w);

/// The value of a text that is all digits, at most four; -1 for anything else.
int digits(std::string_view text);
/// How many digits it begins with.
std::size_t leading_digits(std::string_view form);
/// The length of "mid", "post" or "pre" in a token that goes on behind a hyphen: the tokeniser
/// leaves bound prefixes on.
std::size_t prefix_of(std::string_view form);
bool is_dash(std::string_view form);
bool is_possessive(std::string_view form);
/// What is counted or measured: a number before it is no year.
bool is_measure(std::string_view form);
/// What numbers a text or a thing: the number behind it is no year.
bool is_numbered(std::string_view form);

}  // namespace entente::reading::dates
