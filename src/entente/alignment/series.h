#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "entente/base/date.h"

/// How a pair of actors stands over time, on a scale from -10 (at war) over 0 (neutral) to 10
/// (allied): a level that nobody sees, observed with noise at irregular days.
///
/// **The model.** On day t the pair's alignment is x(t) = mean + level(t) + c + z(t). `mean` is
/// that of all pairs; `level` is how far structural measures set the pair apart from them (a step
/// function, 0 where they say nothing). c is what lasts between the two, a constant of the pair of
/// standard deviation `lasting`; z is what comes and goes, an Ornstein-Uhlenbeck process: it varies
/// by `spread` around zero and forgets with time constant `reversion`,
///
///     cov(x(s), x(t)) = lasting² + spread² · exp(-|s - t| / reversion).
///
/// With one of the two alone sparse records make one process do the work of both: it then forgets
/// over decades, and nothing ever moves.
///
/// Observation k of day t is y = x(t) + d(t) + e, where e has the variance noise² / weight and is
/// each observation's own, and d has the variance day_noise² and is shared by all observations of
/// that pair and day. Because of d a hundred reports of one bad day weigh little more than ten:
/// bursts are news about the day first and about the relation second. Values being bounded, this is
/// what keeps single days from swinging a pair.
///
/// **The solution** is exact: a Kalman filter forward and an information filter backward, combined
/// at the day that is asked for (Fraser & Potter 1969, "The optimum linear smoother as a
/// combination of two optimum linear filters"); the same numbers as Rauch-Tung-Striebel smoothing
/// or a Gaussian process would give (Hartikainen & Särkkä 2010), in time linear in the days. The
/// constant costs no second dimension: as in generalised least squares the filter runs over the
/// values and over a column of ones at once (Rosenberg 1973; de Jong 1991, "The diffuse Kalman
/// filter"). With its innovations v of the values, a of the ones and their variance S, c has the
/// precision 1/lasting² + Σ a²/S and the mean Σ av/S over it. Given the parameters, pairs are
/// independent of one another.
namespace entente::alignment {

/// One observation: how a claim says that the pair stands.
struct Observation {
  std::int32_t day = 0;  ///< since 1970-01-01, as base::Date::days
  double value = 0;      ///< in [-10, 10]
  double weight = 1;     ///< its variance is noise² / weight; 1 is a plain report
};

/// What was observed of a pair on one day, folded into what all of it says together (sufficient
/// statistics: nothing is lost by folding).
struct Day {
  std::int32_t day = 0;     ///< since 1970-01-01
  std::uint32_t count = 0;  ///< observations
  double mean = 0;          ///< Σ w y / Σ w
  double weight = 0;        ///< Σ w
  double scatter = 0;       ///< Σ w (y - mean)²

  /// From sums as a database makes them: Σ w, Σ w y, Σ w y².
  static Day of_sums(std::int32_t day, std::uint32_t count, double w, double wy, double wyy);
  /// Takes in what was observed on `other`, as if it had been on this day.
  void take(const Day& other);
};

/// Folds observations in any order into days, earliest first. Those that are not finite or have no
/// positive weight are left out.
std::vector<Day> fold(std::span<const Observation> observations);

/// How far measures set a pair apart from a day on, until the next step. Before the first it is 0.
struct Step {
  std::int32_t day = 0;
  double level = 0;
};

/// One pair: its days and steps, earliest first, each day once. A view into somebody's arrays.
struct PairData {
  std::span<const Day> days;
  std::span<const Step> steps;
};

/// Many pairs in one piece: pair i has days [day_begin[i], day_begin[i + 1]), likewise its steps.
struct Pairs {
  std::vector<Day> days;
  std::vector<Step> steps;
  std::vector<std::size_t> day_begin{0}, step_begin{0};

  [[nodiscard]] std::size_t size() const { return day_begin.size() - 1; }
  [[nodiscard]] PairData operator[](std::size_t pair) const;
  /// Ends a pair: the days and steps that were appended since the last call are its own.
  void close();
};

/// What all pairs have in common, on the scale [-10, 10]; but for `reversion`, `mean` and `freedom`
/// standard deviations.
struct Parameters {
  double spread = 3;       ///< of what comes and goes, around what lasts
  double reversion = 365;  ///< days until 1 - 1/e of a deviation is forgotten
  double noise = 4;        ///< of an observation of weight 1
  double day_noise = 2;    ///< that all observations of a pair's day share
  double mean = 0;         ///< where a pair stands of which nothing is known
  double lasting = 2;      ///< of what lasts, from pair to pair
  /// How alike pairs are in all this, as turning_points.h looks for breaks: a pair's variances are
  /// these times a factor of its own, scaled inverse chi-squared with so many degrees of freedom.
  /// The series themselves take all pairs as alike.
  double freedom = 1e12;

  /// Of the alignment of a pair of which nothing is known.
  [[nodiscard]] double variance() const { return lasting * lasting + spread * spread; }

  friend bool operator==(const Parameters&, const Parameters&) = default;
};

/// How a pair stands on a day: a normal distribution.
struct Standing {
  double mean = 0, variance = 0;

  [[nodiscard]] double deviation() const;  ///< standard deviation
  [[nodiscard]] double low() const;        ///< 5 % lie below (not under -10)
  [[nodiscard]] double high() const;       ///< 5 % lie above (not over 10)
  /// The probability that the pair is aligned: that its alignment is above 0.
  [[nodiscard]] double positive() const;
};

/// How much an observed day moves the mean at another day: d mean / d Day::mean.
struct Influence {
  std::uint32_t day = 0;  ///< index into PairData::days
  double weight = 0;      ///< 0 to 1; what is missing to a sum of 1 is that of mean + level
};

/// One pair's alignment, given all its days, at any day.
class Series {
 public:
  /// Days of no weight, or that are not finite, are as if they were not there.
  Series(PairData data, const Parameters& parameters);

  [[nodiscard]] Standing at(base::Date date) const;
  /// At `dates` in ascending order: `out` has as many elements.
  void at(std::span<const base::Date> dates, std::span<Standing> out) const;
  /// Of all days on the mean at `date`, in the order of the days. Divide among the observations of
  /// a day by their weights.
  [[nodiscard]] std::vector<Influence> influences(base::Date date) const;

 private:
  friend class Paths;
  /// What is known of z on a day of observation, were c nothing: from that day and the earlier ones
  /// (mean and variance), and from that day and the later ones (precision, and precision times
  /// mean). `one` and `later_one` are what mean and later_sum would be if all values were 1.
  struct State {
    std::int32_t day = 0;
    std::uint32_t index = 0;  ///< into the pair's days
    double noise = 0;         ///< variance of the day's mean
    double mean = 0, one = 0, variance = 0;
    double later_precision = 0, later_sum = 0, later_one = 0;
  };
  /// What is known of z on some day: its mean were c nothing, how much of c it takes up (0 to 1),
  /// and its variance were c known.
  struct Moving {
    double mean = 0, one = 0, variance = 0;
  };
  [[nodiscard]] Moving between(std::size_t next, std::int32_t day) const;
  [[nodiscard]] Standing standing(const Moving& moving, std::int32_t day) const;
  [[nodiscard]] std::size_t first_after(std::int32_t day) const;

  Parameters parameters_;
  double lasting_mean_ = 0, lasting_variance_ = 0;  ///< of c
  std::vector<Step> steps_;
  std::vector<State> states_;
};

/// Joint draws of a pair's alignment on several dates: courses that it may have taken, not dates
/// each for itself. c is drawn too. Days of observation between two dates cost nothing a draw.
class Paths {
 public:
  /// `dates` ascend.
  Paths(const Series& series, std::span<const base::Date> dates);

  /// Draw number `draw` of `seed`, the same whatever else is drawn. `out` has as many elements as
  /// there are dates.
  void draw(std::uint64_t seed, std::uint64_t draw, std::span<double> out) const;

 private:
  /// z on a date given z on the date before and c: normal around keep · z + sum - one · c.
  struct Link {
    double keep = 0, sum = 0, one = 0, variance = 0;
    double level = 0;
  };
  double lasting_mean_, lasting_deviation_;
  std::vector<Link> links_;
};

/// Where a pair stands on a day as far as its measures tell: mean + level.
double level_on(std::span<const Step> steps, const Parameters& parameters, std::int32_t day);

/// How a pair stands at one date: Series(data, parameters).at(date).
Standing standing(PairData data, const Parameters& parameters, base::Date date);

/// All pairs at one date, on all threads.
std::vector<Standing> standings(const Pairs& pairs, const Parameters& parameters, base::Date date);

/// One joint draw from the posterior of many pairs at a date: draw number `draw` of `seed`. The
/// same numbers come for the same seed and draw, whatever else is drawn and on whichever thread.
void draw(std::span<const Standing> standings, std::uint64_t seed, std::uint64_t draw,
          std::span<double> out);

/// The logarithm of the probability density of all observations of a pair, but for terms that do
/// not depend on the parameters.
double log_likelihood(PairData data, const Parameters& parameters);

}  // namespace entente::alignment
