#include "entente/reading/decision.h"

#include <algorithm>

#include "entente/reading/explanation.h"

namespace entente::reading {

namespace {

/// Two readings of one trigger of which only one can be meant: another type, or the other way
/// round, unless the rows themselves say both ("A and B clashed").
bool exclude_each_other(const Candidate& a, const Candidate& b) {
  if (a.trigger != b.trigger || (a.by_row && b.by_row)) return false;
  const bool straight = same_actor(a.actor, b.actor) && same_actor(a.recipient, b.recipient);
  const bool turned = same_actor(a.actor, b.recipient) && same_actor(a.recipient, b.actor);
  return straight || turned;
}

bool same_words(const Referent& a, const Referent& b) {
  return a.first == b.first && a.last == b.last;
}

/// "The pact was signed by most nations": one word that stands for more than four does not tell
/// who of them did it with whom.
bool is_crowd(const Candidate& c, const std::vector<Candidate>& all) {
  if (!same_words(c.actor, c.recipient)) return false;
  const auto pairs = std::ranges::count_if(all, [&](const Candidate& other) {
    return other.trigger == c.trigger && other.row == c.row && same_words(other.actor, c.actor) &&
           same_words(other.recipient, c.recipient);
  });
  return pairs > (model::is_symmetric(c.row->type) ? 6 : 12);
}

/// "A and B have told their citizens to leave": each its own.
bool is_each_its_own(const Candidate& c, const Tree& tree, const References& references) {
  if (c.recipient.sector != "CVL") return false;
  for (int i = c.recipient.first; i <= c.recipient.last; ++i) {
    const int their = tree.child(i, text::Relation::nmod_poss);
    if (their < 0 || tree[their].tag != text::Tag::PRON) continue;
    const Referents owners = references.of(their);
    const auto owns = [&](std::string_view id) {
      return std::ranges::any_of(owners, [&](const Referent& r) { return r.id == id; });
    };
    return c.actor.id != c.recipient.id && owns(c.actor.id) && owns(c.recipient.id);
  }
  return false;
}

Proposal proposal_of(const Candidate& candidate, Standing standing) {
  return {candidate.trigger, candidate.as,        candidate.row,
          candidate.actor,   candidate.recipient, std::move(standing)};
}

}  // namespace

std::vector<Possibility> possibilities(const std::vector<Proposal>& proposals, const Tree& tree,
                                       const References& references, const Patterns& patterns) {
  const std::vector<Candidate> all = candidates(proposals, tree, references, patterns);
  const ClaimFeatures features(tree, references, patterns, all);
  const Arguments arguments(tree, references, patterns);
  std::vector<Possibility> result;
  for (std::size_t i = 0; i < all.size(); ++i)
    result.push_back({i < proposals.size()
                          ? proposals[i]
                          : proposal_of(all[i], standing_of(all[i].trigger, tree, arguments,
                                                            references, patterns)),
                      features.of(all[i]), all[i].by_row});
  return result;
}

std::vector<Proposal> decide(const std::vector<Proposal>& proposals, const Tree& tree,
                             const References& references, const Patterns& patterns,
                             const Plausibility& plausibility, Trace* trace) {
  const std::vector<Candidate> all = candidates(proposals, tree, references, patterns);
  if (all.empty()) return {};  // most sentences: nothing to describe
  const ClaimFeatures features(tree, references, patterns, all);
  std::vector<std::pair<float, std::size_t>> likely;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (is_crowd(all[i], all) || is_each_its_own(all[i], tree, references)) continue;
    // Where an end stands nowhere in the sentence, the model has nothing to look at.
    const bool unseen = i < proposals.size() && proposals[i].unseen;
    const float p =
        unseen ? proposals[i].probability : plausibility.probability(features.of(all[i]));
    if (p >= (all[i].by_row ? kUnlikely : kLikely)) likely.emplace_back(p, i);
  }
  std::ranges::stable_sort(likely, std::greater{}, [](const auto& l) { return l.first; });
  std::vector<std::pair<float, std::size_t>> kept;
  for (const auto& each : likely) {
    const auto excludes = [&](const auto& k) {
      return exclude_each_other(all[k.second], all[each.second]);
    };
    if (std::ranges::none_of(kept, excludes)) kept.push_back(each);
  }
  std::ranges::sort(kept, {}, [](const auto& k) { return k.second; });
  const Arguments arguments(tree, references, patterns);
  std::vector<Proposal> decided;
  for (const auto& [p, i] : kept) {
    Proposal& said = decided.emplace_back(
        i < proposals.size() ? proposals[i]
                             : proposal_of(all[i], standing_of(all[i].trigger, tree, arguments,
                                                               references, patterns, trace)));
    said.probability = p;
    said.learnt = !said.unseen;
  }
  std::ranges::stable_sort(decided, {}, &Proposal::trigger);
  if (trace != nullptr) {
    for (const Proposal& proposal : proposals) trace->dropped(proposal, Outcome::unlikely);
    trace->proposals = decided;
  }
  return decided;
}

}  // namespace entente::reading
