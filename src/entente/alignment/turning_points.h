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
/// 1992). Pairs differ in how steadily they are told of: V is that of all pairs times a factor of
/// the pair's own, scaled inverse chi-squared of `Parameters::freedom` degrees, so that the ratio
/// is Student's t of freedom + days - 1 degrees (Zellner 1976, "… with multivariate Student-t error
/// terms"). The largest of them is held against the largest that a pair without a break has by
/// chance somewhere in its days: a bound from the expected number of upcrossings of the sequence
/// (Rice; Davies 1987), so that `p` is a probability for the whole pair. A break that is found
/// becomes a regressor, and the search goes on for the next; then each one's day is looked for
/// again given the others. Where no step passes alone, two are looked for that show only together,
/// as when a quarrel begins and ends (the masking that circular binary segmentation is for: Olshen
/// et al. 2004), each where it is strongest beside the other, by turns until both stand; the chance
/// of one counts as often as there are days on which the other could have stood. Four fifths of the
/// chance of a false break go to one step, one fifth to two. On both sides of a break there must be
/// two observed days.
///
/// **False ones.** Over all tests of all pairs, Benjamini & Hochberg (1995) keep those whose
/// expected share of false ones is at most the rate that is asked for. Tested are pairs whose days
/// could tell a break: one of the usual size (below) would lie two deviations from none. That asks
/// when and how surely a pair is told of, not what is told, and so leaves the rate as it is
/// (Bourgon, Gentleman & Huber 2010, "Independent filtering"); pairs that could never pass would
/// only make it harder for the others. All this holds for data as the model describes them; with
/// estimated parameters of few pairs it is approximate.
///
/// **The day.** Under equal chances of all days, and sizes drawn from a normal of twice the
/// variance of a pair (two levels without memory of one another), each day's probability follows.
/// Between two observed days all days are alike.
namespace entente::alignment {

struct TurningPoint {
  std::uint32_t pair = 0;
  bool established = true;       ///< it passed; false: a candidate that did not
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
  std::size_t tests = 0;             ///< that were made to find them, of telling pairs
  double rate = 0;                   ///< expected share of false ones among `points`, at most
  double share = 0;                  ///< of the pairs that break, as far as the record tells
  /// The pairs in which a break, or a further one, did not pass: those first for which most speaks.
  std::vector<std::uint32_t> nearest;
};

/// The turning points of many pairs, on all threads. Deterministic. `parameters` are best those of
/// `between_breaks`.
TurningPoints turning_points(const Pairs& pairs, const Parameters& parameters, double rate = 0.1);

/// What the search in one pair came to, before those of all pairs tell which breaks stand. Whoever
/// keeps them searches again only where days have changed.
struct BreakSearch {
  std::vector<std::size_t> at{};  ///< the breaks in the order of finding
  std::vector<double> p{};        ///< of each; and of the test that found none if there is no break
  double log_odds = 0;            ///< of the first test
  double left = 1;                ///< p of the last test, which found none
  bool is_telling = false;        ///< else nothing of it is held to be found
};
BreakSearch search_breaks(PairData pair, const Parameters& parameters, double rate = 0.1);
/// One for each pair, on all threads.
std::vector<BreakSearch> search_breaks(const Pairs& pairs, const Parameters& parameters,
                                       double rate = 0.1);
/// `searches` are of these pairs under the same parameters and rate.
TurningPoints turning_points(const Pairs& pairs, const Parameters& parameters,
                             std::span<const BreakSearch> searches, double rate = 0.1);

/// What comes nearest to a turning point in these pairs beside the points that `found` has of them:
/// steps that chance gives more often than the rate allows, at most three a pair and `most` in all,
/// the most probable first, each as it is beside the points and the stronger candidates of its
/// pair. They are no findings, but where to look.
std::vector<TurningPoint> candidates(const Pairs& pairs, const Parameters& parameters,
                                     const TurningPoints& found,
                                     std::span<const std::uint32_t> of_pairs, std::size_t most);

/// The parameters of all pairs as they are between their breaks, `freedom` with them: fitted again
/// after each break, and each candidate as far as it is probable, has been taken off. Breaks
/// inflate the spread that is fitted to pairs which have them, and then hide in it; intervals that
/// know of no breaks need that spread, the search for breaks does not (docs/alignment.md has what
/// it finds with either).
Parameters between_breaks(const Pairs& pairs, const Parameters& parameters);

}  // namespace entente::alignment
