#include "entente/alignment/turning_points.h"

#include <tbb/parallel_for.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "entente/alignment/fit.h"

namespace entente::alignment {

namespace {

constexpr std::size_t kAside = 2;    // observed days that a break has on each side
constexpr std::int32_t kLasts = 90;  // days from a break to the next: what is over sooner is news
constexpr std::size_t kMostBreaks = 8;  // of one pair
constexpr double kTelling = 2;          // deviations at which a break of the usual size must show
constexpr std::size_t kMostEvidence = 10;
constexpr std::size_t kMostCandidates = 3;  // of one pair
constexpr double kFarFromBreak = 0.5;  // p from which on a further candidate is not worth telling
constexpr int kSweeps = 2;      // in which each break's day is looked for again given the others
constexpr int kMostSteps = 10;  // in which two that show only together come to stand

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
  double looks = 1;     ///< days, as if each said something of its own: p over that of one day
  double log_odds = 0;  ///< of a break at some day against none, all days alike (log Bayes factor)
};

/// A pair's squares under the parameters of all: about as large as there are days.
struct Squares {
  double sum = 0, days = 0;
};

class PairScan {
 public:
  PairScan(PairData data, const Parameters& parameters);

  /// y'V⁻¹y of so many days.
  [[nodiscard]] Squares squares() const { return {squares_, double(days_.size())}; }
  [[nodiscard]] bool is_long_enough() const { return days_.size() >= 2 * kAside; }
  /// Whether the days, whatever they say, are enough to tell a break of the usual size.
  [[nodiscard]] bool is_telling() const;
  /// The strongest break beside those that are known.
  [[nodiscard]] Candidate strongest(const std::vector<Shift>& known) const;
  [[nodiscard]] Shift shift(std::size_t at) const;
  /// Steps on these observed days, in the order of days.
  [[nodiscard]] std::vector<Shift> shifts(const std::vector<base::Date>& dates) const;
  /// The breaks of these shifts, but for `pair` and `probability`; and their log odds.
  struct Found {
    TurningPoint point;
    double looks = 1, log_odds = 0;
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
  struct Rest;
  [[nodiscard]] Rest rest(const Projection& known) const;
  [[nodiscard]] double log_odds(const Projected& at, const Rest& rest) const;
  [[nodiscard]] double p_of(double z, const Projection& projection) const;
  void find_span(const Projection& projection, TurningPoint& point) const;
  void find_evidence(const Vector& row, const std::vector<Shift>& shifts,
                     TurningPoint& point) const;
  [[nodiscard]] std::size_t first() const { return kAside; }
  [[nodiscard]] std::size_t last() const { return days_.size() - kAside; }
  [[nodiscard]] double gap(std::size_t at) const { return days_[at].day - days_[at - 1].day; }

  double size_variance_, freedom_;
  double squares_ = 0;                  ///< y'V⁻¹y
  double lasting_variance_ = 0;         ///< of the pair's constant given its days
  std::vector<double> lasting_solved_;  ///< V⁻¹ times ones, without that constant
  std::vector<State> days_;
};

PairScan::PairScan(PairData data, const Parameters& parameters)
    : size_variance_(2 * parameters.variance()), freedom_(parameters.freedom) {
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
  if (days_.empty()) return;
  take_steps(variance, stationary);
  take_lasting(parameters.lasting * parameters.lasting);
}

bool PairScan::is_telling() const {
  double most = 0;
  for (std::size_t i = first(); i <= last(); ++i) most = std::max(most, days_[i].n);
  return most * size_variance_ >= kTelling * kTelling;
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
    squares_ += residuals[i] * state.value;
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
  squares_ -= lasting * days_[0].u;
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

std::vector<Shift> PairScan::shifts(const std::vector<base::Date>& dates) const {
  std::vector<Shift> shifts;
  for (std::size_t i = 0; i < days_.size(); ++i)
    if (std::ranges::find(dates, base::Date{days_[i].day}) != dates.end())
      shifts.push_back(shift(i));
  return shifts;
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
    with_values_.resize(k);
    for (Eigen::Index i = 0; i < k; ++i) {
      all.row(i) = products(known[std::size_t(i)].at);
      with_values_(i) = days[known[std::size_t(i)].at].u;
    }
    all.diagonal().array() += ridge;
    inverse_ = all.llt().solve(Matrix::Identity(k, k));
    sizes_ = inverse_ * with_values_;
  }
  [[nodiscard]] const Vector& sizes() const { return sizes_; }
  /// Of y'V⁻¹y what they explain.
  [[nodiscard]] double explained() const { return known_.empty() ? 0 : sizes_.dot(with_values_); }
  [[nodiscard]] const Matrix& inverse() const { return inverse_; }
  [[nodiscard]] Projected at(std::size_t i) const {
    const State& day = days_[i];
    if (known_.empty()) return {day.u, day.n, day.next};
    const Vector here = products(i);
    const Vector solved = inverse_ * here;
    const double next = i + 1 < days_.size() ? solved.dot(products(i + 1)) : 0;
    return {day.u - here.dot(sizes_), day.n - here.dot(solved), day.next - next};
  }
  /// Whether known steps leave room for one at `i`, and something of it.
  [[nodiscard]] bool leaves(std::size_t i, const Projected& at) const {
    for (const Shift& shift : known_)
      if (std::abs(days_[i].day - days_[shift.at].day) < kLasts) return false;
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
  Vector with_values_, sizes_;
};

/// What is left of the pair's squares, and of how many, beside known steps: their ratio is how the
/// pair's variances compare with those of all.
struct PairScan::Rest {
  double squares, freedom;

  /// 2 log of the likelihood ratio of a regressor that explains so much, in a Student process.
  [[nodiscard]] double gain(double explained, double freedom_of_it) const {
    return freedom_of_it * std::log1p(explained / (squares - explained));
  }
};

PairScan::Rest PairScan::rest(const Projection& known) const {
  return {freedom_ + squares_ - known.explained(),
          freedom_ + double(days_.size() - std::size_t(known.sizes().size()))};
}

/// The log Bayes factor of a step at a day against none.
double PairScan::log_odds(const Projected& at, const Rest& rest) const {
  return 0.5 * (rest.gain(at.u * at.u / (at.n + 1 / size_variance_), rest.freedom) -
                std::log1p(at.n * size_variance_));
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
  const Rest rest = this->rest(projection);
  Candidate best;
  double most = 0, odds = 0, all_days = 0;
  for (std::size_t i = first(); i <= last(); ++i) {
    const Projected here = projection.at(i);
    if (!projection.leaves(i, here)) continue;
    const double square = here.u * here.u / here.n;
    odds += gap(i) * std::exp(std::min(700.0, log_odds(here, rest)));
    all_days += gap(i);
    if (square <= most) continue;
    most = square;
    best.at = i;
  }
  if (best.at == 0) return best;
  const double d = rest.freedom - 1;  // Student's t to a normal deviate: Wallace 1959
  const double z = (8 * d + 1) / (8 * d + 3) * std::sqrt(rest.gain(most, d));
  best.p = p_of(z, projection);
  best.looks = std::max(1.0, best.p / (2 * beyond(z)));
  best.log_odds = std::log(odds / all_days);
  return best;
}

std::vector<Shift> without(std::vector<Shift> shifts, std::size_t which) {
  shifts.erase(shifts.begin() + std::ptrdiff_t(which));
  return shifts;
}

/// Each shift but the first `fixed` to where it is strongest given the others; in the order of
/// days.
void settle(const PairScan& scan, std::vector<Shift>& shifts, std::size_t fixed = 0) {
  for (int sweep = 0; shifts.size() > 1 && sweep < kSweeps; ++sweep)
    for (std::size_t k = fixed; k < shifts.size(); ++k) {
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
  const Rest rest = this->rest(all);
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
    point.deviation =
        std::sqrt(all.inverse()(Eigen::Index(k), Eigen::Index(k)) * rest.squares / rest.freedom);
    point.after = day.level + shifted + deviation;
    point.before = point.after - size;
    const std::vector<Shift> others = without(shifts, k);
    find_span(Projection(days_, others), point);
    find_evidence(all.inverse().row(Eigen::Index(k)), shifts, point);
    const Candidate alone = strongest(others);
    point.p = alone.p;
    found.push_back({std::move(point), alone.looks, alone.log_odds});
  }
  return found;
}

/// The days that hold the break with probability 0.9.
void PairScan::find_span(const Projection& others, TurningPoint& point) const {
  const Rest rest = this->rest(others);
  std::vector<double> odds(days_.size(), 0);  // of a break after the observed day before
  double most = 0, sum = 0;
  for (std::size_t i = first(); i <= last(); ++i)
    if (const Projected at = others.at(i); others.leaves(i, at))
      most = std::max(most, odds[i] = log_odds(at, rest));
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

/// The next breaks: one, or two that only show together, as of what falls and rises again (a dip
/// of some months is no single step). Two looks share the chance of a false one in parts.
struct Look {
  std::vector<std::size_t> at;
  double p = 1;
};

constexpr double kPartOfOne = 0.8;  // the rest is for two

/// The chance of two (or more): each is looked for beside the others, wherever those stand, which
/// is to look once for each day on which another could (Bonferroni).
double p_of_several(double p, double looks) { return std::min(1.0, p * looks / (1 - kPartOfOne)); }

Look next(const PairScan& scan, const std::vector<Shift>& known, const Candidate& best,
          double rate) {
  Look one{{best.at}, std::min(1.0, best.p / kPartOfOne)};
  if (best.at == 0 || one.p < rate || known.size() + 2 > kMostBreaks) return one;
  std::vector<Shift> shifts = known;
  shifts.push_back(scan.shift(best.at));
  Candidate first, second = best;  // `second` is the last of the shifts
  for (int step = 0; step < kMostSteps; ++step) {
    const Candidate beside = scan.strongest(shifts);
    if (beside.at == 0) return one;
    const bool stands = beside.at == first.at;
    first = second;
    second = beside;
    if (stands) break;
    shifts.back() = scan.shift(beside.at);
  }
  const double p =
      std::max(p_of_several(first.p, first.looks), p_of_several(second.p, second.looks));
  return p < rate ? Look{{first.at, second.at}, p} : one;
}

/// Breaks one after the other, as long as they may pass.
BreakSearch search(const PairScan& scan, double rate) {
  BreakSearch result;
  result.is_telling = scan.is_telling();
  std::vector<Shift> known;
  double p = 0;
  while (known.size() < kMostBreaks) {
    const Candidate best = scan.strongest(known);
    const Look found = next(scan, known, best, rate);
    if (known.empty()) result.log_odds = best.log_odds;
    p = std::max(p, found.p);  // a later one stands only if the earlier ones do
    result.left = p;
    if (known.empty() || p < rate) result.p.insert(result.p.end(), found.at.size(), p);
    if (p >= rate || !result.is_telling) break;
    for (const std::size_t at : found.at) {
      result.at.push_back(at);
      known.push_back(scan.shift(at));
    }
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
    if (search.is_telling) against.push_back(std::exp(-search.log_odds));
  double share = 0.1;
  for (int step = 0; step < 100; ++step) {
    double breaks = 1;
    for (const double odds : against) breaks += 1 / (1 + (1 - share) / share * odds);
    share = breaks / (10 + double(against.size()));
  }
  return share;
}

}  // namespace

namespace {

std::vector<TurningPoint> points_of(std::vector<PairScan::Found> found, std::size_t pair,
                                    double share) {
  std::vector<TurningPoint> points;
  for (PairScan::Found& one : found) {
    one.point.pair = std::uint32_t(pair);
    one.point.probability = probability(one.log_odds, share);
    points.push_back(std::move(one.point));
  }
  return points;
}

void put_probable_first(std::vector<TurningPoint>& points) {
  std::stable_sort(points.begin(), points.end(), [](const TurningPoint& a, const TurningPoint& b) {
    return a.probability != b.probability ? a.probability > b.probability
                                          : std::abs(a.size) > std::abs(b.size);
  });
}

/// No point is surer than the look that found it, which may have been at two, nor than those
/// before.
void take_over_chances(const BreakSearch& search, std::vector<TurningPoint>& points) {
  std::vector<TurningPoint*> surest;
  for (TurningPoint& point : points) surest.push_back(&point);
  std::ranges::sort(surest, {}, [](const TurningPoint* point) { return point->p; });
  for (std::size_t k = 0; k < surest.size(); ++k)
    surest[k]->p = std::max(surest[k]->p, search.p[k]);
}

/// The pairs whose last test did not pass, by the odds of that test.
std::vector<std::uint32_t> nearest(std::span<const BreakSearch> searches, double most) {
  std::vector<std::uint32_t> pairs;
  for (std::size_t pair = 0; pair < searches.size(); ++pair)
    if (!searches[pair].p.empty() && (searches[pair].left > most || !searches[pair].is_telling))
      pairs.push_back(std::uint32_t(pair));
  std::stable_sort(pairs.begin(), pairs.end(), [&](std::uint32_t a, std::uint32_t b) {
    return searches[a].left < searches[b].left;
  });
  return pairs;
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
  for (const BreakSearch& search : searches)
    if (search.is_telling) p.insert(p.end(), search.p.begin(), search.p.end());
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
    found[pair] = points_of(scan.breaks(shifts), pair, share);
    take_over_chances(search, found[pair]);
  });
  TurningPoints result{.points = {},
                       .tests = p.size(),
                       .rate = rate,
                       .share = share,
                       .nearest = nearest(searches, most)};
  for (std::vector<TurningPoint>& of_pair : found)
    for (TurningPoint& point : of_pair) result.points.push_back(std::move(point));
  put_probable_first(result.points);
  return result;
}

namespace {

/// Their p as a look at one or at several has it, and not each for itself given the others.
void make_one_look(std::vector<PairScan::Found>& found) {
  double p = 0;
  for (const PairScan::Found& one : found)
    p = std::max(p, found.size() == 1 ? std::min(1.0, one.point.p / kPartOfOne)
                                      : p_of_several(one.point.p, one.looks));
  for (PairScan::Found& one : found) one.point.p = p;
}

/// The strongest steps of a pair beside those of `established` dates, found one after the other and
/// then settled together: of what rises and falls again one side alone may show nothing. Those that
/// chance would more likely give than not are dropped, but for the last.
std::vector<TurningPoint> candidates(const PairScan& scan,
                                     const std::vector<base::Date>& established, std::size_t pair,
                                     double share) {
  std::vector<Shift> shifts = scan.shifts(established);
  for (std::size_t k = 0; k < kMostCandidates && shifts.size() < kMostBreaks; ++k) {
    const Candidate best = scan.strongest(shifts);
    if (best.at == 0) break;
    shifts.push_back(scan.shift(best.at));
  }
  for (;;) {
    settle(scan, shifts, established.size());
    std::vector<PairScan::Found> found = scan.breaks(shifts);
    std::erase_if(found, [&](const PairScan::Found& one) {
      return std::ranges::find(established, one.point.date) != established.end();
    });
    const auto weakest =
        std::ranges::max_element(found, {}, [](const PairScan::Found& one) { return one.point.p; });
    if (found.size() < 2 || weakest->point.p < kFarFromBreak) {
      make_one_look(found);
      return points_of(std::move(found), pair, share);
    }
    const base::Date dropped = weakest->point.date;
    std::vector<base::Date> kept;
    for (const PairScan::Found& one : found)
      if (one.point.date != dropped) kept.push_back(one.point.date);
    shifts = scan.shifts(established);
    for (Shift& shift : scan.shifts(kept)) shifts.push_back(std::move(shift));
  }
}

}  // namespace

std::vector<TurningPoint> candidates(const Pairs& pairs, const Parameters& parameters,
                                     const TurningPoints& found,
                                     std::span<const std::uint32_t> of_pairs, std::size_t most) {
  std::vector<std::vector<TurningPoint>> by_pair(of_pairs.size());
  tbb::parallel_for(std::size_t(0), of_pairs.size(), [&](std::size_t i) {
    const PairScan scan(pairs[of_pairs[i]], parameters);
    if (!scan.is_long_enough()) return;
    std::vector<base::Date> established;
    for (const TurningPoint& point : found.points)
      if (point.pair == of_pairs[i]) established.push_back(point.date);
    by_pair[i] = candidates(scan, established, of_pairs[i], found.share);
  });
  std::vector<TurningPoint> all;
  for (std::vector<TurningPoint>& points : by_pair)
    for (TurningPoint& point : points) {
      point.established = false;
      all.push_back(std::move(point));
    }
  put_probable_first(all);
  if (all.size() > most) all.resize(most);
  return all;
}

namespace {

/// How much alike pairs are: their variances are those of all times `scale` times a factor of
/// each pair's own that is scaled inverse chi-squared of so many degrees of freedom.
struct Likeness {
  double freedom = 0, scale = 1, log_density = 0;
};

constexpr double kUsualFreedom = 10, kFreedomFactor = 3;  // prior: log-normal

/// Under a given freedom: the scale by EM (Lange, Little & Taylor 1989), and how probable it is.
Likeness likeness(const std::vector<Squares>& squares, double freedom) {
  Likeness result{freedom};
  for (int step = 0; step < 30; ++step) {
    double sum = 0, days = 0;
    for (const Squares& pair : squares) {
      sum += (freedom + pair.days) / (freedom + pair.sum / result.scale) * pair.sum;
      days += pair.days;
    }
    result.scale = sum / days;
  }
  const double away = std::log(freedom / kUsualFreedom) / std::log(kFreedomFactor);
  result.log_density = -0.5 * away * away;
  for (const Squares& pair : squares)
    result.log_density +=
        std::lgamma(0.5 * (freedom + pair.days)) - std::lgamma(0.5 * freedom) -
        0.5 * pair.days * std::log(freedom * result.scale) -
        0.5 * (freedom + pair.days) * std::log1p(pair.sum / (freedom * result.scale));
  return result;
}

/// The most probable one, of freedoms from 2 to 1,000 a tenth apart.
Likeness likeness(const Pairs& pairs, const Parameters& parameters) {
  std::vector<Squares> squares(pairs.size());
  tbb::parallel_for(std::size_t(0), pairs.size(), [&](std::size_t pair) {
    squares[pair] = PairScan(pairs[pair], parameters).squares();
  });
  std::erase_if(squares, [](const Squares& pair) { return pair.days == 0; });
  Likeness best{.freedom = kUsualFreedom};
  if (squares.empty()) return best;
  best.log_density = -std::numeric_limits<double>::infinity();
  for (double freedom = 2; freedom < 1000; freedom *= 1.1)
    if (const Likeness one = likeness(squares, freedom); one.log_density > best.log_density)
      best = one;
  return best;
}

Parameters scaled(Parameters p, const Likeness& likeness) {
  for (double* one : {&p.spread, &p.noise, &p.day_noise, &p.lasting})
    *one *= std::sqrt(likeness.scale);
  p.freedom = likeness.freedom;
  return p;
}

constexpr double kFewBreak = 0.05;  // share of pairs that break below which breaks inflate little
constexpr std::size_t kFewDays = 20'000;  // up to which to estimate again takes no time

/// All pairs with each break and each candidate taken off as far as it is probable.
Pairs steadied(const Pairs& pairs, const Parameters& parameters, const TurningPoints& found) {
  std::vector<TurningPoint> steps =
      candidates(pairs, parameters, found, found.nearest, kMostCandidates * pairs.size());
  steps.insert(steps.end(), found.points.begin(), found.points.end());
  Pairs steady = pairs;
  for (const TurningPoint& step : steps)
    for (std::size_t i = pairs.day_begin[step.pair]; i < pairs.day_begin[step.pair + 1]; ++i)
      if (steady.days[i].day >= step.date.days) steady.days[i].mean -= step.probability * step.size;
  return steady;
}

}  // namespace

Parameters between_breaks(const Pairs& pairs, const Parameters& parameters) {
  const Parameters first = scaled(parameters, likeness(pairs, parameters));
  const TurningPoints found = turning_points(pairs, first);
  if (found.points.empty() && found.share < kFewBreak && pairs.days.size() > kFewDays) return first;
  // Once: what is taken off makes more look like breaks, and would in turn be taken off.
  const Pairs steady = steadied(pairs, first, found);
  const Parameters second = fit(steady).parameters;
  return scaled(second, likeness(steady, second));
}

}  // namespace entente::alignment
