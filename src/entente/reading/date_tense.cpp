#include "entente/reading/date_scanner.h"

namespace entente::reading::dates {

using text::Tag;

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

}  // namespace entente::reading::dates
