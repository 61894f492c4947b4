#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "entente/alignment/series.h"
#include "entente/base/date.h"

namespace entente::alignment {

/// A date from which on a pair's level is another one, lastingly: more than the process's own
/// wandering explains.
struct TurningPoint {
  std::uint32_t pair = 0;
  base::Date date;               ///< the most probable day: the first of the new level
  base::Date from, to;           ///< holds the break with probability 0.9, if there is one
  double size = 0;               ///< after - before
  double deviation = 0;          ///< standard deviation of `size`
  double before = 0, after = 0;  ///< alignment on the eve and on the day
  double p = 1;            ///< of the largest break in a series without one, over all its dates
  double probability = 0;  ///< that there is a break, given how often pairs of this record break
  /// The observed days that carry it, those with most leverage on `size` first, at most ten.
  /// `weight` is d size / d Day::mean: positive days pull up what follows, negative what precedes.
  std::vector<Influence> evidence;
};

struct TurningPoints {
  std::vector<TurningPoint> points;  ///< most probable first
  std::size_t tests = 0;             ///< that were made to find them
  double rate = 0;                   ///< expected share of false ones among `points`, at most
};

/// The turning points of many pairs, on all threads. Deterministic. `rate`: see TurningPoints.
TurningPoints turning_points(const Pairs& pairs, const Parameters& parameters, double rate = 0.1);

}  // namespace entente::alignment
