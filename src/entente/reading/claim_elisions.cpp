#include <algorithm>

#include "entente/reading/argument_words.h"
#include "entente/reading/claim_finder.h"

namespace entente::reading {

using model::ClaimType;
using text::Relation;
using text::Tag;

namespace {

/// What is done to somebody before, where its own clause may leave unsaid to whom.
bool may_elide_recipient(ClaimType type) {
  return type == ClaimType::agree || type == ClaimType::threaten || type == ClaimType::sanction ||
         type == ClaimType::request || type == ClaimType::aid || type == ClaimType::mobilize;
}

/// What a deed of this type answers: fire is returned for fire, envoys are recalled for a raid too.
std::vector<ClaimType> answered_by(ClaimType type) {
  if (type == ClaimType::accuse)
    return {ClaimType::accuse, ClaimType::sanction, ClaimType::assault, ClaimType::coerce};
  if (type == ClaimType::sanction) return {type, ClaimType::assault, ClaimType::coerce};
  return {type};
}

/// What a deed of this type may answer: "B refused", "B retaliated".
std::span<const ClaimType> put_by_another(ClaimType type) {
  static constexpr ClaimType kAsked[] = {ClaimType::request, ClaimType::threaten};
  static constexpr ClaimType kHarmed[] = {ClaimType::sanction, ClaimType::assault,
                                          ClaimType::coerce,   ClaimType::mobilize,
                                          ClaimType::threaten, ClaimType::accuse};
  switch (type) {
    case ClaimType::reject:
    case ClaimType::agree:
    case ClaimType::concede:
      return kAsked;
    case ClaimType::threaten:
    case ClaimType::sanction:
    case ClaimType::accuse:
      return kHarmed;
    default:
      return {};
  }
}

/// Verbs that answer what was asked, threatened or done.
bool is_reply(std::string_view lemma) {
  constexpr std::string_view kVerbs[] = {
      "refuse",   "decline",   "reject",  "accept", "agree",  "consent", "comply",
      "relent",   "yield",     "oblige",  "demur",  "balk",   "object",  "protest",
      "respond",  "answer",    "promise", "pledge", "vow",    "swear",   "retaliate",
      "threaten", "acquiesce", "dismiss", "rebuff", "concede"};
  return std::ranges::find(kVerbs, lemma) != std::end(kVerbs);
}

/// "refused to do so", "vowed to respond": clauses that say no more than the verb above them.
bool is_mere_reply(std::string_view lemma) {
  constexpr std::string_view kVerbs[] = {"do",   "comply", "oblige", "retaliate", "respond",
                                         "obey", "yield",  "react",  "budge"};
  return std::ranges::find(kVerbs, lemma) != std::end(kVerbs);
}

/// "foreign relations", "race relations": of no two actors.
bool is_of_many(std::string_view lemma) {
  constexpr std::string_view kWords[] = {"foreign",    "international", "external", "race",
                                         "racial",     "human",         "public",   "industrial",
                                         "individual", "family",        "labour",   "labor"};
  return std::ranges::find(kWords, lemma) != std::end(kWords);
}

}  // namespace

bool is_standing(std::string_view noun) {
  constexpr std::string_view kNouns[] = {
      "relation", "tie",  "relationship", "rapprochement", "partnership", "friendship",
      "rivalry",  "rift", "detente",      "thaw",          "feud"};
  return std::ranges::find(kNouns, noun) != std::end(kNouns);
}

/// Nothing behind the verb, in its own clause, names a third actor.
bool ClaimFinder::names_nobody_else(int verb, const Referent& a, const Referent& b) const {
  for (int i = verb, last = tree_.extent(verb).second; i <= last; ++i)
    if (const Mention* m = references_.mention(i);
        m != nullptr && !m->id.empty() && m->id != a.id && m->id != b.id)
      return false;
  return true;
}

/// "condemned B and expelled its ambassador": whose it is when it cannot be the subject's.
Referent ClaimFinder::object_before(int verb) const {
  const int object = tree_.child(verb, Relation::obj), head = tree_.head(verb);
  if (object < 0 || head < 0 || tree_.relation(verb) != Relation::conj) return {};
  const int its = tree_.child(object, Relation::nmod_poss);
  const int object_of_head = tree_.child(head, Relation::obj);
  if (its < 0 || object_of_head < 0 || tree_[its].tag != Tag::PRON) return {};
  const Referents found = references_.of(object_of_head);
  if (found.size() != 1) return {};
  return {found[0].id, found[0].sector, its, its, 0.7f * found[0].certainty};
}

/// "A said that B had stolen its grain", "A accused B of stealing its grain": whose it is when it
/// cannot be the subject's.
Referent ClaimFinder::speaker_above(int verb, const Referent& actor) const {
  const auto possessive = [&](int noun) {
    const int its = tree_.child(noun, Relation::nmod_poss);
    return its >= 0 && tree_[its].tag == Tag::PRON ? its : -1;
  };
  int its = -1;
  for (const int c : tree_.children(verb)) {
    if (c < verb || (tree_.relation(c) != Relation::obj && tree_.relation(c) != Relation::obl))
      continue;
    its = std::max(its, possessive(c));
    for (const int d : tree_.children(c))
      if (tree_.relation(d) == Relation::nmod) its = std::max(its, possessive(d));
  }
  int at = verb;
  while (tree_.relation(at) == Relation::conj && tree_.head(at) >= 0) at = tree_.head(at);
  const bool told = tree_.relation(at) == Relation::ccomp || tree_.relation(at) == Relation::advcl;
  if (its < 0 || !told || tree_.head(at) < 0) return {};
  const Operator* op = patterns_.find_operator(tree_.lemma(tree_.head(at)), WordClass::verb);
  if (op == nullptr || op->voucher != Voucher::subject) return {};
  const Referents speakers = arguments_.doers(tree_.head(at));
  if (speakers.size() != 1 || speakers.front().id == actor.id ||
      !references_.is_state(speakers.front().id))
    return {};
  return {speakers[0].id, speakers[0].sector, its, its, 0.8f * speakers[0].certainty};
}

/// "the two countries withdrew their ambassadors", "both moved troops to their common border":
/// what is theirs is done to each other, where nobody else is named; so is what two pull back.
bool ClaimFinder::is_mutual_deed(int verb, const Trigger& pattern) const {
  const bool moves = pattern.type == ClaimType::mobilize;
  const bool sided = pattern.type == ClaimType::sanction || pattern.type == ClaimType::concede;
  const bool retreats =
      pattern.type == ClaimType::retreat && pattern.layer == model::Layer::military;
  if ((!moves && !sided && !retreats) || pattern.needs.empty()) return false;
  const int with = needed(verb, WordClass::verb, pattern);
  if (retreats)
    return with >= 0 && tree_.relation(with) == Relation::obj &&
           std::ranges::none_of(tree_.children(with),
                                [&](int c) { return tree_.relation(c) == Relation::nmod; }) &&
           std::ranges::none_of(patterns_.triggers(tree_.lemma(verb), WordClass::verb),
                                [](const Trigger& row) { return row.type == ClaimType::mobilize; });
  return std::ranges::any_of(tree_.children(verb), [&](int c) {
    const Relation relation = tree_.relation(c);
    const int whose = tree_.child(c, Relation::nmod_poss);
    return c > verb && whose >= 0 && tree_[whose].form == "their" &&
           (relation == Relation::obj || (moves && relation == Relation::obl)) &&
           (moves || c == with);
  });
}

/// "called B to thank him", "flew to B to ask for aid".
bool ClaimFinder::is_purpose(int verb) const {
  const Relation relation = tree_.relation(verb);
  return tree_[verb].tag == Tag::VERB_BASE && tree_.child(verb, "to") >= 0 &&
         (relation == Relation::advcl || relation == Relation::xcomp);
}

/// Who bore the deed that the verb is coordinated with: "met B and pledged to lift the tariffs",
/// "bombed B, threatening to cut the gas", "called B to express his sympathy". Nobody where the
/// verb's own clause names anybody else.
Referents ClaimFinder::recipients_before(int verb, const Referent& actor, ClaimType type) const {
  const Relation relation = tree_.relation(verb);
  const bool purpose = is_purpose(verb);
  const bool beside = relation == Relation::conj ||
                      (relation == Relation::advcl && tree_[verb].tag == Tag::VERB_GERUND);
  if ((!purpose && (!beside || !may_elide_recipient(type))) ||
      tree_.child(verb, Relation::nsubj) >= 0)
    return {};
  if (!names_nobody_else(verb, actor, actor)) return {};
  Referents found;
  for (const Proposal& p : proposals_) {
    if (p.trigger != tree_.head(verb) || p.actor.id != actor.id) continue;
    if (purpose ? p.pattern->type != ClaimType::consult : p.recipient.is_place) continue;
    Referent same = p.recipient;
    same.certainty *= 0.7f;
    same.is_place = false;
    add_all(found, {same});
  }
  return found;
}

/// "the army fighting A declared a truce": whom the actor fights in the same sentence.
Referents ClaimFinder::foes(int verb, const Referent& actor) const {
  Referents found;
  if (!names_nobody_else(verb, actor, actor)) return found;
  for (const Proposal& p : proposals_) {
    if (p.pattern->type != ClaimType::assault || p.trigger > verb) continue;
    Referent foe = p.actor.id == actor.id ? p.recipient : p.actor;
    if (p.actor.id != actor.id && p.recipient.id != actor.id) continue;
    foe.certainty *= 0.7f;
    add_all(found, {foe});
  }
  return found;
}

/// "condemned A's raid and promised help to the villages": for whom it is has been told, if not as
/// an actor.
bool ClaimFinder::tells_recipient(int verb) const {
  const auto is_told = [&](int word) {
    const std::string preposition = tree_.preposition(word);
    return (preposition == "to" || preposition == "for" || preposition == "against") &&
           (text::is_noun(tree_[word].tag) || text::is_proper(tree_[word].tag));
  };
  const int object = tree_.child(verb, Relation::obj);
  return std::ranges::any_of(tree_.children(verb), is_told) ||
         (object >= 0 && std::ranges::any_of(tree_.children(object), is_told));
}

/// The rows of a verb of which none has fired: on whoever bore the deed before, or on each other.
bool ClaimFinder::try_rows_once_more(int verb) {
  for (const Trigger& pattern : patterns_.triggers(tree_.lemma(verb), WordClass::verb)) {
    const bool mutual = is_mutual_deed(verb, pattern);
    const bool thanks = pattern.type == ClaimType::support && is_purpose(verb);  // "to thank him"
    const bool yields = pattern.type == ClaimType::retreat && !pattern.needs.empty();
    if (pattern.mutual || (!mutual && !thanks && !yields && !may_elide_recipient(pattern.type)) ||
        needed(verb, WordClass::verb, pattern) < 0)
      continue;
    if ((pattern.type == ClaimType::agree || pattern.type == ClaimType::aid) &&
        tells_recipient(verb))
      continue;
    const std::size_t before = proposals_.size();
    const Referents actors = arguments_.fill(verb, WordClass::verb, pattern.actors, End::actor);
    for (const Referent& actor : actors)
      for (const Referent& recipient :
           yields ? foes(verb, actor) : recipients_before(verb, actor, pattern.type))
        add(verb, pattern, actor, recipient);
    if (proposals_.size() == before && mutual && actors.size() == 2 &&
        names_nobody_else(verb, actors[0], actors[1])) {
      add(verb, pattern, actors[0], actors[1]);
      add(verb, pattern, actors[1], actors[0]);
    }
    if (proposals_.size() > before) return true;
    if (actors.size() == 1 && leaves_unsaid(verb, pattern, actors.front())) {
      Referents helped = deeds_.helped(actors.front(), verb);
      if (helped.empty()) helped = references_.unsaid_topic(verb, actors.front());
      for (const Referent& who : helped) add(verb, pattern, actors.front(), who);
    }
    leave_unseen(before);
    if (proposals_.size() > before) return true;
  }
  return false;
}

/// "A vowed revenge for B's raid": who did what is answered. "A bombed B, and B hit back", "A
/// bombed B. B returned fire.": who did such a thing to the actor before, in this sentence or those
/// before it. Nobody where the verb's clause names a third.
Referents ClaimFinder::foes_of(int verb, const Referents& actors, ClaimType type) const {
  if (Referents answered = arguments_.doers_answered(verb); !answered.empty()) return answered;
  if (actors.size() != 1) return {};
  const Referent& actor = actors.front();
  const std::vector<ClaimType> types = answered_by(type);
  Referents found;
  for (auto p = proposals_.rbegin(); p != proposals_.rend() && found.empty(); ++p)
    if (std::ranges::find(types, p->pattern->type) != types.end() && p->recipient.id == actor.id &&
        p->actor.id != actor.id)
      found.push_back(
          {p->actor.id, p->actor.sector, p->actor.first, p->actor.last, 0.8f * p->actor.certainty});
  if (found.empty()) found = deeds_.foes(types, actor, verb);
  std::erase_if(found, [&](const Referent& foe) { return !names_nobody_else(verb, actor, foe); });
  return found;
}

/// "A said B had attacked first", "A accused B of shelling villages", where the sentence names
/// nobody else and the two are neighbours or known to be at odds: who tells of it is whom it
/// befell.
Referents ClaimFinder::victim_who_tells(int word, const Referents& actors) const {
  if (actors.size() != 1) return {};
  const Referent& actor = actors.front();
  const Standing told = standing_of(word, tree_, arguments_, references_, patterns_);
  if (told.by_author || told.claimants.size() != 1 || (told.aux & model::negation) != 0) return {};
  Referent victim = told.claimants.front();
  const bool fights = victim.sector.empty() || victim.sector == "GOV" || victim.sector == "MIL";
  if (victim.id == actor.id ||
      (!is_armed_group(victim) && (!fights || !references_.is_state(victim.id))))
    return {};
  if (!references_.are_neighbours(victim.id, actor.id) && !deeds_.at_odds(victim.id, actor.id))
    return {};
  for (int i = 0; i < tree_.size(); ++i)
    if (const Mention* m = references_.mention(i);
        m != nullptr && !m->id.empty() && m->id != victim.id && m->id != actor.id)
      return {};
  victim.certainty *= 0.7f;
  return {victim};
}

/// "A will also lend 20 million", "the Senate ratified the treaty": what is given or bound, and
/// nobody in the sentence to whom. Not "ran out of aid", "defend its territory", "passed a
/// resolution".
bool ClaimFinder::leaves_unsaid(int verb, const Trigger& pattern, const Referent& actor) const {
  if ((pattern.type != ClaimType::aid && pattern.type != ClaimType::agree) ||
      pattern.needs.empty() || arguments_.is_passive(verb))
    return false;
  constexpr std::string_view kBinds[] = {"sign",   "ratify", "initial", "conclude", "promise",
                                         "pledge", "vow",    "offer",   "commit",   "earmark"};
  const int gift = tree_.child(verb, Relation::obj);
  const int with = needed(verb, WordClass::verb, pattern);
  const bool gives = gift >= 0 && with >= 0 && tree_.is_below(with, gift) &&
                     !text::is_verb(tree_[with].tag) && tree_.child(gift, Relation::nmod_poss) < 0;
  const bool binds = std::ranges::find(kBinds, tree_.lemma(verb)) != std::end(kBinds);
  if (pattern.type == ClaimType::aid ? !gives || tree_.lemma(verb) == "hold" : !binds) return false;
  const int clause = tree_.relation(verb) == Relation::xcomp ? tree_.head(verb) : verb;
  if (tree_.child(clause, Relation::nsubj) < 0) return false;
  for (int i = verb + 1, last = tree_.extent(clause).second; i <= last; ++i) {
    const Mention* m = references_.mention(i);
    const Referents meant = references_.of(i);  // "its minister said", "13 military aircraft"
    const bool other = std::ranges::any_of(
        meant, [&](const Referent& r) { return r.id != actor.id && r.id != "UNK"; });
    const bool named = m != nullptr && !m->id.empty() && m->id != actor.id;
    if (other || named || (meant.empty() && tree_[i].tag == Tag::PRON)) return false;
  }
  return true;
}

/// "died in an attack by A", "hit back for A's raids", "closed the border in response to shelling
/// from A": whom a deed befell that names nobody.
Referents ClaimFinder::victims_around(int noun) const {
  constexpr std::string_view kSuffers[] = {"die",    "perish", "kill",    "wound",
                                           "injure", "hurt",   "displace"};
  const int head = tree_.head(noun);
  const Relation relation = tree_.relation(noun);
  if (head < 0 || (relation != Relation::obl && relation != Relation::nmod)) return {};
  const std::string preposition = tree_.preposition(noun);
  Referents found;
  if (std::ranges::find(kSuffers, tree_.lemma(head)) != std::end(kSuffers) &&
      (preposition == "in" || preposition == "during" || preposition == "by")) {
    const int who = arguments_.is_passive(head)            ? arguments_.object(head)
                    : tree_.child(head, Relation::obj) < 0 ? arguments_.subject(head)
                                                           : -1;
    if (who >= 0) found = references_.at(who);
  } else if (is_answering(tree_.lemma(head)) &&
             (preposition == "to" || preposition == "for" || preposition == "against")) {
    if (text::is_verb(tree_[head].tag))
      found = arguments_.doers(head);
    else
      found = references_.possessors(head);
    if (found.empty()) found = arguments_.clause_subject(head);
  }
  for (Referent& r : found) r.certainty *= 0.8f;
  return found;
}

/// "at A's request B sent troops", "asked by A for help, B sent nurses": it is given to who asked.
void ClaimFinder::answer(int verb) {
  if (tree_.child(verb, "to") >= 0) return;  // what is asked for is not yet given
  as_ = WordClass::verb;
  standing_ = nullptr;
  for (const Trigger& pattern : patterns_.triggers(tree_.lemma(verb), WordClass::verb)) {
    if (pattern.type != ClaimType::aid || pattern.mutual || pattern.needs.empty() ||
        needed(verb, WordClass::verb, pattern) < 0)
      continue;
    const std::vector<Proposal> told = proposals_;
    for (const Referent& actor : arguments_.fill(verb, WordClass::verb, pattern.actors, End::actor))
      for (const Proposal& p : told) {
        if (p.pattern->type != ClaimType::request || p.recipient.id != actor.id ||
            p.actor.id == actor.id || tree_.is_below(verb, p.trigger) ||
            !names_nobody_else(verb, actor, p.actor))
          continue;
        Referent asker = p.actor;
        asker.certainty *= 0.7f;
        add(verb, pattern, actor, asker);
      }
    if (proposals_.size() > told.size()) return;
  }
}

/// The verb's clause names nothing that is done but what came before: "B refused", "B rejected it",
/// "B vowed to retaliate", but not "B refused to sign the bill".
bool ClaimFinder::says_no_more(int verb, int needed_word) const {
  return std::ranges::all_of(tree_.children(verb), [&](int c) {
    switch (tree_.relation(c)) {
      case Relation::obj: {
        const std::string_view lemma = tree_.lemma(c);
        return lemma == "it" || lemma == "this" || lemma == "that" || c == needed_word;
      }
      case Relation::xcomp:
        return (c == needed_word || is_mere_reply(tree_.lemma(c))) &&
               tree_.child(c, Relation::obj) < 0;
      case Relation::obl: {
        const std::string preposition = tree_.preposition(c);
        return preposition == "in" || preposition == "within" || preposition == "after" ||
               (preposition == "on" && text::is_proper(tree_[c].tag));
      }
      case Relation::ccomp:
      case Relation::iobj:
      case Relation::nsubj_pass:
        return false;
      default:
        return true;
    }
  });
}

/// "A asked B for help. B refused.", "A struck B, and B vowed to retaliate": what answers a deed is
/// done to its doer.
void ClaimFinder::reply(int verb) {
  if (tree_.child(verb, Relation::nsubj) < 0 || !is_reply(tree_.lemma(verb))) return;
  as_ = WordClass::verb;
  standing_ = nullptr;
  const std::size_t before = proposals_.size();
  for (const Trigger& pattern : patterns_.triggers(tree_.lemma(verb), WordClass::verb)) {
    const auto types = put_by_another(pattern.type);
    const int with = types.empty() ? -1 : needed(verb, WordClass::verb, pattern);
    if (pattern.mutual || with < 0 || !says_no_more(verb, with)) continue;
    const Referents actors = arguments_.fill(verb, WordClass::verb, pattern.actors, End::actor);
    if (actors.size() != 1 || !names_nobody_else(verb, actors.front(), actors.front())) continue;
    const Referent actor = actors.front();
    Referents asker;
    for (auto p = proposals_.rbegin(); p != proposals_.rend() && asker.empty(); ++p)
      if (p->trigger < verb && p->recipient.id == actor.id && p->actor.id != actor.id &&
          !tree_.is_below(verb, p->trigger) &&
          std::ranges::find(types, p->pattern->type) != types.end())
        asker = {p->actor};
    const bool here = !asker.empty();
    if (!here) asker = deeds_.foes(types, actor, verb);
    if (asker.size() > 1) continue;
    for (Referent& r : asker) {
      if (here) r.certainty *= 0.7f;
      add(verb, pattern, actor, r);
    }
    if (proposals_.size() == before) continue;
    for (std::size_t i = before; i < proposals_.size(); ++i) proposals_[i].unseen = !here;
    return;
  }
}

/// "did so", "did likewise", "did the same", "followed suit", "followed": what another did before.
bool ClaimFinder::repeats(int verb) const {
  const int what = tree_.child(verb, Relation::obj);
  if (tree_.lemma(verb) == "follow")
    return what < 0 ? tree_.child(verb, Relation::xcomp) < 0 && !tells_recipient(verb)
                    : tree_.lemma(what) == "suit";
  if (tree_.lemma(verb) != "do") return false;
  if (what >= 0) return tree_.lemma(what) == "same" || tree_.lemma(what) == "likewise";
  const std::string_view behind = verb + 1 < tree_.size() ? tree_.lemma(verb + 1) : "";
  return tree_.child(verb, "so") >= 0 || behind == "so" || behind == "likewise";
}

/// "A recognised B, and C did so too", "A expelled B's envoy, and C followed suit".
void ClaimFinder::repeat(int verb) {
  const int first = tree_.head(verb);
  const Relation relation = tree_.relation(verb);
  if (first < 0 || first > verb || tree_.child(verb, Relation::nsubj) < 0 ||
      (relation != Relation::conj && relation != Relation::parataxis) || !repeats(verb))
    return;
  const int who = tree_.child(verb, Relation::nsubj);
  if (tree_[who].tag == Tag::PRON) return;
  const Referents actors = references_.of(who), before = arguments_.doers(first);
  as_ = WordClass::verb;
  standing_ = nullptr;
  const std::size_t told = proposals_.size();
  for (std::size_t i = 0; i < told; ++i) {
    const Proposal p = proposals_[i];
    const bool done = p.trigger == first || (tree_.head(p.trigger) == first &&
                                             tree_.relation(p.trigger) == Relation::obj);
    // of many who did it each is told once
    const bool leads = !before.empty() && same_actor(p.actor, before.front());
    if (!done || !leads || p.pattern->type == ClaimType::tie) continue;
    for (Referent actor : actors) {
      actor.certainty *= 0.9f;
      add(verb, *p.pattern, actor, p.recipient);
    }
  }
}

/// "A will send tanks to B. C will do the same." "A recalled its envoy to B. B did likewise."
void ClaimFinder::repeat_before(int verb) {
  const auto told = deeds_.just_told();
  const int who = tree_.child(verb, Relation::nsubj);
  if (told.empty() || tree_.relation(verb) != Relation::root || who < 0 ||
      tree_[who].tag == Tag::PRON || !repeats(verb))
    return;
  as_ = WordClass::verb;
  standing_ = nullptr;
  const std::size_t before = proposals_.size();
  const Referent& first = told.front().actor;
  for (const Referent& actor : references_.of(who)) {
    if (actor.id == first.id) continue;
    for (const Deeds::Deed& deed : told) {
      if (!same_actor(deed.actor, first) || deed.type == ClaimType::tie) continue;
      const Referent& whom = deed.recipient.id == actor.id ? deed.actor : deed.recipient;
      const std::size_t added = proposals_.size();
      add(verb, *deed.row, actor, {whom.id, whom.sector, verb, verb, 0.7f});
      if (deed.denied && proposals_.size() > added)  // "A has not done it. B has done the same."
        proposals_.back().standing.aux |= model::negation;
    }
  }
  leave_unseen(before);
}

/// "A shot down B's jet. B imposed sanctions in response.", "fired missiles in return": on whoever
/// did harm before.
void ClaimFinder::hit_back(int verb) {
  constexpr std::string_view kBack[] = {"response", "return",  "retaliation",
                                        "reply",    "revenge", "reprisal"};
  const int thing = tree_.child(verb, Relation::obj);
  const auto answers = [&](int word) {
    return word >= 0 && std::ranges::any_of(tree_.children(word), [&](int c) {
             return c > verb && tree_.preposition(c) == "in" &&
                    tree_.child(c, Relation::nmod) < 0 && tree_.child(c, Relation::acl) < 0 &&
                    std::ranges::find(kBack, tree_.lemma(c)) != std::end(kBack);
           });
  };
  // "B responded by closing two consulates"
  const int outer = tree_.head(verb);
  const bool by = tree_[verb].tag == Tag::VERB_GERUND && outer >= 0 &&
                  tree_.child(verb, "by") >= 0 && is_answering(tree_.lemma(outer));
  const int clause = by ? outer : verb;
  if (tree_.child(clause, Relation::nsubj) < 0 || !(by || answers(verb) || answers(thing))) return;
  const auto harms = put_by_another(ClaimType::sanction);
  for (const bool alike : {true, false})  // fire for fire before anything else
    for (const int word : {verb, thing}) {
      if (word < 0) continue;
      as_ = word == verb ? WordClass::verb : WordClass::noun;
      standing_ = nullptr;
      const bool told = std::ranges::find(proposals_, word, &Proposal::trigger) != proposals_.end();
      for (const Trigger& pattern : patterns_.triggers(tree_.lemma(word), as_)) {
        if (told || pattern.mutual || needed(word, as_, pattern) < 0 ||
            std::ranges::find(harms, pattern.type) == harms.end())
          continue;
        const Referents actors = arguments_.fill(word, as_, pattern.actors, End::actor);
        if (actors.size() != 1 || !names_nobody_else(verb, actors.front(), actors.front()))
          continue;
        const std::size_t before = proposals_.size();
        const ClaimType same[] = {pattern.type};
        for (const Referent& foe :
             deeds_.foes(alike ? std::span<const ClaimType>(same) : harms, actors.front(), word))
          add(word, pattern, actors.front(), foe);
        leave_unseen(before);
        if (proposals_.size() > before) return;
      }
    }
}

/// "A and B exchanged fire. A closed the crossing. B demanded an apology.": what is done to nobody
/// whom its sentence names is done to whom the sentence before has told of beside the actor.
void ClaimFinder::address(int verb) {
  constexpr std::string_view kAsk[] = {"demand", "request", "ask", "insist", "seek"};
  constexpr std::string_view kJudge[] = {"call",     "describe", "brand",    "label",
                                         "denounce", "condemn",  "regard",   "dub",
                                         "term",     "protest",  "criticise"};
  const int who = tree_.child(verb, Relation::nsubj);
  if (who < 0 || tree_.relation(verb) != Relation::root) return;
  const Mention* m = references_.mention(who);
  if (m == nullptr || !m->can_act()) return;  // "talks broke off"
  const int what = tree_.child(verb, Relation::obj);
  const bool deed = what < 0 || tree_.lemma(what) == "this" || tree_.lemma(what) == "it" ||
                    !patterns_.deed(tree_.lemma(what)).empty();
  as_ = WordClass::verb;
  standing_ = nullptr;
  for (const Trigger& pattern : patterns_.triggers(tree_.lemma(verb), WordClass::verb)) {
    const auto is_one = [&](const auto& verbs) {
      return std::ranges::find(verbs, tree_.lemma(verb)) != std::end(verbs);
    };
    const bool addressed = pattern.type == ClaimType::request ? is_one(kAsk)
                           : pattern.type == ClaimType::accuse
                               ? deed && is_one(kJudge)
                               : pattern.type == ClaimType::sanction;
    if (!addressed || pattern.mutual || pattern.needs.empty() ||
        needed(verb, WordClass::verb, pattern) < 0)
      continue;
    const Referents actors = arguments_.fill(verb, WordClass::verb, pattern.actors, End::actor);
    if (actors.size() != 1 || !references_.is_state(actors.front().id) ||
        !names_nobody_else(verb, actors.front(), actors.front()) || tells_recipient(verb))
      continue;
    const std::size_t before = proposals_.size();
    for (const Referent& other : deeds_.counterpart(actors.front(), verb))
      add(verb, pattern, actors.front(), other);
    leave_unseen(before);
    if (proposals_.size() > before) return;
  }
}

/// "lifted the sanctions", "The request was rejected": on whom they lay, and who had asked, as the
/// sentences before have told.
void ClaimFinder::add_undone(int verb, const Trigger& pattern, const Referents& actors) {
  const bool concedes = pattern.type == ClaimType::concede;
  if (!concedes && pattern.type != ClaimType::reject) return;
  const ClaimType undone = concedes ? ClaimType::sanction : ClaimType::request;
  const int noun = arguments_.object(verb);
  if (noun < 0 || !text::is_noun(tree_[noun].tag)) return;
  const auto types = patterns_.deed(tree_.lemma(noun));
  const int article = tree_.child(noun, Relation::det);
  const bool definite =
      article >= 0 && (tree_.lemma(article) == "the" || tree_.lemma(article) == "these" ||
                       tree_.lemma(article) == "this");
  const bool tells = tree_.child(noun, Relation::nmod) >= 0 ||
                     tree_.child(noun, Relation::acl_relcl) >= 0 ||
                     tree_.child(noun, Relation::acl) >= 0;
  if (!definite || tells || std::ranges::find(types, undone) == types.end()) return;
  const std::size_t before = proposals_.size();
  if (concedes)
    for (const Referent& actor : actors)
      for (const Referent& victim : deeds_.victims(undone, actor, noun))
        add(verb, pattern, actor, victim);
  if (actors.empty() && arguments_.is_passive(verb)) {
    const Referents told = deeds_.pairs(undone, model::Sign::none, noun);
    for (std::size_t i = 0; i + 1 < told.size(); i += 2)
      add(verb, pattern, told[concedes ? i : i + 1], told[concedes ? i + 1 : i]);
  }
  leave_unseen(before);
}

/// Whose deed a noun comes back to: "condemned the raid", "signed a law, a step that B criticised".
Referents ClaimFinder::doers_of_deed(int noun, const Referent& speaker, bool relative) const {
  // "A closed the border. B called this an act of war."
  if (tree_.lemma(noun) == "this" && tree_[noun].tag != Tag::DET)
    return deeds_.just_told().empty() ? Referents{}
                                      : deeds_.doers(patterns_.deed("move"), speaker, noun);
  const auto types = patterns_.deed(tree_.lemma(noun));
  if (types.empty()) return {};
  const int begin = arguments_.phrase_begin(noun);
  const bool apposed =
      begin > 0 && tree_[begin - 1].form == "," && tree_.relation(noun) != Relation::obj;
  const int article = tree_.child(noun, Relation::det);
  constexpr std::string_view kDefinite[] = {"the", "this", "that", "these", "those", "such"};
  const bool definite =
      article >= 0 && std::ranges::find(kDefinite, tree_.lemma(article)) != std::end(kDefinite);
  if (!apposed && !definite && !relative) return {};
  Referents found;
  int trigger = -1;
  for (auto p = proposals_.rbegin(); p != proposals_.rend(); ++p) {
    if (p->trigger >= noun || (trigger >= 0 && p->trigger != trigger)) continue;
    if (std::ranges::find(types, p->pattern->type) == types.end()) continue;
    if (p->actor.id == speaker.id) continue;
    trigger = p->trigger;
    add_all(found, {{p->actor.id, p->actor.sector, noun, noun, 0.8f * p->actor.certainty}});
    const Referent& other = p->recipient;  // "agreements of A and B that C rejects"
    if (relative && model::is_symmetric(p->pattern->type) && other.id != speaker.id)
      add_all(found, {{other.id, other.sector, noun, noun, 0.8f * other.certainty}});
  }
  // "A proposed a plan, which B refused"
  const int verb = relative && found.empty() ? arguments_.carrier(noun) : -1;
  if (verb >= 0)
    for (const Referent& r : arguments_.doers(verb))
      if (r.id != speaker.id) add_all(found, {{r.id, r.sector, noun, noun, 0.7f * r.certainty}});
  if (found.empty() && apposed)
    for (const Referent& r : arguments_.clause_subject(noun))
      if (r.id != speaker.id) add_all(found, {{r.id, r.sector, noun, noun, 0.7f * r.certainty}});
  return found.empty() && definite ? deeds_.doers(types, speaker, noun) : found;
}

namespace {

/// True when one of the pairs in `told` is `pair`, either way round.
bool holds_pair(const Referents& told, const Referents& pair) {
  for (std::size_t i = 0; i + 1 < told.size(); i += 2)
    if ((told[i].id == pair[0].id && told[i + 1].id == pair[1].id) ||
        (told[i].id == pair[1].id && told[i + 1].id == pair[0].id))
      return true;
  return false;
}

}  // namespace

/// "this relationship", "those talks", "relations improved": who stood in what has been told.
void ClaimFinder::add_told_before(int noun, const Trigger& pattern) {
  constexpr std::string_view kPointing[] = {"this", "that", "these", "those"};
  const int article = tree_.child(noun, Relation::det);
  const bool points =
      article >= 0 && std::ranges::find(kPointing, tree_.lemma(article)) != std::end(kPointing);
  const bool stands =
      pattern.type == ClaimType::tie && is_standing(tree_.lemma(noun)) &&
      (article >= 0 ? tree_.lemma(article) == "the" : tree_[noun].tag == Tag::NOUN_PLURAL);
  // "These treaties opened five ports": that they were concluded is not said once more.
  if (as_ != WordClass::noun || (!points && !stands) || pattern.type == ClaimType::agree) return;
  const bool tells = std::ranges::any_of(tree_.children(noun), [&](int c) {
    const Relation relation = tree_.relation(c);  // "this relationship between power and law"
    return relation == Relation::nmod || relation == Relation::nmod_poss ||
           (!points && (relation == Relation::compound || is_of_many(tree_.lemma(c))));
  });
  if (tells || (!points && tree_.relation(noun) == Relation::compound)) return;
  // "the drill of A and B marked a step in these ties": the sentence itself has told whose.
  if (!proposals_.empty()) {
    const std::vector<Proposal> here = proposals_;
    for (const Proposal& p : here)
      if (p.trigger == here.back().trigger) add(noun, pattern, p.actor, p.recipient);
    return;
  }
  Referents told = deeds_.pairs(pattern.type, standing_of_tie(pattern, Standing()).first, noun);
  if (stands) told = references_.is_untold(noun) ? deeds_.main_pair(noun) : Referents{};
  // "this relationship": of several that were told of last, or of none, that of the document
  if (points && pattern.type == ClaimType::tie && is_standing(tree_.lemma(noun)))
    if (const Referents main = deeds_.main_pair(noun);
        main.size() == 2 && (told.empty() || (told.size() > 2 && holds_pair(told, main)) ||
                             (told.size() == 2 && deeds_.in_passing(told[0].id, told[1].id))))
      told = main;
  const bool states =
      std::ranges::all_of(told, [&](const Referent& r) { return references_.is_state(r.id); });
  if (stands && !states) return;
  for (std::size_t i = 0; i + 1 < told.size(); i += 2) add(noun, pattern, told[i], told[i + 1]);
}

/// "a deal under which A will train B's police", "under the deal A will sell jets to B": what one
/// of them is to do for the other by it tells who are the parties.
void ClaimFinder::add_bound(int noun) {
  const auto rows = patterns_.triggers(tree_.lemma(noun), WordClass::noun);
  const auto row = std::ranges::find_if(rows, [](const Trigger& r) {
    return r.type == ClaimType::agree && r.mutual && r.needs.empty();
  });
  const int head = tree_.head(noun), article = tree_.child(noun, Relation::det);
  if (row == rows.end() || head < 0 || references_.mention(noun) != nullptr || article < 0 ||
      tree_.lemma(article) == "no" || tree_.child(noun, Relation::nmod_poss) >= 0)
    return;
  int clause =
      tree_.relation(noun) == Relation::obl && tree_.preposition(noun) == "under" ? head : -1;
  for (const int c : tree_.children(noun)) {
    if (tree_.relation(c) != Relation::acl_relcl) continue;
    for (const int d : tree_.children(c)) {
      const std::string preposition = tree_.preposition(d);
      if (tree_.lemma(d) == "which" &&
          (preposition == "under" || preposition == "by" || preposition == "in"))
        clause = c;
    }
  }
  const std::vector<Proposal> told = proposals_;
  const bool agreed = std::ranges::any_of(told, [&](const Proposal& p) {
    return p.pattern->type == ClaimType::agree &&
           (p.trigger == noun || p.trigger == clause || p.trigger == head);
  });
  if (clause < 0 || agreed) return;
  as_ = WordClass::noun;
  standing_ = nullptr;
  for (const Proposal& p : told) {
    const ClaimType type = p.pattern->type;
    const bool bound = type == ClaimType::aid || type == ClaimType::cooperate ||
                       type == ClaimType::retreat || type == ClaimType::concede;
    int at = p.trigger;
    while (at != clause && at >= 0 &&
           (tree_.relation(at) == Relation::conj || tree_.relation(at) == Relation::xcomp))
      at = tree_.head(at);
    // "will release Saudi detainees": not those to whom it is done
    const bool persons = p.recipient.sector == "CVL" || p.recipient.sector == "REF" ||
                         p.recipient.sector == "MED" || p.recipient.sector == "BUS";
    if (!bound || persons || at != clause || p.actor.id == "UNK" || p.recipient.id == "UNK" ||
        p.recipient.is_place)
      continue;
    add(noun, *row, p.actor, p.recipient);
    return;
  }
}

/// "in spite of American sanctions": whom the sentences before have said that they befell.
void ClaimFinder::add_known_victims(int noun, const Trigger& pattern) {
  const std::size_t before = proposals_.size();
  for (const Referent& actor : references_.possessors(noun))
    for (const Referent& victim : deeds_.victims(pattern.type, actor, noun))
      add(noun, pattern, actor, victim);
  leave_unseen(before);
}

}  // namespace entente::reading
