#pragma once

#include "entente/reading/claim_features.h"

namespace entente::reading {

/// What a row of knowledge/ proposes is said unless the model finds it this unlikely; what no row
/// proposes, only when it finds it this likely. Of 350 claims of rows between 0.05 and 0.25 in
/// prose that nobody had read, 32 were right.
inline constexpr float kUnlikely = 0.2f, kLikely = 0.25f;

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
