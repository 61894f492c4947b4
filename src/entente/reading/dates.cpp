#include "entente/reading/dates.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "entente/base/tsv.h"

namespace entente::reading {

using base::Date;
using base::Interval;
using base::Precision;
using text::Tag;
using text::Token;

namespace {

// ---- words -------------------------------------------------------------------------------------

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

struct Entry {
  std::string_view word;
  Word meaning;
};

constexpr Word word(Kind kind, int value = 0, bool plural = false) {
  return {kind, plural, static_cast<std::int16_t>(value)};
}
constexpr Word unit(Unit u, bool plural = false) { return word(Kind::unit, int(u), plural); }
constexpr Word part(Part p) { return word(Kind::part, int(p)); }

// clang-format off
constexpr Entry kEntries[] = {
  {"january", word(Kind::month, 1)}, {"february", word(Kind::month, 2)},
  {"march", word(Kind::month, 3)}, {"april", word(Kind::month, 4)}, {"may", word(Kind::month, 5)},
  {"june", word(Kind::month, 6)}, {"july", word(Kind::month, 7)}, {"august", word(Kind::month, 8)},
  {"september", word(Kind::month, 9)}, {"october", word(Kind::month, 10)},
  {"november", word(Kind::month, 11)}, {"december", word(Kind::month, 12)},
  {"jan.", word(Kind::month, 1)}, {"feb.", word(Kind::month, 2)}, {"mar.", word(Kind::month, 3)},
  {"apr.", word(Kind::month, 4)}, {"jun.", word(Kind::month, 6)}, {"jul.", word(Kind::month, 7)},
  {"aug.", word(Kind::month, 8)}, {"sept.", word(Kind::month, 9)}, {"sep.", word(Kind::month, 9)},
  {"oct.", word(Kind::month, 10)}, {"nov.", word(Kind::month, 11)}, {"dec.", word(Kind::month, 12)},
  // Plural marks a spelling that counts only beside a number: "Jan" is also a name.
  {"jan", word(Kind::month, 1, true)}, {"feb", word(Kind::month, 2, true)},
  {"mar", word(Kind::month, 3, true)}, {"apr", word(Kind::month, 4, true)},
  {"jun", word(Kind::month, 6, true)}, {"jul", word(Kind::month, 7, true)},
  {"aug", word(Kind::month, 8, true)}, {"sept", word(Kind::month, 9, true)},
  {"sep", word(Kind::month, 9, true)}, {"oct", word(Kind::month, 10, true)},
  {"nov", word(Kind::month, 11, true)}, {"dec", word(Kind::month, 12, true)},
  {"monday", word(Kind::weekday, 0)}, {"tuesday", word(Kind::weekday, 1)},
  {"wednesday", word(Kind::weekday, 2)}, {"thursday", word(Kind::weekday, 3)},
  {"friday", word(Kind::weekday, 4)}, {"saturday", word(Kind::weekday, 5)},
  {"sunday", word(Kind::weekday, 6)}, {"mon.", word(Kind::weekday, 0)},
  {"tue.", word(Kind::weekday, 1)}, {"tues.", word(Kind::weekday, 1)},
  {"wed.", word(Kind::weekday, 2)}, {"thu.", word(Kind::weekday, 3)},
  {"thur.", word(Kind::weekday, 3)}, {"thurs.", word(Kind::weekday, 3)},
  {"fri.", word(Kind::weekday, 4)},
  {"hours", unit(Unit::hour, true)}, {"hour", unit(Unit::hour)},
  {"day", unit(Unit::day)}, {"days", unit(Unit::day, true)},
  {"week", unit(Unit::week)}, {"weeks", unit(Unit::week, true)},
  {"weekend", unit(Unit::weekend)}, {"month", unit(Unit::month)},
  {"months", unit(Unit::month, true)}, {"quarter", unit(Unit::quarter)},
  {"quarters", unit(Unit::quarter, true)}, {"year", unit(Unit::year)},
  {"years", unit(Unit::year, true)}, {"decade", unit(Unit::decade)},
  {"decades", unit(Unit::decade, true)}, {"century", unit(Unit::century)},
  {"centuries", unit(Unit::century, true)},
  {"winter", word(Kind::season, 3)}, {"spring", word(Kind::season, 0)},
  {"summer", word(Kind::season, 1)}, {"autumn", word(Kind::season, 2)},
  {"fall", word(Kind::season, 2)},
  {"night", word(Kind::night)}, {"evening", word(Kind::night)},
  {"morning", word(Kind::morning)}, {"afternoon", word(Kind::morning)},
  {"early", part(Part::early)}, {"mid", part(Part::middle)}, {"middle", part(Part::middle)},
  {"late", part(Part::late)}, {"beginning", part(Part::beginning)},
  {"start", part(Part::beginning)}, {"end", part(Part::end)}, {"close", part(Part::end)},
  {"earlier", word(Kind::earlier)}, {"later", word(Kind::later)}, {"ago", word(Kind::ago)},
  {"today", word(Kind::today)}, {"yesterday", word(Kind::yesterday)},
  {"tomorrow", word(Kind::tomorrow)}, {"tonight", word(Kind::tonight)},
  {"recently", word(Kind::recently)}, {"lately", word(Kind::recently)},
  {"historically", word(Kind::historically)},
  {"the", word(Kind::the)}, {"a", word(Kind::a)}, {"an", word(Kind::a)},
  {"half", word(Kind::half)}, {"few", word(Kind::vague_count, 4)},
  {"several", word(Kind::vague_count, 5)}, {"couple", word(Kind::vague_count, 2)},
  {"some", word(Kind::vague_count, 4)}, {"many", word(Kind::vague_count, 15)},
  {"this", word(Kind::this_)}, {"that", word(Kind::that)}, {"last", word(Kind::last)},
  {"past", word(Kind::past)}, {"next", word(Kind::next)}, {"coming", word(Kind::coming)},
  {"previous", word(Kind::previous)}, {"preceding", word(Kind::previous)},
  {"following", word(Kind::following)}, {"same", word(Kind::same)},
  {"recent", word(Kind::recent)}, {"in", word(Kind::in)}, {"on", word(Kind::on)},
  {"of", word(Kind::of)}, {"for", word(Kind::for_)}, {"over", word(Kind::over)},
  {"within", word(Kind::over)}, {"throughout", word(Kind::during)},
  {"since", word(Kind::since)}, {"until", word(Kind::until)}, {"till", word(Kind::until)},
  {"by", word(Kind::by)}, {"before", word(Kind::before)}, {"after", word(Kind::after)},
  {"post", word(Kind::post)}, {"pre", word(Kind::pre)}, {"from", word(Kind::from)},
  {"between", word(Kind::between)}, {"to", word(Kind::to)}, {"through", word(Kind::to)},
  {"and", word(Kind::and_)}, {"or", word(Kind::or_)}, {"then", word(Kind::then)},
  {"now", word(Kind::now)}, {"present", word(Kind::now)}, {"onwards", word(Kind::on)},
  {"onward", word(Kind::on)}, {"long", word(Kind::long_)}, {"during", word(Kind::during)},
  {"around", word(Kind::during)}, {"circa", word(Kind::during)},
  {"starting", word(Kind::starting)},
  {"one", word(Kind::number, 1)}, {"two", word(Kind::number, 2)}, {"three", word(Kind::number, 3)},
  {"four", word(Kind::number, 4)}, {"five", word(Kind::number, 5)}, {"six", word(Kind::number, 6)},
  {"seven", word(Kind::number, 7)}, {"eight", word(Kind::number, 8)},
  {"nine", word(Kind::number, 9)}, {"ten", word(Kind::number, 10)},
  {"eleven", word(Kind::number, 11)}, {"twelve", word(Kind::number, 12)},
  {"thirteen", word(Kind::number, 13)}, {"fourteen", word(Kind::number, 14)},
  {"fifteen", word(Kind::number, 15)}, {"sixteen", word(Kind::number, 16)},
  {"seventeen", word(Kind::number, 17)}, {"eighteen", word(Kind::number, 18)},
  {"nineteen", word(Kind::number, 19)}, {"twenty", word(Kind::number, 20)},
  {"thirty", word(Kind::number, 30)}, {"forty", word(Kind::number, 40)},
  {"fifty", word(Kind::number, 50)}, {"sixty", word(Kind::number, 60)},
  {"seventy", word(Kind::number, 70)}, {"eighty", word(Kind::number, 80)},
  {"ninety", word(Kind::number, 90)},
  {"first", word(Kind::ordinal, 1)}, {"second", word(Kind::ordinal, 2)},
  {"third", word(Kind::ordinal, 3)}, {"fourth", word(Kind::ordinal, 4)},
  {"fifth", word(Kind::ordinal, 5)}, {"sixth", word(Kind::ordinal, 6)},
  {"seventh", word(Kind::ordinal, 7)}, {"eighth", word(Kind::ordinal, 8)},
  {"ninth", word(Kind::ordinal, 9)}, {"tenth", word(Kind::ordinal, 10)},
  {"eleventh", word(Kind::ordinal, 11)}, {"twelfth", word(Kind::ordinal, 12)},
  {"thirteenth", word(Kind::ordinal, 13)}, {"fourteenth", word(Kind::ordinal, 14)},
  {"fifteenth", word(Kind::ordinal, 15)}, {"sixteenth", word(Kind::ordinal, 16)},
  {"seventeenth", word(Kind::ordinal, 17)}, {"eighteenth", word(Kind::ordinal, 18)},
  {"nineteenth", word(Kind::ordinal, 19)}, {"twentieth", word(Kind::ordinal, 20)},
  {"final", word(Kind::ordinal, 4)},
  {"twenties", word(Kind::decade, 1920)}, {"thirties", word(Kind::decade, 1930)},
  {"forties", word(Kind::decade, 1940)}, {"fifties", word(Kind::decade, 1950)},
  {"sixties", word(Kind::decade, 1960)}, {"seventies", word(Kind::decade, 1970)},
  {"eighties", word(Kind::decade, 1980)}, {"nineties", word(Kind::decade, 1990)},
};
// clang-format on

constexpr std::size_t kLongestWord = 12;
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

constexpr std::uint32_t hash_of(std::string_view form) {
  std::uint32_t hash = 2166136261u;  // FNV-1a, case folded
  for (const char c : form) hash = (hash ^ std::uint8_t(lower(c))) * 16777619u;
  return hash ^ hash >> 15;
}

constexpr bool same_word(std::string_view form, std::string_view small) {
  if (form.size() != small.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (lower(form[i]) != small[i]) return false;
  return true;
}

/// kEntries by hash; 0xffff marks a free slot.
constexpr std::size_t kSlots = 1024;
constexpr auto kTable = [] {
  std::array<std::uint16_t, kSlots> table{};
  table.fill(0xffff);
  for (std::size_t e = 0; e < std::size(kEntries); ++e) {
    std::size_t slot = hash_of(kEntries[e].word) % kSlots;
    while (table[slot] != 0xffff) slot = (slot + 1) % kSlots;
    table[slot] = std::uint16_t(e);
  }
  return table;
}();

Word look_up(std::string_view form) {
  if (form.size() > kLongestWord) return {};
  for (std::size_t slot = hash_of(form) % kSlots; kTable[slot] != 0xffff;
       slot = (slot + 1) % kSlots)
    if (same_word(form, kEntries[kTable[slot]].word)) return kEntries[kTable[slot]].meaning;
  return {};
}

/// The value of a text that is all digits, at most four; -1 for anything else.
int digits(std::string_view text) {
  if (text.empty() || text.size() > 4 || !std::ranges::all_of(text, is_digit)) return -1;
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::size_t leading_digits(std::string_view form) {
  std::size_t n = 0;
  while (n < form.size() && is_digit(form[n])) ++n;
  return n;
}

/// "1980s" and "80s" → decade, "5th" → ordinal, "2017-09-05" → full_date, "2016/17".
Word classify_digits(std::string_view form) {
  const std::size_t n = leading_digits(form);
  const int value = digits(form.substr(0, n));
  if (value < 0) return {};
  const std::string_view rest = form.substr(n);
  if (rest.empty()) return word(Kind::number, value);
  if (rest == "s" && n == 4 && value % 10 == 0) return word(Kind::decade, value);
  if (rest == "st" || rest == "nd" || rest == "rd" || rest == "th")
    return word(Kind::ordinal, value);
  if (rest.front() == '/' && n == 4 && digits(rest.substr(1)) > 0)
    return word(Kind::slashed_years, value);
  const bool separator = rest.front() == '-' || rest.front() == '.' || rest.front() == '/';
  return separator && form.size() >= 8 ? word(Kind::full_date) : Word{};
}

/// "'80s", with either apostrophe → decade.
Word classify_short_decade(std::string_view form) {
  while (!form.empty() && !is_digit(form.front())) form.remove_prefix(1);
  if (form.size() != 3 || form[1] != '0' || form[2] != 's') return {};
  const int tens = form[0] - '0';
  return word(Kind::decade, (tens <= 2 ? 2000 : 1900) + tens * 10);
}

/// "Q1", "H2", "FY2018", "FY18".
Word classify_letters(std::string_view form) {
  if (form.size() == 2 && form[0] == 'Q' && form[1] >= '1' && form[1] <= '4')
    return word(Kind::quarter_name, form[1] - '0');
  if (form.size() == 2 && form[0] == 'H' && (form[1] == '1' || form[1] == '2'))
    return word(Kind::half_name, form[1] - '0');
  if (!form.starts_with("FY")) return {};
  const int value = digits(form.substr(2));
  if (form.size() == 4 && value >= 0) return word(Kind::fiscal_year, 2000 + value);
  return form.size() == 6 && value > 0 ? word(Kind::fiscal_year, value) : Word{};
}

Word classify(std::string_view form) {
  if (form.empty()) return {};
  const char first = form.front();
  if (is_digit(first)) return classify_digits(form);
  if ((first == '\'' || first == '\xe2') && form.back() == 's' && form.size() > 3)
    return classify_short_decade(form);
  const Word found = look_up(form);
  if (found.kind == Kind::month || found.kind == Kind::weekday)
    return is_upper(first) ? found : Word{};
  if (found.kind == Kind::none && (first == 'Q' || first == 'H' || first == 'F'))
    return classify_letters(form);
  return found;
}

template <class... Kinds>
constexpr bool is_any(Kind kind, Kinds... kinds) {
  return ((kind == kinds) || ...);
}

/// True for the words without which a sentence names no date.
bool anchors(Word w) {
  if (w.kind == Kind::number) return w.value >= 1500 && w.value <= 2200;
  return is_any(w.kind, Kind::decade, Kind::full_date, Kind::slashed_years, Kind::quarter_name,
                Kind::half_name, Kind::fiscal_year, Kind::month, Kind::weekday, Kind::unit,
                Kind::season, Kind::night, Kind::morning, Kind::today, Kind::yesterday,
                Kind::tomorrow, Kind::tonight, Kind::recently, Kind::historically, Kind::past,
                Kind::then, Kind::ago);
}

template <std::size_t N>
bool is_one_of(std::string_view form, const std::string_view (&words)[N]) {
  return std::ranges::any_of(words, [&](std::string_view w) { return same_word(form, w); });
}

/// The length of "mid", "post" or "pre" in a token that goes on behind a hyphen: the tokeniser
/// leaves bound prefixes on.
std::size_t prefix_of(std::string_view form) {
  const std::size_t hyphen = form.size() > 4 && form[3] == '-'   ? 3
                             : form.size() > 5 && form[4] == '-' ? 4
                                                                 : 0;
  if (hyphen == 0) return 0;
  const std::string_view prefix = form.substr(0, hyphen);
  return same_word(prefix, "mid") || same_word(prefix, "post") || same_word(prefix, "pre") ? hyphen
                                                                                           : 0;
}

bool is_dash(std::string_view form) { return form == "-" || form == "–" || form == "—"; }
bool is_possessive(std::string_view form) {
  return form == "'s" || form == "’s" || form == "'" || form == "’";
}

/// What is counted or measured: a number before it is no year.
bool is_measure(std::string_view form) {
  static constexpr std::string_view kMeasures[] = {
      "km",       "kilometers", "kilometres", "miles",     "meters",     "metres",    "feet",
      "troops",   "soldiers",   "people",     "men",       "fighters",   "militants", "tonnes",
      "tons",     "barrels",    "dollars",    "rupees",    "euros",      "percent",   "per",
      "%",        "mw",         "megawatts",  "square",    "civilians",  "refugees",  "houses",
      "homes",    "villages",   "prisoners",  "hours",     "hrs",        "gmt",       "utc",
      "local",    "kg",         "hectares",   "acres",     "tanks",      "missiles",  "aircraft",
      "vehicles", "jobs",       "members",    "delegates", "casualties", "deaths",    "cases",
      "million",  "billion",    "personnel",  "women",     "children",   "wounded",   "injured",
      "dead",     "marines",    "policemen",  "officers",  "workers",    "metric",    "cubic",
      "bcm",      "nautical",   "warheads",   "pounds",    "yards",      "flights",   "sorties"};
  return is_one_of(form, kMeasures);
}

/// What numbers a text or a thing: the number behind it is no year.
bool is_numbered(std::string_view form) {
  // clang-format off
  static constexpr std::string_view kNumbered[] = {
      "page", "pages", "p.", "pp.", "no.", "nos.", "number", "numbers", "resolution",
      "resolutions", "article", "articles", "section", "sections", "chapter", "paragraph",
      "flight", "room", "directive", "order", "decree", "regulation", "law", "act", "rs", "rs.",
      "usd", "$", "€", "£", "#", "¥", "us$", "unit", "highway", "least", "than", "about", "some",
      "nearly", "almost", "roughly", "approximately", "only", "vol.", "bill", "convention"};
  // clang-format on
  return is_one_of(form, kNumbered);
}

// ---- the calendar ------------------------------------------------------------------------------

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

/// `months` calendar months from the first of one on.
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

/// The unit of the calendar in which `date` lies.
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

/// Spring 0 to winter 3; a winter bears the year in which it begins.
Interval season_of(int year, int season) {
  return months_from(year, 3 + 3 * season, 3, Precision::quarter);
}

int months_in(const Interval& when) {
  const auto a = when.start.civil();
  const auto b = (when.end + 1).civil();
  return (b.year - a.year) * 12 + b.month - a.month;
}

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

/// "The end of 2014" is its last quarter; of a shorter time the last third, of a decade two years.
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

/// The day of a full date in digits: year first, or day first, or month first when only that can
/// be.
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

enum class Direction : std::uint8_t { unknown, past, perfect, present, future };

/// Sentences for which a story told in the past goes on.
constexpr int kStoryAge = 1;

/// What a stretch of words names. `end` is 0 when it names nothing.
struct Point {
  int end = 0;
  Interval when{};
  bool lacks_year = false;  ///< day and month, or month, without a year: `when` is in year 2000
  bool guess = false;       ///< too vague to count from: "recent years"
  bool joined = false;      ///< several days: "4 to 6 June"
  bool event = false;       ///< an event of that time: "the 2014 coup"
  explicit operator bool() const { return end > 0; }
};

// ---- reading a sentence ------------------------------------------------------------------------

class Scanner {
 public:
  Scanner(std::span<const Token> tokens, Timeline& timeline, const Periods& periods)
      : tokens_(tokens), timeline_(timeline), periods_(periods) {}

  std::vector<TimeExpression> run();

 private:
  /// A token, or a part of one that has a prefix: "mid-2016" is three pieces.
  struct Piece {
    std::string_view form;
    Word word;
    Tag tag = Tag::X;
    int token = 0;
  };

  // What stands at a place; places outside the sentence are Kind::none.
  const Piece& piece(int i) const {
    static constexpr Piece kOutside;
    return i >= 0 && i < size_ ? pieces_[std::size_t(i)] : kOutside;
  }
  Word at(int i) const { return piece(i).word; }
  Kind kind(int i) const { return at(i).kind; }
  std::string_view form(int i) const { return piece(i).form; }
  Tag tag(int i) const { return piece(i).tag; }
  template <class... Kinds>
  bool is(int i, Kinds... kinds) const {
    return is_any(kind(i), kinds...);
  }
  /// "Last", "this", "next" and their like.
  bool directs(int i) const {
    return is(i, Kind::this_, Kind::that, Kind::last, Kind::past, Kind::next, Kind::coming,
              Kind::previous, Kind::following, Kind::same, Kind::recent);
  }
  bool dash(int i) const { return is_dash(form(i)); }
  bool starts_a_word(int i) const {
    return kind(i) == Kind::none && (starts_lower(i) || (!form(i).empty() && starts_upper(i)));
  }
  bool starts_upper(int i) const { return !form(i).empty() && is_upper(form(i)[0]); }
  bool starts_lower(int i) const {
    return !form(i).empty() && form(i)[0] >= 'a' && form(i)[0] <= 'z';
  }
  bool is_unit(int i, Unit u) const { return kind(i) == Kind::unit && unit_at(i) == u; }
  Unit unit_at(int i) const { return Unit(at(i).value); }
  int skip(int i, Kind k) const { return kind(i) == k ? i + 1 : i; }
  int skip_comma(int i) const { return form(i) == "," ? i + 1 : i; }
  int skip_dash(int i) const { return dash(i) ? i + 1 : i; }

  bool holds_a_date() const;
  void cut();
  void cut_token(int token);
  bool named(int i, TimeExpression& found) const;
  int name_length(const Periods::Name& name, int i) const;
  std::optional<TimeExpression> expression(int i);
  std::optional<TimeExpression> related(int i);
  std::optional<TimeExpression> vague(int i) const;
  int vague_end(int i) const;
  std::optional<TimeExpression> range(int i, int begin, bool with_and);
  std::optional<TimeExpression> open_range(int begin, const Point& first, int end);
  TimeExpression relate(int begin, const Point& point, TimeRelation relation);
  bool names_rarity(int i) const;
  bool is_modifier(int i) const;

  Point point(int i);
  Point point_or_name(int i);
  Point date_word(int i);
  Point resolved(int i, Point p) const;
  Point with_year(Point p, int year) const;
  Point day_and_month(int i);
  Point month_and_day(int i);
  Point month_alone(int i);
  Point add_year(Point p);
  Point year(int i);
  Point decade(int i) const;
  Point slashed_years(int i) const;
  Point fraction(int i);
  Point century(int i) const;
  Point season(int i);
  Point part(int i);
  Point earlier_or_later(int i);
  Point directed(int i);
  Point directed_one(int i, Kind direction, bool definite);
  Point directed_many(int i, Kind direction) const;
  Point from_context(int i, Kind direction);
  Point weekday(int i);
  Point nearest_weekday(int day, Direction direction, int end) const;
  Point counted(int i);
  Point in_time(int i) const;
  Point whole(int i);

  struct Quantity {
    int end = 0, count = 0;
    Unit unit = Unit::day;
    bool vague = false;
  };
  Quantity quantity(int i) const;
  int number(int i, int& value) const;
  Interval ago(const Quantity& q, int sign) const;

  bool plausible_year(int i) const;
  bool cued_year(int i) const;
  bool month_is_cued(int i) const;
  Direction direction(int begin, int end) const;
  Direction decides(int i) const;
  bool looks_ahead(int begin, int end) const;
  Date today() const { return *timeline_.document_date; }
  /// Far-off document dates are mistakes, and counting from them would leave the calendar.
  bool dated() const {
    return timeline_.document_date && timeline_.document_date->days > -400'000 &&
           timeline_.document_date->days < 400'000;
  }
  const Interval* context() const;

  std::span<const Token> tokens_;
  Timeline& timeline_;
  const Periods& periods_;
  std::vector<Piece> pieces_;
  int size_ = 0;          // of pieces_
  int listed_year_ = -1;  // end of the last year read: "in 2008 and 2014"
};

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

/// A date behind "since", "until", "by", "before", "after", "post-", "pre-", "from", "between".
std::optional<TimeExpression> Scanner::related(int i) {
  TimeRelation relation;
  int j = i + 1;
  switch (kind(i)) {
    case Kind::from:
    case Kind::between:
      return range(i + 1, i, kind(i) == Kind::between);
    case Kind::since:
      relation = TimeRelation::since;
      break;
    case Kind::until:
      relation = TimeRelation::until;
      break;
    case Kind::by:
      relation = TimeRelation::by;
      break;
    case Kind::before:
      relation = TimeRelation::before;
      break;
    case Kind::after:
      relation = TimeRelation::after;
      break;
    case Kind::post:
    case Kind::pre:
      relation = kind(i) == Kind::post ? TimeRelation::after : TimeRelation::before;
      j = skip_dash(j);
      break;
    case Kind::part:
    case Kind::starting:  // "beginning in 2014"
      if (kind(i) == Kind::part && Part(at(i).value) != Part::beginning) return std::nullopt;
      if (kind(j) != Kind::in && kind(j) != Kind::on && kind(j) != Kind::from) return std::nullopt;
      ++j;
      relation = TimeRelation::since;
      break;
    default:
      return std::nullopt;
  }
  if (kind(j) == Kind::then && context() != nullptr && relation == TimeRelation::since)
    return relate(i, {j + 1, *context()}, relation);
  Point p = resolved(j, point_or_name(j));
  if (!p) return std::nullopt;
  const int head = skip(j, Kind::the);
  p.event = head > j && is_modifier(head) && starts_a_word(p.end);
  const bool limits = relation == TimeRelation::before || relation == TimeRelation::after;
  if (limits && kind(head) == Kind::part && Part(at(head).value) == Part::end)
    p.when.start = p.when.end;  // "before the end of the year"
  return relate(i, p, relation);
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
  Point second = point_or_name(j);
  if (!second && plausible_year(j)) second = {j + 1, Interval::year(at(j).value)};
  const bool years = first.when.precision == Precision::year && !first.lacks_year;
  if (years && kind(j) == Kind::number && form(j).size() == 2) {  // "2001-05"
    const int y = first.when.start.civil().year / 100 * 100 + at(j).value;
    if (Interval::year(y).start > first.when.start) second = {j + 1, Interval::year(y)};
  }
  if (!second) return std::nullopt;
  if (first.lacks_year && !second.lacks_year) {
    const int y = second.when.end.civil().year;
    const Point same_year = with_year(first, y);
    first =
        same_year && same_year.when.start <= second.when.end ? same_year : with_year(first, y - 1);
  } else if (first.lacks_year) {
    second = resolved(begin, second);
    if (!second) return std::nullopt;
    const int y = second.when.end.civil().year;
    const Point same_year = with_year(first, y);
    first =
        same_year && same_year.when.start <= second.when.end ? same_year : with_year(first, y - 1);
  } else if (second.lacks_year) {
    second = with_year(second, first.when.end.civil().year);
  }
  if (!first || !second || second.when.end < first.when.start) return std::nullopt;
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

// ---- dates -------------------------------------------------------------------------------------

Point Scanner::point(int i) {
  const int j = skip(i, Kind::the);
  Point p;
  switch (kind(j)) {
    case Kind::full_date:
      if (const auto day = full_date(form(j))) p = {j + 1, Interval::day(*day)};
      break;
    case Kind::slashed_years:
      p = slashed_years(j);
      break;
    case Kind::number:
    case Kind::ordinal:
      p = day_and_month(j);
      if (!p) p = fraction(j);
      if (!p) p = century(j);
      if (!p && kind(j) == Kind::number) p = year(j);
      if (!p) p = counted(j);
      break;
    case Kind::a:
    case Kind::vague_count:
    case Kind::half:
      p = counted(j);
      break;
    case Kind::quarter_name:
    case Kind::half_name:
      p = fraction(j);
      break;
    case Kind::fiscal_year:
      p = {j + 1, Interval::year(at(j).value)};
      break;
    case Kind::month:
      p = month_and_day(j);
      if (!p) p = month_alone(j);
      break;
    case Kind::decade:
      p = decade(j);
      break;
    case Kind::part:
      p = part(j);
      break;
    case Kind::earlier:
    case Kind::later:
      p = earlier_or_later(j);
      break;
    case Kind::season:
      p = season(j);
      break;
    case Kind::weekday:
      p = weekday(j);
      break;
    case Kind::unit:
      p = whole(j);
      break;
    default:
      p = directs(j) ? directed(j) : date_word(j);
      break;
  }
  return p;
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

/// "20th century", "twentieth-century", "twenty-first century".
Point Scanner::century(int i) const {
  int number = at(i).value;
  int j = i + 1;
  if (kind(i) == Kind::number && number == 20 && dash(j) && kind(j + 1) == Kind::ordinal) {
    number += at(j + 1).value;
    j += 2;
  } else if (kind(i) != Kind::ordinal) {
    return {};
  }
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
  const bool back = direction_word == Kind::last || direction_word == Kind::past;
  const bool ahead = direction_word == Kind::next || direction_word == Kind::coming;
  if (!back && !ahead && direction_word != Kind::this_) return {};
  if (is(j, Kind::night, Kind::morning)) {
    if (direction_word == Kind::this_) return {j + 1, Interval::day(today())};
    return back && kind(j) == Kind::night ? Point{j + 1, Interval::day(today() - 1)} : Point{};
  }
  if (kind(j) == Kind::weekday) {
    const Direction said = direction(i, j + 1);
    const bool done = said == Direction::past || said == Direction::perfect;
    const Direction where =
        back || (!ahead && done) ? Direction::past : Direction::future;  // "this Friday"
    const int day = at(j).value;
    const bool now = today().weekday() == day;
    Point p = nearest_weekday(day, where, j + 1);
    if (now && back) p.when = Interval::day(today() - 7);
    if (now && ahead) p.when = Interval::day(today() + 7);
    if (is(p.end, Kind::night, Kind::morning)) ++p.end;
    return p;
  }
  const auto [y, m, d] = today().civil();
  if (kind(j) == Kind::month) {
    int in = y;
    if (back && at(j).value >= m) --in;
    if (ahead && at(j).value <= m) ++in;
    return {j + 1, Interval::month(in, at(j).value)};
  }
  if (kind(j) == Kind::season) {
    int in = y + 1;
    if (ahead) {
      in = y - 1;
      while (season_of(in, at(j).value).start <= today()) ++in;
    } else if (back) {
      while (season_of(in, at(j).value).end >= today()) --in;
    } else {
      in = m < 3 && at(j).value == 3 ? y - 1 : y;
    }
    return {j + 1, season_of(in, at(j).value)};
  }
  return {};
}

/// A direction and one unit at `i`: "last week", "the past year", "that month".
Point Scanner::directed_one(int i, Kind direction_word, bool definite) {
  const Unit u = unit_at(i);
  if (starts_upper(i) && i > 1 && starts_upper(i - 1)) return {};  // a title
  const auto near = [&](int steps) -> Point {
    if (!dated()) return {};
    return {i + 1, calendar(shift(calendar(today(), u).start, steps, u), u)};
  };
  const auto rolling = [&](int sign) -> Point {
    if (!dated()) return {};
    const Date far = shift(today(), sign, u == Unit::hour ? Unit::day : u);
    if (u == Unit::week) {
      return sign < 0 ? Point{i + 1, {far + 1, today(), Precision::week}}
                      : Point{i + 1, {today(), far - 1, Precision::week}};
    }
    Interval when{std::min(far, today()), std::max(far, today()), Precision::range};
    return {i + 1, when};
  };
  if (u == Unit::hour) return {};
  switch (direction_word) {
    case Kind::this_:
      // "to this day", "this day" as such
      if (u == Unit::day && kind(i - 2) == Kind::to) return {};
      return near(0);
    case Kind::last:
      if (u == Unit::day) return {};
      if (!definite && kind(i - 2) == Kind::this_) return rolling(-1);
      return definite && u != Unit::weekend && u != Unit::century ? rolling(-1) : near(-1);
    case Kind::past:
      return u == Unit::weekend || u == Unit::century ? near(-1) : rolling(-1);
    case Kind::next:
      if (u == Unit::day) return from_context(i, Kind::following);
      if (u != Unit::week && u != Unit::weekend && definite &&
          direction(i - 1, i + 1) == Direction::past)
        return from_context(i, Kind::following);
      return definite && u >= Unit::year ? rolling(1) : near(1);
    case Kind::coming:
      return u == Unit::weekend ? near(1) : rolling(1);
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
  const bool back = direction_word == Kind::last || direction_word == Kind::past ||
                    direction_word == Kind::recent;
  const bool ahead = direction_word == Kind::next || direction_word == Kind::coming;
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
  for (int j = std::max(0, i - 5); j < i; ++j)
    if (is_one_of(form(j), kRare)) return {};
  if (kind(q.end) != Kind::none || is_possessive(form(q.end)) || starts_lower(q.end)) return {};
  if (direction(i, q.end) != Direction::future) return {};
  return {q.end, ago(q, 1), false, q.vague};
}

// ---- tense -------------------------------------------------------------------------------------

/// What the word at `i` says about the time of its clause; unknown when it leaves it open.
Direction Scanner::decides(int i) const {
  static constexpr std::string_view kAhead[] = {
      "will",        "'ll",   "’ll",       "wo",  "shall",  "would",    "upcoming",
      "forthcoming", "ahead", "scheduled", "due", "slated", "expected", "planned",
      "plans",       "plan",  "going",     "set", "poised"};
  // What follows "to" behind these has been done: "refused to meet on Monday".
  static constexpr std::string_view kDone[] = {
      "failed", "refused", "managed", "declined", "began", "begun", "started",  "continued",
      "sought", "tried",   "forced",  "helped",   "used",  "had",   "appeared", "seemed"};
  const Tag t = tag(i);
  if (is_one_of(form(i), kAhead) && !text::is_noun(t)) return Direction::future;
  if (t == Tag::AUX_MODAL) return Direction::future;
  if (t == Tag::VERB_PAST || t == Tag::AUX_PAST) return Direction::past;
  if (same_word(form(i), "has") || same_word(form(i), "have") || same_word(form(i), "’ve") ||
      same_word(form(i), "'ve"))
    return Direction::perfect;
  if (t == Tag::VERB_PRESENT || t == Tag::AUX_PRESENT) return Direction::present;
  const bool infinitive =
      same_word(form(i), "to") && (tag(i + 1) == Tag::VERB_BASE || tag(i + 1) == Tag::AUX_BASE);
  if (infinitive) return is_one_of(form(i - 1), kDone) ? Direction::past : Direction::future;
  return Direction::unknown;
}

/// Whether the clause of [begin, end) speaks of the past or of the future: the nearest word before
/// it that decides, or else the nearest after it. Trees are not used: what they get wrong most is
/// where such a phrase hangs.
Direction Scanner::direction(int begin, int end) const {
  constexpr int kReach = 20;
  for (int i = begin - 1; i >= 0 && i >= begin - kReach; --i) {
    if (form(i) == ";" || form(i) == ":") break;
    if (const Direction d = decides(i); d != Direction::unknown) return d;
  }
  for (int i = end; i < size_ && i < end + kReach; ++i) {
    if (form(i) == ";" || form(i) == ":") break;
    const Direction d = decides(i);
    if (d == Direction::unknown || same_word(form(i), "to")) continue;
    // "was due to meet", "is to meet"
    const bool aims = (tag(i) == Tag::AUX_PAST || tag(i) == Tag::AUX_PRESENT) &&
                      decides(i + 1) == Direction::future;
    return aims ? Direction::future : d;
  }
  return Direction::unknown;
}

/// Whether a day or month without a year lies ahead. "By" and "until" look ahead unless the verb
/// looks back.
bool Scanner::looks_ahead(int begin, int end) const {
  const Direction d = direction(begin, end);
  const int before = kind(begin - 1) == Kind::the ? begin - 2 : begin - 1;
  const bool limit = is(before, Kind::by, Kind::until);
  return d == Direction::future || (limit && (d == Direction::unknown || d == Direction::present));
}

}  // namespace

// ---- knowledge ---------------------------------------------------------------------------------

namespace {

/// The last day of what `text` ("1991", "1991-12", "1991-12-26") names.
Date end_of(std::string_view text, Date start) {
  const auto [year, month, day] = start.civil();
  if (text.size() == 4) return Interval::year(year).end;
  return text.size() == 7 ? Interval::month(year, month).end : start;
}

/// A name cut as the tokeniser cuts it.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  for (std::string_view item : base::split_list(name, ' ')) {
    const bool clitic = item.ends_with("'s");
    if (clitic) item.remove_suffix(2);
    words.emplace_back(item);
    if (clitic) words.emplace_back("'s");
  }
  return words;
}

}  // namespace

base::Result<Periods> Periods::load(const std::filesystem::path& tsv) {
  Periods periods;
  auto read = base::read_tsv(tsv, [&](const base::TsvRow& row) -> base::Result<void> {
    Name name;
    name.historical = row["historical"] == "yes";
    if (!name.historical && row["historical"] != "no")
      return base::fail("column historical is neither yes nor no", row.where());
    if (!row["from"].empty() || !row["to"].empty()) {
      const auto from = Date::parse(row["from"]);
      const auto to = Date::parse(row["to"]);
      if (!from || !to || end_of(row["to"], *to) < *from)
        return base::fail("from and to are no dates in order", row.where(),
                          "write YYYY, YYYY-MM or YYYY-MM-DD in both, or in neither");
      name.when = Interval{*from, end_of(row["to"], *to), Precision::range};
      if (name.when->start == name.when->end) name.when->precision = Precision::day;
    }
    for (const std::string_view spelling : base::split_list(row["names"])) {
      name.words = words_of(spelling);
      periods.add(name);
    }
    return {};
  });
  if (!read) return tl::unexpected(read.error());
  return periods;
}

void Periods::add(Name name) {
  if (name.words.empty()) return;
  std::string first = name.words.front();
  for (int spelling = 0; spelling < 2; ++spelling) {
    const auto byte = static_cast<unsigned char>(first[0]);
    initials_[byte / 64] |= std::uint64_t{1} << (byte % 64);
    auto& same = names_[first];
    const auto shorter = std::ranges::find_if(
        same, [&](const Name& n) { return n.words.size() < name.words.size(); });
    same.insert(shorter, name);
    if (first[0] < 'a' || first[0] > 'z') return;
    first[0] = static_cast<char>(first[0] - 'a' + 'A');
  }
}

const std::vector<Periods::Name>* Periods::starting_with(std::string_view word) const {
  if (word.empty()) return nullptr;
  const auto byte = static_cast<unsigned char>(word[0]);
  if ((initials_[byte / 64] >> (byte % 64) & 1) == 0) return nullptr;
  const auto found = names_.find(word);
  return found == names_.end() ? nullptr : &found->second;
}

std::vector<TimeExpression> find_dates(std::span<const text::Token> tokens, Timeline& timeline,
                                       const Periods& periods) {
  ++timeline.age;
  return Scanner(tokens, timeline, periods).run();
}

bool is_background(const base::Interval& when, base::Date document_date) {
  return when.end < document_date.plus_months(-12 * kBackgroundYears);
}

}  // namespace entente::reading
