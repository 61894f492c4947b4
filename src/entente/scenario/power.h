#pragma once

#include <string>
#include <vector>

#include "entente/base/result.h"
#include "entente/scenario/body.h"

namespace entente::scenario {

/// An exact ratio of whole numbers, in lowest terms: "421/2145", "1".
struct Fraction {
  std::string text;
  double value = 0;
};

/// Voting power in a chamber, over all coalitions: those in it vote yes, all others no. Exact.
struct Power {
  struct Member {
    /// Coalitions of others that fail and pass when the member joins them.
    std::string swings;
    /// Shapley and Shubik 1954: the share of all orders of joining in which it turns the outcome.
    Fraction shapley_shubik;
    /// Penrose 1946, Banzhaf 1965: its share of all swings; and swings among the 2^(n-1)
    /// coalitions of the others, which is the chance that it decides when all votes are tossed.
    Fraction banzhaf, banzhaf_absolute;
    /// Coleman 1971: swings among the coalitions that pass, and among those that fail.
    Fraction coleman_prevent, coleman_initiate;
  };

  std::string winning;     ///< coalitions that pass a motion
  std::string coalitions;  ///< all: 2^n
  Fraction collectivity;   ///< Coleman's power of a collectivity to act: the one over the other
  std::vector<Member> members;  ///< in the order of the chamber
};

/// Up to 255 members. An error when nothing can pass or nothing can fail, for nobody has power
/// then, and when the members and weights are too many to be counted.
base::Result<Power> power(const Chamber& chamber);

}  // namespace entente::scenario
