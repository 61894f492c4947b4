// What a claim is about, and how the two of a tie stand.

#include <algorithm>
#include <array>

#include "entente/reading/claims.h"
#include "entente/reading/explanation.h"

namespace entente::reading {

using model::ClaimType;
using model::Layer;
using model::Sign;
using model::Trend;
using text::Relation;
using text::Tag;

namespace {

/// Types whose layer is what is traded, given, withheld or struck; words of praise, blame or
/// refusal are political whatever they are about.
bool has_layer_of_its_object(ClaimType type) {
  switch (type) {
    case ClaimType::consult:
    case ClaimType::support:
    case ClaimType::request:
    case ClaimType::accuse:
    case ClaimType::reject:
    case ClaimType::protest:
      return false;
    default:
      return true;
  }
}

/// Looks for the first word around a trigger that points to a layer.
class LayerSearch {
 public:
  LayerSearch(const Proposal& proposal, const Tree& tree, const References& references,
              const Patterns& patterns)
      : proposal_(proposal), tree_(tree), references_(references), patterns_(patterns) {}

  /// The word that points to the layer that was found.
  [[nodiscard]] int pointer() const { return pointer_; }
  std::optional<Layer> around(int trigger) {
    const ClaimType type = proposal_.pattern->type;
    const bool promised = type == ClaimType::agree || type == ClaimType::threaten;
    if (is_over_place(trigger)) return Layer::territorial;
    look_below(trigger);
    for (const int c : tree_.children(trigger)) {
      const Relation relation = tree_.relation(c);
      const bool argument = relation == Relation::obj || relation == Relation::nsubj_pass ||
                            relation == Relation::obl || relation == Relation::xcomp ||
                            relation == Relation::acl || relation == Relation::advcl ||
                            (promised && relation == Relation::ccomp);
      if (!argument || is_beside(c)) continue;
      // "forced B to break the gas deal": what the other has to do is another matter
      if (type == ClaimType::coerce && relation == Relation::xcomp) continue;
      look(c);
      look_below(c);
      for (const int d : tree_.children(c))
        if (tree_.relation(d) == Relation::obj || (promised && is_matter(c, d)))
          look(d), look_below(d);
      if (!found_ && type == ClaimType::threaten) look_at_deed(c);
    }
    // "the pact that A signed", "the port built by A for B": what the clause tells of.
    const Relation own = tree_.relation(trigger);
    const int told_of = tree_.head(trigger);
    if (told_of >= 0 && (own == Relation::acl_relcl || own == Relation::acl)) {
      look(told_of);
      look_below(told_of, 1);
    }
    if (text::is_noun(tree_[trigger].tag)) look(trigger);
    return found_;
  }

 private:
  /// "palm oil" and "road map" are what their two words say together.
  [[nodiscard]] std::optional<Layer> layer_at(int at) const {
    if (at > 0 && tree_.head(at - 1) == at)
      if (const auto layer =
              patterns_.layer(std::string(tree_.lemma(at - 1)).append("-").append(tree_.lemma(at))))
        return layer;
    return patterns_.layer(tree_.lemma(at));
  }
  /// What does not tell what the word above is about: "such as the war", "after the war", and
  /// whatever somebody agrees to oppose.
  [[nodiscard]] bool is_beside(int at) const {
    constexpr std::array<std::string_view, 9> kMarks{
        "after", "before", "when", "while", "since", "as", "because", "although", "though"};
    // "banned B's goods over the border clash": why, not what
    constexpr std::array<std::string_view, 5> kWhy{"over", "due to", "in response to", "because",
                                                   "in retaliation for"};
    const ClaimType type = proposal_.pattern->type;
    if ((type == ClaimType::sanction || type == ClaimType::coerce) &&
        is_one_of(tree_.preposition(at), kWhy))
      return true;
    const int mark = tree_.relation(at) == Relation::advcl ? tree_.child(at, Relation::mark) : -1;
    if (mark >= 0 && is_one_of(tree_.lemma(mark), kMarks)) return true;
    constexpr std::array<std::string_view, 14> kPrepositions{
        "such as", "as",      "like",  "amid",       "after", "before",      "since",
        "during",  "despite", "until", "because of", "by",    "in spite of", "including"};
    if (std::ranges::find(kPrepositions, tree_.preposition(at)) != kPrepositions.end()) return true;
    // "signed the accord, accusing A of spying"
    const int first = tree_.relation(at) == Relation::advcl ? tree_.extent(at).first : 0;
    if (first > 0 && (tree_[first].form == "," || tree_[first - 1].form == ",")) return true;
    const auto rows = patterns_.triggers(tree_.lemma(at), WordClass::verb);
    return text::is_verb(tree_[at].tag) && !rows.empty() && rows.back().type == ClaimType::reject;
  }
  /// "the dispute over Kashmir", "the conflict over the Kuril Islands": wherever the tree hung it.
  [[nodiscard]] bool is_over_place(int trigger) {
    if (trigger + 2 >= tree_.size() || tree_.lemma(trigger + 1) != "over") return false;
    for (int i = trigger + 2; i < std::min(trigger + 5, tree_.size()); ++i) {
      const Mention* m = references_.mention(i);
      if (m == nullptr) continue;
      pointer_ = i;
      return m->kind == NameKind::place;
    }
    return false;
  }
  /// "aid to B, ten million dollars": how much of it there is, whatever it was hung from.
  [[nodiscard]] bool is_sum(int at) const {
    return tree_.relation(at) == Relation::appos && tree_.child(at, Relation::nummod) >= 0;
  }
  /// "threatened to bomb B", "warned that it would cut its aid": the layer of the threatened deed.
  void look_at_deed(int verb) {
    const auto rows = patterns_.triggers(tree_.lemma(verb), WordClass::verb);
    if (rows.empty() || !text::is_verb(tree_[verb].tag) || tree_.child(verb, Relation::obj) < 0)
      return;
    const ClaimType type = rows.back().type;
    if ((type != ClaimType::assault && type != ClaimType::mobilize) || !rows.back().needs.empty())
      return;
    found_ = Layer::military;
    pointer_ = verb;
  }
  /// "agreed to provide B with gas", "agreed to cooperate on gas": what the promised deed is about.
  [[nodiscard]] bool is_matter(int verb, int phrase) const {
    if (tree_.relation(phrase) != Relation::obl) return false;
    const std::string preposition = tree_.preposition(phrase);
    const auto rows = patterns_.triggers(tree_.lemma(verb), WordClass::verb);
    const bool together =
        std::ranges::find(rows, ClaimType::cooperate, &Trigger::type) != rows.end() &&
        (preposition == "on" || preposition == "in" || preposition == "over");
    return preposition == "with" || together;
  }
  /// "relations with the army": who stands in a tie is not what it is about.
  [[nodiscard]] bool is_end(int at) const {
    const auto names = [&](const Referent& end) { return at >= end.first && at <= end.last; };
    return proposal_.pattern->type == ClaimType::tie &&
           (names(proposal_.actor) || names(proposal_.recipient));
  }
  void look(int at) {
    const Mention* m = references_.mention(at);
    const bool named = m != nullptr && (!m->role || m->role == RoleKind::state);
    if (named || is_end(at) || (found_ && found_ != Layer::economic)) return;
    auto layer = layer_at(at);
    if (layer == Layer::arms && text::is_verb(tree_[at].tag) && tree_.lemma(at) != "arm")
      layer = Layer::military;  // "to bomb B", "to shell B"
    // "the export of arms", "a tariff on gas": whatever is traded says more than that it is. "A
    // loan for gas" is money all the same, and "two billion in military aid" is military.
    const bool is_aid = proposal_.pattern->type == ClaimType::aid;
    const bool for_it = is_aid && tree_.preposition(at) == "for";
    const bool says_more = (layer == Layer::arms || layer == Layer::energy)
                               ? !for_it
                               : is_aid && layer == Layer::military;
    if (!layer || (found_ && !says_more)) return;
    found_ = layer;
    pointer_ = at;
  }
  void look_below(int at, int depth = 0) {
    for (const int c : tree_.children(at)) {
      const Relation relation = tree_.relation(c);
      const bool modifier = relation == Relation::amod || relation == Relation::compound ||
                            relation == Relation::advmod;
      // "ties with B and investment in C": what stands beside the word is something else
      const bool listed = relation == Relation::conj && at != proposal_.trigger;
      const bool phrase = relation == Relation::nmod || listed || relation == Relation::acl ||
                          is_sum(c) || (depth > 0 && relation == Relation::obj);
      if ((!modifier && !phrase) || is_beside(c)) continue;
      const bool participle =  // "a company based in B" is no base
          relation == Relation::acl && tree_[c].tag == Tag::VERB_PARTICIPLE;
      if (!participle) look(c);
      if (depth < 2) look_below(c, depth + 1);
    }
  }

  const Proposal& proposal_;
  const Tree& tree_;
  const References& references_;
  const Patterns& patterns_;
  std::optional<Layer> found_;
  int pointer_ = -1;
};

}  // namespace

Layer layer_of(const Proposal& proposal, const Tree& tree, const References& references,
               const Patterns& patterns, const Actors& actors, Trace* trace) {
  const ClaimType type = proposal.pattern->type;
  const auto because = [&](Layer layer, std::string_view why, int word = -1) {
    if (trace != nullptr) trace->layer_because(why, word);
    return layer;
  };
  LayerSearch search(proposal, tree, references, patterns);
  const auto is_armed_group = [](const Referent& end) {
    return end.sector == "REB" || end.sector == "UAF";
  };
  const auto is_group = [&](const Referent& end) {
    const ActorFacts* known = actors.facts(end.id);
    return known == nullptr || !known->is_state || is_armed_group(end) || end.sector == "OPP" ||
           end.sector == "PTY";
  };
  // "a B-backed government": a patron stands behind a group, and not behind a state.
  if (proposal.pattern->layer == Layer::patronage && type == ClaimType::tie &&
      !is_group(proposal.actor) && !is_group(proposal.recipient))
    return because(Layer::political, "no group stands in it");
  // A pattern's own layer stands, unless arms or troops are named: "an arms embargo".
  const ActorFacts* facts = actors.facts(proposal.recipient.id);
  const bool is_elsewhere =
      facts == nullptr || !facts->is_state || proposal.actor.id != proposal.recipient.id;
  const bool to_armed_group = is_elsewhere && is_armed_group(proposal.recipient);
  if (type == ClaimType::aid && to_armed_group)
    return because(Layer::patronage, "aid to an armed group");
  if (proposal.pattern->layer) {
    if (*proposal.pattern->layer != Layer::economic)
      return because(*proposal.pattern->layer, "the row");
    const auto named = search.around(proposal.trigger);
    const bool stronger =
        named == Layer::arms || named == Layer::military || named == Layer::energy;
    return stronger ? because(*named, "layers.tsv", search.pointer())
                    : because(Layer::economic, "the row");
  }
  // Whoever breaks with a patron of rebels breaks with a state.
  const bool may_sponsor = to_armed_group || type == ClaimType::aid ||
                           type == ClaimType::cooperate ||
                           (type == ClaimType::tie && proposal.pattern->sign != Sign::minus);
  if (has_layer_of_its_object(type))
    if (const auto found = search.around(proposal.trigger);
        found && (found != Layer::patronage || may_sponsor))
      return because(*found, "layers.tsv", search.pointer());
  const bool by_soldiers = type == ClaimType::retreat && proposal.actor.sector == "MIL";
  if (type == ClaimType::mobilize || type == ClaimType::assault || by_soldiers)
    return because(Layer::military, "what such an event is about unless a word says otherwise");
  return because(Layer::political,
                 has_layer_of_its_object(type)
                     ? "no word near points to another layer"
                     : "words of this type are political whatever they are about");
}

namespace {

/// "threatened sanctions unless A gave way by May": May is when A is to give way.
bool is_condition_clause(const Tree& tree, int verb) {
  if (tree.relation(verb) != Relation::advcl) return false;
  const int mark = tree.child(verb, Relation::mark);
  return mark >= 0 && (tree.lemma(mark) == "if" || tree.lemma(mark) == "unless" ||
                       tree.lemma(mark) == "until" || tree.lemma(mark) == "although" ||
                       tree.lemma(mark) == "though" || tree.lemma(mark) == "whereas");
}

}  // namespace

const TimeExpression* date_of(int trigger, const Tree& tree,
                              const std::vector<TimeExpression>& expressions) {
  constexpr int kFar = 9;
  const TimeExpression* best = nullptr;
  int best_distance = kFar;
  for (const TimeExpression& expression : expressions) {
    // Steps from the trigger up to a common ancestor, and from there down to the expression.
    int up = 0;
    for (int a = trigger; a >= 0 && up < kFar; a = tree.head(a), ++up) {
      int down = 0, at = expression.begin;
      while (at >= 0 && at != a && down < kFar) {
        // "A, which had left B in 2012, met C": what a relative clause dates is its own.
        const Relation relation = tree.relation(at);
        const bool other = relation == Relation::conj && at != a && text::is_verb(tree[at].tag) &&
                           tree.child(at, Relation::nsubj) >= 0;
        if (relation == Relation::acl_relcl || relation == Relation::parataxis || other ||
            (at != a && is_condition_clause(tree, at)))
          down += kFar;
        const int below = at;
        at = tree.head(at);
        // What hangs from another noun dates that noun: "a list of the missing of 1990".
        const bool between = at >= 0 && at != a && at != trigger;
        // "during the governments of the 1970s A bought"
        constexpr std::array<std::string_view, 4> kThen{"during", "in", "under", "throughout"};
        const bool then = between && tree.relation(at) == Relation::obl && tree.head(at) == a &&
                          std::ranges::find(kThen, tree.preposition(at)) != kThen.end();
        // "fought wars in the 1960s": when the wars were is when they were fought.
        const bool whole = between && a == trigger && expression.begin > trigger &&
                           tree.relation(at) == Relation::obj && tree.head(at) == a &&
                           tree.head(below) == at && tree.relation(below) == Relation::nmod &&
                           std::ranges::find(kThen, tree.preposition(below)) != kThen.end();
        const bool outside = at < expression.begin || at >= expression.end;
        down += between && outside && !then && !whole && text::is_noun(tree[at].tag) ? kFar : 1;
      }
      if (at != a) continue;
      // What hangs from a higher clause dates a lower one less surely.
      if (2 * up + down < best_distance) {
        best_distance = 2 * up + down;
        best = &expression;
      }
      break;
    }
  }
  return best;
}

model::AuxSet aux_of_trigger(const Proposal& proposal, const Tree& tree, const Patterns& patterns) {
  const Trigger& row = *proposal.pattern;
  const WordClass word_class = word_class_of(tree[proposal.trigger].tag);
  const Operator* op = patterns.find_operator(tree.lemma(proposal.trigger), word_class);
  if (op == nullptr) return 0;
  if (row.type == ClaimType::tie) {
    // "pushed A closer to B" tells of no wish of A's.
    const bool pushed = !row.actors.empty() && row.actors.front().kind == SlotKind::object;
    const bool sought = row.trend == Trend::closer && !pushed;
    return sought ? op->aux & model::hypothetical : 0;
  }
  constexpr std::array<std::string_view, 10> kPlans{
      "plan", "prepare", "consider", "weigh", "mull", "ponder", "intend", "envisage", "eye", "due"};
  const bool deed = row.type == ClaimType::sanction || row.type == ClaimType::assault ||
                    row.type == ClaimType::coerce || row.type == ClaimType::aid ||
                    row.type == ClaimType::cooperate || row.type == ClaimType::consult ||
                    row.type == ClaimType::mobilize || row.type == ClaimType::retreat;
  return deed && is_one_of(tree.lemma(proposal.trigger), kPlans) ? op->aux : model::AuxSet{0};
}

std::pair<Sign, Trend> standing_of_tie(const Trigger& pattern, const Standing& standing) {
  if (pattern.type != ClaimType::tie) return {Sign::none, Trend::none};
  const Sign sign = pattern.sign == Sign::none ? Sign::plus : pattern.sign;
  const Trend trend = pattern.trend == Trend::none ? Trend::standing : pattern.trend;
  if (standing.lapsed) return {sign, sign == Sign::plus ? Trend::apart : Trend::closer};
  if (standing.is_change && standing.trend != Trend::none)
    return {standing.sign, standing.trend};  // "mended the rift", "tensions worsened"
  // "suspended normalisation", "the rapprochement stalled": a coming closer that ends.
  if (trend == Trend::closer && standing.trend == Trend::apart) return {sign, Trend::apart};
  if (trend != Trend::standing) return {sign, trend};
  const Sign shown = standing.sign == Sign::none ? sign : standing.sign;
  if (standing.trend == Trend::none) {
    // A friendly tie that is planned or wished for is a coming closer (codebook 4).
    const bool ahead = (standing.aux & (model::future | model::hypothetical)) != 0 &&
                       (standing.aux & model::negation) == 0;
    return {shown, ahead && shown == Sign::plus ? Trend::closer : trend};
  }
  if (shown == Sign::plus) return {shown, standing.trend};
  // More enmity drives apart, less of it brings closer.
  return {shown, standing.trend == Trend::closer ? Trend::apart : Trend::closer};
}

}  // namespace entente::reading
