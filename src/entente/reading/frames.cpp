#include "entente/reading/frames.h"

#include <algorithm>
#include <array>

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

bool is_factive(std::string_view lemma) {
  constexpr std::array<std::string_view, 15> kWords{
      "forget", "overlook", "ignore",  "remember",  "recall",  "regret", "realise",  "realize",
      "know",   "neglect",  "welcome", "recognise", "deplore", "resent", "recognize"};
  return is_one_of(lemma, kWords);
}
bool is_stressing(std::string_view lemma) {
  constexpr std::array<std::string_view, 23> kWords{
      "say",       "stress",    "note",        "add",       "mention",   "emphasise",
      "emphasize", "underline", "underscore",  "reiterate", "point",     "repeat",
      "admit",     "confess",   "acknowledge", "remind",    "highlight", "observe",
      "state",     "remark",    "bear",        "concede",   "affirm"};
  return is_one_of(lemma, kWords);
}
bool is_false(std::string_view lemma) {
  constexpr std::array<std::string_view, 9> kWords{"untrue",  "false",     "myth",
                                                   "lie",     "fiction",   "nonsense",
                                                   "fallacy", "falsehood", "fabrication"};
  return is_one_of(lemma, kWords);
}
bool is_speech_act(std::string_view lemma) {
  constexpr std::array<std::string_view, 20> kWords{
      "thank",   "congratulate", "commend",  "praise",  "salute",   "applaud", "pay",
      "express", "reiterate",    "reaffirm", "condemn", "denounce", "urge",    "call",
      "ask",     "appeal",       "honour",   "honor",   "convey",   "deplore"};
  return is_one_of(lemma, kWords);
}
bool is_leave_to_speak(std::string_view lemma) {
  constexpr std::array<std::string_view, 7> kWords{"want",  "wish",   "like",  "let",
                                                   "allow", "permit", "hasten"};
  return is_one_of(lemma, kWords);
}
bool is_first_person(std::string_view lemma) {
  constexpr std::array<std::string_view, 5> kWords{"I", "i", "we", "me", "us"};
  return is_one_of(lemma, kWords);
}
bool is_sure_to_come(std::string_view lemma) {
  constexpr std::array<std::string_view, 7> kWords{"certain", "sure",  "bound",  "destined",
                                                   "doomed",  "fated", "destine"};
  return is_one_of(lemma, kWords);
}
bool is_supposition(std::string_view lemma) {
  constexpr std::array<std::string_view, 3> kWords{"provide", "assume", "suppose"};
  return is_one_of(lemma, kWords);
}

/// "it would be wrong to say that"
bool is_misled(std::string_view lemma) {
  constexpr std::array<std::string_view, 15> kWords{
      "wrong",     "misleading", "premature", "inaccurate", "absurd",
      "naive",     "incorrect",  "unfair",    "tempting",   "hard",
      "difficult", "impossible", "foolish",   "simplistic", "mistake"};
  return is_one_of(lemma, kWords);
}

bool is_finite_clause(const Tree& tree, int below) {
  const Relation relation = tree.relation(below);
  const bool content = relation == Relation::ccomp || relation == Relation::csubj ||
                       relation == Relation::csubj_pass || relation == Relation::acl;
  const bool has_subject =
      tree.child(below, Relation::nsubj) >= 0 || tree.child(below, Relation::nsubj_pass) >= 0;
  return content && has_subject && tree.child(below, "to") < 0 &&
         tree.child(below, "whether") < 0 && tree.child(below, "if") < 0;
}

/// "I must stress", "it should be noted", "remember": said by whoever writes or speaks.
bool is_own_voice(const Tree& tree, int verb) {
  int who = tree.child(verb, Relation::nsubj);
  if (who < 0) who = tree.child(verb, Relation::nsubj_pass);
  if (who < 0 && is_infinitive(tree, verb)) {  // "I want to stress", "it is worth to note"
    const int head = tree.head(verb);
    const bool wished = head >= 0 && text::is_verb(tree[head].tag);
    return head >= 0 && (wished ? is_leave_to_speak(tree.lemma(head)) && is_own_voice(tree, head)
                                : !is_misled(tree.lemma(head)));
  }
  if (who < 0) return tree[verb].tag == Tag::VERB_BASE || tree.child(verb, "it") >= 0;
  const std::string_view lemma = tree.lemma(who);
  return is_first_person(lemma) || lemma == "it" || lemma == "one";
}

}  // namespace

bool is_infinitive(const Tree& tree, int verb) {
  if (tree.child(verb, "to") < 0) return false;
  const int passive = tree.child(verb, Relation::aux_pass);
  return tree[verb].tag == Tag::VERB_BASE || (passive >= 0 && tree[passive].tag == Tag::AUX_BASE);
}

bool is_more(const Tree& tree, int negation) {
  constexpr std::array<std::string_view, 5> kMore{"only", "just", "merely", "simply", "solely"};
  return negation + 1 < tree.size() && tree.lemma(negation) != "never" &&
         is_one_of(tree.lemma(negation + 1), kMore);
}

bool is_denied(const Tree& tree, int word) {
  constexpr std::array<std::string_view, 6> kNegations{"not",   "n't", "n’t",
                                                       "never", "no",  "hardly"};
  constexpr std::array<std::string_view, 5> kNobody{"nobody", "none", "no-one", "nothing", "few"};
  return std::ranges::any_of(tree.children(word), [&](int c) {
    const std::string_view lemma = tree.lemma(c);
    const Relation relation = tree.relation(c);
    const bool subject = relation == Relation::nsubj || relation == Relation::nsubj_pass;
    if (subject) return is_one_of(lemma, kNobody) || tree.child(c, "no") >= 0;
    const bool beside = relation == Relation::advmod || relation == Relation::det;
    return (beside && is_one_of(lemma, kNegations) && !is_more(tree, c)) ||
           (relation == Relation::amod && lemma == "little");
  });
}

bool is_silence(const Tree& tree, int verb) {
  constexpr std::array<std::string_view, 6> kTells{"comment",  "confirm", "elaborate",
                                                   "disclose", "reveal",  "specify"};
  const std::string_view lemma = tree.lemma(verb);
  const int object = tree.child(verb, Relation::obj);
  const bool owns_up = lemma == "claim" && object >= 0 &&
                       (tree.lemma(object) == "responsibility" || tree.lemma(object) == "credit");
  if (lemma == "deny") return tree.child(verb, "nor") >= 0;
  if (lemma != "say" && !owns_up && !is_one_of(lemma, kTells)) return false;
  const int above = tree.head(verb);
  const bool refused = above >= 0 && tree.relation(verb) == Relation::xcomp &&
                       (tree.lemma(above) == "decline" || tree.lemma(above) == "refuse");
  return refused || tree.child(verb, "neither") >= 0 || (lemma != "say" && is_denied(tree, verb));
}

bool is_plain_when_denied(std::string_view lemma) {
  constexpr std::array<std::string_view, 24> kWords{
      "doubt",   "question",    "denying",      "dispute",    "secret",     "accident",
      "wonder",  "coincidence", "surprise",     "mystery",    "news",       "mistake",
      "odd",     "strange",     "exaggeration", "surprising", "accidental", "escape",
      "unusual", "gainsaying",  "coincidental", "mistaking",  "disputing",  "hide"};
  return is_one_of(lemma, kWords);
}

bool is_kept_open(std::string_view lemma) {
  constexpr std::array<std::string_view, 4> kWords{"rule", "exclude", "preclude", "dismiss"};
  return is_one_of(lemma, kWords);
}

bool is_so_anyway(const Tree& tree, int below, int above) {
  const std::string_view lemma = tree.lemma(above);
  if (lemma == "help" && tree[below].tag == Tag::VERB_GERUND) return is_denied(tree, above);
  if (!is_finite_clause(tree, below)) return false;
  if (is_factive(lemma)) return true;
  const bool cannot = tree.child(above, "can") >= 0 || tree.child(above, "nobody") >= 0;
  if (lemma == "deny") return is_denied(tree, above) && (cannot || is_own_voice(tree, above));
  return text::is_verb(tree[above].tag) && is_stressing(lemma) && is_own_voice(tree, above) &&
         !is_denied(tree, above);
}

bool is_to_be_stopped(const Tree& tree, int below, int above) {
  constexpr std::array<std::string_view, 7> kNouns{"end",  "halt",       "cessation",  "stop",
                                                   "lull", "suspension", "termination"};
  constexpr std::array<std::string_view, 7> kVerbs{"end",     "halt", "stop",       "cease",
                                                   "suspend", "quit", "discontinue"};
  const Relation relation = tree.relation(below);
  if (text::is_noun(tree[above].tag))
    return is_one_of(tree.lemma(above), kNouns) && relation == Relation::nmod &&
           (tree.preposition(below) == "to" || tree.preposition(below) == "of");
  const bool told = is_infinitive(tree, above) && tree.head(above) >= 0;
  return told && is_one_of(tree.lemma(above), kVerbs) &&
         (relation == Relation::obj ||
          (relation == Relation::xcomp && tree[below].tag == Tag::VERB_GERUND));
}

bool is_done_by_saying(const Tree& tree, int below, int above) {
  const Relation relation = tree.relation(below);
  if ((relation != Relation::xcomp && relation != Relation::ccomp) ||
      tree[below].tag != Tag::VERB_BASE || !is_speech_act(tree.lemma(below)) ||
      !is_leave_to_speak(tree.lemma(above)) || is_denied(tree, above))
    return false;
  return std::ranges::any_of(tree.children(above),
                             [&](int c) { return is_first_person(tree.lemma(c)); }) ||
         std::ranges::any_of(tree.children(below),
                             [&](int c) { return is_first_person(tree.lemma(c)); });
}

bool is_carried_out(const Tree& tree, int below, int above) {
  constexpr std::array<std::string_view, 5> kWords{"promise", "pledge", "vow", "threat",
                                                   "commitment"};
  constexpr std::array<std::string_view, 7> kKept{"keep",  "fulfil", "fulfill", "honour",
                                                  "honor", "redeem", "execute"};
  const int verb = tree.head(above);
  if (tree.relation(below) != Relation::acl || verb < 0 || !is_one_of(tree.lemma(above), kWords) ||
      (tree[verb].tag != Tag::VERB_PAST && tree[verb].tag != Tag::VERB_PARTICIPLE))
    return false;
  const std::string_view lemma = tree.lemma(verb);
  return is_one_of(lemma, kKept) || (lemma == "carry" && tree.child(verb, "out") >= 0) ||
         (lemma == "make" && tree.child(verb, "good") >= 0);
}

/// "is committed to arming B", "is free to arm B", "is too weak to arm B", "has toyed with arming
/// B", "came under pressure to arm B": what a quality, a thought or pressure makes of the deed.
Frame frame_of_will(const Tree& tree, int below, int above) {
  constexpr std::array<std::string_view, 3> kBent{"committed", "bent", "intent"};
  constexpr std::array<std::string_view, 3> kOpen{"open", "receptive", "amenable"};
  constexpr std::array<std::string_view, 4> kFree{"free", "liberty", "welcome", "eligible"};
  constexpr std::array<std::string_view, 5> kPressure{"pressure", "clamour", "clamor", "lobbying",
                                                      "campaign"};
  const std::string_view lemma = tree.lemma(above), form = tree[above].form;
  const bool gerund = tree[below].tag == Tag::VERB_GERUND;
  const bool predicate = tree.child(above, Relation::cop) >= 0 ||
                         tree.child(above, Relation::aux_pass) >= 0 ||
                         tree.relation(above) == Relation::xcomp;
  if (gerund && predicate && is_one_of(form, kBent)) return {model::future, "resolved on"};
  if (gerund && predicate && is_one_of(lemma, kOpen)) return {model::hypothetical, "may be"};
  if (gerund && (lemma == "toy" || lemma == "flirt") && tree.child(below, "with") >= 0)
    return {model::hypothetical, "what is thought of"};
  if (gerund && lemma == "point" && tree.child(below, "of") >= 0 && tree.preposition(above) == "on")
    return {model::hypothetical, "may be near"};
  if (!is_infinitive(tree, below)) return {};
  if (tree.relation(below) == Relation::acl && is_one_of(lemma, kPressure))
    return {model::hypothetical, "what is asked for"};
  const bool measured = tree.child(above, "too") >= 0 || tree.child(above, "enough") >= 0;
  if (predicate && (is_one_of(lemma, kFree) || (measured && tree[above].tag == Tag::ADJ)))
    return {model::hypothetical, "may or may not"};
  return {};
}

Frame frame_around(const Tree& tree, int below, int above) {
  if (const Frame frame = frame_of_will(tree, below, above); frame.aux != 0) return frame;
  // "it was not A that armed B"
  if (const Relation cleft = tree.relation(below);
      (cleft == Relation::acl_relcl || cleft == Relation::advcl_relcl) &&
      tree.child(above, Relation::cop) >= 0 && tree.child(above, "it") >= 0 &&
      is_denied(tree, above))
    return {model::negation, "denied"};
  const std::string_view lemma = tree.lemma(above);
  const Relation relation = tree.relation(below);
  const bool gerund = tree[below].tag == Tag::VERB_GERUND;
  const int head = tree.head(above);
  if (lemma == "far" && gerund && tree.child(below, "from") >= 0)
    return {model::negation, "far from it"};
  // "stayed away from condemning B", "steered clear of arming B", "pulled back from invading B"
  constexpr std::array<std::string_view, 12> kShun{"stay", "keep",   "shy",  "steer",
                                                   "back", "shrink", "pull", "hold",
                                                   "hang", "step",   "draw", "stand"};
  constexpr std::array<std::string_view, 4> kAway{"away", "clear", "back", "aloof"};
  const bool away = is_one_of(lemma, kAway);
  const bool aside = away || std::ranges::any_of(tree.children(above), [&](int c) {
                       return c != below && is_one_of(tree.lemma(c), kAway);
                     });
  const int shuns = away && head >= 0 ? head : above;
  if (gerund && (tree.child(below, "from") >= 0 || tree.child(below, "of") >= 0) &&
      is_one_of(tree.lemma(shuns), kShun) && (aside || lemma == "shrink"))
    return {model::negation, "falls short of it"};
  const bool near = tree.child(above, "close") >= 0 || tree.child(above, "near") >= 0;
  if (gerund && relation == Relation::advcl && near && tree.child(above, "nowhere") >= 0)
    return {model::negation, "far from it"};
  if (gerund && lemma == "near" && tree.child(above, "nowhere") >= 0)
    return {model::negation, "far from it"};
  const int passive = tree.child(below, Relation::aux_pass);
  const bool undergone = passive >= 0 && tree[passive].tag == Tag::AUX_GERUND;
  if (lemma == "escape" && (gerund || undergone)) return {model::negation, "falls short of it"};
  if (gerund && relation == Relation::advcl && lemma == "come" && near)
    return {model::negation, "falls short of it"};
  if (gerund && (lemma == "close" || lemma == "near") && tree.child(below, "to") >= 0) {
    const int copula = tree.child(above, Relation::cop);
    const bool past = copula >= 0 && tree[copula].tag == Tag::AUX_PAST;
    return past ? Frame{model::negation, "falls short of it"}
                : Frame{model::hypothetical, "may be near"};
  }
  constexpr std::array<std::string_view, 5> kImagine{"see", "imagine", "envisage", "conceive",
                                                     "picture"};
  constexpr std::array<std::string_view, 4> kHard{"hard", "difficult", "impossible", "tough"};
  if (is_one_of(lemma, kImagine) && is_infinitive(tree, above) && head >= 0 &&
      is_one_of(tree.lemma(head), kHard))
    return {model::hypothetical, "hard to imagine"};
  const bool in_case = (lemma == "event" || lemma == "case") && tree.preposition(above) == "in";
  if (in_case && (relation == Relation::acl || tree.preposition(below) == "of"))
    return {model::hypothetical, "one case of several"};
  const bool unsaid =
      tree.child(above, Relation::nsubj) < 0 && tree.child(above, Relation::aux) < 0;
  if (relation == Relation::ccomp && is_supposition(lemma) && unsaid &&
      tree[above].tag != Tag::VERB_BASE)
    return {model::hypothetical, "opens a condition"};
  // "there is talk of a visit", "the case for a visit"
  const bool of = tree.preposition(below) == "of" || tree.child(below, "of") >= 0;
  if ((lemma == "talk" && text::is_noun(tree[above].tag) && of && tree[above].form == "talk") ||
      (lemma == "case" && tree.preposition(below) == "for"))
    return {model::hypothetical, "what is thought of"};
  // "is on course to sign"
  const bool on =
      (lemma == "on" && (tree.child(above, "course") >= 0 || tree.child(above, "track") >= 0)) ||
      ((lemma == "course" || lemma == "track") && tree.preposition(above) == "on");
  if (on && (is_infinitive(tree, below) || tree.preposition(below) == "for"))
    return {model::future, "sure to come"};
  if (is_infinitive(tree, below)) {
    if ((lemma == "mean" || lemma == "suppose") && tree.child(above, Relation::aux_pass) >= 0)
      return {model::hypothetical, "what ought to be"};
    if (lemma == "stand" && relation == Relation::xcomp) return {model::hypothetical, "may be"};
    if (is_sure_to_come(lemma)) return {model::future, "sure to come"};
    constexpr std::array<std::string_view, 3> kTime{"time", "moment", "hour"};
    const int subject = tree.child(above, Relation::nsubj);
    if (lemma == "come" && subject >= 0 && is_one_of(tree.lemma(subject), kTime))
      return {model::hypothetical, "what ought to be"};
    if ((tree.child(above, Relation::expl) >= 0 || tree.child(above, "it") >= 0) &&
        tree.child(above, "up") >= 0)
      return {model::hypothetical, "what ought to be"};
  }
  if (is_finite_clause(tree, below) && is_infinitive(tree, above) && head >= 0 &&
      is_misled(tree.lemma(head)) && tree.child(head, Relation::cop) >= 0)
    return {model::hypothetical, "wrong to say so"};
  if (is_finite_clause(tree, below) && is_false(lemma)) return {model::negation, "denied"};
  return {};
}

}  // namespace entente::reading
