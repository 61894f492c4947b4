#pragma once

#include <span>
#include <vector>

#include "entente/model/claim.h"
#include "entente/reading/patterns.h"
#include "entente/reading/references.h"

namespace entente::reading {

/// What the sentences before have told: whose deed "the raid", "the decision", "the accusation"
/// was. Ids are views into the actors and names of the document.
class Deeds {
 public:
  void begin_sentence() { ++sentence_; }
  struct Deed {
    model::ClaimType type;
    model::Sign sign;  // of a tie
    int trigger;
    Referent actor, recipient;
    const Trigger* row;
    bool denied;
    int sentence;
  };
  void add(model::ClaimType type, model::Sign sign, int trigger, const Referent& actor,
           const Referent& recipient, const Trigger* row, bool denied) {
    deeds_.push_back({type, sign, trigger, actor, recipient, row, denied, sentence_});
  }
  /// What the sentence right before this one has told: "A recalled its envoy. B did likewise."
  [[nodiscard]] std::span<const Deed> just_told() const;
  /// Who did the latest deed of one of these types, as the words at `noun` mean it when `speaker`
  /// speaks of it: nobody speaks so of his own. Empty when nothing like it was told of late.
  [[nodiscard]] Referents doers(std::span<const model::ClaimType> types, const Referent& speaker,
                                int noun) const;
  /// Who stood in the latest tie, or took part in the latest deed, of this type and sign, as the
  /// words at `noun` mean them: "this relationship", "those talks". Pairs, one behind the other.
  [[nodiscard]] Referents pairs(model::ClaimType type, model::Sign sign, int noun) const;
  /// Whom the sentences before have told `actor` or others to help or to deal with, as the verb at
  /// `verb` means them, which leaves them unsaid: "Norway will also lend 20 million".
  [[nodiscard]] Referents helped(const Referent& actor, int verb) const;
  /// Whom the latest deed of this type by this actor befell, as "its sanctions" at `noun` mean
  /// them: what lasts is spoken of for longer than what happened.
  [[nodiscard]] Referents victims(model::ClaimType type, const Referent& actor, int noun) const;
  /// Who did the latest deed of one of these types to `actor` that is told of late, as "hit back"
  /// at `verb` means them.
  [[nodiscard]] Referents foes(std::span<const model::ClaimType> types, const Referent& actor,
                               int verb) const;
  /// The only other one of whom the sentence before has told beside `actor`, as "demanded an
  /// apology", "closed the crossing" at `verb` mean him; empty where there are several.
  [[nodiscard]] Referents counterpart(const Referent& actor, int verb) const;
  /// True where the document has told of either that it hurt, threatened or accused the other.
  [[nodiscard]] bool at_odds(std::string_view a, std::string_view b) const;
  /// The two of whom the document has told most, or who are the last of those, as the words at
  /// `noun` mean them ("relations improved"); empty when others were told of since, as often.
  [[nodiscard]] Referents main_pair(int noun) const;
  /// Is all that has been told of the two told in one sentence, and not in the one before this?
  [[nodiscard]] bool in_passing(std::string_view a, std::string_view b) const;
  /// With whom the document has told most of `id`, as the words at `noun` mean it ("relations with
  /// B"); empty for a tie.
  [[nodiscard]] Referents partner(std::string_view id, int noun) const;

 private:
  std::vector<Deed> deeds_;
  int sentence_ = 0;
};

}  // namespace entente::reading
