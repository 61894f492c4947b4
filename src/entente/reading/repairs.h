#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "entente/reading/repair.h"

// The single repairs of which `repair` is made. Each knows one construction that parsers of English
// mistake, looks for it at one word, mention or sentence, and returns true when it changed an arc.
// Each is described where it is defined.

namespace entente::reading {

// repair_tree.cpp
bool has_child(const text::Sentence& sentence, int head, text::Relation relation);
bool is_tree(const text::Sentence& sentence);
bool is_below(const text::Sentence& sentence, int word, int ancestor);
int list_head(const std::vector<Mention>& mentions, const Mention& mention);
bool is_finite(const text::Sentence& sentence, int verb);
bool free_auxiliary(text::Sentence& sentence, int word);
int finite_above(const text::Sentence& sentence, int word);
bool is_speech(const text::Sentence& sentence, int verb, const Patterns& patterns);
bool is_nominal(text::Tag tag);
int phrase_after(const text::Sentence& sentence, int word);

// repair_verbs.cpp
int bare_noun(const text::Sentence& sentence);
void make_main(text::Sentence& sentence, int verb, int noun);
bool raise_finite(text::Sentence& sentence);
bool restore_main_verb(text::Sentence& sentence);
bool restore_transitive(text::Sentence& sentence, const std::vector<Mention>& mentions,
                        const Patterns& patterns);
bool restore_past(text::Sentence& sentence);
bool attach_hyphened(text::Sentence& sentence, const std::vector<Mention>& mentions,
                     int participle);
bool raise_present(text::Sentence& sentence, const Patterns& patterns);
bool restore_participle(text::Sentence& sentence, const std::vector<Mention>& mentions,
                        const Patterns& patterns, int participle);
bool claim_named_subject(text::Sentence& sentence, const Mention& mention);
bool restore_plural(text::Sentence& sentence, const std::vector<Mention>& mentions,
                    const Patterns& patterns);
bool restore_demanded(text::Sentence& sentence, const Patterns& patterns, int noun);
bool restore_present(text::Sentence& sentence, const Patterns& patterns, int noun);
bool restore_infinitive(text::Sentence& sentence, const Patterns& patterns, int adjective);
bool part_passive(text::Sentence& sentence, int adjective);
bool restore_question(text::Sentence& sentence, const std::vector<Mention>& mentions,
                      const Patterns& patterns);
bool restore_progressive(text::Sentence& sentence, const Patterns& patterns, int gerund);
bool free_participle(text::Sentence& sentence, int word);
bool raise_gerund(text::Sentence& sentence, int gerund);
bool attach_bare(text::Sentence& sentence, int verb);
bool make_active(text::Sentence& sentence, int participle);
bool join_auxiliary(text::Sentence& sentence, int have);

// repair_clauses.cpp
bool attach_gerund(text::Sentence& sentence, const std::vector<Mention>& mentions, int gerund);
bool free_gerund(text::Sentence& sentence, const Patterns& patterns, int gerund);
bool free_outer_subject(text::Sentence& sentence, int copula);
bool attach_infinitive(text::Sentence& sentence, const Patterns& patterns, int infinitive);
bool attach_requested(text::Sentence& sentence, const Patterns& patterns, int infinitive);
bool attach_finite(text::Sentence& sentence, int verb);
bool part_clause(text::Sentence& sentence, int verb);
bool attach_label(text::Sentence& sentence);
bool part_teller(text::Sentence& sentence);
bool attach_reported(text::Sentence& sentence, int verb);
bool share_subjects(text::Sentence& sentence, const Patterns& patterns, int verb);
bool share_quoted_subject(text::Sentence& sentence, int verb);
bool restore_speech(text::Sentence& sentence, const Patterns& patterns, int noun);
bool attach_told(text::Sentence& sentence, const Patterns& patterns, int verb);
bool raise_threat(text::Sentence& sentence, int verb);
bool attach_speaker(text::Sentence& sentence, const Patterns& patterns, int verb);
bool part_subjects(text::Sentence& sentence, const Patterns& patterns, int verb);
bool attach_charge(text::Sentence& sentence, int gerund);
bool attach_second_gerund(text::Sentence& sentence, int gerund);
bool attach_wording(text::Sentence& sentence, const Patterns& patterns, int gerund);
bool attach_second_verb(text::Sentence& sentence, const std::vector<Mention>& mentions,
                        const Patterns& patterns, int participle);
bool attach_due(text::Sentence& sentence, int due);
bool attach_that(text::Sentence& sentence, int that);
bool part_object(text::Sentence& sentence, int verb);
bool claim_subject(text::Sentence& sentence, int verb);
bool claim_apposed_subject(text::Sentence& sentence, int verb);
bool join_subjects(text::Sentence& sentence, int noun);
bool fill_subject(text::Sentence& sentence, int verb);
bool part_objects(text::Sentence& sentence, int infinitive);
bool part_named_subject(text::Sentence& sentence, const std::vector<Mention>& mentions,
                        const Mention& mention);

// repair_relatives.cpp
bool attach_reduced(text::Sentence& sentence, int participle);
bool relate_clause(text::Sentence& sentence, const Patterns& patterns, int verb);
bool attach_once(text::Sentence& sentence, int once);
bool attach_apposition(text::Sentence& sentence, int name);
bool raise_apposed(text::Sentence& sentence);
bool attach_relative(text::Sentence& sentence, const std::vector<Mention>& mentions, int pronoun);
bool attach_named_clause(text::Sentence& sentence, const Mention& mention);
bool attach_which(text::Sentence& sentence, const std::vector<Mention>& mentions, int which);
bool attach_whose(text::Sentence& sentence, const std::vector<Mention>& mentions, int whose);
bool attach_who(text::Sentence& sentence, const std::vector<Mention>& mentions, int who);
bool attach_contact_subject(text::Sentence& sentence, const std::vector<Mention>& mentions,
                            int verb);
bool attach_others(text::Sentence& sentence, int verb);
bool attach_contact(text::Sentence& sentence, const Patterns& patterns, int verb);

// repair_phrases.cpp
bool attach_border(text::Sentence& sentence, int preposition);
bool attach_object(text::Sentence& sentence, const Mention& mention, const Patterns& patterns);
bool make_indirect(text::Sentence& sentence, const Mention& mention);
bool attach_taken(text::Sentence& sentence, int preposition);
bool attach_against(text::Sentence& sentence, int against);
bool attach_closer(text::Sentence& sentence, int closer);
bool attach_absolute(text::Sentence& sentence, int gerund);
bool raise_willed(text::Sentence& sentence, const std::vector<Mention>& mentions, int gerund);
bool attach_bare_relative(text::Sentence& sentence, int verb);
bool attach_receiver(text::Sentence& sentence, int to);
bool attach_addressed(text::Sentence& sentence, const Mention& mention);
bool part_compound(text::Sentence& sentence, const Mention& mention);
bool attach_gerund_noun(text::Sentence& sentence, int gerund);
bool attach_exchange(text::Sentence& sentence, int noun);
bool attach_full_stop(text::Sentence& sentence);
bool attach_agent(text::Sentence& sentence, const std::vector<Mention>& mentions, int by);
bool free_meeting(text::Sentence& sentence, const Patterns& patterns, int gerund);
bool join_compound(text::Sentence& sentence, int noun);
bool join_description(text::Sentence& sentence, int name);
bool attach_parallel(text::Sentence& sentence, int name);
bool attach_beside_deed(text::Sentence& sentence, const std::vector<Mention>& mentions,
                        const Patterns& patterns, int noun);
bool attach_whole(text::Sentence& sentence, int preposition);
bool attach_compound_phrase(text::Sentence& sentence, int preposition);
bool attach_thanks(text::Sentence& sentence, int thanks);

// repair_speakers.cpp
bool says_something(std::string_view noun, const Patterns& patterns);
bool turn_speaker(text::Sentence& sentence, const std::vector<Mention>& mentions, int verb);
bool attach_apposed_speaker(text::Sentence& sentence, const std::vector<Mention>& mentions,
                            const Patterns& patterns, int verb);
bool part_inserted(text::Sentence& sentence, const Patterns& patterns, int verb);
bool attach_content(text::Sentence& sentence, const Patterns& patterns, int verb);
bool shift_judged(text::Sentence& sentence, const Patterns& patterns, int as);
bool attach_said(text::Sentence& sentence, const Patterns& patterns, int verb);
bool raise_act(text::Sentence& sentence, const Patterns& patterns, int verb);
bool raise_headline(text::Sentence& sentence, int infinitive);
bool free_wished(text::Sentence& sentence, int participle);
bool restore_claims(text::Sentence& sentence, int verb);

// repair_words.cpp
std::string known_lemma(std::string_view word, const Patterns& patterns);
void join_hyphened(text::Sentence& sentence, const Patterns& patterns, std::size_t last);

}  // namespace entente::reading
