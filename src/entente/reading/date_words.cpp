#include "entente/reading/date_words.h"

#include <array>
#include <charconv>
#include <iterator>

namespace entente::reading::dates {

namespace {

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

constexpr std::uint32_t hash_of(std::string_view form) {
  std::uint32_t hash = 2166136261u;  // FNV-1a, case folded
  for (const char c : form) hash = (hash ^ std::uint8_t(lower(c))) * 16777619u;
  return hash ^ hash >> 15;
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

}  // namespace

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

namespace {

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

}  // namespace

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

bool anchors(Word w) {
  if (w.kind == Kind::number) return w.value >= 1500 && w.value <= 2200;
  return is_any(w.kind, Kind::decade, Kind::full_date, Kind::slashed_years, Kind::quarter_name,
                Kind::half_name, Kind::fiscal_year, Kind::month, Kind::weekday, Kind::unit,
                Kind::season, Kind::night, Kind::morning, Kind::today, Kind::yesterday,
                Kind::tomorrow, Kind::tonight, Kind::recently, Kind::historically, Kind::past,
                Kind::then, Kind::ago);
}

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

}  // namespace entente::reading::dates
