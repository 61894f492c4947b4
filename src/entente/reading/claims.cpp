#include "entente/reading/claims.h"

#include <algorithm>

#include "entente/base/ascii.h"
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
constexpr std::size_t kMaxCandidates = 1000;

/// How often a row that fires is right where both ends are certain, as the rows alone judge it.
constexpr float kRowAlone = 0.85f;

/// What is done to a place is done to its state; what is said of what happened there is not said of
/// the state: "bombed Aleppo", but "condemned the attacks in Aleppo".
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

/// What is done to a place inside a country is done to those who live there.
bool forces(ClaimType type) {
  return type == ClaimType::coerce || type == ClaimType::assault || type == ClaimType::retreat ||
         type == ClaimType::sanction || type == ClaimType::concede;
}

/// What nobody does to what is his own.
bool hurts(ClaimType type) {
  return type == ClaimType::coerce || type == ClaimType::assault || type == ClaimType::sanction;
}

/// Verbs of these types take back what their object names, or say what it means: "suspended aid" is
/// no aid, "violated the ceasefire" no ceasefire, "staged a strike" no air strike.
bool undoes(const Trigger& pattern) {
  return pattern.type == ClaimType::protest || pattern.type == ClaimType::sanction ||
         pattern.type == ClaimType::concede || pattern.type == ClaimType::reject ||
         pattern.type == ClaimType::assault;
}

/// Types of which "the state did it to its own" is seldom what is meant.
bool befriends(ClaimType type) {
  return type == ClaimType::tie || type == ClaimType::aid || type == ClaimType::support ||
         type == ClaimType::cooperate || type == ClaimType::mobilize;
}

/// Two ends of a claim differ; inside one country, their sectors do.
bool can_pair(const Referent& a, const Referent& b) {
  if (a.id.empty() || b.id.empty()) return false;
  if (a.id != b.id) return true;
  return !a.sector.empty() && !b.sector.empty() && a.sector != b.sector;
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

class Finder {
 public:
  Finder(const Tree& tree, const References& references, const Patterns& patterns,
         const Deeds& deeds, Trace* trace)
      : tree_(tree),
        references_(references),
        patterns_(patterns),
        deeds_(deeds),
        arguments_(tree, references, patterns),
        trace_(trace) {
    need_ids_.reserve(std::size_t(tree.size()));
    for (int i = 0; i < tree.size(); ++i) need_ids_.push_back(patterns.need_id(tree.lemma(i)));
  }

  std::vector<Proposal> run();
  std::vector<Candidate> widen(const std::vector<Proposal>& proposals) const;

 private:
  Referents ends() const;
  bool is_posting(const Mention& m) const;
  bool is_judge(int noun, const Referent& who) const;
  bool is_scene(const Referent& who) const;
  bool stands_aside(int word, const Referent& who) const;
  bool is_patient(int verb, const Trigger& row, const Referent& who) const;
  bool follows_preposition(const Referent& end) const;
  void widen(int word, WordClass word_class, std::span<const Referent> ends,
             std::vector<Candidate>& candidates) const;
  bool can_stand(int verb, const Trigger& row, const Referent& actor,
                 const Referent& recipient) const;
  bool try_word(int word, WordClass word_class);
  bool try_rows(int word, WordClass word_class, std::span<const Trigger> rows);
  bool is_mere_kind(int word, const Trigger& pattern) const;
  /// The word that the pattern needs beside its trigger; the trigger itself when it needs none; -1.
  int needed(int word, WordClass word_class, const Trigger& pattern) const;
  void consume(int word, std::vector<int>& consumed) const;
  void drop_presupposed();
  void add_told_before(int noun, const Trigger& pattern);
  bool is_refused(const Proposal& proposal) const;
  /// False for ends that the pattern cannot mean.
  bool fits(const Trigger& pattern, const Referent& actor, const Referent& recipient) const;
  bool is_people(const Referent& r) const;
  bool is_armed_group(const Referent& r) const {
    return !references_.is_state(r.id) && (r.sector == "REB" || r.sector == "UAF");
  }
  bool is_mutual_deed(int verb, const Trigger& pattern) const;
  bool names_nobody_else(int verb, const Referent& a, const Referent& b) const;
  std::pair<Referent, Referent> at_home(const Trigger& pattern, Referent actor,
                                        Referent recipient) const;
  Referent object_before(int verb) const;
  Referent speaker_above(int verb, const Referent& actor) const;
  bool try_rows_once_more(int verb);
  bool tells_recipient(int verb) const;
  bool is_purpose(int verb) const;
  bool is_designation(int at) const;
  Referents foes(int verb, const Referent& actor) const;
  void answer(int verb);
  Referents recipients_before(int verb, const Referent& actor, ClaimType type) const;
  Referents doers_of_deed(int noun, const Referent& speaker, bool relative) const;
  std::string_view refusal(int verb) const;
  bool is_unwilled(int verb) const;
  bool harms(int verb) const;
  bool harms_on_condition(int verb) const;
  bool demands(int verb) const;
  bool threatens(int verb) const;
  void add_known_victims(int noun, const Trigger& pattern);
  bool try_pattern(int word, WordClass word_class, const Trigger& pattern);
  void add(int word, const Trigger& pattern, const Referent& actor_named,
           const Referent& recipient_named);
  bool is_inside_name(int word) const;
  bool spares_oneself(int word, const Trigger& pattern, const Slot& slot) const;
  bool is_refused_text(int word, const Trigger& row, const Referent& actor,
                       const Referent& recipient) const;

  const Tree& tree_;
  const References& references_;
  const Patterns& patterns_;
  const Deeds& deeds_;
  Arguments arguments_;
  std::vector<std::uint32_t> need_ids_;  // of each token's lemma
  Trace* trace_;                         // null unless somebody asks why
  std::vector<Proposal> proposals_;
  std::vector<int> consumed_;       // nouns that a verb's pattern took: "suspended aid" is not aid
  WordClass as_ = WordClass::verb;  // of the word being tried
  const Standing* standing_ = nullptr;  // likewise, once it is needed
  Standing current_;
  bool untold_ = false;      // whoever does what the word says may be the document's topic
  bool is_refusal_ = false;  // the verb being tried stands under "will not"
};

bool Finder::is_inside_name(int word) const {
  const Mention* m = references_.mention(word);
  return m != nullptr && !(m->role == RoleKind::state && m->id.empty()) &&
         !(m->role && m->head == word);
}

std::vector<Proposal> Finder::run() {
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
      if (tag == Tag::VERB_GERUND) {  // "fighting broke out between A and B"
        as_ = WordClass::noun;
        try_rows(i, WordClass::noun,
                 patterns_.triggers(base::lower_case(tree_[i].form), WordClass::noun));
      }
    } else if (text::is_noun(tag) || text::is_proper(tag)) {
      try_word(i, WordClass::noun);
    } else if (tag == Tag::ADJ || tag == Tag::ADV) {
      // Nouns are taken for adjectives now and then ("long-time ally"); what they mean is known.
      if (!try_word(i, WordClass::adjective)) try_word(i, WordClass::noun);
    }
  }
  for (const int verb : unanswered) answer(verb);
  drop_presupposed();
  return std::move(proposals_);
}

/// "not prepared to sign", "no intention of signing": what governs the verb says that the actor
/// will not.
bool Finder::is_unwilled(int verb) const {
  constexpr std::string_view kWills[] = {"intend", "plan",  "prepared", "ready",   "willing",
                                         "go",     "agree", "prepare",  "consent", "disposed"};
  constexpr std::string_view kIntents[] = {"intention", "intent",      "plan",
                                           "desire",    "willingness", "interest",
                                           "appetite",  "inclination", "reason"};
  const int head = tree_.head(verb);
  const Relation relation = tree_.relation(verb);
  if (head < 0 || (relation != Relation::xcomp && relation != Relation::acl &&
                   relation != Relation::advcl && relation != Relation::ccomp))
    return false;
  const std::string_view lemma = tree_.lemma(head);
  if (tree_[head].form == "unwilling" || tree_[head].form == "unprepared") return true;
  if (std::ranges::find(kIntents, lemma) != std::end(kIntents) && relation == Relation::acl)
    return tree_.child(head, "no") >= 0;
  const bool wills = std::ranges::find(kWills, lemma) != std::end(kWills) ||
                     std::ranges::find(kWills, tree_[head].form) != std::end(kWills);
  return wills && (tree_.child(head, "not") >= 0 || tree_.child(head, "n't") >= 0) &&
         (lemma != "go" || tree_[head].tag == Tag::VERB_GERUND) && tree_.child(head, "may") < 0 &&
         tree_.child(head, "yet") < 0;
}

/// "will not sign" and "does not recognise" say what the actor wills: rows of "won't" and "doesn't"
/// tell of which verbs. Empty for a verb that is not so denied.
std::string_view Finder::refusal(int verb) const {
  const auto denies = [&](int c) {
    return (tree_.relation(c) == Relation::advmod || tree_.relation(c) == Relation::aux) &&
           (tree_.lemma(c) == "not" || tree_.lemma(c) == "n't" || tree_.lemma(c) == "never");
  };
  if (std::ranges::none_of(tree_.children(verb), denies)) return is_unwilled(verb) ? "won't" : "";
  const bool never = tree_.child(verb, "never") >= 0;
  std::string_view rows = never ? "doesn't" : "";
  for (const int c : tree_.children(verb)) {
    if (tree_.relation(c) != Relation::aux) continue;
    const std::string_view lemma = tree_.lemma(c);
    if (lemma == "will" || lemma == "would" || lemma == "wo") return "won't";
    if (lemma == "do" || lemma == "can" || lemma == "ca")
      rows = "doesn't";
    else if (lemma != "have" || !never)
      return {};  // "may not", "has not yet"
  }
  return rows;
}

/// True for what answers an act with harm: "would bomb", "would respond", "would take retaliatory
/// steps".
bool Finder::harms(int verb) const {
  constexpr std::string_view kAnswers[] = {
      "respond", "retaliate", "react", "retaliatory", "countermeasure", "retaliation", "response"};
  const auto answers = [&](int word) {
    return std::ranges::find(kAnswers, tree_.lemma(word)) != std::end(kAnswers);
  };
  const int below = tree_.child(verb, Relation::xcomp);  // "would have to take", "be forced to"
  const bool bound = tree_.lemma(verb) == "have" || tree_.lemma(verb) == "force" ||
                     tree_.lemma(verb) == "oblige" || tree_.lemma(verb) == "compel";
  if (bound && below >= 0) return harms(below);
  const auto rows = patterns_.triggers(tree_.lemma(verb), WordClass::verb);
  if (!rows.empty() && std::ranges::all_of(rows, [](const Trigger& row) {
        return row.type == ClaimType::assault || row.type == ClaimType::coerce ||
               row.type == ClaimType::sanction || row.type == ClaimType::mobilize;
      }))
    return true;
  const int what = tree_.child(verb, Relation::obj);
  return answers(verb) ||
         (what >= 0 && (answers(what) || std::ranges::any_of(tree_.children(what), answers)));
}

/// "A said that B must leave": whoever says what another has to do asks for it.
bool Finder::demands(int verb) const {
  const Operator* op = patterns_.find_operator(tree_.lemma(verb), WordClass::verb);
  if (op == nullptr || op->voucher != Voucher::subject) return false;
  return std::ranges::any_of(tree_.children(verb), [&](int c) {
    if (tree_.relation(c) != Relation::ccomp) return false;
    const int who = tree_.child(c, Relation::nsubj);
    const Referents asked = who < 0 ? Referents{} : references_.of(who);
    const Referents speakers = arguments_.doers(verb);
    if (asked.empty() || (!speakers.empty() && asked.front().id == speakers.front().id))
      return false;
    const bool bound = tree_.lemma(c) == "need" || tree_.lemma(c) == "have";
    if (bound && tree_.child(c, Relation::xcomp) >= 0) return true;
    return std::ranges::any_of(tree_.children(c), [&](int aux) {
      const std::string_view lemma = tree_.lemma(aux);
      return tree_.relation(aux) == Relation::aux &&
             (lemma == "must" || lemma == "should" || lemma == "ought");
    });
  });
}

/// "would bomb B if", "may have to take countermeasures unless": harm that depends on a condition.
bool Finder::harms_on_condition(int verb) const {
  const auto is_ahead = [&](int aux) {
    return tree_.relation(aux) == Relation::aux &&
           (tree_.lemma(aux) == "will" || tree_.lemma(aux) == "would" ||
            tree_.lemma(aux) == "may" || tree_.lemma(aux) == "could");
  };
  const auto is_condition = [&](int clause) {
    const int mark = tree_.child(clause, Relation::mark);
    return tree_.relation(clause) == Relation::advcl && mark >= 0 &&
           (tree_.lemma(mark) == "if" || tree_.lemma(mark) == "unless" ||
            tree_.lemma(mark) == "should");
  };
  if (!harms(verb) || std::ranges::none_of(tree_.children(verb), is_ahead)) return false;
  for (int at = verb; at >= 0; at = tree_.child(at, Relation::xcomp))
    if (std::ranges::any_of(tree_.children(at), is_condition)) return true;
  return false;
}

/// "A said that it would bomb B if", "A would bomb B if …, its minister warned": who tells what
/// harm he will do on a condition threatens.
bool Finder::threatens(int verb) const {
  const auto speaks = [&](int word) {
    const Operator* op = patterns_.find_operator(tree_.lemma(word), WordClass::verb);
    return op != nullptr && op->voucher == Voucher::subject;
  };
  const auto of_one = [&](int a, int b) {
    const Referents first = arguments_.doers(a), second = arguments_.doers(b);
    return !first.empty() && !second.empty() && first.front().id == second.front().id;
  };
  const int before = tree_.relation(verb) == Relation::parataxis ? tree_.head(verb) : -1;
  if (before >= 0 && before < verb)
    return speaks(verb) && of_one(verb, before) && harms_on_condition(before);
  return speaks(verb) && std::ranges::any_of(tree_.children(verb), [&](int c) {
           return tree_.relation(c) == Relation::ccomp && tree_.child(c, Relation::nsubj) >= 0 &&
                  of_one(c, verb) && harms_on_condition(c);
         });
}

bool Finder::try_word(int word, WordClass word_class) {
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

/// "trade agreement", "border talks": a tie that only says what kind of deed the noun behind names.
bool Finder::is_mere_kind(int word, const Trigger& pattern) const {
  const int head = tree_.head(word);
  return pattern.type == ClaimType::tie && tree_.relation(word) == Relation::compound &&
         head > word && !patterns_.triggers(tree_.lemma(head), WordClass::noun).empty();
}

bool Finder::try_rows(int word, WordClass word_class, std::span<const Trigger> rows) {
  for (const Trigger& pattern : rows) {
    if (is_mere_kind(word, pattern)) continue;
    const int with = needed(word, word_class, pattern);
    const bool fired = with >= 0 && try_pattern(word, word_class, pattern);
    if (trace_ != nullptr && (fired || !untold_))
      trace_->tried({word, word_class}, pattern, with, fired, arguments_);
    if (!fired) continue;
    const bool asks = pattern.type == ClaimType::protest && text::is_verb(tree_[with].tag);
    if (with != word && word_class == WordClass::verb && undoes(pattern) && !asks)
      consume(with, consumed_);
    return true;
  }
  return false;
}

/// Of what a verb's row says what becomes: the word, and the noun of which it is a part ("violated
/// the ceasefire agreement").
void Finder::consume(int word, std::vector<int>& consumed) const {
  if (word < 0) return;
  consumed.push_back(word);
  if (tree_.relation(word) == Relation::compound) consumed.push_back(tree_.head(word));
}

/// "refused to discuss it with B" is a refusal of B; that the talks did not happen adds nothing.
bool Finder::is_refused(const Proposal& proposal) const {
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

void Finder::drop_presupposed() {
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

/// Inside one country a group that the text leaves unnamed is the country's: "police arrested
/// protesters", "citizens marched against their government".
bool Finder::fits(const Trigger& pattern, const Referent& actor, const Referent& recipient) const {
  // Only organisations have members: "US service members in Syria" are none of Syria's.
  if (pattern.layer == Layer::membership && references_.is_state(recipient.id) &&
      references_.is_state(actor.id))
    return false;
  // States do not march: their protest is a word of blame.
  const bool by_state = references_.is_state(actor.id) && !actor.is_place &&
                        (actor.sector.empty() || actor.sector == "GOV") && !is_people(actor);
  if (pattern.type == ClaimType::protest && by_state) return false;
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

bool Finder::is_people(const Referent& r) const {
  const Mention* m = references_.mention(r.first);
  return m != nullptr && m->kind == NameKind::people;
}

/// The ends as what they are inside one country, where the text leaves that unsaid: a crowd, or the
/// state itself as its government ("Venezuela freed dozens of activists").
std::pair<Referent, Referent> Finder::at_home(const Trigger& pattern, Referent actor,
                                              Referent recipient) const {
  const auto settle = [&](Referent& unnamed, const Referent& named) {
    constexpr std::string_view kDomestic[] = {"CVL", "OPP", "EDU", "LAB", "MED", "REL",
                                              "JUD", "LEG", "COP", "MIL", "PTY", "HLH"};
    const std::string_view thing = tree_.lemma(named.last);
    const bool abroad = thing == "embassy" || thing == "consulate";  // the crowd is the host's
    const bool domestic = std::ranges::find(kDomestic, unnamed.sector) != std::end(kDomestic) &&
                          !named.sector.empty() && named.sector != unnamed.sector &&
                          named.id != "UNK" && !abroad;
    if (unnamed.id == "UNK" && domestic && references_.is_state(named.id)) unnamed.id = named.id;
    const bool crowd = is_people(unnamed) || (unnamed.is_place && unnamed.first == named.first);
    if (unnamed.id != named.id || !unnamed.sector.empty()) return;
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

/// "F-16s", "MiG-29", "S-400", but not "G-7".
bool Finder::is_designation(int at) const {
  const std::string_view letters = tree_[at].form;
  return at + 2 < tree_.size() && letters.size() <= 3 && letters != "G" && letters[0] >= 'A' &&
         letters[0] <= 'Z' && tree_[at + 1].form == "-" && tree_[at + 2].form[0] >= '0' &&
         tree_[at + 2].form[0] <= '9';
}

int Finder::needed(int word, WordClass word_class, const Trigger& pattern) const {
  if (pattern.needs.empty()) return word;
  const auto is_needed = [&](int at) {
    const std::uint32_t id = need_ids_[std::size_t(at)];
    return id != 0 && std::ranges::find(pattern.need_ids, id) != pattern.need_ids.end();
  };
  const auto is_kind_needed = [&](int at) {
    const Mention* m = references_.mention(at);
    if (m == nullptr || m->head != at || m->id.empty()) return false;
    return (m->kind == NameKind::person && pattern.needs_official) ||
           (m->kind == NameKind::people && pattern.needs_displaced);
  };
  if (is_refusal_) return is_needed(word) ? word : -1;
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
    return (preposition == "after" || preposition == "before" || preposition == "during" ||
            preposition == "following" || preposition == "since") &&
           std::ranges::find(pattern.needs, preposition) == pattern.needs.end();
  };
  for (const int c : tree_.children(word)) {
    if (has_object && tree_.relation(c) == Relation::nsubj) continue;
    if (only_dates(c)) continue;
    if (is_needed(c) && !is_report(c)) return c;
    const Relation relation = tree_.relation(c);
    if (relation == Relation::obj || relation == Relation::obl || relation == Relation::xcomp ||
        relation == Relation::nsubj_pass || relation == Relation::advmod)
      for (const int d : tree_.children(c)) {
        if (is_needed(d)) return d;
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
    const int who = object >= 0 ? object : tree_.child(word, Relation::nsubj);
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
  return above && is_needed(head) ? head : -1;
}

/// "condemned B and expelled its ambassador": whose it is when it cannot be the subject's.
Referent Finder::object_before(int verb) const {
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
Referent Finder::speaker_above(int verb, const Referent& actor) const {
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
/// what is theirs is done to each other, where nobody else is named.
bool Finder::is_mutual_deed(int verb, const Trigger& pattern) const {
  const bool moves = pattern.type == ClaimType::mobilize;
  const bool sided = pattern.type == ClaimType::sanction || pattern.type == ClaimType::concede;
  if ((!moves && !sided) || pattern.needs.empty()) return false;
  const int with = needed(verb, WordClass::verb, pattern);
  return std::ranges::any_of(tree_.children(verb), [&](int c) {
    const Relation relation = tree_.relation(c);
    const int whose = tree_.child(c, Relation::nmod_poss);
    return c > verb && whose >= 0 && tree_[whose].form == "their" &&
           (relation == Relation::obj || (moves && relation == Relation::obl)) &&
           (moves || c == with);
  });
}

/// Nothing behind the verb, in its own clause, names a third actor.
bool Finder::names_nobody_else(int verb, const Referent& a, const Referent& b) const {
  for (int i = verb, last = tree_.extent(verb).second; i <= last; ++i)
    if (const Mention* m = references_.mention(i);
        m != nullptr && !m->id.empty() && m->id != a.id && m->id != b.id)
      return false;
  return true;
}

/// What is done to somebody before, where its own clause may leave unsaid to whom.
bool may_elide_recipient(ClaimType type) {
  return type == ClaimType::agree || type == ClaimType::threaten || type == ClaimType::sanction ||
         type == ClaimType::request || type == ClaimType::aid || type == ClaimType::mobilize;
}

/// "called B to thank him", "flew to B to ask for aid".
bool Finder::is_purpose(int verb) const {
  const Relation relation = tree_.relation(verb);
  return tree_[verb].tag == Tag::VERB_BASE && tree_.child(verb, "to") >= 0 &&
         (relation == Relation::advcl || relation == Relation::xcomp);
}

/// Who bore the deed that the verb is coordinated with: "met B and pledged to lift the tariffs",
/// "bombed B, threatening to cut the gas", "called B to express his sympathy". Nobody where the
/// verb's own clause names anybody else.
Referents Finder::recipients_before(int verb, const Referent& actor, ClaimType type) const {
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
Referents Finder::foes(int verb, const Referent& actor) const {
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

/// "at A's request B sent troops", "asked by A for help, B sent nurses": it is given to who asked.
void Finder::answer(int verb) {
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

/// "condemned A's raid and promised help to the villages": for whom it is has been told, if not as
/// an actor.
bool Finder::tells_recipient(int verb) const {
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
bool Finder::try_rows_once_more(int verb) {
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
  }
  return false;
}

/// Whose deed a noun comes back to: "condemned the raid", "signed a law, a step that B criticised".
Referents Finder::doers_of_deed(int noun, const Referent& speaker, bool relative) const {
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

/// "this relationship", "those talks": who stood in what the sentences before have told.
void Finder::add_told_before(int noun, const Trigger& pattern) {
  constexpr std::string_view kPointing[] = {"this", "that", "these", "those"};
  const int article = tree_.child(noun, Relation::det);
  if (as_ != WordClass::noun || article < 0 ||
      std::ranges::find(kPointing, tree_.lemma(article)) == std::end(kPointing))
    return;
  const bool tells = std::ranges::any_of(tree_.children(noun), [&](int c) {
    const Relation relation = tree_.relation(c);  // "this relationship between power and law"
    return relation == Relation::nmod || relation == Relation::nmod_poss;
  });
  if (tells) return;
  // "the drill of A and B marked a step in these ties": the sentence itself has told whose.
  if (!proposals_.empty()) {
    const std::vector<Proposal> here = proposals_;
    for (const Proposal& p : here)
      if (p.trigger == here.back().trigger) add(noun, pattern, p.actor, p.recipient);
    return;
  }
  const Referents told =
      deeds_.pairs(pattern.type, standing_of_tie(pattern, Standing()).first, noun);
  for (std::size_t i = 0; i + 1 < told.size(); i += 2) add(noun, pattern, told[i], told[i + 1]);
}

/// "in spite of American sanctions": whom the sentences before have said that they befell.
void Finder::add_known_victims(int noun, const Trigger& pattern) {
  const std::size_t before = proposals_.size();
  for (const Referent& actor : references_.possessors(noun))
    for (const Referent& victim : deeds_.victims(pattern.type, actor, noun))
      add(noun, pattern, actor, victim);
  for (std::size_t i = before; i < proposals_.size(); ++i) proposals_[i].unseen = true;
}

bool Finder::try_pattern(int word, WordClass word_class, const Trigger& pattern) {
  const std::size_t before = proposals_.size();
  if (pattern.mutual) {
    Arguments::Sides sides = arguments_.sides(word, word_class, pattern);
    if (word_class == WordClass::noun && sides.first.empty() && !sides.second.empty())
      sides.first = arguments_.subject_around(word);
    const bool both_ways = !model::is_symmetric(pattern.type);  // "A and B clashed"
    for (std::size_t i = 0; i < sides.first.size(); ++i) {
      if (sides.second.empty())
        for (std::size_t j = i + 1; j < sides.first.size(); ++j)
          add(word, pattern, sides.first[i], sides.first[j]);
      for (const Referent& other : sides.second) add(word, pattern, sides.first[i], other);
    }
    if (!both_ways && sides.first.empty() && sides.second.empty()) add_told_before(word, pattern);
    if (untold_ && proposals_.size() == before &&
        sides.first.empty())  // "the next step is a pact with B"
      for (const Referent& one : sides.second)
        for (const Referent& other : references_.topic_for(word, one))
          add(word, pattern, other, one);
    if (sides.first.empty())
      for (std::size_t i = before; i < proposals_.size(); ++i) proposals_[i].unseen = true;
    if (both_ways)
      for (std::size_t i = before, end = proposals_.size(); i < end; ++i)
        add(word, pattern, proposals_[i].recipient, proposals_[i].actor);
    if (pattern.type == ClaimType::tie && pattern.sign == Sign::plus &&
        word_class == WordClass::noun && proposals_.size() > before)
      for (const Referents& side : {sides.first, sides.second})
        for (const Referent& ally : side)
          for (const Referent& enemy : arguments_.opponents(word))
            add(word, common_enmity(), ally, enemy);
  } else {
    Referents actors = arguments_.fill(word, word_class, pattern.actors, End::actor);
    const bool untold = actors.empty() && untold_ && word_class != WordClass::noun;
    if (untold) actors = references_.topic_for(word, {});
    if (actors.empty()) return false;
    // A slot that names the actor itself again is passed over: "killed a dissident of its own in
    // B".
    Referents recipients;
    for (const bool unknown : {false, true}) {  // "nurses for Tonga": those of no country come last
      for (const Slot& slot : pattern.recipients) {
        recipients = slot.kind == SlotKind::home
                         ? arguments_.home(word, actors)
                         : arguments_.fill(word, word_class, {&slot, 1}, End::recipient);
        if (are_their_own(actors, recipients)) continue;
        // "A and B called off their trip": no trip to one another, as against "the A-B war"
        if (pattern.type != ClaimType::tie && slot.kind == SlotKind::owner && actors.size() > 1 &&
            are_among(recipients, actors))
          continue;
        if (hurts(pattern.type) && word_class == WordClass::verb && actors.size() == 1 &&
            !recipients.empty() && recipients.front().id == actors.front().id)
          if (const Referent other = speaker_above(word, actors.front()); !other.id.empty())
            recipients = {other};
        if (!recipients.empty() && actors.size() == 1 &&
            recipients.front().id == actors.front().id && spares_oneself(word, pattern, slot))
          if (Referents other =
                  references_.other_owner(arguments_.thing(word, slot), actors.front().id);
              !other.empty())
            recipients = std::move(other);
        for (const Referent& actor : actors)
          for (const Referent& recipient : recipients)
            if ((recipient.id == "UNK") == unknown) add(word, pattern, actor, recipient);
        if (proposals_.size() > before) break;
      }
      if (proposals_.size() > before) break;
    }
    if (proposals_.size() == before)
      for (const Referent& actor : actors) add(word, pattern, actor, object_before(word));
    if (proposals_.size() == before && hurts(pattern.type) && word_class == WordClass::verb)
      for (const Referent& actor : actors) add(word, pattern, actor, speaker_above(word, actor));
    if (proposals_.size() == before && !touches_places(pattern))
      for (const Referent& actor : actors)
        for (const Slot& slot : pattern.recipients) {
          const int noun = arguments_.thing(word, slot);
          if (noun < 0) continue;
          const bool relative =
              tree_.relation(word) == Relation::acl_relcl && tree_.head(word) == noun;
          for (const Referent& doer : doers_of_deed(noun, actor, relative))
            if (std::ranges::find(actors, doer.id, &Referent::id) == actors.end())
              add(word, pattern, actor, doer);
          break;
        }
    if (proposals_.size() == before && word_class == WordClass::noun && may_be_known(pattern.type))
      add_known_victims(word, pattern);
    if (untold)
      for (std::size_t i = before; i < proposals_.size(); ++i) proposals_[i].unseen = true;
    const bool relational = pattern.actors.front().kind == SlotKind::bearer;
    // "China and Pakistan are allies", but not "paid tribute to its allies, A, B and C"
    const bool each_other = actors.size() == 2 || tree_.child(word, Relation::cop) >= 0;
    if (relational && recipients.empty() && each_other)
      for (std::size_t i = 0; i < actors.size(); ++i)
        for (std::size_t j = i + 1; j < actors.size(); ++j)
          add(word, pattern, actors[i], actors[j]);
  }
  return proposals_.size() > before;
}

/// "expelled its ambassador", "imposed sanctions on its exports", "shelled its positions": what
/// nobody does to oneself, so that "its" is somebody else's. But "suspended its aid".
bool Finder::spares_oneself(int word, const Trigger& pattern, const Slot& slot) const {
  const int noun = arguments_.thing(word, slot);
  if (noun < 0) return false;
  const Mention* m = references_.mention(noun);
  const bool person = m != nullptr && m->role == RoleKind::person;
  if (pattern.type == ClaimType::assault) return m == nullptr;
  return pattern.type == ClaimType::sanction &&
         (slot.kind == SlotKind::object ? person : slot.kind == SlotKind::preposition);
}

void Finder::add(int word, const Trigger& pattern, const Referent& actor_named,
                 const Referent& recipient_named) {
  const auto [actor, recipient] = at_home(pattern, actor_named, recipient_named);
  if (!can_pair(actor, recipient) || !fits(pattern, actor, recipient) ||
      proposals_.size() >= kMaxPairs) {
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
}

/// "A vetoed a resolution condemning B": whoever refuses a text says nothing of what it says, and
/// refuses nothing of B's.
bool Finder::is_refused_text(int word, const Trigger& row, const Referent& actor,
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

/// "A's ambassador to B": where somebody else's man is posted, who does not act there himself.
bool Finder::is_posting(const Mention& m) const {
  const int whose = tree_.head(m.head);
  const Mention* man =
      whose >= 0 && tree_.relation(m.head) == Relation::nmod ? references_.mention(whose) : nullptr;
  return man != nullptr && man->role && !man->id.empty() && man->id != m.id &&
         tree_.preposition(m.head) == "to";
}

/// "A deplored the invasion of B", "A backed the sanctions on B": who judges a deed does not do it.
bool Finder::is_judge(int noun, const Referent& who) const {
  const int verb = tree_.head(noun);
  if (verb < 0 || tree_.relation(noun) != Relation::obj || !text::is_verb(tree_[verb].tag))
    return false;
  const Operator* op = patterns_.find_operator(tree_.lemma(verb), WordClass::verb);
  if (op != nullptr && op->carries) return false;
  const bool judges = std::ranges::any_of(
      patterns_.triggers(tree_.lemma(verb), WordClass::verb), [](const Trigger& row) {
        return row.needs.empty() &&
               (row.type == ClaimType::accuse || row.type == ClaimType::reject ||
                row.type == ClaimType::support);
      });
  const Referents doers = judges ? arguments_.doers(verb) : Referents{};
  return std::ranges::find(doers, who.id, &Referent::id) != doers.end();
}

/// "Storms in A killed ten of B": where something is does nothing.
bool Finder::is_scene(const Referent& who) const {
  const Mention* m = references_.mention(who.first);
  if (m == nullptr || m->role || (m->kind != NameKind::country && m->kind != NameKind::place))
    return false;
  const std::string preposition = tree_.preposition(m->head);
  return preposition == "in" || preposition == "near" || preposition == "across" ||
         preposition == "throughout" || preposition == "outside" || preposition == "inside";
}

/// "A signed the treaty despite opposition from B", "unlike B": not among those who do.
bool Finder::stands_aside(int word, const Referent& who) const {
  const Mention* m = references_.mention(who.first);
  int at = m == nullptr ? who.first : m->head;
  for (int steps = 0; at >= 0 && at != word && steps < 4; at = tree_.head(at), ++steps) {
    const std::string preposition = tree_.preposition(at);
    if (preposition == "despite" || preposition == "unlike" || preposition == "notwithstanding" ||
        preposition == "in spite of" || preposition == "instead of")
      return true;
  }
  return false;
}

/// "B's soldiers were killed in A", "the journalists kidnapped in A": to whom it was done did not
/// do it, but for a row that says so ("troops were sent to A").
bool Finder::is_patient(int verb, const Trigger& row, const Referent& who) const {
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
bool Finder::follows_preposition(const Referent& end) const {
  const Mention* m = references_.mention(end.first);
  int at = m == nullptr ? end.first : m->head;
  while (tree_.relation(at) == Relation::conj && tree_.head(at) >= 0) at = tree_.head(at);
  return !tree_.preposition(at).empty();
}

/// Whoever the sentence names or stands words for, one by one.
Referents Finder::ends() const {
  Referents found;
  for (int i = 0; i < tree_.size(); ++i) {
    const Mention* m = references_.mention(i);
    if (m != nullptr) {
      i = m->end - 1;
      // "held talks in Moscow": a seat of government that only locates.
      const std::string before = m->kind == NameKind::seat ? tree_.preposition(m->head) : "";
      if (before == "in" || before == "at" || is_posting(*m)) continue;
      if (!m->id.empty() && (m->can_act() || m->kind == NameKind::adjective)) {
        Referent named{m->id, m->sector, m->begin, m->end - 1, m->certainty};
        named.is_owner = !m->can_act();
        found.push_back(named);
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

/// False where the tree tells that it is the other way round: who does what a verb says is not its
/// object, whom it is done to not its subject.
bool Finder::can_stand(int verb, const Trigger& row, const Referent& actor,
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
void Finder::widen(int word, WordClass word_class, std::span<const Referent> ends,
                   std::vector<Candidate>& candidates) const {
  constexpr int kFar = 4;  // steps to both: beyond, the model finds next to nothing
  Referents near;
  std::vector<int> steps;
  for (const Referent& end : ends) {
    const Mention* m = references_.mention(end.first);
    const int distance = tree_.distance(word, m == nullptr ? end.first : m->head);
    if (distance > kFar || (end.first <= word && word <= end.last)) continue;
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
    const auto is_beside = [&](const Referent& end) {
      return word_class == WordClass::verb && tree_.is_below(end.first, word) &&
             !follows_preposition(end);
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
        if (is_refused_text(word, row, actor, recipient)) continue;
        if (stands_aside(word, actor) || stands_aside(word, recipient)) continue;
        if (!model::is_symmetric(row.type) && is_scene(actor)) continue;
        if (!model::is_symmetric(row.type) &&
            (word_class == WordClass::noun ? is_judge(word, actor) : is_patient(word, row, actor)))
          continue;
        candidates.push_back({word, word_class, &row, actor, recipient, false});
      }
  }
}

std::vector<Candidate> Finder::widen(const std::vector<Proposal>& proposals) const {
  std::vector<Candidate> result;
  for (const Proposal& p : proposals)
    result.push_back({p.trigger, p.as, p.pattern, p.actor, p.recipient, true});
  const Referents everybody = ends();
  if (everybody.size() < 2) return result;
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
    // The tagger errs now and then: a word that has no rows as what it was taken for is tried as
    // what it has rows for.
    // "its gas": but not a noun with an owner or an article for a verb.
    const bool sure = own == WordClass::noun && (tree_.child(i, Relation::nmod_poss) >= 0 ||
                                                 tree_.child(i, Relation::det) >= 0);
    for (const WordClass as : {own, WordClass::noun, WordClass::verb, WordClass::adjective}) {
      if (sure && as == WordClass::verb) continue;
      if (patterns_.triggers(tree_.lemma(i), as).empty()) continue;
      widen(i, as, everybody, result);
      break;
    }
  }
  return result;
}

}  // namespace

std::vector<Candidate> candidates(const std::vector<Proposal>& proposals, const Tree& tree,
                                  const References& references, const Patterns& patterns) {
  return Finder(tree, references, patterns, Deeds(), nullptr).widen(proposals);
}

std::vector<Proposal> propose(const Tree& tree, const References& references,
                              const Patterns& patterns, const Deeds& deeds, Trace* trace) {
  std::vector<Proposal> proposals = Finder(tree, references, patterns, deeds, trace).run();
  if (trace != nullptr) trace->proposals = proposals;
  return proposals;
}

}  // namespace entente::reading
