#include "entente/reading/claims.h"

#include <algorithm>

namespace entente::reading {

using model::ClaimType;
using model::Layer;
using model::Sign;
using model::Trend;
using text::Relation;
using text::Tag;

namespace {

constexpr std::size_t kMaxPairs = 64;  // a sentence that lists forty states is a list, not a claim

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

class Finder {
 public:
  Finder(const Tree& tree, const References& references, const Patterns& patterns)
      : tree_(tree),
        references_(references),
        patterns_(patterns),
        arguments_(tree, references, patterns) {}

  std::vector<Proposal> run();

 private:
  bool try_word(int word, WordClass word_class);
  bool has_needed(int word, const Trigger& pattern) const;
  bool try_pattern(int word, WordClass word_class, const Trigger& pattern);
  void add(int word, const Trigger& pattern, const Referent& actor, const Referent& recipient);
  bool is_inside_name(int word) const;

  const Tree& tree_;
  const References& references_;
  const Patterns& patterns_;
  Arguments arguments_;
  std::vector<Proposal> proposals_;
  const Standing* standing_ = nullptr;  // of the word being tried, once it is needed
  Standing current_;
};

bool Finder::is_inside_name(int word) const {
  const Mention* m = references_.mention(word);
  return m != nullptr && !(m->role == RoleKind::state && m->id.empty()) &&
         !(m->role && m->head == word);
}

std::vector<Proposal> Finder::run() {
  for (int i = 0; i < tree_.size(); ++i) {
    const Tag tag = tree_[i].tag;
    if (is_inside_name(i)) continue;
    standing_ = nullptr;
    if (text::is_verb(tag)) {
      try_word(i, WordClass::verb);
    } else if (text::is_noun(tag) || text::is_proper(tag)) {
      try_word(i, WordClass::noun);
    } else if (tag == Tag::ADJ || tag == Tag::ADV) {
      // Nouns are taken for adjectives now and then ("long-time ally"); what they mean is known.
      if (!try_word(i, WordClass::adjective)) try_word(i, WordClass::noun);
    }
  }
  return std::move(proposals_);
}

bool Finder::try_word(int word, WordClass word_class) {
  for (const Trigger& pattern : patterns_.triggers(tree_.lemma(word), word_class))
    if (has_needed(word, pattern) && try_pattern(word, word_class, pattern)) return true;
  return false;
}

bool Finder::has_needed(int word, const Trigger& pattern) const {
  if (pattern.needs.empty()) return true;
  const auto is_needed = [&](int at) {
    return std::ranges::find(pattern.needs, tree_.lemma(at)) != pattern.needs.end();
  };
  for (const int c : tree_.children(word)) {
    if (is_needed(c)) return true;
    const Relation relation = tree_.relation(c);
    if (relation == Relation::obj || relation == Relation::obl || relation == Relation::xcomp ||
        relation == Relation::nsubj_pass)
      for (const int d : tree_.children(c))
        if (is_needed(d)) return true;
  }
  const int head = tree_.head(word);
  return head >= 0 && is_needed(head);
}

bool Finder::try_pattern(int word, WordClass word_class, const Trigger& pattern) {
  const std::size_t before = proposals_.size();
  if (pattern.mutual) {
    const Arguments::Sides sides = arguments_.sides(word, word_class, pattern);
    for (std::size_t i = 0; i < sides.first.size(); ++i) {
      if (sides.second.empty())
        for (std::size_t j = i + 1; j < sides.first.size(); ++j)
          add(word, pattern, sides.first[i], sides.first[j]);
      for (const Referent& other : sides.second) add(word, pattern, sides.first[i], other);
    }
    if (pattern.type == ClaimType::tie && pattern.sign == Sign::plus &&
        word_class == WordClass::noun && proposals_.size() > before)
      for (const Referents& side : {sides.first, sides.second})
        for (const Referent& ally : side)
          for (const Referent& enemy : arguments_.opponents(word))
            add(word, common_enmity(), ally, enemy);
  } else {
    const Referents actors = arguments_.fill(word, word_class, pattern.actors);
    if (actors.empty()) return false;
    const Referents recipients = arguments_.fill(word, word_class, pattern.recipients);
    for (const Referent& actor : actors)
      for (const Referent& recipient : recipients) add(word, pattern, actor, recipient);
  }
  return proposals_.size() > before;
}

void Finder::add(int word, const Trigger& pattern, const Referent& actor,
                 const Referent& recipient) {
  if (!can_pair(actor, recipient) || proposals_.size() >= kMaxPairs) return;
  if (standing_ == nullptr) {
    current_ = standing_of(word, tree_, arguments_, references_, patterns_);
    standing_ = &current_;
  }
  proposals_.push_back({word, &pattern, actor, recipient, current_});
}

}  // namespace

std::vector<Proposal> propose(const Tree& tree, const References& references,
                              const Patterns& patterns) {
  return Finder(tree, references, patterns).run();
}

Layer layer_of(const Proposal& proposal, const Tree& tree, const Patterns& patterns,
               const Actors& actors) {
  if (proposal.pattern->layer) return *proposal.pattern->layer;
  const ActorFacts* facts = actors.facts(proposal.recipient.id);
  const bool to_armed_group =
      (facts == nullptr || !facts->is_state) &&
      (proposal.recipient.sector == "REB" || proposal.recipient.sector == "UAF");
  if (proposal.pattern->type == ClaimType::aid && to_armed_group) return Layer::patronage;
  const int trigger = proposal.trigger;
  std::optional<Layer> found;
  const auto look = [&](int at) {
    if (!found) found = patterns.layer(tree.lemma(at));
  };
  const auto look_below = [&](int at) {
    for (const int c : tree.children(at)) {
      const Relation relation = tree.relation(c);
      if (relation == Relation::amod || relation == Relation::compound ||
          relation == Relation::nmod || relation == Relation::conj) {
        look(c);
        for (const int d : tree.children(c))
          if (tree.relation(d) == Relation::amod || tree.relation(d) == Relation::compound) look(d);
      }
    }
  };
  look_below(trigger);
  for (const int c : tree.children(trigger)) {
    const Relation relation = tree.relation(c);
    if (relation == Relation::obj || relation == Relation::nsubj_pass ||
        relation == Relation::obl || relation == Relation::xcomp || relation == Relation::acl) {
      look_below(c);
      look(c);
    }
  }
  if (text::is_noun(tree[trigger].tag)) look(trigger);
  if (found) return *found;
  if (proposal.pattern->type == ClaimType::mobilize || proposal.pattern->type == ClaimType::assault)
    return Layer::military;
  return Layer::political;
}

std::pair<Sign, Trend> standing_of_tie(const Trigger& pattern, const Standing& standing) {
  if (pattern.type != ClaimType::tie) return {Sign::none, Trend::none};
  Sign sign = pattern.sign == Sign::none ? Sign::plus : pattern.sign;
  Trend trend = pattern.trend == Trend::none ? Trend::standing : pattern.trend;
  if (standing.trend != Trend::none && trend == Trend::standing) {
    const bool hostile = sign == Sign::minus;
    trend = standing.trend;
    if (hostile && standing.trend == Trend::closer) {
      trend = Trend::apart;
    } else if (hostile && standing.trend == Trend::apart) {
      trend = Trend::closer;
      sign = Sign::plus;
    } else if (standing.sign != Sign::none) {
      sign = standing.sign;
    }
  } else if (standing.sign == Sign::minus && trend != Trend::closer) {
    sign = Sign::minus;
  }
  return {sign, trend};
}

}  // namespace entente::reading
