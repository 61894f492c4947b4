#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "entente/reading/standing.h"

namespace entente::reading {

/// "the talks", "both rivals", "A's raid": spoken of as known.
[[nodiscard]] bool is_known(const Tree& tree, int noun);

/// What may come to be: "according to the third option, A will …".
[[nodiscard]] bool is_case(std::string_view lemma);

/// Climbs the tree from one word to the root and gathers what it meets. Its parts stand in files of
/// their own: the climb (standing.cpp), what a clause says of itself by modals, negation,
/// conditions (standing_clauses.cpp), how a word hangs from the one above and whether what is said
/// of that one holds for it too (standing_links.cpp), on whose word it stands
/// (standing_speakers.cpp).
class Climber {
 public:
  Climber(const Tree& tree, const Arguments& arguments, const References& references,
          const Patterns& patterns, Trace* trace)
      : tree_(tree),
        arguments_(arguments),
        references_(references),
        patterns_(patterns),
        trace_(trace) {}

  Standing climb(int trigger);

 private:
  // standing.cpp
  void add(model::AuxSet aux, int word, std::string_view why, const Operator* row = nullptr);
  /// What changes how two stand ("mended") outweighs what describes or scales it ("bitter").
  void set_sign(const Operator& row, int word);
  void set_trend(const Operator& row, int word);
  void read_word(int at, int below);
  void read_link(int below, int at);
  void read_result(int verb);
  void read_operator(int below, int at, const Operator& op);
  bool is_own_purpose(int below) const;
  bool governs(int below, const Operator* op) const;
  bool is_seen_as(int below, const Operator& op) const;
  const Operator* operator_at(int word) const;
  bool requests(int verb) const;
  bool is_state_of_mind(int word) const;
  bool is_predicate(int word) const;

  // standing_clauses.cpp
  void read_clause(int predicate);
  void read_modal(int predicate, int modal);
  void read_noun(int noun);
  void read_mood(int verb, int tie);
  bool asks(int predicate) const;
  bool is_ahead(int predicate, int modal) const;
  bool is_conditional(int predicate) const;
  bool is_long_ago(int predicate, int phrase) const;
  bool is_waited_for(int predicate) const;
  bool excludes(int noun) const;
  bool is_scant(int noun, int below) const;
  bool is_imperative(int predicate) const;
  void read_instrument(int gerund);
  bool is_instead(int mark) const;
  bool in_past_report(int predicate) const;
  bool has_type(int word, model::ClaimType type) const;

  // standing_links.cpp: of the word `below`, which hangs from `above`
  bool passes_aux(int below, int above) const;
  bool is_called_so(int below) const;
  bool is_told_subject(int below, int above) const;
  bool is_answered(int below, int above) const;
  std::string_view why_not_yet(int below, int above) const;
  bool falls_short(int verb) const;
  bool is_undoubted(int word) const;
  bool opposes(int word) const;
  bool denies(int word) const;
  bool rejects_speech(int verb) const;
  bool is_denied_deed(int below, int at) const;
  bool is_share_in(int below, int above) const;
  bool is_gone_for(int below, int above) const;
  bool rules_out(int verb) const;
  bool favours_change(int below, int above) const;
  bool names_it(int below, int above) const;
  bool is_granted(int below, int above) const;
  bool stands_beside(int below, int above) const;
  bool is_mere_frame(int below, int above) const;
  bool is_parted(int one, int other) const;
  bool is_aside(int below) const;
  bool is_as_what(int below) const;
  bool is_charge(int below) const;
  bool is_charged_with(int deed, int verb) const;
  bool is_said_besides(int gerund) const;
  bool is_act_of_speech(int below) const;
  bool is_object(int below) const;
  bool is_content_clause(int below) const;
  bool is_content_phrase(int below) const;

  // standing_speakers.cpp
  bool is_taken_for_granted(const Operator& op) const;
  void read_speaker(int word, const Operator& op, int content);
  void read_according_to(int word);
  void read_sentence_speaker();
  void read_clauses_beside(int at, int below);
  void set_speaker(int word, std::string_view why, const Operator* row = nullptr);
  void read_view(int clause);
  void read_maker(int below, int at);
  void read_label(int below, int at, const Operator* op);
  int who_sees_it_so(int clause) const;
  int thinker(int verb) const;
  Referents authors_of(int document) const;
  Referents teller_of(int who, int content, Referents found) const;
  Referents speaker_of(int verb, int content) const;
  bool is_said_by_author(int verb) const;
  bool promises(int word) const;

  const Tree& tree_;
  const Arguments& arguments_;
  const References& references_;
  const Patterns& patterns_;
  Trace* trace_;  // null unless somebody asks why
  int trigger_ = -1;
  Standing standing_;
  model::AuxSet aux_below_ = 0;  // what was known below the word at which the climb stands
  std::size_t noted_below_ = 0;  // and how many notes there were
  bool aux_open_ = true;         // false above a clause that is asserted by itself
  bool opposed_ = false;         // in the object of an opposing word: "veto sanctions"
  bool speaker_found_ = false;
  bool aside_ = false;      // in a clause that is not what a speaker before it says
  bool described_ = false;  // in what only describes a noun above the trigger
  bool granted_ = false;    // the trigger is a deed that the clause takes as known
  bool charged_ = false;    // in the gerund that the object is accused of
};

}  // namespace entente::reading
