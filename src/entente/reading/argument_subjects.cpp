// Who does what a word says: subjects of verbs, also of passives, infinitives and participles, and
// who does what a noun names.

#include "entente/reading/arguments.h"

#include <algorithm>

#include "entente/base/ascii.h"
#include "entente/reading/argument_words.h"

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

constexpr int kMaxDepth = 8;

/// Prepositions whose gerund belongs to the object: "accused B of harbouring", "urged B against".
bool gives_to_object(std::string_view mark) {
  return mark == "of" || mark == "for" || mark == "from" || mark == "against" || mark == "over" ||
         mark == "into";
}

/// Verbs whose infinitive the subject does although there is an object: "promised B to help",
/// "phoned B to thank him".
bool keeps_subject(std::string_view lemma) {
  constexpr std::string_view kVerbs[] = {
      "promise", "threaten", "use",  "have",  "take",      "hold",  "send",    "make",
      "call",    "phone",    "ring", "meet",  "telephone", "visit", "contact", "court",
      "woo",     "buy",      "sell", "build", "deploy",    "join",  "sign",    "form"};
  return std::ranges::find(kVerbs, lemma) != std::end(kVerbs);
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
      "give",     "grant",  "offer", "award", "deny",    "refuse", "pay",   "send",    "sell",
      "lend",     "hand",   "owe",   "teach", "accord",  "cost",   "show",  "tell",    "ask",
      "promise",  "charge", "fine",  "call",  "name",    "make",   "elect", "appoint", "deem",
      "consider", "label",  "brand", "dub",   "declare", "bring"};
  return std::ranges::find(kVerbs, lemma) != std::end(kVerbs);
}

/// Verbs whose infinitive the actor after the preposition does: "called on B to withdraw".
bool passes_infinitive(std::string_view lemma, std::string_view preposition) {
  if (preposition == "on" || preposition == "upon")
    return lemma == "call" || lemma == "prevail" || lemma == "count" || lemma == "rely";
  return preposition == "to" && (lemma == "appeal" || lemma == "look" || lemma == "turn");
}

/// "crashed, killing 20": what befalls a thing without anybody's doing.
bool is_mishap(std::string_view lemma) {
  constexpr std::string_view kVerbs[] = {"crash",    "derail", "capsize", "overturn", "collide",
                                         "collapse", "sink",   "plunge",  "skid",     "veer",
                                         "swerve",   "burn",   "burst",   "flood",    "erupt"};
  return std::ranges::find(kVerbs, lemma) != std::end(kVerbs);
}

/// Verbs whose object acts for the subject: "signed a decree granting B asylum", "launched a raid
/// that killed B's men".
bool makes(std::string_view lemma) {
  constexpr std::string_view kVerbs[] = {
      "sign",   "adopt", "pass",     "enact",  "introduce", "impose",  "issue",     "make",
      "launch", "start", "begin",    "open",   "initiate",  "conduct", "stage",     "carry",
      "wage",   "file",  "release",  "build",  "announce",  "unveil",  "establish", "publish",
      "fire",   "drop",  "detonate", "plant",  "lob",       "explode", "form",      "approve",
      "ratify", "lead",  "create",   "deploy", "prepare",   "draft"};
  return std::ranges::find(kVerbs, lemma) != std::end(kVerbs);
}

/// "a series of meetings", "a wave of strikes": words that only measure what follows "of".
bool is_measure(std::string_view lemma) {
  constexpr std::string_view kWords[] = {
      "series",  "round",    "string", "wave",   "spate",   "set",     "number", "sequence",
      "flurry",  "barrage",  "raft",   "host",   "variety", "package", "cycle",  "range",
      "pair",    "bout",     "year",   "decade", "month",   "week",    "day",    "spell",
      "pattern", "campaign", "act",    "spree",  "stream",  "torrent"};
  return std::ranges::find(kWords, lemma) != std::end(kWords);
}

bool is_reason(std::string_view preposition) {
  constexpr std::string_view kWords[] = {"for",      "over",          "because of",
                                         "due to",   "on account of", "in response to",
                                         "owing to", "in protest at", "in retaliation for"};
  return std::ranges::find(kWords, preposition) != std::end(kWords);
}

/// "flew to Cairo for talks": those who do so meet there.
bool gathers(std::string_view lemma) {
  constexpr std::string_view kVerbs[] = {"fly",     "travel",   "arrive", "come", "gather",
                                         "convene", "assemble", "head",   "meet", "sit"};
  return std::ranges::find(kVerbs, lemma) != std::end(kVerbs);
}

/// "fears an attack by B", "lives on aid from B": what another does, the subject bears.
bool bears(std::string_view lemma) {
  constexpr std::string_view kVerbs[] = {
      "fear", "expect", "await", "anticipate", "dread",   "prepare", "brace",  "hope", "count",
      "live", "depend", "rely",  "need",       "survive", "repel",   "resist", "flee", "withstand"};
  return std::ranges::find(kVerbs, lemma) != std::end(kVerbs);
}

/// "were killed in a raid by A": whoever undergoes it is whom the raid befell.
bool suffers(std::string_view lemma, bool passive) {
  constexpr std::string_view kVerbs[] = {"kill", "wound",  "injure",   "hurt",
                                         "maim", "damage", "displace", "destroy"};
  return passive ? std::ranges::find(kVerbs, lemma) != std::end(kVerbs)
                 : lemma == "die" || lemma == "perish";
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

bool Arguments::refuses(int verb) const {
  const auto rows = patterns_.triggers(tree_.lemma(verb), WordClass::verb);
  return !rows.empty() && rows.back().type == model::ClaimType::reject;
}

int Arguments::subject(int verb, int depth) const {
  if (depth > kMaxDepth) return -1;
  if (is_passive(verb)) {
    if (const int agent = tree_.child(verb, Relation::obl_agent); agent >= 0) return agent;
    for (const int c : tree_.children(verb))
      if (tree_.relation(c) == Relation::obl && tree_.preposition(c) == "by") return c;
    // "was granted a loan of 100 million by A": the giver hangs from the gift
    if (takes_two_objects(tree_.lemma(verb)))
      for (int gift = tree_.child(verb, Relation::obj); gift >= 0;) {
        int below = -1;
        for (const int c : tree_.children(gift)) {
          if (tree_.relation(c) != Relation::nmod) continue;
          if (tree_.preposition(c) == "by") return c;
          if (tree_.preposition(c) == "of") below = c;
        }
        gift = below;
      }
    // "was hit with sanctions by A"
    for (const int c : tree_.children(verb)) {
      if (tree_.relation(c) != Relation::obl || tree_.preposition(c) != "with") continue;
      for (const int d : tree_.children(c))
        if (tree_.relation(d) == Relation::nmod && tree_.preposition(d) == "by") return d;
    }
    return agent_below(verb);
  }
  return surface_subject(verb, depth);
}

/// "was urged to sign by A", "was praised for its reforms by A": who does what the passive says,
/// where the tree hung him from what stands between. An infinitive that is active has nobody after
/// "by"; a deed that has its owner before it has none behind.
int Arguments::agent_below(int verb) const {
  const auto lets_by = [&](int at) {
    const Relation relation = tree_.relation(at);
    if (tree_[at].tag == Tag::VERB_GERUND)  // "accused of lying by A"
      return relation == Relation::advcl && !is_passive(at) && tree_.child(at, Relation::obj) < 0;
    if (text::is_verb(tree_[at].tag))
      return tree_[at].tag == Tag::VERB_BASE && !is_passive(at) &&
             (relation == Relation::xcomp || relation == Relation::advcl ||
              relation == Relation::acl);
    const bool phrase = relation == Relation::obl || relation == Relation::obj ||
                        relation == Relation::nmod || relation == Relation::conj;
    return phrase && text::is_noun(tree_[at].tag) &&
           (tree_.child(at, Relation::nmod_poss) >= 0 ||
            std::ranges::all_of(
                patterns_.triggers(tree_.lemma(at), WordClass::noun),
                [](const Trigger& row) { return row.mutual || !row.needs.empty(); }));
  };
  for (int who = tree_.extent(verb).second; who > verb; --who) {
    if (tree_.preposition(who) != "by" || references_.of(who).empty()) continue;
    int at = tree_.head(who);
    while (at > verb && lets_by(at)) at = tree_.head(at);
    return at == verb ? who : -1;
  }
  return -1;
}

/// "sold arms to B, which angered C": what angers is the deed, and not whoever stands before the
/// comma. The verb of the deed, or -1.
int Arguments::provoking(int verb) const {
  const int what = tree_.child(verb, Relation::nsubj);
  if (tree_.relation(verb) != Relation::acl_relcl || what < 1 || tree_.lemma(what) != "which" ||
      tree_[what - 1].form != ",")
    return -1;
  const auto rows = patterns_.triggers(tree_.lemma(verb), WordClass::verb);
  const auto has = [&](model::ClaimType type) {
    return std::ranges::any_of(
        rows, [&](const Trigger& row) { return row.type == type && row.needs.empty(); });
  };
  if (!has(model::ClaimType::tie) || !has(model::ClaimType::accuse)) return -1;
  int deed = tree_.head(verb);
  while (deed >= 0 && tree_.child(deed, Relation::nsubj) < 0) deed = tree_.head(deed);
  return deed;
}

/// The actors that do what the verb says. Where the tree has none, the name right before the verb:
/// "On Monday Norway accused …".
Referents Arguments::doers(int verb) const {
  if (const int outer = tree_.head(verb);
      tree_[verb].tag == Tag::VERB_GERUND && tree_.relation(verb) == Relation::advcl &&
      is_mishap(tree_.lemma(outer)) && tree_.child(outer, Relation::obj) < 0)
    return {};
  const int who = subject(verb);
  if (const int deed = provoking(verb); deed >= 0)
    if (Referents found = doers(deed); !found.empty()) return found;
  if (who >= 0 && !references_.inside(who).empty()) return {};
  if (who >= 0) {
    if (Referents found = references_.at(who); !found.empty()) {
      add_all(found, references_.companions(who));
      return found;
    }
    // "A was among those calling for", "A is the one that blocked"
    if (const int of_whom = predicate_subject(who); of_whom >= 0 && of_whom != verb &&
                                                    references_.mention(who) == nullptr &&
                                                    tree_.head(verb) == who)
      if (Referents found = references_.of(of_whom); !found.empty()) return found;
    if (Referents found = makers(who, verb); !found.empty()) return found;
    // "a car bombing by A killed": the deed does what its doer does.
    const bool deed = !patterns_.deed(tree_.lemma(who)).empty() ||
                      !patterns_.deed(base::lower_case(tree_[who].form)).empty();
    if (deed)
      for (const char* preposition : {"by", "from"})
        if (Referents found = after(who, preposition); !found.empty()) return found;
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
    const int issued = op != nullptr && op->voucher != Voucher::none ? carrier(who) : -1;
    if (issued >= 0 && issued != verb && !refuses(issued)) return doers(issued);
  }
  if (is_passive(verb) && who < 0)
    if (Referents found = doers_of_scene(verb); !found.empty()) return found;
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

/// "A started a procedure that could suspend B's access", "A signed a decree granting B asylum":
/// who made the thing at `subject`, of which a clause below it tells what it does.
Referents Arguments::makers(int subject, int verb) const {
  int thing = subject;
  if (tree_[thing].tag == Tag::PRON && tree_.relation(verb) == Relation::acl_relcl)
    thing = tree_.head(verb);
  if (!tree_.is_below(verb, thing) || !text::is_noun(tree_[thing].tag) ||
      references_.mention(thing) != nullptr)
    return {};
  const int maker = tree_.head(thing);
  if (maker < 0 || !is_object_relation(tree_.relation(thing)) || !makes(tree_.lemma(maker)))
    return {};
  Referents found = doers(maker);
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
    if (const int c = tree_.child(verb, relation); c >= 0) {
      const int whose = asked_of(c, verb);
      return whose >= 0 ? whose : c;
    }
  return controller(verb, depth + 1);
}

/// "calls for A to leave", "pressure on A to leave", "there were appeals to A to leave", "one
/// option for A is to leave": whoever is to do the infinitive at `verb` that tells what the noun is
/// about.
int Arguments::asked_of(int noun, int verb) const {
  const int to = tree_.child(verb, Relation::mark);
  if (tree_[verb].tag != Tag::VERB_BASE || to < 0 || tree_.lemma(to) != "to" ||
      !text::is_noun(tree_[noun].tag) || !references_.of(noun).empty())
    return -1;
  for (int c = noun + 1; c < to; ++c) {
    if (tree_.head(c) != noun && tree_.head(c) != tree_.head(noun)) continue;
    const std::string preposition = tree_.preposition(c);
    const bool asks =
        preposition == "for" || preposition == "on" || preposition == "upon" || preposition == "to";
    if (asks && !references_.of(c).empty()) return c;
  }
  return -1;
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
      // "Norway is the largest donor, giving a million"
      if (tree_[verb].tag == Tag::VERB_GERUND && tree_.child(head, Relation::cop) >= 0 &&
          tree_.child(head, Relation::nsubj) >= 0)
        return surface_subject(head, depth);
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
      if (const int whose = asked_of(head, verb); whose >= 0) return whose;
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
      // "A, long reluctant to arm B, …"
      if (tree_[verb].tag == Tag::ADJ && relation == Relation::amod && head < verb) return head;
      // "stopped short of blaming B"
      return tree_[verb].tag == Tag::ADJ && text::is_verb(tree_[head].tag) &&
                     (tree_.child(head, Relation::obj) < 0 || relation == Relation::obj)
                 ? surface_subject(head, depth)
                 : -1;
  }
}

/// "the talks that A had with B": the verb below the noun that carries it; -1 where there is none.
int Arguments::carrier_below(int noun) const {
  constexpr std::string_view kCarriers[] = {"have", "hold", "conduct", "pay", "make"};
  for (const int c : tree_.children(noun)) {
    const int who = tree_.child(c, Relation::nsubj), whom = tree_.child(c, Relation::obj);
    if (tree_.relation(c) != Relation::acl_relcl || who < 0 || tree_[who].tag == Tag::PRON ||
        (whom >= 0 && tree_[whom].tag != Tag::PRON))
      continue;
    if (std::ranges::find(kCarriers, tree_.lemma(c)) != std::end(kCarriers)) return c;
  }
  return -1;
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
    if (relation == Relation::nmod && is_part(tree_.lemma(head)) && tree_.preposition(at) == "in") {
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
      const Operator* op = patterns_.find_operator(tree_.lemma(head), WordClass::verb);
      const bool suffers = preposition == "from" && op != nullptr && op->reverses;
      const bool leads_in = preposition == "into" || preposition == "in" || preposition == "to";
      return suffers || leads_in ? head : -1;
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

int Arguments::answered_deed(int verb) const {
  const int what = tree_.child(verb, Relation::obj),
            infinitive = tree_.child(verb, Relation::xcomp);
  const auto is_deed = [&](int noun) {
    return text::is_noun(tree_[noun].tag) && references_.mention(noun) == nullptr &&
           !patterns_.triggers(tree_.lemma(noun), WordClass::noun).empty();
  };
  for (const int at : {verb, what, infinitive}) {
    if (at < 0) continue;
    const bool answers = is_answering(tree_.lemma(at)) ||
                         (at == verb && what >= 0 && is_answering(tree_.lemma(what)));
    if (!answers) continue;
    for (const int c : tree_.children(at)) {
      const Relation relation = tree_.relation(c);
      const std::string preposition = tree_.preposition(c);
      const bool after = (relation == Relation::obl || relation == Relation::nmod) &&
                         (preposition == "for" || preposition == "to" || preposition == "over");
      const bool avenged = relation == Relation::obj && tree_.lemma(at) == "avenge";
      if ((after || avenged) && is_deed(c)) return c;
    }
  }
  return -1;
}

Referents Arguments::doers_answered(int verb) const {
  const int deed = answered_deed(verb);
  if (deed < 0) return {};
  for (const Trigger& row : patterns_.triggers(tree_.lemma(deed), WordClass::noun)) {
    if (row.mutual || !row.needs.empty()) continue;
    if (Referents found = fill(deed, WordClass::noun, row.actors, End::actor); !found.empty())
      return found;
  }
  return {};
}

/// The verb that the deed at `noun` gives the reason of: "sanctioned B over the raid", "recalled
/// its envoy in protest at the raid"; -1 where there is none.
int Arguments::judgement_of(int noun) const {
  int at = noun;
  while (tree_.relation(at) == Relation::conj && tree_.head(at) >= 0) at = tree_.head(at);
  int head = tree_.head(at);
  if (head < 0) return -1;
  const bool answers = tree_.relation(at) == Relation::nmod && is_answer(tree_.lemma(head)) &&
                       (tree_.preposition(head) == "in" || tree_.preposition(head) == "as");
  if (!answers && !is_reason(tree_.preposition(at))) return -1;
  // "in exchange for a halt"
  const int before = answers ? -1 : tree_.child(at, Relation::case_) - 1;
  if (before > 0 && tree_[before].tag == Tag::NOUN && tree_[before - 1].tag == Tag::ADP &&
      !is_answer(tree_.lemma(before)))
    return -1;
  if (answers) head = tree_.head(head);
  // "criticised B over it", "imposed sanctions on B over it", where it hangs from B
  const auto passes = [&](int word) {
    return references_.mention(word) != nullptr || is_object_relation(tree_.relation(word));
  };
  for (int steps = 0; steps < 3 && head >= 0 && passes(head); ++steps) head = tree_.head(head);
  return head >= 0 && text::is_verb(tree_[head].tag) ? head : -1;
}

bool Arguments::has_needed(int verb, const Trigger& row) const {
  return row.needs.empty() || std::ranges::any_of(tree_.children(verb), [&](int c) {
           return std::ranges::find(row.needs, tree_.lemma(c)) != row.needs.end();
         });
}

Referents Arguments::answerable(int noun) const {
  using model::ClaimType;
  const int verb = judgement_of(noun);
  if (verb < 0) return {};
  const bool for_it = tree_.preposition(noun) == "for";
  for (const Trigger& row : patterns_.triggers(tree_.lemma(verb), WordClass::verb)) {
    const ClaimType type = row.type;
    const bool blames = type == ClaimType::accuse || type == ClaimType::sanction ||
                        type == ClaimType::reject || type == ClaimType::threaten;
    // "praised B for its help", but not "consoled B over the raid"
    if (!blames && !(for_it && (type == ClaimType::support || type == ClaimType::concede)))
      continue;
    if (row.mutual || !has_needed(verb, row)) continue;
    // "apologised to B for the killing of its men"
    Referents found = type == ClaimType::concede
                          ? doers(verb)
                          : fill(verb, WordClass::verb, row.recipients, End::recipient);
    std::erase_if(found, [&](const Referent& r) { return tree_.is_below(r.first, noun); });
    for (Referent& r : found) r.certainty *= 0.85f, r.is_owner = false;
    if (!found.empty()) return found;
  }
  return {};
}

/// "The presidents of A and B flew to Cairo for a meeting": who meets. "A thanked B for its
/// cooperation": with whom.
Referents Arguments::whose_purpose(int noun) const {
  const int verb = tree_.head(noun);
  const bool purpose =
      verb >= 0 && tree_.relation(noun) == Relation::obl && tree_.preposition(noun) == "for";
  return purpose && (gathers(tree_.lemma(verb)) || tree_.lemma(verb) == "thank") ? doers(verb)
                                                                                 : Referents{};
}

/// Who does what the noun at `noun` names, as the verb that governs it tells: "A imposed
/// sanctions", "A is involved in talks". Only verbs that carry count, unless `any_verb`.
/// "accused B of an attack on C", "B was blamed for the raid": who is charged with the deed.
Referents Arguments::charged(int noun) const {
  constexpr std::string_view kAssigns[] = {"blame",   "pin",    "attribute",
                                           "ascribe", "impute", "trace"};
  const std::string preposition = tree_.preposition(noun);
  int verb = tree_.head(noun);
  const Relation relation = tree_.relation(noun);
  if (verb < 0) return {};
  // "blamed the raid on B", "the raid was attributed to B"
  if ((relation == Relation::obj || relation == Relation::nsubj_pass) &&
      std::ranges::find(kAssigns, tree_.lemma(verb)) != std::end(kAssigns)) {
    for (const int c : tree_.children(verb))
      if (tree_.relation(c) == Relation::obl &&
          (tree_.preposition(c) == "on" || tree_.preposition(c) == "to"))
        return references_.of(c);
    return {};
  }
  if (preposition != "of" && preposition != "for") return {};
  if (relation == Relation::nmod && tree_.relation(verb) == Relation::obj &&
      !references_.of(verb).empty())
    verb = tree_.head(verb);
  else if (relation != Relation::obl)
    return {};
  if (!text::is_verb(tree_[verb].tag)) return {};
  const auto rows = patterns_.triggers(tree_.lemma(verb), WordClass::verb);
  const bool accuses = std::ranges::any_of(rows, [](const Trigger& row) {
    return row.needs.empty() && row.type == model::ClaimType::accuse;
  });
  const int whom = accuses ? object(verb) : -1;
  return whom < 0 ? Referents{} : references_.of(whom);
}

/// "a raid in which ten men of B were killed": who did what the verb's clause tells more of.
Referents Arguments::doers_of_scene(int verb) const {
  const int deed = tree_.relation(verb) == Relation::acl_relcl ? tree_.head(verb) : -1;
  if (deed < 0 || tree_.child(verb, "which") < 0) return {};
  const auto types = patterns_.deed(tree_.lemma(deed));
  if (std::ranges::find(types, model::ClaimType::assault) == types.end()) return {};
  Referents found = references_.possessors(deed);
  if (found.empty()) found = after(deed, "by");
  if (found.empty()) found = charged(deed);
  for (Referent& r : found) r.certainty *= 0.8f;
  return found;
}

/// "denied the allegations", "denied criticism of B": whoever denies what is said does not say it.
bool Arguments::is_denied_speech(int noun, const Operator& verb) const {
  using model::ClaimType;
  if ((verb.aux & model::negation) == 0 || verb.voucher != Voucher::subject) return false;
  const Operator* op = patterns_.find_operator(tree_.lemma(noun), WordClass::noun);
  if (op != nullptr && op->voucher != Voucher::none) return true;
  const auto rows = patterns_.triggers(tree_.lemma(noun), WordClass::noun);
  return std::ranges::any_of(rows, [](const Trigger& row) {
    return row.type == ClaimType::accuse || row.type == ClaimType::request;
  });
}

Referents Arguments::light_subject(int noun, bool any_verb) const {
  if (const int who = predicate_subject(noun); who >= 0) return references_.at(who);
  if (Referents found = who_answers_for(noun); !found.empty()) return found;
  if (Referents found = charged(noun); !found.empty()) return found;
  const int below = carrier_below(noun);
  const int verb = below >= 0 ? below : carrier(noun);
  if (verb < 0) return {};
  const Operator* op = patterns_.find_operator(tree_.lemma(verb), WordClass::verb);
  if (op != nullptr && is_denied_speech(noun, *op)) return {};
  const int thing = tree_.child(verb, Relation::obj);
  const bool involved = tree_.lemma(verb) == "involve" && tree_.preposition(noun) == "in";
  const bool takes_part =
      involved || (tree_.lemma(verb) == "play" && thing >= 0 && is_part(tree_.lemma(thing)));
  const bool carries = takes_part || (op != nullptr && op->carries);
  if (!carries && (!any_verb || (op != nullptr && op->reverses))) return {};
  const bool is_oblique = below < 0 && tree_.relation(noun) == Relation::obl;
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
  for (int steps = 0; steps < 6; ++steps) {
    const Relation relation = tree_.relation(at);
    const int head = tree_.head(at);
    const bool beside = relation == Relation::obl || relation == Relation::nmod ||
                        relation == Relation::appos || relation == Relation::parataxis;
    if (head < 0 || (at == noun && !beside)) return {};
    const bool predicate =
        text::is_verb(tree_[head].tag) || tree_.child(head, Relation::nsubj) >= 0;
    if (predicate) {
      Referents found = doers(head);
      // "has vehicles imported from A": who has them
      if (!found.empty() || tree_.relation(head) != Relation::acl) return found;
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
    const std::string_view state = references_.home_of(who);
    if (state.empty() || !is_crowd) continue;
    const auto [first, last] = tree_.extent(trigger);
    for (int i = first; i <= last; ++i) {
      const Mention* other = references_.mention(i);
      if (other != nullptr && other->can_act() && !other->id.empty() && other->id != who.id &&
          other->id != state)
        return {};
    }
    result.push_back({state, "GOV", who.first, who.last, 0.75f * who.certainty});
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
  // "ten of B's soldiers died in a strike by A"
  const int above = tree_.head(noun);
  if (above >= 0 && tree_.relation(noun) == Relation::obl && tree_.preposition(noun) == "in" &&
      suffers(tree_.lemma(above), is_passive(above)))
    if (const int who = surface_subject(above, 0); who >= 0) return references_.at(who);
  const bool by_another = std::ranges::any_of(tree_.children(noun), [&](int c) {
    return tree_.relation(c) == Relation::nmod &&
           (tree_.preposition(c) == "by" || tree_.preposition(c) == "from");
  });
  if (above >= 0 && by_another && bears(tree_.lemma(above)) && !is_passive(above) &&
      (tree_.relation(noun) == Relation::obj || tree_.relation(noun) == Relation::obl))
    if (const int who = surface_subject(above, 0); who >= 0) return references_.at(who);
  const int verb = carrier(noun);
  if (verb < 0) return {};
  const Operator* op = patterns_.find_operator(tree_.lemma(verb), WordClass::verb);
  if (op == nullptr || !op->reverses) return {};
  // "was subjected to attacks by B"
  const int whom = is_passive(verb) && noun > verb ? surface_subject(verb, 0) : -1;
  const int who = whom >= 0 ? whom : subject(verb);
  return who < 0 ? Referents{} : references_.at(who);
}

}  // namespace entente::reading
