#include "entente/text/cleanup_head.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "entente/text/tokens_characters.h"

namespace entente::text {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kFence = "---";

std::string_view line_at(std::string_view text, std::size_t begin) {
  return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

std::string_view unquoted(std::string_view value) {
  const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
                      value.back() == value.front();
  return quoted ? value.substr(1, value.size() - 2) : value;
}

/// Takes "key: value" into `front`; false when the line is nothing of the kind.
bool take_field(std::string_view text, std::string_view line, FrontMatter& front) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view key = trimmed(line.substr(0, colon));
  const std::string_view value = unquoted(trimmed(line.substr(colon + 1)));
  if (equals_ignoring_case(key, "title") && !value.empty()) {
    const auto begin = static_cast<std::uint32_t>(value.data() - text.data());
    front.title = {begin, begin + static_cast<std::uint32_t>(value.size())};
  } else if (equals_ignoring_case(key, "author")) {
    front.author = value;
  } else if (equals_ignoring_case(key, "source")) {
    front.source = value;
  } else if (equals_ignoring_case(key, "url")) {
    front.url = value;
  } else if (equals_ignoring_case(key, "date")) {
    front.date = value;
  } else {
    return equals_ignoring_case(key, "title");
  }
  return true;
}

}  // namespace

std::optional<FrontMatter> front_matter(std::string_view text) {
  std::size_t at = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (trimmed(line_at(text, at)) != kFence) return std::nullopt;
  at += line_at(text, at).size() + 1;
  if (at >= text.size()) return std::nullopt;
  FrontMatter front;
  if (!take_field(text, line_at(text, at), front)) return std::nullopt;
  while (at < text.size()) {
    const std::string_view line = line_at(text, at);
    const std::string_view content = trimmed(line);
    if (content.empty()) break;
    at += line.size() + 1;
    if (content == kFence) {
      front.is_closed = true;
      break;
    }
    take_field(text, line, front);
  }
  front.end = std::min(at, text.size());
  return front;
}

namespace {

/// A word or number of a text in which a date is looked for.
struct Atom {
  std::string_view text;
  std::size_t begin = 0;
  int value = 0;  // of a number of at most four digits, else 0
  int month = 0;  // 1 to 12 when it names one
  [[nodiscard]] std::size_t end() const { return begin + text.size(); }
};

int month_of(std::string_view word) {
  constexpr std::array<std::string_view, 12> kMonths{
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  for (std::size_t m = 0; m < kMonths.size(); ++m) {
    const bool shortened = word.size() == 3 || (word.size() == 4 && m == 8);
    const std::string_view name = shortened ? kMonths[m].substr(0, word.size()) : kMonths[m];
    if (equals_ignoring_case(word, name)) return static_cast<int>(m) + 1;
  }
  return 0;
}

Atom next_atom(std::string_view text, std::size_t at) {
  const auto kind_at = [&](std::size_t i) { return detail::kAscii[text[i] & 0x7F]; };
  const auto is_ascii = [&](std::size_t i) { return static_cast<unsigned char>(text[i]) < 0x80; };
  while (at < text.size() && !(is_ascii(at) && is_word(kind_at(at)))) ++at;
  if (at == text.size()) return {};
  const bool number = kind_at(at) == Kind::digit;
  std::size_t end = at;
  while (end < text.size() && is_ascii(end) && is_word(kind_at(end)) &&
         (kind_at(end) == Kind::digit) == number)
    ++end;
  Atom atom{text.substr(at, end - at), at, 0, 0};
  if (!number)
    atom.month = month_of(atom.text);
  else if (atom.text.size() <= 4)
    std::from_chars(atom.text.data(), atom.text.data() + atom.text.size(), atom.value);
  return atom;
}

std::optional<base::Date> date_of(int year, int month, int day) {
  const bool exists = year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 &&
                      day <= base::days_in_month(year, month);
  if (!exists) return std::nullopt;
  return base::Date::from_civil(year, month, day);
}

bool is_year(const Atom& atom) { return atom.text.size() == 4 && atom.value >= 1900; }
bool is_day(const Atom& atom) {
  return atom.text.size() <= 2 && atom.value >= 1 && atom.value <= 31;
}

/// Reads three atoms that stand one behind the other as a date.
std::optional<base::Date> date_in(std::string_view text, const std::array<Atom, 3>& atoms) {
  const auto& [a, b, c] = atoms;
  if (a.month > 0 && is_day(b) && is_year(c)) return date_of(c.value, a.month, b.value);
  if (is_day(a) && b.month > 0 && is_year(c)) return date_of(c.value, b.month, a.value);
  if (b.begin != a.end() + 1 || c.begin != b.end() + 1) return std::nullopt;
  const char mark = text[a.end()];
  if (mark != text[b.end()]) return std::nullopt;
  if (is_year(a) && (mark == '-' || mark == '/') && b.text.size() == 2 && c.text.size() == 2)
    return date_of(a.value, b.value, c.value);
  if (!is_day(a) || !is_day(b) || !is_year(c)) return std::nullopt;
  if (mark == '.') return date_of(c.value, b.value, a.value);
  if (mark != '/' && mark != '-') return std::nullopt;
  if (a.value > 12 || a.value == b.value) return date_of(c.value, b.value, a.value);
  if (b.value > 12) return date_of(c.value, a.value, b.value);
  return std::nullopt;
}

bool is_ordinal_or_of(const Atom& atom) {
  constexpr std::array<std::string_view, 5> kWords{"st", "nd", "rd", "th", "of"};
  return std::ranges::any_of(kWords,
                             [&](auto word) { return equals_ignoring_case(atom.text, word); });
}

}  // namespace

std::optional<DateMention> find_date(std::string_view text) {
  std::array<Atom, 3> window;
  std::size_t filled = 0;
  for (std::size_t at = 0;;) {
    const Atom atom = next_atom(text, at);
    if (atom.text.empty()) return std::nullopt;
    at = atom.end();
    if (filled > 0 && is_ordinal_or_of(atom)) continue;
    if (filled == 3)
      std::shift_left(window.begin(), window.end(), 1);
    else
      ++filled;
    window[filled - 1] = atom;
    if (filled < 3) continue;
    if (const auto date = date_in(text, window)) return DateMention{*date, window[0].begin, at};
  }
}

std::optional<base::Date> read_date(std::string_view value) {
  value = trimmed(value);
  if (const auto date = base::Date::parse(value.substr(0, value.find_first_of("T ")))) return date;
  const auto found = find_date(value);
  return found ? std::optional(found->date) : std::nullopt;
}

namespace {

constexpr std::size_t kLongestDateline = 90;

bool is_capital_word(std::string_view word) {
  std::size_t capitals = 0;
  for (std::size_t at = 0; at < word.size();) {
    const Character c = character_at(word, at);
    if (c.kind == Kind::lower) return false;
    capitals += c.kind == Kind::upper;
    at += c.length;
  }
  return capitals >= 2;
}

/// The place names of a dateline are in capitals, or stand before an agency or a date.
struct DatelineHead {
  bool in_capitals = true;  // every word before the first comma, bracket or dash is
  bool has_agency = false, has_date = false, has_names_only = true;
  std::size_t places = 0;
};

DatelineHead judge(std::string_view head) {
  DatelineHead result;
  bool in_place = true, in_bracket = false;
  for (std::size_t at = 0; at < head.size();) {
    const std::size_t end = std::min(head.find(' ', at), head.size());
    std::string_view word = head.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const bool bracketed = in_bracket || word.front() == '(';
    if (bracketed) result.has_agency = true, in_place = false;
    in_bracket = bracketed && word.find(')') == word.npos;  // "(dts news agency)"
    const bool last = word.back() == ',' || word.back() == '/';
    while (!word.empty() && !is_word(detail::kAscii[word.back() & 0x7F])) word.remove_suffix(1);
    if (word.empty() || bracketed) continue;
    if (month_of(word) > 0) result.has_date = true, in_place = false;
    const Kind first = character_at(word, 0).kind;
    if (in_place) {
      ++result.places;
      result.in_capitals = result.in_capitals && is_capital_word(word);
    }
    if (first == Kind::lower) result.has_names_only = false;
    if (last) in_place = false;
  }
  return result;
}

/// "(CNN) Italian police …", "Bogota, March 8 (IANS) The …", "WASHINGTON (AP) President …": an
/// agency of one word in brackets, and no dash behind it.
std::optional<Dateline> dateline_of_agency(std::string_view paragraph) {
  const std::size_t open = paragraph.substr(0, kLongestDateline).find('(');
  if (open == std::string_view::npos) return std::nullopt;
  const std::size_t close = paragraph.find(')', open);
  constexpr std::size_t kLongestAgency = 12;
  if (close == std::string_view::npos || close - open > kLongestAgency) return std::nullopt;
  const std::string_view agency = paragraph.substr(open + 1, close - open - 1);
  if (agency.size() < 2 || agency.find(' ') != std::string_view::npos) return std::nullopt;
  if (character_at(agency, 0).kind != Kind::upper) return std::nullopt;
  const std::string_view head = trimmed(paragraph.substr(0, open));
  const DatelineHead found = judge(head);
  const bool places = found.places >= 1 && found.places <= 4 && found.has_names_only &&
                      (found.in_capitals || found.has_date);
  if (!head.empty() && !places) return std::nullopt;
  std::size_t end = close + 1;
  while (end < paragraph.size() && paragraph[end] == ' ') ++end;
  const bool begins = end < paragraph.size() &&
                      (character_at(paragraph, end).kind == Kind::upper || paragraph[end] == '"');
  if (!begins || end == close + 1) return std::nullopt;
  return Dateline{end, agency};
}

}  // namespace

std::optional<Dateline> dateline(std::string_view paragraph) {
  if (const auto found = dateline_of_agency(paragraph)) return found;
  const std::string_view reach = paragraph.substr(0, kLongestDateline);
  for (std::size_t at = 0; at < reach.size();) {
    const Character c = character_at(reach, at);
    const std::size_t behind = at + c.length;
    const bool spaced =
        behind < paragraph.size() && character_at(paragraph, behind).kind == Kind::space;
    const bool dash =
        c.kind == Kind::dash && at > 0 && (spaced || c.code != '-') &&
        (reach[at - 1] == ' ' || reach[at - 1] == ')' || reach[at - 1] == '-' || c.code != '-');
    const bool colon = c.code == ':' && spaced;
    if (!dash && !colon) {
      if (c.kind == Kind::stop && c.code != '.') return std::nullopt;
      at = behind;
      continue;
    }
    const std::string_view head = trimmed(reach.substr(0, at));
    const DatelineHead found = judge(head);
    const bool is_dateline = found.places >= 1 && found.places <= 4 && found.has_names_only &&
                             (found.in_capitals || found.has_agency || (found.has_date && !colon));
    if (!is_dateline) return std::nullopt;
    std::size_t end = behind;
    while (end < paragraph.size()) {
      const Character next = character_at(paragraph, end);
      if (next.kind != Kind::space && next.kind != Kind::dash) break;
      end += next.length;
    }
    const std::size_t open = head.find('('), close = head.find(')');
    const bool named =
        open != std::string_view::npos && close != std::string_view::npos && open < close;
    return Dateline{end, named ? head.substr(open + 1, close - open - 1) : std::string_view{}};
  }
  return std::nullopt;
}

namespace {

std::size_t capitalised_words(std::string_view text) {
  std::size_t words = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    constexpr std::array<std::string_view, 9> kParticles{"al",  "bin", "da",  "de", "el",
                                                         "ibn", "la",  "van", "von"};
    const bool particle = std::ranges::find(kParticles, word) != kParticles.end();
    if (character_at(word, 0).kind != Kind::upper && !particle) return 0;
    if (std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; })) return 0;
    ++words;
  }
  return words;
}

}  // namespace

bool looks_like_name(std::string_view text) {
  const std::size_t words = capitalised_words(text);
  return words >= 2 && words <= 5 && text.find(':') == std::string_view::npos;
}

bool looks_like_titled_name(std::string_view text) {
  constexpr std::array<std::string_view, 12> kTitles{"Dr.",         "Dr ",  "Prof.", "Professor ",
                                                     "Ambassador ", "Amb.", "Gen.",  "Brig.",
                                                     "Lt.",         "Col.", "Maj.",  "Air "};
  return looks_like_name(text) &&
         std::ranges::any_of(kTitles, [&](auto title) { return text.starts_with(title); });
}

}  // namespace entente::text
