#include "entente/reading/claim_features.h"

#include <algorithm>

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

constexpr std::string_view kPrepositions[] = {
    "",       "of",      "to",      "with",      "against", "for",       "on",      "in",
    "by",     "from",    "between", "at",        "over",    "toward",    "towards", "into",
    "among",  "about",   "as",      "under",     "upon",    "after",     "through", "before",
    "behind", "despite", "without", "alongside", "such as", "including", "during",  "like"};
static_assert(std::size(kPrepositions) + 1 == kPrepositionNumbers);

constexpr std::string_view kSectors[] = {"",    "GOV", "MIL", "COP", "JUD", "LEG", "PTY",
                                         "OPP", "REB", "UAF", "SPY", "BUS", "MED", "CVL",
                                         "EDU", "LAB", "NGO", "REF", "CRM", "IGO"};
int number_of_sector(std::string_view sector) {
  return static_cast<int>(std::ranges::find(kSectors, sector) - kSectors);
}

bool begins_clause(Relation relation) {
  switch (relation) {
    case Relation::acl:
    case Relation::acl_relcl:
    case Relation::advcl:
    case Relation::advcl_relcl:
    case Relation::ccomp:
    case Relation::xcomp:
    case Relation::csubj:
    case Relation::parataxis:
      return true;
    default:
      return false;
  }
}

bool is_subject(Relation relation) {
  return relation == Relation::nsubj || relation == Relation::nsubj_pass ||
         relation == Relation::nsubj_outer;
}

}  // namespace

int preposition_number(std::string_view preposition) {
  return static_cast<int>(std::ranges::find(kPrepositions, preposition) - kPrepositions);
}

ClaimFeatures::ClaimFeatures(const Tree& tree, const References& references,
                             const Patterns& patterns, std::span<const Candidate> candidates)
    : tree_(tree), references_(references), patterns_(patterns), candidates_(candidates) {
  const auto size = std::size_t(tree.size());
  prepositions_.resize(size);
  preposition_numbers_.resize(size);
  names_before_.assign(size + 1, 0);
  verbs_before_ = commas_before_ = names_before_;
  for (std::size_t i = 0; i < size; ++i) {
    const int token = static_cast<int>(i);
    prepositions_[i] = tree.preposition(token);
    preposition_numbers_[i] = preposition_number(prepositions_[i]);
    const Mention* m = references.mention(token);
    names_before_[i + 1] = names_before_[i] + (m != nullptr && m->begin == token && m->can_act());
    verbs_before_[i + 1] = verbs_before_[i] + text::is_verb(tree[token].tag);
    commas_before_[i + 1] = commas_before_[i] + (tree[token].tag == Tag::PUNCT);
  }
}

/// The word by which a referent hangs in the tree.
int ClaimFeatures::word_of(const Referent& referent) const {
  const Mention* m = references_.mention(referent.first);
  return m == nullptr ? referent.first : m->head;
}

ClaimFeatures::Way ClaimFeatures::way(int from, int to) const {
  constexpr int kFar = 12;
  int up[kFar], down[kFar], ups = 0, downs = 0, meet = -1;
  for (int at = from; at >= 0 && ups < kFar; at = tree_.head(at)) up[ups++] = at;
  for (int at = to; at >= 0 && downs < kFar; at = tree_.head(at)) {
    const auto found = std::find(up, up + ups, at);
    if (found != up + ups) {
      meet = static_cast<int>(found - up);
      break;
    }
    down[downs++] = at;
  }
  Way result;
  if (meet < 0) {
    result.up = result.down = kFar;
    return result;
  }
  const auto counts = [&](int word) {
    const Relation relation = tree_.relation(word);
    result.clauses += begins_clause(relation);
    return relation != Relation::conj && relation != Relation::flat;
  };
  for (int i = 0; i < meet; ++i) {
    if (!counts(up[i])) continue;
    if (result.up++ == 0) result.climbed = static_cast<int>(tree_.relation(up[i]));
  }
  for (int i = downs - 1; i >= 0; --i) {
    if (!counts(down[i])) continue;
    if (result.down++ == 0) result.first = static_cast<int>(tree_.relation(down[i]));
    if (result.count < 8) result.words[result.count++] = down[i];
  }
  result.last = static_cast<int>(tree_.relation(downs > 0 ? down[0] : to));
  return result;
}

/// True when the way leads where the slot says, as far as relations tell.
bool ClaimFeatures::fits(const Way& way, const Slot& slot, bool passive) const {
  const auto first = static_cast<Relation>(way.first);
  const bool straight_down = way.up == 0 && way.count > 0;
  switch (slot.kind) {
    case SlotKind::subject:
      return passive ? straight_down && prepositions_[std::size_t(way.words[0])] == "by"
                     : is_subject(first);
    case SlotKind::object:
      return straight_down && (first == Relation::obj || first == Relation::nsubj_pass);
    case SlotKind::indirect:
      return straight_down && first == Relation::iobj;
    case SlotKind::owner:
      return straight_down && (first == Relation::nmod_poss || first == Relation::compound ||
                               first == Relation::amod);
    case SlotKind::light:
      return way.up == 1 && is_subject(first) &&
             (way.climbed == static_cast<int>(Relation::obj) ||
              way.climbed == static_cast<int>(Relation::obl));
    case SlotKind::complement:
    case SlotKind::content:
      return straight_down && (first == Relation::ccomp || first == Relation::xcomp);
    case SlotKind::bearer:
      return is_subject(first) || (way.up > 0 && way.down == 0) || first == Relation::appos;
    case SlotKind::left:
      return straight_down && first == Relation::compound;
    case SlotKind::head:
      return way.up > 0 && way.down == 0;
    case SlotKind::clause:
      return way.up == 1 && is_subject(first) && way.climbed == static_cast<int>(Relation::obl);
    case SlotKind::home:
    case SlotKind::foe:
      return false;  // its words are the actor's own
    case SlotKind::parties:
      return straight_down || (way.up == 1 && is_subject(first));
    case SlotKind::prefix:
      return way.up == 0 && way.down <= 1;
    case SlotKind::preposition:
      for (int i = 0; i < way.count; ++i)
        if (prepositions_[std::size_t(way.words[i])] == slot.preposition) return true;
      return false;
  }
  return false;
}

/// The first of the slots to which the way leads, from 1; 0 for none.
int ClaimFeatures::slot(const Way& way, std::span<const Slot> slots, bool passive) const {
  for (std::size_t i = 0; i < slots.size(); ++i)
    if (fits(way, slots[i], passive)) return static_cast<int>(std::min<std::size_t>(i, 5)) + 1;
  return 0;
}

int ClaimFeatures::between(const std::vector<int>& before, int a, int b) const {
  const auto [first, last] = std::minmax(a, b);
  return std::max(0, before[std::size_t(last)] - before[std::size_t(first) + 1]);
}

void ClaimFeatures::describe_end(const Referent& referent, int word, const Way& path,
                                 const Candidate& candidate, std::span<const Slot> slots,
                                 bool passive, std::int16_t*& out) const {
  const auto put = [&](int value) { *out++ = static_cast<std::int16_t>(value); };
  const int trigger = candidate.trigger;
  const Mention* m = references_.mention(referent.first);
  put(slot(path, slots, passive));
  put(path.up);
  put(path.down);
  put(path.first);
  put(path.last);
  put(preposition_numbers_[std::size_t(path.count > 0 ? path.words[0] : word)]);
  put(path.clauses);
  int through = 0;  // others that stand on the way
  for (int i = 0; i + 1 < path.count; ++i) {
    const Mention* other = references_.mention(path.words[i]);
    through += other != nullptr && other != m && other->head == path.words[i];
  }
  put(through);
  put(std::clamp(word - trigger, -30, 30));
  put(between(names_before_, word, trigger));
  put(between(verbs_before_, word, trigger));
  put(between(commas_before_, word, trigger));
  put(m == nullptr ? 20 + (tree_[word].tag == Tag::PRON) : static_cast<int>(m->kind));
  put(m == nullptr || !m->role ? -1 : static_cast<int>(*m->role));
  put(number_of_sector(referent.sector));
  put(references_.is_state(referent.id) ? 2 : referent.id == "UNK" ? 0 : 1);
  put((referent.is_place ? 2 : 0) + (referent.is_owner ? 1 : 0));
  put(static_cast<int>(referent.certainty * 100));
  put(m != nullptr && m->list >= 0);
  put(static_cast<int>(tree_.relation(word)));
}

ClaimFeatureRow ClaimFeatures::of(const Candidate& c) const {
  ClaimFeatureRow row;
  std::int16_t* out = row.data();
  const auto put = [&](int value) { *out++ = static_cast<std::int16_t>(value); };
  const int t = c.trigger, a = word_of(c.actor), r = word_of(c.recipient);
  const bool passive =
      tree_.child(t, Relation::nsubj_pass) >= 0 || tree_.child(t, Relation::aux_pass) >= 0;
  const int head = tree_.head(t);
  int depth = 0;
  for (int at = head; at >= 0 && depth < 12; at = tree_.head(at)) ++depth;
  const auto rows = patterns_.triggers(tree_.lemma(t), c.as);
  const auto rank = std::ranges::find(rows, c.row, [](const Trigger& each) { return &each; });

  put(static_cast<int>(c.row->type));
  put(4 * static_cast<int>(c.row->sign) + static_cast<int>(c.row->trend));
  put(static_cast<int>(c.as));
  put(static_cast<int>(tree_[t].tag));
  put(passive);
  put(static_cast<int>(tree_.relation(t)));
  put(head < 0 ? -1 : static_cast<int>(tree_[head].tag));
  put(!c.row->needs.empty());
  put(static_cast<int>(rank - rows.begin()));
  put(c.row->mutual);
  put(depth);

  int here = 0, others = 0;
  bool actor_agrees = false, recipient_agrees = false, turned = false;
  for (const Candidate& other : candidates_) {
    if (!other.by_row || other.trigger != t) continue;
    if (other.row->type != c.row->type) {
      ++others;
      continue;
    }
    ++here;
    actor_agrees |= same_actor(other.actor, c.actor);
    recipient_agrees |= same_actor(other.recipient, c.recipient);
    turned |= same_actor(other.actor, c.recipient) && same_actor(other.recipient, c.actor);
  }
  put(c.by_row);
  put(here > 0);
  put(others > 0);
  put(actor_agrees);
  put(recipient_agrees);
  put(turned);
  put(std::min(here, 12));

  const std::span<const Slot> either{};  // a mutual row has no slots
  describe_end(c.actor, a, way(t, a), c, c.row->mutual ? either : c.row->actors, passive, out);
  describe_end(c.recipient, r, way(t, r), c, c.row->mutual ? either : c.row->recipients, passive,
               out);

  const Way across = way(a, r);
  const Mention *am = references_.mention(c.actor.first),
                *rm = references_.mention(c.recipient.first);
  put((a < r ? 1 : 0) + (a < t ? 2 : 0) + (r < t ? 4 : 0));
  put(std::min(std::abs(a - r), 30));
  put(across.up);
  put(across.down);
  put(between(names_before_, a, r));
  put(am != nullptr && rm != nullptr && am->list >= 0 && am->list == rm->list);
  put(c.actor.id == c.recipient.id);
  // Others that stand between the trigger and the farther end.
  put(between(names_before_, t, std::abs(a - t) > std::abs(r - t) ? a : r));
  put(tree_.size());
  put(names_before_.back());
  put(verbs_before_.back());
  return row;
}

}  // namespace entente::reading
