#include "entente/reading/claim_finder.h"

#include <algorithm>
#include <array>

#include "entente/reading/reference_words.h"

namespace entente::reading {

using model::ClaimType;
using model::Sign;
using model::Trend;
using text::Relation;
using text::Tag;

namespace {

constexpr std::size_t kMaxCandidates = 1000;

}  // namespace

/// Whoever the sentence names or stands words for, one by one.
Referents ClaimFinder::ends() const {
  Referents found;
  for (int i = 0; i < tree_.size(); ++i) {
    const Mention* m = references_.mention(i);
    if (m != nullptr) {
      i = m->end - 1;
      // "held talks in Moscow": a seat of government that only locates.
      const std::string before = m->kind == NameKind::seat ? tree_.preposition(m->head) : "";
      if (before == "in" || before == "at" || is_posting(*m)) continue;
      if (!m->id.empty() && (m->can_act() || m->kind == NameKind::adjective)) {
        const Referents described = references_.described_organisation(*m);
        Referent named{m->id, m->sector, m->begin, m->end - 1, m->certainty};
        named.is_owner = !m->can_act();
        found.push_back(described.empty() ? named : described.front());
      } else {
        const Referents stand_for =
            m->id.empty() ? references_.of(m->head) : references_.owners(m->head);
        for (const Referent& r : stand_for)
          if (r.first >= m->begin && r.last < m->end) found.push_back(r);
      }
    } else if (tree_[i].tag == Tag::PRON || tree_[i].tag == Tag::DET) {
      for (const Referent& r : references_.of(i))
        if (r.first == i) found.push_back(r);
    }
  }
  return found;
}

/// "A's ambassador to B": where somebody else's man is posted, who does not act there himself.
bool ClaimFinder::is_posting(const Mention& m) const {
  const int whose = tree_.head(m.head);
  const Mention* man =
      whose >= 0 && tree_.relation(m.head) == Relation::nmod ? references_.mention(whose) : nullptr;
  return man != nullptr && man->role && !man->id.empty() && man->id != m.id &&
         tree_.preposition(m.head) == "to";
}

/// "A deplored the invasion of B", "A backed the sanctions on B": who judges a deed does not do it.
bool ClaimFinder::is_judge(int noun, const Referent& who) const {
  const int verb = tree_.head(noun);
  const Relation relation = tree_.relation(noun);
  if (verb < 0 || (relation != Relation::obj && relation != Relation::nsubj_pass) ||
      !text::is_verb(tree_[verb].tag))
    return false;
  const Referents doers = arguments_.is_judgement(verb) ? arguments_.doers(verb) : Referents{};
  return std::ranges::find(doers, who.id, &Referent::id) != doers.end();
}

/// "Storms in A killed ten of B": where something is does nothing.
bool ClaimFinder::is_scene(const Referent& who) const {
  const Mention* m = references_.mention(who.first);
  if (m == nullptr || m->role || (m->kind != NameKind::country && m->kind != NameKind::place))
    return false;
  const std::string preposition = tree_.preposition(m->head);
  return preposition == "in" || preposition == "near" || preposition == "across" ||
         preposition == "throughout" || preposition == "outside" || preposition == "inside";
}

/// "A's rivals accused B": whose they are does not act there, nor is it done to him.
bool ClaimFinder::is_anothers(int word, const Referent& who) const {
  const Mention* m = references_.mention(who.first);
  const int at = m == nullptr ? who.first : m->head;
  const int noun = tree_.relation(at) == Relation::nmod_poss ? tree_.head(at) : -1;
  if (noun < 0 || noun == word) return false;
  constexpr std::array<std::string_view, 6> kWhen{"since", "after",  "before",
                                                  "amid",  "during", "following"};
  return is_relation(tree_.lemma(noun)) ||  // "A's exports have soared since the invasion of B"
         (is_one_of(tree_.preposition(word), kWhen) && !tree_.is_below(noun, word));
}

/// "A signed the treaty despite opposition from B", "unlike B": not among those who do.
bool ClaimFinder::stands_aside(int word, const Referent& who) const {
  const Mention* m = references_.mention(who.first);
  int at = m == nullptr ? who.first : m->head;
  for (int steps = 0; at >= 0 && at != word && steps < 4; at = tree_.head(at), ++steps) {
    const std::string preposition = tree_.preposition(at);
    if (preposition == "despite" || preposition == "unlike" || preposition == "notwithstanding" ||
        preposition == "in spite of" || preposition == "instead of" ||
        preposition.starts_with("accord"))
      return true;
  }
  return false;
}

/// "B's soldiers were killed in A", "the journalists kidnapped in A": to whom it was done did not
/// do it, but for a row that says so ("troops were sent to A").
bool ClaimFinder::is_patient(int verb, const Trigger& row, const Referent& who) const {
  if (!arguments_.is_passive(verb)) return false;
  if (std::ranges::any_of(row.actors, [](const Slot& s) { return s.kind == SlotKind::object; }))
    return false;
  int patient = arguments_.object(verb);
  if (patient >= 0 && tree_[patient].tag == Tag::PRON &&
      tree_.relation(verb) == Relation::acl_relcl)
    patient = tree_.head(verb);  // "a soldier who was killed in A"
  const Mention* m = patient < 0 ? nullptr : references_.mention(patient);
  const Mention* other = references_.mention(who.first);
  if (m == nullptr || other == nullptr) return patient >= 0 && patient == who.first;
  return m == other || (m->list >= 0 && m->list == other->list);
}

/// True where a preposition ties the end, or the first of its list, to the rest of the sentence.
bool ClaimFinder::follows_preposition(const Referent& end) const {
  const Mention* m = references_.mention(end.first);
  int at = m == nullptr ? end.first : m->head;
  while (tree_.relation(at) == Relation::conj && tree_.head(at) >= 0) at = tree_.head(at);
  return !tree_.preposition(at).empty();
}

/// False where the tree tells that it is the other way round: who does what a verb says is not its
/// object, whom it is done to not its subject.
bool ClaimFinder::can_stand(int verb, const Trigger& row, const Referent& actor,
                            const Referent& recipient) const {
  const bool plain = !row.mutual && row.needs.empty() && row.actors.size() == 1 &&
                     row.actors.front().kind == SlotKind::subject &&
                     !model::is_symmetric(row.type) && !arguments_.is_passive(verb);
  if (!plain) return true;
  const int object = tree_.child(verb, Relation::obj), subject = tree_.child(verb, Relation::nsubj);
  return (object < 0 || !tree_.is_below(actor.first, object)) &&
         (subject < 0 || !tree_.is_below(recipient.first, subject));
}

/// Adds every two of `ends` that stand near the word in the tree, for each type that its rows give.
void ClaimFinder::widen(int word, WordClass word_class, std::span<const Referent> ends,
                        std::vector<Candidate>& candidates) const {
  constexpr int kFar = 4;  // steps to both: beyond, the model finds next to nothing
  Referents near;
  std::vector<int> steps;
  for (const Referent& end : ends) {
    const Mention* m = references_.mention(end.first);
    const int distance = tree_.distance(word, m == nullptr ? end.first : m->head);
    if (distance > kFar || (end.first <= word && word <= end.last) || is_left_out(end)) continue;
    near.push_back(end);
    steps.push_back(distance);
  }
  if (near.size() < 2) return;
  const auto says = [](const Trigger& row) {
    return std::tuple(row.type, row.type == ClaimType::tie ? row.sign : Sign::none,
                      row.type == ClaimType::tie ? row.trend : Trend::none);
  };
  std::vector<const Trigger*> rows;
  for (const Trigger& row : patterns_.triggers(tree_.lemma(word), word_class)) {
    const bool known =
        std::ranges::any_of(rows, [&](const Trigger* other) { return says(*other) == says(row); });
    if (known) continue;
    if (needed(word, word_class, row) < 0 || is_mere_kind(word, row)) continue;
    // "said B had lied", "an anti-B policy": of nobody but who does what is told, or is in the word
    if (std::ranges::any_of(row.recipients, [](const Slot& slot) {
          return slot.kind == SlotKind::prefix || (slot.kind == SlotKind::content && slot.itself);
        }))
      continue;
    rows.push_back(&row);
    std::vector<Candidate> fired;
    for (const Candidate& c : candidates)
      if (c.by_row && c.trigger == word && says(*c.row) == says(row)) fired.push_back(c);
    // Where the row has found its ends, others are meant only beside one of them, in a list or as
    // the verb's own subject or object, not after a preposition: "celebrated it in C with B".
    const auto is_found = [&](const Referent& end) {
      return std::ranges::any_of(fired, [&](const Candidate& c) {
        return same_actor(c.actor, end) || same_actor(c.recipient, end);
      });
    };
    const int object = tree_.child(word, Relation::obj);
    const bool is_matter =  // "A discussed B with C"
        object >= 0 && model::is_symmetric(row.type) &&
        std::ranges::find(row.recipients, SlotKind::object, &Slot::kind) == row.recipients.end();
    const auto is_beside = [&](const Referent& end) {
      return word_class == WordClass::verb && tree_.is_below(end.first, word) &&
             !follows_preposition(end) && !(is_matter && tree_.is_below(end.first, object));
    };
    const auto is_meant = [&](const Referent& actor, const Referent& recipient) {
      if (word_class == WordClass::verb && !can_stand(word, row, actor, recipient)) return false;
      // "sent a plane to help B" moves nothing against B
      if (row.type == ClaimType::mobilize &&
          std::ranges::any_of(candidates, [&](const Candidate& c) {
            return c.by_row && c.row->type == ClaimType::aid && same_actor(c.actor, actor) &&
                   same_actor(c.recipient, recipient);
          }))
        return false;
      // "agreed to expel B" is not agreed with B
      const auto is_harm = [&](const Candidate& c) {
        return c.by_row &&
               (c.row->type == ClaimType::assault || c.row->type == ClaimType::sanction ||
                c.row->type == ClaimType::coerce) &&
               same_actor(c.actor, actor) && same_actor(c.recipient, recipient) &&
               tree_.is_below(c.trigger, word);
      };
      if (row.type == ClaimType::agree && std::ranges::any_of(candidates, is_harm)) return false;
      if (fired.empty()) return true;
      if (is_found(actor)) return !is_found(recipient) && is_beside(recipient);
      return is_found(recipient) && is_beside(actor);
    };
    for (std::size_t i = 0; i < near.size(); ++i)
      for (std::size_t j = model::is_symmetric(row.type) ? i + 1 : 0; j < near.size(); ++j) {
        const auto both = at_home(row, near[i], near[j]);
        const Referent &actor = both.first, &recipient = both.second;
        if (i == j || steps[i] + steps[j] > kFar || !can_pair(actor, recipient)) continue;
        if (candidates.size() > kMaxCandidates) return;
        if (!is_meant(actor, recipient)) continue;
        if (is_refused_text(word, row, actor, recipient) || is_target(word, row, recipient))
          continue;
        if (stands_aside(word, actor) || stands_aside(word, recipient)) continue;
        if (is_struck(word, row, recipient)) continue;
        if (is_anothers(word, actor) || is_anothers(word, recipient)) continue;
        if (!model::is_symmetric(row.type) && is_scene(actor)) continue;
        // "a political settlement in A": where it is to be found
        if (row.type == ClaimType::agree && word_class == WordClass::noun &&
            (is_scene(actor) || is_scene(recipient)))
          continue;
        if (!model::is_symmetric(row.type) &&
            (word_class == WordClass::noun ? is_judge(word, actor) : is_patient(word, row, actor)))
          continue;
        candidates.push_back({word, word_class, &row, actor, recipient, false});
      }
  }
}

Candidates ClaimFinder::widen(const std::vector<Proposal>& proposals) const {
  Candidates result{{}, ends()};
  for (const Proposal& p : proposals)
    result.all.push_back({p.trigger, p.as, p.pattern, p.actor, p.recipient, true});
  if (result.ends.size() < 2) return result;
  std::vector<int> consumed;
  for (const Proposal& p : proposals)
    if (p.as == WordClass::verb && (undoes(*p.pattern) || p.pattern->type == ClaimType::tie))
      consume(needed(p.trigger, p.as, *p.pattern), consumed);
  for (int i = 0; i < tree_.size(); ++i) {
    if (is_inside_name(i) || std::ranges::find(consumed, i) != consumed.end()) continue;
    const auto refused = [&](int below) { return is_unwilled(below); };
    if (std::ranges::any_of(tree_.children(i), refused)) continue;  // "not prepared to"
    const Tag tag = tree_[i].tag;
    WordClass own = WordClass::adjective;
    if (text::is_verb(tag))
      own = WordClass::verb;
    else if (text::is_noun(tag) || text::is_proper(tag))
      own = WordClass::noun;
    else if (tag != Tag::ADJ && tag != Tag::ADV)
      continue;
    // "ties to A and cool relations with B": of what sort a tie is says nothing of its own
    if (own == WordClass::adjective && tree_.relation(i) == Relation::amod &&
        is_standing(tree_.lemma(tree_.head(i))) &&
        std::ranges::find(proposals, i, &Proposal::trigger) == proposals.end())
      continue;
    // The tagger errs now and then: a word that has no rows as what it was taken for is tried as
    // what it has rows for.
    // "its gas": but not a noun with an owner or an article for a verb.
    const bool sure = own == WordClass::noun && (tree_.child(i, Relation::nmod_poss) >= 0 ||
                                                 tree_.child(i, Relation::det) >= 0);
    for (const WordClass as : {own, WordClass::noun, WordClass::verb, WordClass::adjective}) {
      if (sure && as == WordClass::verb) continue;
      if (patterns_.triggers(tree_.lemma(i), as).empty()) continue;
      widen(i, as, result.ends, result.all);
      break;
    }
  }
  return result;
}

Candidates candidates(const std::vector<Proposal>& proposals, const Tree& tree,
                      const References& references, const Patterns& patterns) {
  return ClaimFinder(tree, references, patterns, Deeds(), nullptr).widen(proposals);
}

}  // namespace entente::reading
