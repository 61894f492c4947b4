#include "entente/reading/claim_finder.h"

#include <algorithm>

#include "entente/base/ascii.h"
#include "entente/reading/explanation.h"
#include "entente/reading/frames.h"

namespace entente::reading {

using model::ClaimType;
using text::Relation;
using text::Tag;

bool undoes(const Trigger& pattern) {
  return pattern.type == ClaimType::protest || pattern.type == ClaimType::sanction ||
         pattern.type == ClaimType::concede || pattern.type == ClaimType::reject ||
         pattern.type == ClaimType::assault;
}

ClaimFinder::ClaimFinder(const Tree& tree, const References& references, const Patterns& patterns,
                         const Deeds& deeds, Trace* trace)
    : tree_(tree),
      references_(references),
      patterns_(patterns),
      deeds_(deeds),
      arguments_(tree, references, patterns),
      trace_(trace) {
  need_ids_.reserve(std::size_t(tree.size()));
  for (int i = 0; i < tree.size(); ++i) {
    need_ids_.push_back(patterns.need_id(tree.lemma(i)));
    need_bits_ |= need_bit(need_ids_.back());
    if (need_ids_.back() != 0) needable_.push_back(i);
  }
}

bool ClaimFinder::is_inside_name(int word) const {
  const Mention* m = references_.mention(word);
  // "A's pro-Western president": how he stands is no part of what he is called.
  const std::string_view lemma = tree_.lemma(word);
  const bool stance = lemma.starts_with("pro-") || lemma.starts_with("anti-");
  return m != nullptr && !(m->role == RoleKind::state && m->id.empty()) &&
         !(m->role && (m->head == word || stance));
}

std::vector<Proposal> ClaimFinder::run() {
  std::vector<int> unanswered;  // verbs that say nothing by themselves
  for (int i = 0; i < tree_.size(); ++i) {
    const Tag tag = tree_[i].tag;
    if (is_inside_name(i)) continue;
    standing_ = nullptr;
    if (text::is_verb(tag)) {
      // "flew to B to promise boats": for whom is told before, what for behind.
      if (is_purpose(i) && try_rows_once_more(i)) continue;
      if (try_word(i, WordClass::verb) || try_rows_once_more(i)) continue;
      unanswered.push_back(i);
      if (tag == Tag::VERB_PARTICIPLE) {  // "is indebted to B", "remain estranged"
        as_ = WordClass::adjective;
        const auto rows = patterns_.triggers(base::lower_case(tree_[i].form), WordClass::adjective);
        if (try_rows(i, WordClass::adjective, rows)) unanswered.pop_back();
      }
      if (tag == Tag::VERB_GERUND) {  // "fighting broke out between A and B"
        as_ = WordClass::noun;
        try_rows(i, WordClass::noun,
                 patterns_.triggers(base::lower_case(tree_[i].form), WordClass::noun));
      }
    } else if (text::is_auxiliary(tag) && tree_.child(i, Relation::nsubj) >= 0) {
      unanswered.push_back(i);  // "B did likewise"
    } else if (text::is_noun(tag) || text::is_proper(tag)) {
      try_word(i, WordClass::noun);
    } else if (tag == Tag::ADJ || tag == Tag::ADV) {
      // Nouns are taken for adjectives now and then ("long-time ally"); what they mean is known.
      if (!try_word(i, WordClass::adjective)) try_word(i, WordClass::noun);
    }
  }
  for (const int verb : unanswered) {
    answer(verb);
    reply(verb);
    repeat(verb);
    repeat_before(verb);
    hit_back(verb);
    address(verb);
  }
  for (int i = 0; i < tree_.size(); ++i)
    if (text::is_noun(tree_[i].tag)) add_bound(i);
  drop_presupposed();
  return std::move(proposals_);
}

bool ClaimFinder::try_word(int word, WordClass word_class) {
  as_ = word_class;
  const std::string_view refused = word_class == WordClass::verb ? refusal(word) : "";
  is_refusal_ = !refused.empty();
  if (is_refusal_ && try_rows(word, word_class, patterns_.triggers(refused, word_class)))
    return true;
  is_refusal_ = false;
  if (word_class == WordClass::verb && demands(word))
    try_rows(word, word_class, patterns_.triggers("must", word_class));
  if (word_class == WordClass::verb && threatens(word))
    try_rows(word, word_class, patterns_.triggers("would", word_class));
  const std::span<const Trigger> rows = patterns_.triggers(tree_.lemma(word), word_class);
  if (try_rows(word, word_class, rows)) return true;
  if (rows.empty() || references_.topic_for(word, {}).empty()) return false;
  untold_ = true;  // nobody is told: whom the document is about may be meant
  const bool fired = try_rows(word, word_class, rows);
  untold_ = false;
  return fired;
}

bool ClaimFinder::try_rows(int word, WordClass word_class, std::span<const Trigger> rows) {
  for (const Trigger& pattern : rows) {
    if (is_mere_kind(word, pattern)) continue;
    const int with = needed(word, word_class, pattern);
    const bool fired = with >= 0 && try_pattern(word, word_class, pattern);
    if (trace_ != nullptr && (fired || !untold_))
      trace_->tried({word, word_class}, pattern, with, fired, arguments_);
    if (!fired) continue;
    const bool asks = pattern.type == ClaimType::protest && text::is_verb(tree_[with].tag);
    const bool looms = pattern.type == ClaimType::tie && pattern.trend == model::Trend::apart &&
                       pattern.layer == model::Layer::military;  // "came closer to war": no war yet
    if (with != word && word_class == WordClass::verb && (undoes(pattern) || looms) && !asks)
      consume(with, consumed_);
    return true;
  }
  return false;
}

/// "trade agreement", "border talks": a tie that only says what kind of deed the noun behind names.
/// "refused to say whether": nobody is refused.
bool ClaimFinder::is_mere_kind(int word, const Trigger& pattern) const {
  if (pattern.type == ClaimType::reject)
    if (const int what = tree_.child(word, Relation::xcomp); what >= 0 && is_silence(tree_, what))
      return true;
  const int head = tree_.head(word);
  return pattern.type == ClaimType::tie && tree_.relation(word) == Relation::compound &&
         head > word && !patterns_.triggers(tree_.lemma(head), WordClass::noun).empty();
}

/// "F-16s", "MiG-29", "S-400", but not "G-7".
bool ClaimFinder::is_designation(int at) const {
  const std::string_view letters = tree_[at].form;
  return at + 2 < tree_.size() && letters.size() <= 3 && letters != "G" && letters[0] >= 'A' &&
         letters[0] <= 'Z' && tree_[at + 1].form == "-" && tree_[at + 2].form[0] >= '0' &&
         tree_[at + 2].form[0] <= '9';
}

int ClaimFinder::needed(int word, WordClass word_class, const Trigger& pattern) const {
  if (pattern.needs.empty()) return word;
  const bool by_words_alone =
      !pattern.needs_official && !pattern.needs_displaced && !pattern.needs_weapon;
  if (by_words_alone && (pattern.need_bits & need_bits_) == 0) return -1;
  const auto is_needed = [&](int at) {
    const std::uint32_t id = need_ids_[std::size_t(at)];
    return (need_bit(id) & pattern.need_bits) != 0 &&
           std::ranges::binary_search(pattern.need_ids, id);
  };
  // Most rows: the sentence has none of their words.
  if (by_words_alone && std::ranges::none_of(needable_, is_needed)) return -1;
  const auto is_kind_needed = [&](int at) {
    const Mention* m = references_.mention(at);
    if (m == nullptr || m->head != at || m->id.empty()) return false;
    return (m->kind == NameKind::person && pattern.needs_official) ||
           (m->kind == NameKind::people && pattern.needs_displaced);
  };
  if (is_refusal_) return is_needed(word) ? word : -1;
  // "had to weigh calls": none are had
  if (word_class == WordClass::verb && tree_.lemma(word) == "have")
    if (const int below = tree_.child(word, Relation::xcomp);
        below >= 0 && tree_.child(below, "to") >= 0)
      return -1;
  // "told B to leave", "demanded that B leave", but not "told B that it would leave".
  const auto is_report = [&](int c) {
    return pattern.type == ClaimType::request && tree_.relation(c) == Relation::ccomp &&
           (tree_[c].tag != Tag::VERB_BASE || tree_.child(c, Relation::aux) >= 0) &&
           tree_.child(c, "should") < 0 && tree_.child(c, "must") < 0;
  };
  // "tanks rolled", "moved its tanks", but not "the army returned fire": what moves is the object,
  // where there is one.
  const bool has_object =
      pattern.type == ClaimType::mobilize && tree_.child(word, Relation::obj) >= 0;
  // "left the city after talks with B" breaks off no talks.
  const auto only_dates = [&](int c) {
    if (tree_.relation(c) != Relation::obl) return false;
    const std::string preposition = tree_.preposition(c);
    constexpr std::string_view kTimes[] = {"end", "start", "beginning", "close", "opening"};
    if ((preposition == "by" || preposition == "at" || preposition == "until") &&
        std::ranges::find(kTimes, tree_.lemma(c)) != std::end(kTimes))
      return true;  // "received it by the end of May" ends nothing
    return (preposition == "after" || preposition == "before" || preposition == "during" ||
            preposition == "following" || preposition == "since") &&
           std::ranges::find(pattern.needs, preposition) == pattern.needs.end();
  };
  // "a rescue team reached B", "peacekeeping troops arrived"
  const bool comes = pattern.type == ClaimType::aid || pattern.type == ClaimType::retreat;
  if (const int who = comes ? tree_.child(word, Relation::nsubj) : -1; who >= 0)
    for (const int d : tree_.children(who))
      if ((tree_.relation(d) == Relation::compound || tree_.relation(d) == Relation::amod) &&
          is_needed(d))
        return d;
  // "responded to the tariffs": with what is another matter.
  const bool answers = std::ranges::any_of(
      pattern.recipients, [](const Slot& slot) { return slot.kind == SlotKind::foe; });
  const auto is_answered = [&](int c) {
    if (!answers) return false;
    const std::string preposition = tree_.preposition(c);
    return preposition == "to" || preposition == "for";
  };
  // "called for a truce" holds none.
  const auto is_asked_for = [&](int c) {
    constexpr std::string_view kAsks[] = {"call", "appeal", "push", "press", "ask", "hope"};
    constexpr ClaimType kDone[] = {ClaimType::retreat, ClaimType::agree,     ClaimType::consult,
                                   ClaimType::aid,     ClaimType::cooperate, ClaimType::concede,
                                   ClaimType::assault, ClaimType::coerce,    ClaimType::mobilize};
    return std::ranges::find(kDone, pattern.type) != std::end(kDone) &&
           tree_.preposition(c) == "for" &&
           std::ranges::find(kAsks, tree_.lemma(word)) != std::end(kAsks);
  };
  for (const int c : tree_.children(word)) {
    if (has_object && tree_.relation(c) == Relation::nsubj) continue;
    if (only_dates(c) || is_answered(c)) continue;
    if (is_asked_for(c)) continue;
    // "A met B, and C protested": another clause
    if (tree_.relation(c) == Relation::conj && tree_.child(c, Relation::nsubj) >= 0) continue;
    if (tree_.relation(c) == Relation::mark && tree_.lemma(c) == "to") continue;
    if (is_needed(c) && !is_report(c)) return c;
    const Relation relation = tree_.relation(c);
    if (relation == Relation::obj || relation == Relation::obl || relation == Relation::xcomp ||
        relation == Relation::nsubj_pass || relation == Relation::advmod)
      for (const int d : tree_.children(c)) {
        if (is_needed(d)) return d;
        // "encouraged the envoy of B to stay": the infinitive hung from the object
        if (relation == Relation::obj && tree_.relation(d) == Relation::acl &&
            tree_[d].tag == Tag::VERB_BASE && pattern.type == ClaimType::request)
          for (const int e : tree_.children(d))
            if (is_needed(e)) return e;
        // "tonnes of food", "4 million worth of new medical equipment"
        if (tree_.relation(d) == Relation::nmod && tree_.preposition(d) == "of")
          for (const int e : tree_.children(d))
            if (is_needed(e)) return e;
      }
  }
  // "troops began leaving B": who moves is told with the verb above
  const bool moves = pattern.type == ClaimType::retreat;
  if (moves && word_class == WordClass::verb && tree_.relation(word) == Relation::xcomp)
    if (const int who = arguments_.subject(word); who >= 0 && is_needed(who)) return who;
  // "Merkel arrived in B", "A received Merkel": who is known to hold an office is a minister too.
  // "took in 300 Syrians": and who is taken in is a refugee.
  if (word_class != WordClass::noun && (pattern.needs_official || pattern.needs_displaced)) {
    const int object = tree_.child(word, Relation::obj);
    const bool comes_oneself = pattern.type == ClaimType::consult;
    const int who = object >= 0 || !comes_oneself ? object : tree_.child(word, Relation::nsubj);
    if (who >= 0 && is_kind_needed(who)) return who;
  }
  // "said that B was behind the attack"
  for (const int c : tree_.children(word))
    if (tree_.relation(c) == Relation::ccomp && tree_.child(c, Relation::cop) >= 0)
      for (const int d : tree_.children(c))
        if (tree_.relation(d) == Relation::case_ && is_needed(d)) return d;
  // "gave B F-16s": weapons by their numbers
  if (word_class == WordClass::verb && pattern.needs_weapon)
    for (int i = word + 1, last = std::min(tree_.extent(word).second, word + 8); i <= last; ++i)
      if (is_designation(i)) return i;
  // The object right behind the verb, wherever the tree hung it: "presented credentials".
  if (word_class == WordClass::verb && word + 1 < tree_.size() &&
      text::is_noun(tree_[word + 1].tag) && is_needed(word + 1))
    return word + 1;
  const int head = tree_.head(word);
  // "talks hosted by A", "the case that A brought"; but not "a request to cross B", nor what stands
  // in the clause around
  const Relation relation = tree_.relation(word);
  const bool above =
      head >= 0 && (word_class != WordClass::verb || relation == Relation::xcomp ||
                    relation == Relation::acl_relcl || relation == Relation::amod ||
                    (relation == Relation::acl && tree_[word].tag != Tag::VERB_BASE));
  // "forced to leave": no force leaves.
  const bool as_noun =
      head >= 0 && (pattern.type == ClaimType::tie || !text::is_verb(tree_[head].tag));
  return above && as_noun && is_needed(head) ? head : -1;
}

/// Of what a verb's row says what becomes: the word, and the noun of which it is a part ("violated
/// the ceasefire agreement").
void ClaimFinder::consume(int word, std::vector<int>& consumed) const {
  if (word < 0) return;
  consumed.push_back(word);
  if (tree_.relation(word) == Relation::compound) consumed.push_back(tree_.head(word));
}

/// "refused to discuss it with B" is a refusal of B; that the talks did not happen adds nothing.
bool ClaimFinder::is_refused(const Proposal& proposal) const {
  return std::ranges::any_of(proposals_, [&](const Proposal& other) {
    if (other.pattern->type != ClaimType::reject || other.trigger == proposal.trigger) return false;
    const bool same =
        other.actor.id == proposal.actor.id && other.recipient.id == proposal.recipient.id;
    const bool turned =
        other.actor.id == proposal.recipient.id && other.recipient.id == proposal.actor.id;
    // "not prepared to hand him over to B": nobody prepares anything
    if (tree_.head(other.trigger) == proposal.trigger && is_unwilled(other.trigger))
      return same || turned;
    return same && (proposal.standing.aux & model::negation) != 0 &&
           tree_.is_below(proposal.trigger, other.trigger);
  });
}

void ClaimFinder::drop_presupposed() {
  std::vector<Proposal> kept;
  kept.reserve(proposals_.size());
  for (const Proposal& proposal : proposals_) {
    const bool consumed = std::ranges::find(consumed_, proposal.trigger) != consumed_.end();
    if (!consumed && !is_refused(proposal))
      kept.push_back(proposal);
    else if (trace_ != nullptr)
      trace_->dropped(proposal, consumed ? Outcome::consumed : Outcome::refused);
  }
  proposals_ = std::move(kept);
}

std::vector<Proposal> propose(const Tree& tree, const References& references,
                              const Patterns& patterns, const Deeds& deeds, Trace* trace) {
  std::vector<Proposal> proposals = ClaimFinder(tree, references, patterns, deeds, trace).run();
  if (trace != nullptr) trace->proposals = proposals;
  return proposals;
}

}  // namespace entente::reading
