// Whom pronouns mean, and words left out: "he", "its", "which", "we", an untold subject.

#include "entente/reading/references.h"

#include <algorithm>
#include <array>

#include "entente/base/ascii.h"
#include "entente/reading/reference_words.h"

namespace entente::reading {

using base::lower_case;
using text::Relation;
using text::Tag;

namespace {

bool is_personal(std::string_view lemma, std::string_view form) {
  constexpr std::array<std::string_view, 8> kWords{"he",  "she",  "him",     "his",
                                                   "her", "hers", "himself", "herself"};
  return is_one_of(lemma, kWords) || is_one_of(form, kWords);
}

bool is_neuter(std::string_view lemma, std::string_view form) {
  constexpr std::array<std::string_view, 3> kWords{"it", "its", "itself"};
  return is_one_of(lemma, kWords) || is_one_of(form, kWords);
}

bool is_plural_pronoun(std::string_view lemma, std::string_view form) {
  constexpr std::array<std::string_view, 6> kWords{"they",   "them",       "their",
                                                   "theirs", "themselves", "both"};
  return is_one_of(lemma, kWords) || is_one_of(form, kWords);
}

bool is_first_person(std::string_view form) {
  constexpr std::array<std::string_view, 8> kWords{"we", "us", "our", "ours",
                                                   "i",  "me", "my",  "mine"};
  return is_one_of(form, kWords);
}

/// What may be said to be to do something: "the next step is to join".
bool is_option(std::string_view lemma) {
  constexpr std::array<std::string_view, 12> kWords{
      "step", "option", "way",         "goal",     "aim",      "task",
      "plan", "choice", "alternative", "solution", "priority", "resort"};
  return is_one_of(lemma, kWords);
}

/// May a pronoun of this form stand for the one named? "Its" for an officer where his state's deed
/// is meant.
bool agrees(const Mention& m, std::string_view form, bool for_state) {
  if (m.id.empty() || !m.can_act()) return false;
  const bool person = !m.person.empty() || m.role == RoleKind::person;
  const bool several = m.plural || m.list >= 0 || m.kind == NameKind::people;
  if (form == "it" || form == "its") return (for_state || !person) && m.list < 0;
  if (form == "they" || form == "them" || form == "their") return several;
  return person && !several;
}

/// "A and B attacked it": neither of them is "it".
bool is_among(const Mention& m, const Mention* others) {
  if (others == nullptr) return false;
  const bool same = !others->id.empty() && m.id == others->id;
  return &m == others || (others->list >= 0 && m.list == others->list) ||
         (same && (m.role != RoleKind::person || m.sector == others->sector));
}

}  // namespace

/// The "B" of "A urged B to leave", where `verb` is "urged" and `infinitive` "leave".
bool References::has_acting_object(int verb, int infinitive) const {
  return std::ranges::any_of(tree_.children(verb), [&](int c) {
    const Relation relation = tree_.relation(c);
    const Mention* m = mention(c);
    return c > verb && c < infinitive && m != nullptr && m->can_act() &&
           (relation == Relation::obj || relation == Relation::iobj);
  });
}

const Mention* References::subject_above(int token, bool want_person, bool want_plural,
                                         const Mention* except) const {
  int steps = 0;
  for (int below = token, at = tree_.head(token); at >= 0 && steps < tree_.size();
       below = at, at = tree_.head(at), ++steps) {
    // "A urged B to withdraw its troops": the infinitive's subject is B.
    const bool by_object = tree_.relation(below) == Relation::xcomp && below <= token &&
                           tree_.lemma(at) != "promise" && tree_.lemma(at) != "threaten" &&
                           has_acting_object(at, below);
    for (const int c : tree_.children(at)) {
      const Relation relation = tree_.relation(c);
      const bool object = by_object && c < below && c > at &&
                          (relation == Relation::obj || relation == Relation::iobj);
      const bool subject = relation == Relation::nsubj || relation == Relation::nsubj_pass;
      if (by_object ? !object : !subject) continue;
      if (c == below || c > token) continue;
      const Mention* m = mention(c);
      if (m == nullptr || !m->can_act() || is_among(*m, except)) continue;
      const bool is_person = !m->person.empty() || m->role == RoleKind::person;
      const bool is_plural = m->plural || m->list >= 0;
      if (is_person != want_person && want_person) continue;
      if (is_person && !want_person && !want_plural) continue;
      if (is_plural != want_plural) continue;
      return m;
    }
  }
  return nullptr;
}

/// "The army said they …": the subject above that is many, though one in form.
const Mention* References::many_above(int token) const {
  int steps = 0;
  for (int at = tree_.head(token); at >= 0 && steps < tree_.size(); at = tree_.head(at), ++steps)
    for (const int c : tree_.children(at)) {
      const Relation relation = tree_.relation(c);
      const bool subject = relation == Relation::nsubj || relation == Relation::nsubj_pass;
      const Mention* m = subject && c < token ? mention(c) : nullptr;
      if (m != nullptr && m->is_many()) return m;
    }
  return nullptr;
}

/// "Since Chad calls itself a partner of the West, its ties to Mali matter": who is the subject of
/// the clause that stands before the main one.
const Mention* References::subject_of_fronted_clause(int token) const {
  int steps = 0;
  for (int at = tree_.head(token); at >= 0 && steps < tree_.size(); at = tree_.head(at), ++steps)
    for (const int c : tree_.children(at)) {
      if (tree_.relation(c) != Relation::advcl || c > token || tree_.is_below(token, c)) continue;
      const int who = tree_.child(c, Relation::nsubj);
      const Mention* m = who >= 0 ? mention(who) : nullptr;
      const bool fits = m != nullptr && !m->id.empty() && m->can_act() && m->person.empty() &&
                        m->role != RoleKind::person && !m->plural && m->list < 0;
      if (fits) return m;
    }
  return nullptr;
}

/// "The involvement of the United States … its rivalry": to whom the subject above belongs.
Referents References::subject_owner_above(int token) const {
  int steps = 0;
  for (int below = token, at = tree_.head(token); at >= 0 && steps < tree_.size();
       below = at, at = tree_.head(at), ++steps)
    for (const int c : tree_.children(at)) {
      const Relation relation = tree_.relation(c);
      if (relation != Relation::nsubj && relation != Relation::nsubj_pass) continue;
      if (c == below || c > token || mention(c) != nullptr || tree_[c].tag == Tag::PRON) continue;
      if (Referents owner = owners(c); !owner.empty()) return owner;
    }
  return {};
}

/// "Kenya's president said it would send troops": the state whose officer speaks, where nobody else
/// has been named that "it" could be.
Referents References::state_of_officer_above(int token) const {
  const Mention* officer = nullptr;
  for (const Mention& m : mentions_) {
    if (m.begin >= token || !m.can_act()) continue;
    if (officer != nullptr || m.role != RoleKind::person || m.plural || m.list >= 0) return {};
    officer = &m;
  }
  if (officer == nullptr || !is_state(officer->id)) return {};
  for (int at = token; at >= 0; at = tree_.head(at))
    if (tree_.relation(at) == Relation::ccomp && tree_.head(officer->head) == tree_.head(at))
      return {{officer->id, {}, token, token, 0.75f}};
  return {};
}

/// The subject of the clause in which `token` stands, shared with the clauses before it.
const Mention* References::clause_subject(int token) const {
  int steps = 0;
  for (int at = tree_.head(token); at >= 0 && steps < tree_.size(); at = tree_.head(at), ++steps) {
    for (const Relation relation : {Relation::nsubj, Relation::nsubj_pass})
      if (const int c = tree_.child(at, relation); c >= 0) return mention(c);
    // "prompting A to expel it"
    if (tree_.relation(at) == Relation::xcomp && tree_[at].tag == Tag::VERB_BASE &&
        tree_.head(at) >= 0)
      if (const int told = tree_.child(tree_.head(at), Relation::obj); told >= 0 && told < at)
        return mention(told);
    const bool clause = text::is_verb(tree_[at].tag);
    if (clause && tree_.relation(at) != Relation::conj && tree_.relation(at) != Relation::xcomp)
      return nullptr;
  }
  return nullptr;
}

/// "A demands that it pay", "B insisted that they leave": who asks does not ask himself.
const Mention* References::demander(int token) const {
  constexpr std::array<std::string_view, 9> kDemands{
      "demand", "insist", "request", "ask", "urge", "recommend", "order", "require", "propose"};
  const int clause = tree_.head(token);
  const int verb = clause < 0 ? -1 : tree_.head(clause);
  if (tree_.relation(token) != Relation::nsubj || verb < 0 ||
      tree_.relation(clause) != Relation::ccomp || !is_one_of(tree_.lemma(verb), kDemands) ||
      (tree_.child(clause, Relation::aux) >= 0 && tree_.child(clause, "should") < 0) ||
      (tree_.lemma(verb) == "insist" && tree_[clause].tag != Tag::VERB_BASE))
    return nullptr;
  const int who = tree_.child(verb, Relation::nsubj);
  return who < 0 ? nullptr : mention(who);
}

const Mention* References::nearest_before(int token, bool want_person,
                                          const Mention* except) const {
  // "Pakistan, its ally": what a comma sets right before "its" is what "its" describes.
  const bool after_comma = token >= 2 && tree_[token - 1].form == ",";
  const Mention* described = after_comma ? mention(token - 2) : nullptr;
  const Mention* best = nullptr;
  for (const Mention& m : mentions_) {
    if (m.end > token) break;
    if (&m == described || is_among(m, except)) continue;
    const bool is_person = !m.person.empty() || m.role == RoleKind::person;
    if (want_person && m.plural) continue;  // "European officials" are not "he"
    const bool is_told = !m.id.empty() || (m.role == RoleKind::state && !m.plural);
    if (is_person == want_person && is_told && m.can_act()) best = &m;
  }
  return best;
}

Referents References::antecedent(int token) const {
  // The relative clause hangs from the noun that the pronoun stands for.
  int at = token;
  for (int steps = 0; at >= 0 && steps < tree_.size(); ++steps) {
    if (tree_.relation(at) == Relation::acl_relcl) {
      const int noun = tree_.head(at);
      const Mention* m = noun >= 0 ? mention(noun) : nullptr;
      const bool singular = tree_[at].tag == Tag::VERB_PRESENT && tree_[at].form.ends_with('s');
      if (m != nullptr && singular && !m->id.empty()) return {referent(*m)};
      if (Referents found = of(noun); !found.empty()) return found;
      break;
    }
    at = tree_.head(at);
  }
  return before_comma(token);
}

bool References::is_note() const {
  if (tree_.size() == 0) return false;
  const Tag tag = tree_[0].tag;
  return (tag == Tag::VERB_PRESENT || tag == Tag::VERB_PAST || tag == Tag::AUX_PRESENT) &&
         !tree_[0].form.empty() && tree_[0].form[0] >= 'a' && tree_[0].form[0] <= 'z' &&
         tree_.child(0, Relation::nsubj) < 0;
}

bool References::is_untold(int token) const {
  // "the last resort is to get closer to B"
  const Tag tag = tree_[token].tag;
  const Relation hangs_as = tree_.relation(token);
  const bool beside_verb = (tag == Tag::ADJ || tag == Tag::ADV) &&
                           (hangs_as == Relation::xcomp || hangs_as == Relation::advmod);
  const int verb = beside_verb ? tree_.head(token) : token;
  const bool infinitive = tree_[verb].tag == Tag::VERB_BASE && tree_.child(verb, "to") >= 0;
  const bool finite = tree_[verb].tag == Tag::VERB_PRESENT || tree_[verb].tag == Tag::VERB_PAST ||
                      tree_[verb].tag == Tag::VERB_PARTICIPLE;
  bool untold = text::is_noun(tree_[verb].tag) || tree_[verb].tag == Tag::VERB_GERUND ||
                infinitive || (finite && is_note());
  for (int at = token, steps = 0; at >= 0 && untold && steps < tree_.size();
       at = tree_.head(at), ++steps)
    for (const int c : tree_.children(at)) {
      const Relation relation = tree_.relation(c);
      if (relation == Relation::nmod_poss) untold = false;
      if (relation != Relation::nsubj && relation != Relation::nsubj_pass) continue;
      const Mention* m = mention(c);
      // "this", "the first", "the aim", but no other subject: that is who does it.
      const bool option = tree_[c].tag == Tag::ADJ || tree_[c].tag == Tag::DET ||
                          tree_.lemma(c) == "this" || tree_.lemma(c) == "that" ||
                          is_option(tree_.lemma(c));
      // "relations with B developed", "the effort to turn to B failed"
      const bool inside =
          (infinitive || text::is_noun(tree_[token].tag)) && tree_.is_below(token, c);
      untold = untold && m == nullptr && owners(c).empty() && (option || inside);
    }
  return untold;
}

Referents References::topic_for(int token, const Referent& except) const {
  if (!is_untold(token)) return {};
  const std::string_view topic = discourse_.clear_topic(except.id);
  if (topic.empty()) return {};
  return {{topic, {}, token, token, 0.5f}};
}

Referents References::before_comma(int token) const {
  int at = token - 1;
  while (at >= 0 && (tree_[at].tag == Tag::PUNCT || tree_[at].tag == Tag::ADP)) --at;
  if (at < 0 || at == token - 1) return {};
  const Mention* m = mention(at);
  if (m == nullptr || !m->can_act()) return {};
  Referents found = of_mention(*m);
  for (Referent& r : found) r.certainty *= 0.85f;
  return found;
}

/// "the Pakistan vs US diplomatic row", wherever the tree hung the names: those that one word ties
/// before the noun and its adjectives.
Referents References::compared_before(int noun) const {
  int at = noun - 1;
  for (int steps = 0; steps < 3 && at >= 0 && mention(at) == nullptr; ++steps, --at) {
    const Tag tag = tree_[at].tag;
    if (tag != Tag::ADJ && tag != Tag::NOUN && tag != Tag::VERB_GERUND &&
        tag != Tag::VERB_PARTICIPLE)
      return {};
  }
  const Mention* last = at >= 0 ? mention(at) : nullptr;
  if (last == nullptr || last->list < 0 || last->role || last->kind == NameKind::place) return {};
  Referents result;
  for (const Mention& m : mentions_)
    if (m.list == last->list && m.begin <= last->begin && !m.id.empty())
      result.push_back(referent(m));
  return result.size() > 1 ? result : Referents{};
}

/// "After its attack on B, A …": the subject that follows a phrase at the head of the sentence, in
/// which nobody else is named before the pronoun. Null for other pronouns than possessive ones.
const Mention* References::subject_ahead(int token) const {
  const std::string form = lower_case(tree_[token].form);
  if (form != "its" && form != "his" && form != "her" && form != "their") return nullptr;
  for (const Mention& m : mentions_)
    if (m.begin < token && m.can_act()) return nullptr;
  for (int below = token, at = tree_.head(token); at >= 0; below = at, at = tree_.head(at)) {
    const Relation relation = tree_.relation(below);
    const int who = tree_.child(at, Relation::nsubj);
    if (who < token || (relation != Relation::obl && relation != Relation::advcl)) continue;
    const Mention* m = mention(who);
    if (m == nullptr || m->id.empty() || !m->can_act()) return nullptr;
    const bool fits = form == "its"     ? m->person.empty()
                      : form == "their" ? m->list >= 0 || m->plural || m->kind == NameKind::people
                                        : !m->person.empty();
    return fits ? m : nullptr;
  }
  return nullptr;
}

Referents References::other_owner(int noun, std::string_view self) const {
  const int its = tree_.child(noun, Relation::nmod_poss);
  if (its < 0 || lower_case(tree_[its].form) != "its" || tree_.child(noun, "own") >= 0) return {};
  // "A condemned the sanctions that B imposed on its members"
  for (int at = tree_.head(noun); at >= 0; at = tree_.head(at))
    if (const int who = tree_.child(at, Relation::nsubj); who >= 0 && who < its)
      if (const Mention* m = mention(who);
          m != nullptr && m->can_act() && m->person.empty() && !m->id.empty() && m->id != self)
        return {{m->id, {}, its, its, 0.75f}};
  for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m)
    if (m->end <= its && m->can_act() && is_state(*m) && m->id != self)
      return {{m->id, {}, its, its, 0.7f}};
  const auto& entities = discourse_.entities();
  for (auto e = entities.rbegin(); e != entities.rend(); ++e) {
    if (discourse_.sentence() - e->sentence > kLookBack / 2) break;
    if (e->state && !e->aside && e->id != self) return {referent({e->id, {}}, its, 0.7f)};
  }
  return {};
}

/// "the government and its opponents": whoever stands right before the "and".
const Mention* References::joined_before(int token) const {
  const std::string form = lower_case(tree_[token].form);
  if (form != "its" && form != "his" && form != "her" && form != "their") return nullptr;
  if (token < 2 || tree_[token - 1].tag != Tag::CCONJ || tree_.lemma(token - 1) == "but")
    return nullptr;
  const Mention* m = mention(token - 2);
  if (m == nullptr || !m->can_act()) return nullptr;
  const bool person = !m->person.empty() || m->role == RoleKind::person;
  const bool several = m->plural || m->list >= 0 || m->kind == NameKind::people;
  const bool fits = form == "its" ? !person && !m->plural : form == "their" ? several : person;
  return fits ? m : nullptr;
}

/// "prepares sanctions, but A will not approve them": no actor where the sentence has so far named
/// several things and no several actors.
bool References::means_things(int token, const Mention* own) const {
  bool things = false;
  for (int i = 0; i < token; ++i) {
    const Mention* m = mention(i);
    if (m != nullptr && (m->plural || m->list >= 0) && !is_among(*m, own)) return false;
    const Relation relation = tree_.relation(i);
    things = things || (m == nullptr && tree_[i].tag == Tag::NOUN_PLURAL &&
                        (relation == Relation::obj || relation == Relation::nsubj_pass));
  }
  return things;
}

/// "arrested dozens of them", where the sentence has not told of whom: people, but no actor.
bool References::is_part(int token) const {
  constexpr std::array<std::string_view, 9> kQuantities{
      "dozen", "hundred", "thousand", "number", "majority", "half", "most", "many", "some"};
  const int whole = tree_.head(token);
  return whole >= 0 && tree_.preposition(token) == "of" &&
         tree_.relation(whole) != Relation::nsubj &&
         tree_.relation(whole) != Relation::nsubj_pass &&
         (tree_[whole].tag == Tag::NUM || is_one_of(tree_.lemma(whole), kQuantities));
}

/// "signed it", "voted against it": no actor, but what the sentences before are about.
bool References::means_text(int token) const {
  constexpr std::array<std::string_view, 11> kVerbs{"sign",   "ratify",  "declare", "embrace",
                                                    "import", "export",  "buy",     "draft",
                                                    "adopt",  "publish", "unload"};
  const std::string_view verb = tree_.lemma(tree_.head(token));
  return verb == "vote" || (tree_.relation(token) == Relation::obj && is_one_of(verb, kVerbs));
}

/// "A thanked B for its help", "criticised B over the arms it sent": whom the verb judges for what
/// belongs to the pronoun at `token`. Null elsewhere.
const Mention* References::judged(int token) const {
  constexpr std::array<std::string_view, 26> kVerbs{
      "thank",  "praise",    "commend",   "applaud",   "congratulate", "laud",     "honour",
      "honor",  "blame",     "criticise", "criticize", "condemn",      "denounce", "sanction",
      "punish", "rebuke",    "fault",     "scold",     "censure",      "slam",     "blast",
      "chide",  "castigate", "fine",      "attack",    "lambast"};
  int at = token;
  if (tree_.relation(token) == Relation::nsubj) {  // "for the arms it sent"
    if (tree_.relation(tree_.head(token)) != Relation::acl_relcl) return nullptr;
    at = tree_.head(tree_.head(token));
  } else if (tree_.relation(token) == Relation::nmod_poss) {
    at = tree_.head(token);
  } else {
    return nullptr;
  }
  while (at >= 0 && tree_.relation(at) == Relation::conj) at = tree_.head(at);
  const std::string preposition = at < 0 ? std::string{} : tree_.preposition(at);
  constexpr std::array<std::string_view, 5> kReasons{"for", "over", "because of", "due to",
                                                     "in response to"};
  // "sanctioned B after its invasion of C"
  constexpr std::array<std::string_view, 3> kWhen{"after", "following", "since"};
  constexpr std::array<std::string_view, 17> kBlows{
      "invasion",  "attack", "coup",      "raid",       "annexation", "crackdown",
      "test",      "strike", "incursion", "occupation", "seizure",    "bombing",
      "offensive", "launch", "shelling",  "execution",  "assault"};
  const bool blow = is_one_of(preposition, kWhen) && is_one_of(tree_.lemma(at), kBlows);
  if (!blow && !is_one_of(preposition, kReasons)) return nullptr;
  int verb = tree_.head(at);
  if (verb >= 0 && mention(verb) != nullptr) verb = tree_.head(verb);
  while (verb >= 0 && text::is_noun(tree_[verb].tag) && mention(verb) == nullptr)
    verb = tree_.head(verb);
  if (verb < 0) return nullptr;
  const auto fitting = [&](int whom) -> const Mention* {
    const Mention* m = whom < 0 || whom >= token ? nullptr : mention(whom);
    const bool fits = m != nullptr && agrees(*m, lower_case(tree_[token].form), blow);
    return fits ? m : nullptr;
  };
  if (is_one_of(tree_.lemma(verb), kVerbs))
    for (const Relation relation : {Relation::obj, Relation::iobj, Relation::nsubj_pass})
      if (const int whom = tree_.child(verb, relation); whom >= 0 && whom < token)
        return fitting(whom);
  // "imposed sanctions on B over its raids"
  constexpr std::array<std::string_view, 6> kPenalties{"sanction", "embargo", "tariff",
                                                       "penalty",  "ban",     "restriction"};
  // "expelled B's envoy after its raid", "suspended aid to B following its coup"
  constexpr std::array<std::string_view, 14> kCuts{
      "expel", "suspend", "recall", "withdraw", "freeze", "halt", "cut",
      "sever", "summon",  "cancel", "withhold", "end",    "stop", "break"};
  const bool cuts = blow && is_one_of(tree_.lemma(verb), kCuts);
  const int thing = tree_.child(verb, Relation::obj);
  if (thing < 0 || !(cuts || is_one_of(tree_.lemma(thing), kPenalties))) return nullptr;
  if (cuts)
    if (const Mention* m = fitting(thing); m != nullptr) return m;
  for (const int above : {verb, thing})
    for (const int c : tree_.children(above)) {
      const std::string whom = tree_.preposition(c);
      if (whom == "on" || whom == "against" ||
          (cuts && (whom == "to" || whom == "from" || whom == "with")))
        if (const Mention* m = fitting(c); m != nullptr) return m;
    }
  return nullptr;
}

/// "threatened to strike B if it arms C", "sanctioned B after it invaded C", "will defend B if C
/// attacks it": B, on whose doing, or being hit, it depends what is done to B. Null elsewhere.
const Mention* References::conditioned(int token) const {
  constexpr std::array<std::string_view, 16> kStrikes{
      "attack", "bomb",      "strike",    "invade",   "sanction", "punish", "condemn", "denounce",
      "expel",  "criticise", "criticize", "blockade", "shell",    "fight",  "ban",     "blacklist"};
  constexpr std::array<std::string_view, 10> kHelps{
      "support", "defend", "help", "assist", "aid", "back", "protect", "arm", "rescue", "shield"};
  constexpr std::array<std::string_view, 14> kOwnWill{"can",    "could", "must", "have",   "need",
                                                      "want",   "feel",  "wish", "think",  "win",
                                                      "decide", "deem",  "able", "succeed"};
  const Relation relation = tree_.relation(token);
  const bool acts = relation == Relation::nsubj;
  if (!acts && relation != Relation::obj && relation != Relation::nsubj_pass) return nullptr;
  const auto fitting = [&](int named) -> const Mention* {
    const Mention* m = named < 0 || named >= token ? nullptr : mention(named);
    const bool fits = m != nullptr && agrees(*m, lower_case(tree_[token].form), false);
    return fits ? m : nullptr;
  };
  int clause = tree_.head(token);
  // "If A attacks B, C will defend it", "After A invaded B, C sanctioned it"
  for (const int before : tree_.children(clause)) {
    if (relation != Relation::obj || before > clause || tree_.relation(before) != Relation::advcl ||
        !is_one_of(tree_.lemma(before), kStrikes))
      continue;
    const bool helps = is_one_of(tree_.lemma(clause), kHelps);
    if (!helps && !is_one_of(tree_.lemma(clause), kStrikes)) continue;
    return fitting(tree_.child(before, helps ? Relation::obj : Relation::nsubj));
  }
  while (clause >= 0 && tree_.relation(clause) == Relation::xcomp) clause = tree_.head(clause);
  if (clause < 0 || tree_.relation(clause) != Relation::advcl ||
      !text::is_verb(tree_[clause].tag) || tree_.child(clause, Relation::cop) >= 0)
    return nullptr;
  int mark = tree_.child(clause, Relation::mark);
  if (mark < 0) mark = tree_.child(clause, "when");
  const int verb = tree_.head(clause);
  if (mark < 0 || verb < 0 || clause < verb || tree_.lemma(mark) == "to") return nullptr;
  const std::string_view when = tree_.lemma(mark);
  const bool condition = when == "if" || when == "unless";
  const bool cause = when == "after" || when == "because" || when == "when" || when == "since";
  const std::string_view deed = tree_.lemma(verb);
  if (acts) {
    const bool own_will = is_one_of(tree_.lemma(clause), kOwnWill) ||
                          std::ranges::any_of(tree_.children(clause), [&](int c) {
                            return tree_.relation(c) == Relation::aux &&
                                   is_one_of(tree_.lemma(c), kOwnWill) && tree_.lemma(c) != "have";
                          });
    if (own_will || !(condition || (cause && is_one_of(deed, kStrikes)))) return nullptr;
  } else if (!(condition || cause) || !is_one_of(deed, kHelps)) {
    return nullptr;
  }
  for (const Relation whom : {Relation::iobj, Relation::obj})
    if (const Mention* m = fitting(tree_.child(verb, whom)); m != nullptr) return m;
  return nullptr;
}

/// "Kenyan officials met in Lagos. They …": the people whom one of the last two sentences is about,
/// or the only ones that it has. Nobody where several that are named together did something later.
Referents References::of_people_before(int token, const Mention* except) const {
  const auto& entities = discourse_.entities();
  const auto& groups = discourse_.groups();
  for (int back = 1; back <= kLookBack / 2; ++back) {
    const int sentence = discourse_.sentence() - back;
    if (std::ranges::any_of(groups, [&](const Discourse::Group& group) {
          return group.front().sentence == sentence;
        }))
      return {};
    const Discourse::Entity* found = nullptr;
    bool several = false;
    for (const Discourse::Entity& e : entities) {
      // "Iran backs the Houthis. It arms them": not whoever acts
      const bool many = e.many && (e.subject || except != nullptr);
      if (e.sentence != sentence || e.aside || !(e.plural || many)) continue;
      if (except != nullptr && e.id == except->id && e.sector == except->sector) continue;
      if (found != nullptr && found->subject) continue;
      several = found != nullptr && !e.subject && (found->id != e.id || found->sector != e.sector);
      if (found == nullptr || e.subject) found = &e;
    }
    if (found != nullptr && !several) return {referent(*found, token, 0.75f)};
  }
  return {};
}

/// "It …", "he …" of a sentence that names nobody before: the one of the sentences before who is
/// the subject of the main clause, else of another, sentence by sentence back; else who was named
/// last. "A warned B. The A army attacked it": nobody whose subject acts is what is acted on.
Referents References::of_single_before(int token, bool person, const Mention* except) const {
  const auto& entities = discourse_.entities();
  const int now = discourse_.sentence();
  const auto fits = [&](const Discourse::Entity& e) {
    if (e.person != person || e.plural) return false;
    return except == nullptr || except->id.empty() || e.id != except->id ||
           (person && e.sector != except->sector);
  };
  auto e = entities.rbegin();
  for (int back = 1; back <= kLookBack; ++back) {
    if (const Discourse::Group* focus = discourse_.focus_of(now - back);
        focus != nullptr && focus->size() == 1 && fits(focus->front()))
      return {referent(focus->front(), token, person ? 0.8f : 0.7f)};
    for (; e != entities.rend() && now - e->sentence <= back; ++e)
      if (e->subject && fits(*e)) return {referent(*e, token, person ? 0.8f : 0.7f)};
  }
  for (e = entities.rbegin(); e != entities.rend() && now - e->sentence <= kLookBack; ++e)
    if (fits(*e) && (person || !e->aside)) return {referent(*e, token, person ? 0.7f : 0.55f)};
  return {};
}

/// Who the subject of the main clause is, for the sentences that follow.
void References::remember_focus() const {
  int root = 0;
  while (root < tree_.size() && tree_.relation(root) != Relation::root) ++root;
  if (root == tree_.size()) return;
  int who = tree_.child(root, Relation::nsubj);
  if (who < 0) who = tree_.child(root, Relation::nsubj_pass);
  if (who < 0) return;
  const Mention* m = mention(who);
  const std::string form = lower_case(tree_[who].form);
  const bool pronoun = m == nullptr && tree_[who].tag == Tag::PRON;
  if (m == nullptr && !pronoun) return;
  if (pronoun && !is_personal(form, form) && !is_neuter(form, form) &&
      !is_plural_pronoun(form, form))
    return;
  const bool person =
      pronoun ? is_personal(form, form) : !m->person.empty() || m->role == RoleKind::person;
  Discourse::Group focus;
  for (const Referent& r : of(who))
    if (r.id != "UNK")
      focus.push_back({r.id, r.sector, person, true, false, discourse_.sentence(), false,
                       pronoun ? is_plural_pronoun(form, form) : m->plural});
  if (!focus.empty()) discourse_.add_focus(std::move(focus));
}

Referents References::of_pronoun(int token) const {
  const std::string form = lower_case(tree_[token].form);
  const std::string_view lemma = tree_.lemma(token);
  if (is_relative(form) && tree_[token].tag == Tag::PRON) return antecedent(token);
  if (is_first_person(form)) return of_first_person(token);
  if (form == "you" || form == "your" || form == "yours") {  // who answers questions
    const bool asked = discourse_.is_transcript() && discourse_.speakers().empty();
    if (!asked || discourse_.host().empty()) return {};
    return {{discourse_.host(), "GOV", token, token, 0.7f}};
  }
  if (form.ends_with("self") || form.ends_with("selves")) {  // whoever acts there
    const bool plural = form.ends_with("selves");
    const Mention* m = subject_above(token, !plural, plural);
    if (m == nullptr) m = subject_above(token, false, false);
    Referents found = m == nullptr ? Referents{} : of_mention(*m);
    for (Referent& r : found) r.first = r.last = token;
    return found;
  }
  // "it" and "him" are somebody else than the subject of their clause; "its" and "his" need not be.
  const bool object_form = form == "it" || form == "him" || form == "them" ||
                           (form == "her" && tree_.relation(token) != Relation::nmod_poss);
  const Mention* own =
      object_form && tree_.relation(token) != Relation::nsubj ? clause_subject(token) : nullptr;
  if (own == nullptr) own = demander(token);
  // "He promised him help": him whom the first does not stand for
  Mention first;
  if (object_form && own == nullptr && is_personal(lemma, form))
    if (const int who = tree_.child(tree_.head(token), Relation::nsubj);
        who >= 0 && who < token && tree_[who].tag == Tag::PRON)
      if (const Referents meant = of(who); meant.size() == 1 && meant.front().id != "UNK") {
        first.id = meant.front().id;
        first.sector = meant.front().sector;
        first.list = -1;
        own = &first;
      }
  if (const Mention* m = joined_before(token); m != nullptr) {
    if (form != "their" && !m->id.empty()) return {{m->id, m->sector, token, token, 0.85f}};
    Referents found = of_mention(*m);
    for (Referent& r : found) r.first = r.last = token, r.certainty *= 0.9f;
    if (form == "their" || found.size() == 1) return found;
  }
  const Mention* other = judged(token);
  if (other == nullptr && (object_form || form == "they" || form == "he" || form == "she"))
    other = conditioned(token);
  if (const Mention* m = other; m != nullptr) {
    Referents found = of_mention(*m);
    for (Referent& r : found) r.first = r.last = token, r.certainty *= 0.85f;
    return found;
  }
  if (const Mention* m = subject_ahead(token); m != nullptr)
    return {{m->id, m->sector, token, token, 0.8f}};
  // "The bloc said it would …", "the minister said he would …": whom the description stands for.
  const auto described = [&](const Mention* m) -> Referents {
    if (m == nullptr || !m->id.empty() || !m->role) return {};
    Referents found = of_mention(*m);
    if (found.size() != 1 || found.front().id == "UNK") return {};
    return {
        {found.front().id, found.front().sector, token, token, 0.85f * found.front().certainty}};
  };
  if (is_personal(lemma, form)) {
    const Mention* m = subject_above(token, true, false, own);
    if (Referents found = described(m); !found.empty()) return found;
    if (m == nullptr) m = nearest_before(token, true, own);
    if (m != nullptr && !m->id.empty()) return {{m->id, m->sector, token, token, 0.85f}};
    return of_single_before(token, true, own);
  }
  if (is_neuter(lemma, form)) {
    // "According to A's army B shelled a town. It also said that …"
    if (const Discourse::Entity* voice = discourse_.voice();
        voice != nullptr && !voice->person && tree_.relation(token) == Relation::nsubj &&
        tree_.relation(tree_.head(token)) == Relation::root &&
        is_speech(tree_.lemma(tree_.head(token))))
      return {referent(*voice, token, 0.75f)};
    const Mention* m = subject_above(token, false, false, own);
    if (Referents found = described(m); !found.empty()) return found;
    if (m == nullptr || m->id.empty())
      if (Referents owner = subject_owner_above(token); owner.size() == 1)
        return {{owner[0].id, owner[0].sector, token, token, 0.75f}};
    if (m == nullptr)
      if (Referents state = state_of_officer_above(token); !state.empty()) return state;
    if (m == nullptr || m->id.empty()) m = subject_of_fronted_clause(token);
    if (m == nullptr || m->id.empty()) m = nearest_before(token, false, own);
    if (m != nullptr && !m->id.empty()) return {{m->id, m->sector, token, token, 0.8f}};
    if (m != nullptr && m->role == RoleKind::state)  // "the country's lender signed a deal with it"
      if (const Referents state = of_mention(*m);
          state.size() == 1 && (own == nullptr || state.front().id != own->id))
        return {{state.front().id, state.front().sector, token, token, 0.7f}};
    if (own != nullptr && means_text(token)) return {};
    return of_single_before(token, false, own);
  }
  if (is_plural_pronoun(lemma, form)) {
    if (const Mention* m = subject_above(token, false, true, own); m != nullptr) {
      Referents result = of_mention(*m);
      for (Referent& r : result) r.first = r.last = token, r.certainty *= 0.85f;
      if (!result.empty()) return result;
    }
    for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m) {
      if (m->end > token || (m->list < 0 && !m->plural) || is_among(*m, own)) continue;
      Referents result = of_mention(*m);
      for (Referent& r : result) r.first = r.last = token, r.certainty *= 0.8f;
      if (!result.empty()) return result;
    }
    if (const Mention* m = many_above(token); m != nullptr && own == nullptr) {
      Referents result = of_mention(*m);
      for (Referent& r : result) r.first = r.last = token, r.certainty *= 0.8f;
      if (!result.empty()) return result;
    }
    if (form == "them" && (means_things(token, own) || is_part(token))) return {};
    // "A trains the Taliban and sells arms to them"
    if (own != nullptr)
      for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m) {
        if (m->end > token || !m->is_many() || m->id.empty() || m->id == own->id) continue;
        return {{m->id, m->sector, token, token, 0.75f}};
      }
    // "Mbowe and three members were arrested as they …": people of this sentence, maybe nameless.
    bool told_here = false;
    for (int i = 0; i < token && !told_here && own == nullptr; ++i)
      told_here =
          (tree_.relation(i) == Relation::nsubj || tree_.relation(i) == Relation::nsubj_pass) &&
          (tree_[i].tag == Tag::NOUN_PLURAL || tree_.child(i, Relation::conj) >= 0);
    if (told_here) return of_plural(token, form == "both" ? 2 : 0, {});
    const bool acting_before = std::ranges::any_of(
        mentions_, [&](const Mention& m) { return m.end <= token && m.can_act(); });
    if (form != "both" && !(form == "their" && acting_before))
      if (Referents people = of_people_before(token, form == "them" ? own : nullptr);
          !people.empty())
        return people;
    return of_plural(token, form == "both" ? 2 : 0, {});
  }
  return {};
}

/// "we": those who are named with it, or whose speech is reported, or who have the floor.
Referents References::of_first_person(int token) const {
  for (const int c : tree_.children(token))
    if (tree_.relation(c) == Relation::appos)
      if (Referents named = of(c); !named.empty()) return named;
  // "'We will answer,' the Turkish minister said"
  const auto speaker_at = [&](int verb) -> Referents {
    const int who = tree_.child(verb, Relation::nsubj);
    const Mention* m = who >= 0 ? mention(who) : nullptr;
    if (m != nullptr && !m->id.empty() && m->can_act())
      return {{m->id, m->sector, token, token, 0.8f}};
    if (who < 0) return {};
    // "said a spokesman for the ministry", "the head of the delegation said", "he said"
    Referents speakers = at(who);
    if (speakers.size() != 1 || speakers.front().id == "UNK") return {};
    Referent& speaker = speakers.front();
    speaker.first = speaker.last = token, speaker.certainty *= 0.9f;
    return speakers;
  };
  int steps = 0;
  for (int below = token, at = tree_.head(token); at >= 0 && steps < tree_.size();
       below = at, at = tree_.head(at), ++steps) {
    if (tree_.relation(below) == Relation::ccomp || tree_.relation(below) == Relation::parataxis)
      if (Referents found = speaker_at(at); !found.empty()) return found;
    for (const int c : tree_.children(at))
      if (tree_.relation(c) == Relation::parataxis && c != below)
        if (Referents found = speaker_at(c); !found.empty()) return found;
  }
  Referents result;
  const std::optional<Discourse::Entity>& quoted = discourse_.quoted();
  const auto& speakers = discourse_.speakers();
  const bool later = quoted && !discourse_.is_transcript() && !speakers.empty() &&
                     quoted->sentence > speakers.front().sentence;
  if (!later || discourse_.sentence() - quoted->sentence > kLookBack)
    for (const Discourse::Entity& speaker : speakers)
      result.push_back({speaker.id, speaker.sector, token, token, 0.8f});
  if (result.empty() && quoted && discourse_.sentence() - quoted->sentence <= kLookBack)
    result.push_back({quoted->id, quoted->sector, token, token, 0.7f});
  return result;
}

/// "The United States condemns the attack." What does so by saying it is the voice of a statement,
/// and for whom "we" stands in the sentences that follow, unless somebody is quoted.
std::optional<Discourse::Entity> References::stating() const {
  constexpr std::array<std::string_view, 26> kActs{
      "condemn", "welcome", "urge",         "call",     "deplore",   "reaffirm",  "reiterate",
      "applaud", "commend", "congratulate", "denounce", "encourage", "express",   "extend",
      "stand",   "support", "thank",        "regret",   "recognize", "recognise", "remain",
      "reject",  "offer",   "join",         "continue", "appreciate"};
  const int now = discourse_.sentence();
  const std::optional<Discourse::Entity>& last = discourse_.quoted();
  if (last && last->person && now - last->sentence <= kLookBack) return std::nullopt;
  if (!discourse_.speakers().empty()) return std::nullopt;
  for (int i = 0; i < tree_.size(); ++i) {
    if (tree_.relation(i) != Relation::root) continue;
    if (tree_[i].tag != Tag::VERB_PRESENT || !is_one_of(tree_.lemma(i), kActs)) return std::nullopt;
    const int who = tree_.child(i, Relation::nsubj);
    const Mention* m = who < 0 ? nullptr : mention(who);
    const bool first_person = who >= 0 && lower_case(tree_[who].form) == "we";
    // "Kenya", "the Government of Kenya", "the African Union", but no person and no crowd
    const bool speaks = m != nullptr && m->person.empty() && m->role != RoleKind::person &&
                        m->can_act() && !m->plural &&
                        (m->sector.empty() || m->sector == "GOV" || m->sector == "IGO") &&
                        (is_state(*m) || m->sector == "IGO");
    if (!first_person && !speaks) return std::nullopt;
    const Referents voice = of(who);
    if (voice.size() != 1) return std::nullopt;
    return Discourse::Entity{voice.front().id, voice.front().sector, false, true, true, now};
  }
  return std::nullopt;
}

/// "'We will answer,' Mr Cook said." "The minister said:" Who is quoted here, and maybe in the
/// sentences that follow.
std::optional<Discourse::Entity> References::quoted() const {
  const auto is_quote = [](const text::Token& token) {
    return token.form == "\"" || token.form == "“" || token.form == "”" || token.form == "``" ||
           token.form == "''";
  };
  bool quotes = tree_.size() > 0 && tree_[tree_.size() - 1].form == ":";
  for (int i = 0; i < tree_.size() && !quotes; ++i) quotes = is_quote(tree_[i]);
  if (!quotes) return stating();
  for (int i = 0; i < tree_.size(); ++i) {
    if (!text::is_verb(tree_[i].tag)) continue;
    const int thing = tree_.child(i, Relation::obj);  // "released the following statement:"
    if (!is_speech(tree_.lemma(i)) && (thing < 0 || !is_address(tree_.lemma(thing)))) continue;
    const int who = tree_.child(i, Relation::nsubj);
    if (who < 0) continue;
    for (const Referent& r : at(who))  // "a spokesman for the government" too
      if (r.id != "UNK")
        return Discourse::Entity{r.id, r.sector, true, true, false, discourse_.sentence()};
  }
  return std::nullopt;
}

}  // namespace entente::reading
