#include "entente/reading/repair.h"

#include "entente/reading/repairs.h"

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

/// What repairs change of a token.
struct Arc {
  std::int16_t head;
  Relation relation;
  Tag tag;
};

/// The last state of a sentence's arcs that was a tree. Two repairs that are each right alone may
/// close a circle together; what closes it is undone.
class Mending {
 public:
  explicit Mending(text::Sentence& sentence) : sentence_(sentence) { keep(); }

  /// Settles what repairs changed since the last call. True when a change stands.
  bool settle(bool changed) {
    if (!changed) return false;
    if (is_tree(sentence_)) return keep(), true;
    for (std::size_t i = 0; i < arcs_.size(); ++i) {
      text::Token& token = sentence_.tokens[i];
      token.head = arcs_[i].head, token.relation = arcs_[i].relation, token.tag = arcs_[i].tag;
    }
    return false;
  }

 private:
  void keep() {
    arcs_.clear();
    for (const text::Token& token : sentence_.tokens)
      arcs_.push_back({token.head, token.relation, token.tag});
  }

  text::Sentence& sentence_;
  std::vector<Arc> arcs_;
};

bool repair_sentence(text::Sentence& sentence, const std::vector<Mention>& mentions,
                     const Patterns& patterns) {
  bool changed = attach_label(sentence) | part_teller(sentence) | attach_full_stop(sentence);
  changed |= raise_apposed(sentence) || raise_finite(sentence) || restore_main_verb(sentence) ||
             raise_present(sentence, patterns) ||
             restore_transitive(sentence, mentions, patterns) || restore_past(sentence) ||
             restore_plural(sentence, mentions, patterns) ||
             restore_question(sentence, mentions, patterns);
  return changed;
}

bool repair_mention(text::Sentence& sentence, const std::vector<Mention>& mentions,
                    const Mention& mention, const Patterns& patterns) {
  return claim_named_subject(sentence, mention) || make_indirect(sentence, mention) ||
         attach_object(sentence, mention, patterns) || attach_addressed(sentence, mention) ||
         attach_named_clause(sentence, mention) ||
         part_named_subject(sentence, mentions, mention) || part_compound(sentence, mention);
}

bool repair_word(text::Sentence& sentence, const std::vector<Mention>& mentions,
                 const Patterns& patterns, int i) {
  const Tag tag = sentence.tokens[std::size_t(i)].tag;
  bool changed = free_auxiliary(sentence, i) | attach_that(sentence, i) |
                 attach_relative(sentence, mentions, i) | attach_exchange(sentence, i);
  if (text::is_noun(tag))
    changed |= restore_speech(sentence, patterns, i) || restore_present(sentence, patterns, i) ||
               restore_demanded(sentence, patterns, i) || join_subjects(sentence, i) ||
               attach_beside_deed(sentence, mentions, patterns, i);
  if (tag == Tag::ADJ)
    changed |= part_passive(sentence, i) | restore_infinitive(sentence, patterns, i);
  if (text::is_proper(tag))
    changed |= attach_apposition(sentence, i) || join_description(sentence, i) ||
               attach_parallel(sentence, i);
  if (sentence.tokens[std::size_t(i)].lemma == "due") changed |= attach_due(sentence, i);
  const std::string_view lemma = sentence.tokens[std::size_t(i)].lemma;
  if (lemma == "thanks") changed |= attach_thanks(sentence, i);
  if (lemma == "once") changed |= attach_once(sentence, i);
  if (lemma == "close" || lemma == "closer") changed |= attach_closer(sentence, i);
  if (lemma == "which") changed |= attach_which(sentence, mentions, i);
  if (lemma == "whose") changed |= attach_whose(sentence, mentions, i);
  if (lemma == "who" || lemma == "whom") changed |= attach_who(sentence, mentions, i);
  if (lemma == "by") changed |= attach_agent(sentence, mentions, i);
  changed |= free_participle(sentence, i);
  if (text::is_noun(tag) || tag == Tag::VERB_GERUND)
    changed |= free_meeting(sentence, patterns, i) || join_compound(sentence, i);
  if (sentence.tokens[std::size_t(i)].relation == Relation::cop)
    changed |= free_outer_subject(sentence, i) ||
               share_quoted_subject(sentence, sentence.tokens[std::size_t(i)].head);
  if (text::is_verb(tag)) {
    changed |= join_auxiliary(sentence, i) || raise_threat(sentence, i) ||
               attach_bare_relative(sentence, i);
    changed |= attach_hyphened(sentence, mentions, i) || fill_subject(sentence, i) ||
               part_object(sentence, i) || claim_subject(sentence, i) ||
               claim_apposed_subject(sentence, i);
    changed |= attach_reported(sentence, i) || share_subjects(sentence, patterns, i) ||
               share_quoted_subject(sentence, i) || attach_others(sentence, i) ||
               attach_contact(sentence, patterns, i);
    changed |= turn_speaker(sentence, mentions, i) ||
               attach_apposed_speaker(sentence, mentions, patterns, i) ||
               part_inserted(sentence, patterns, i) || attach_content(sentence, patterns, i) ||
               attach_said(sentence, patterns, i) || raise_act(sentence, patterns, i) ||
               restore_claims(sentence, i) || raise_headline(sentence, i) ||
               free_wished(sentence, i);
    changed |= attach_told(sentence, patterns, i) || attach_speaker(sentence, patterns, i) ||
               part_subjects(sentence, patterns, i);
  }
  if (lemma == "as") changed |= shift_judged(sentence, patterns, i);
  if (tag == Tag::ADP)
    changed |= attach_border(sentence, i) || attach_compound_phrase(sentence, i) ||
               attach_receiver(sentence, i) || attach_taken(sentence, i) ||
               attach_against(sentence, i) || attach_whole(sentence, i);
  if (tag == Tag::VERB_GERUND)
    changed |= attach_absolute(sentence, i) | raise_willed(sentence, mentions, i);
  if (tag == Tag::VERB_GERUND)
    changed |= restore_progressive(sentence, patterns, i) || raise_gerund(sentence, i) ||
               attach_gerund(sentence, mentions, i) || attach_gerund_noun(sentence, i) ||
               attach_charge(sentence, i) || attach_wording(sentence, patterns, i) ||
               attach_second_gerund(sentence, i) || free_gerund(sentence, patterns, i);
  if (tag == Tag::VERB_PRESENT) changed |= attach_bare(sentence, i);
  if (tag == Tag::VERB_PAST || tag == Tag::VERB_PRESENT || tag == Tag::VERB_PARTICIPLE)
    changed |= make_active(sentence, i) || attach_contact_subject(sentence, mentions, i) ||
               attach_finite(sentence, i) || part_clause(sentence, i) ||
               attach_reduced(sentence, i) || relate_clause(sentence, patterns, i);
  if (tag == Tag::VERB_PARTICIPLE)
    changed |= attach_second_verb(sentence, mentions, patterns, i) ||
               restore_participle(sentence, mentions, patterns, i);
  if (tag == Tag::VERB_BASE && sentence.tokens[std::size_t(i) - 1].lemma == "to")
    changed |= attach_infinitive(sentence, patterns, i) ||
               attach_requested(sentence, patterns, i) || part_objects(sentence, i);
  return changed;
}

}  // namespace

bool repair(text::Sentence& sentence, const std::vector<Mention>& mentions,
            const Patterns& patterns) {
  Mending mending(sentence);
  bool changed = mending.settle(repair_sentence(sentence, mentions, patterns));
  for (const Mention& mention : mentions)
    changed |= mending.settle(repair_mention(sentence, mentions, mention, patterns));
  for (int i = 1; i < static_cast<int>(sentence.tokens.size()); ++i)
    changed |= mending.settle(repair_word(sentence, mentions, patterns, i));
  return changed;
}

}  // namespace entente::reading
