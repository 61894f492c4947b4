#include "entente/reading/standing_climber.h"

#include "entente/reading/explanation.h"
#include "entente/reading/frames.h"

namespace entente::reading {

using model::AuxSet;
using text::Relation;
using text::Tag;

void Climber::add(AuxSet aux, int word, std::string_view why, const Operator* row) {
  standing_.aux |= aux;
  if (trace_ != nullptr && aux != 0)
    trace_->notes.push_back(
        {.trigger = trigger_, .word = word, .why = why, .aux = aux, .row = row});
}

void Climber::set_sign(const Operator& row, int word) {
  const bool is_change = row.trend != model::Trend::none;
  if (standing_.is_change && !is_change) return;
  standing_.is_change = is_change;
  standing_.sign = row.sign;
  if (trace_ != nullptr)
    trace_->notes.push_back({.trigger = trigger_, .word = word, .sign = row.sign, .row = &row});
}

void Climber::set_trend(const Operator& row, int word) {
  if (standing_.is_change && row.sign == model::Sign::none) return;
  standing_.trend = row.trend;
  if (trace_ != nullptr)
    trace_->notes.push_back({.trigger = trigger_, .word = word, .trend = row.trend, .row = &row});
}

const Operator* Climber::operator_at(int word) const {
  // "gave up", "called off"
  if (const int particle = tree_.child(word, Relation::compound_prt); particle >= 0) {
    const std::string phrase =
        std::string(tree_.lemma(word)).append("-").append(tree_.lemma(particle));
    if (const Operator* op = patterns_.find_operator(phrase, WordClass::verb)) return op;
  }
  if (is_state_of_mind(word))
    return patterns_.find_operator(tree_[word].form, WordClass::adjective);
  if (rejects_speech(word)) return patterns_.find_operator("deny", WordClass::verb);
  return patterns_.find_operator(tree_.lemma(word), word_class_of(tree_[word].tag));
}

/// "rejected reports that A had attacked", "dismissed allegations that": as much as to deny it.
bool Climber::rejects_speech(int verb) const {
  constexpr std::array<std::string_view, 7> kRejects{"reject",  "dismiss", "refute",   "rebut",
                                                     "dispute", "contest", "repudiate"};
  if (!text::is_verb(tree_[verb].tag) || !is_one_of(tree_.lemma(verb), kRejects)) return false;
  const int object = tree_.child(verb, Relation::obj);
  const Operator* told =
      object < 0 ? nullptr : patterns_.find_operator(tree_.lemma(object), WordClass::noun);
  return told != nullptr && told->voucher != Voucher::none && told->aux == 0 &&
         (tree_.child(object, Relation::acl) >= 0 || tree_.child(object, Relation::ccomp) >= 0);
}

/// A verb that asks somebody to do something.
bool Climber::requests(int verb) const {
  return text::is_verb(tree_[verb].tag) &&
         std::ranges::any_of(patterns_.triggers(tree_.lemma(verb), WordClass::verb),
                             [](const Trigger& row) {
                               return row.type == model::ClaimType::request &&
                                      std::ranges::find(row.needs, "to") != row.needs.end();
                             });
}

/// "is convinced that", which is no case of "convince".
bool Climber::is_state_of_mind(int word) const {
  const Operator* op = patterns_.find_operator(tree_[word].form, WordClass::adjective);
  return tree_[word].tag == Tag::VERB_PARTICIPLE && op != nullptr &&
         op->voucher == Voucher::subject && tree_.child(word, Relation::aux_pass) >= 0;
}

bool Climber::is_predicate(int word) const {
  return text::is_verb(tree_[word].tag) || tree_.child(word, Relation::cop) >= 0 ||
         tree_.child(word, Relation::nsubj) >= 0;
}

/// What the word itself, or one above it, says of the trigger: a clause's modals, a rejection.
void Climber::read_word(int at, int below) {
  if (below >= 0 && is_object(below) && opposes(at) && !denies(at) && !is_act_of_speech(below) &&
      !rules_out(at)) {
    add(model::hypothetical, at, "rejects it");
    opposed_ = true;
    aux_open_ = false;
    return;
  }
  if (below >= 0 && falls_short(at)) {
    add(model::negation, at, "falls short of it");
  } else if (below >= 0) {
    if (const std::string_view why = why_not_yet(below, at); !why.empty())
      add(model::hypothetical, at, why);
    const Frame frame = frame_around(tree_, below, at);
    add(frame.aux, at, frame.why);
  }
  // "relations used to be warm"
  const int once = tree_.child(at, Relation::xcomp);
  if (below == trigger_ && tree_[at].form == "used" && once >= 0 &&
      tree_.relation(below) == Relation::nsubj && tree_.child(once, "to") >= 0)
    add(model::historical, at, "no longer does");
  if (below >= 0 && tree_.relation(below) == Relation::xcomp && is_infinitive(tree_, below)) {
    if (tree_[at].form == "used") add(model::historical, at, "no longer does");
    if (tree_[at].form == "going") add(model::future, at, "of the future");
  }
  // "had no part in it"
  if (const int share = below < 0 ? -1 : tree_.child(at, Relation::obj);
      share >= 0 && is_share_in(below, at) && excludes(share))
    add(model::negation, share, "denies");
  if (is_predicate(at)) {
    const AuxSet before = standing_.aux;
    const std::size_t noted = trace_ == nullptr ? 0 : trace_->notes.size();
    read_clause(at);
    // "did not attack and left": the second verb takes over modals, not the negation.
    if (below >= 0 && tree_.relation(below) == Relation::conj) {
      standing_.aux =
          static_cast<AuxSet>((standing_.aux & ~model::negation) | (before & model::negation));
      if (trace_ != nullptr) trace_->take_back(noted, model::negation);
    }
  } else if (at == trigger_) {
    read_noun(at);
  } else if (excludes(at) || is_scant(at, below)) {
    add(model::negation, at, "denies");  // "has no plans to", "shows little interest in"
  }
  if (below == trigger_ && is_object(below) && favours_change(below, at))
    add(model::hypothetical, at, "favours it");
}

/// What the word at `at` makes of `below`, which hangs from it.
void Climber::read_link(int below, int at) {
  const Relation relation = tree_.relation(below);
  const Operator* op = operator_at(at);
  const bool governed = governs(below, op);
  if (names_it(below, at)) {
    if (!speaker_found_ && !(aside_ && at < trigger_)) {
      set_speaker(at, "its subject vouches", op);
      standing_.claimants = speaker_of(at, below);
    }
  } else if (governed) {
    read_operator(below, at, *op);
  }
  // "pressed B to leave", "lobbied B to do it": what is asked for
  if (op == nullptr && aux_open_ && relation == Relation::xcomp && is_infinitive(tree_, below) &&
      tree_.child(at, Relation::obj) >= 0 && requests(at))
    add(model::hypothetical, below, "what is asked for");
  // "a visit by A is likely", "an attack is imminent"
  if (op != nullptr && relation == Relation::nsubj && below == trigger_ && aux_open_ &&
      tree_[at].tag == Tag::ADJ && op->voucher == Voucher::none && !is_denied(tree_, at) &&
      text::is_noun(tree_[below].tag) && tree_.child(at, Relation::cop) >= 0 &&
      !has_type(trigger_, model::ClaimType::tie))
    add(op->aux, at, "said of it", op);
  if (op != nullptr && (governed || relation == Relation::nsubj) && aux_open_ &&
      relation != Relation::advcl) {
    const bool changes =
        op->sign != model::Sign::none && op->trend != model::Trend::none && !standing_.is_change;
    if (op->sign != model::Sign::none && (changes || standing_.sign == model::Sign::none))
      set_sign(*op, at);
    if (op->trend != model::Trend::none && (changes || standing_.trend == model::Trend::none))
      set_trend(*op, at);
  }
  if (relation == Relation::nsubj && below == trigger_ && aux_open_) read_result(at);
  read_maker(below, at);
  if (relation == Relation::parataxis && below > at) read_label(below, at, op);
  if (op != nullptr && relation == Relation::parataxis && !is_parted(below, at) &&
      (text::is_verb(tree_[at].tag) || op->aux != 0))
    read_speaker(at, *op, below);
  if (below == trigger_ && relation == Relation::obl) read_mood(at, below);
}

/// "relations took an upturn", "relations have hit a low", "ties remain frosty", "ties took a turn
/// for the worse": what its verb makes of the tie that is its subject.
void Climber::read_result(int verb) {
  if (standing_.trend != model::Trend::none || standing_.sign != model::Sign::none) return;
  constexpr std::array<std::string_view, 10> kVerbs{
      "take", "hit", "reach", "see", "suffer", "enter", "undergo", "show", "have", "experience"};
  const int object = tree_.child(verb, Relation::obj), result = tree_.child(verb, Relation::xcomp);
  const Operator* op = nullptr;
  int word = -1;
  if (object >= 0 && is_one_of(tree_.lemma(verb), kVerbs)) {
    word = object;
    op = patterns_.find_operator(tree_.lemma(object), WordClass::noun);
    if (tree_.lemma(object) == "turn") {
      word = tree_.child(verb, Relation::obl);
      if (word < 0) word = tree_.child(object, Relation::nmod);
      if (word >= 0) op = patterns_.find_operator(tree_[word].form, WordClass::adjective);
    }
  } else if (tree_.child(verb, Relation::cop) >= 0 && text::is_noun(tree_[verb].tag)) {
    word = tree_.child(verb, Relation::amod);  // "are at their lowest point"
    if (word >= 0) op = patterns_.find_operator(tree_[word].form, WordClass::adjective);
  } else if (result >= 0 && !text::is_verb(tree_[result].tag) &&
             patterns_.find_operator(tree_.lemma(verb), WordClass::verb) == nullptr) {
    word = result;
    op = patterns_.find_operator(tree_[result].form, WordClass::adjective);
  }
  if (op == nullptr) return;
  if (op->sign != model::Sign::none) set_sign(*op, word);
  if (op->trend != model::Trend::none) set_trend(*op, word);
}

/// "saw it as a sign that", "is seen as arming B"
bool Climber::is_seen_as(int below, const Operator& op) const {
  return op.voucher == Voucher::subject && op.aux == 0 && !described_ &&
         ((tree_.relation(below) == Relation::obl && tree_.preposition(below) == "as") ||
          is_as_what(below));
}

/// "blocked the road to protest against B": what a verb that hinders something is done for.
bool Climber::is_own_purpose(int below) const {
  const int verb = tree_.head(below);
  constexpr std::array<std::string_view, 8> kHinder{"block",   "obstruct", "hinder", "impede",
                                                    "disrupt", "resist",   "bar",    "cease"};
  return tree_[below].tag == Tag::VERB_BASE && tree_.child(below, "to") >= 0 &&
         is_one_of(tree_.lemma(verb), kHinder) && tree_.child(verb, Relation::obj) >= 0;
}

/// Does what an operator says hold for what hangs from it?
bool Climber::governs(int below, const Operator* op) const {
  if (op == nullptr) return false;
  switch (tree_.relation(below)) {
    case Relation::ccomp:
    case Relation::xcomp:
    case Relation::obj:
    case Relation::csubj:
    case Relation::csubj_pass:
    case Relation::nsubj_pass:
      return true;
    case Relation::compound: {
      // "a phone call": one thing by two words, and no call for a phone
      const std::string_view whole = tree_.lemma(tree_.head(below));
      return std::ranges::none_of(patterns_.triggers(tree_.lemma(below), WordClass::noun),
                                  [&](const Trigger& row) {
                                    return std::ranges::find(row.needs, whole) != row.needs.end();
                                  });
    }
    case Relation::advcl:
      return !is_own_purpose(below);
    case Relation::acl:
      return is_content_clause(below);
    default:
      return is_content_phrase(below) || is_seen_as(below, *op) ||
             is_share_in(below, tree_.head(below));
  }
}

/// What an operator says of `below`, and whether it vouches for it.
void Climber::read_operator(int below, int at, const Operator& op) {
  const Relation relation = tree_.relation(below);
  // "urged the rivals to meet": whom one urges is not what one urges.
  const int asked = relation == Relation::obj ? tree_.child(at, Relation::xcomp) : -1;
  const bool is_listener = asked >= 0 && tree_[asked].tag == Tag::VERB_BASE;
  // "denied B's claim that": what B claims is B's word; "denied reports that": what nobody owns is
  // what the denier says is not so.
  const bool owned = below == trigger_ || !standing_.claimants.empty();
  const bool denied_speech = denies(at) && owned && is_act_of_speech(below);
  if (denies(at) && !owned) speaker_found_ = false;
  if (aux_open_ && !is_listener && !denied_speech) add(op.aux, at, "above it", &op);
  // "never stopped arming B", "did not hesitate to arm B", "has not ruled out arming B"
  if (aux_open_ && !is_listener && (op.aux & model::negation) != 0 && is_denied(tree_, at)) {
    standing_.aux =
        static_cast<AuxSet>((standing_.aux & ~model::negation) | (aux_below_ & model::negation));
    if (trace_ != nullptr) trace_->take_back(noted_below_, model::negation);
    if (is_kept_open(tree_.lemma(at))) add(model::hypothetical, at, "may still be");
  }
  // "told B to leave": a speech with an infinitive asks for what it names.
  if (aux_open_ && op.voucher == Voucher::subject && relation == Relation::xcomp &&
      is_infinitive(tree_, below) &&
      (tree_.child(at, Relation::iobj) >= 0 || tree_.child(at, Relation::obj) >= 0))
    add(model::hypothetical, below, "what is asked for");
  const int mark = tree_.child(below, Relation::mark);
  const bool averted = mark >= 0 && (tree_.lemma(mark) == "against" || tree_.lemma(mark) == "from");
  const bool content =
      !averted && (relation == Relation::ccomp || relation == Relation::xcomp ||
                   relation == Relation::csubj_pass || is_seen_as(below, op) ||
                   (relation == Relation::advcl && !is_aside(below)) || relation == Relation::acl ||
                   (charged_ && relation == Relation::obj) ||
                   (!denied_speech && is_denied_deed(below, at)) || is_charged_with(below, at));
  if (content && !is_carried_out(tree_, below, at)) read_speaker(at, op, below);
}

Standing Climber::climb(int trigger) {
  trigger_ = trigger;
  int below = -1;
  for (int at = trigger, steps = 0; at >= 0 && steps < tree_.size(); ++steps) {
    aux_below_ = standing_.aux;
    noted_below_ = trace_ == nullptr ? 0 : trace_->notes.size();
    const bool untold = is_silence(tree_, at) && (below >= 0 || tree_.lemma(at) == "claim");
    if (untold) {
      const bool content =
          below < 0 || text::is_verb(tree_[below].tag) || tree_.lemma(at) == "claim";
      if (aux_open_ && !speaker_found_ && content) add(model::hypothetical, at, "is not told");
      aux_open_ = false;
    }
    if (aux_open_) read_word(at, below);
    if (below >= 0 && !untold) read_link(below, at);
    read_according_to(at);
    read_view(at);
    read_clauses_beside(at, below);
    const int head = tree_.head(at);
    if (head >= 0 && !passes_aux(at, head)) aux_open_ = false;
    if (at == trigger && head >= 0) granted_ = is_told_subject(at, head) || is_granted(at, head);
    aside_ = aside_ || is_aside(at) || (head >= 0 && stands_beside(at, head));
    charged_ = below >= 0 && is_charge(below);
    const Relation own = tree_.relation(at);
    described_ = described_ || own == Relation::acl_relcl || own == Relation::appos ||
                 own == Relation::nmod || own == Relation::nmod_poss;
    below = at;
    at = head;
  }
  if (!speaker_found_) read_sentence_speaker();
  return standing_;
}

Standing standing_of(int trigger, const Tree& tree, const Arguments& arguments,
                     const References& references, const Patterns& patterns, Trace* trace) {
  return Climber(tree, arguments, references, patterns, trace).climb(trigger);
}

}  // namespace entente::reading
