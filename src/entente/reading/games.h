#pragma once

#include "entente/reading/claims.h"

namespace entente::reading {

/// Whether a text tells of a game ("Spain beat Italy 2-1 in the final"), where states are teams. By
/// the words of knowledge/games.tsv, sentence by sentence; after a game less is needed.
class Games {
 public:
  /// Goes on to `sentence`.
  void read(const text::Sentence& sentence, const Patterns& patterns);
  /// True where the claim would be of teams: the sentence tells of a game, its trigger is
  /// what teams do to one another, and neither end is a government, an army, a crowd or a place.
  [[nodiscard]] bool is_move(const Proposal& proposal, const Tree& tree,
                             const Patterns& patterns) const;

 private:
  bool in_game_ = false;
};

}  // namespace entente::reading
