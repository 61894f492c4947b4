#include "entente/reading/casing.h"

#include <algorithm>
#include <array>

#include "entente/base/ascii.h"
#include "entente/reading/tree.h"
#include "entente/text/tokens.h"

namespace entente::reading {

namespace {

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
char capital(char c) { return is_small(c) ? static_cast<char>(c - 'a' + 'A') : c; }

/// Fewer than one word in fifty has a capital.
bool lacks_capitals(std::string_view text) {
  std::size_t words = 0, capitals = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = i == 0 || text[i - 1] == ' ' || text[i - 1] == '\n';
    words += begins && (is_small(text[i]) || base::is_upper(text[i]));
    capitals += base::is_upper(text[i]);
  }
  return words >= 4 && capitals * 50 < words;
}

/// Words that stay small inside names.
bool is_link(std::string_view word) {
  constexpr std::array<std::string_view, 12> kWords{"of", "the", "and", "for", "in", "on",
                                                    "to", "al",  "bin", "de",  "la", "du"};
  return is_one_of(word, kWords);
}

/// "us", "who", "is": words that are no acronyms where all is small.
bool is_common(std::string_view word) {
  constexpr std::array<std::string_view, 16> kWords{"us",  "who", "is",  "it", "as",  "at",
                                                    "an",  "am",  "or",  "so", "can", "may",
                                                    "aid", "pa",  "ira", "are"};
  return is_one_of(word, kWords);
}

/// "monday", "january", "i", but no month that is also a verb.
bool is_of_calendar(std::string_view word) {
  constexpr std::array<std::string_view, 18> kWords{
      "monday",    "tuesday", "wednesday", "thursday", "friday",    "saturday",
      "sunday",    "january", "february",  "april",    "june",      "july",
      "september", "october", "november",  "december", "christmas", "i"};
  return is_one_of(word, kWords);
}

/// States and their seats are meant whatever else the word is ("china", "turkey"); persons and
/// organisations only where it is nothing else.
bool is_meant(std::span<const Sense> senses, std::string_view word, bool titled,
              const Patterns& patterns) {
  const bool is_word = word.size() < 5 || patterns.knows_verb(std::string(word)) ||
                       !patterns.triggers(word, WordClass::noun).empty();
  return std::ranges::any_of(senses, [&](const Sense& sense) {
    switch (sense.kind) {
      case NameKind::country:
      case NameKind::adjective:
      case NameKind::people:
      case NameKind::seat:
        return true;
      case NameKind::surname:
        return titled;
      case NameKind::person:
      case NameKind::group:
      case NameKind::organisation:
        return titled || !is_word;
      default:
        return false;
    }
  });
}

}  // namespace

Capitals::Capitals(std::string& text, const Actors& actors, const Patterns& patterns)
    : text_(text) {
  if (!lacks_capitals(text)) return;
  written_ = text;
  text::Sentence all;
  all.span = {0, static_cast<std::uint32_t>(text.size())};
  text::tokenize(written_, all);
  // Each word as names have it, and in capitals: "Russia", "NATO".
  std::string as_name = written_, in_capitals = written_;
  std::ranges::transform(in_capitals, in_capitals.begin(), capital);
  std::vector<text::Token> names = all.tokens, acronyms = all.tokens;
  for (std::size_t i = 0; i < all.tokens.size(); ++i) {
    const model::Span span = all.tokens[i].span;
    if (!is_link(all.tokens[i].form)) as_name[span.begin] = capital(as_name[span.begin]);
    names[i].form = span.of(as_name);
    acronyms[i].form = span.of(in_capitals);
  }
  bool at_head = true;
  for (std::size_t i = 0; i < all.tokens.size();) {
    const std::string_view word = all.tokens[i].form;
    const auto name = actors.name_at(names, static_cast<int>(i));
    const auto acronym = actors.name_at(acronyms, static_cast<int>(i));
    const auto role = i == 0 ? Match<Role>{} : actors.role_at(all.tokens, static_cast<int>(i) - 1);
    const bool titled = role.length == 1 && role.meanings[0].kind == RoleKind::person;
    const bool is_name =
        name.length > 1 || (name.length == 1 && is_meant(name.meanings, word, titled, patterns));
    const std::size_t last = i + std::size_t(std::max(1, is_name ? name.length : 1));
    for (std::size_t k = i; k < last; ++k) {
      const model::Span span = all.tokens[k].span;
      const bool link = k > i && is_link(all.tokens[k].form);
      if ((is_name && !link) || is_of_calendar(all.tokens[k].form) || (at_head && k == i))
        text_[span.begin] = capital(text_[span.begin]);
    }
    const bool is_us = word == "us" &&  // "the us", "us troops"
                       ((i > 0 && all.tokens[i - 1].form == "the") ||
                        (i + 1 < all.tokens.size() &&
                         actors.role_at(all.tokens, static_cast<int>(i) + 1).length > 0));
    if (!is_name && acronym.length == 1 && (is_us || !is_common(word)) && word.size() < 6) {
      const model::Span span = all.tokens[i].span;
      std::transform(text_.begin() + span.begin, text_.begin() + span.end,
                     text_.begin() + span.begin, capital);
    }
    at_head = word == "." || word == "!" || word == "?" || word == ":" ||
              (at_head && word.size() == 1 && !is_small(word[0]));
    i = last;
  }
}

Capitals::~Capitals() {
  if (!written_.empty()) std::ranges::copy(written_, text_.begin());
}

}  // namespace entente::reading
