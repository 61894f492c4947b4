#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "entente/base/result.h"

/// Where a set of actors settles when each, one at a time, takes the side that frustrates it least:
/// R. Axelrod and D. S. Bennett, "A Landscape Theory of Aggregation", British Journal of Political
/// Science 23 (1993), 211–233.
namespace entente::alignment {

/// More actors than these have too many configurations to go through all of them: 2^(n-1).
inline constexpr int kMostLandscapeActors = 25;

/// A configuration that no single actor can better by changing sides.
struct Minimum {
  std::uint32_t second_side = 0;  ///< bit i: actor i stands on the second side; bit 0 is never set
  double energy = 0;
  std::uint64_t basin = 0;   ///< configurations from which steepest descent ends here, itself too
  std::vector<double> cost;  ///< energy that it takes to move actor i alone; 0 is indifference
};

struct Landscape {
  std::uint64_t configurations =
      0;                        ///< 2^(n-1): which of the two sides is called first is the same
  std::uint64_t found = 0;      ///< how many minima there are
  std::vector<Minimum> minima;  ///< the lowest of them, lowest first, then largest basin
};

/// The whole landscape, with its `limit` lowest minima described. `sizes` are the actors' weights,
/// n of them, none negative; `propensities` is n × n and symmetric: p > 0 would rather stand
/// together, p < 0 apart. The energy of a configuration is Σ s_i s_j p_ij over all ordered pairs on
/// different sides. From each configuration the actor moves whose move lowers energy most (among
/// equals the one that comes first), until nobody's does. Differences below 1e-12 of Σ |s_i s_j
/// p_ij| count as none. Takes time in n 2^(n-1) and 9 · 2^(n-1) bytes: 25 actors 150 MB.
base::Result<Landscape> landscape(const Eigen::VectorXd& sizes, const Eigen::MatrixXd& propensities,
                                  std::size_t limit = 100);

}  // namespace entente::alignment
