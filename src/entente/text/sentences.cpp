#include "entente/text/sentences.h"

#include <algorithm>
#include <array>

#include "entente/text/tokens_abbreviations.h"
#include "entente/text/tokens_characters.h"

namespace entente::text {

namespace {

// Words that seldom continue a name: behind "U.S." or "Inc." a capital on one of them means that a
// sentence has ended.
constexpr auto kStarters = std::to_array<std::string_view>(
    {"A",       "After",     "All",          "Although", "An",      "And",
     "Another", "Any",       "As",           "At",       "Because", "Before",
     "Both",    "But",       "By",           "Despite",  "During",  "Each",
     "Either",  "Even",      "Every",        "Few",      "Finally", "First",
     "For",     "From",      "Furthermore",  "Given",    "Has",     "Have",
     "He",      "Hence",     "Her",          "Here",     "His",     "How",
     "However", "I",         "If",           "In",       "Indeed",  "Instead",
     "Is",      "It",        "Its",          "Last",     "Later",   "Like",
     "Many",    "Meanwhile", "More",         "Moreover", "Most",    "Much",
     "My",      "Neither",   "Nevertheless", "No",       "Nor",     "Not",
     "Now",     "Of",        "On",           "Once",     "One",     "Only",
     "Or",      "Other",     "Our",          "Over",     "Perhaps", "She",
     "Should",  "Since",     "So",           "Some",     "Still",   "Such",
     "That",    "The",       "Their",        "Then",     "There",   "Therefore",
     "These",   "They",      "This",         "Those",    "Though",  "Through",
     "Thus",    "To",        "Today",        "Under",    "Unlike",  "Until",
     "We",      "What",      "When",         "Where",    "Whether", "Which",
     "While",   "Who",       "Why",          "With",     "Without", "Yesterday",
     "Yet",     "You",       "Your"});
static_assert(std::ranges::is_sorted(kStarters));

bool is_starter(std::string_view word) { return std::ranges::binary_search(kStarters, word); }

class Splitter {
 public:
  Splitter(std::string_view text, const Block& block, std::vector<Sentence>& out)
      : text_(text.substr(0, block.span.end)), block_(block), out_(out) {}

  void split() {
    begin_ = word_ = skip_space(block_.span.begin);
    if (block_.role != Role::body) return add(text_.size());
    for (std::size_t at = begin_; at < text_.size();) {
      const Character c = character_at(text_, at);
      if (c.kind != Kind::stop) {
        at += c.length;
        if (c.kind != Kind::digit && !is_letter(c.kind) && c.kind != Kind::joiner) word_ = at;
        continue;
      }
      const std::size_t stops_end = skip(at, Kind::stop);
      const std::size_t end = end_of_closers(stops_end);
      if (ends_sentence(at, stops_end, end)) {
        add(end);
        begin_ = word_ = at = skip_space(end);
      } else {
        // Points inside "U.S." leave the word's start where it is.
        if (stops_end - at > 1 || c.code != '.') word_ = stops_end;
        at = stops_end;
      }
    }
    if (begin_ < text_.size()) add(text_.size());
  }

 private:
  [[nodiscard]] std::size_t skip(std::size_t at, Kind kind) const {
    while (at < text_.size()) {
      const Character c = character_at(text_, at);
      if (c.kind != kind) break;
      at += c.length;
    }
    return at;
  }
  [[nodiscard]] std::size_t skip_space(std::size_t at) const { return skip(at, Kind::space); }
  [[nodiscard]] Character at_or_end(std::size_t at) const {
    return at < text_.size() ? character_at(text_, at) : Character{0, Kind::space, 0};
  }

  /// Behind closing quotes and brackets, ". ." of a spaced ellipsis, and footnote marks.
  [[nodiscard]] std::size_t end_of_closers(std::size_t at) const {
    for (;;) {
      const Character c = at_or_end(at);
      const std::size_t mark = end_of_footnote_mark(at);
      if (mark > at)
        at = mark;
      else if (c.length > 0 && (c.kind == Kind::closer || c.kind == Kind::stop))
        at += c.length;
      else if ((c.kind == Kind::quote || c.kind == Kind::apostrophe) && !opens_word(at + c.length))
        at += c.length;
      else if (c.code == ' ' && at + 1 < text_.size() && text_[at + 1] == '.' &&
               at_or_end(at + 2).kind != Kind::digit)
        at += 2;
      else
        return at;
    }
  }
  /// A straight quote before a word opens the next sentence rather than close this one.
  [[nodiscard]] bool opens_word(std::size_t at) const { return is_word(at_or_end(at).kind); }

  /// "[12]", "[3, 5]", also with a space before it.
  [[nodiscard]] std::size_t end_of_footnote_mark(std::size_t at) const {
    std::size_t end = at_or_end(at).code == ' ' ? at + 1 : at;
    if (at_or_end(end).code != '[' || at_or_end(end + 1).kind != Kind::digit) return at;
    for (++end;; end += at_or_end(end).length) {
      const Character c = at_or_end(end);
      if (c.code == ']') return end + 1;
      const bool belongs =
          c.kind == Kind::digit || c.kind == Kind::dash || c.code == ',' || c.code == ' ';
      if (!belongs) return at;
    }
  }

  [[nodiscard]] std::string_view word_at(std::size_t at) const {
    std::size_t end = at;
    while (end < text_.size()) {
      const Character c = character_at(text_, end);
      if (!is_word(c.kind)) break;
      end += c.length;
    }
    return text_.substr(at, end - at);
  }

  /// Where the next word starts, behind white space and what opens quotes, brackets and list items.
  [[nodiscard]] std::size_t next_word(std::size_t at) const {
    for (; at < text_.size();) {
      const Character c = character_at(text_, at);
      if (is_word(c.kind)) break;
      at += c.length;
    }
    return at;
  }

  /// Judges the run of stops at [at, stops_end), with its closers up to `end`.
  [[nodiscard]] bool ends_sentence(std::size_t at, std::size_t stops_end, std::size_t end) const {
    if (skip_space(end) == text_.size()) return true;
    const bool single_point = text_[at] == '.' && stops_end == at + 1;
    const std::string_view before = text_.substr(word_, at - word_);
    if (at_or_end(end).kind != Kind::space)
      return end > stops_end ? closes_before_capital(end)
                             : single_point && is_lost_space(before, end);
    const std::size_t next = next_word(end);
    const Character first = at_or_end(next);
    if (first.kind == Kind::lower) return false;
    const bool bracketed = text_[stops_end] == ')' || text_[stops_end] == ']';
    if (!single_point || (end > stops_end && !bracketed)) return true;
    const bool starter = is_starter(word_at(next));
    switch (abbreviation(before)) {
      case Abbreviation::title:
        return false;
      case Abbreviation::numbered:
        return first.kind != Kind::digit;
      case Abbreviation::company:
      case Abbreviation::initial:
        return starter;
      case Abbreviation::acronym:
        return starter || is_time_of_day(before);
      case Abbreviation::none:
        return !is_list_number(before);
    }
    return true;
  }

  /// "Kabul.[1]Then", "him.”The": the space behind the closer got lost.
  [[nodiscard]] bool closes_before_capital(std::size_t end) const {
    const Character c = at_or_end(end);
    return c.kind == Kind::upper || c.kind == Kind::opener;
  }
  /// "the war.The army": a small word before, a capitalised one behind.
  [[nodiscard]] bool is_lost_space(std::string_view before, std::size_t at) const {
    const std::string_view next = word_at(at);
    if (before.size() < 3 || next.empty() || at_or_end(at).kind != Kind::upper) return false;
    if (!std::ranges::all_of(before.substr(1), [](char c) { return c >= 'a' && c <= 'z'; }))
      return false;
    const Character behind = at_or_end(at + next.size());
    return (next.size() == 1 || at_or_end(at + 1).kind == Kind::lower) &&
           (behind.kind == Kind::space || behind.kind == Kind::apostrophe || behind.code == ',');
  }
  [[nodiscard]] static bool is_time_of_day(std::string_view word) {
    return equals_ignoring_case(word, "a.m") || equals_ignoring_case(word, "p.m");
  }
  /// "1. The parties agree": the number opens the sentence.
  [[nodiscard]] bool is_list_number(std::string_view before) const {
    return word_ == begin_ && !before.empty() && before.size() <= 3 &&
           std::ranges::all_of(before, [](char c) { return c >= '0' && c <= '9'; });
  }

  void add(std::size_t end) {
    while (end - begin_ > kLongestSentence) {
      const std::size_t cut = last_space_before(begin_ + kLongestSentence);
      push(cut);
      begin_ = skip_space(cut);
    }
    if (begin_ < end) push(end);
  }
  [[nodiscard]] std::size_t last_space_before(std::size_t limit) const {
    for (std::size_t at = limit; at > begin_; --at)
      if (text_[at] == ' ' || text_[at] == '\n') return at;
    while (limit > begin_ + 1 && (static_cast<unsigned char>(text_[limit]) & 0xC0) == 0x80) --limit;
    return limit;
  }
  void push(std::size_t end) {
    const std::size_t length = trimmed(text_.substr(begin_, end - begin_)).size();
    Sentence& sentence = out_.emplace_back();
    sentence.span = {static_cast<std::uint32_t>(begin_),
                     static_cast<std::uint32_t>(begin_ + length)};
    sentence.role = block_.role;
    sentence.paragraph = block_.paragraph;
  }

  std::string_view text_;
  const Block& block_;
  std::vector<Sentence>& out_;
  std::size_t begin_ = 0;  // of the sentence
  std::size_t word_ = 0;   // of the word that stands before the current byte
};

}  // namespace

void split_sentences(std::string_view text, const Block& block, std::vector<Sentence>& out) {
  Splitter(text, block, out).split();
}

}  // namespace entente::text
