#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "entente/reading/claims.h"

namespace entente::reading {

/// What is done to a place is done to its state; what is said of what happened there is not said of
/// the state: "bombed Aleppo", but "condemned the attacks in Aleppo".
bool touches_places(const Trigger& row);

/// Verbs of these types take back what their object names, or say what it means: "suspended aid" is
/// no aid, "violated the ceasefire" no ceasefire, "staged a strike" no air strike.
bool undoes(const Trigger& row);

/// Two ends of a claim differ; inside one country, their sectors do.
bool can_pair(const Referent& a, const Referent& b);

/// "Relations improved", "the rift deepened": how two stand, where it need not be said who.
bool is_standing(std::string_view noun);

/// Reads one sentence: tries the rows of knowledge/ on each of its words, left to right. Its parts
/// stand in files of their own: which words and rows are tried, and what is dropped in the end
/// (claims.cpp), whom a row that fires is about (claim_ends.cpp), the same where the word's own
/// clause leaves it unsaid (claim_elisions.cpp), verbs that tell what somebody will not do, demands
/// or threatens (claim_wills.cpp), and what the sentence might say beside (claim_candidates.cpp).
class ClaimFinder {
 public:
  ClaimFinder(const Tree& tree, const References& references, const Patterns& patterns,
              const Deeds& deeds, Trace* trace);

  /// What the rows find. Once only.
  std::vector<Proposal> run();
  /// Those and every trigger with every two actors near it.
  [[nodiscard]] Candidates widen(const std::vector<Proposal>& proposals) const;

 private:
  // claims.cpp
  bool is_inside_name(int word) const;
  bool try_word(int word, WordClass word_class);
  bool try_rows(int word, WordClass word_class, std::span<const Trigger> rows);
  bool is_mere_kind(int word, const Trigger& pattern) const;
  bool is_designation(int at) const;
  /// The word that the pattern needs beside its trigger; the trigger itself when it needs none; -1.
  int needed(int word, WordClass word_class, const Trigger& pattern) const;
  void consume(int word, std::vector<int>& consumed) const;
  bool is_refused(const Proposal& proposal) const;
  void drop_presupposed();

  // claim_ends.cpp
  bool try_pattern(int word, WordClass word_class, const Trigger& pattern);
  bool try_mutual(int word, WordClass word_class, const Trigger& pattern);
  bool follows_semicolon(int word) const;
  bool try_directed(int word, WordClass word_class, const Trigger& pattern);
  Referents target_behind(int verb, const Trigger& pattern) const;
  bool is_struck(int verb, const Trigger& pattern, const Referent& who) const;
  void add_told_deed(int verb, const Trigger& pattern);
  void add_provoked(int verb, int deed, const Trigger& pattern);
  void add_told_parties(int word, const Trigger& pattern, const Referents& actors);
  Referents add_recipients(int word, WordClass word_class, const Trigger& pattern,
                           const Referents& actors);
  void add_common_enmity(int word, const Arguments::Sides& sides);
  bool judges_step(int word, int noun, const Trigger& pattern) const;
  void add_doers_of_object(int word, const Trigger& pattern, const Referents& actors);
  void add(int word, const Trigger& pattern, const Referent& actor_named,
           const Referent& recipient_named);
  /// False for ends that the pattern cannot mean.
  bool fits(int word, const Trigger& pattern, const Referent& actor,
            const Referent& recipient) const;
  std::string_view state_of_scene(const Referent& victims, std::string_view home) const;
  std::pair<Referent, Referent> at_home(const Trigger& pattern, Referent actor,
                                        Referent recipient) const;
  bool is_people(const Referent& r) const;
  bool is_left_out(const Referent& end) const;
  bool is_armed_group(const Referent& r) const {
    return !references_.is_state(r.id) && (r.sector == "REB" || r.sector == "UAF");
  }
  Referent helped_place(int word, const Referent& actor) const;
  bool is_target(int word, const Trigger& pattern, const Referent& who) const;
  bool spares_oneself(int word, const Trigger& pattern, const Slot& slot) const;
  bool is_refused_text(int word, const Trigger& row, const Referent& actor,
                       const Referent& recipient) const;

  // claim_elisions.cpp
  /// What was proposed since then has an end that only other sentences name.
  void leave_unseen(std::size_t before) {
    for (std::size_t i = before; i < proposals_.size(); ++i) proposals_[i].unseen = true;
  }
  bool try_rows_once_more(int verb);
  void answer(int verb);
  void reply(int verb);
  bool repeats(int verb) const;
  void repeat(int verb);
  void repeat_before(int verb);
  void hit_back(int verb);
  void address(int verb);
  bool says_no_more(int verb, int needed_word) const;
  void add_undone(int verb, const Trigger& pattern, const Referents& actors);
  void add_told_before(int noun, const Trigger& pattern);
  void add_bound(int noun);
  bool leaves_unsaid(int verb, const Trigger& pattern, const Referent& actor) const;
  void add_known_victims(int noun, const Trigger& pattern);
  Referents doers_of_deed(int noun, const Referent& speaker, bool relative) const;
  Referents recipients_before(int verb, const Referent& actor, model::ClaimType type) const;
  Referents foes(int verb, const Referent& actor) const;
  Referents foes_of(int verb, const Referents& actors, model::ClaimType type) const;
  Referents victim_who_tells(int word, const Referents& actors) const;
  Referents victims_around(int noun) const;
  Referent object_before(int verb) const;
  Referent speaker_above(int verb, const Referent& actor) const;
  bool is_mutual_deed(int verb, const Trigger& pattern) const;
  bool names_nobody_else(int verb, const Referent& a, const Referent& b) const;
  bool tells_recipient(int verb) const;
  bool is_purpose(int verb) const;

  // claim_wills.cpp
  std::string_view refusal(int verb) const;
  bool is_unwilled(int verb) const;
  bool demands(int verb) const;
  bool threatens(int verb) const;
  bool harms(int verb) const;
  bool harms_on_condition(int verb) const;

  // claim_candidates.cpp
  void widen(int word, WordClass word_class, std::span<const Referent> ends,
             std::vector<Candidate>& candidates) const;
  Referents ends() const;
  bool can_stand(int verb, const Trigger& row, const Referent& actor,
                 const Referent& recipient) const;
  bool follows_preposition(const Referent& end) const;
  bool is_posting(const Mention& m) const;
  bool is_judge(int noun, const Referent& who) const;
  bool is_scene(const Referent& who) const;
  bool is_patient(int verb, const Trigger& row, const Referent& who) const;
  bool stands_aside(int word, const Referent& who) const;
  bool is_anothers(int word, const Referent& who) const;

  const Tree& tree_;
  const References& references_;
  const Patterns& patterns_;
  const Deeds& deeds_;
  Arguments arguments_;
  std::vector<std::uint32_t> need_ids_;  // of each token's lemma
  std::uint64_t need_bits_ = 0;          // of all
  std::vector<int> needable_;            // tokens that some row needs
  Trace* trace_;                         // null unless somebody asks why
  std::vector<Proposal> proposals_;
  std::vector<int> consumed_;       // nouns that a verb's pattern took: "suspended aid" is not aid
  WordClass as_ = WordClass::verb;  // of the word being tried
  const Standing* standing_ = nullptr;  // likewise, once it is needed
  Standing current_;
  bool untold_ = false;      // whoever does what the word says may be the document's topic
  bool is_refusal_ = false;  // the verb being tried stands under "will not"
};

}  // namespace entente::reading
