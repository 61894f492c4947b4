#pragma once

#include <optional>

#include "entente/reading/claim_features.h"
#include "entente/reading/claim_network.h"

namespace entente::reading {

/// What a row of knowledge/ proposes is said unless the models find it this unlikely; what no row
/// proposes, only when they find it this likely. Chosen so that
/// news sentences lose nothing and prose that nobody had read gains precision (docs/reading.md).
inline constexpr float kUnlikely = 0.04f, kLikely = 0.22f;

/// The network looks only at what the trees leave open: their log odds stand between these.
inline constexpr float kHopeless = -3.2f, kCertain = 2.2f;

/// What has been learnt of which possible claims are said. Without the network the trees decide
/// alone.
struct Judge {
  Plausibility trees;
  std::optional<ClaimNetwork> network;
};

/// A claim that the patterns make possible, with what the models see of it.
struct Possibility {
  Proposal proposal;
  ClaimFeatureRow features;
  bool by_row = false;  ///< a row's own frame proposes it
  int group = -1;       ///< of the view
};

/// All that the sentence might say, each with how it would be put.
struct Possibilities {
  std::vector<Possibility> all;
  ClaimView view;
};
Possibilities possibilities(const std::vector<Proposal>& proposals, const Tree& tree,
                            const References& references, const Patterns& patterns);

/// What of it the models take for said, in the order of the triggers: of two readings of one
/// trigger between the same actors the likelier. `states` is the sentence's; without them
/// the network has nothing to look at.
std::vector<Proposal> decide(const std::vector<Proposal>& proposals, const Tree& tree,
                             const References& references, const Patterns& patterns,
                             const Judge& judge, std::span<const text::Activation> states,
                             Trace* trace = nullptr);

}  // namespace entente::reading
