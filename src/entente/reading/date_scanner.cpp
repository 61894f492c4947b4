#include "entente/reading/date_scanner.h"

#include <algorithm>

namespace entente::reading::dates {

using base::Date;
using base::Interval;
using base::Precision;
using text::Tag;
using text::Token;

std::vector<TimeExpression> Scanner::run() {
  std::vector<TimeExpression> found;
  if (!holds_a_date()) return found;
  cut();
  for (int i = 0; i < size_;) {
    TimeExpression name;
    if (named(i, name)) {
      if (name.when || name.historical) found.push_back(name);
      i = name.end;
      continue;
    }
    auto expression_here = expression(i);
    if (!expression_here) {
      ++i;
      continue;
    }
    i = expression_here->end;
    if (!names_rarity(expression_here->begin)) found.push_back(*std::move(expression_here));
  }
  for (TimeExpression& e : found) {
    e.begin = piece(e.begin).token;
    e.end = piece(e.end - 1).token + 1;
  }
  return found;
}

/// False when no word can start a date, which is most sentences.
bool Scanner::holds_a_date() const {
  return std::ranges::any_of(tokens_, [&](const Token& token) {
    return anchors(classify(token.form)) || prefix_of(token.form) > 0 ||
           periods_.starting_with(token.form) != nullptr;
  });
}

void Scanner::cut() {
  pieces_.reserve(tokens_.size() + 8);
  for (int token = 0; token < int(tokens_.size()); ++token) cut_token(token);
  size_ = int(pieces_.size());
}

void Scanner::cut_token(int token) {
  std::string_view rest = tokens_[std::size_t(token)].form;
  const auto add = [&](std::size_t length) {
    const std::string_view f = rest.substr(0, length);
    pieces_.push_back({f, classify(f), tokens_[std::size_t(token)].tag, token});
    rest.remove_prefix(f.size());
  };
  if (const std::size_t prefix = prefix_of(rest); prefix > 0) {
    add(prefix);
    add(1);  // the hyphen
  }
  add(rest.size());
}

const Interval* Scanner::context() const {
  constexpr int kRemembered = 4;  // sentences; later the text is about something else
  return timeline_.last && timeline_.age <= kRemembered ? &*timeline_.last : nullptr;
}

// ---- names -------------------------------------------------------------------------------------

/// How many tokens from `i` on are `name`; a dash may stand between its words. 0 when they are not.
int Scanner::name_length(const Periods::Name& name, int i) const {
  int at = i;
  for (std::size_t w = 0; w < name.words.size(); ++w, ++at) {
    if (w > 0 && dash(at)) ++at;
    const std::string_view f = form(at);
    const std::string& expected = name.words[w];
    if (f.size() != expected.size() || f.substr(1) != std::string_view(expected).substr(1))
      return 0;
    if (f[0] != expected[0] && (w > 0 || lower(f[0]) != expected[0])) return 0;
  }
  return at - i;
}

/// A name of knowledge/dates.tsv that begins at `i`, "era" behind it taken in.
bool Scanner::named(int i, TimeExpression& found) const {
  const auto* names = periods_.starting_with(form(i));
  if (names == nullptr) return false;
  static constexpr std::string_view kAnother[] = {"new", "second", "another", "next", "fresh"};
  static constexpr std::string_view kStretch[] = {"era", "period", "years", "times", "days"};
  for (const Periods::Name& name : *names) {
    const int length = name_length(name, i);
    if (length == 0) continue;
    found = {i, i + length, name.when, TimeRelation::in, name.historical};
    if (name.is_date() && is_one_of(form(i - 1), kAnother)) found = {i, i + length, {}, {}, false};
    if (!found.when && !found.historical) return true;
    const int stretch = skip_dash(found.end);
    if (is_one_of(form(stretch), kStretch)) found.end = stretch + 1;
    if (dated() && name.when)
      found.historical =
          name.historical ? name.when->end < today() : is_background(*name.when, today());
    return true;
  }
  return false;
}

Point Scanner::point_or_name(int i) {
  TimeExpression name;
  const int j = skip(i, Kind::the);
  if (!named(j, name)) return point(i);
  if (!name.when) return {};
  return {name.end, *name.when};
}

// ---- expressions -------------------------------------------------------------------------------

std::optional<TimeExpression> Scanner::expression(int i) {
  if (kind(i) == Kind::none) return std::nullopt;
  if (auto found = vague(i)) return found;
  if (auto found = related(i)) return found;
  if (auto found = range(i, i, false)) return found;
  const Point p = kind(i) == Kind::in ? in_time(i) : resolved(i, point(i));
  if (!p) return std::nullopt;
  return relate(kind(i) == Kind::the && is_modifier(i + 1) ? i + 1 : i, p, TimeRelation::in);
}

/// "the 2014 deal", "the July summit": the article is not the date's.
bool Scanner::is_modifier(int i) const {
  const Kind k = kind(i);
  return (k == Kind::number && form(i).size() == 4 && !is_possessive(form(i + 1))) ||
         k == Kind::slashed_years || k == Kind::month || k == Kind::weekday ||
         k == Kind::full_date || k == Kind::fiscal_year;
}

/// Words for a past of no dates. With a perfect it still holds: "has for decades backed",
/// "historically they have been allies". "In the past two years" is another thing.
std::optional<TimeExpression> Scanner::vague(int i) const {
  const int end = vague_end(i);
  if (end == 0) return std::nullopt;
  const bool over = kind(end - 1) == Kind::ago || direction(i, end) != Direction::perfect;
  return TimeExpression{i, end, std::nullopt, TimeRelation::in, over};
}

int Scanner::vague_end(int i) const {
  if (kind(i) == Kind::historically) return tag(i + 1) == Tag::ADJ ? 0 : i + 1;
  if (kind(i) == Kind::long_ && kind(i + 1) == Kind::ago) return i + 2;
  if (kind(i) == Kind::in && kind(i + 1) == Kind::the && kind(i + 2) == Kind::past) {
    const Kind next = kind(i + 3);
    const bool noun = text::is_noun(tag(i + 3)) || text::is_proper(tag(i + 3));
    const bool counted_on = next == Kind::unit || next == Kind::number ||
                            next == Kind::vague_count || next == Kind::month ||
                            next == Kind::weekday || next == Kind::season;
    return noun || counted_on ? 0 : i + 3;
  }
  const int j = kind(i) == Kind::for_ ? i + 1 : i;
  const bool ages = (is_unit(j, Unit::decade) || is_unit(j, Unit::century)) && at(j).plural;
  if (!ages || is(j - 1, Kind::number, Kind::vague_count)) return 0;
  if (kind(j + 1) == Kind::ago) return j + 2;
  return kind(i) == Kind::for_ && kind(j + 1) != Kind::to ? j + 1 : 0;
}

/// The relation that the words at `i` put their date into; it begins at `behind`.
std::optional<TimeRelation> Scanner::relation_at(int i, int& behind) const {
  behind = i + 1;
  switch (kind(i)) {
    case Kind::since:
      return TimeRelation::since;
    case Kind::until:
      return TimeRelation::until;
    case Kind::by:
      return TimeRelation::by;
    case Kind::before:
      return TimeRelation::before;
    case Kind::after:
      return TimeRelation::after;
    case Kind::post:
    case Kind::pre:
      behind = skip_dash(behind);
      return kind(i) == Kind::post ? TimeRelation::after : TimeRelation::before;
    case Kind::part:
    case Kind::starting:  // "beginning in 2014"
      if (kind(i) == Kind::part && Part(at(i).value) != Part::beginning) return std::nullopt;
      if (!is(behind, Kind::in, Kind::on, Kind::from)) return std::nullopt;
      ++behind;
      return TimeRelation::since;
    default:
      return std::nullopt;
  }
}

/// A date behind "since", "until", "by", "before", "after", "post-", "pre-", "from", "between".
std::optional<TimeExpression> Scanner::related(int i) {
  if (is(i, Kind::from, Kind::between)) return range(i + 1, i, kind(i) == Kind::between);
  int j = i;
  const auto relation = relation_at(i, j);
  if (!relation) return std::nullopt;
  if (kind(j) == Kind::then && context() != nullptr && *relation == TimeRelation::since)
    return relate(i, {j + 1, *context()}, *relation);
  Point p = resolved(j, point_or_name(j));
  if (!p) return std::nullopt;
  const int head = skip(j, Kind::the);
  p.event = head > j && is_modifier(head) && starts_a_word(p.end);
  const bool limits = *relation == TimeRelation::before || *relation == TimeRelation::after;
  if (limits && kind(head) == Kind::part && Part(at(head).value) == Part::end)
    p.when.start = p.when.end;  // "before the end of the year"
  return relate(i, p, *relation);
}

/// The interval that a relation makes of the date it names (see TimeExpression::when).
TimeExpression Scanner::relate(int begin, const Point& p, TimeRelation relation) {
  TimeExpression found{begin, p.end, p.when, relation, false};
  if (!p.guess) {
    timeline_.last = p.when;
    timeline_.age = 0;
  } else {
    timeline_.age = std::max(timeline_.age, kStoryAge + 1);  // the text is back in its own days
  }
  if (!dated()) {
    if (relation == TimeRelation::before || relation == TimeRelation::after)
      found.when = std::nullopt;
    return found;
  }
  const bool ahead = p.when.start > today();
  const bool one_day = p.when.start == p.when.end;
  switch (relation) {
    case TimeRelation::in:
      break;
    case TimeRelation::since:
      if (!ahead) found.when = Interval{p.when.start, today(), Precision::range};
      break;
    case TimeRelation::until:
    case TimeRelation::by:
      if (p.when.end > today()) found.when = Interval{today(), p.when.end, Precision::range};
      break;
    case TimeRelation::before:
      found.when = std::nullopt;
      if (ahead) found.when = Interval{today(), p.when.start - 1, Precision::range};
      found.historical = is_background(p.when, today());
      break;
    case TimeRelation::after: {
      found.when = std::nullopt;
      const Date start = one_day || p.event ? p.when.start : p.when.end + 1;
      if (start <= today()) found.when = Interval{start, today(), Precision::range};
      break;
    }
  }
  return found;
}

/// "2013 to the present", "from 2013 on": up to the document's date.
std::optional<TimeExpression> Scanner::open_range(int begin, const Point& first, int end) {
  Point p = first;
  p.end = end;
  return relate(begin, p, TimeRelation::since);
}

/// The date at `i` that ends what `first` begins.
Point Scanner::end_of_range(int i, const Point& first) {
  Point second = point_or_name(i);
  if (!second && plausible_year(i)) second = {i + 1, Interval::year(at(i).value)};
  const bool years = first.when.precision == Precision::year && !first.lacks_year;
  if (years && kind(i) == Kind::number && form(i).size() == 2) {  // "2001-05"
    const int y = first.when.start.civil().year / 100 * 100 + at(i).value;
    if (Interval::year(y).start > first.when.start) second = {i + 1, Interval::year(y)};
  }
  return second;
}

/// Gives the year that one of the two ends of a range names to the other, and the sentence's to
/// both where neither does. False when they are in no order.
bool Scanner::share_year(int begin, Point& first, Point& second) const {
  if (first.lacks_year) {
    if (second.lacks_year) second = resolved(begin, second);
    if (!second) return false;
    first = not_after(first, second.when);
  } else if (second.lacks_year) {
    second = with_year(second, first.when.end.civil().year);
  }
  return first && second && second.when.end >= first.when.start;
}

/// The last such day or month that does not begin after `when`.
Point Scanner::not_after(const Point& first, const Interval& when) const {
  const int y = when.end.civil().year;
  const Point same_year = with_year(first, y);
  return same_year && same_year.when.start <= when.end ? same_year : with_year(first, y - 1);
}

/// Two dates with "to", a dash, "until" or (behind "between") "and" between them. `begin` is where
/// the expression begins, `i` where its first date does. Behind "from" and "between" a single date
/// that is a stretch itself counts too: "from 4 to 6 June".
std::optional<TimeExpression> Scanner::range(int i, int begin, bool with_and) {
  Point first = point_or_name(i);
  if (!first && plausible_year(i) && (dash(i + 1) || kind(i + 1) == Kind::to))
    first = {i + 1, Interval::year(at(i).value)};
  if (!first) return std::nullopt;
  const int connector = first.end;
  const bool connects = with_and ? kind(connector) == Kind::and_
                                 : dash(connector) || kind(connector) == Kind::to ||
                                       (begin < i && kind(connector) == Kind::until);
  if (!connects) {
    if (begin == i || first.lacks_year) return std::nullopt;
    if (kind(connector) == Kind::on && kind(connector + 1) != Kind::the)
      return open_range(begin, first, connector + 1);
    if (!first.joined) return std::nullopt;
    return relate(begin, first, TimeRelation::in);
  }
  const int j = connector + 1;
  if (!with_and && !first.lacks_year) {
    const int k = skip(j, Kind::the);
    if (is(k, Kind::now, Kind::today)) return open_range(begin, first, k + 1);
  }
  Point second = end_of_range(j, first);
  if (!second || !share_year(begin, first, second)) return std::nullopt;
  const Interval whole{first.when.start, second.when.end, Precision::range};
  return relate(begin, {second.end, whole}, TimeRelation::in);
}

/// "The first visit since 2012", "the worst in the past decade": how rare a thing is, not when.
bool Scanner::names_rarity(int i) const {
  static constexpr std::string_view kSmall[] = {"in", "over",  "nearly", "almost", "more", "than",
                                                "at", "least", "about",  "the",    "of"};
  static constexpr std::string_view kRare[] = {"first", "worst", "only", "most"};
  int j = i;
  if (kind(j) != Kind::since && kind(j) != Kind::for_) {
    const int past = skip(j, Kind::the);
    const bool stretch = is(past, Kind::past, Kind::last, Kind::recent);
    if (!stretch || (kind(i - 1) != Kind::in && kind(i - 1) != Kind::over)) return false;
  }
  while (j > 0 && is_one_of(form(j - 1), kSmall)) --j;
  for (int steps = 0; steps < 5 && --j >= 0; ++steps) {
    const std::string_view f = form(j);
    if (is_one_of(f, kRare)) return true;
    if (tag(j) == Tag::ADJ && f.size() > 4 && f.ends_with("est") && f != "West") return true;
    if (f == "," || text::is_verb(tag(j)) || text::is_auxiliary(tag(j))) return false;
  }
  return false;
}

}  // namespace entente::reading::dates
