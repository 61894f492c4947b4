#include "entente/alignment/turning_points.h"

#include <tbb/parallel_for.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "entente/alignment/fit.h"

namespace entente::alignment {

namespace {

constexpr std::size_t kAside = 2;       // observed days that a break has on each side
constexpr std::size_t kMostBreaks = 8;  // of one pair
constexpr std::size_t kMostEvidence = 10;
constexpr int kSweeps = 2;  // in which each break's day is looked for again given the others

/// At most as many as breaks, so that they stand on the stack.
using Vector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, kMostBreaks, 1>;
using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, kMostBreaks, kMostBreaks>;

/// The tail of the standard normal beyond `z`.
double beyond(double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }

/// A step from day `at` on as a regressor: V⁻¹s, and its sums from each day on.
struct Shift {
  std::size_t at = 0;
  std::vector<double> solved, from;
};

/// How much speaks for a step at each day, of the days that may have one.
struct Candidate {
  std::size_t at = 0;
  double p = 1;
  double log_odds = 0;  ///< of a break at some day against none, all days alike (log Bayes factor)
};

class PairScan {
 public:
  PairScan(PairData data, const Parameters& parameters);

  [[nodiscard]] bool is_long_enough() const { return days_.size() >= 2 * kAside; }
  /// The strongest break beside those that are known.
  [[nodiscard]] Candidate strongest(const std::vector<Shift>& known) const;
  [[nodiscard]] Shift shift(std::size_t at) const;
  /// The breaks of these shifts, but for `pair` and `probability`; and their log odds.
  struct Found {
    TurningPoint point;
    double log_odds = 0;
  };
  [[nodiscard]] std::vector<Found> breaks(const std::vector<Shift>& shifts) const;

 private:
  struct State {
    std::int32_t day = 0;
    std::uint32_t index = 0;  ///< into the pair's days
    double value = 0;         ///< the day's mean above mean + level
    double level = 0;
    double noise = 0;     ///< variance of the day's mean
    double gain = 0;      ///< Kalman's
    double keep = 0;      ///< of a deviation, from the day before to this one
    double back = 0;      ///< the smoother's gain, towards the next day
    double u = 0, n = 0;  ///< s'V⁻¹y and s'V⁻¹s of a step at this day
    double next = 0;      ///< s'V⁻¹s of the steps at this day and the next
  };
  /// u and n of a step, and its product with the next one's, given known steps.
  struct Projected {
    double u, n, next;
  };
  class Projection;

  void take_steps(double variance, double stationary);
  void take_lasting(double variance);
  template <class Value>
  [[nodiscard]] std::vector<double> solve(Value value) const;
  [[nodiscard]] double log_odds(const Projected& at) const;
  [[nodiscard]] double p_of(double z, const Projection& projection) const;
  void find_span(const Projection& projection, TurningPoint& point) const;
  void find_evidence(const Vector& row, const std::vector<Shift>& shifts,
                     TurningPoint& point) const;
  [[nodiscard]] std::size_t first() const { return kAside; }
  [[nodiscard]] std::size_t last() const { return days_.size() - kAside; }
  [[nodiscard]] double gap(std::size_t at) const { return days_[at].day - days_[at - 1].day; }

  double size_variance_;
  double lasting_variance_ = 0;         ///< of the pair's constant given its days
  std::vector<double> lasting_solved_;  ///< V⁻¹ times ones, without that constant
  std::vector<State> days_;
};

PairScan::PairScan(PairData data, const Parameters& parameters)
    : size_variance_(2 * parameters.variance()) {
  const double stationary = parameters.spread * parameters.spread;
  const double plain = parameters.noise * parameters.noise;
  const double of_day = parameters.day_noise * parameters.day_noise;
  std::size_t next_step = 0;
  double level = parameters.mean, variance = stationary;
  days_.reserve(data.days.size());
  for (std::size_t i = 0; i < data.days.size(); ++i) {
    const Day& day = data.days[i];
    if (!(day.weight > 0) || !std::isfinite(day.weight) || !std::isfinite(day.mean)) continue;
    while (next_step < data.steps.size() && data.steps[next_step].day <= day.day)
      level = parameters.mean + data.steps[next_step++].level;
    State state{.day = day.day,
                .index = std::uint32_t(i),
                .value = day.mean - level,
                .level = level,
                .noise = of_day + plain / day.weight};
    if (!days_.empty()) {
      State& before = days_.back();
      state.keep = std::exp(-double(day.day - before.day) / parameters.reversion);
      const double filtered = variance;
      variance = stationary + state.keep * state.keep * (variance - stationary);
      before.back = filtered * state.keep / variance;
    }
    state.gain = variance / (variance + state.noise);
    variance = state.gain * state.noise;
    days_.push_back(state);
  }
  if (!is_long_enough()) return;
  take_steps(variance, stationary);
  take_lasting(parameters.lasting * parameters.lasting);
}

void PairScan::take_steps(double variance, double stationary) {
  const std::vector<double> residuals = solve([this](std::size_t i) { return days_[i].value; });
  // Posterior covariances of days i < j are those of i + 1 and j times `back` of i, and
  // V⁻¹ = R⁻¹ - R⁻¹ C R⁻¹ with C the posterior covariance and R the noise.
  double u = 0, n = 0, smoothed = variance, covariance = 0;
  for (std::size_t i = days_.size(); i-- > 0;) {
    State& state = days_[i];
    if (i + 1 < days_.size()) {
      const State& later = days_[i + 1];
      const double filtered = state.gain * state.noise;
      const double predicted = stationary + later.keep * later.keep * (filtered - stationary);
      smoothed = filtered + state.back * state.back * (smoothed - predicted);
    }
    const double cross = -state.back * covariance / state.noise;
    state.next = n + cross;
    u += residuals[i];
    n += 2 * cross + (1 - smoothed / state.noise) / state.noise;
    state.u = u;
    state.n = n;
    covariance = smoothed / state.noise + state.back * covariance;
  }
}

/// Until here V has had no constant of the pair in it. One of variance q takes W 1 1'W / (1/q +
/// 1'W 1) off W = V⁻¹.
void PairScan::take_lasting(double variance) {
  lasting_solved_ = solve([](std::size_t) { return 1.0; });
  double sum = 0;  // s'W 1 of the step at this day
  std::vector<double> from(days_.size() + 1, 0);
  for (std::size_t i = days_.size(); i-- > 0;) from[i] = sum += lasting_solved_[i];
  lasting_variance_ = variance / (1 + variance * sum);
  const double lasting = lasting_variance_ * days_[0].u;
  for (std::size_t i = 0; i < days_.size(); ++i) {
    State& state = days_[i];
    state.u -= from[i] * lasting;
    state.n -= from[i] * from[i] * lasting_variance_;
    state.next -= from[i] * from[i + 1] * lasting_variance_;
  }
}

/// V⁻¹ times a series: what smoothing leaves of it, over the noise.
template <class Value>
std::vector<double> PairScan::solve(Value value) const {
  std::vector<double> x(days_.size());
  double mean = 0;
  for (std::size_t i = 0; i < days_.size(); ++i) {
    mean *= days_[i].keep;
    mean += days_[i].gain * (value(i) - mean);
    x[i] = mean;
  }
  for (std::size_t i = days_.size() - 1; i-- > 0;)
    x[i] += days_[i].back * (x[i + 1] - days_[i + 1].keep * x[i]);
  double sum = 0;
  for (std::size_t i = 0; i < days_.size(); ++i) sum += x[i] = (value(i) - x[i]) / days_[i].noise;
  for (std::size_t i = 0; i < lasting_solved_.size(); ++i)
    x[i] -= lasting_solved_[i] * lasting_variance_ * sum;
  return x;
}

Shift PairScan::shift(std::size_t at) const {
  Shift shift{at, solve([at](std::size_t i) { return i >= at ? 1.0 : 0.0; }), {}};
  shift.from.resize(shift.solved.size());
  double sum = 0;
  for (std::size_t i = shift.from.size(); i-- > 0;) shift.from[i] = sum += shift.solved[i];
  return shift;
}

/// Takes out of all steps what known ones explain.
class PairScan::Projection {
 public:
  /// `ridge` is the precision of sizes beforehand: 0 when nothing is known of them.
  Projection(const std::vector<State>& days, const std::vector<Shift>& known, double ridge = 0)
      : days_(days), known_(known) {
    const auto k = Eigen::Index(known.size());
    if (k == 0) return;
    Matrix all(k, k);
    Vector with_values(k);
    for (Eigen::Index i = 0; i < k; ++i) {
      all.row(i) = products(known[std::size_t(i)].at);
      with_values(i) = days[known[std::size_t(i)].at].u;
    }
    all.diagonal().array() += ridge;
    inverse_ = all.llt().solve(Matrix::Identity(k, k));
    sizes_ = inverse_ * with_values;
  }
  [[nodiscard]] const Vector& sizes() const { return sizes_; }
  [[nodiscard]] const Matrix& inverse() const { return inverse_; }
  [[nodiscard]] Projected at(std::size_t i) const {
    const State& day = days_[i];
    if (known_.empty()) return {day.u, day.n, day.next};
    const Vector here = products(i);
    const Vector solved = inverse_ * here;
    const double next = i + 1 < days_.size() ? solved.dot(products(i + 1)) : 0;
    return {day.u - here.dot(sizes_), day.n - here.dot(solved), day.next - next};
  }
  /// Whether known steps leave something of a step at `i`.
  [[nodiscard]] bool leaves(std::size_t i, const Projected& at) const {
    return at.n > 1e-9 * days_[i].n;
  }

 private:
  [[nodiscard]] Vector products(std::size_t i) const {
    Vector all(Eigen::Index(known_.size()));
    for (std::size_t k = 0; k < known_.size(); ++k) all(Eigen::Index(k)) = known_[k].from[i];
    return all;
  }

  const std::vector<State>& days_;
  const std::vector<Shift>& known_;
  Matrix inverse_;
  Vector sizes_;
};

/// The log Bayes factor of a step at a day against none.
double PairScan::log_odds(const Projected& at) const {
  return 0.5 * (at.u * at.u / (at.n + 1 / size_variance_) - std::log1p(at.n * size_variance_));
}

/// The chance that |u| / sqrt(n) reaches `z` on some day: on the first, or by crossing upward
/// between two neighbours, which for a normal sequence of that correlation has at most these
/// probabilities.
double PairScan::p_of(double z, const Projection& projection) const {
  const double tail = beyond(z);
  const double crossing = std::exp(-0.5 * z * z) / (2 * std::numbers::pi);
  double sum = 0, n = 0, product = 0;  // of the day before, and its product with this one
  for (std::size_t i = first(); i <= last(); ++i) {
    const Projected here = projection.at(i);
    if (!projection.leaves(i, here)) {
      n = 0;
      continue;
    }
    const double correlation = n > 0 ? product / std::sqrt(n * here.n) : -1;
    sum += std::min(tail, crossing * std::acos(std::clamp(correlation, -1.0, 1.0)));
    n = here.n;
    product = here.next;
  }
  return std::min(1.0, 2 * sum);
}

Candidate PairScan::strongest(const std::vector<Shift>& known) const {
  const Projection projection(days_, known);
  Candidate best;
  double most = 0, odds = 0, all_days = 0;
  for (std::size_t i = first(); i <= last(); ++i) {
    const Projected here = projection.at(i);
    if (!projection.leaves(i, here)) continue;
    const double square = here.u * here.u / here.n;
    odds += gap(i) * std::exp(std::min(700.0, log_odds(here)));
    all_days += gap(i);
    if (square <= most) continue;
    most = square;
    best.at = i;
  }
  if (best.at == 0) return best;
  best.p = p_of(std::sqrt(most), projection);
  best.log_odds = std::log(odds / all_days);
  return best;
}

std::vector<Shift> without(std::vector<Shift> shifts, std::size_t which) {
  shifts.erase(shifts.begin() + std::ptrdiff_t(which));
  return shifts;
}

/// Each shift to where it is strongest given the others; in the order of days.
void settle(const PairScan& scan, std::vector<Shift>& shifts) {
  for (int sweep = 0; shifts.size() > 1 && sweep < kSweeps; ++sweep)
    for (std::size_t k = 0; k < shifts.size(); ++k) {
      const Candidate best = scan.strongest(without(shifts, k));
      if (best.at != 0 && best.at != shifts[k].at) shifts[k] = scan.shift(best.at);
    }
  std::sort(shifts.begin(), shifts.end(),
            [](const Shift& a, const Shift& b) { return a.at < b.at; });
}

std::vector<PairScan::Found> PairScan::breaks(const std::vector<Shift>& shifts) const {
  const Projection all(days_, shifts, 1 / size_variance_);
  const std::vector<double> left = solve([&](std::size_t i) {
    double value = days_[i].value;
    for (std::size_t k = 0; k < shifts.size() && shifts[k].at <= i; ++k) value -= all.sizes()(k);
    return value;
  });
  std::vector<Found> found;
  double shifted = 0;
  for (std::size_t k = 0; k < shifts.size(); ++k) {
    const State& day = days_[shifts[k].at];
    const double size = all.sizes()(Eigen::Index(k));
    shifted += size;
    // `left` is residual / noise, so that noise times it is what smoothing took away.
    const double deviation = day.value - shifted - day.noise * left[shifts[k].at];
    TurningPoint point;
    point.date = {day.day};
    point.size = size;
    point.deviation = std::sqrt(all.inverse()(Eigen::Index(k), Eigen::Index(k)));
    point.after = day.level + shifted + deviation;
    point.before = point.after - size;
    const std::vector<Shift> others = without(shifts, k);
    find_span(Projection(days_, others), point);
    find_evidence(all.inverse().row(Eigen::Index(k)), shifts, point);
    const Candidate alone = strongest(others);
    point.p = alone.p;
    found.push_back({std::move(point), alone.log_odds});
  }
  return found;
}

/// The days that hold the break with probability 0.9.
void PairScan::find_span(const Projection& others, TurningPoint& point) const {
  std::vector<double> odds(days_.size(), 0);  // of a break after the observed day before
  double most = 0, sum = 0;
  for (std::size_t i = first(); i <= last(); ++i)
    if (const Projected at = others.at(i); others.leaves(i, at))
      most = std::max(most, odds[i] = log_odds(at));
  for (std::size_t i = first(); i <= last(); ++i)
    sum += odds[i] = gap(i) * std::exp(odds[i] - most);
  const auto quantile = [&](double share) {
    double left = share * sum;
    std::size_t i = first();
    while (i < last() && left > odds[i]) left -= odds[i++];
    const double days = std::ceil(gap(i) * std::clamp(left / odds[i], 0.0, 1.0));
    return base::Date{days_[i - 1].day + std::max(1, std::int32_t(days))};
  };
  point.from = std::min(point.date, quantile(0.05));
  point.to = std::max(point.date, quantile(0.95));
}

/// `row` has what each shift's u adds to the point's size.
void PairScan::find_evidence(const Vector& row, const std::vector<Shift>& shifts,
                             TurningPoint& point) const {
  struct Part {
    Influence influence;
    double size;
  };
  std::vector<Part> parts;
  const double middle = 0.5 * (point.before + point.after);
  for (std::size_t i = 0; i < days_.size(); ++i) {
    double weight = 0;
    for (std::size_t k = 0; k < shifts.size(); ++k)
      weight += row(Eigen::Index(k)) * shifts[k].solved[i];
    const double part = weight * (days_[i].level + days_[i].value - middle);
    if (part * point.size > 0) parts.push_back({{days_[i].index, weight}, std::abs(part)});
  }
  const auto end = parts.begin() + std::ptrdiff_t(std::min(kMostEvidence, parts.size()));
  std::partial_sort(parts.begin(), end, parts.end(), [](const Part& a, const Part& b) {
    return a.size != b.size ? a.size > b.size : a.influence.day < b.influence.day;
  });
  for (auto part = parts.begin(); part != end; ++part) point.evidence.push_back(part->influence);
}

/// Breaks one after the other, as long as they may pass.
BreakSearch search(const PairScan& scan, double rate) {
  BreakSearch result;
  std::vector<Shift> known;
  double p = 0;
  while (known.size() < kMostBreaks) {
    const Candidate best = scan.strongest(known);
    if (result.p.empty()) result.log_odds = best.log_odds;
    p = std::max(p, best.p);  // a later one stands only if the earlier ones do
    result.p.push_back(p);
    if (p >= rate) break;
    result.at.push_back(best.at);
    known.push_back(scan.shift(best.at));
  }
  return result;
}

/// The largest p that passes (Benjamini & Hochberg 1995).
double threshold(std::vector<double> p, double rate) {
  std::sort(p.begin(), p.end());
  for (std::size_t i = p.size(); i-- > 0;)
    if (p[i] <= rate * double(i + 1) / double(p.size())) return p[i];
  return -1;
}

double probability(double log_odds, double share) {
  return 1 / (1 + (1 - share) / share * std::exp(-log_odds));
}

/// The share of pairs with a break under which the record is most probable (EM), with a prior of
/// one pair in ten, as if ten pairs had been seen before.
double share_of_breaks(std::span<const BreakSearch> searches) {
  std::vector<double> against;  // odds of no break in each pair, before any share
  for (const BreakSearch& search : searches)
    if (!search.p.empty()) against.push_back(std::exp(-search.log_odds));
  double share = 0.1;
  for (int step = 0; step < 100; ++step) {
    double breaks = 1;
    for (const double odds : against) breaks += 1 / (1 + (1 - share) / share * odds);
    share = breaks / (10 + double(against.size()));
  }
  return share;
}

}  // namespace

BreakSearch search_breaks(PairData pair, const Parameters& parameters, double rate) {
  const PairScan scan(pair, parameters);
  return scan.is_long_enough() ? search(scan, rate) : BreakSearch();
}

std::vector<BreakSearch> search_breaks(const Pairs& pairs, const Parameters& parameters,
                                       double rate) {
  std::vector<BreakSearch> searches(pairs.size());
  tbb::parallel_for(std::size_t(0), pairs.size(), [&](std::size_t pair) {
    searches[pair] = search_breaks(pairs[pair], parameters, rate);
  });
  return searches;
}

TurningPoints turning_points(const Pairs& pairs, const Parameters& parameters, double rate) {
  return turning_points(pairs, parameters, search_breaks(pairs, parameters, rate), rate);
}

TurningPoints turning_points(const Pairs& pairs, const Parameters& parameters,
                             std::span<const BreakSearch> searches, double rate) {
  std::vector<double> p;
  for (const BreakSearch& search : searches) p.insert(p.end(), search.p.begin(), search.p.end());
  const double most = threshold(p, rate);
  const double share = share_of_breaks(searches);
  std::vector<std::vector<TurningPoint>> found(pairs.size());
  tbb::parallel_for(std::size_t(0), pairs.size(), [&](std::size_t pair) {
    const BreakSearch& search = searches[pair];
    const std::size_t count = std::size_t(
        std::count_if(search.p.begin(), search.p.begin() + std::ptrdiff_t(search.at.size()),
                      [most](double one) { return one <= most; }));
    if (count == 0) return;
    const PairScan scan(pairs[pair], parameters);
    std::vector<Shift> shifts;
    for (std::size_t k = 0; k < count; ++k) shifts.push_back(scan.shift(search.at[k]));
    settle(scan, shifts);
    for (PairScan::Found& one : scan.breaks(shifts)) {
      one.point.pair = std::uint32_t(pair);
      one.point.probability = probability(one.log_odds, share);
      found[pair].push_back(std::move(one.point));
    }
  });
  TurningPoints result{.points = {}, .tests = p.size(), .rate = rate};
  for (std::vector<TurningPoint>& of_pair : found)
    for (TurningPoint& point : of_pair) result.points.push_back(std::move(point));
  std::stable_sort(result.points.begin(), result.points.end(),
                   [](const TurningPoint& a, const TurningPoint& b) {
                     return a.probability != b.probability ? a.probability > b.probability
                                                           : std::abs(a.size) > std::abs(b.size);
                   });
  return result;
}

Parameters between_breaks(const Pairs& pairs, const Parameters& parameters) {
  const std::vector<TurningPoint> points = turning_points(pairs, parameters).points;
  if (points.empty()) return parameters;
  Pairs steady = pairs;
  for (const TurningPoint& point : points)
    for (std::size_t i = pairs.day_begin[point.pair]; i < pairs.day_begin[point.pair + 1]; ++i)
      if (steady.days[i].day >= point.date.days) steady.days[i].mean -= point.size;
  return fit(steady).parameters;
}

}  // namespace entente::alignment
