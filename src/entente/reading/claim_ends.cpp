#include "entente/reading/claim_finder.h"

#include <algorithm>

#include "entente/reading/explanation.h"

namespace entente::reading {

using model::ClaimType;
using model::Layer;
using model::Sign;
using model::Trend;
using text::Relation;
using text::Tag;

namespace {

constexpr std::size_t kMaxPairs = 64;  // a sentence that lists forty states is a list, not a claim

/// How often a row that fires is right where both ends are certain, as the rows alone judge it.
constexpr float kRowAlone = 0.85f;

/// What is done to a place inside a country is done to those who live there.
bool forces(ClaimType type) {
  return type == ClaimType::coerce || type == ClaimType::assault || type == ClaimType::retreat ||
         type == ClaimType::sanction || type == ClaimType::concede;
}

/// What nobody does to what is his own.
bool hurts(ClaimType type) {
  return type == ClaimType::coerce || type == ClaimType::assault || type == ClaimType::sanction;
}

/// Types of which "the state did it to its own" is seldom what is meant.
bool befriends(ClaimType type) {
  return type == ClaimType::tie || type == ClaimType::aid || type == ClaimType::support ||
         type == ClaimType::cooperate || type == ClaimType::mobilize;
}

/// "The enemy of my enemy": who stand together against a third stand in enmity to it (codebook 4).
const Trigger& common_enmity() {
  static const Trigger pattern = [] {
    Trigger trigger{};
    trigger.type = ClaimType::tie;
    trigger.sign = Sign::minus;
    trigger.trend = Trend::standing;
    trigger.where = "codebook 4, common enemy";
    return trigger;
  }();
  return pattern;
}

bool are_among(const Referents& some, const Referents& all) {
  return std::ranges::all_of(some, [&](const Referent& r) {
    return std::ranges::find(all, r.id, &Referent::id) != all.end();
  });
}

/// "A and B praised their talks with C": what is theirs is no other actor's.
bool are_their_own(const Referents& actors, const Referents& owners) {
  return actors.size() > 1 && std::ranges::all_of(owners, &Referent::is_owner) &&
         are_among(owners, actors);
}

/// What lasts, or is spoken of by its doer's name alone: "American sanctions", "the Russian
/// invasion".
bool may_be_known(ClaimType type) {
  return type == ClaimType::sanction || type == ClaimType::assault || type == ClaimType::coerce;
}

}  // namespace

bool touches_places(const Trigger& pattern) {
  switch (pattern.type) {
    case ClaimType::accuse:
    case ClaimType::reject:
    case ClaimType::support:
    case ClaimType::request:
    case ClaimType::threaten:
      return false;
    default:
      return true;
  }
}

bool can_pair(const Referent& a, const Referent& b) {
  if (a.id.empty() || b.id.empty()) return false;
  if (a.id != b.id) return true;
  return !a.sector.empty() && !b.sector.empty() && a.sector != b.sector;
}

bool ClaimFinder::is_people(const Referent& r) const {
  const Mention* m = references_.mention(r.first);
  return m != nullptr && m->kind == NameKind::people;
}

/// "A's drone hit a house in B's capital, killing four": the state, if another than `home`, where
/// the sentence puts it, before the victims if it can.
std::string_view ClaimFinder::state_of_scene(const Referent& victims, std::string_view home) const {
  constexpr int kFar = 5;  // steps in the tree
  const auto scene = [&](int word) {
    const Mention* m = references_.mention(word);
    if (m == nullptr || m->role || !references_.is_state(m->id) || m->id == home) return false;
    if (tree_.distance(m->head, victims.first) > kFar) return false;
    const std::string preposition = tree_.preposition(m->head);
    return preposition == "in" || preposition == "on" || preposition == "at" ||
           preposition == "near" || preposition == "across" || preposition == "outside";
  };
  for (int i = victims.first - 1; i >= 0; --i)
    if (scene(i)) return references_.mention(i)->id;
  for (int i = victims.last + 1; i < tree_.size(); ++i)
    if (scene(i)) return references_.mention(i)->id;
  return {};
}

/// The ends as what they are inside one country, where the text leaves that unsaid: a crowd, or the
/// state itself as its government ("Venezuela freed dozens of activists").
std::pair<Referent, Referent> ClaimFinder::at_home(const Trigger& pattern, Referent actor,
                                                   Referent recipient) const {
  const auto settle = [&](Referent& unnamed, const Referent& named) {
    constexpr std::string_view kDomestic[] = {"CVL", "OPP", "EDU", "LAB", "MED", "REL",
                                              "JUD", "LEG", "COP", "MIL", "PTY", "HLH"};
    const auto is_domestic = [&] {
      const std::string_view thing = tree_.lemma(named.last);
      const bool abroad = thing == "embassy" || thing == "consulate";  // the crowd is the host's
      return std::ranges::find(kDomestic, unnamed.sector) != std::end(kDomestic) &&
             !named.sector.empty() && named.sector != unnamed.sector && !abroad;
    };
    if (unnamed.id == "UNK" && references_.is_state(named.id) && is_domestic()) {
      const bool befell = &unnamed == &recipient && forces(pattern.type);
      if (befell) unnamed.id = state_of_scene(unnamed, named.id);
      if (!befell || unnamed.id.empty()) unnamed.id = named.id;
    }
    if (unnamed.id != named.id || !unnamed.sector.empty()) return;
    const bool crowd = is_people(unnamed) || (unnamed.is_place && unnamed.first == named.first);
    // "imposed a curfew on Basra", "declared an emergency in Bolivia"
    const bool by_state = named.sector == "GOV" || named.sector == "COP" || named.sector == "JUD";
    const bool place =
        forces(pattern.type) && !named.sector.empty() &&
        (unnamed.is_place || (by_state && !unnamed.is_owner && &unnamed == &recipient));
    if (crowd || place)
      unnamed.sector = "CVL";
    else if (!pattern.mutual && !befriends(pattern.type) && !unnamed.is_place &&
             !unnamed.is_owner && references_.is_state(unnamed.id) && !named.sector.empty() &&
             named.sector != "GOV")
      unnamed.sector = "GOV";
  };
  settle(actor, recipient);
  settle(recipient, actor);
  return {actor, recipient};
}

/// Whether such actors can do that to each other: only organisations have members, and no state
/// marches.
bool ClaimFinder::fits(int word, const Trigger& pattern, const Referent& actor,
                       const Referent& recipient) const {
  // Only organisations have members: "US service members in Syria" are none of Syria's.
  if (pattern.layer == Layer::membership && references_.is_state(recipient.id) &&
      references_.is_state(actor.id))
    return false;
  // States do not march: their protest is a word of blame.
  const bool by_state = references_.is_state(actor.id) && !actor.is_place &&
                        (actor.sector.empty() || actor.sector == "GOV") && !is_people(actor);
  if (pattern.type == ClaimType::protest && by_state) return false;
  // "The group took forty women" in, but not for their good.
  if (pattern.type == ClaimType::aid && tree_.lemma(word) == "take" && is_armed_group(actor))
    return false;
  // "the unions' strike against the government" is no raid.
  const bool workers = actor.sector == "LAB" || actor.sector == "HLH";
  if (workers && pattern.type == ClaimType::assault && text::is_noun(tree_[word].tag)) return false;
  if (actor.id == recipient.id && actor.id != "UNK") {
    // A group has no sectors of its own that could meet.
    if (!references_.is_state(actor.id)) return false;
    // "agreed to withdraw its troops": nothing is agreed with them.
    const Mention* m = references_.mention(recipient.first);
    const int whose = m == nullptr ? -1 : tree_.child(m->head, Relation::nmod_poss);
    const bool own = recipient.sector == "MIL" && whose >= 0 && tree_[whose].tag == Tag::PRON;
    const bool moves = pattern.type == ClaimType::retreat;  // "would withdraw all of its troops"
    if (own && (moves || !forces(pattern.type))) return false;
  }
  return touches_places(pattern) || (!actor.is_place && !recipient.is_place);
}

/// "A vetoed a resolution condemning B": whoever refuses a text says nothing of what it says, and
/// refuses nothing of B's.
bool ClaimFinder::is_refused_text(int word, const Trigger& row, const Referent& actor,
                                  const Referent& recipient) const {
  const auto refused = [&](int gerund) {
    const int text = tree_.head(gerund);
    return text >= 0 && tree_[gerund].tag == Tag::VERB_GERUND &&
           tree_.relation(gerund) == Relation::acl && tree_.relation(text) == Relation::obj &&
           references_.mention(text) == nullptr && arguments_.refuses(tree_.head(text));
  };
  if (refused(word)) return !tree_.is_below(actor.first, tree_.head(word));
  const int text = row.type == ClaimType::reject ? tree_.child(word, Relation::obj) : -1;
  return text >= 0 && std::ranges::any_of(tree_.children(text), [&](int c) {
           return refused(c) && tree_.is_below(recipient.first, c);
         });
}

/// "A condemned the attack on B", "a bombing in B": whom the deed befell, or where it was, is not
/// whom A judges; "the crackdown in B" is B's.
bool ClaimFinder::is_struck(int verb, const Trigger& pattern, const Referent& who) const {
  if (pattern.type != ClaimType::accuse && pattern.type != ClaimType::reject &&
      pattern.type != ClaimType::support)
    return false;
  constexpr std::string_view kStruck[] = {"on", "against", "of",      "in",     "at",
                                          "to", "near",    "outside", "across", "inside"};
  const Mention* m = references_.mention(who.first);
  int below = m == nullptr ? who.first : m->head;
  const bool locates = m != nullptr && tree_.relation(below) == Relation::compound &&
                       (m->kind == NameKind::place || m->kind == NameKind::seat);
  std::string way = locates ? "in" : "";  // "the B bombing", by a city
  for (int at = below; at >= 0 && at != verb; below = at, at = tree_.head(at)) {
    const bool noun = at != below && text::is_noun(tree_[at].tag);
    const auto types = noun ? patterns_.deed(tree_.lemma(at)) : std::span<const ClaimType>{};
    if (const std::string p = tree_.preposition(below); at != below && !p.empty()) way = p;
    if (types.empty() || types.front() != ClaimType::assault) continue;
    // "the aggression of A against B" is A's
    const int behind = m == nullptr ? who.last + 1 : m->end;
    const bool aims =
        behind < tree_.size() && (tree_.lemma(behind) == "against" || tree_.lemma(behind) == "on");
    if (way == "of" && aims) return false;
    return std::ranges::find(kStruck, way) != std::end(kStruck);
  }
  // the same, hung from the verb
  if (const std::string p = tree_.preposition(below); !p.empty()) way = p;
  const int thing = tree_.child(verb, Relation::obj);
  const auto types = thing < 0 ? std::span<const ClaimType>{} : patterns_.deed(tree_.lemma(thing));
  return !types.empty() && types.front() == ClaimType::assault && tree_.is_below(below, verb) &&
         tree_.relation(below) == Relation::obl &&
         std::ranges::find(kStruck, way) != std::end(kStruck);
}

void ClaimFinder::add(int word, const Trigger& pattern, const Referent& actor_named,
                      const Referent& recipient_named) {
  const auto [actor, recipient] = at_home(pattern, actor_named, recipient_named);
  if (!can_pair(actor, recipient) || !fits(word, pattern, actor, recipient) ||
      is_struck(word, pattern, recipient) || proposals_.size() >= kMaxPairs ||
      // "A condemned the attacks that killed ten of B"
      (pattern.type == ClaimType::assault && tree_.relation(word) == Relation::acl_relcl &&
       is_judge(tree_.head(word), actor))) {
    if (trace_ != nullptr) trace_->cannot_pair(actor, recipient);
    return;
  }
  if (standing_ == nullptr) {
    current_ = standing_of(word, tree_, arguments_, references_, patterns_, trace_);
    standing_ = &current_;
    // A refusal is an act, not something that is denied; it lies ahead where it is only announced.
    if (is_refusal_)
      current_.aux &= current_.by_author ? model::historical : model::historical | model::future;
  }
  const Trigger* row = &pattern;
  if (row->to_armed_group != nullptr && is_armed_group(recipient)) row = row->to_armed_group.get();
  proposals_.push_back({word, as_, row, actor, recipient, current_,
                        kRowAlone * actor.certainty * recipient.certainty});
  for (const Referent& end : {actor, recipient}) {
    if (!is_left_out(end)) continue;
    proposals_.back().standing.aux |= model::negation;
    if (trace_ != nullptr)
      trace_->notes.push_back(
          {.trigger = word, .word = end.first, .why = "is left out", .aux = model::negation});
  }
}

/// "sanctioned A, but not B", "A, not B, condemned": of whom it is said not to be so.
bool ClaimFinder::is_left_out(const Referent& end) const {
  const Mention* m = references_.mention(end.first);
  int before = (m == nullptr ? end.first : m->begin) - 1;
  while (before > 0 && (tree_[before].tag == Tag::DET || tree_[before].tag == Tag::ADJ)) --before;
  if (before < 1 || tree_.lemma(before) != "not") return false;
  const std::string_view link = tree_[before - 1].form;
  return link == "," || link == "but" || link == "and" || link == "though";
}

/// "expelled its ambassador", "imposed sanctions on its exports", "shelled its positions": what
/// nobody does to oneself, so that "its" is somebody else's. But "suspended its aid".
bool ClaimFinder::spares_oneself(int word, const Trigger& pattern, const Slot& slot) const {
  const int noun = arguments_.thing(word, slot);
  if (noun < 0) return false;
  const Mention* m = references_.mention(noun);
  const bool person = m != nullptr && m->role == RoleKind::person;
  if (pattern.type == ClaimType::assault) return m == nullptr;
  // "B wants to join the league. A backs its bid."
  constexpr std::string_view kSought[] = {"bid",       "application", "candidacy", "candidature",
                                          "accession", "membership",  "admission"};
  if (pattern.type == ClaimType::support)
    return m == nullptr && std::ranges::find(kSought, tree_.lemma(noun)) != std::end(kSought);
  // "A said B had refused its offer": what one addresses to others one does not refuse or accept.
  constexpr std::string_view kAddressed[] = {
      "offer",   "request",     "demand",     "proposal", "appeal",    "plea",
      "call",    "application", "bid",        "overture", "ultimatum", "invitation",
      "warning", "criticism",   "accusation", "protest",  "complaint", "suggestion"};
  if (pattern.type == ClaimType::reject || pattern.type == ClaimType::concede ||
      pattern.type == ClaimType::agree)
    return m == nullptr && std::ranges::find(kAddressed, tree_.lemma(noun)) != std::end(kAddressed);
  return pattern.type == ClaimType::sanction &&
         (slot.kind == SlotKind::object ? person : slot.kind == SlotKind::preposition);
}

bool ClaimFinder::try_pattern(int word, WordClass word_class, const Trigger& pattern) {
  return pattern.mutual ? try_mutual(word, word_class, pattern)
                        : try_directed(word, word_class, pattern);
}

/// What two sides do or are to one another: "A and B clashed", "A's pact with B".
bool ClaimFinder::try_mutual(int word, WordClass word_class, const Trigger& pattern) {
  const std::size_t before = proposals_.size();
  Arguments::Sides sides = arguments_.sides(word, word_class, pattern);
  if (word_class == WordClass::noun && sides.first.empty() && !sides.second.empty())
    sides.first = arguments_.subject_around(word);
  // "The two signed an agreement on exchanges of troops": unnamed troops are what it is about
  if (sides.second.size() > 1 && sides.first.size() == 1 && sides.first.front().id == "UNK" &&
      tree_.is_below(sides.first.front().last, word))
    sides = {std::move(sides.second), {}};
  const bool both_ways = !model::is_symmetric(pattern.type);  // "A and B clashed"
  for (std::size_t i = 0; i < sides.first.size(); ++i) {
    if (sides.second.empty())
      for (std::size_t j = i + 1; j < sides.first.size(); ++j)
        add(word, pattern, sides.first[i], sides.first[j]);
    for (const Referent& other : sides.second) add(word, pattern, sides.first[i], other);
  }
  if (!both_ways && sides.first.empty() && sides.second.empty()) add_told_before(word, pattern);
  if (untold_ && proposals_.size() == before && sides.first.empty())
    for (const Referent& one : sides.second)  // "the next step is a pact with B"
      for (const Referent& other : references_.topic_for(word, one)) add(word, pattern, other, one);
  // "Relations with B have worsened": with whom the text has told of B
  if (word_class == WordClass::noun && pattern.type == ClaimType::tie &&
      proposals_.size() == before && sides.first.empty() && sides.second.size() == 1 &&
      is_standing(tree_.lemma(word)) && tree_.child(word, Relation::det) < 0 &&
      tree_.relation(word) != Relation::obj && references_.is_untold(word))
    for (const Referent& other : deeds_.partner(sides.second.front().id, word))
      add(word, pattern, other, sides.second.front());
  if (sides.first.empty()) leave_unseen(before);
  if (both_ways)
    for (std::size_t i = before, end = proposals_.size(); i < end; ++i)
      add(word, pattern, proposals_[i].recipient, proposals_[i].actor);
  if (pattern.type == ClaimType::tie && pattern.sign == Sign::plus &&
      word_class == WordClass::noun && proposals_.size() > before)
    add_common_enmity(word, sides);
  return proposals_.size() > before;
}

/// "the alliance of A and B against C"
void ClaimFinder::add_common_enmity(int word, const Arguments::Sides& sides) {
  for (const Referents& side : {sides.first, sides.second})
    for (const Referent& ally : side)
      for (const Referent& enemy : arguments_.opponents(word))
        add(word, common_enmity(), ally, enemy);
}

/// Whether a semicolon is all that stands before the word and its own modifiers.
bool ClaimFinder::follows_semicolon(int word) const {
  int before = word - 1;
  while (before >= 0 && tree_.head(before) == word && tree_[before].tag != Tag::PUNCT) --before;
  return before >= 0 && tree_[before].form == ";";
}

/// What one does to another.
/// "A shelled B. Two strikes killed ten of its men": the deed does what its doer does, of whom the
/// sentences before have told.
void ClaimFinder::add_told_deed(int verb, const Trigger& pattern) {
  const bool sours = pattern.type == ClaimType::tie && pattern.trend == model::Trend::apart &&
                     pattern.needs.empty();
  const int deed = sours || pattern.type == ClaimType::assault ? arguments_.subject(verb) : -1;
  if (deed < 0 || references_.mention(deed) != nullptr || arguments_.is_passive(verb)) return;
  if (sours) return add_provoked(verb, deed, pattern);
  const auto types = patterns_.deed(tree_.lemma(deed));
  if (std::ranges::find(types, ClaimType::assault) == types.end()) return;
  const std::size_t before = proposals_.size();
  constexpr ClaimType kAssault[] = {ClaimType::assault};
  for (const Referent& victim :
       arguments_.fill(verb, WordClass::verb, pattern.recipients, End::recipient))
    for (const Referent& doer : deeds_.doers(kAssault, victim, deed)) {
      Referent hit = victim;
      if (hit.id == "UNK")  // "killed ten people": those whom the deed befell
        if (const Referents told = deeds_.victims(ClaimType::assault, doer, deed); told.size() == 1)
          hit.id = told.front().id;
      add(verb, pattern, doer, hit);
    }
  leave_unseen(before);
}

/// "A sold B arms. The deal angered C."
void ClaimFinder::add_provoked(int verb, int deed, const Trigger& pattern) {
  const int article = tree_.child(deed, Relation::det);
  if (article < 0 || tree_.child(deed, Relation::nmod) >= 0 ||
      (tree_.lemma(article) != "the" && tree_.lemma(article) != "this"))
    return;
  const std::size_t before = proposals_.size();
  for (const Referent& who :
       arguments_.fill(verb, WordClass::verb, pattern.recipients, End::recipient))
    for (const Referent& doer : deeds_.doers(patterns_.deed(tree_.lemma(deed)), who, deed))
      add(verb, pattern, doer, who);
  leave_unseen(before);
}

/// "A and B made peace. C brokered the deal.": between whom, as the sentences before have told.
void ClaimFinder::add_told_parties(int word, const Trigger& pattern, const Referents& actors) {
  if (std::ranges::none_of(pattern.recipients,
                           [](const Slot& slot) { return slot.kind == SlotKind::parties; }))
    return;
  const int deal = arguments_.object(word);
  const int article = deal < 0 ? -1 : tree_.child(deal, Relation::det);
  if (article < 0 || tree_.lemma(article) == "a" || tree_.child(deal, Relation::nmod) >= 0) return;
  const std::size_t before = proposals_.size();
  for (const ClaimType type : {ClaimType::agree, ClaimType::tie, ClaimType::consult}) {
    for (const Referent& actor : actors)
      for (const Referent& party :
           deeds_.pairs(type, type == ClaimType::tie ? Sign::plus : Sign::none, deal))
        if (party.id != actor.id) add(word, pattern, actor, party);
    if (proposals_.size() > before) break;
  }
  leave_unseen(before);
}

bool ClaimFinder::try_directed(int word, WordClass word_class, const Trigger& pattern) {
  const std::size_t before = proposals_.size();
  const auto found = [&] { return proposals_.size() > before; };
  Referents actors = arguments_.fill(word, word_class, pattern.actors, End::actor);
  // "the sailors held by A were released"
  if (actors.empty() && pattern.type == ClaimType::retreat && word_class == WordClass::verb &&
      arguments_.is_passive(word) && arguments_.object(word) >= 0)
    actors = arguments_.holder(arguments_.object(word));
  // "…; member of the league": what the topic of a note is
  const Relation place = tree_.relation(word);
  const bool noted = pattern.layer == model::Layer::membership && references_.is_note() &&
                     (place == Relation::parataxis || place == Relation::conj ||
                      place == Relation::list || place == Relation::root);
  // "cooperates with A and B; member of the league": not A and B, which only the tree puts there
  const bool own_entry = pattern.layer == model::Layer::membership && references_.is_note() &&
                         word_class == WordClass::noun && follows_semicolon(word);
  const bool untold =
      own_entry || (actors.empty() && untold_ && (word_class != WordClass::noun || noted));
  if (untold) actors = references_.topic_for(word, {});
  if (actors.empty()) {
    if (word_class == WordClass::verb) add_undone(word, pattern, actors);
    if (!found() && word_class == WordClass::verb) add_told_deed(word, pattern);
    return found();
  }
  const Referents recipients = add_recipients(word, word_class, pattern, actors);
  if (!found())
    for (const Referent& actor : actors) add(word, pattern, actor, object_before(word));
  if (!found() && hurts(pattern.type) && word_class == WordClass::verb)
    for (const Referent& actor : actors) add(word, pattern, actor, speaker_above(word, actor));
  if (!found() && !touches_places(pattern)) add_doers_of_object(word, pattern, actors);
  if (!found() && word_class == WordClass::verb) add_told_parties(word, pattern, actors);
  if (!found() && word_class == WordClass::verb) add_undone(word, pattern, actors);
  if (!found() && word_class == WordClass::noun && may_be_known(pattern.type))
    add_known_victims(word, pattern);
  if (!found() && word_class == WordClass::noun && hurts(pattern.type))
    for (const Referent& actor : actors)
      for (const Referent& victim : victims_around(word))
        if (victim.id != actor.id) add(word, pattern, actor, victim);
  if (!found() && (pattern.type == ClaimType::assault || pattern.type == ClaimType::mobilize ||
                   pattern.layer == model::Layer::territorial))
    for (const Referent& victim : victim_who_tells(word, actors))
      add(word, pattern, actors.front(), victim);
  if (!found() && pattern.type == ClaimType::aid && !pattern.needs.empty())
    for (const Referent& actor : actors) add(word, pattern, actor, helped_place(word, actor));
  // "Other suppliers include A and B": of whom the text is about
  if (!found() && pattern.type == ClaimType::tie &&
      pattern.recipients.back().kind == SlotKind::clause &&
      tree_.relation(word) == Relation::nsubj && tree_.child(word, Relation::nmod) < 0) {
    for (const Referent& actor : actors)
      for (const Referent& topic : references_.unsaid_topic(word, actor))
        add(word, pattern, actor, topic);
    leave_unseen(before);
  }
  if (untold) leave_unseen(before);
  const bool relational = pattern.actors.front().kind == SlotKind::bearer;
  // "China and Pakistan are allies", but not "paid tribute to its allies, A, B and C"
  const bool each_other = actors.size() == 2 || tree_.child(word, Relation::cop) >= 0;
  if (relational && recipients.empty() && each_other)
    for (std::size_t i = 0; i < actors.size(); ++i)
      for (std::size_t j = i + 1; j < actors.size(); ++j) add(word, pattern, actors[i], actors[j]);
  return found();
}

/// "promised money for operations against B", but not "promised to veto any move against B": who is
/// acted against is not the one for whom it is done.
bool ClaimFinder::is_target(int word, const Trigger& pattern, const Referent& who) const {
  if (pattern.type != ClaimType::agree && pattern.type != ClaimType::aid &&
      pattern.type != ClaimType::support)
    return false;
  if (!tree_.is_below(who.first, word)) return false;
  bool against = false;
  for (int at = who.first, steps = 0; at >= 0 && at != word && steps < tree_.size();
       at = tree_.head(at), ++steps) {
    if (text::is_verb(tree_[at].tag) && arguments_.refuses(at)) return false;
    against = against || tree_.preposition(at) == "against";
  }
  return against;
}

/// "gave tents to families hit by the flood in B": the one other state in which those are who are
/// helped. Nobody for where it was only said, "pledged aid at a conference in B".
Referent ClaimFinder::helped_place(int word, const Referent& actor) const {
  constexpr std::string_view kMeetings[] = {"conference", "summit", "meeting", "talk",     "forum",
                                            "session",    "city",   "capital", "gathering"};
  Referent found;
  for (int i = word + 1, last = tree_.extent(word).second; i <= last; ++i) {
    const Mention* m = references_.mention(i);
    if (m == nullptr || m->head != i || m->id.empty() || m->id == actor.id) continue;
    if (!references_.is_state(m->id) || tree_.preposition(i) != "in" || tree_.head(i) == word ||
        (!found.id.empty() && found.id != m->id))
      return {};
    const std::string_view above = tree_.lemma(tree_.head(i));
    if (std::ranges::find(kMeetings, above) != std::end(kMeetings)) return {};
    found = {m->id, {}, m->begin, m->end - 1, 0.8f * m->certainty};
  }
  return found;
}

/// "In A, B conducted strikes in support of C with aircraft and artillery against D": whom it hit,
/// where the tree has lost it; A is only where.
Referents ClaimFinder::target_behind(int verb, const Trigger& pattern) const {
  const bool against = std::ranges::any_of(
      pattern.recipients, [](const Slot& slot) { return slot.preposition == "against"; });
  if (!against || pattern.type != ClaimType::assault || !text::is_verb(tree_[verb].tag)) return {};
  for (int i = verb + 1; i + 1 < tree_.size(); ++i) {
    if (tree_.lemma(i) != "against" || tree_.relation(i) != Relation::case_) continue;
    for (int name = i + 1; name <= tree_.head(i); ++name)
      if (const Mention* m = references_.mention(name); m != nullptr && !m->id.empty()) {
        Referents found = references_.of(m->head);
        for (Referent& r : found) r.certainty *= 0.8f;
        return found;
      }
  }
  return {};
}

/// Adds what the actors do to whoever stands in the row's slots, and returns who stood in the last
/// slot that was tried. A slot that names the actor itself again is passed over: "killed a
/// dissident of its own in B".
Referents ClaimFinder::add_recipients(int word, WordClass word_class, const Trigger& pattern,
                                      const Referents& actors) {
  const std::size_t before = proposals_.size();
  Referents recipients;
  for (const bool unknown : {false, true}) {  // "nurses for Tonga": those of no country come last
    if (unknown && pattern.type == ClaimType::request)
      for (const Referent& actor : actors)
        for (const Referent& holder : arguments_.holder(word)) add(word, pattern, actor, holder);
    if (proposals_.size() > before) break;
    for (const Slot& slot : pattern.recipients) {
      recipients = slot.kind == SlotKind::home ? arguments_.home(word, actors)
                   : slot.kind == SlotKind::foe
                       ? foes_of(word, actors, pattern.type)
                       : arguments_.fill(word, word_class, {&slot, 1}, End::recipient);
      if (slot.preposition == "in" || slot.preposition == "at")
        if (Referents target = target_behind(word, pattern); !target.empty())
          recipients = std::move(target);
      if (slot.kind != SlotKind::subject && are_their_own(actors, recipients)) continue;
      std::erase_if(recipients, [&](const Referent& r) { return is_target(word, pattern, r); });
      // "A and B called off their trip": no trip to one another, as against "the A-B war"
      // nor "the expulsion of diplomats from A, B and C"
      if (actors.size() > 1 && are_among(recipients, actors) &&
          ((pattern.type != ClaimType::tie && slot.kind == SlotKind::owner) ||
           (!model::is_symmetric(pattern.type) && slot.kind == SlotKind::preposition)))
        continue;
      const auto is_own = [&] {
        return !recipients.empty() && actors.size() == 1 &&
               recipients.front().id == actors.front().id;
      };
      if (hurts(pattern.type) && word_class == WordClass::verb && is_own())
        if (const Referent other = speaker_above(word, actors.front()); !other.id.empty())
          recipients = {other};
      if (is_own() && spares_oneself(word, pattern, slot))
        if (Referents other =
                references_.other_owner(arguments_.thing(word, slot), actors.front().id);
            !other.empty())
          recipients = std::move(other);
      for (const Referent& actor : actors)
        for (const Referent& recipient : recipients)
          if ((recipient.id == "UNK") == unknown) add(word, pattern, actor, recipient);
      if (proposals_.size() > before) return recipients;
      // "urged the donors to help B": B is not asked
      if (pattern.type == ClaimType::request && slot.kind == SlotKind::object && !unknown &&
          !recipients.empty() && recipients.front().id == "UNK")
        break;
    }
  }
  return recipients;
}

/// "A launched a missile. B condemned the test.": what was done to nobody.
bool ClaimFinder::judges_step(int word, int noun, const Trigger& pattern) const {
  const auto types = patterns_.deed(tree_.lemma(noun));
  const int article = tree_.child(noun, Relation::det);
  return tree_.relation(word) == Relation::root && tree_.child(noun, Relation::nmod) < 0 &&
         article >= 0 && (tree_.lemma(article) == "the" || tree_.lemma(article) == "this") &&
         (pattern.type == ClaimType::accuse || pattern.type == ClaimType::support) &&
         std::ranges::find(types, ClaimType::mobilize) != types.end() &&
         types.front() != ClaimType::coerce;
}

/// "A condemned the raid": whose deed it was, where another sentence or clause has told.
void ClaimFinder::add_doers_of_object(int word, const Trigger& pattern, const Referents& actors) {
  for (const Referent& actor : actors)
    for (const Slot& slot : pattern.recipients) {
      const int noun = arguments_.thing(word, slot);
      if (noun < 0) continue;
      const bool relative = tree_.relation(word) == Relation::acl_relcl && tree_.head(word) == noun;
      Referents doers = doers_of_deed(noun, actor, relative);
      if (doers.empty() && judges_step(word, noun, pattern))
        doers = references_.subject_before(noun);
      for (const Referent& doer : doers)
        if (std::ranges::find(actors, doer.id, &Referent::id) == actors.end())
          add(word, pattern, actor, doer);
      break;
    }
}

}  // namespace entente::reading
