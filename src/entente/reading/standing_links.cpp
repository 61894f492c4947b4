#include "entente/reading/standing_climber.h"

#include "entente/reading/argument_words.h"
#include "entente/reading/frames.h"

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

/// "it is time to", "it is vital that", "an obligation to": what ought to be and may not.
bool is_needful(std::string_view lemma) {
  constexpr std::array<std::string_view, 18> kWords{
      "necessary", "important", "vital",  "essential", "imperative",     "crucial",
      "incumbent", "wise",      "better", "best",      "time",           "reason",
      "cause",     "duty",      "ought",  "incentive", "responsibility", "obligation"};
  return is_one_of(lemma, kWords);
}

/// "thought of arming B": what one thinks or talks of doing, not what one says is done.
bool is_musing(std::string_view lemma) {
  constexpr std::array<std::string_view, 4> kWords{"think", "talk", "speak", "dream"};
  return is_one_of(lemma, kWords);
}

}  // namespace

/// "the talks", "both rivals", "A's raid": spoken of as known.
bool is_known(const Tree& tree, int noun) {
  return tree.child(noun, "the") >= 0 || tree.child(noun, "both") >= 0 ||
         tree.child(noun, Relation::nmod_poss) >= 0;
}

/// "is seen as arming B", "described them as backing B"
bool Climber::is_as_what(int below) const {
  const int having = tree_.child(below, Relation::aux);
  const bool done = having >= 0 && tree_[having].tag == Tag::AUX_GERUND;
  return tree_.relation(below) == Relation::advcl &&
         (tree_[below].tag == Tag::VERB_GERUND || done) && tree_.child(below, "as") >= 0;
}

/// A clause that tells what else is so: "although B trades with C", "after meeting B", ", which
/// trades with C".
bool Climber::is_aside(int below) const {
  constexpr std::array<std::string_view, 12> kMarks{"while",  "whereas", "although",  "though",
                                                    "after",  "before",  "when",      "by",
                                                    "during", "despite", "whereupon", "as"};
  if (tree_.relation(below) == Relation::acl_relcl) {
    const int first = tree_.extent(below).first;
    return first > 0 && (tree_[first].form == "," || tree_[first - 1].form == ",");
  }
  const int mark = tree_.child(below, Relation::mark);
  const int adverb = tree_.child(below, Relation::advmod);
  const Relation relation = tree_.relation(below);
  if (is_as_what(below)) return false;
  if (relation == Relation::conj) return mark >= 0 && tree_.lemma(mark) == "whereupon";
  return relation == Relation::advcl && ((mark >= 0 && is_one_of(tree_.lemma(mark), kMarks)) ||
                                         (adverb >= 0 && is_one_of(tree_.lemma(adverb), kMarks)));
}

/// "A said that it would meet B and called on C", "A fears that B will fall and has asked C":
/// what stands in another tense is not what is said, but beside it.
bool Climber::stands_beside(int below, int above) const {
  const int speech = tree_.head(above), aux = tree_.child(below, Relation::aux);
  if (tree_.relation(below) != Relation::conj || tree_.relation(above) != Relation::ccomp ||
      tree_.child(below, Relation::nsubj) >= 0 || speech < 0 || speech > above)
    return false;
  const bool perfect =
      tree_[below].tag == Tag::VERB_PARTICIPLE && aux >= 0 && tree_.lemma(aux) == "have";
  const bool past =
      tree_[below].tag == Tag::VERB_PAST && aux < 0 && tree_[speech].tag == Tag::VERB_PAST;
  const int other = tree_.child(above, Relation::aux);
  return other >= 0 && (past || (perfect && tree_[other].tag == Tag::AUX_MODAL));
}

/// "would use the agreement with B": what the verb takes for granted.
bool Climber::is_granted(int below, int above) const {
  const Relation relation = tree_.relation(below);
  const bool definite = is_known(tree_, below);
  // "will join American sanctions", "may evade sanctions by A": they are there
  constexpr std::array<std::string_view, 8> kThere{"join",   "follow", "evade", "circumvent",
                                                   "bypass", "skirt",  "dodge", "weather"};
  if (below == trigger_ && text::is_noun(tree_[below].tag) && relation == Relation::obj &&
      is_one_of(tree_.lemma(above), kThere) && !references_.owners(below).empty() &&
      has_type(below, model::ClaimType::sanction))
    return true;
  return below == trigger_ && text::is_noun(tree_[below].tag) && definite &&
         (relation == Relation::obj || relation == Relation::obl) &&
         operator_at(above) == nullptr && !favours_change(below, above) &&
         !is_share_in(below, above) && !is_gone_for(below, above);
}

/// "accused B of an attack", "blamed B for the raid": a deed on the word of whoever charges another
/// with it.
bool Climber::is_charged_with(int deed, int verb) const {
  const std::string preposition = tree_.preposition(deed);
  if (deed != trigger_ || verb < 0 || !text::is_noun(tree_[deed].tag) ||
      !text::is_verb(tree_[verb].tag) || !has_type(verb, model::ClaimType::accuse))
    return false;
  const Relation relation = tree_.relation(deed);
  const bool assigned = tree_.lemma(verb) == "blame" &&
                        (relation == Relation::obj || relation == Relation::nsubj_pass);
  return assigned || preposition == "of" || preposition == "for";
}

/// "accused B of arming C": the gerund hangs from the object, but the verb says it.
bool Climber::is_charge(int below) const {
  const int whom = tree_.head(below);
  if (whom >= 0 && tree_.relation(below) == Relation::nmod &&
      is_charged_with(below, tree_.head(whom)))
    return !references_.of(whom).empty();
  const int mark = tree_.child(below, Relation::mark);
  return tree_.relation(below) == Relation::acl && tree_[below].tag == Tag::VERB_GERUND &&
         mark >= 0 && (tree_.lemma(mark) == "of" || tree_.lemma(mark) == "for");
}

/// "ways of cooperation", "a policy of pressure"
bool Climber::is_mere_frame(int below, int above) const {
  constexpr std::array<std::string_view, 12> kFrames{"way",    "means", "method",  "form",
                                                     "kind",   "sort",  "path",    "course",
                                                     "policy", "state", "process", "matter"};
  return tree_.relation(below) == Relation::nmod && tree_.preposition(below) == "of" &&
         is_one_of(tree_.lemma(above), kFrames);
}

/// "refused to sign, accusing B of …": what is said to it is said, whatever is refused. "called
/// on B to leave, citing its pact with C": what goes with a request is not requested.
bool Climber::is_said_besides(int gerund) const {
  const int first = tree_.extent(gerund).first;
  const auto rows = patterns_.triggers(tree_.lemma(gerund), WordClass::verb);
  if (first == 0 || (tree_[first].form != "," && tree_[first - 1].form != ",")) return false;
  const auto above = patterns_.triggers(tree_.lemma(tree_.head(gerund)), WordClass::verb);
  const Operator* op = operator_at(tree_.head(gerund));
  if (op != nullptr && (op->aux & model::negation) != 0) return true;
  if (std::ranges::find(above, model::ClaimType::request, &Trigger::type) != above.end())
    return true;
  if (rows.empty()) return false;
  const model::ClaimType type = rows.back().type;
  return type == model::ClaimType::accuse || type == model::ClaimType::request ||
         type == model::ClaimType::support || type == model::ClaimType::threaten;
}

/// "A said no; B accepted", "A accuses B, while C charges": told beside it.
bool Climber::is_parted(int one, int other) const {
  const int first = std::min(one, other), last = std::max(one, other);
  for (int i = first + 1; i < last; ++i)
    if (tree_[i].form == ";") return true;
  const int mark = tree_.child(one, Relation::nsubj) < 0
                       ? -1
                       : tree_.child(tree_.child(one, Relation::nsubj), Relation::mark);
  return one > other && mark >= 0;
}

/// "plans to meet", "the idea of meeting", not "the men meeting" nor "ties severed".
/// Nor is "the pact that A signed" one.
bool Climber::is_content_clause(int below) const {
  if (tree_.child(below, Relation::mark) >= 0) return true;
  const bool finite = tree_[below].tag == Tag::VERB_PAST || tree_[below].tag == Tag::VERB_PRESENT;
  return tree_.child(below, Relation::nsubj) >= 0 && !finite;
}

/// "plans for talks", "a halt to aid", "insisted on sanctions": what a preposition makes the
/// content of the word above; "during talks", "amid tensions" are not.
bool Climber::is_content_phrase(int below) const {
  const Relation relation = tree_.relation(below);
  if (relation != Relation::obl && relation != Relation::nmod) return false;
  constexpr std::array<std::string_view, 9> kContent{"of",      "to",   "for",  "on",    "about",
                                                     "against", "from", "into", "toward"};
  return is_one_of(tree_.preposition(below), kContent);
}

bool Climber::is_object(int below) const {
  const Relation relation = tree_.relation(below);
  return relation == Relation::obj || relation == Relation::nsubj_pass || is_content_phrase(below);
}

/// "called C a threat to D", "saw it as a sign of …": what somebody calls it, on his word.
bool Climber::names_it(int below, int above) const {
  constexpr std::array<std::string_view, 8> kWords{"call", "label", "dub",      "brand",
                                                   "term", "deem",  "consider", "declare"};
  const Relation relation = tree_.relation(below);
  const bool noun = !text::is_verb(tree_[below].tag);
  return noun && !described_ && relation == Relation::xcomp &&
         is_one_of(tree_.lemma(above), kWords) && tree_.child(above, Relation::obj) >= 0;
}

/// "rejected A's demand", "dismissed the criticism": what was said was said.
bool Climber::is_act_of_speech(int below) const {
  using model::ClaimType;
  const auto rows = patterns_.triggers(tree_.lemma(below), WordClass::noun);
  const Operator* op = operator_at(below);  // "rejected claims that": what is claimed is claimed
  if ((below == trigger_ || speaker_found_) && op != nullptr && op->voucher != Voucher::none &&
      op->aux == 0)
    return text::is_noun(tree_[below].tag);
  if (below != trigger_ || !text::is_noun(tree_[below].tag) || rows.empty()) return false;
  const ClaimType type = rows.back().type;
  return type == ClaimType::request || type == ClaimType::accuse || type == ClaimType::threaten ||
         type == ClaimType::protest;
}

/// "supports B's accession to C", "support for a rapprochement": what is favoured is not there
/// yet.
bool Climber::favours_change(int below, int above) const {
  constexpr std::array<std::string_view, 7> kWords{"support",  "back",     "favour", "favor",
                                                   "advocate", "champion", "promote"};
  if (!is_one_of(tree_.lemma(above), kWords) || !text::is_noun(tree_[below].tag)) return false;
  const auto rows = patterns_.triggers(tree_.lemma(below), WordClass::noun);
  return std::ranges::any_of(rows, [](const Trigger& row) {
    return row.trend == model::Trend::closer || row.layer == model::Layer::membership;
  });
}

/// A word of rejection: what is its object is not asserted.
bool Climber::opposes(int word) const {
  const auto triggers = patterns_.triggers(tree_.lemma(word), word_class_of(tree_[word].tag));
  return !triggers.empty() && triggers.back().type == model::ClaimType::reject;
}

/// "denied", which says that what is its object is not so, as rejecting does not.
bool Climber::denies(int word) const {
  const Operator* op = operator_at(word);
  return op != nullptr && (op->aux & model::negation) != 0 && op->voucher == Voucher::subject;
}

/// "a hand in the raid", "is responsible for the raid", "had a part in it", wherever the tree hangs
/// the preposition: as true as the raid is theirs.
bool Climber::is_share_in(int below, int above) const {
  const std::string preposition = tree_.preposition(below);
  const int object = text::is_verb(tree_[above].tag) ? tree_.child(above, Relation::obj) : above;
  const std::string_view share = tree_.lemma(object >= 0 ? object : above);
  return (preposition == "in" && (is_part(share) || share == "involve" || share == "involved")) ||
         (preposition == "for" && (share == "responsibility" || share == "responsible"));
}

/// "denied the raid", "denied responsibility for the raid"
bool Climber::is_denied_deed(int below, int at) const {
  return denies(at) && (tree_.relation(below) == Relation::obj || is_share_in(below, at));
}

/// "Nobody doubts that", "there is no doubt that", "it cannot be denied that"
bool Climber::is_undoubted(int word) const {
  return is_plain_when_denied(tree_.lemma(word)) && is_denied(tree_, word);
}

/// "ruled out a visit", "shelved plans to visit B": what is excluded is not to be, whatever else is
/// rejected.
bool Climber::rules_out(int verb) const {
  const int particle = tree_.child(verb, Relation::compound_prt);
  constexpr std::array<std::string_view, 4> kDropped{"shelve", "scrap", "cancel", "abort"};
  return (tree_.lemma(verb) == "rule" && particle >= 0 && tree_.lemma(particle) == "out") ||
         is_one_of(tree_.lemma(verb), kDropped);
}

/// "has yet to sign", "stopped short of imposing"
bool Climber::falls_short(int verb) const {
  const std::string_view lemma = tree_.lemma(verb);
  const bool yet_to =
      verb + 2 < tree_.size() && tree_.lemma(verb + 1) == "yet" && tree_.lemma(verb + 2) == "to";
  return (lemma == "have" && (yet_to || tree_.child(verb, "yet") >= 0)) ||
         (lemma == "stop" && tree_.child(verb, "short") >= 0) || lemma == "short" || lemma == "yet";
}

/// Why what the infinitive or gerund at `below` says is not done, where `above` has no row that
/// tells: "has to arm B", "was told to arm B", "thinks of arming B". Empty when nothing is amiss.
std::string_view Climber::why_not_yet(int below, int above) const {
  const std::string_view lemma = tree_.lemma(above);
  const Tag tag = tree_[below].tag;
  const bool infinitive = is_infinitive(tree_, below);
  if (infinitive && lemma == "have" && tree_.relation(below) == Relation::xcomp)
    return tree_[above].tag == Tag::VERB_PRESENT ? "what has to be" : "";
  // "was obliged to sign" has signed; "is obliged to" has to.
  const int auxiliary = tree_.child(above, Relation::aux);
  const int passive = tree_.child(above, Relation::aux_pass);
  const bool past = tree_[above].tag == Tag::VERB_PAST || auxiliary >= 0 ||
                    (passive >= 0 && tree_[passive].tag == Tag::AUX_PAST);
  if (infinitive && lemma == "oblige" && !past) return "what has to be";
  if (infinitive && lemma == "tell" && tree_.child(above, Relation::aux_pass) >= 0)
    return "what was asked for";
  const bool clause = infinitive || tree_.relation(below) == Relation::csubj ||
                      tree_.relation(below) == Relation::ccomp;
  if (clause && is_needful(lemma)) return "what ought to be";
  if (tag == Tag::VERB_GERUND && is_musing(lemma)) return "what is thought of";
  return {};
}

/// "A's war on B has not made C think again", "the talks with B may annoy C": what a noun with its
/// article or owner is said to do to something else is there, whether it does that or not.
bool Climber::is_told_subject(int below, int above) const {
  const bool definite = is_known(tree_, below);
  if (below == trigger_ && has_type(trigger_, model::ClaimType::tie))
    if (const int object = tree_.child(above, Relation::obj); object >= 0)
      if (const Operator* result = patterns_.find_operator(tree_.lemma(object), WordClass::noun);
          result != nullptr && result->trend != model::Trend::none)
        return false;  // "relations hit a low"
  if (below == trigger_ && has_type(trigger_, model::ClaimType::tie) &&
      text::is_noun(tree_[above].tag))
    if (const int state = tree_.child(above, Relation::amod); state >= 0)
      if (const Operator* how = patterns_.find_operator(tree_[state].form, WordClass::adjective);
          how != nullptr && how->sign != model::Sign::none)
        return false;  // "relations are at their lowest point"
  const bool is_it = below == trigger_ ||
                     (tree_.head(trigger_) == below && tree_.relation(trigger_) == Relation::nmod);
  if (!is_it || !text::is_noun(tree_[below].tag) || !definite ||
      tree_.relation(below) != Relation::nsubj)
    return false;
  const Operator* op = operator_at(above);
  if (tree_.child(above, Relation::cop) >= 0) {
    // "is not a threat", "was not the first": what it is. "Is not likely" doubts that it will be.
    constexpr std::array<std::string_view, 4> kJudgements{"threat", "danger", "risk", "challenge"};
    if (text::is_noun(tree_[above].tag))
      return op == nullptr || is_one_of(tree_.lemma(above), kJudgements);
    return tree_[above].tag == Tag::ADJ && op == nullptr &&
           !has_type(trigger_, model::ClaimType::tie);
  }
  const bool does_something =
      tree_.child(above, Relation::obj) >= 0 || tree_.child(above, Relation::ccomp) >= 0;
  constexpr std::array<std::string_view, 3> kLight{"make", "keep", "show"};
  const bool plain = op == nullptr || is_one_of(tree_.lemma(above), kLight);
  return does_something && plain && text::is_verb(tree_[above].tag);
}

/// "will respond to B's sanctions", "may retaliate for the raid", "vowed revenge for the raid":
/// what one answers has been done.
bool Climber::is_answered(int below, int above) const {
  const Relation relation = tree_.relation(below);
  const std::string preposition = tree_.preposition(below);
  const bool answers = (relation == Relation::obl || relation == Relation::nmod) &&
                       (preposition == "to" || preposition == "for") &&
                       is_answering(tree_.lemma(above));
  return answers || arguments_.answered_deed(above) == below;
}

/// "The two rivals may meet": who is called so is so, whatever may become of them (codebook 4).
bool Climber::is_called_so(int below) const {
  const Relation relation = tree_.relation(below);
  if (below != trigger_ || (relation != Relation::nsubj && relation != Relation::nsubj_pass))
    return false;
  const Mention* called = references_.mention(below);
  return called != nullptr && called->role && *called->role != RoleKind::body &&
         is_known(tree_, below);
}

/// "will travel to A for talks", "plans a trip to A for an exercise": what one goes there for is as
/// true as the journey.
bool Climber::is_gone_for(int below, int above) const {
  using model::ClaimType;
  const bool meeting = has_type(below, ClaimType::consult) || has_type(below, ClaimType::cooperate);
  constexpr std::array judged{ClaimType::accuse, ClaimType::support, ClaimType::sanction,
                              ClaimType::reject, ClaimType::threaten};
  return below == trigger_ && meeting && tree_.preposition(below) == "for" &&
         tree_.child(below, Relation::nmod_poss) < 0 &&
         std::ranges::none_of(
             patterns_.triggers(tree_.lemma(above), word_class_of(tree_[above].tag)),
             [&](const Trigger& row) {
               return row.needs.empty() && std::ranges::find(judged, row.type) != judged.end();
             });
}

/// Does what is said of `above` reach down to `below`?
bool Climber::passes_aux(int below, int above) const {
  if (is_called_so(below) || is_carried_out(tree_, below, above)) return false;
  if (falls_short(above) || frame_around(tree_, below, above).aux != 0) return true;
  if ((is_undoubted(above) && tree_.child(below, "of") < 0) || is_so_anyway(tree_, below, above))
    return false;
  if (below == trigger_ && !has_type(below, model::ClaimType::tie) &&
      is_to_be_stopped(tree_, below, above))
    return false;
  if (is_done_by_saying(tree_, below, above) || is_told_subject(below, above)) return false;
  if (is_granted(below, above) || stands_beside(below, above)) return false;
  if (is_answered(below, above)) return false;
  // "will consider B's demand", "refused to accept A's proposal": another's word has been said.
  const int owner = below == trigger_ && tree_.relation(below) == Relation::obj
                        ? tree_.child(below, Relation::nmod_poss)
                        : -1;
  if (owner >= 0 && tree_[owner].tag != Tag::PRON && is_act_of_speech(below)) return false;
  switch (tree_.relation(below)) {
    case Relation::acl:
      return is_content_clause(below);
    case Relation::acl_relcl:
    case Relation::appos:
    case Relation::parataxis:
    case Relation::advcl_relcl:
      return false;
    case Relation::advcl:
      // Purpose infinitives and conditions share the main clause's fate; "as", "after", "while"
      // clauses assert by themselves.
      return (tree_[below].tag == Tag::VERB_BASE &&
              tree_.child(below, Relation::nsubj) < 0) ||  // "should A attack B, C will object"
             (tree_[below].tag == Tag::VERB_GERUND && tree_.child(below, Relation::aux) < 0 &&
              !is_aside(below) && !is_said_besides(below) && operator_at(above) != nullptr);
    case Relation::conj:
      return tree_.child(below, Relation::nsubj) < 0;
    case Relation::obl:
    case Relation::nmod:
      return arguments_.measure_of(below) >= 0 || is_mere_frame(below, above) ||
             is_share_in(below, above) ||
             (tree_.preposition(below) == "in" &&
              (tree_[above].tag == Tag::SYM || tree_[above].tag == Tag::NUM ||
               tree_.child(above, Relation::nummod) >= 0)) ||
             (is_content_phrase(below) && operator_at(above) != nullptr) ||
             is_gone_for(below, above);
    case Relation::nmod_poss:
      return operator_at(above) != nullptr;
    default:
      return true;
  }
}

}  // namespace entente::reading
