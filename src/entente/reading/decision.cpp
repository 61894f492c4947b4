#include "entente/reading/decision.h"

#include <algorithm>
#include <cmath>
#include <limits>

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

Possibilities possibilities(const std::vector<Proposal>& proposals, const Tree& tree,
                            const References& references, const Patterns& patterns) {
  const Candidates found = candidates(proposals, tree, references, patterns);
  const std::vector<Candidate>& all = found.all;
  const ClaimFeatures features(tree, references, patterns, all);
  const Arguments arguments(tree, references, patterns);
  Possibilities result{{}, ClaimView(tree, references, found)};
  for (std::size_t i = 0; i < all.size(); ++i)
    result.all.push_back(
        {i < proposals.size() ? proposals[i]
                              : proposal_of(all[i], standing_of(all[i].trigger, tree, arguments,
                                                                references, patterns)),
         features.of(all[i]), all[i].by_row, result.view.group_of(all[i].actor, all[i].recipient)});
  return result;
}

std::vector<Proposal> decide(const std::vector<Proposal>& proposals, const Tree& tree,
                             const References& references, const Patterns& patterns,
                             const Judge& judge, std::span<const text::Activation> states,
                             Trace* trace) {
  const Candidates found = candidates(proposals, tree, references, patterns);
  const std::vector<Candidate>& all = found.all;
  if (all.empty()) return {};  // most sentences: nothing to describe
  const ClaimFeatures features(tree, references, patterns, all);
  std::vector<float> log_odds(all.size());
  std::vector<ClaimFeatureRow> rows;
  std::vector<std::size_t> judged;  // of `all`, as the rows
  rows.reserve(all.size()), judged.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (is_crowd(all[i], all) || is_each_its_own(all[i], tree, references)) {
      log_odds[i] = -std::numeric_limits<float>::infinity();
    } else if (i < proposals.size() && proposals[i].unseen) {
      // Where an end stands nowhere in the sentence, the models have nothing to look at.
      log_odds[i] = std::log(proposals[i].probability / (1 - proposals[i].probability));
    } else {
      rows.push_back(features.of(all[i]));
      judged.push_back(i);
    }
  }
  const std::vector<float> by_trees = judge.trees.log_odds(rows);
  std::vector<std::uint8_t> open(all.size());  // to the network
  for (std::size_t r = 0; r < rows.size(); ++r) {
    log_odds[judged[r]] = by_trees[r];
    open[judged[r]] = by_trees[r] > kHopeless && by_trees[r] < kCertain;
  }
  if (judge.network && states.size() == std::size_t(tree.size()) * text::kTokenStates &&
      std::ranges::find(open, 1) != open.end()) {
    const ClaimView view(tree, references, found, open);
    const ClaimNetwork::Scores scores = judge.network->scores(view, states);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (open[i] == 0) continue;
      const int group = view.group_of(all[i].actor, all[i].recipient);
      const int type = network_type(*all[i].row);
      const float score = scores[std::size_t(group)][std::size_t(type)];
      if (!std::isnan(score))
        log_odds[i] = judge.network->log_odds(score, type, log_odds[i], all[i].by_row);
    }
  }
  std::vector<std::pair<float, std::size_t>> likely;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const float p = 1.0f / (1.0f + std::exp(-log_odds[i]));
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
