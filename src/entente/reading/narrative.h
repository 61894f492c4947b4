#pragma once

#include <optional>
#include <span>

#include "entente/reading/dates.h"
#include "entente/reading/patterns.h"
#include "entente/reading/tree.h"

namespace entente::reading {

/// The time in which a narrative stands. An expression at the head of a past-tense sentence ("In
/// the 1990s A pressed for sanctions", "After the coup of 2013 A sheltered B") dates what that
/// sentence and those after it tell in the past tense without a date of their own (Kamp and Reyle
/// 1993, chapter 5: a fronted adverbial introduces the location time of what follows). It ends with
/// the paragraph, with a sentence in the present or future, and, unless it lies years back, where a
/// speaker reports: news then returns to its own day.
class Narrative {
 public:
  struct Time {
    std::optional<base::Interval> when;  ///< nothing where the words are vague: "long ago"
    bool historical = false;
    model::Span words;
  };

  /// Goes on to `sentence`. `written`: the days on one of which the document was written.
  void read(const text::Sentence& sentence, const Tree& tree,
            std::span<const TimeExpression> expressions, const Patterns& patterns,
            const std::optional<base::Interval>& written);

  /// When what the word at `trigger` tells took place; null when no narrative dates it.
  [[nodiscard]] const Time* time_of(int trigger, const Tree& tree) const;

 private:
  std::optional<Time> time_;
  std::uint32_t paragraph_ = 0;
};

}  // namespace entente::reading
