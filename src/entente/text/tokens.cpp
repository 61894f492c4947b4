#include "entente/text/tokens.h"

#include <algorithm>
#include <array>

#include "entente/text/tokens_abbreviations.h"
#include "entente/text/tokens_characters.h"

namespace entente::text {

namespace {

// Behind these a hyphen does not cut (the bound prefixes of the English Web Treebank's guidelines).
constexpr auto kPrefixes = std::to_array<std::string_view>(
    {"anti",  "arch",  "co",  "counter", "cross", "de",  "e",     "ex",   "extra", "inter", "intra",
     "macro", "micro", "mid", "mini",    "multi", "neo", "non",   "over", "pan",   "post",  "pre",
     "pro",   "quasi", "re",  "semi",    "socio", "sub", "trans", "un",   "wi"});
static_assert(std::ranges::is_sorted(kPrefixes));

constexpr auto kUnits = std::to_array<std::string_view>(
    {"am", "b", "bn", "cm", "ft", "gb",  "gw", "ha", "k",  "kg", "km", "kw",
     "lb", "m", "mb", "mm", "mn", "mph", "mw", "nm", "oz", "pm", "tn", "x"});

struct Contraction {
  std::string_view whole;
  std::size_t first;  // bytes of the first token
};
constexpr auto kContractions = std::to_array<Contraction>({{"cannot", 3},
                                                           {"cant", 2},
                                                           {"didnt", 3},
                                                           {"doesnt", 4},
                                                           {"dont", 2},
                                                           {"gimme", 3},
                                                           {"gonna", 3},
                                                           {"gotta", 3},
                                                           {"isnt", 2},
                                                           {"lemme", 3},
                                                           {"wanna", 3},
                                                           {"wasnt", 3},
                                                           {"wont", 2}});
static_assert(std::ranges::is_sorted(kContractions, {}, &Contraction::whole));

// What may follow an apostrophe as a token of its own.
constexpr auto kClitics = std::to_array<std::string_view>({"s", "re", "ve", "ll", "d", "m"});
// Words that begin with an apostrophe.
constexpr auto kApheretic = std::to_array<std::string_view>({"em", "til", "cause", "tis", "twas"});

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::any_of(words, [&](auto small) { return equals_ignoring_case(word, small); });
}

class Tokenizer {
 public:
  Tokenizer(std::string_view text, Sentence& sentence)
      : text_(text.substr(0, sentence.span.end)), sentence_(sentence) {}

  void run() {
    sentence_.tokens.clear();
    sentence_.tokens.reserve((text_.size() - sentence_.span.begin) / 5 + 2);
    for (std::size_t at = sentence_.span.begin; at < text_.size();) {
      const Character c = character_at(text_, at);
      if (c.kind == Kind::space) {
        space_ = true;
        at += c.length;
      } else {
        at = next_token(at, c);
      }
    }
  }

 private:
  [[nodiscard]] Character at_or_end(std::size_t at) const {
    return at < text_.size() ? character_at(text_, at) : Character{0, Kind::space, 0};
  }
  [[nodiscard]] std::string_view slice(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }

  void add(std::size_t begin, std::size_t end) {
    Token& token = sentence_.tokens.emplace_back();
    token.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    token.form = slice(begin, end);
    token.space_before = space_ && sentence_.tokens.size() > 1;
    space_ = false;
  }

  /// Adds what starts at `at`; where the next begins.
  std::size_t next_token(std::size_t at, Character c) {
    if (is_word(c.kind) || c.kind == Kind::joiner) return word(at);
    if (c.kind == Kind::apostrophe) return apostrophe(at, c);
    std::size_t end = at + c.length;
    if ((c.code == '@' || c.code == '#') && is_letter(at_or_end(end).kind)) {
      end = end_of_letters(end);
    } else if (c.code == '.' && at_or_end(end).kind == Kind::digit) {
      end = end_of_number(end);
    } else if (c.kind == Kind::stop) {
      end = end_of_stops(at);
    } else if (repeats(c)) {
      while (at_or_end(end).code == c.code && c.length > 0) end += c.length;
    }
    add(at, end);
    return end;
  }

  /// Dashes and ornaments stand as one token however long they are.
  [[nodiscard]] static bool repeats(Character c) {
    constexpr std::u32string_view kRepeated = U"*=_~<>|+";
    return c.kind == Kind::dash || kRepeated.find(c.code) != std::u32string_view::npos;
  }
  /// "...", "?!": a run of points, or of marks.
  [[nodiscard]] std::size_t end_of_stops(std::size_t at) const {
    const bool points = text_[at] == '.';
    std::size_t end = at;
    for (Character c = at_or_end(end); c.kind == Kind::stop && (c.code == '.') == points;
         c = at_or_end(end))
      end += c.length;
    return end;
  }

  std::size_t apostrophe(std::size_t at, Character c) {
    const std::size_t behind = at + c.length;
    const Character next = at_or_end(behind);
    std::size_t end = behind;
    if (next.kind == Kind::apostrophe && next.code == c.code) {
      end = behind + next.length;  // two make a quotation mark
    } else if (is_letter(next.kind)) {
      const std::size_t letters_end = end_of_letters(behind);
      const std::string_view letters = slice(behind, letters_end);
      const bool clitic = !sentence_.tokens.empty() && contains(kClitics, letters);
      if (clitic || contains(kApheretic, letters)) end = letters_end;
    } else if (next.kind == Kind::digit && is_decade(behind)) {
      end = end_of_number(behind);
    }
    add(at, end);
    return end;
  }
  /// "80s" or "14" behind an apostrophe
  [[nodiscard]] bool is_decade(std::size_t at) const {
    std::size_t end = at;
    while (at_or_end(end).kind == Kind::digit) ++end;
    if (end != at + 2) return false;
    if (at_or_end(end).code == 's') ++end;
    return !is_word(at_or_end(end).kind) && at_or_end(end).kind != Kind::apostrophe;
  }

  [[nodiscard]] std::size_t end_of_letters(std::size_t at) const {
    for (Character c = at_or_end(at);
         is_word(c.kind) || (c.kind == Kind::joiner && c.length > 0) || c.code == '_';
         c = at_or_end(at))
      at += c.length;
    return at;
  }
  /// Behind "1,100", "3.5", "10:30", "9/11", "1980s".
  [[nodiscard]] std::size_t end_of_number(std::size_t at) const {
    for (;;) {
      at = end_of_letters(at);
      const Character c = at_or_end(at);
      const bool joins = c.code == ',' || c.code == '.' || c.code == ':' || c.code == '/';
      if (!joins || at_or_end(at + 1).kind != Kind::digit || text_[at - 1] < '0' ||
          text_[at - 1] > '9')
        return at;
      ++at;
    }
  }

  std::size_t word(std::size_t at) {
    if (const std::size_t end = end_of_address(at); end > at) {
      add(at, end);
      return end;
    }
    if (at_or_end(at).kind == Kind::digit) return number(at);
    return plain_word(at);
  }

  /// The end of the white-space-delimited stretch from `at` when it is a web or mail address, less
  /// its final punctuation; else `at`.
  [[nodiscard]] std::size_t end_of_address(std::size_t at) const {
    std::size_t end = at;
    bool is_address = slice(at, at + 4) == "www.";
    for (; end < text_.size(); ++end) {
      const char c = text_[end];
      if (c == ' ' || c == '\n' || c == '\t' || c == '<' || c == '>' || c == '"' ||
          static_cast<unsigned char>(c) >= 0x80)
        break;
      if (c == ':' && slice(end, end + 3) == "://") is_address = true;
      if (c == '@' && end > at && is_word(at_or_end(end + 1).kind)) is_address = true;
      if (end - at > 12 && !is_address && (c == ',' || c == '-')) break;
    }
    if (!is_address) return at;
    constexpr std::string_view kFinal = ".,;:!?)]}'";
    while (end > at + 1 && kFinal.find(text_[end - 1]) != std::string_view::npos) --end;
    return end;
  }

  std::size_t number(std::size_t at) {
    if (const std::size_t phone_end = end_of_phone_number(at); phone_end > at) {
      add(at, phone_end);
      return phone_end;
    }
    const std::size_t end = end_of_number(at);
    std::size_t digits = at;
    while (digits < end && !is_letter(at_or_end(digits).kind)) digits += at_or_end(digits).length;
    if (digits < end && contains(kUnits, slice(digits, end))) {
      add(at, digits);
      add(digits, end);
      return end;
    }
    // "1." at a sentence's start is a list's number.
    const bool opens_list = sentence_.tokens.empty() && digits == end && end - at <= 2 &&
                            at_or_end(end).code == '.' && end + 1 < text_.size();
    add(at, opens_list ? end + 1 : end);
    return opens_list ? end + 1 : end;
  }
  /// "555-1234", "713-555-1234", "2017-09-04" stay whole; "2001-2005" does not.
  [[nodiscard]] std::size_t end_of_phone_number(std::size_t at) const {
    std::array<std::size_t, 2> group{};  // digits of the first and the last group
    std::size_t hyphens = 0, end = at, digits = 0;
    for (; end < text_.size(); ++end) {
      const char c = text_[end];
      if (c >= '0' && c <= '9') {
        group[hyphens > 0] = ++digits;
      } else if (c == '-' && digits > 0 && at_or_end(end + 1).kind == Kind::digit) {
        ++hyphens;
        digits = 0;
      } else {
        break;
      }
    }
    if (is_letter(at_or_end(end).kind)) return at;
    const bool is_phone = hyphens >= 2 || (hyphens == 1 && group[0] == 3 && group[1] == 4);
    return is_phone ? end : at;
  }

  std::size_t plain_word(std::size_t at) {
    std::size_t end = end_of_letters(at);
    for (;;) {
      const Character c = at_or_end(end);
      if (c.code == '.' && is_word(at_or_end(end + 1).kind)) {
        end = end_of_letters(end + 1);  // "U.S", "whitehouse.gov"
      } else if (c.code == '.' && takes_point(slice(at, end), end)) {
        ++end;
        break;
      } else if (c.kind == Kind::apostrophe && continues_word(at, end, c)) {
        end = end_of_letters(end + c.length);
      } else if (c.code == '&' && joins_capitals(at, end, c)) {
        end = end_of_letters(end + c.length);
      } else if (c.code == '-' && is_bound_prefix(slice(at, end), at_or_end(end + 1).kind)) {
        end = end_of_letters(end + 1);
      } else if (c.code == '/' && end == at + 1 && is_letter(at_or_end(end + 1).kind) &&
                 end_of_letters(end + 1) <= end + 3) {
        end = end_of_letters(end + 1);  // "w/o", "s/he"
      } else {
        break;
      }
    }
    if (at_or_end(end).code == '$' && is_currency_prefix(slice(at, end))) ++end;
    add_word(at, end);
    return end;
  }

  /// "anti-terrorist", "mid-1962", not "UN-backed"
  [[nodiscard]] static bool is_bound_prefix(std::string_view word, Kind next) {
    if (word == "UN") return false;
    if (next == Kind::digit) return equals_ignoring_case(word, "mid");
    return is_letter(next) && contains(kPrefixes, word);
  }
  [[nodiscard]] bool takes_point(std::string_view word, std::size_t point) const {
    if (at_or_end(point + 1).code == '.') return false;
    std::size_t next = point + 1;
    for (Character c = at_or_end(next); c.kind == Kind::space && c.length > 0; c = at_or_end(next))
      next += c.length;
    bool more = false;  // words behind the point
    for (std::size_t at = next; at < text_.size() && !more; at += at_or_end(at).length)
      more = is_word(at_or_end(at).kind);
    switch (abbreviation(word)) {
      case Abbreviation::none:
        return false;
      case Abbreviation::numbered:
        return more && (word.size() > 2 || at_or_end(next).kind == Kind::digit);
      case Abbreviation::initial:
        return more;
      case Abbreviation::title:
      case Abbreviation::company:
      case Abbreviation::acronym:
        return true;
    }
    return false;
  }
  /// "O'Connor", "Ba'athist": letters go on behind the apostrophe, and are no clitic.
  [[nodiscard]] bool continues_word(std::size_t at, std::size_t end, Character c) const {
    const std::size_t behind = end + c.length;
    if (!is_letter(at_or_end(behind).kind)) return false;
    const std::string_view tail = slice(behind, end_of_letters(behind));
    if (contains(kClitics, tail)) return false;
    const bool negation = equals_ignoring_case(tail, "t") && lower(text_[end - 1]) == 'n';
    return negation || end > at;
  }
  /// "AT&T", "R&D"
  [[nodiscard]] bool joins_capitals(std::size_t at, std::size_t end, Character c) const {
    const std::size_t behind = end + c.length;
    return end - at <= 3 && at_or_end(at).kind == Kind::upper &&
           at_or_end(behind).kind == Kind::upper && end_of_letters(behind) - behind <= 3;
  }
  [[nodiscard]] static bool is_currency_prefix(std::string_view word) {
    return word.size() <= 3 &&
           std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  /// A word with what UD cuts from its end or middle: "do|n't", "can|not".
  void add_word(std::size_t at, std::size_t end) {
    std::size_t cut = end;
    const std::string_view form = slice(at, end);
    if (const std::size_t negation = length_of_negation(form); negation > 0) {
      cut = end - negation;
    } else if (form.size() <= 6) {
      for (const Contraction& c : kContractions)
        if (equals_ignoring_case(form, c.whole)) cut = at + c.first;
    }
    add(at, cut);
    if (cut < end) add(cut, end);
  }
  /// Bytes of "n't" at the end of "don't"; 0 when there is none.
  [[nodiscard]] static std::size_t length_of_negation(std::string_view form) {
    if (form.size() < 4 || lower(form.back()) != 't') return 0;
    for (const std::string_view mark : {"'", "’", "`", "&#8217;", "&rsquo;", "&apos;", "&#39;"}) {
      const std::string_view rest = form.substr(0, form.size() - 1);
      if (rest.ends_with(mark) && rest.size() > mark.size() + 1 &&
          lower(rest[rest.size() - mark.size() - 1]) == 'n')
        return mark.size() + 2;
    }
    return 0;
  }

  std::string_view text_;
  Sentence& sentence_;
  bool space_ = false;  // white space stands before the next token
};

}  // namespace

void tokenize(std::string_view text, Sentence& sentence) { Tokenizer(text, sentence).run(); }

}  // namespace entente::text
