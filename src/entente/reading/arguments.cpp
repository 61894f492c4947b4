#include "entente/reading/arguments.h"

#include <algorithm>

#include "entente/reading/argument_words.h"
#include "entente/reading/frames.h"
#include "entente/reading/reference_words.h"

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

/// What one does or refuses to what others have done.
bool approves(std::string_view lemma) {
  constexpr std::string_view kWords[] = {"recognise", "recognize", "accept",     "endorse",
                                         "condone",   "tolerate",  "approve",    "legitimise",
                                         "forgive",   "excuse",    "legitimize", "acknowledge"};
  return std::ranges::find(kWords, lemma) != std::end(kWords);
}

/// Prepositions that tell where something is.
bool is_locative(std::string_view preposition) {
  return preposition == "in" || preposition == "inside" || preposition == "across" ||
         preposition == "throughout" || preposition == "near";
}

/// False where all are unnamed and of no country.
bool names_somebody(const Referents& found) {
  return std::ranges::any_of(found, [](const Referent& r) { return r.id != "UNK"; });
}

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

/// What two states share, so that "with" after it names the neighbour and no partner.
bool is_border(std::string_view lemma) {
  return lemma == "border" || lemma == "frontier" || lemma == "boundary";
}

}  // namespace

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
  // "criticised and attacked B", "has criticised, and will continue to attack, B", but not "pledged
  // to help C and attacked B"
  if (tree_.child(verb, Relation::xcomp) >= 0 || tree_.child(verb, Relation::ccomp) >= 0) return -1;
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

/// "the embargo on arms sales to B": the actor inside what stands after the preposition.
Referents Arguments::inside(int noun) const {
  for (const int c : tree_.children(noun)) {
    if (tree_.relation(c) != Relation::nmod) continue;
    const std::string preposition = tree_.preposition(c);
    if (preposition == "to" || preposition == "against" || preposition == "on" ||
        preposition == "with" || preposition == "for") {
      Referents found = references_.of(c);
      if (found.empty() && preposition == "to") found = references_.at(c);  // "an end to A's raids"
      if (!found.empty()) return found;
    }
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

/// "sent troops to their border with B": who is on the other side.
Referents Arguments::across_border(int noun) const {
  if (!is_border(tree_.lemma(noun))) return {};
  if (noun + 1 >= tree_.size() || tree_.lemma(noun + 1) != "with") return {};
  Referents found = right_after(noun, "with");
  for (const int c : tree_.children(noun))
    if (found.empty() && tree_.preposition(c) == "with") found = references_.at(c);
  for (Referent& r : found) r.is_owner = true;
  return found;
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

bool Arguments::is_judgement(int verb) const {
  const Operator* op = patterns_.find_operator(tree_.lemma(verb), WordClass::verb);
  if (op != nullptr && op->carries) return false;
  return std::ranges::any_of(
      patterns_.triggers(tree_.lemma(verb), WordClass::verb), [](const Trigger& row) {
        return row.needs.empty() &&
               (row.type == model::ClaimType::accuse || row.type == model::ClaimType::reject ||
                row.type == model::ClaimType::support);
      });
}

/// The actors after `preposition` at `word`, or at the object or the carrying verb of it.
Referents Arguments::after(int word, std::string_view preposition) const {
  Referents result;
  const auto collect = [&](int at) {
    if (preposition == "against") add_all(result, references_.stance(at, "anti-"));
    for (const int c : tree_.children(at)) {
      const Relation relation = tree_.relation(c);
      const bool nominal = relation == Relation::obl || relation == Relation::nmod ||
                           relation == Relation::obl_agent || relation == Relation::advcl ||
                           relation == Relation::acl || relation == Relation::advmod ||
                           relation == Relation::conj || relation == Relation::xcomp;
      if (!nominal || c == word || tree_.preposition(c) != preposition) continue;
      Referents found = across_border(c);
      if (found.empty()) found = references_.at(c);
      if (found.empty()) {
        found = inside(c);
        for (Referent& r : found) r.is_owner = true;
      }
      add_all(result, found);
    }
  };
  collect(word);
  // "sanctions against B imposed by A"
  if (result.empty() && tree_[word].tag == Tag::VERB_PARTICIPLE &&
      tree_.relation(word) == Relation::acl)
    if (const Operator* op = patterns_.find_operator(tree_.lemma(word), WordClass::verb);
        op != nullptr && op->carries)
      collect(tree_.head(word));
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
    const bool neighbour = preposition == "with" && is_border(tree_.lemma(c));
    if (relation == Relation::obl && preposition != "of" && !neighbour &&
        !is_answer(tree_.lemma(c)))
      collect(c);
    // "imposed by A on B", where the tree gave B to A
    if (relation == Relation::obl_agent && preposition != "of" && preposition != "from" &&
        !is_locative(preposition))
      collect(c);
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
  if (text::is_noun(tree_[word].tag))
    if (const int below = carrier_below(word); below >= 0) collect(below);
  if (!result.empty()) return result;
  const int verb = carrier(word);
  if (verb >= 0 && !(preposition == "by" && is_judgement(verb))) collect(verb);
  // "a treaty was signed in Baku between A and B"
  if (result.empty() && preposition == "between" && tree_.head(word) >= 0)
    for (const int c : tree_.children(verb >= 0 ? verb : tree_.head(word)))
      if (tree_.relation(c) == Relation::obl) collect(c);
  // "relations with A deteriorated": fine already; "relations deteriorated with A":
  if (result.empty() && tree_.head(word) >= 0 &&
      (tree_.relation(word) == Relation::nsubj || tree_.relation(word) == Relation::nsubj_outer ||
       tree_.relation(word) == Relation::csubj))
    collect(tree_.head(word));
  if (result.empty() && preposition != "of")
    if (const int measure = measure_of(word); measure >= 0) return after(measure, preposition);
  return result.empty() ? right_after(word, preposition) : result;
}

/// The actor after `preposition` close to the right of `word`, wherever the tree hung it.
Referents Arguments::right_after(int word, std::string_view preposition) const {
  for (int at = word + 1; at + 1 < tree_.size() && at - word <= 7; ++at) {
    if (text::is_verb(tree_[at].tag) || tree_[at].tag == Tag::PUNCT) return {};
    const bool shared = preposition == "with" && is_border(tree_.lemma(at));
    if (shared && tree_.child(at, Relation::case_) >= 0) return {};
    if (tree_.lemma(at) == "by" && preposition != "by") return {};  // somebody else's doing
    // "ties with a number of states": not of those states
    if (preposition == "of" && tree_.lemma(at) == "with") return {};
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
    if (m == nullptr) return {};
    const bool poss = tree_.relation(m->head) == Relation::nmod_poss;
    if (poss && is_relation(tree_.lemma(tree_.head(m->head)))) return {};  // "on A's rivals"
    // "a raid on an Iraqi base", hung from another word
    const int thing = m->kind == NameKind::adjective ? tree_.head(m->head) : -1;
    const bool owned = thing == m->end && text::is_noun(tree_[thing].tag) &&
                       tree_.child(at, Relation::fixed) < 0 && text::is_noun(tree_[word].tag);
    if (!m->can_act() && !owned) return {};
    Referents found = owned ? references_.owners(thing) : references_.of(m->head);
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

/// "refused to let B's plane land", "to lift the ban on B television": whose the things are that
/// the complement names, where it names nobody.
Referents Arguments::complement_owners(int verb) const {
  for (const int c : tree_.children(verb)) {
    const Relation relation = tree_.relation(c);
    const bool purpose = relation == Relation::advcl && tree_[c].tag == Tag::VERB_BASE;
    const bool clause = relation == Relation::xcomp || relation == Relation::ccomp || purpose;
    const bool thing =
        text::is_noun(tree_[verb].tag) ? relation == Relation::nmod : relation == Relation::obj;
    if (!clause && !thing) continue;
    if (thing)
      if (Referents found = references_.owners(c); names_somebody(found)) return found;
    if (Referents found = complement_owners(c); !found.empty()) return found;
  }
  return {};
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
    if (nominal && c == answered_deed(verb)) continue;  // "vowed revenge for the killing of B"
    // "refused to recognise A's annexation of B": whose deed it is
    if (relation == Relation::obj && approves(tree_.lemma(verb)) &&
        references_.mention(c) == nullptr)
      if (Referents owners = references_.possessors(c); names_somebody(owners)) return owners;
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

/// "A said B had violated the truce": who does what the clause tells, if another than who tells it.
Referents Arguments::told_doers(int verb) const {
  const Referents speakers = doers(verb);
  for (const int c : tree_.children(verb)) {
    if (tree_.relation(c) != Relation::ccomp || is_denied(tree_, c)) continue;
    Referents found = doers(c);
    std::erase_if(found, [&](const Referent& r) {
      return std::ranges::any_of(speakers, [&](const Referent& s) { return s.id == r.id; });
    });
    if (!found.empty()) return found;
  }
  return {};
}

/// Whom a clause below the verb names: who is to do it, whom it is done to, whose it is.
/// "warned that B must leave", "threatened to strike if B does not pay", "threatened to seize B's
/// ships".
Referents Arguments::content(int verb) const {
  const Referents speakers = doers(verb);
  const auto is_other = [&](const Referents& found) {
    return !found.empty() && (speakers.empty() || !same_actor(found.front(), speakers.front()));
  };
  const auto is_condition = [&](int clause) {
    const int mark = tree_.child(clause, Relation::mark);
    return tree_.relation(clause) == Relation::advcl && mark >= 0 &&
           (tree_.lemma(mark) == "if" || tree_.lemma(mark) == "unless" ||
            tree_.lemma(mark) == "until");
  };
  const auto named_by = [&](int clause) -> Referents {
    const int who = tree_.child(clause, Relation::nsubj), whom = object(clause);
    if (who >= 0 && clause != tree_.head(verb))
      if (Referents found = references_.at(who); is_other(found)) return found;
    if (whom < 0 && tree_.child(clause, Relation::xcomp) >= 0)  // "would have to respond if"
      if (Referents found = content(clause); is_other(found)) return found;
    if (whom >= 0 && references_.of(whom).empty() && references_.owners(whom).empty())
      for (const int c : tree_.children(clause))  // "would take steps if B joined the alliance"
        if (const int if_who = tree_.child(c, Relation::nsubj); is_condition(c) && if_who >= 0)
          if (Referents found = references_.at(if_who); is_other(found)) return found;
    if (Referents found = complement(clause, false); is_other(found)) return found;
    if (whom >= 0)
      if (Referents found = references_.owners(whom); is_other(found)) return found;
    Referents below = content(clause);
    return is_other(below) ? below : Referents{};
  };
  for (const int c : tree_.children(verb)) {
    const Relation relation = tree_.relation(c);
    const bool purpose = relation == Relation::advcl && tree_[c].tag == Tag::VERB_BASE;
    if (relation != Relation::xcomp && relation != Relation::ccomp && !is_condition(c) && !purpose)
      continue;
    if (Referents found = named_by(c); !found.empty()) return found;
  }
  // "A would bomb it if B moved, he warned"
  if (tree_.relation(verb) == Relation::parataxis && tree_.head(verb) < verb)
    if (Referents found = named_by(tree_.head(verb)); !found.empty()) return found;
  // "staged a rally calling on B to resign", "marched, accusing B of fraud"
  const auto declares = [&](int gerund) {
    if (tree_[gerund].tag != Tag::VERB_GERUND) return false;
    const auto rows = patterns_.triggers(tree_.lemma(gerund), WordClass::verb);
    return !rows.empty() && std::ranges::all_of(rows, [](const Trigger& row) {
      return row.type == model::ClaimType::accuse || row.type == model::ClaimType::request ||
             row.type == model::ClaimType::reject || row.type == model::ClaimType::protest;
    });
  };
  const int what = tree_.child(verb, Relation::obj);
  for (const int at : {verb, what}) {
    if (at < 0) continue;
    for (const int c : tree_.children(at)) {
      if (c < verb || !declares(c)) continue;
      if (Referents found = complement(c); is_other(found)) return found;
      if (const int whom = object(c); whom >= 0)
        if (Referents found = references_.owners(whom); is_other(found)) return found;
    }
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
    if (as && noun < head)  // "As an ally of A, B opposes C"
      for (const Relation r : {Relation::nsubj, Relation::nsubj_pass})
        if (const int who = tree_.child(head, r); who > noun) return references_.at(who);
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
  // "Its members include A and B"
  if (relation == Relation::nsubj && head >= 0 &&
      (tree_.lemma(head) == "include" || tree_.lemma(head) == "comprise"))
    if (const int c = tree_.child(head, Relation::obj); c >= 0)
      if (Referents found = references_.of(c); !found.empty()) return found;
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
    for (const int c : tree_.children(trigger)) {
      if (tree_.preposition(c) != slot.preposition) continue;
      if (text::is_noun(tree_[c].tag)) return c;
      if (tree_[c].tag == Tag::NUM)  // "on five of its members"
        for (const int of_what : tree_.children(c))
          if (tree_.relation(of_what) == Relation::nmod && tree_.preposition(of_what) == "of")
            return of_what;
    }
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
    if ((tree_.relation(c) == Relation::obl || tree_.relation(c) == Relation::obl_agent) &&
        tree_.preposition(c) == "by" && c > thing)
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

/// "diplomats working at B's embassy", "officers accredited to B's mission": whose men they are.
Referents Arguments::employers(int men) const {
  const Mention* m = references_.mention(men);
  if (m == nullptr || !m->role) return {};
  for (const int c : tree_.children(men)) {
    if (tree_.relation(c) != Relation::acl) continue;
    for (const int d : tree_.children(c)) {
      const std::string preposition = tree_.preposition(d);
      const Mention* house = references_.mention(d);
      if (house == nullptr || house->role != RoleKind::body || house->id.empty()) continue;
      if (preposition == "at" || preposition == "to" || preposition == "in" ||
          preposition == "with" || preposition == "for")
        return references_.of(d);
    }
  }
  return {};
}

Referents Arguments::fill_one(int trigger, WordClass word_class, const Slot& slot, End end) const {
  switch (slot.kind) {
    case SlotKind::subject:
      // "A's anti-B sanctions": whose they are is not what is anti-B
      if (slot.itself && tree_.relation(trigger) == Relation::amod)
        return references_.of(tree_.head(trigger));
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
      if (direct.empty()) direct = owners_of_list(whom);
      if (!names_somebody(direct))
        if (Referents posted = employers(whom); !posted.empty()) direct = std::move(posted);
      // "manpower trained by B": whose only because B trains it.
      if (tree_.relation(trigger) == Relation::acl && tree_.head(trigger) == whom &&
          references_.mention(whom) == nullptr) {
        std::erase_if(direct, [&](const Referent& r) { return tree_.is_below(r.first, trigger); });
      }
      return direct;
    }
    case SlotKind::indirect: {
      if (word_class != WordClass::noun) return indirect(trigger);
      const int verb = carrier(trigger);
      return verb < 0 ? Referents{} : indirect(verb);
    }
    case SlotKind::owner: {
      // "sanctioned B for its raids on C"
      const int whose = tree_.child(trigger, Relation::nmod_poss);
      if (end == End::actor && whose >= 0 && tree_[whose].tag == Tag::PRON)
        if (Referents found = answerable(trigger); !found.empty()) return found;
      Referents found = references_.possessors(trigger);
      const int measure = measure_of(trigger);  // "B's wave of attacks"
      return found.empty() && measure >= 0 ? references_.possessors(measure) : found;
    }
    case SlotKind::light: {
      if (end == End::recipient) return reverse_subject(trigger);
      Referents found = answerable(trigger);
      return found.empty() ? light_subject(trigger, false) : found;
    }
    case SlotKind::complement: {
      Referents found = complement(trigger);
      // "refused to let B's plane land": whose is what is not done
      const Operator* op = patterns_.find_operator(tree_.lemma(trigger), word_class);
      if (!names_somebody(found) && op != nullptr && (op->aux & model::negation) != 0)
        if (Referents owners = complement_owners(trigger); !owners.empty()) return owners;
      // "a mediation effort to end the rift between A and B"
      const bool names_head = found.empty() && word_class == WordClass::noun &&
                              tree_.relation(trigger) == Relation::compound;
      return names_head ? complement(tree_.head(trigger)) : found;
    }
    case SlotKind::content:
      return slot.itself ? told_doers(trigger) : content(trigger);
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
    case SlotKind::foe:
      return {};  // depends on who acts
    case SlotKind::prefix: {
      Referents found = references_.prefixed(trigger, slot.preposition);
      return found.empty() ? references_.stance(trigger, slot.preposition) : found;
    }
    case SlotKind::preposition:
      return after(trigger, slot.preposition);
  }
  return {};
}

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
    // "a pause in fighting between A and B", which the tree has as a verb
    if (tree_[trigger].tag == Tag::VERB_GERUND && tree_.child(trigger, Relation::nsubj) < 0)
      if (Referents between = after(trigger, "between"); between.size() > 1)
        return {std::move(between), {}};
    if (const int whom = object(trigger);
        whom >= 0 && whom != subject(trigger) && !is_reciprocal(whom))
      sides.second = references_.at(whom);
    for (const char* preposition : {"with", "to", "alongside"})
      if (sides.second.empty()) sides.second = after(trigger, preposition);
    // "agreed on a campaign against C" is not with C.
    if (sides.second.empty() &&
        (!model::is_symmetric(pattern.type) || pattern.sign == model::Sign::minus))
      sides.second = after(trigger, "against");
    if (is_passive(trigger) && sides.first.empty()) std::swap(sides.first, sides.second);
    return sides;
  }
  Referents between = after(trigger, "between");
  for (const int c : tree_.children(trigger))  // "the war that broke out in May between A and B"
    if (between.empty() &&
        (tree_.relation(c) == Relation::acl || tree_.relation(c) == Relation::acl_relcl))
      between = after(c, "between");
  if (between.size() > 1) {
    // "between officials of A and ministers of B and C": those of one role are on one side.
    const auto together = [&](const Referent& r) {
      return std::ranges::count(between, r.first, &Referent::first) > 1;
    };
    Sides sides;
    for (const Referent& r : between) (together(r) ? sides.second : sides.first).push_back(r);
    if (!sides.first.empty() && !sides.second.empty()) return sides;
    return {std::move(between), {}};
  }
  if (Referents among = after(trigger, "among"); among.size() > 1) return {std::move(among), {}};
  Sides sides;
  sides.first = references_.possessors(trigger);
  // "the Geneva talks", "the Doha agreement": where they were held
  if (pattern.type == model::ClaimType::consult || pattern.type == model::ClaimType::agree)
    std::erase_if(sides.first, [&](const Referent& r) {
      const Mention* m = references_.mention(r.first);
      return m != nullptr && m->kind == NameKind::seat && m->list < 0 && m->end <= trigger &&
             tree_[m->end].form != "'s" && tree_[m->end].form != "’s" &&
             tree_[m->end].form != "'" && tree_.relation(m->head) == Relation::compound;
    });
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
  // "A stands with B in this struggle": side by side, and not against one another
  const int beside = tree_.relation(trigger) == Relation::obl ? tree_.head(trigger) : -1;
  if (pattern.sign == model::Sign::minus && beside >= 0 && text::is_verb(tree_[beside].tag) &&
      tree_.preposition(trigger) == "in")
    std::erase_if(sides.second, [&](const Referent& r) {
      return r.first < trigger && !tree_.is_below(r.first, trigger);
    });
  if (sides.first.empty() || (sides.first.size() < 2 && sides.second.empty())) {
    Referents carriers = light_subject(trigger, true);
    if (carriers.empty()) carriers = reverse_subject(trigger);
    if (carriers.empty()) carriers = whose_purpose(trigger);
    if (carriers.empty() && sides.first.empty() && !sides.second.empty())
      carriers = who_tells(trigger);
    if (sides.first.empty())
      sides.first = std::move(carriers);
    else if (sides.second.empty())
      sides.second = std::move(carriers);
  }
  // "thanked B for its cooperation": with whom B cooperated
  if (pattern.type == model::ClaimType::cooperate && sides.second.empty() &&
      tree_.preposition(trigger) == "for" && tree_.relation(trigger) == Relation::obl) {
    const int verb = tree_.head(trigger);
    const auto rows = patterns_.triggers(tree_.lemma(verb), WordClass::verb);
    if (!rows.empty() && rows.back().type == model::ClaimType::support)
      return {doers(verb),
              references_.of(object(verb) >= 0 ? object(verb) : tree_.child(verb, Relation::iobj))};
  }
  const std::size_t named = sides.first.size() + sides.second.size();
  if ((named < 2 && is_theirs(trigger)) || (named == 0 && is_weighed(trigger)))
    if (Referents pair = pair_around(trigger); !pair.empty()) return {std::move(pair), {}};
  return sides;
}

/// "A's minister said that relations with B had improved": A's, whoever else tells of them.
Referents Arguments::who_tells(int noun) const {
  const Relation relation = tree_.relation(noun);
  const int clause = tree_.head(noun);
  if (clause < 0 || (relation != Relation::nsubj && relation != Relation::nsubj_pass)) return {};
  const int verb = tree_.relation(clause) == Relation::ccomp ? tree_.head(clause) : -1;
  const Operator* op =
      verb < 0 ? nullptr : patterns_.find_operator(tree_.lemma(verb), WordClass::verb);
  if (op == nullptr || op->voucher == Voucher::none) return {};
  Referents found = doers(verb);
  for (Referent& r : found) r.certainty *= 0.8f;
  return found;
}

/// "bilateral ties", "the protocols signed in Zurich": of those who speak of them, if they are two.
bool Arguments::is_theirs(int noun) const {
  constexpr std::string_view kShared[] = {"bilateral", "mutual", "reciprocal", "two-way"};
  constexpr std::string_view kMade[] = {"sign", "reach", "conclude", "initial", "ink", "negotiate"};
  return std::ranges::any_of(tree_.children(noun), [&](int c) {
    const bool made = std::ranges::find(kMade, tree_.lemma(c)) != std::end(kMade) &&
                      tree_[c].tag == Tag::VERB_PARTICIPLE &&
                      tree_.child(c, Relation::obl_agent) < 0;
    return made || std::ranges::find(kShared, tree_.lemma(c)) != std::end(kShared);
  });
}

/// "the importance of cooperation", "progress in relations": what two say so of is between them.
bool Arguments::is_weighed(int noun) const {
  constexpr std::string_view kWeighs[] = {
      "importance", "need",     "level",     "state",     "development", "progress",
      "pace",       "prospect", "potential", "expansion", "growth",      "deepening",
      "necessity",  "status",   "quality",   "course",    "dynamics",    "strengthening"};
  const int head = tree_.head(noun);
  const std::string preposition = tree_.preposition(noun);
  for (const int c : tree_.children(noun)) {  // "cooperation among the nations of the south"
    const std::string whose = tree_.preposition(c);
    if (whose == "between" || whose == "among" || whose == "with") return false;
  }
  return head >= 0 && tree_.relation(noun) == Relation::nmod &&
         (preposition == "of" || preposition == "for" || preposition == "in") &&
         std::ranges::find(kWeighs, tree_.lemma(head)) != std::end(kWeighs);
}

/// The two actors that are the subject of the nearest clause around `noun` that has actors for one.
Referents Arguments::pair_around(int noun) const {
  for (int below = noun, at = tree_.head(noun); at >= 0; below = at, at = tree_.head(at)) {
    const int who = tree_.child(at, Relation::nsubj);
    Referents found = who < 0 || who == below ? Referents{} : references_.of(who);
    if (found.empty()) continue;
    if (found.size() != 2 || found[0].id == found[1].id) return {};
    for (Referent& r : found) r.certainty *= 0.75f;
    return found;
  }
  return {};
}

/// "the release of the sailors held by B": who has them.
Referents Arguments::holder(int word) const {
  constexpr std::string_view kHolds[] = {"hold",    "jail",   "detain", "imprison",
                                         "capture", "arrest", "kidnap", "abduct",
                                         "seize",   "occupy", "take",   "confine"};
  for (int i = word + 1, last = tree_.extent(word).second; i <= last; ++i) {
    if (tree_[i].tag != Tag::VERB_PARTICIPLE || tree_.relation(i) != Relation::acl ||
        std::ranges::find(kHolds, tree_.lemma(i)) == std::end(kHolds))
      continue;
    Referents found = after(i, "by");
    return found.empty() ? after(i, "in") : found;
  }
  return {};
}

}  // namespace entente::reading
