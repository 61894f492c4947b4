#include "entente/reading/frames.h"
#include "entente/reading/standing_climber.h"

namespace entente::reading {

using model::AuxSet;
using text::Relation;
using text::Tag;

namespace {

bool is_negation(std::string_view lemma) {
  constexpr std::array<std::string_view, 10> kWords{
      "not", "n't", "n’t", "never", "no", "neither", "nor", "without", "hardly", "scarcely"};
  return is_one_of(lemma, kWords);
}

bool is_comparative(std::string_view form) {
  constexpr std::array<std::string_view, 13> kForms{
      "better", "closer", "stronger", "warmer", "worse",  "lower",     "higher",
      "colder", "deeper", "greater",  "tenser", "cooler", "friendlier"};
  return is_one_of(form, kForms);
}
bool is_condition(std::string_view lemma) {
  constexpr std::array<std::string_view, 6> kWords{"if",   "unless", "whether",
                                                   "lest", "should", "provided"};
  return is_one_of(lemma, kWords);
}

/// "until A signs", "once A has signed": what has not come about yet where the main clause is
/// ahead.
bool is_awaited(std::string_view lemma) {
  constexpr std::array<std::string_view, 6> kWords{"once", "until",  "till",
                                                   "when", "before", "after"};
  return is_one_of(lemma, kWords);
}

bool is_hedge(std::string_view lemma) {
  constexpr std::array<std::string_view, 8> kWords{"possibly",   "probably",    "perhaps",
                                                   "likely",     "potentially", "maybe",
                                                   "presumably", "apparently"};
  return is_one_of(lemma, kWords);
}

}  // namespace

bool is_case(std::string_view lemma) {
  constexpr std::array<std::string_view, 7> kWords{
      "scenario", "variant", "option", "possibility", "hypothesis", "alternative", "assumption"};
  return is_one_of(lemma, kWords);
}

/// "decided it would not give": "would" is the future of a past report, else a condition.
bool Climber::in_past_report(int predicate) const {
  const int head = tree_.head(predicate);
  for (const int c : tree_.children(predicate))  // "A would send a plane, officials said"
    if (tree_.relation(c) == Relation::parataxis && tree_[c].tag == Tag::VERB_PAST)
      if (const Operator* op = operator_at(c); op != nullptr && op->voucher == Voucher::subject)
        return true;
  if (tree_.relation(predicate) != Relation::ccomp || head < 0) return false;
  return tree_[head].tag == Tag::VERB_PAST || tree_[head].tag == Tag::VERB_PARTICIPLE;
}

/// "will", and "would" as the future of a past report.
bool Climber::is_ahead(int predicate, int modal) const {
  const std::string_view lemma = tree_.lemma(modal);
  return lemma == "will" || lemma == "shall" || lemma == "'ll" || lemma == "’ll" ||
         ((lemma == "would" || lemma == "'d") && in_past_report(predicate));
}

void Climber::read_modal(int predicate, int modal) {
  const std::string_view lemma = tree_.lemma(modal);
  constexpr std::array<std::string_view, 7> kPossible{"may",    "might", "can",  "could",
                                                      "should", "must",  "ought"};
  if (is_ahead(predicate, modal))
    add(model::future, modal,
        lemma == "would" || lemma == "'d" ? "the future of a past report" : "of the future");
  else if (lemma == "would" || lemma == "'d")
    add(model::hypothetical, modal, "of a condition");
  else if (is_one_of(lemma, kPossible))
    add(model::hypothetical, modal, "a modal verb");
}

/// "a century ago", "in the days of Nasser", "under colonial rule": another time, told in the past.
bool Climber::is_long_ago(int predicate, int phrase) const {
  if (tree_[predicate].tag != Tag::VERB_PAST && tree_[predicate].tag != Tag::VERB_PARTICIPLE)
    return false;
  const std::string_view lemma = tree_.lemma(phrase);
  if (lemma == "ago")
    return std::ranges::any_of(tree_.children(phrase), [&](int c) {
      return tree_.lemma(c) == "century" || tree_.lemma(c) == "generation";
    });
  if (tree_.relation(phrase) != Relation::obl) return false;
  const std::string preposition = tree_.preposition(phrase);
  constexpr std::array<std::string_view, 6> kTimes{"day", "time", "era", "reign", "heyday", "age"};
  const int whose = tree_.child(phrase, Relation::nmod);
  if (is_one_of(lemma, kTimes))
    return (preposition == "in" || preposition == "during") && whose >= 0 &&
           tree_.preposition(whose) == "of" && text::is_proper(tree_[whose].tag);
  return (lemma == "rule" || lemma == "empire") && preposition == "under" &&
         (tree_.child(phrase, "colonial") >= 0 || tree_.child(phrase, "imperial") >= 0);
}

/// "A will sign if B pays", "otherwise A will leave", "in that case", "should B leave, A will":
/// what will be on a condition may not be (codebook 5). "Even if B protests" is none.
bool Climber::is_conditional(int predicate) const {
  return std::ranges::any_of(tree_.children(predicate), [&](int c) {
    if (tree_.lemma(c) == "otherwise") return c < predicate;
    if (tree_.relation(c) == Relation::obl)
      return (tree_.lemma(c) == "case" || tree_.lemma(c) == "event") &&
             tree_.preposition(c) == "in" && tree_.child(c, "any") < 0 && c < predicate;
    if (tree_.relation(c) != Relation::advcl) return false;
    const int first = tree_.extent(c).first, mark = tree_.child(c, Relation::mark);
    if (first == tree_.child(c, Relation::aux) && first < tree_.child(c, Relation::nsubj))
      return true;
    if (mark < 0 || (mark > 0 && tree_.lemma(mark - 1) == "even")) return false;
    return tree_.lemma(mark) == "if" || tree_.lemma(mark) == "unless" ||
           tree_.lemma(mark) == "provided";
  });
}

/// "A will act once B leaves", "no talks can begin until B has left": what is waited for.
bool Climber::is_waited_for(int predicate) const {
  int head = tree_.head(predicate);
  if (head < 0 || tree_.relation(predicate) != Relation::advcl) return false;
  const bool soon = tree_.lemma(head) == "soon";  // "as soon as B leaves"
  if (soon) head = tree_.head(head);
  const int modal = tree_.child(head, Relation::aux), own = tree_.child(predicate, Relation::aux);
  const bool ahead = modal >= 0 && tree_[modal].tag == Tag::AUX_MODAL;
  const bool present = tree_[predicate].tag == Tag::VERB_PRESENT ||
                       (own >= 0 && tree_[own].tag == Tag::AUX_PRESENT) ||
                       (tree_.child(predicate, Relation::aux_pass) >= 0 &&
                        tree_[tree_.child(predicate, Relation::aux_pass)].tag == Tag::AUX_PRESENT);
  if (ahead && present && soon) return true;
  return ahead && present && std::ranges::any_of(tree_.children(predicate), [&](int c) {
           const Relation relation = tree_.relation(c);
           return (relation == Relation::mark || relation == Relation::advmod) &&
                  is_awaited(tree_.lemma(c));
         });
}

/// "Does A support B?", not "Why does A support B?", which takes it for granted.
bool Climber::asks(int predicate) const {
  if (tree_[tree_.size() - 1].form != "?") return false;
  constexpr std::array<std::string_view, 8> kGranted{"why",  "how",   "what",  "who",
                                                     "when", "where", "which", "whose"};
  // "A has accused B; what happens now?" asks about something else.
  const int who = tree_.child(predicate, Relation::nsubj);
  bool turned = false;
  for (const int c : tree_.children(predicate)) {
    if (is_one_of(tree_.lemma(c), kGranted)) return false;
    const Relation relation = tree_.relation(c);
    turned = turned || (c < who && (relation == Relation::aux || relation == Relation::cop));
  }
  return turned;
}

bool Climber::has_type(int word, model::ClaimType type) const {
  const auto triggers = patterns_.triggers(tree_.lemma(word), word_class_of(tree_[word].tag));
  return std::ranges::any_of(triggers, [&](const Trigger& t) { return t.type == type; });
}

/// "instead of arming B", "rather than arm B"
bool Climber::is_instead(int mark) const {
  const std::string_view lemma = tree_.lemma(mark);
  return (lemma == "instead" && tree_.child(mark, "of") >= 0) ||
         (lemma == "rather" && tree_.child(mark, "than") >= 0);
}

/// "no state", "none of the states", "nothing", "neither A nor B"
bool Climber::excludes(int noun) const {
  constexpr std::array<std::string_view, 5> kNobody{"none", "neither", "nobody", "nothing",
                                                    "no-one"};
  if (is_one_of(tree_.lemma(noun), kNobody)) return true;
  return std::ranges::any_of(tree_.children(noun), [&](int c) {
    const std::string_view lemma = tree_.lemma(c);
    return c < noun &&
           ((lemma == "no" && tree_.relation(c) == Relation::det) || lemma == "neither");
  });
}

/// "little incentive to", "scant interest in", but not "a little patience", "little choice but to",
/// nor "little chance that", which leaves it open.
bool Climber::is_scant(int noun, int below) const {
  if (tree_.child(noun, Relation::det) >= 0 || tree_.lemma(noun) == "choice" ||
      (below >= 0 && tree_.child(below, "that") >= 0))
    return false;
  return std::ranges::any_of(tree_.children(noun), [&](int c) {
    const std::string_view lemma = tree_.lemma(c);
    return tree_.relation(c) == Relation::amod && (lemma == "little" || lemma == "scant");
  });
}

/// "Stop arming B", "do not trade with B": a demand and no report.
bool Climber::is_imperative(int predicate) const {
  const Relation relation = tree_.relation(predicate);
  const bool main = relation == Relation::root || relation == Relation::ccomp ||
                    relation == Relation::parataxis || relation == Relation::advcl;
  if (tree_[predicate].tag != Tag::VERB_BASE || !main) return false;
  return std::ranges::none_of(tree_.children(predicate), [&](int c) {
    const Relation child = tree_.relation(c);
    return child == Relation::nsubj || child == Relation::nsubj_pass || child == Relation::mark ||
           ((child == Relation::aux || child == Relation::aux_pass) && tree_.lemma(c) != "do");
  });
}

/// "By arming B, A would …": what would be done by it would be done. "By arming B A may have …"
/// has been done.
void Climber::read_instrument(int gerund) {
  const int head = tree_.head(gerund);
  if (head < 0 || tree_.relation(gerund) != Relation::advcl ||
      tree_[gerund].tag != Tag::VERB_GERUND || tree_.child(gerund, "by") < 0 ||
      tree_.child(head, "have") >= 0)
    return;
  const int modal = tree_.child(head, Relation::aux);
  if (modal >= 0 && tree_[modal].tag == Tag::AUX_MODAL) read_modal(head, modal);
}

void Climber::read_clause(int predicate) {
  // "A is to lend B money", "A to visit B"
  const int to = tree_.child(predicate, "to");
  if (is_infinitive(tree_, predicate)) {
    const int head = tree_.head(predicate);
    const bool of_be = head >= 0 && tree_.relation(predicate) == Relation::xcomp &&
                       tree_.lemma(head) == "be" && tree_.relation(head) != Relation::cop;
    // "the first way is to turn to B" tells what could be done.
    int who = tree_.child(predicate, Relation::nsubj);
    if (who < 0) who = tree_.child(predicate, Relation::nsubj_outer);
    // "what A wants is to arm B", "what A did was to arm B"
    // "the first thing A did was to arm B"
    constexpr std::array<std::string_view, 4> kThing{"thing", "step", "move", "act"};
    const bool open =
        who >= 0 && (tree_[who].tag == Tag::PRON || is_one_of(tree_.lemma(who), kThing));
    const int told = open ? tree_.child(who, Relation::acl_relcl) : -1;
    const Operator* wish = told < 0 ? nullptr : operator_at(told);
    const bool option = who >= 0 && tree_[who].tag != Tag::PRON &&
                        tree_.child(predicate, Relation::cop) >= 0 && references_.at(who).empty();
    const bool headline = tree_.relation(predicate) == Relation::ccomp &&
                          tree_.child(predicate, Relation::nsubj) >= 0 &&
                          tree_.child(predicate, "for") < 0;
    const int yet = tree_.child(predicate, "yet");
    if (yet >= 0 && yet + 1 == to)
      add(model::negation, yet, "falls short of it");  // "is yet to sign"
    else if (told >= 0)
      add(wish == nullptr ? AuxSet{0} : wish->aux, told, "above it", wish);
    else if (of_be || headline || tree_.child(predicate, Relation::cop) >= 0 || head < 0)
      add(option ? model::hypothetical : model::future, to, "is to come");
  }
  // "A was to have visited B"
  const int was = tree_.child(predicate, "be");
  if (to >= 0 && was >= 0 && tree_[was].tag != Tag::AUX_PARTICIPLE &&
      tree_.child(predicate, "have") >= 0 && tree_[predicate].tag == Tag::VERB_PARTICIPLE)
    add(model::negation | model::future, to, "was to come and did not");
  if (is_imperative(predicate)) add(model::hypothetical, predicate, "a demand");
  // "Had A attacked B, C would have objected"
  const int aux = tree_.child(predicate, Relation::aux);
  const bool turned = tree_.child(predicate, Relation::nsubj) > aux ||
                      tree_.child(predicate, Relation::nsubj_pass) > aux;
  if (aux == 0 && tree_.lemma(aux) == "have" && turned && tree_[tree_.size() - 1].form != "?")
    add(model::hypothetical, aux, "opens a condition");
  if (tree_.head(predicate) < 0 && asks(predicate))
    add(model::hypothetical, tree_.size() - 1, "asked");
  read_instrument(predicate);
  if (is_waited_for(predicate)) add(model::hypothetical, predicate, "waited for");
  for (const int c : tree_.children(predicate)) {
    const std::string_view lemma = tree_.lemma(c);
    const Relation relation = tree_.relation(c);
    const bool marks = relation == Relation::advmod || relation == Relation::cc ||
                       relation == Relation::mark || relation == Relation::det ||
                       relation == Relation::case_;
    if (relation == Relation::aux) {
      read_modal(predicate, c);
      if (is_ahead(predicate, c) && is_conditional(predicate))
        add(model::hypothetical, c, "on a condition");
    }
    // "ties have never been closer": they are as close as can be
    const bool compared = lemma == "never" && is_comparative(tree_[predicate].form);
    const bool hardly = lemma == "ever" && std::ranges::any_of(tree_.children(c), [&](int word) {
                          return is_negation(tree_.lemma(word));  // "hardly ever"
                        });
    if (marks && !compared && !is_more(tree_, c) && (is_negation(lemma) || hardly || is_instead(c)))
      add(model::negation, c, "denies");
    if (tree_[c].form == "longer" && tree_.child(c, "no") >= 0) {
      standing_.lapsed = true;  // of a tie that is a change, and no denial
      add(model::negation, c, "no longer does");
    }
    if (predicate == trigger_ && c + 1 == predicate && (lemma == "nearly" || lemma == "almost") &&
        text::is_verb(tree_[predicate].tag))
      add(model::negation, c, "falls short of it");
    const bool in_case = lemma == "in" && tree_.child(c, "case") >= 0;
    if (relation == Relation::mark && (is_condition(lemma) || in_case))
      add(model::hypothetical, c, "opens a condition");
    if (relation == Relation::advmod && is_hedge(lemma)) add(model::hypothetical, c, "hedges");
    // "once armed B", "B, once armed by A"; "once a week" says how often
    const bool bare = tree_[predicate].tag == Tag::VERB_PARTICIPLE && c > 0 &&
                      tree_[c - 1].form == "," && tree_.child(predicate, Relation::obl_agent) >= 0;
    if ((relation == Relation::advmod || bare) && lemma == "once" && c + 1 == predicate &&
        (tree_[predicate].tag == Tag::VERB_PAST || bare))
      add(model::historical, c, "long ago");
    // "in the second scenario"
    if (relation == Relation::obl && is_case(lemma))
      add(lemma == "scenario" && tree_[predicate].tag == Tag::VERB_PRESENT
              ? model::hypothetical | model::future
              : AuxSet{model::hypothetical},
          c, "one case of several");
    if ((relation == Relation::advmod && lemma == "formerly") || is_long_ago(predicate, c))
      add(model::historical, c, "long ago");
    // "no state signed", "sells no weapons to B", "neither A nor B": none of them, nothing.
    // "wanted no part in it" is a refusal already.
    const bool takes_part = relation == Relation::nsubj || relation == Relation::nsubj_pass ||
                            (relation == Relation::obj && predicate == trigger_ &&
                             !has_type(predicate, model::ClaimType::reject));
    if (takes_part && excludes(c)) add(model::negation, c, "denies");
  }
}

void Climber::read_noun(int noun) {
  for (const int c : tree_.children(noun)) {
    const std::string_view lemma = tree_.lemma(c);
    const bool denies = (tree_.relation(c) == Relation::det && lemma == "no") ||
                        (tree_.relation(c) == Relation::case_ && lemma == "without");
    const auto rows = patterns_.triggers(tree_.lemma(noun), WordClass::noun);
    const bool scarcely = tree_.relation(c) == Relation::amod && lemma == "little" &&
                          tree_.child(noun, Relation::det) < 0 && !rows.empty() &&
                          rows.back().sign == model::Sign::plus;  // "has little trust in B"
    if (denies || scarcely) add(model::negation, c, "denies");
    if (lemma == "once" && c < noun)
      add(model::historical, c, "long ago");  // "A and B, once adversaries"
    if (tree_.relation(c) == Relation::amod || tree_.relation(c) == Relation::compound ||
        tree_.relation(c) == Relation::advmod) {
      // "closer ties": the degree may matter, so the form goes before the lemma.
      const Operator* op = patterns_.find_operator(tree_[c].form, WordClass::adjective);
      if (op == nullptr) op = patterns_.find_operator(lemma, WordClass::adjective);
      if (op == nullptr && text::is_verb(tree_[c].tag))
        op = patterns_.find_operator(lemma, WordClass::verb);
      if (op == nullptr) continue;
      add(op->aux, c, "beside the word", op);
      if (op->sign != model::Sign::none) set_sign(*op, c);
      if (op->trend != model::Trend::none) set_trend(*op, c);
    }
  }
}

/// "A chill settled over their relations", "distrust crept into the alliance": what comes over a
/// tie becomes of it.
void Climber::read_mood(int verb, int tie) {
  const std::string preposition = tree_.preposition(tie);
  if (preposition != "over" && preposition != "on" && preposition != "upon" &&
      preposition != "into" && preposition != "between")
    return;
  const int mood = tree_.child(verb, Relation::nsubj);
  const Operator* op =
      mood < 0 ? nullptr : patterns_.find_operator(tree_.lemma(mood), WordClass::noun);
  if (op == nullptr || op->trend == model::Trend::none || standing_.trend != model::Trend::none)
    return;
  if (op->sign != model::Sign::none) set_sign(*op, mood);
  set_trend(*op, mood);
}

}  // namespace entente::reading
