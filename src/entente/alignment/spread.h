#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "entente/alignment/series.h"

/// How an actor's friendship is spread over powers: a policy of one axis, or of many vectors.
///
/// With x_i the actor's alignment to power i, p_i = max(x_i, 0) is what friendship there is, and
/// s_i = p_i / Σ p its share. The number of vectors is 1 / Σ s_i², the effective number of Laakso &
/// Taagepera (1979, "Effective number of parties") and inverse participation ratio of physics: 1
/// when all friendship is with one power, n when n powers have the same of it. It says nothing of
/// how strong the friendship is. The x_i being uncertain, so is it: all figures are over draws from
/// the alignments' posterior.
namespace entente::alignment {

struct Spread {
  double vectors = 0;          ///< mean over the draws in which there is a friend
  double low = 0, high = 0;    ///< 5 % of those draws lie below, 5 % above
  double none = 0;             ///< probability that no power is a friend
  std::vector<double> shares;  ///< of each power: mean of s_i over the same draws
};

/// `toward`: the actor's alignment with each power. The same seed gives the same numbers.
Spread spread(std::span<const Standing> toward, std::uint64_t seed = 1);

}  // namespace entente::alignment
