#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "entente/alignment/series.h"
#include "entente/base/date.h"

/// Turning points: days from which on a pair's level is another one for good, more than the
/// process's own wandering explains.
///
/// **The test.** The model of series.h with one more regressor, a step at day T, for every T at
/// once: with V the covariance of a pair's days and s the step, its size is estimated by
/// generalised least squares and divided by its deviation, u(T) / sqrt(N(T)) with u = s'V⁻¹y and N
/// = s'V⁻¹s. V⁻¹y are the smoother's auxiliary residuals, so that all T together take two passes
/// over the days (de Jong & Penzer 1998, "Diagnosing shocks in time series"; Harvey & Koopman
/// 1992). The largest of them is held against the largest that a pair without a break has by chance
/// somewhere in its days: a bound from the expected number of upcrossings of the sequence (Rice;
/// Davies 1987), so that `p` is a probability for the whole pair. A break that is found becomes a
/// regressor, and the search goes on for the next; then each one's day is looked for again given
/// the others. On both sides of a break there must be two observed days.
///
/// **False ones.** Over all tests of all pairs, Benjamini & Hochberg (1995) keep those whose
/// expected share of false ones is at most the rate that is asked for. That holds for data as the
/// model describes them; with estimated parameters of few pairs it is approximate.
///
/// **The day.** Under equal chances of all days, and sizes drawn from a normal of variance 2
/// spread² (two levels without memory of one another), each day's probability follows. Between two
/// observed days all days are alike.
namespace entente::alignment {

struct TurningPoint {
  std::uint32_t pair = 0;
  base::Date date;               ///< the first observed day of the new level
  base::Date from, to;           ///< hold the break with probability 0.9, if there is one
  double size = 0;               ///< after - before
  double deviation = 0;          ///< standard deviation of `size`
  double before = 0, after = 0;  ///< alignment on the eve and on the day
  double p = 1;                  ///< that a pair without a break shows one as strong by chance
  /// That there is a break, given how often pairs of this record break (empirical Bayes).
  double probability = 0;
  /// The observed days that carry it, at most ten, those first that add most to `size`: by their
  /// `weight` (d size / d Day::mean: positive after the break, negative before) times how far they
  /// lie beyond the middle between before and after.
  std::vector<Influence> evidence;
};

struct TurningPoints {
  std::vector<TurningPoint> points;  ///< most probable first, then the larger
  std::size_t tests = 0;             ///< that were made to find them
  double rate = 0;                   ///< expected share of false ones among `points`, at most
};

/// The turning points of many pairs, on all threads. Deterministic. `parameters` are best those of
/// `between_breaks`.
TurningPoints turning_points(const Pairs& pairs, const Parameters& parameters, double rate = 0.1);

/// What the search in one pair came to, before those of all pairs tell which breaks stand. Whoever
/// keeps them searches again only where days have changed.
struct BreakSearch {
  std::vector<std::size_t> at;  ///< the breaks in the order of finding
  std::vector<double> p;        ///< of all tests made, the last one of which may have found nothing
  double log_odds = 0;          ///< of the first test
};
BreakSearch search_breaks(PairData pair, const Parameters& parameters, double rate = 0.1);
/// One for each pair, on all threads.
std::vector<BreakSearch> search_breaks(const Pairs& pairs, const Parameters& parameters,
                                       double rate = 0.1);
/// `searches` are of these pairs under the same parameters and rate.
TurningPoints turning_points(const Pairs& pairs, const Parameters& parameters,
                             std::span<const BreakSearch> searches, double rate = 0.1);

/// The parameters of all pairs as they are between their breaks: fitted once more after the steps
/// that are found under `parameters` have been taken off. Breaks inflate the spread that is fitted
/// to pairs which have them, and then hide in it; intervals that know of no breaks need that
/// spread, the search for breaks does not (docs/alignment.md has what it finds with either).
Parameters between_breaks(const Pairs& pairs, const Parameters& parameters);

}  // namespace entente::alignment
