#pragma once

#include "entente/reading/claim_features.h"

namespace entente::reading {

/// What a row of knowledge/ proposes is said unless the model finds it this unlikely; what no row
/// proposes, only when it finds it this likely. Chosen so that
/// news sentences lose nothing and prose that nobody had read gains precision (docs/reading.md).
inline constexpr float kUnlikely = 0.07f, kLikely = 0.23f;

/// A claim that the patterns make possible, with what the model sees of it.
struct Possibility {
  Proposal proposal;
  ClaimFeatureRow features;
  bool by_row = false;  ///< a row's own frame proposes it
};

/// All that the sentence might say, each with how it would be put.
std::vector<Possibility> possibilities(const std::vector<Proposal>& proposals, const Tree& tree,
                                       const References& references, const Patterns& patterns);

/// What of it the model takes for said, in the order of the triggers: of two readings of one
/// trigger between the same actors the likelier.
std::vector<Proposal> decide(const std::vector<Proposal>& proposals, const Tree& tree,
                             const References& references, const Patterns& patterns,
                             const Plausibility& plausibility, Trace* trace = nullptr);

}  // namespace entente::reading
