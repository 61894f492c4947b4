#include "entente/reading/arguments.h"

#include <algorithm>

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

constexpr int kMaxDepth = 8;

bool is_object_relation(Relation relation) {
  return relation == Relation::obj || relation == Relation::nsubj_pass;
}

/// Prepositions whose gerund belongs to the object: "accused B of harbouring", "urged B against".
bool gives_to_object(std::string_view mark) {
  return mark == "of" || mark == "for" || mark == "from" || mark == "against" || mark == "over" ||
         mark == "into";
}

/// Verbs whose infinitive the subject does although there is an object.
bool keeps_subject(std::string_view lemma) {
  return lemma == "promise" || lemma == "threaten" || lemma == "use" || lemma == "have" ||
         lemma == "take" || lemma == "hold" || lemma == "send" || lemma == "make";
}

/// Verbs whose infinitive the object does: "prompted B to seek".
bool gives_infinitive_to_object(std::string_view lemma) {
  constexpr std::string_view kVerbs[] = {
      "prompt",  "push",     "lead",      "force",   "allow",    "enable",   "urge",
      "ask",     "tell",     "press",     "want",    "expect",   "require",  "order",
      "invite",  "cause",    "compel",    "permit",  "persuade", "convince", "encourage",
      "help",    "pressure", "oblige",    "drive",   "inspire",  "advise",   "beg",
      "command", "implore",  "lobby",     "request", "empower",  "motivate", "warn",
      "forbid",  "instruct", "challenge", "get",     "let"};
  return std::ranges::find(kVerbs, lemma) != std::end(kVerbs);
}

/// Verbs that keep an object in the passive: "the man given asylum".
bool takes_two_objects(std::string_view lemma) {
  constexpr std::string_view kVerbs[] = {
      "give",    "grant", "offer",    "award", "deny",  "refuse", "pay",     "send",
      "sell",    "lend",  "hand",     "owe",   "teach", "accord", "cost",    "show",
      "tell",    "ask",   "charge",   "fine",  "call",  "name",   "make",    "elect",
      "appoint", "deem",  "consider", "label", "brand", "dub",    "declare", "bring"};
  return std::ranges::find(kVerbs, lemma) != std::end(kVerbs);
}

/// Verbs whose infinitive the actor after the preposition does: "called on B to withdraw".
bool passes_infinitive(std::string_view lemma, std::string_view preposition) {
  if (preposition == "on" || preposition == "upon")
    return lemma == "call" || lemma == "prevail" || lemma == "count" || lemma == "rely";
  return preposition == "to" && (lemma == "appeal" || lemma == "look" || lemma == "turn");
}

/// Prepositions that tell where something is.
bool is_locative(std::string_view preposition) {
  return preposition == "in" || preposition == "inside" || preposition == "across" ||
         preposition == "throughout" || preposition == "near";
}

/// "a series of meetings", "a wave of strikes": words that only measure what follows "of".
bool is_measure(std::string_view lemma) {
  constexpr std::string_view kWords[] = {
      "series",  "round", "string", "wave",    "spate",   "set",   "number", "sequence", "flurry",
      "barrage", "raft",  "host",   "variety", "package", "cycle", "range",  "pair",     "bout"};
  return std::ranges::find(kWords, lemma) != std::end(kWords);
}

/// False where all are unnamed and of no country.
bool names_somebody(const Referents& found) {
  return std::ranges::any_of(found, [](const Referent& r) { return r.id != "UNK"; });
}

}  // namespace

bool Arguments::is_passive(int verb) const {
  if (tree_.child(verb, Relation::aux_pass) >= 0) return true;
  if (tree_.child(verb, Relation::nsubj_pass) >= 0) {
    // "The mayor left for Paris.": a passive without its auxiliary is for headlines.
    const bool finite =
        tree_.relation(verb) == Relation::root && tree_.child(verb, Relation::aux) < 0;
    return !finite || tree_[tree_.size() - 1].form != ".";
  }
  if (tree_[verb].tag != Tag::VERB_PARTICIPLE) return false;
  const Relation relation = tree_.relation(verb);
  // "French and Brazilian diplomats held talks": what has an object of its own is a finite verb,
  // unless it takes two ("the man given asylum").
  if (relation == Relation::acl && tree_.child(verb, Relation::obj) > verb &&
      tree_.child(verb, Relation::obl_agent) < 0 && !takes_two_objects(tree_.lemma(verb)))
    return false;
  if (relation == Relation::acl || relation == Relation::amod) return true;
  if (relation == Relation::advcl)  // "accused of …, Russia", not "having accused"
    return tree_.child(verb, Relation::aux) < 0 && tree_.child(verb, Relation::obj) < 0;
  if (relation == Relation::conj && tree_.head(verb) >= 0 && tree_.child(verb, Relation::nsubj) < 0)
    return text::is_verb(tree_[tree_.head(verb)].tag) && is_passive(tree_.head(verb)) &&
           tree_.child(verb, Relation::obj) < 0;
  return false;
}

int Arguments::subject(int verb, int depth) const {
  if (depth > kMaxDepth) return -1;
  if (is_passive(verb)) {
    if (const int agent = tree_.child(verb, Relation::obl_agent); agent >= 0) return agent;
    for (const int c : tree_.children(verb))
      if (tree_.relation(c) == Relation::obl && tree_.preposition(c) == "by") return c;
    // "was hit with sanctions by A"
    for (const int c : tree_.children(verb)) {
      if (tree_.relation(c) != Relation::obl || tree_.preposition(c) != "with") continue;
      for (const int d : tree_.children(c))
        if (tree_.relation(d) == Relation::nmod && tree_.preposition(d) == "by") return d;
    }
    return -1;
  }
  return surface_subject(verb, depth);
}

/// The actors that do what the verb says. Where the tree has none, the name right before the verb:
/// "On Monday Norway accused …".
Referents Arguments::doers(int verb) const {
  const int who = subject(verb);
  if (who >= 0) {
    if (Referents found = references_.at(who); !found.empty()) return found;
    // "A was among those calling for", "A is the one that blocked"
    if (const int of_whom = predicate_subject(who); of_whom >= 0 && of_whom != verb &&
                                                    references_.mention(who) == nullptr &&
                                                    tree_.head(verb) == who)
      if (Referents found = references_.of(of_whom); !found.empty()) return found;
    // "a car bombing by A killed": the deed does what its doer does.
    if (!patterns_.deed(tree_.lemma(who)).empty())
      if (Referents found = after(who, "by"); !found.empty()) return found;
  }
  // "A fears that the war will spread and has asked B": whoever can act is meant.
  if (who >= 0 && tree_.relation(verb) == Relation::conj &&
      tree_.child(verb, Relation::nsubj) < 0 && tree_[verb].tag != Tag::VERB_BASE) {
    int first = tree_.head(verb);
    while (first >= 0 && tree_.relation(first) == Relation::conj) first = tree_.head(first);
    if (first >= 0 && tree_.relation(first) == Relation::ccomp) {
      const int above = surface_subject(tree_.head(first), 0);
      Referents found = above >= 0 ? references_.at(above) : Referents{};
      for (Referent& r : found) r.certainty *= 0.8f;
      if (!found.empty()) return found;
    }
  }
  // "A issued a statement accusing B"
  if (who >= 0 && tree_.relation(verb) == Relation::acl && tree_.head(verb) == who) {
    const Operator* op = patterns_.find_operator(tree_.lemma(who), WordClass::noun);
    const int above = op != nullptr && op->voucher != Voucher::none ? carrier(who) : -1;
    if (above >= 0 && above != verb) return doers(above);
  }
  if (is_passive(verb)) return who < 0 ? judges(verb) : Referents{};
  int at = verb - 1;
  while (at > 0 && (text::is_auxiliary(tree_[at].tag) || tree_[at].tag == Tag::ADV ||
                    tree_[at].tag == Tag::PART))
    --at;
  const Mention* m = at >= 0 ? references_.mention(at) : nullptr;
  if (m == nullptr || !m->can_act() || m->end != at + 1) return {};
  const int before = m->begin - 1;
  if (before >= 0 && (tree_[before].tag == Tag::ADP || text::is_verb(tree_[before].tag))) return {};
  Referents found = references_.of(m->head);
  for (Referent& r : found) r.certainty *= 0.8f;
  return found;
}

/// "was criticised in Tehran": the government that judges, where nobody is named and a seat is.
Referents Arguments::judges(int verb) const {
  using model::ClaimType;
  const auto rows = patterns_.triggers(tree_.lemma(verb), WordClass::verb);
  if (rows.empty() || std::ranges::any_of(rows, [](const Trigger& row) {
        return row.type != ClaimType::accuse && row.type != ClaimType::support &&
               row.type != ClaimType::reject;
      }))
    return {};
  for (const int c : tree_.children(verb)) {
    const Mention* m = references_.mention(c);
    if (tree_.relation(c) != Relation::obl || tree_.preposition(c) != "in" || m == nullptr ||
        m->kind != NameKind::seat)
      continue;
    Referents found = references_.of(c);
    for (Referent& r : found) r.certainty *= 0.7f;
    return found;
  }
  return {};
}

int Arguments::surface_subject(int verb, int depth) const {
  if (depth > kMaxDepth) return -1;
  for (const Relation relation : {Relation::nsubj, Relation::nsubj_outer, Relation::nsubj_pass})
    if (const int c = tree_.child(verb, relation); c >= 0) return c;
  return controller(verb, depth + 1);
}

/// "a shipment of tents and masks": the noun of which the one at `noun` is a part or a companion.
int Arguments::whole_of(int noun) const {
  while (tree_.head(noun) >= 0 &&
         (tree_.relation(noun) == Relation::conj ||
          (tree_.relation(noun) == Relation::nmod && tree_.preposition(noun) == "of")) &&
         text::is_noun(tree_[tree_.head(noun)].tag))
    noun = tree_.head(noun);
  return noun;
}

int Arguments::measure_of(int noun) const {
  const int head = tree_.head(noun);
  return head >= 0 && head < noun && tree_.relation(noun) == Relation::nmod &&
                 tree_.preposition(noun) == "of" && is_measure(tree_.lemma(head))
             ? head
             : -1;
}

bool Arguments::is_finite(int verb) const {
  return tree_[verb].tag == Tag::VERB_PAST || tree_[verb].tag == Tag::VERB_PRESENT ||
         (text::is_verb(tree_[verb].tag) && tree_.child(verb, Relation::aux) >= 0);
}

Referents Arguments::subject_around(int noun) const {
  const Referents others = after(noun, "with");
  // "the end of its pact with B"
  const Operator* op = tree_.relation(noun) == Relation::nmod && tree_.head(noun) >= 0
                           ? patterns_.find_operator(tree_.lemma(tree_.head(noun)), WordClass::noun)
                           : nullptr;
  if (others.empty() || (op != nullptr && op->trend == model::Trend::apart)) return {};
  for (int below = noun, at = tree_.head(noun); at >= 0; below = at, at = tree_.head(at)) {
    if (tree_.relation(below) == Relation::acl_relcl) return {};
    const int who = tree_.child(at, Relation::nsubj);
    if (who < 0 || who == below) continue;
    Referents found = references_.at(who);
    if (found.empty()) continue;
    const bool other = std::ranges::all_of(found, [&](const Referent& r) {
      return references_.is_state(r.id) &&
             std::ranges::find(others, r.id, &Referent::id) == others.end();
    });
    if (!other || tree_[who].tag == Tag::PRON) return {};
    for (Referent& r : found) r.certainty *= 0.6f;
    return found;
  }
  return {};
}

/// Who stands in for the subject of a verb that has none of its own.
int Arguments::controller(int verb, int depth) const {
  const int head = tree_.head(verb);
  if (head < 0) return -1;
  const Relation relation = tree_.relation(verb);
  const bool head_is_predicate = text::is_verb(tree_[head].tag) ||
                                 tree_.child(head, Relation::cop) >= 0 ||
                                 tree_.child(head, Relation::nsubj) >= 0;
  switch (relation) {
    case Relation::acl_relcl:
      return head;
    case Relation::acl:
      // "Turkey reiterating that …"; "accused Iran of selling"
      if (tree_[verb].tag == Tag::VERB_GERUND) {
        const int mark = tree_.child(verb, Relation::mark);
        if (mark < 0 || (gives_to_object(tree_.lemma(mark)) && !references_.of(head).empty()))
          return head;
      }
      if (tree_[verb].tag == Tag::VERB_PARTICIPLE) return head;
      // "the first state to recognise it", "prompted the nation to seek"
      if (!references_.of(head).empty()) return head;
      if (tree_.child(head, Relation::nsubj) >= 0) return surface_subject(head, depth);
      // "Russia's decision to arm Pakistan", "the US made a promise to withdraw"
      if (!references_.owners(head).empty()) return head;
      // "donated a shipment of tents and masks to help B"
      if (const int verb_above = carrier(whole_of(head)); verb_above >= 0)
        return surface_subject(verb_above, depth);
      // "called B on Monday to express", "gave money last year to help"
      if (tree_[verb].tag == Tag::VERB_BASE && tree_.relation(head) == Relation::obl &&
          text::is_verb(tree_[tree_.head(head)].tag) && patterns_.deed(tree_.lemma(head)).empty())
        return surface_subject(tree_.head(head), depth);
      return head;
    case Relation::xcomp:
    case Relation::advcl:
    case Relation::ccomp:
    case Relation::csubj:
    case Relation::obl: {
      const int mark = tree_.child(verb, Relation::mark);
      const int preposition = mark >= 0 ? mark : tree_.child(verb, Relation::case_);
      const int object = tree_.child(head, Relation::obj);
      const bool passive_head = is_passive(head);
      const bool to_object =
          relation == Relation::xcomp
              ? !keeps_subject(tree_.lemma(head))
              : preposition >= 0 && (gives_to_object(tree_.lemma(preposition)) ||
                                     (tree_.lemma(preposition) == "to" &&
                                      gives_infinitive_to_object(tree_.lemma(head))));
      if (to_object && passive_head) return surface_subject(head, depth);
      if (to_object && object >= 0 && object < verb) return object;
      if (to_object && tree_.child(head, Relation::iobj) >= 0)
        return tree_.child(head, Relation::iobj);
      // "called on B to withdraw", "appealed to B to stop"
      if (preposition >= 0 && tree_.lemma(preposition) == "to" && tree_[verb].tag == Tag::VERB_BASE)
        for (const int c : tree_.children(head))
          if (tree_.relation(c) == Relation::obl && c < verb && c > head &&
              passes_infinitive(tree_.lemma(head), tree_.preposition(c)))
            return c;
      return surface_subject(head, depth);
    }
    case Relation::conj:
    case Relation::parataxis: {
      if (head_is_predicate) return surface_subject(head, depth);
      // "took part under the lead of B and cooperated", which the tree hung from B: the verb before
      // it that is finite, too.
      int above = head;
      while (above >= 0 && !is_finite(above)) above = tree_.head(above);
      return above >= 0 && is_finite(verb) ? surface_subject(above, depth) : -1;
    }
    default:
      // "stopped short of blaming B"
      return tree_[verb].tag == Tag::ADJ && text::is_verb(tree_[head].tag) &&
                     (tree_.child(head, Relation::obj) < 0 || relation == Relation::obj)
                 ? surface_subject(head, depth)
                 : -1;
  }
}

/// "each other", "one another"
bool Arguments::is_reciprocal(int noun) const {
  return tree_.lemma(noun) == "each" || tree_[noun].form == "other" ||
         tree_.lemma(noun) == "another";
}

int Arguments::object(int verb) const {
  if (is_passive(verb)) {
    if (const int c = tree_.child(verb, Relation::nsubj_pass); c >= 0) return c;
    return surface_subject(verb, 0);
  }
  if (const int c = tree_.child(verb, Relation::obj); c >= 0) {
    const int deed = deed_before(verb, c);
    return deed >= 0 ? deed : c;
  }
  // "a claim that Islamabad denies"
  if (tree_.relation(verb) == Relation::acl_relcl && tree_.child(verb, Relation::nsubj) >= 0)
    return tree_.head(verb);
  // "criticised and attacked B", "has criticised, and will continue to attack, B"
  for (const int c : tree_.children(verb)) {
    if (tree_.relation(c) != Relation::conj || !text::is_verb(tree_[c].tag) ||
        tree_.child(c, Relation::nsubj) >= 0 || tree_.child(verb, Relation::obl) >= 0)
      continue;
    if (const int whom = tree_.child(c, Relation::obj); whom >= 0) return whom;
    const int below = tree_.child(c, Relation::xcomp);
    const int whom = below >= 0 ? tree_.child(below, Relation::obj) : -1;
    if (whom >= 0 && tree_[whom - 1].form == ",") return whom;
  }
  return -1;
}

/// "sanctions against B, which A opposed": the deed that the relative clause is about, and not whom
/// it was done to; -1 where the pronoun stands for something else.
int Arguments::deed_before(int verb, int pronoun) const {
  const int noun = tree_.head(verb);
  const bool relative = tree_.relation(verb) == Relation::acl_relcl && pronoun < verb &&
                        tree_.lemma(pronoun) == "which";
  if (!relative || noun < 0 || tree_[pronoun - 1].form != ",") return -1;
  const auto is_deed = [&](int word) {
    return text::is_noun(tree_[word].tag) && references_.mention(word) == nullptr &&
           !patterns_.deed(tree_.lemma(word)).empty();
  };
  if (is_deed(noun)) return noun;
  const int above = tree_.head(noun);
  return above >= 0 && tree_.relation(noun) == Relation::nmod && is_deed(above) ? above : -1;
}

int Arguments::carrier(int noun) const {
  int at = noun;
  for (int steps = 0; steps < 4; ++steps) {
    const int head = tree_.head(at);
    if (head < 0) return -1;
    const Relation relation = tree_.relation(at);
    if (relation == Relation::conj || relation == Relation::compound || measure_of(at) >= 0) {
      at = head;
      continue;
    }
    if ((is_object_relation(relation) || relation == Relation::iobj) &&
        text::is_verb(tree_[head].tag))
      return head;
    const bool predicate =
        text::is_verb(tree_[head].tag) || tree_.child(head, Relation::nsubj) >= 0;
    if (relation == Relation::obl && predicate) {
      const std::string preposition = tree_.preposition(at);
      return preposition == "into" || preposition == "in" || preposition == "to" ? head : -1;
    }
    return -1;
  }
  return -1;
}

/// The noun's surface subject where the noun itself is the predicate: "A is in talks with B".
int Arguments::predicate_subject(int noun) const {
  for (const Relation relation : {Relation::nsubj, Relation::nsubj_outer})
    if (const int c = tree_.child(noun, relation); c >= 0) return c;
  return -1;
}

/// "A is responsible for the attack", "A claimed responsibility for the attack".
Referents Arguments::who_answers_for(int noun) const {
  const int head = tree_.head(noun);
  if (head < 0 || tree_.preposition(noun) != "for") return {};
  if (tree_.lemma(head) == "responsible") {
    const int who =
        tree_.relation(head) == Relation::amod ? tree_.head(head) : predicate_subject(head);
    return who < 0 ? Referents{} : references_.at(who);
  }
  if (tree_.lemma(head) != "responsibility") {
    const int claimed = object(head);  // "claimed responsibility" with "for" at the verb
    if (claimed < 0 || tree_.lemma(claimed) != "responsibility") return {};
    return doers(head);
  }
  const int verb = carrier(head);
  return verb < 0 ? Referents{} : doers(verb);
}

/// Who does what the noun at `noun` names, as the verb that governs it tells: "A imposed
/// sanctions", "A is involved in talks". Only verbs that carry count, unless `any_verb`.
Referents Arguments::light_subject(int noun, bool any_verb) const {
  if (const int who = predicate_subject(noun); who >= 0) return references_.at(who);
  if (Referents found = who_answers_for(noun); !found.empty()) return found;
  const int verb = carrier(noun);
  if (verb < 0) return {};
  const Operator* op = patterns_.find_operator(tree_.lemma(verb), WordClass::verb);
  const bool carries = op != nullptr && op->carries;
  if (!carries && (!any_verb || (op != nullptr && op->reverses))) return {};
  const bool is_oblique = tree_.relation(noun) == Relation::obl;
  const int who = is_oblique ? surface_subject(verb, 0) : -1;
  Referents found = is_oblique && who >= 0 ? references_.at(who) : doers(verb);
  if (!carries) {
    if (!found.empty() && found.front().is_owner) return {};  // "their rivalry clouds every summit"
    for (Referent& r : found) r.certainty *= 0.85f;
  }
  return found;
}

/// "at B's request A sent troops", "A marched in protest": who does what the noun's phrase
/// modifies.
Referents Arguments::clause_subject(int noun) const {
  int at = noun;
  for (int steps = 0; steps < 3; ++steps) {
    const Relation relation = tree_.relation(at);
    const int head = tree_.head(at);
    const bool beside = relation == Relation::obl || relation == Relation::nmod ||
                        relation == Relation::appos || relation == Relation::parataxis;
    if (head < 0 || (at == noun && !beside)) return {};
    const bool predicate =
        text::is_verb(tree_[head].tag) || tree_.child(head, Relation::nsubj) >= 0;
    if (predicate) {
      const int who = subject(head);
      return who < 0 ? Referents{} : references_.at(who);
    }
    at = head;
  }
  return {};
}

Referents Arguments::home(int trigger, const Referents& crowd) const {
  constexpr std::string_view kCrowds[] = {"CVL", "OPP", "LAB", "EDU", "BUS", "REL", "IDG", "HLH",
                                          "MED", "AGR", "REF", "PTY", "COP", "JUD", "CRM"};
  Referents result;
  for (const Referent& who : crowd) {
    const Mention* m = references_.mention(who.first);
    const bool people = who.is_place || (m != nullptr && m->kind == NameKind::people);
    const bool is_crowd =
        who.sector.empty() ? people : std::ranges::find(kCrowds, who.sector) != std::end(kCrowds);
    if (!references_.is_state(who.id) || !is_crowd) continue;
    const auto [first, last] = tree_.extent(trigger);
    for (int i = first; i <= last; ++i) {
      const Mention* other = references_.mention(i);
      if (other != nullptr && other->can_act() && !other->id.empty() && other->id != who.id)
        return {};
    }
    result.push_back({who.id, "GOV", who.first, who.last, 0.75f * who.certainty});
  }
  return result;
}

Referents Arguments::reverse_subject(int noun) const {
  // "A is under B's sanctions", "A came under attack"
  if (tree_.preposition(noun) == "under") {
    int who = predicate_subject(noun);
    if (who < 0 && tree_.head(noun) >= 0 && text::is_verb(tree_[tree_.head(noun)].tag))
      who = surface_subject(tree_.head(noun), 0);
    return who < 0 ? Referents{} : references_.at(who);
  }
  const int verb = carrier(noun);
  if (verb < 0) return {};
  const Operator* op = patterns_.find_operator(tree_.lemma(verb), WordClass::verb);
  if (op == nullptr || !op->reverses) return {};
  const int who = subject(verb);
  return who < 0 ? Referents{} : references_.at(who);
}

/// "the embargo on arms sales to B": the actor inside what stands after the preposition.
Referents Arguments::inside(int noun) const {
  for (const int c : tree_.children(noun)) {
    if (tree_.relation(c) != Relation::nmod) continue;
    const std::string preposition = tree_.preposition(c);
    if (preposition == "to" || preposition == "against" || preposition == "on" ||
        preposition == "with" || preposition == "for")
      if (Referents found = references_.of(c); !found.empty()) return found;
  }
  // "air strikes on targets in B", "aid for those affected in B"
  for (const int c : tree_.children(noun)) {
    Referents found;
    if (tree_.relation(c) == Relation::nmod && is_locative(tree_.preposition(c)))
      found = references_.at(c);
    if (tree_.relation(c) == Relation::acl && tree_[c].tag == Tag::VERB_PARTICIPLE)
      for (const int d : tree_.children(c))
        if (tree_.relation(d) == Relation::obl && is_locative(tree_.preposition(d)))
          add_all(found, references_.at(d));
    for (Referent& r : found) r.is_place = true, r.certainty *= 0.85f;
    if (!found.empty()) return found;
  }
  return {};
}

/// Those who are of no country, as those of the state where their phrase puts them: "a company
/// based in B", "12 people across B".
Referents Arguments::located(Referents unknown) const {
  Referents result;
  for (const Referent& who : unknown) {
    const Mention* m = references_.mention(who.first);
    Referents where;
    if (who.id == "UNK" && !who.sector.empty() && m != nullptr) {
      where = inside(m->head);
      // the same, hung from the verb
      if (where.empty() && m->end < tree_.size() && is_locative(tree_.lemma(m->end)) &&
          tree_.relation(m->end) == Relation::case_) {
        where = references_.at(tree_.head(m->end));
        for (Referent& place : where) place.is_place = true;
      }
    }
    bool placed = false;
    for (const Referent& place : where) {
      if (!place.is_place || !references_.is_state(place.id)) continue;
      result.push_back({place.id, who.sector, who.first, who.last, 0.8f * who.certainty});
      placed = true;
    }
    if (!placed) result.push_back(who);
  }
  return result;
}

/// The actors after `preposition` at `word`, or at the object or the carrying verb of it.
Referents Arguments::after(int word, std::string_view preposition) const {
  Referents result;
  const auto collect = [&](int at) {
    for (const int c : tree_.children(at)) {
      const Relation relation = tree_.relation(c);
      const bool nominal = relation == Relation::obl || relation == Relation::nmod ||
                           relation == Relation::obl_agent || relation == Relation::advcl ||
                           relation == Relation::acl || relation == Relation::advmod ||
                           relation == Relation::conj || relation == Relation::xcomp;
      if (!nominal || c == word || tree_.preposition(c) != preposition) continue;
      Referents found = references_.at(c);
      if (found.empty()) {
        found = inside(c);
        for (Referent& r : found) r.is_owner = true;
      }
      add_all(result, found);
    }
  };
  collect(word);
  // "the demands, compiled by A": by whom it was made, not who praised or blamed it
  if (result.empty() && preposition == "by" && text::is_noun(tree_[word].tag))
    for (const int c : tree_.children(word))
      if (tree_.relation(c) == Relation::acl && tree_[c].tag == Tag::VERB_PARTICIPLE &&
          patterns_.triggers(tree_.lemma(c), WordClass::verb).empty())
        collect(c);
  // "launched a mediation effort between A and B"
  const bool names_head = tree_.relation(word) == Relation::compound && tree_.head(word) > word;
  if (result.empty() && names_head && references_.mention(tree_.head(word)) == nullptr)
    collect(tree_.head(word));
  if (!result.empty()) return result;
  for (const int c : tree_.children(word)) {
    const Relation relation = tree_.relation(c);
    // "the alignment of interests between A and B", "an attack by A on B", "praise for B by A"
    if (relation == Relation::nmod &&
        (preposition == "by" || tree_.preposition(c) == "of" ||
         (tree_.preposition(c) == "by" && text::is_noun(tree_[word].tag))))
      collect(c);
    // "put its army on alert against B", but not "expelled B's envoy over the refusal of C"
    if (relation == Relation::obl && preposition != "of") collect(c);
    if (relation == Relation::obj || relation == Relation::nsubj_pass ||
        relation == Relation::xcomp || relation == Relation::compound_prt ||
        relation == Relation::advmod)
      collect(c);
  }
  if (!result.empty()) return result;
  for (const int c : tree_.children(word)) {
    if (!is_object_relation(tree_.relation(c))) continue;
    for (const int d : tree_.children(c)) {
      // "closed the roads leading into B"; "withdrew some of its troops from B"
      const bool part = tree_.relation(d) == Relation::nmod && tree_.preposition(d) == "of";
      const bool clause =
          tree_.relation(d) == Relation::acl || tree_.relation(d) == Relation::acl_relcl;
      if (clause || (part && preposition != "of")) collect(d);
    }
  }
  if (!result.empty()) return result;
  if (const int verb = carrier(word); verb >= 0) collect(verb);
  // "relations with A deteriorated": fine already; "relations deteriorated with A":
  if (result.empty() && tree_.head(word) >= 0 &&
      (tree_.relation(word) == Relation::nsubj || tree_.relation(word) == Relation::csubj))
    collect(tree_.head(word));
  if (result.empty() && preposition != "of")
    if (const int measure = measure_of(word); measure >= 0) return after(measure, preposition);
  return result.empty() ? right_after(word, preposition) : result;
}

/// The actor after `preposition` close to the right of `word`, wherever the tree hung it.
Referents Arguments::right_after(int word, std::string_view preposition) const {
  for (int at = word + 1; at + 1 < tree_.size() && at - word <= 7; ++at) {
    if (text::is_verb(tree_[at].tag) || tree_[at].tag == Tag::PUNCT) return {};
    if (tree_.lemma(at) == "by" && preposition != "by") return {};  // somebody else's doing
    if (tree_.lemma(at) != preposition) {
      // Another phrase may stand between ("held talks in Moscow with B"), but not another actor.
      const Mention* m = references_.mention(at);
      const bool locates = m != nullptr && m->begin > 0 &&
                           (m->kind == NameKind::seat || m->kind == NameKind::country) &&
                           (tree_.lemma(m->begin - 1) == "in" || tree_.lemma(m->begin - 1) == "at");
      if (m != nullptr && m->can_act() && !locates) return {};
      continue;
    }
    int name = at + 1;
    while (name + 1 < tree_.size() && references_.mention(name) == nullptr &&
           (tree_[name].tag == Tag::DET || tree_[name].tag == Tag::ADJ) && name - at <= 2)
      ++name;
    const Mention* m = references_.mention(name);
    if (m == nullptr || !m->can_act()) return {};
    Referents found = references_.of(m->head);
    for (Referent& r : found) r.certainty *= 0.85f;
    return found;
  }
  return {};
}

/// Whom an infinitive or that-clause names, nearest first: "pledged to veto any US move against B".
/// Only actors themselves: the owner of what it names is another matter.
Referents Arguments::complement(int verb) const {
  // "demanded that B free the men": who is to do it.
  for (const int c : tree_.children(verb)) {
    const int who = tree_.child(c, Relation::nsubj);
    const bool of_noun = tree_.relation(c) == Relation::acl && text::is_noun(tree_[verb].tag);
    if ((tree_.relation(c) != Relation::ccomp && !of_noun) || who < 0) continue;
    Referents found = references_.of(who);
    const Referents speakers = of_noun ? references_.possessors(verb) : doers(verb);
    const bool named = !found.empty() && !(speakers.empty() && !of_noun);
    const bool other =
        named && std::ranges::none_of(speakers, [&](const Referent& speaker) {
          const bool sectors = !speaker.sector.empty() && !found.front().sector.empty();
          return sectors ? same_actor(speaker, found.front()) : speaker.id == found.front().id;
        });
    if (other) return found;
  }
  Referents found = complement(verb, false);
  if (names_somebody(found)) return found;
  Referents further = complement(verb, true);
  return further.empty() ? found : further;
}

/// `anywhere`: also after "from" and "in", which mostly only locate.
Referents Arguments::complement(int verb, bool anywhere) const {
  Referents unknown;
  for (const int c : tree_.children(verb)) {
    const Relation relation = tree_.relation(c);
    if (relation != Relation::xcomp && relation != Relation::ccomp && relation != Relation::advcl &&
        relation != Relation::obj && relation != Relation::obl && relation != Relation::acl &&
        relation != Relation::nmod && relation != Relation::acl_relcl && relation != Relation::iobj)
      continue;
    const bool nominal = relation == Relation::obj || relation == Relation::obl ||
                         relation == Relation::nmod || relation == Relation::iobj;
    const std::string preposition = nominal ? tree_.preposition(c) : std::string{};
    Referents found;
    if (nominal && (anywhere || (preposition != "from" && preposition != "in")))
      found = references_.of(c);
    if (!names_somebody(found))
      if (Referents below = complement(c, anywhere); !below.empty()) found = std::move(below);
    if (names_somebody(found)) return found;
    if (unknown.empty()) unknown = std::move(found);
  }
  return unknown;
}

/// Whom a clause below the verb names: who is to do it, whom it is done to, whose it is.
/// "warned that B must leave", "threatened to strike if B does not pay", "threatened to seize B's
/// ships".
Referents Arguments::content(int verb) const {
  const Referents speakers = doers(verb);
  const auto is_other = [&](const Referents& found) {
    return !found.empty() && (speakers.empty() || !same_actor(found.front(), speakers.front()));
  };
  for (const int c : tree_.children(verb)) {
    const Relation relation = tree_.relation(c);
    const int mark = tree_.child(c, Relation::mark);
    const bool condition =
        mark >= 0 && (tree_.lemma(mark) == "if" || tree_.lemma(mark) == "unless" ||
                      tree_.lemma(mark) == "until");
    const bool purpose = tree_[c].tag == Tag::VERB_BASE;
    if (relation != Relation::xcomp && relation != Relation::ccomp &&
        !(relation == Relation::advcl && (condition || purpose)))
      continue;
    const int who = tree_.child(c, Relation::nsubj), whom = object(c);
    if (who >= 0)
      if (Referents found = references_.at(who); is_other(found)) return found;
    if (Referents found = complement(c, false); is_other(found)) return found;
    if (whom >= 0)
      if (Referents found = references_.owners(whom); is_other(found)) return found;
    if (Referents found = content(c); is_other(found)) return found;
  }
  return {};
}

Referents Arguments::bearer(int noun) const {
  // "two of the five permanent members"
  if (tree_.head(noun) >= 0 && tree_.relation(noun) == Relation::nmod &&
      tree_.preposition(noun) == "of" && tree_[tree_.head(noun)].tag == Tag::NUM)
    return bearer(tree_.head(noun));
  const Relation relation = tree_.relation(noun);
  const int head = tree_.head(noun);
  // "Iran is an ally of Syria"
  if (tree_.child(noun, Relation::cop) >= 0)
    for (const Relation r : {Relation::nsubj, Relation::nsubj_outer})
      if (const int c = tree_.child(noun, r); c >= 0) return references_.at(c);
  // "The biggest rival of Syria is Iran"
  if (relation == Relation::nsubj && head >= 0 && tree_.child(head, Relation::cop) >= 0)
    if (const Mention* m = references_.mention(head); m != nullptr && m->can_act())
      return references_.of(head);
  if (relation != Relation::appos)
    if (Referents found = references_.before_comma(phrase_begin(noun)); !found.empty())
      return found;
  // "Iran, an ally of Syria"; "its ally Iran"; "an ally, Iran"
  if (head >= 0 && (relation == Relation::appos || relation == Relation::compound ||
                    relation == Relation::nmod_desc || relation == Relation::flat))
    if (const Mention* m = references_.mention(head); m != nullptr && !m->id.empty())
      return references_.of(head);
  for (const int c : tree_.children(noun))
    if (tree_.relation(c) == Relation::appos || tree_.relation(c) == Relation::flat)
      if (Referents named = references_.of(c); !named.empty()) return named;
  // "sees Pakistan as an ally", "emerged as a partner", "became a member"
  if (head >= 0 && text::is_verb(tree_[head].tag)) {
    const bool as = tree_.preposition(noun) == "as";
    if (as || relation == Relation::xcomp) {
      const int object_of = object(head);
      const int who = object_of >= 0 && object_of != noun ? object_of : subject(head);
      if (who >= 0) return references_.at(who);
    }
    const std::string_view copula = tree_.lemma(head);
    if (relation == Relation::obj &&
        (copula == "become" || copula == "remain" || copula == "stay" || copula == "constitute"))
      if (const int who = subject(head); who >= 0) return references_.at(who);
  }
  if (references_.mention(noun) != nullptr || tree_[noun].tag == Tag::NOUN_PLURAL)
    if (Referents found = references_.of(noun); !found.empty()) return found;
  return references_.before_comma(phrase_begin(noun));
}

int Arguments::thing(int trigger, const Slot& slot) const {
  if (slot.kind == SlotKind::object) {
    const int whom = object(trigger);  // "a step that B criticised"
    const bool relative = whom >= 0 && tree_[whom].tag == Tag::PRON && whom < trigger &&
                          tree_.relation(trigger) == Relation::acl_relcl;
    return relative ? tree_.head(trigger) : whom;
  }
  if (slot.kind == SlotKind::preposition)
    for (const int c : tree_.children(trigger))
      if (text::is_noun(tree_[c].tag) && tree_.preposition(c) == slot.preposition) return c;
  return -1;
}

int Arguments::phrase_begin(int noun) const {
  int begin = noun;
  while (begin > 0) {
    const Tag tag = tree_[begin - 1].tag;
    const bool inside = tag == Tag::ADJ || tag == Tag::NOUN || tag == Tag::DET ||
                        tag == Tag::PRON || tag == Tag::PART || tag == Tag::NUM ||
                        tag == Tag::ADV || tag == Tag::VERB_PARTICIPLE || text::is_proper(tag) ||
                        tree_[begin - 1].form == "-";
    if (!inside) break;
    --begin;
  }
  return begin;
}

/// The indirect object of a verb, also where the tree took it for a part of the object: "gave
/// Pakistan their assurances".
Referents Arguments::indirect(int verb) const {
  if (const int c = tree_.child(verb, Relation::iobj); c >= 0) return references_.at(c);
  const int object_of = tree_.child(verb, Relation::obj);
  if (object_of < 0) return {};
  const auto children = tree_.children(object_of);
  for (std::size_t i = 0; i + 1 < children.size(); ++i) {
    const bool phrase_starts_after = tree_[children[i + 1]].tag == Tag::DET ||
                                     tree_.relation(children[i + 1]) == Relation::nmod_poss;
    if (tree_.relation(children[i]) == Relation::compound && phrase_starts_after)
      return references_.of(children[i]);
  }
  return {};
}

/// "condemned the killing of civilians by B": who stands after "by" where the verb is active made
/// the thing that is its object.
Referents Arguments::author_after(int verb, int thing) const {
  if (references_.mention(thing) != nullptr || is_passive(verb)) return {};
  for (const int c : tree_.children(verb))
    if (tree_.relation(c) == Relation::obl && tree_.preposition(c) == "by" && c > thing)
      if (Referents found = references_.of(c); !found.empty()) return found;
  return {};
}

/// "the attacks and the threats made by B": whose the things listed with it are.
Referents Arguments::owners_of_list(int thing) const {
  for (const int c : tree_.children(thing))
    if (tree_.relation(c) == Relation::conj && references_.mention(c) == nullptr)
      if (Referents found = references_.owners(c); !found.empty()) return found;
  return {};
}

Referents Arguments::fill_one(int trigger, WordClass word_class, const Slot& slot, End end) const {
  switch (slot.kind) {
    case SlotKind::subject:
      return doers(trigger);
    case SlotKind::object: {
      const int whom = object(trigger);
      if (whom < 0) return indirect(trigger);
      if (is_reciprocal(whom)) {
        const int who = subject(trigger);  // "supported each other"
        return who < 0 ? Referents{} : references_.at(who);
      }
      // "gave Pakistan weapons", "warned Iran that": the person is the nearer object.
      Referents direct = references_.of(whom);
      if (direct.empty()) direct = indirect(trigger);
      if (direct.empty()) direct = author_after(trigger, whom);
      if (direct.empty()) direct = references_.owners(whom);
      return direct.empty() ? owners_of_list(whom) : direct;
    }
    case SlotKind::indirect: {
      if (word_class != WordClass::noun) return indirect(trigger);
      const int verb = carrier(trigger);
      return verb < 0 ? Referents{} : indirect(verb);
    }
    case SlotKind::owner: {
      Referents found = references_.possessors(trigger);
      const int measure = measure_of(trigger);  // "B's wave of attacks"
      return found.empty() && measure >= 0 ? references_.possessors(measure) : found;
    }
    case SlotKind::light: {
      return end == End::actor ? light_subject(trigger, false) : reverse_subject(trigger);
    }
    case SlotKind::complement: {
      Referents found = complement(trigger);
      // "a mediation effort to end the rift between A and B"
      const bool names_head = found.empty() && word_class == WordClass::noun &&
                              tree_.relation(trigger) == Relation::compound;
      return names_head ? complement(tree_.head(trigger)) : found;
    }
    case SlotKind::content:
      return content(trigger);
    case SlotKind::bearer:
      return bearer(trigger);
    case SlotKind::left: {
      Referents found = references_.possessors(trigger);
      for (const int c : tree_.children(trigger))
        if (c < trigger && found.empty()) add_all(found, references_.of(c));
      if (found.empty()) {
        // The hyphened name before the participle, wherever the tree hung it.
        int at = trigger - 1;
        if (at >= 0 && tree_[at].form == "-") --at;
        const Mention* m = at >= 0 && at < trigger - 1 ? references_.mention(at) : nullptr;
        if (m == nullptr || m->id.empty()) return {};
        add_all(found, {{m->id, m->sector, m->begin, m->end - 1, 0.9f}});
        add_all(found, references_.of(m->head));
      }
      // "the SCO, a China- and Russia-led bloc": of a list, those that a hyphen ties to it.
      if (found.size() > 1)
        std::erase_if(found, [&](const Referent& r) {
          return r.last >= trigger || (r.last + 1 < trigger && tree_[r.last + 1].form != "-");
        });
      return found;
    }
    case SlotKind::head: {
      const Referents left = fill_one(trigger, word_class, {SlotKind::left, {}, false}, end);
      const int head = tree_.head(trigger);
      Referents found = head < 0 ? Referents{} : references_.at(head);
      const bool is_other =
          !found.empty() && std::ranges::find(left, found.front().id, &Referent::id) == left.end();
      if (is_other) return {found.front()};
      // "the SCO, a China- and Russia-led bloc"
      int first = trigger;
      for (const Referent& r : left) first = std::min(first, r.first);
      found = references_.before_comma(phrase_begin(first));
      return found.empty() ? found : Referents{found.front()};
    }
    case SlotKind::clause:
      return clause_subject(trigger);
    case SlotKind::parties:
      return parties(trigger);
    case SlotKind::home:
      return {};  // depends on who acts: see `home`
    case SlotKind::preposition:
      return after(trigger, slot.preposition);
  }
  return {};
}

namespace {

/// "struck militia groups last week in B": the groups are those of the place that a later slot
/// names; otherwise who is named comes before who is not.
Referents placed(const Referents& unknown, const Referents& found, const Slot& slot) {
  const bool by_place = slot.kind == SlotKind::preposition &&
                        (slot.preposition == "in" || slot.preposition == "inside" ||
                         slot.preposition == "near" || slot.preposition == "outside");
  const bool groups = std::ranges::all_of(
      unknown, [](const Referent& r) { return r.id == "UNK" && !r.sector.empty(); });
  const bool states =
      std::ranges::all_of(found, [](const Referent& r) { return r.is_place || r.sector.empty(); });
  if (!by_place || !groups || !states) return found;
  Referents result;
  for (const Referent& place : found)
    for (const Referent& who : unknown)
      result.push_back({place.id, who.sector, who.first, who.last,
                        0.8f * std::min(place.certainty, who.certainty)});
  return result;
}

}  // namespace

Referents Arguments::fill(int trigger, WordClass word_class, std::span<const Slot> slots,
                          End end) const {
  Referents unknown;  // "nurses", of no country: only where no later slot names anybody
  for (const Slot& slot : slots) {
    Referents found = located(fill_one(trigger, word_class, slot, end));
    if (found.empty() || (slot.itself && found.front().is_owner)) continue;
    if (names_somebody(found)) return unknown.empty() ? found : placed(unknown, found, slot);
    if (unknown.empty()) unknown = std::move(found);
  }
  return unknown;
}

/// "hosted talks between A and B", "A recognised B in a deal brokered by C": those who take part in
/// the verb's object.
Referents Arguments::parties(int verb) const {
  const int noun = object(verb);
  if (noun < 0) return {};
  const Trigger any{};
  const Sides both = sides(noun, WordClass::noun, any);
  Referents found = both.first;
  add_all(found, both.second);
  const int above = tree_.head(noun);
  if (tree_.relation(noun) == Relation::obl && above >= 0 && text::is_verb(tree_[above].tag)) {
    if (both.first.empty()) add_all(found, doers(above));
    if (both.second.empty()) add_all(found, after(above, "with"));
  }
  return found;
}

Arguments::Sides Arguments::sides(int trigger, WordClass word_class, const Trigger& pattern) const {
  if (word_class != WordClass::noun) {
    Sides sides;
    sides.first = doers(trigger);
    if (const int whom = object(trigger);
        whom >= 0 && whom != subject(trigger) && !is_reciprocal(whom))
      sides.second = references_.at(whom);
    for (const char* preposition : {"with", "to", "alongside", "against"})
      if (sides.second.empty()) sides.second = after(trigger, preposition);
    if (is_passive(trigger) && sides.first.empty()) std::swap(sides.first, sides.second);
    return sides;
  }
  if (Referents between = after(trigger, "between"); between.size() > 1)
    return {std::move(between), {}};
  if (Referents among = after(trigger, "among"); among.size() > 1) return {std::move(among), {}};
  Sides sides;
  sides.first = references_.possessors(trigger);
  if (sides.first.empty()) sides.first = after(trigger, "of");
  // "A's resumption of ties with B"
  const bool of_deed = tree_.relation(trigger) == Relation::nmod &&
                       tree_.preposition(trigger) == "of" && tree_.head(trigger) < trigger;
  if (sides.first.empty() && of_deed) sides.first = references_.possessors(tree_.head(trigger));
  for (const char* preposition : {"with", "to", "toward", "towards", "between"})
    if (sides.second.empty()) sides.second = after(trigger, preposition);
  // "a united front against C" is not with C.
  if (sides.second.empty() && pattern.sign == model::Sign::minus)
    sides.second = after(trigger, "against");
  if (sides.first.empty() || (sides.first.size() < 2 && sides.second.empty())) {
    Referents carriers = light_subject(trigger, true);
    if (carriers.empty()) carriers = reverse_subject(trigger);
    if (sides.first.empty())
      sides.first = std::move(carriers);
    else if (sides.second.empty())
      sides.second = std::move(carriers);
  }
  return sides;
}

}  // namespace entente::reading
