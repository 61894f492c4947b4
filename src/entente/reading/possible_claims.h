#pragma once

#include <string>
#include <vector>

#include "entente/model/claim.h"
#include "entente/reading/claim_view.h"
#include "entente/reading/plausibility.h"

namespace entente::reading {

/// The claims that a sentence might make, with what the models that decide see of them: what
/// tools/train_claims.py and tools/train_network.py learn from.
struct PossibleClaims {
  struct One {
    model::Claim claim;
    ClaimFeatureRow features;
    bool by_row = false;  ///< a row of knowledge/ proposes it
    int group = -1;       ///< of the view; -1 where its ends have no words
    int type = 0;         ///< of kNetworkTypes
  };
  model::Span sentence;
  std::vector<One> claims;
  ClaimView view;  ///< of all actors; the names in its groups end with the reading
  std::vector<std::pair<model::Party, model::Party>> groups;
  std::vector<std::int16_t> states;  ///< of the sentence's tokens
};

}  // namespace entente::reading
