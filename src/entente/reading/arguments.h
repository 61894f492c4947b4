#pragma once

#include <span>
#include <string_view>

#include "entente/reading/patterns.h"
#include "entente/reading/references.h"

namespace entente::reading {

/// Which end of a claim a slot is asked for: the subject of "B got aid from A" receives.
enum class End : std::uint8_t { actor, recipient };

/// Finds who fills the slots of a trigger, in the tree around it.
class Arguments {
 public:
  Arguments(const Tree& tree, const References& references, const Patterns& patterns)
      : tree_(tree), references_(references), patterns_(patterns) {}

  /// The actors in the first slot that has any.
  [[nodiscard]] Referents fill(int trigger, WordClass word_class, std::span<const Slot> slots,
                               End end) const;
  /// All who take part in what a mutual noun or verb names: "talks between A and B", "A met B".
  /// `second` are those on the other side when the text tells two sides apart, else empty.
  /// Whom the participants stand against: "a bloc against C".
  [[nodiscard]] Referents opponents(int noun) const { return after(noun, "against"); }
  struct Sides {
    Referents first, second;
  };
  [[nodiscard]] Sides sides(int trigger, WordClass word_class, const Trigger& pattern) const;

  /// The noun that does what the verb at `verb` says, through passives, infinitives, participles,
  /// relative clauses and shared subjects; -1 when the sentence does not tell.
  [[nodiscard]] int subject(int verb) const { return subject(verb, 0); }
  [[nodiscard]] int object(int verb) const;
  /// The actors that do what the verb at `verb` says.
  [[nodiscard]] Referents doers(int verb) const;
  [[nodiscard]] bool is_passive(int verb) const;
  /// "vetoed", "rejected": all that the verb at `verb` may say is a refusal.
  [[nodiscard]] bool refuses(int verb) const;
  /// "condemned", "backed": the verb judges what others did, so that who does what it says did not
  /// do what it is said of: "The killings were condemned by B".
  [[nodiscard]] bool is_judgement(int verb) const;
  /// The noun in a slot, actor or not: the object, or what stands after the slot's preposition; -1.
  [[nodiscard]] int thing(int trigger, const Slot& slot) const;
  /// Where the noun phrase of `noun` begins, as far as modifiers and names reach to the left.
  [[nodiscard]] int phrase_begin(int noun) const;
  /// Who does what the clause says that governs the noun: "A signed a law, a step …".
  [[nodiscard]] Referents clause_subject(int noun) const;
  /// The government at home of a crowd that the word at `trigger` says to act: "workers in Minsk
  /// marched". Empty where the sentence names another state below the trigger, which is meant then.
  [[nodiscard]] Referents home(int trigger, const Referents& crowd) const;
  /// The verb that carries the noun at `noun` as its object or passive subject, "imposed
  /// sanctions": -1 when none does.
  [[nodiscard]] int carrier(int noun) const;
  /// "called for the release of the sailors held by B": who has them.
  [[nodiscard]] Referents holder(int word) const;
  /// "a series of attacks": the word that measures the noun; -1 where there is none.
  [[nodiscard]] int measure_of(int noun) const;
  /// "A sanctioned B over the raid on C", "thanked B for its help": who is judged, punished or
  /// thanked for the deed at `noun`, and so is told to have done it; nobody where no verb tells.
  [[nodiscard]] Referents answerable(int noun) const;
  /// "said that the issue must be settled in order to develop relations with B": the state that is
  /// the subject of the nearest clause around `noun` whose subject is an actor. Nobody where that
  /// is B itself or no state, nor for a noun without "with".
  [[nodiscard]] Referents subject_around(int noun) const;
  /// "vowed revenge for the raid", "to avenge the raid": the deed that is answered there, whose
  /// victim is not who is threatened; -1.
  [[nodiscard]] int answered_deed(int verb) const;
  /// Who did it, where the sentence tells: "for Israel's raid", "for the raid by Israel".
  [[nodiscard]] Referents doers_answered(int verb) const;

 private:
  int subject(int verb, int depth) const;
  int agent_below(int verb) const;
  int surface_subject(int verb, int depth) const;
  int asked_of(int noun, int verb) const;
  int deed_before(int verb, int pronoun) const;
  int controller(int verb, int depth) const;
  int whole_of(int noun) const;
  int judgement_of(int noun) const;
  bool has_needed(int verb, const Trigger& row) const;
  int carrier_below(int noun) const;
  [[nodiscard]] bool is_finite(int verb) const;
  [[nodiscard]] int provoking(int verb) const;
  [[nodiscard]] Referents judges(int verb) const;
  [[nodiscard]] Referents makers(int subject, int verb) const;
  Referents fill_one(int trigger, WordClass word_class, const Slot& slot, End end) const;
  bool is_denied_speech(int noun, const Operator& verb) const;
  Referents light_subject(int noun, bool any_verb) const;
  Referents charged(int noun) const;
  Referents doers_of_scene(int verb) const;
  int predicate_subject(int noun) const;
  Referents after(int word, std::string_view preposition) const;
  Referents right_after(int word, std::string_view preposition) const;
  Referents inside(int noun) const;
  Referents across_border(int noun) const;
  Referents located(Referents unknown) const;
  Referents who_answers_for(int noun) const;
  Referents author_after(int verb, int thing) const;
  bool is_theirs(int noun) const;
  bool is_weighed(int noun) const;
  Referents pair_around(int noun) const;
  Referents owners_of_list(int thing) const;
  Referents employers(int men) const;
  Referents complement(int verb) const;
  Referents complement(int verb, bool anywhere) const;
  Referents complement_owners(int verb) const;
  Referents content(int verb) const;
  Referents told_doers(int verb) const;
  bool is_reciprocal(int noun) const;
  Referents bearer(int noun) const;
  Referents indirect(int verb) const;
  Referents parties(int verb) const;
  Referents reverse_subject(int noun) const;
  Referents whose_purpose(int noun) const;
  Referents who_tells(int noun) const;

  const Tree& tree_;
  const References& references_;
  const Patterns& patterns_;
};

}  // namespace entente::reading
