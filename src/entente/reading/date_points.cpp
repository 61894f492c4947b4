#include "entente/reading/date_scanner.h"

#include <algorithm>

namespace entente::reading::dates {

using base::Date;
using base::Interval;
using base::Precision;
using text::Tag;

Point Scanner::point(int i) {
  const int j = skip(i, Kind::the);
  switch (kind(j)) {
    case Kind::full_date: {
      const auto day = full_date(form(j));
      return day ? Point{j + 1, Interval::day(*day)} : Point{};
    }
    case Kind::slashed_years:
      return slashed_years(j);
    case Kind::number:
    case Kind::ordinal:
      return numbered(j);
    case Kind::a:
    case Kind::vague_count:
    case Kind::half:
      return counted(j);
    case Kind::quarter_name:
    case Kind::half_name:
      return fraction(j);
    case Kind::fiscal_year:
      return {j + 1, Interval::year(at(j).value)};
    case Kind::month: {
      const Point day = month_and_day(j);
      return day ? day : month_alone(j);
    }
    case Kind::decade:
      return decade(j);
    case Kind::part:
      return part(j);
    case Kind::earlier:
    case Kind::later:
      return earlier_or_later(j);
    case Kind::season:
      return season(j);
    case Kind::weekday:
      return weekday(j);
    case Kind::unit:
      return whole(j);
    default:
      return directs(j) ? directed(j) : date_word(j);
  }
}

/// What begins with a number: a day, a quarter, a century, a year, or so much time from another.
Point Scanner::numbered(int i) {
  Point p = day_and_month(i);
  if (!p) p = fraction(i);
  if (!p) p = century(i);
  if (!p && kind(i) == Kind::number) p = year(i);
  return p ? p : counted(i);
}

/// "Today", "yesterday", "recently".
Point Scanner::date_word(int i) {
  if (!dated()) return {};
  const int end = is(i + 1, Kind::morning, Kind::night) ? i + 2 : i + 1;
  switch (kind(i)) {
    case Kind::today:
      // "today's world", "to this day", a newspaper
      if (is_possessive(form(i + 1)) && kind(i - 1) == Kind::in) return {};
      if (starts_upper(i) && i > 0 && text::is_proper(tag(i - 1))) return {};
      return {i + 1, Interval::day(today())};
    case Kind::tonight:
      return {i + 1, Interval::day(today())};
    case Kind::yesterday:
      return {end, Interval::day(today() - 1)};
    case Kind::tomorrow:
      return {end, Interval::day(today() + 1)};
    case Kind::recently:
      return {i + 1, {today().plus_months(-3), today(), Precision::range}, false, true};
    default:
      return {};
  }
}

/// "4 June", "4th of June", "4 to 6 June", with or without a year.
Point Scanner::day_and_month(int i) {
  const int first = at(i).value;
  if (first < 1 || first > 31) return {};
  int last = first;
  int j = i + 1;
  const bool joins = dash(j) || is(j, Kind::to, Kind::and_);
  if (joins && (is(j + 1, Kind::number, Kind::ordinal))) {
    last = at(j + 1).value;
    j += 2;
  }
  j = skip(j, Kind::of);
  if (kind(j) != Kind::month || last < first) return {};
  const int month = at(j).value;
  if (last > base::days_in_month(2000, month)) return {};
  Point p{j + 1, {Date::from_civil(2000, month, first), Date::from_civil(2000, month, last)}, true};
  p.joined = last > first;
  if (p.joined) p.when.precision = Precision::range;
  return add_year(p);
}

/// "June 4", "June 4th", "June 4-6", with or without a year.
Point Scanner::month_and_day(int i) {
  int j = skip(i + 1, Kind::the);
  const bool counts = is(j, Kind::number, Kind::ordinal);
  const int month = at(i).value;
  const int first = at(j).value;
  if (!counts || first < 1 || first > base::days_in_month(2000, month)) return {};
  if (is_measure(form(j + 1))) return {};
  // "In March 15 soldiers died"
  if (kind(i - 1) == Kind::in && starts_lower(j + 1) && kind(j) == Kind::number) return {};
  int last = first;
  ++j;
  const bool joins = dash(j) || is(j, Kind::to, Kind::and_);
  const bool pair = joins && (is(j + 1, Kind::number, Kind::ordinal));
  if (pair && at(j + 1).value > first && at(j + 1).value <= base::days_in_month(2000, month) &&
      kind(j + 2) != Kind::month && kind(j + 2) != Kind::unit && !is_measure(form(j + 2))) {
    last = at(j + 1).value;
    j += 2;
  }
  Point p{j, {Date::from_civil(2000, month, first), Date::from_civil(2000, month, last)}, true};
  p.joined = last > first;
  if (p.joined) p.when.precision = Precision::range;
  return add_year(p);
}

/// A month, with its year or without.
Point Scanner::month_alone(int i) {
  Point p{i + 1, Interval::month(2000, at(i).value), true};
  p = add_year(p);
  if (!p.lacks_year || month_is_cued(i)) return p;
  return {};
}

/// Whether a bare month is one: "May" and "March" are also names and verbs, "Jan" is a name.
bool Scanner::month_is_cued(int i) const {
  if (is(i - 1, Kind::in, Kind::since, Kind::until, Kind::during, Kind::part, Kind::last,
         Kind::this_, Kind::next, Kind::earlier, Kind::later))
    return true;
  if (kind(i - 1) == Kind::of) return is(i - 2, Kind::part, Kind::season);
  if (at(i).plural || at(i).value == 5) return kind(i - 1) == Kind::between;
  if (dash(i - 1)) return is(i - 2, Kind::part, Kind::month);
  if (is(i - 1, Kind::by, Kind::before, Kind::after, Kind::from, Kind::between, Kind::to,
         Kind::for_))
    return true;
  if (at(i).value == 3 && (tag(i) != Tag::PROPN || is(i + 1, Kind::on, Kind::for_, Kind::of)))
    return false;  // "March on Washington"
  return !(i > 0 && starts_upper(i - 1) && kind(i - 1) == Kind::none);
}

/// Takes in the year behind a day or month: "2017", ", 2017", "last year", "of that year".
Point Scanner::add_year(Point p) {
  int j = skip_comma(p.end);
  j = skip(j, Kind::of);
  const bool apart = form(p.end) == ",";
  if (plausible_year(j) && form(j).size() == 4 && at(j).value >= 1000 &&
      !(apart && (starts_lower(j + 1) && text::is_noun(tag(j + 1)) && at(j).value % 100 == 0))) {
    Point full = with_year(p, at(j).value);
    if (!full) return {};
    full.end = j + 1;
    listed_year_ = full.end;
    return full;
  }
  if (apart) return p;
  j = skip(j, Kind::the);
  const bool directs = is(j, Kind::last, Kind::this_, Kind::next, Kind::that, Kind::same,
                          Kind::following, Kind::previous);
  if (!directs || !is_unit(j + 1, Unit::year)) return p;
  const Point directed_year = directed(j);
  if (!directed_year || months_in(directed_year.when) != 12) return p;
  Point full = with_year(p, directed_year.when.start.civil().year);
  if (full) full.end = directed_year.end;
  return full;
}

/// A day or month of year 2000 moved to another year; nothing for 29 February of most.
Point Scanner::with_year(Point p, int year) const {
  const auto move = [&](Date date, bool last) {
    const auto [y, m, d] = date.civil();
    const int days = base::days_in_month(year + y - 2000, m);
    return Date::from_civil(year + y - 2000, m, last ? std::min(d, days) : d);
  };
  const bool whole_month = p.when.precision == Precision::month;
  const auto start = p.when.start.civil();
  if (start.day > base::days_in_month(year + start.year - 2000, start.month)) return {};
  p.when.start = move(p.when.start, false);
  p.when.end = move(p.when.end, true);
  if (whole_month) p.when = Interval::month(year, start.month);
  p.lacks_year = false;
  return p;
}

/// Finds the year of a day or month: that of the story told last when it goes on there ("in March
/// 2014 … in August"), else the nearest on the side of the document's date that the tense says.
Point Scanner::resolved(int i, Point p) const {
  if (!p || !p.lacks_year) return p;
  if (const Interval* told = context(); told != nullptr && timeline_.age <= kStoryAge) {
    const int y = told->start.civil().year;
    const Point there = with_year(p, y);
    const bool goes_on = there && there.when.end >= told->start && told->end.civil().year == y;
    const bool elsewhere = !dated() || y != today().civil().year;
    if (goes_on && elsewhere && (!dated() || there.when.start <= today())) return there;
  }
  if (!dated()) return {};
  const bool future = looks_ahead(i, p.end);
  const int now = today().civil().year;
  for (int step = -1; step <= 8; ++step) {
    const Point there = with_year(p, future ? now + step : now - step);
    if (!there) continue;
    if (future ? there.when.end >= today() : there.when.start <= today()) return there;
  }
  return {};
}

bool Scanner::plausible_year(int i) const {
  const Word w = at(i);
  if (w.kind != Kind::number || form(i).size() != 4 || w.value < 1500 || w.value > 2150)
    return false;
  if (is_measure(form(i + 1)) || is_measure(form(i - 1))) return false;
  if (kind(i + 1) == Kind::unit && at(i + 1).plural) return false;
  return !is_numbered(form(i - 1));
}

/// A number of four digits is a year where a year is expected.
bool Scanner::cued_year(int i) const {
  const int value = at(i).value;
  const bool sole = form(i - 1) == "(" || form(i + 1) == ")";
  const bool round = value % 100 == 0 && value != 1900 && value != 2000;
  const bool plural_noun =
      tag(i + 1) == Tag::NOUN_PLURAL ||
      (tag(i + 1) == Tag::X && starts_lower(i + 1) && form(i + 1).ends_with("s"));
  if (round && plural_noun) return false;
  if (is(i - 1, Kind::in, Kind::since, Kind::until, Kind::by, Kind::before, Kind::after, Kind::from,
         Kind::during, Kind::of, Kind::between, Kind::part, Kind::season, Kind::month, Kind::post,
         Kind::pre, Kind::quarter_name, Kind::for_, Kind::half_name, Kind::earlier, Kind::later))
    return value >= 1850 || !starts_lower(i + 1) || tag(i + 1) == Tag::CCONJ;
  if (kind(i - 1) == Kind::unit) return is_unit(i - 1, Unit::year);
  if (same_word(form(i - 1), "fiscal")) return true;
  if (dash(i - 1) && i >= 2) {
    const Kind before = kind(i - 2);
    return before == Kind::part || before == Kind::post || before == Kind::pre;
  }
  if (listed_year_ >= 0 && listed_year_ >= i - 2 &&
      (is(i - 1, Kind::and_, Kind::or_) || form(i - 1) == ","))
    return kind(i + 1) == Kind::none;
  if (sole || value < 1945 || value > 2100) return false;
  if (dated() && value > today().civil().year + 1) return false;  // "the 2030 Agenda"
  const bool opens = i == 0 || is(i - 1, Kind::the, Kind::a, Kind::this_, Kind::that) ||
                     is_possessive(form(i - 1)) || tag(i - 1) == Tag::ADJ ||
                     tag(i - 1) == Tag::PRON;
  if (is_possessive(form(i + 1))) return true;
  const std::string_view next = form(i + 1);
  const bool word_follows = !next.empty() && (starts_lower(i + 1) || is_upper(next[0]));
  const bool verb_follows = text::is_verb(tag(i + 1)) || text::is_auxiliary(tag(i + 1));
  return opens && word_follows && (i == 0 || !verb_follows) &&
         (is(i + 1, Kind::none, Kind::season, Kind::to));
}

Point Scanner::year(int i) {
  const bool tens = at(i).value % 10 == 0 && form(i).size() == 4;
  if (tens && is_possessive(form(i + 1)) && form(i + 1).size() > 1 &&
      (is(i - 1, Kind::the, Kind::part)))
    return {i + 2, years_from(at(i).value, 10)};  // "the 1980's"
  if (!plausible_year(i) || !cued_year(i)) return {};
  listed_year_ = i + 1;
  return {i + 1, Interval::year(at(i).value)};
}

/// "1980s", "1980's"; "1800s" is the century.
Point Scanner::decade(int i) const {
  const int value = at(i).value;
  if (value < 1500 || value > 2100) return {};
  if (form(i).size() > 5 && kind(i - 1) != Kind::the && kind(i - 1) != Kind::part &&
      !(dash(i - 1) && kind(i - 2) == Kind::part))
    return {};  // "the sixties", not "in his sixties"
  const bool age = same_word(form(i - 1), "his") || same_word(form(i - 1), "her") ||
                   same_word(form(i - 1), "their");
  if (age) return {};
  return {i + 1, years_from(value, value < 1900 && value % 100 == 0 ? 100 : 10)};
}

/// "2016/17": two years that follow each other.
Point Scanner::slashed_years(int i) const {
  const int first = at(i).value;
  const std::string_view second = form(i).substr(5);
  const int last = second.size() == 4 ? digits(second) : first / 100 * 100 + digits(second);
  if (first < 1900 || first > 2100 || last != first + 1) return {};
  return {i + 1, years_from(first, 2)};
}

}  // namespace entente::reading::dates
