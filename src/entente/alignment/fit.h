#pragma once

#include <cstddef>

#include "entente/alignment/series.h"

namespace entente::alignment {

/// Parameters, and what they were estimated from.
struct Fit {
  Parameters parameters;
  double log_likelihood = 0;  ///< of the pairs that were used, seen by `Prior::window`
  std::size_t pairs = 0, days = 0, observations = 0;  ///< that were used
  bool converged = false;
};

/// What is held of the parameters before a record is seen: each standard deviation as if four
/// deviations of the size of `centre`'s had been seen before (scaled inverse chi-squared), so that
/// data without scatter do not make it nothing; `mean` normal around 0 within 1; `reversion`
/// log-normal around `centre`'s.
struct Prior {
  Parameters centre{};
  double factor = 2;  ///< within which `reversion` lies in two cases of three
  int window = 15;    ///< days that are seen as one when `reversion` is estimated
};

/// The parameters under which all pairs together are most probable, times the prior, which matters
/// only where there are few data; of `reversion`, where few pairs have a long course that is often
/// observed (docs/alignment.md tells what its default rests on).
///
/// `reversion` is estimated from half months: all days of a window as one. Seen by days, what comes
/// and goes most is the news: a story runs for a week, and a process that has to follow stories
/// forgets in six days. The others are then estimated from days, `reversion` being what it is.
///
/// Of records with over a quarter of a million pair-days an even sample of the pairs is used, which
/// is enough for errors of a few percent. Deterministic: the same pairs give the same bytes,
/// whatever the number of threads.
Fit fit(const Pairs& pairs, const Prior& prior = {});

}  // namespace entente::alignment
