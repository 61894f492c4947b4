#pragma once

#include "entente/reading/claims.h"
#include "entente/reading/plausibility.h"

namespace entente::reading {

/// Its place among the common prepositions, "" the first; kPrepositionNumbers - 1 for others.
[[nodiscard]] int preposition_number(std::string_view preposition);
inline constexpr int kPrepositionNumbers = 33;

/// Describes the candidates of one sentence to the model: the trigger and its row, the way through
/// the tree from the trigger to either end and whether it leads to a place that the row names, how
/// the ends are named and where they stand, and what the rows themselves propose.
class ClaimFeatures {
 public:
  ClaimFeatures(const Tree& tree, const References& references, const Patterns& patterns,
                std::span<const Candidate> candidates);
  [[nodiscard]] ClaimFeatureRow of(const Candidate& candidate) const;

 private:
  /// The way through the tree from one word to another, coordination left out.
  struct Way {
    int up = 0, down = 0;
    int first = -1;    ///< relation of the word below the turning point, on the way down
    int last = -1;     ///< relation of the end
    int climbed = -1;  ///< relation of the word at which the way starts, when it goes up
    int clauses = 0;   ///< borders of clauses on the way
    int words[8] = {}, count = 0;  ///< on the way down, from the top
  };
  [[nodiscard]] Way way(int from, int to) const;
  [[nodiscard]] int word_of(const Referent& referent) const;
  [[nodiscard]] int slot(const Way& way, std::span<const Slot> slots, bool passive) const;
  [[nodiscard]] bool fits(const Way& way, const Slot& slot, bool passive) const;
  void describe_end(const Referent& referent, int word, const Way& way, const Candidate& candidate,
                    std::span<const Slot> slots, bool passive, std::int16_t*& out) const;
  [[nodiscard]] int between(const std::vector<int>& before, int a, int b) const;

  const Tree& tree_;
  const References& references_;
  const Patterns& patterns_;
  std::span<const Candidate> candidates_;
  std::vector<std::string> prepositions_;  // of each token
  std::vector<int> preposition_numbers_;
  std::vector<int> names_before_, verbs_before_, commas_before_;  // before token i
};

}  // namespace entente::reading
