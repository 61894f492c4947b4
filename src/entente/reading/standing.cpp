#include "entente/reading/standing.h"

#include <algorithm>
#include <array>

#include "entente/reading/explanation.h"

namespace entente::reading {

using model::AuxSet;
using text::Relation;
using text::Tag;

namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_negation(std::string_view lemma) {
  constexpr std::array<std::string_view, 8> kWords{"not", "n't",     "n’t", "never",
                                                   "no",  "neither", "nor", "without"};
  return is_one_of(lemma, kWords);
}
bool is_condition(std::string_view lemma) {
  constexpr std::array<std::string_view, 6> kWords{"if",   "unless", "whether",
                                                   "lest", "should", "provided"};
  return is_one_of(lemma, kWords);
}
/// What may come to be: "according to the third option, A will …".
bool is_case(std::string_view lemma) {
  constexpr std::array<std::string_view, 7> kWords{
      "scenario", "variant", "option", "possibility", "hypothesis", "alternative", "assumption"};
  return is_one_of(lemma, kWords);
}
bool is_hedge(std::string_view lemma) {
  constexpr std::array<std::string_view, 8> kWords{"possibly",   "probably",    "perhaps",
                                                   "likely",     "potentially", "maybe",
                                                   "presumably", "apparently"};
  return is_one_of(lemma, kWords);
}
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
/// What speaks for those who wrote it: "A's statement said", "a UN report found".
bool is_document(std::string_view lemma) {
  constexpr std::array<std::string_view, 20> kWords{
      "statement", "report",      "communique", "communiqué", "letter", "document", "note",
      "release",   "declaration", "study",      "survey",     "memo",   "website",  "bulletin",
      "dispatch",  "ruling",      "assessment", "resolution", "cable",  "account"};
  return is_one_of(lemma, kWords);
}
/// "in the view of A", "from A's point of view"
bool is_view(std::string_view lemma) {
  constexpr std::array<std::string_view, 8> kWords{"view",     "opinion",  "eye",  "judgement",
                                                   "judgment", "estimate", "mind", "estimation"};
  return is_one_of(lemma, kWords);
}
bool is_hearsay(std::string_view lemma) {
  constexpr std::array<std::string_view, 6> kWords{"reportedly",  "allegedly",  "supposedly",
                                                   "purportedly", "ostensibly", "rumoredly"};
  return is_one_of(lemma, kWords);
}

/// Climbs the tree and gathers what it meets.
class Climber {
 public:
  Climber(const Tree& tree, const Arguments& arguments, const References& references,
          const Patterns& patterns, Trace* trace)
      : tree_(tree),
        arguments_(arguments),
        references_(references),
        patterns_(patterns),
        trace_(trace) {}

  Standing climb(int trigger);

 private:
  void add(AuxSet aux, int word, std::string_view why, const Operator* row = nullptr) {
    standing_.aux |= aux;
    if (trace_ != nullptr && aux != 0)
      trace_->notes.push_back(
          {.trigger = trigger_, .word = word, .why = why, .aux = aux, .row = row});
  }
  void set_sign(const Operator& row, int word) {
    standing_.sign = row.sign;
    if (trace_ != nullptr)
      trace_->notes.push_back({.trigger = trigger_, .word = word, .sign = row.sign, .row = &row});
  }
  void set_trend(const Operator& row, int word) {
    standing_.trend = row.trend;
    if (trace_ != nullptr)
      trace_->notes.push_back({.trigger = trigger_, .word = word, .trend = row.trend, .row = &row});
  }
  /// From here on the claim is on somebody's word.
  void set_speaker(int word, std::string_view why, const Operator* row = nullptr) {
    speaker_found_ = true;
    standing_.by_author = false;
    if (trace_ != nullptr)
      trace_->notes.push_back(
          {.trigger = trigger_, .word = word, .why = why, .speaks = true, .row = row});
  }
  void read_clause(int predicate);
  void read_modal(int predicate, int modal);
  void read_noun(int noun);
  void read_speaker(int word, const Operator& op, int content);
  Referents speaker_of(int verb, int content) const;
  void read_mood(int verb, int tie);
  void read_according_to(int word);
  void read_sentence_speaker();
  bool passes_aux(int below, int above) const;
  bool falls_short(int verb) const;
  std::string_view why_not_yet(int below, int above) const;
  bool is_instead(int mark) const;
  bool is_content_phrase(int below) const;
  /// A clause that tells what else is so: "although B trades with C", "after meeting B", ", which
  /// trades with C".
  bool is_aside(int below) const {
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
    if (relation == Relation::conj) return mark >= 0 && tree_.lemma(mark) == "whereupon";
    return relation == Relation::advcl && ((mark >= 0 && is_one_of(tree_.lemma(mark), kMarks)) ||
                                           (adverb >= 0 && is_one_of(tree_.lemma(adverb), kMarks)));
  }
  /// "A said that it would meet B and called on C", "A fears that B will fall and has asked C":
  /// what stands in another tense is not what is said, but beside it.
  bool stands_beside(int below, int above) const {
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
  bool is_granted(int below, int above) const {
    const Relation relation = tree_.relation(below);
    const int article = tree_.child(below, Relation::det);
    const bool definite = (article >= 0 && tree_.lemma(article) == "the") ||
                          tree_.child(below, Relation::nmod_poss) >= 0;
    return below == trigger_ && text::is_noun(tree_[below].tag) && definite &&
           (relation == Relation::obj || relation == Relation::obl) &&
           operator_at(above) == nullptr && !favours_change(below, above);
  }
  /// "accused B of arming C": the gerund hangs from the object, but the verb says it.
  bool is_charge(int below) const {
    const int mark = tree_.child(below, Relation::mark);
    return tree_.relation(below) == Relation::acl && tree_[below].tag == Tag::VERB_GERUND &&
           mark >= 0 && (tree_.lemma(mark) == "of" || tree_.lemma(mark) == "for");
  }
  /// "ways of cooperation", "a policy of pressure"
  bool is_mere_frame(int below, int above) const {
    constexpr std::array<std::string_view, 12> kFrames{"way",    "means", "method",  "form",
                                                       "kind",   "sort",  "path",    "course",
                                                       "policy", "state", "process", "matter"};
    return tree_.relation(below) == Relation::nmod && tree_.preposition(below) == "of" &&
           is_one_of(tree_.lemma(above), kFrames);
  }
  /// "refused to sign, accusing B of …": what is said to it is said, whatever is refused. "called
  /// on B to leave, citing its pact with C": what goes with a request is not requested.
  bool is_said_besides(int gerund) const {
    const int first = tree_.extent(gerund).first;
    const auto rows = patterns_.triggers(tree_.lemma(gerund), WordClass::verb);
    if (first == 0 || (tree_[first].form != "," && tree_[first - 1].form != ",")) return false;
    const auto above = patterns_.triggers(tree_.lemma(tree_.head(gerund)), WordClass::verb);
    if (std::ranges::find(above, model::ClaimType::request, &Trigger::type) != above.end())
      return true;
    if (rows.empty()) return false;
    const model::ClaimType type = rows.back().type;
    return type == model::ClaimType::accuse || type == model::ClaimType::request ||
           type == model::ClaimType::support || type == model::ClaimType::threaten;
  }
  /// "A said no; B accepted", "A accuses B, while C charges": told beside it.
  bool is_parted(int one, int other) const {
    const int first = std::min(one, other), last = std::max(one, other);
    for (int i = first + 1; i < last; ++i)
      if (tree_[i].form == ";") return true;
    const int mark = tree_.child(one, Relation::nsubj) < 0
                         ? -1
                         : tree_.child(tree_.child(one, Relation::nsubj), Relation::mark);
    return one > other && mark >= 0;
  }
  bool asks(int predicate) const;
  bool is_said_by_author(int verb) const;
  bool is_undoubted(int verb) const;
  bool excludes(int noun) const;
  bool is_imperative(int predicate) const;
  /// "plans to meet", "the idea of meeting", not "the men meeting" nor "ties severed".
  /// Nor is "the pact that A signed" one.
  bool is_content_clause(int below) const {
    if (tree_.child(below, Relation::mark) >= 0) return true;
    const bool finite = tree_[below].tag == Tag::VERB_PAST || tree_[below].tag == Tag::VERB_PRESENT;
    return tree_.child(below, Relation::nsubj) >= 0 && !finite;
  }
  /// "called C a threat to D", "saw it as a sign of …": what somebody calls it, on his word.
  bool names_it(int below, int above) const {
    constexpr std::array<std::string_view, 8> kWords{"call", "label", "dub",      "brand",
                                                     "term", "deem",  "consider", "declare"};
    const Relation relation = tree_.relation(below);
    const bool noun = !text::is_verb(tree_[below].tag);
    return noun && !described_ && relation == Relation::xcomp &&
           is_one_of(tree_.lemma(above), kWords) && tree_.child(above, Relation::obj) >= 0;
  }
  bool is_object(int below) const {
    const Relation relation = tree_.relation(below);
    return relation == Relation::obj || relation == Relation::nsubj_pass ||
           is_content_phrase(below);
  }
  /// "is convinced that", which is no case of "convince".
  bool is_state_of_mind(int word) const {
    const Operator* op = patterns_.find_operator(tree_[word].form, WordClass::adjective);
    return tree_[word].tag == Tag::VERB_PARTICIPLE && op != nullptr &&
           op->voucher == Voucher::subject && tree_.child(word, Relation::aux_pass) >= 0;
  }
  const Operator* operator_at(int word) const {
    // "gave up", "called off"
    if (const int particle = tree_.child(word, Relation::compound_prt); particle >= 0) {
      const std::string phrase =
          std::string(tree_.lemma(word)).append("-").append(tree_.lemma(particle));
      if (const Operator* op = patterns_.find_operator(phrase, WordClass::verb)) return op;
    }
    if (is_state_of_mind(word))
      return patterns_.find_operator(tree_[word].form, WordClass::adjective);
    return patterns_.find_operator(tree_.lemma(word), word_class_of(tree_[word].tag));
  }
  bool is_predicate(int word) const {
    return text::is_verb(tree_[word].tag) || tree_.child(word, Relation::cop) >= 0 ||
           tree_.child(word, Relation::nsubj) >= 0;
  }
  bool in_past_report(int predicate) const;
  bool has_type(int word, model::ClaimType type) const {
    const auto triggers = patterns_.triggers(tree_.lemma(word), word_class_of(tree_[word].tag));
    return std::ranges::any_of(triggers, [&](const Trigger& t) { return t.type == type; });
  }
  /// "rejected A's demand", "dismissed the criticism": what was said was said.
  bool is_act_of_speech(int below) const {
    using model::ClaimType;
    const auto rows = patterns_.triggers(tree_.lemma(below), WordClass::noun);
    if (below != trigger_ || !text::is_noun(tree_[below].tag) || rows.empty()) return false;
    const ClaimType type = rows.back().type;
    return type == ClaimType::request || type == ClaimType::accuse || type == ClaimType::threaten ||
           type == ClaimType::protest;
  }
  /// "supports B's accession to C", "support for a rapprochement": what is favoured is not there
  /// yet.
  bool favours_change(int below, int above) const {
    constexpr std::array<std::string_view, 7> kWords{"support",  "back",     "favour", "favor",
                                                     "advocate", "champion", "promote"};
    if (!is_one_of(tree_.lemma(above), kWords) || !text::is_noun(tree_[below].tag)) return false;
    const auto rows = patterns_.triggers(tree_.lemma(below), WordClass::noun);
    return std::ranges::any_of(rows, [](const Trigger& row) {
      return row.trend == model::Trend::closer || row.layer == model::Layer::membership;
    });
  }
  /// "pledged", "assured": a word that is a promise wherever it stands.
  bool promises(int word) const {
    const auto rows = patterns_.triggers(tree_.lemma(word), word_class_of(tree_[word].tag));
    return std::ranges::any_of(rows, [](const Trigger& row) {
      return row.type == model::ClaimType::agree && row.needs.empty();
    });
  }
  /// A word of rejection: what is its object is not asserted.
  bool opposes(int word) const {
    const auto triggers = patterns_.triggers(tree_.lemma(word), word_class_of(tree_[word].tag));
    return !triggers.empty() && triggers.back().type == model::ClaimType::reject;
  }

  const Tree& tree_;
  const Arguments& arguments_;
  const References& references_;
  const Patterns& patterns_;
  Trace* trace_;  // null unless somebody asks why
  int trigger_ = -1;
  Standing standing_;
  bool aux_open_ = true;  // false above a clause that is asserted by itself
  bool opposed_ = false;  // in the object of an opposing word: "veto sanctions"
  bool speaker_found_ = false;
  bool aside_ = false;      // in a clause that is not what a speaker before it says
  bool described_ = false;  // in what only describes a noun above the trigger
  bool charged_ = false;    // in the gerund that the object is accused of
};

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

void Climber::read_modal(int predicate, int modal) {
  const std::string_view lemma = tree_.lemma(modal);
  constexpr std::array<std::string_view, 7> kPossible{"may",    "might", "can",  "could",
                                                      "should", "must",  "ought"};
  if (lemma == "will" || lemma == "shall" || lemma == "'ll" || lemma == "’ll")
    add(model::future, modal, "of the future");
  else if (lemma == "would" || lemma == "'d")
    in_past_report(predicate) ? add(model::future, modal, "the future of a past report")
                              : add(model::hypothetical, modal, "of a condition");
  else if (is_one_of(lemma, kPossible))
    add(model::hypothetical, modal, "a modal verb");
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

void Climber::read_clause(int predicate) {
  // "A is to lend B money", "A to visit B"
  const int to = tree_.child(predicate, "to");
  if (to >= 0 && tree_[predicate].tag == Tag::VERB_BASE) {
    const int head = tree_.head(predicate);
    const bool of_be = head >= 0 && tree_.relation(predicate) == Relation::xcomp &&
                       tree_.lemma(head) == "be" && tree_.relation(head) != Relation::cop;
    // "the first way is to turn to B" tells what could be done.
    int who = tree_.child(predicate, Relation::nsubj);
    if (who < 0) who = tree_.child(predicate, Relation::nsubj_outer);
    const bool option = who >= 0 && tree_[who].tag != Tag::PRON &&
                        tree_.child(predicate, Relation::cop) >= 0 && references_.at(who).empty();
    const bool headline = tree_.relation(predicate) == Relation::ccomp &&
                          tree_.child(predicate, Relation::nsubj) >= 0 &&
                          tree_.child(predicate, "for") < 0;
    if (of_be || headline || tree_.child(predicate, Relation::cop) >= 0 || head < 0)
      add(option ? model::hypothetical : model::future, to, "is to come");
  }
  if (is_imperative(predicate)) add(model::hypothetical, predicate, "a demand");
  // "Had A attacked B, C would have objected"
  const int aux = tree_.child(predicate, Relation::aux);
  if (aux == 0 && tree_.lemma(aux) == "have" && tree_.child(predicate, Relation::nsubj) > aux &&
      tree_[tree_.size() - 1].form != "?")
    add(model::hypothetical, aux, "opens a condition");
  if (tree_.head(predicate) < 0 && asks(predicate))
    add(model::hypothetical, tree_.size() - 1, "asked");
  for (const int c : tree_.children(predicate)) {
    const std::string_view lemma = tree_.lemma(c);
    const Relation relation = tree_.relation(c);
    const bool marks = relation == Relation::advmod || relation == Relation::cc ||
                       relation == Relation::mark || relation == Relation::det ||
                       relation == Relation::case_;
    if (relation == Relation::aux) read_modal(predicate, c);
    if (marks && (is_negation(lemma) || is_instead(c))) add(model::negation, c, "denies");
    if (tree_[c].form == "longer" && tree_.child(c, "no") >= 0) standing_.lapsed = true;
    if (relation == Relation::mark && is_condition(lemma))
      add(model::hypothetical, c, "opens a condition");
    if (relation == Relation::advmod && is_hedge(lemma)) add(model::hypothetical, c, "hedges");
    // "once armed B"; "once a week" says how often
    if (relation == Relation::advmod && lemma == "once" && c + 1 == predicate &&
        tree_[predicate].tag == Tag::VERB_PAST)
      add(model::historical, c, "long ago");
    // "in the second scenario"
    if (relation == Relation::obl && is_case(lemma))
      add(model::hypothetical, c, "one case of several");
    // "no state signed", "sells no weapons to B", "neither A nor B": none of them, nothing.
    // "wanted no part in it" is a refusal already.
    const bool takes_part = relation == Relation::nsubj || relation == Relation::nsubj_pass ||
                            (relation == Relation::obj && predicate == trigger_ &&
                             !has_type(predicate, model::ClaimType::reject));
    if (takes_part && excludes(c)) add(model::negation, c, "denies");
  }
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

void Climber::read_noun(int noun) {
  for (const int c : tree_.children(noun)) {
    const std::string_view lemma = tree_.lemma(c);
    const bool denies = (tree_.relation(c) == Relation::det && lemma == "no") ||
                        (tree_.relation(c) == Relation::case_ && lemma == "without");
    if (denies) add(model::negation, c, "denies");
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

void Climber::read_according_to(int word) {
  if (speaker_found_) return;
  for (const int c : tree_.children(word)) {
    const std::string_view lemma = tree_.lemma(c);
    if (tree_.relation(c) == Relation::advmod && is_hearsay(lemma)) {
      set_speaker(c, "hearsay");
      return;
    }
    const std::string preposition = tree_.preposition(c);
    if (preposition == "according to" || preposition == "according") {
      if (is_case(lemma)) return add(model::hypothetical, c, "one case of several");
      set_speaker(c, "after \"according to\"");
      standing_.claimants = references_.of(c);
      return;
    }
    const int of = is_view(lemma) ? -1 : tree_.child(c, "view");  // "from A's point of view"
    const int view = is_view(lemma) ? c : of;
    if (view >= 0 && (preposition == "in" || preposition == "from" || preposition == "to"))
      if (Referents holders = references_.owners(c); !holders.empty()) {
        set_speaker(c, "in whose view it is so");
        standing_.claimants = std::move(holders);
        return;
      }
  }
}

/// "According to B, …" and "…, according to B" hold for the whole sentence, wherever the tree hung
/// them.
void Climber::read_sentence_speaker() {
  for (int i = 0; i + 2 < tree_.size(); ++i) {
    if (tree_.lemma(i) != "accord" && tree_.lemma(i) != "according") continue;
    if (tree_.lemma(i + 1) != "to") continue;
    const bool at_start = i <= 1;
    bool to_end = i > 0 && tree_[i - 1].form == ",";
    for (int k = i + 2; k < tree_.size() && to_end; ++k)
      if (text::is_verb(tree_[k].tag) || tree_[k].form == ",") to_end = false;
    if (!at_start && !to_end) return;
    for (int k = i + 2; k < tree_.size() && k < i + 6; ++k)
      if (is_case(tree_.lemma(k))) return add(model::hypothetical, k, "one case of several");
    set_speaker(i, "holds for the whole sentence");
    for (int k = i + 2; k < tree_.size() && k < i + 6 && tree_[k].form != ","; ++k)
      if (const Mention* m = references_.mention(k); m != nullptr) {
        standing_.claimants = references_.of(m->head);
        return;
      }
    return;
  }
}

/// Who vouches by the verb for the clause at `content`. "…, a ministry spokesman said" behind what
/// he says is one of those of whom it is said.
Referents Climber::speaker_of(int verb, int content) const {
  const bool convinced = text::is_verb(tree_[verb].tag) && is_state_of_mind(verb);
  const int who = convinced ? tree_.child(verb, Relation::nsubj_pass) : arguments_.subject(verb);
  if (who < 0) return {};
  Referents found = references_.of(who);
  if (found.empty() && is_document(tree_.lemma(who))) found = references_.owners(who);
  const Mention* m = references_.mention(who);
  // "A thanked B and will send arms, his adviser said": A's, of whom it is told.
  const int owner = tree_.child(who, Relation::nmod_poss);
  if (content < verb && m != nullptr && m->role && owner >= 0 && tree_[owner].tag == Tag::PRON) {
    const int subject = arguments_.subject(content);
    const Referents told_of = subject < 0 ? Referents{} : references_.of(subject);
    if (told_of.size() == 1) return {{told_of.front().id, m->sector, m->begin, m->end - 1, 0.7f}};
  }
  const bool nameless = m != nullptr && m->role &&
                        (m->id.empty() || !references_.is_state(m->id)) && !m->sector.empty() &&
                        references_.possessors(who).empty();
  if (!nameless || content > verb) return found;
  const int subject = arguments_.subject(content);
  const Referents acting = subject < 0 ? Referents{} : references_.at(subject);
  if (acting.size() != 1) return found;
  // "the EU is to lift its sanctions on C, diplomats say": of whom is not told, but not C's.
  if (acting.front().sector == "IGO") return {};
  if (!references_.is_state(acting.front().id)) return found;
  return {{acting.front().id, m->sector, m->begin, m->end - 1, 0.7f}};
}

/// "It would be wrong to conclude that", "We conclude that" where the text tells of nobody who
/// speaks, "Nobody doubts that": the author vouches.
bool Climber::is_said_by_author(int verb) const {
  if (is_undoubted(verb)) return true;
  const int who = arguments_.subject(verb);
  if (who < 0) return tree_[verb].tag == Tag::VERB_BASE && tree_.child(verb, "to") >= 0;
  const std::string_view lemma = tree_.lemma(who);
  const bool empty = lemma == "it" && tree_.head(who) != verb && tree_[verb].tag == Tag::VERB_BASE;
  const bool first_person = lemma == "we" || lemma == "I" || lemma == "i";
  return empty || (first_person && references_.of(who).empty());
}

/// "Nobody doubts that", "did not deny that"
bool Climber::is_undoubted(int verb) const {
  const std::string_view lemma = tree_.lemma(verb);
  if (lemma != "doubt" && lemma != "dispute") return false;
  constexpr std::array<std::string_view, 6> kNobody{"nobody", "few", "none",
                                                    "no-one", "not", "n't"};
  return std::ranges::any_of(tree_.children(verb), [&](int c) {
    return is_one_of(tree_.lemma(c), kNobody) || excludes(c);
  });
}

void Climber::read_speaker(int word, const Operator& op, int content) {
  if (speaker_found_ || op.voucher == Voucher::none) return;
  if (aside_ && word < trigger_) return;
  // What A promises to oppose is not on A's word (codebook 3, first note).
  if (opposed_ && promises(word)) return;
  const bool unnamed = op.voucher == Voucher::unnamed;
  const bool is_verb = text::is_verb(tree_[word].tag);
  if (is_verb && !unnamed && is_said_by_author(word)) return;
  set_speaker(word,
              unnamed   ? "nobody in particular vouches"
              : is_verb ? "its subject vouches"
                        : "its owner vouches",
              &op);
  if (unnamed) return;
  if (is_verb) {
    standing_.claimants = speaker_of(word, content);
  } else {
    standing_.claimants = references_.possessors(word);
    if (standing_.claimants.empty()) standing_.claimants = references_.owners(word);
    const int verb = arguments_.carrier(word);
    if (standing_.claimants.empty() && verb >= 0)
      if (const int who = arguments_.subject(verb); who >= 0)
        standing_.claimants = references_.of(who);
    if (standing_.claimants.empty()) {  // "a claim that …" with nobody to it
      const bool vouched_by_text = verb < 0;
      if (vouched_by_text) standing_.by_author = false;
    }
  }
}

/// "has yet to sign", "stopped short of imposing"
bool Climber::falls_short(int verb) const {
  const std::string_view lemma = tree_.lemma(verb);
  const bool yet_to =
      verb + 2 < tree_.size() && tree_.lemma(verb + 1) == "yet" && tree_.lemma(verb + 2) == "to";
  return (lemma == "have" && (yet_to || tree_.child(verb, "yet") >= 0)) ||
         (lemma == "stop" && tree_.child(verb, "short") >= 0) || lemma == "short" || lemma == "yet";
}

/// "instead of arming B", "rather than arm B"
bool Climber::is_instead(int mark) const {
  const std::string_view lemma = tree_.lemma(mark);
  return (lemma == "instead" && tree_.child(mark, "of") >= 0) ||
         (lemma == "rather" && tree_.child(mark, "than") >= 0);
}

/// Why what the infinitive or gerund at `below` says is not done, where `above` has no row that
/// tells: "has to arm B", "was told to arm B", "thinks of arming B". Empty when nothing is amiss.
std::string_view Climber::why_not_yet(int below, int above) const {
  const std::string_view lemma = tree_.lemma(above);
  const Tag tag = tree_[below].tag;
  const bool infinitive = tag == Tag::VERB_BASE && tree_.child(below, "to") >= 0;
  if (infinitive && lemma == "have" && tree_.relation(below) == Relation::xcomp)
    return tree_[above].tag == Tag::VERB_PRESENT ? "what has to be" : "";
  if (infinitive && lemma == "tell" && tree_.child(above, Relation::aux_pass) >= 0)
    return "what was asked for";
  const bool clause = infinitive || tree_.relation(below) == Relation::csubj ||
                      tree_.relation(below) == Relation::ccomp;
  if (clause && is_needful(lemma)) return "what ought to be";
  if (tag == Tag::VERB_GERUND && is_musing(lemma)) return "what is thought of";
  return {};
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

/// Does what is said of `above` reach down to `below`?
bool Climber::passes_aux(int below, int above) const {
  if (falls_short(above)) return true;
  if (is_undoubted(above)) return false;
  if (is_granted(below, above) || stands_beside(below, above)) return false;
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
      return tree_[below].tag == Tag::VERB_BASE ||
             (tree_[below].tag == Tag::VERB_GERUND && tree_.child(below, Relation::aux) < 0 &&
              !is_aside(below) && !is_said_besides(below) && operator_at(above) != nullptr);
    case Relation::conj:
      return tree_.child(below, Relation::nsubj) < 0;
    case Relation::obl:
    case Relation::nmod:
      return arguments_.measure_of(below) >= 0 || is_mere_frame(below, above) ||
             (is_content_phrase(below) && operator_at(above) != nullptr);
    case Relation::nmod_poss:
      return operator_at(above) != nullptr;
    default:
      return true;
  }
}

Standing Climber::climb(int trigger) {
  trigger_ = trigger;
  int below = -1;
  for (int at = trigger, steps = 0; at >= 0 && steps < tree_.size(); ++steps) {
    const bool predicate = is_predicate(at);
    if (aux_open_ && below >= 0 && is_object(below) && opposes(at) && !is_act_of_speech(below)) {
      add(model::hypothetical, at, "rejects it");
      opposed_ = true;
      aux_open_ = false;
    }
    const bool shares_only_subject =
        below >= 0 && tree_.relation(below) == Relation::conj && at != trigger;
    if (aux_open_ && below >= 0 && falls_short(at)) add(model::negation, at, "falls short of it");
    if (aux_open_ && below >= 0 && !falls_short(at))
      if (const std::string_view why = why_not_yet(below, at); !why.empty())
        add(model::hypothetical, at, why);
    if (aux_open_ && below >= 0 && tree_.relation(below) == Relation::xcomp &&
        tree_[below].tag == Tag::VERB_BASE) {
      if (tree_[at].form == "used") add(model::historical, at, "no longer does");
      if (tree_[at].form == "going") add(model::future, at, "of the future");
    }
    if (aux_open_) {
      if (predicate) {
        const AuxSet before = standing_.aux;
        const std::size_t noted = trace_ == nullptr ? 0 : trace_->notes.size();
        read_clause(at);
        // "did not attack and left": the second verb takes over modals, not the negation.
        if (shares_only_subject) {
          standing_.aux =
              static_cast<AuxSet>((standing_.aux & ~model::negation) | (before & model::negation));
          if (trace_ != nullptr) trace_->take_back(noted, model::negation);
        }
      } else if (at == trigger) {
        read_noun(at);
      } else if (excludes(at)) {
        add(model::negation, at, "denies");  // "has no plans to"
      }
    }
    if (aux_open_ && below == trigger && is_object(below) && favours_change(below, at))
      add(model::hypothetical, at, "favours it");
    if (below >= 0) {
      const Relation relation = tree_.relation(below);
      const Operator* op = operator_at(at);
      // "saw it as a sign that"
      const bool as_what = op != nullptr && op->voucher == Voucher::subject && op->aux == 0 &&
                           !described_ && relation == Relation::obl &&
                           tree_.preposition(below) == "as";
      const bool governs = as_what || relation == Relation::ccomp || relation == Relation::xcomp ||
                           relation == Relation::obj ||
                           (relation == Relation::acl && is_content_clause(below)) ||
                           is_content_phrase(below) || relation == Relation::csubj ||
                           relation == Relation::csubj_pass || relation == Relation::nsubj_pass ||
                           relation == Relation::advcl || relation == Relation::compound;
      if (names_it(below, at)) {
        if (!speaker_found_ && !(aside_ && at < trigger_)) {
          set_speaker(at, "its subject vouches", op);
          standing_.claimants = speaker_of(at, below);
        }
      } else if (op != nullptr && governs) {
        // "urged the rivals to meet": whom one urges is not what one urges.
        const int asked = relation == Relation::obj ? tree_.child(at, Relation::xcomp) : -1;
        const bool is_listener = asked >= 0 && tree_[asked].tag == Tag::VERB_BASE;
        if (aux_open_ && !is_listener) add(op->aux, at, "above it", op);
        // "told B to leave": a speech with an infinitive asks for what it names.
        if (aux_open_ && op->voucher == Voucher::subject && relation == Relation::xcomp &&
            tree_[below].tag == Tag::VERB_BASE && tree_.child(below, "to") >= 0 &&
            (tree_.child(at, Relation::iobj) >= 0 || tree_.child(at, Relation::obj) >= 0))
          add(model::hypothetical, below, "what is asked for");
        const int mark = tree_.child(below, Relation::mark);
        const bool averted =
            mark >= 0 && (tree_.lemma(mark) == "against" || tree_.lemma(mark) == "from");
        const bool content =
            !averted && (relation == Relation::ccomp || relation == Relation::xcomp ||
                         relation == Relation::csubj_pass || as_what ||
                         (relation == Relation::advcl && !is_aside(below)) ||
                         relation == Relation::acl || (charged_ && relation == Relation::obj) ||
                         (relation == Relation::acl_relcl && mark >= 0));
        if (content) read_speaker(at, *op, below);
      }
      if (op != nullptr && (governs || relation == Relation::nsubj) && aux_open_) {
        if (op->sign != model::Sign::none && standing_.sign == model::Sign::none) set_sign(*op, at);
        if (op->trend != model::Trend::none && standing_.trend == model::Trend::none)
          set_trend(*op, at);
      }
      if (op != nullptr && relation == Relation::parataxis && !is_parted(below, at))
        read_speaker(at, *op, below);
      if (below == trigger && relation == Relation::obl) read_mood(at, below);
    }
    read_according_to(at);
    // A clause of speech set beside: "Iran, the minister said, will…"
    for (const int c : tree_.children(at))
      if (tree_.relation(c) == Relation::parataxis && text::is_verb(tree_[c].tag) && c != below)
        if (const Operator* op = operator_at(c);
            op != nullptr && tree_.child(c, Relation::ccomp) < 0 &&
            (tree_.child(c, Relation::obj) < 0 || tree_.lemma(c) == "tell"))
          read_speaker(c, *op, at);
    const int head = tree_.head(at);
    if (head >= 0 && !passes_aux(at, head)) aux_open_ = false;
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

}  // namespace

Standing standing_of(int trigger, const Tree& tree, const Arguments& arguments,
                     const References& references, const Patterns& patterns, Trace* trace) {
  return Climber(tree, arguments, references, patterns, trace).climb(trigger);
}

}  // namespace entente::reading
