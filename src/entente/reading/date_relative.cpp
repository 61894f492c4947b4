#include "entente/reading/date_scanner.h"

#include <algorithm>

namespace entente::reading::dates {

using base::Date;
using base::Interval;
using base::Precision;
using text::Tag;

namespace {

bool is_back(Kind word) { return word == Kind::last || word == Kind::past; }
bool is_ahead(Kind word) { return word == Kind::next || word == Kind::coming; }

}  // namespace

/// "The first quarter of 2020", "Q1 2020", "the second half of last year".
Point Scanner::fraction(int i) {
  const bool short_form = is(i, Kind::quarter_name, Kind::half_name);
  const bool quarter = kind(i) == Kind::quarter_name || is_unit(i + 1, Unit::quarter);
  if (!short_form && !quarter && kind(i + 1) != Kind::half) return {};
  if (!short_form && kind(i) != Kind::ordinal) return {};
  const int which = at(i).value;
  if (which > (quarter ? 4 : 2)) return {};
  const int behind = short_form ? i + 1 : i + 2;
  const int j = skip(behind, Kind::of);
  Point of = j > behind ? point_or_name(j) : Point{};
  if (!of && plausible_year(j)) of = {j + 1, Interval::year(at(j).value)};
  if (!of && j == behind && kind(j) != Kind::and_ && dated()) {
    if (!quarter || kind(i - 1 - (kind(i - 1) == Kind::the)) != Kind::in) return {};
    int y = today().civil().year;  // "in the third quarter": the nearest one
    if (quarter_of(y, which).start > today() && direction(i, behind) != Direction::future) --y;
    return {behind, quarter_of(y, which)};
  }
  if (!of || of.lacks_year || of.when.precision == Precision::day) return {};
  const int months = months_in(of.when);
  const int length = months / (quarter ? 4 : 2);
  if (length == 0) return {};
  const Date start = of.when.start.plus_months(length * (which - 1));
  return {
      of.end,
      {start, start.plus_months(length) - 1, length == 3 ? Precision::quarter : Precision::range}};
}

/// "20th century", "twentieth-century", "twenty-first century", "18th and 19th centuries".
Point Scanner::century(int i) const {
  int number = at(i).value;
  int j = i + 1;
  if (kind(i) == Kind::number && number == 20 && dash(j) && kind(j + 1) == Kind::ordinal) {
    number += at(j + 1).value;
    j += 2;
  } else if (kind(i) != Kind::ordinal) {
    return {};
  }
  if (kind(j) == Kind::and_ && kind(j + 1) == Kind::ordinal && is_unit(j + 2, Unit::century) &&
      at(j + 2).plural && 0 < number && number < at(j + 1).value && at(j + 1).value <= 22)
    return {j + 3, years_from(number * 100 - 99, (at(j + 1).value - number + 1) * 100)};
  j = skip_dash(j);
  if (!is_unit(j, Unit::century) || at(j).plural || number < 1 || number > 22) return {};
  static constexpr std::string_view kOtherEras[] = {"bc", "bce", "b.c.", "ah"};
  if (is_one_of(form(j + 1), kOtherEras)) return {};
  if (number < 10 && kind(j + 1) == Kind::of) return {};  // "the first century of its rule"
  return {j + 1, years_from(number * 100 - 99, 100)};
}

/// A season with its year, or the nearest one behind "in" or "this".
Point Scanner::season(int i) {
  const int which = at(i).value;
  int j = skip(i + 1, Kind::of);
  Point year_named;
  if (plausible_year(j)) year_named = {j + 1, Interval::year(at(j).value)};
  const int k = skip(j, Kind::the);
  const bool directs = is(k, Kind::last, Kind::this_, Kind::next, Kind::that, Kind::same);
  if (!year_named && directs && is_unit(k + 1, Unit::year)) year_named = directed(k);
  if (year_named) return {year_named.end, season_of(year_named.when.start.civil().year, which)};
  if (j > i + 1 || !dated() || kind(j) == Kind::unit) return {};  // "the summer months"
  const Kind cue = kind(i - 1) == Kind::the ? kind(i - 2) : kind(i - 1);
  const bool cued = cue == Kind::in || cue == Kind::since || cue == Kind::until ||
                    cue == Kind::during || cue == Kind::by || cue == Kind::part;
  if (!cued || starts_upper(i) || text::is_verb(tag(i))) return {};
  const bool future = direction(i, i + 1) == Direction::future;
  int y = today().civil().year + 1;
  if (future) {
    y -= 2;
    while (season_of(y, which).end < today()) ++y;
  } else {
    while (season_of(y, which).start > today()) --y;
  }
  return {i + 1, season_of(y, which)};
}

/// "Early 2016", "mid-July", "the end of last year", "late on Monday".
Point Scanner::part(int i) {
  const auto p = Part(at(i).value);
  const bool needs_of = p == Part::beginning || p == Part::end || same_word(form(i), "middle");
  int j = i + 1;
  const bool joined = dash(j);
  if (joined) ++j;
  const bool of = kind(j) == Kind::of;
  if (of)
    ++j;
  else if (!needs_of && (is(j, Kind::in, Kind::on)))
    ++j;
  if (needs_of && !of && !joined && !plausible_year(j)) return {};
  Point whole_time = resolved(i, point_or_name(j));
  const bool the_unit = kind(j) == Kind::the && kind(j + 1) == Kind::unit && !at(j + 1).plural;
  if (!whole_time && (of || kind(j - 1) == Kind::in) && the_unit && dated() &&
      !is_unit(j + 1, Unit::day))
    whole_time = {j + 2, calendar(today(), unit_at(j + 1))};
  if (!whole_time || whole_time.guess) return {};
  // What is a part already stays: "early next spring".
  if (whole_time.when.precision == Precision::quarter) return whole_time;
  whole_time.when = part_of(whole_time.when, p);
  return whole_time;
}

/// "Earlier this year" is from its start to the document's date, "later that month" from the date
/// told to its end; "earlier on Monday" is Monday.
Point Scanner::earlier_or_later(int i) {
  const bool later = kind(i) == Kind::later;
  int j = i + 1;
  if (is(j, Kind::in, Kind::on)) ++j;
  const bool told =
      is(j, Kind::that, Kind::same) || (kind(j) == Kind::the && kind(j + 1) == Kind::same);
  const Interval* known = told ? context() : nullptr;
  Point p = resolved(i, point(j));
  const bool the_unit = kind(j) == Kind::the && kind(j + 1) == Kind::unit && !at(j + 1).plural;
  if (!p && the_unit && dated()) p = {j + 2, calendar(today(), unit_at(j + 1))};
  if (!p || p.guess || p.when.start == p.when.end) return p;
  Interval& when = p.when;
  const Interval reference = known != nullptr ? *known : dated() ? Interval::day(today()) : when;
  const bool inside = reference.start >= when.start && reference.end <= when.end &&
                      !(reference.start == when.start && reference.end == when.end);
  if (!inside) return p;
  if (later)
    when.start = reference.start == reference.end ? reference.end : reference.end + 1;
  else
    when.end = reference.start == reference.end ? reference.start : reference.start - 1;
  if (when.end < when.start) return {};
  when.precision = Precision::range;
  return p;
}

/// What "last", "this", "next" and their like stand before.
Point Scanner::directed(int i) {
  Kind direction_word = kind(i);
  const bool definite = kind(i - 1) == Kind::the;
  int j = i + 1;
  if (direction_word == Kind::this_ && (is(j, Kind::past, Kind::coming, Kind::last, Kind::next)))
    direction_word = kind(j++);
  if (kind(j) == Kind::unit && !at(j).plural) return directed_one(j, direction_word, definite);
  if (is(j, Kind::unit, Kind::number, Kind::vague_count, Kind::a, Kind::half))
    return directed_many(j, direction_word);
  if (!dated()) return {};
  if (!is_back(direction_word) && !is_ahead(direction_word) && direction_word != Kind::this_)
    return {};
  switch (kind(j)) {
    case Kind::night:
    case Kind::morning:
      if (direction_word == Kind::this_) return {j + 1, Interval::day(today())};
      if (!is_back(direction_word) || kind(j) != Kind::night) return {};
      return {j + 1, Interval::day(today() - 1)};
    case Kind::weekday:
      return directed_weekday(j, direction_word, i);
    case Kind::month:
      return directed_month(j, direction_word);
    case Kind::season:
      return directed_season(j, direction_word);
    default:
      return {};
  }
}

/// "Last Friday", "this Friday", whose tense decides; the expression begins at `begin`.
Point Scanner::directed_weekday(int i, Kind direction_word, int begin) {
  const bool back = is_back(direction_word), ahead = is_ahead(direction_word);
  const Direction said = direction(begin, i + 1);
  const bool done = said == Direction::past || said == Direction::perfect;
  const Direction where = back || (!ahead && done) ? Direction::past : Direction::future;
  const int day = at(i).value;
  const bool now = today().weekday() == day;
  Point p = nearest_weekday(day, where, i + 1);
  if (now && back) p.when = Interval::day(today() - 7);
  if (now && ahead) p.when = Interval::day(today() + 7);
  if (is(p.end, Kind::night, Kind::morning)) ++p.end;
  return p;
}

Point Scanner::directed_month(int i, Kind direction_word) const {
  const auto [y, m, d] = today().civil();
  int in = y;
  if (is_back(direction_word) && at(i).value >= m) --in;
  if (is_ahead(direction_word) && at(i).value <= m) ++in;
  return {i + 1, Interval::month(in, at(i).value)};
}

Point Scanner::directed_season(int i, Kind direction_word) const {
  const auto [y, m, d] = today().civil();
  const int season = at(i).value;
  int in = y + 1;
  if (is_ahead(direction_word)) {
    in = y - 1;
    while (season_of(in, season).start <= today()) ++in;
  } else if (is_back(direction_word)) {
    while (season_of(in, season).end >= today()) --in;
  } else {
    in = m < 3 && season == 3 ? y - 1 : y;
  }
  return {i + 1, season_of(in, season)};
}

/// The calendar's unit at `i` so many steps from the document's date.
Point Scanner::near(int i, int steps) const {
  if (!dated()) return {};
  const Unit u = unit_at(i);
  return {i + 1, calendar(shift(calendar(today(), u).start, steps, u), u)};
}

/// The time of the unit's length that ends on the document's date, or begins on it.
Point Scanner::rolling(int i, int sign) const {
  if (!dated()) return {};
  const Unit u = unit_at(i);
  const Date far = shift(today(), sign, u == Unit::hour ? Unit::day : u);
  if (u == Unit::week) {
    return sign < 0 ? Point{i + 1, {far + 1, today(), Precision::week}}
                    : Point{i + 1, {today(), far - 1, Precision::week}};
  }
  return {i + 1, {std::min(far, today()), std::max(far, today()), Precision::range}};
}

/// A direction and one unit at `i`: "last week", "the past year", "that month".
Point Scanner::directed_one(int i, Kind direction_word, bool definite) {
  const Unit u = unit_at(i);
  if (starts_upper(i) && i > 1 && starts_upper(i - 1)) return {};  // a title
  if (u == Unit::hour) return {};
  switch (direction_word) {
    case Kind::this_:
      // "to this day", "this day" as such
      if (u == Unit::day && kind(i - 2) == Kind::to) return {};
      return near(i, 0);
    case Kind::last:
      if (u == Unit::day) return {};
      if (!definite && kind(i - 2) == Kind::this_) return rolling(i, -1);
      return definite && u != Unit::weekend && u != Unit::century ? rolling(i, -1) : near(i, -1);
    case Kind::past:
      return u == Unit::weekend || u == Unit::century ? near(i, -1) : rolling(i, -1);
    case Kind::next:
      if (u == Unit::day) return from_context(i, Kind::following);
      if (u != Unit::week && u != Unit::weekend && definite &&
          direction(i - 1, i + 1) == Direction::past)
        return from_context(i, Kind::following);
      return definite && u >= Unit::year ? rolling(i, 1) : near(i, 1);
    case Kind::coming:
      return u == Unit::weekend ? near(i, 1) : rolling(i, 1);
    case Kind::previous:
    case Kind::following:
    case Kind::same:
    case Kind::that:
      return from_context(i, direction_word);
    default:
      return {};
  }
}

/// "The same month", "that year", "the following day", "the previous week", counted from the date
/// told last, which must be at least as exact as the unit.
Point Scanner::from_context(int i, Kind direction_word) {
  const Unit u = unit_at(i);
  const Interval* told = context();
  if (told == nullptr) {
    if (direction_word == Kind::previous && dated() && u >= Unit::week)
      return {i + 1, calendar(shift(today(), -1, u), u)};
    return {};
  }
  const Interval same = calendar(told->start, u);
  if (told->end > same.end) return {};
  switch (direction_word) {
    case Kind::previous:
      return {i + 1, calendar(shift(same.start, -1, u), u)};
    case Kind::following:
      return {i + 1, calendar(shift(same.start, 1, u), u)};
    default:
      return {i + 1, same};
  }
}

/// "The last two weeks", "the past few months", "recent years", "the coming days".
Point Scanner::directed_many(int i, Kind direction_word) const {
  if (!dated()) return {};
  Quantity q = quantity(i);
  if (q.end == 0 || (q.vague && kind(q.end - 1) != Kind::unit)) return {};
  const bool bare = kind(i) == Kind::unit;
  if (direction_word == Kind::recent && bare) {
    // How far back "recent" reaches, by unit; a rule of thumb.
    switch (q.unit) {
      case Unit::day:
        q.count = 7;
        break;
      case Unit::week:
        q.count = 6;
        break;
      case Unit::month:
        q.count = 6;
        break;
      case Unit::year:
        q.count = 5;
        break;
      case Unit::decade:
        q.count = 3;
        break;
      default:
        return {};
    }
  }
  const bool back = is_back(direction_word) || direction_word == Kind::recent;
  const bool ahead = is_ahead(direction_word);
  if (!back && !ahead) return {};
  const Date far = shift(today(), back ? -q.count : q.count, q.unit);
  const bool guess = q.vague || direction_word == Kind::recent;
  return {q.end, {std::min(far, today()), std::max(far, today()), Precision::range}, false, guess};
}

/// A day of the week, with a full date behind it or a week named: "Monday, 4 June", "Tuesday of
/// last week".
Point Scanner::weekday(int i) {
  const int day = at(i).value;
  for (const int j : {i + 1, skip_comma(i + 1)}) {
    const Kind k = kind(j);
    Point date;
    if (k == Kind::month)
      date = month_and_day(j);
    else if (k == Kind::number || k == Kind::ordinal)
      date = day_and_month(j);
    else if (k == Kind::the && kind(j + 1) == Kind::ordinal)
      date = day_and_month(j + 1);
    else if (k == Kind::full_date)
      date = point(j);
    if (date) return date;
  }
  if (!dated()) return {};
  int end = i + 1;
  if (is(end, Kind::night, Kind::morning)) ++end;
  const int j = skip(end, Kind::of);
  const bool directs = is(j, Kind::last, Kind::this_, Kind::next);
  if (directs && is_unit(j + 1, Unit::week)) {
    const int weeks = kind(j) == Kind::last ? -7 : kind(j) == Kind::next ? 7 : 0;
    const Date monday = today() - today().weekday() + weeks;
    return {j + 2, Interval::day(monday + day)};
  }
  return nearest_weekday(day, looks_ahead(i, end) ? Direction::future : Direction::past, end);
}

Point Scanner::nearest_weekday(int day, Direction where, int end) const {
  const int ahead = (day - today().weekday() + 7) % 7;
  const int steps = where == Direction::future || ahead == 0 ? ahead : ahead - 7;
  return {end, Interval::day(today() + steps)};
}

/// A unit as such: "the day before yesterday", "the weekend", "years ago", "year's end".
Point Scanner::whole(int i) {
  const bool day = is_unit(i, Unit::day) && !at(i).plural && kind(i - 1) == Kind::the;
  if (day && (is(i + 1, Kind::before, Kind::after)) &&
      (i + 2 == size_ || form(i + 2) == "." || form(i + 2) == ",")) {
    Point p = from_context(i, kind(i + 1) == Kind::before ? Kind::previous : Kind::following);
    if (p) ++p.end;
    return p;
  }
  if (!dated()) return {};
  if (is_unit(i, Unit::day) && kind(i + 1) == Kind::before && kind(i + 2) == Kind::yesterday)
    return {i + 3, Interval::day(today() - 2)};
  if (is_unit(i, Unit::day) && kind(i + 1) == Kind::after && kind(i + 2) == Kind::tomorrow)
    return {i + 3, Interval::day(today() + 2)};
  if (is_unit(i, Unit::weekend) && kind(i - 1) == Kind::the) {
    const Interval now = calendar(today(), Unit::weekend);
    if (now.start <= today() || direction(i, i + 1) == Direction::future) return {i + 1, now};
    return {i + 1, calendar(today() - 7, Unit::weekend)};
  }
  if (is_unit(i, Unit::year) && (is_possessive(form(i + 1)) || dash(i + 1)) &&
      kind(i + 2) == Kind::part && Part(at(i + 2).value) == Part::end)
    return {i + 3, part_of(calendar(today(), Unit::year), Part::end)};
  if (at(i).plural && kind(i + 1) == Kind::ago) return counted(i);
  return {};
}

// ---- counted time ------------------------------------------------------------------------------

/// Reads "14", "three", "twenty-five"; returns the end, or 0.
int Scanner::number(int i, int& value) const {
  if (kind(i) != Kind::number || at(i).value < 1 || at(i).value > 999) return 0;
  value = at(i).value;
  if (value % 10 == 0 && value >= 20 && !is_digit(form(i)[0]) && dash(i + 1) &&
      kind(i + 2) == Kind::number && at(i + 2).value < 10) {
    value += at(i + 2).value;
    return i + 3;
  }
  return i + 1;
}

/// "Two weeks", "a year", "a few days", "half a year", "several months", "years".
Scanner::Quantity Scanner::quantity(int i) const {
  Quantity q;
  int j = i;
  if (const int end = number(i, q.count); end > 0) {
    j = end;
  } else if (kind(i) == Kind::half && kind(i + 1) == Kind::a && is_unit(i + 2, Unit::year)) {
    return {i + 3, 6, Unit::month, false};
  } else if (is(i, Kind::a, Kind::vague_count)) {
    j = skip(i, Kind::a);
    q.count = 1;
    if (kind(j) == Kind::vague_count) {
      q.count = at(j).value;
      q.vague = true;
      j = skip(j + 1, Kind::of);
    }
  } else if (kind(i) == Kind::unit && at(i).plural) {
    // "a half years ago", "some 30-odd years": what stands before counts them already
    const Tag before = tag(i - 1);
    if (before == Tag::NUM || is(i - 1, Kind::number, Kind::half) || dash(i - 1)) return {};
    q.count = 4;
    q.vague = true;
  }
  if (kind(j) != Kind::unit || unit_at(j) == Unit::weekend || q.count == 0) return {};
  q.unit = unit_at(j);
  const int longest = q.unit == Unit::century ? 5 : q.unit == Unit::decade ? 50 : 500;
  if (q.count > longest) return {};
  q.end = j + 1;
  return q;
}

/// The time so far away from the document's date, as exact as the unit; `sign` -1 is the past.
Interval Scanner::ago(const Quantity& q, int sign) const {
  if (q.vague) {
    const Date far = shift(today(), sign * 2 * q.count, q.unit);
    const Date near = shift(today(), sign, q.unit);
    return {std::min(far, near), std::max(far, near), Precision::range};
  }
  if (q.unit == Unit::decade || q.unit == Unit::century) {
    const int years = (q.unit == Unit::decade ? 10 : 100) * q.count;
    const int slack = q.unit == Unit::decade ? q.count : 10 * q.count;
    const Date middle = today().plus_months(sign * 12 * years);
    return {middle.plus_months(-12 * slack), middle.plus_months(12 * slack), Precision::range};
  }
  return calendar(shift(today(), sign * q.count, q.unit), q.unit);
}

/// "Two weeks ago", "three days later", "a month after the 4th of June", "a week from now".
Point Scanner::counted(int i) {
  const Quantity q = quantity(i);
  if (q.end == 0) return {};
  const Kind next = kind(q.end);
  if (next == Kind::ago && dated()) return {q.end + 1, ago(q, -1), false, q.vague};
  if (next == Kind::from && (is(q.end + 1, Kind::now, Kind::today)) && dated())
    return {q.end + 2, ago(q, 1), false, q.vague};
  const bool later = next == Kind::later || next == Kind::after;
  if (!later && next != Kind::earlier && next != Kind::before) return {};
  if (q.vague || q.unit == Unit::hour) return {};
  const bool behind = next == Kind::after || next == Kind::before;
  Point origin;
  if (behind && kind(q.end + 1) != Kind::that)
    origin = resolved(i, point_or_name(q.end + 1));
  else if (const Interval* told = context())
    origin = {behind ? q.end + 2 : q.end + 1, *told};
  if (!origin || origin.guess) return {};
  const Interval& from = origin.when;
  const Unit u = q.unit;
  if (u < Unit::year && from.end > calendar(from.start, u).end) return {};  // too vague for it
  if (months_in(from) > 36) return {};
  const Date start = later && from.precision == Precision::range ? from.end : from.start;
  return {origin.end, calendar(shift(start, later ? q.count : -q.count, u), u)};
}

/// "In two weeks" is ahead when the verb is; "in two weeks' time" always.
Point Scanner::in_time(int i) const {
  if (!dated()) return {};
  const Quantity q = quantity(i + 1);
  if (q.end == 0 || kind(i + 1) == Kind::unit) return {};
  const bool time = is_possessive(form(q.end)) && same_word(form(q.end + 1), "time");
  if (time) return {q.end + 2, ago(q, 1), false, q.vague};
  if (kind(i + 1) == Kind::a && !q.vague) return {};  // "20 in a day"
  static constexpr std::string_view kRare[] = {"time", "first", "once", "twice", "worst", "times"};
  for (int j = std::max(0, i - 8); j < i;
       ++j)  // "the first minister of A to visit B in nine years"
    if (is_one_of(form(j), kRare)) return {};
  if (kind(q.end) != Kind::none || is_possessive(form(q.end)) || starts_lower(q.end)) return {};
  if (direction(i, q.end) != Direction::future) return {};
  return {q.end, ago(q, 1), false, q.vague};
}

}  // namespace entente::reading::dates
