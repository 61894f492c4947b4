#include "entente/alignment/series.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace entente::alignment {

namespace {

constexpr double kMost = 10;                    // ends of the scale
constexpr double kNinety = 1.6448536269514722;  // standard deviations to each side of 90 %

bool counts(const Day& day) {
  return day.weight > 0 && std::isfinite(day.weight) && std::isfinite(day.mean);
}

double noise_of(const Day& day, const Parameters& p) {
  return p.day_noise * p.day_noise + p.noise * p.noise / day.weight;
}

/// What one step of the process keeps of a deviation, and the variance that it adds.
struct Transition {
  double keep, variance;
  Transition(std::int32_t days, const Parameters& p)
      : keep(std::exp(-double(days) / p.reversion)),
        variance(p.spread * p.spread * (1 - keep * keep)) {}
};

/// What is known of z from one side: from the past as mean and variance. `one` is what the mean
/// would be if all values were 1.
struct Past {
  double mean = 0, one = 0, variance = 0;

  void pass(const Transition& step) {
    mean *= step.keep;
    one *= step.keep;
    variance = step.keep * step.keep * variance + step.variance;
  }
  void see(double value, double noise) {
    const double gain = variance / (variance + noise);
    mean += gain * (value - mean);
    one += gain * (1 - one);
    variance = gain * noise;
  }
};

/// … and from the future as precision and precision times mean, for it may know nothing.
struct Future {
  double precision = 0, sum = 0, one = 0;

  void see(double value, double noise) {
    precision += 1 / noise;
    sum += value / noise;
    one += 1 / noise;
  }
  /// Back over a step. Returns what one unit of `sum` became.
  double pass(const Transition& step) {
    const double keep = step.keep / (1 + precision * step.variance);
    precision *= step.keep * keep;
    sum *= keep;
    one *= keep;
    return keep;
  }
};

Past before_all(const Parameters& p) { return {0, 0, p.spread * p.spread}; }

/// What the days tell of c: sums over the filter's innovations.
struct Lasting {
  double precision = 0, sum = 0;

  /// A day that was not seen yet. Returns the variance of the innovation.
  double see(const Past& foretold, double value, double noise) {
    const double variance = foretold.variance + noise, one = 1 - foretold.one;
    precision += one * one / variance;
    sum += one * (value - foretold.mean) / variance;
    return variance;
  }
  /// How the variance of c shrinks by what is known.
  [[nodiscard]] double left(const Parameters& p) const {
    return 1 / (1 + p.lasting * p.lasting * precision);
  }
  [[nodiscard]] double variance(const Parameters& p) const {
    return p.lasting * p.lasting * left(p);
  }
};

/// Walks the steps of a pair along with its days.
class Levels {
 public:
  Levels(std::span<const Step> steps, const Parameters& p) : steps_(steps), mean_(p.mean) {}
  /// The level on a day not before the last one that was asked for.
  double on(std::int32_t day) {
    while (next_ < steps_.size() && steps_[next_].day <= day) level_ = steps_[next_++].level;
    return mean_ + level_;
  }

 private:
  std::span<const Step> steps_;
  double mean_;
  std::size_t next_ = 0;
  double level_ = 0;
};

std::uint64_t mixed(std::uint64_t x) {  // splitmix64's finaliser (Steele et al. 2014)
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

double uniform(std::uint64_t bits) { return (double(bits >> 11) + 0.5) * 0x1p-53; }

/// Number `i` of a stream of standard normals (Box & Muller 1958).
double normal(std::uint64_t stream, std::uint64_t i) {
  const std::uint64_t first = mixed(stream ^ (2 * i)), second = mixed(stream ^ (2 * i + 1));
  return std::sqrt(-2 * std::log(uniform(first))) *
         std::cos(2 * std::numbers::pi * uniform(second));
}

std::uint64_t stream(std::uint64_t seed, std::uint64_t draw) { return mixed(mixed(seed) ^ draw); }

}  // namespace

Day Day::of_sums(std::int32_t day, std::uint32_t count, double w, double wy, double wyy) {
  const double mean = wy / w;
  return {day, count, mean, w, std::max(0.0, wyy - w * mean * mean)};
}

void Day::take(const Day& other) {  // West's update (1979), which does not cancel
  count += other.count;
  weight += other.weight;
  const double away = other.mean - mean;
  mean += away * other.weight / weight;
  scatter += other.scatter + other.weight * away * (other.mean - mean);
}

std::vector<Day> fold(std::span<const Observation> observations) {
  std::vector<Observation> sorted;
  sorted.reserve(observations.size());
  for (const Observation& o : observations)
    if (std::isfinite(o.value) && std::isfinite(o.weight) && o.weight > 0) sorted.push_back(o);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Observation& a, const Observation& b) { return a.day < b.day; });
  std::vector<Day> days;
  for (const Observation& o : sorted) {
    if (days.empty() || days.back().day != o.day) days.push_back({.day = o.day});
    days.back().take({o.day, 1, o.value, o.weight, 0});
  }
  return days;
}

PairData Pairs::operator[](std::size_t pair) const {
  const auto cut = [pair](const auto& all, const std::vector<std::size_t>& begin) {
    return std::span(all).subspan(begin[pair], begin[pair + 1] - begin[pair]);
  };
  return {cut(days, day_begin), cut(steps, step_begin)};
}

void Pairs::close() {
  day_begin.push_back(days.size());
  step_begin.push_back(steps.size());
}

double Standing::deviation() const { return std::sqrt(variance); }
double Standing::low() const { return std::clamp(mean - kNinety * deviation(), -kMost, kMost); }
double Standing::high() const { return std::clamp(mean + kNinety * deviation(), -kMost, kMost); }
double Standing::positive() const { return 0.5 * std::erfc(-mean / std::sqrt(2 * variance)); }

Series::Series(PairData data, const Parameters& parameters)
    : parameters_(parameters), steps_(data.steps.begin(), data.steps.end()) {
  states_.reserve(data.days.size());
  Past past = before_all(parameters_);
  Lasting lasting;
  Levels levels(steps_, parameters_);
  for (std::size_t i = 0; i < data.days.size(); ++i) {
    const Day& day = data.days[i];
    if (!counts(day)) continue;
    if (!states_.empty()) past.pass({day.day - states_.back().day, parameters_});
    const double noise = noise_of(day, parameters_);
    const double value = day.mean - levels.on(day.day);
    lasting.see(past, value, noise);
    past.see(value, noise);
    states_.push_back({.day = day.day,
                       .index = std::uint32_t(i),
                       .noise = noise,
                       .mean = past.mean,
                       .one = past.one,
                       .variance = past.variance,
                       .later_sum = value});
  }
  lasting_variance_ = lasting.variance(parameters_);
  lasting_mean_ = lasting_variance_ * lasting.sum;
  Future future;
  for (std::size_t i = states_.size(); i-- > 0;) {
    State& state = states_[i];
    if (i + 1 < states_.size()) future.pass({states_[i + 1].day - state.day, parameters_});
    future.see(state.later_sum, state.noise);
    state.later_precision = future.precision;
    state.later_sum = future.sum;
    state.later_one = future.one;
  }
}

std::size_t Series::first_after(std::int32_t day) const {
  return std::size_t(std::upper_bound(states_.begin(), states_.end(), day,
                                      [](std::int32_t d, const State& s) { return d < s.day; }) -
                     states_.begin());
}

Series::Moving Series::between(std::size_t next, std::int32_t day) const {
  Past past = before_all(parameters_);
  if (next > 0) {
    const State& before = states_[next - 1];
    past = {before.mean, before.one, before.variance};
    past.pass({day - before.day, parameters_});
  }
  Future future;
  if (next < states_.size()) {
    const State& after = states_[next];
    future = {after.later_precision, after.later_sum, after.later_one};
    future.pass({after.day - day, parameters_});
  }
  const double share = 1 / (1 + past.variance * future.precision);  // of the past
  const double variance = share * past.variance;
  return {share * past.mean + variance * future.sum, share * past.one + variance * future.one,
          variance};
}

Standing Series::standing(const Moving& moving, std::int32_t day) const {
  const double rest = 1 - moving.one;  // of c, z has taken up the other part
  return {level_on(steps_, parameters_, day) + moving.mean + rest * lasting_mean_,
          moving.variance + rest * rest * lasting_variance_};
}

Standing Series::at(base::Date date) const {
  return standing(between(first_after(date.days), date.days), date.days);
}

void Series::at(std::span<const base::Date> dates, std::span<Standing> out) const {
  std::size_t next = 0;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    while (next < states_.size() && states_[next].day <= dates[i].days) ++next;
    out[i] = standing(between(next, dates[i].days), dates[i].days);
  }
}

std::vector<Influence> Series::influences(base::Date date) const {
  std::vector<Influence> influences(states_.size());
  const std::size_t next = first_after(date.days);
  const Moving here = between(next, date.days);
  // Both sides are chains: what a day moves of z at `date` is what it moves in its own state
  // (variance / noise, or 1 / noise in terms of precision) times what each later step keeps of it.
  double kept = here.variance;  // the mean at `date` per unit of precision times mean there
  std::int32_t day = date.days;
  if (next > 0) {
    Past past{0, 0, states_[next - 1].variance};
    const Transition step(day - states_[next - 1].day, parameters_);
    past.pass(step);
    kept *= step.keep / past.variance;
  }
  for (std::size_t i = next; i-- > 0;) {
    const State& state = states_[i];
    influences[i] = {state.index, kept * state.variance / state.noise};
    if (i == 0) break;
    const Transition step(state.day - states_[i - 1].day, parameters_);
    kept *= (1 - state.variance / state.noise) * step.keep;
  }
  kept = here.variance;
  for (std::size_t i = next; i < states_.size(); ++i) {
    const State& state = states_[i];
    Future future{state.later_precision, 0, 0};
    kept *= future.pass({state.day - day, parameters_});
    day = state.day;
    influences[i] = {state.index, kept / state.noise};
  }
  // … and of c: by what z leaves of a column of ones on its day, as in generalised least squares.
  const double of_lasting = (1 - here.one) * lasting_variance_;
  for (std::size_t i = 0; i < states_.size(); ++i)
    influences[i].weight +=
        of_lasting * (1 - between(i + 1, states_[i].day).one) / states_[i].noise;
  return influences;
}

Paths::Paths(const Series& series, std::span<const base::Date> dates)
    : lasting_mean_(series.lasting_mean_), lasting_deviation_(std::sqrt(series.lasting_variance_)) {
  const Parameters& p = series.parameters_;
  Link link{.keep = 1};  // from the date before to `day`, over what was observed between
  std::int32_t day = 0;
  bool is_first = true;
  // Over to a day of which the future, that day's observations with it, knows so much.
  const auto pass = [&](std::int32_t to, const Future& future) {
    Transition step(is_first ? 0 : to - day, p);
    if (is_first) step.keep = 0, step.variance = p.spread * p.spread;
    const double share = 1 / (1 + step.variance * future.precision);
    const double keep = share * step.keep, variance = share * step.variance;
    link.keep *= keep;
    link.sum = keep * link.sum + variance * future.sum;
    link.one = keep * link.one + variance * future.one;
    link.variance = keep * keep * link.variance + variance;
    day = to;
    is_first = false;
  };
  const std::vector<Series::State>& states = series.states_;
  std::size_t next = 0;
  for (const base::Date date : dates) {
    for (; next < states.size() && states[next].day <= date.days; ++next)
      pass(states[next].day,
           {states[next].later_precision, states[next].later_sum, states[next].later_one});
    Future future;
    if (next < states.size()) {
      future = {states[next].later_precision, states[next].later_sum, states[next].later_one};
      future.pass({states[next].day - date.days, p});
    }
    if (is_first || day < date.days) pass(date.days, future);
    link.level = level_on(series.steps_, p, date.days);
    links_.push_back(std::exchange(link, {.keep = 1}));
  }
}

void Paths::draw(std::uint64_t seed, std::uint64_t draw, std::span<double> out) const {
  const std::uint64_t random = stream(seed, draw);
  const double lasting = lasting_mean_ + lasting_deviation_ * normal(random, 0);
  double z = 0;
  for (std::size_t i = 0; i < links_.size(); ++i) {
    const Link& link = links_[i];
    z = link.keep * z + link.sum - link.one * lasting +
        std::sqrt(link.variance) * normal(random, i + 1);
    out[i] = link.level + lasting + z;
  }
}

double level_on(std::span<const Step> steps, const Parameters& parameters, std::int32_t day) {
  const auto after =
      std::upper_bound(steps.begin(), steps.end(), day,
                       [](std::int32_t d, const Step& step) { return d < step.day; });
  return parameters.mean + (after == steps.begin() ? 0 : std::prev(after)->level);
}

Standing standing(PairData data, const Parameters& parameters, base::Date date) {
  return Series(data, parameters).at(date);
}

std::vector<Standing> standings(const Pairs& pairs, const Parameters& parameters, base::Date date) {
  std::vector<Standing> all(pairs.size());
  tbb::parallel_for(std::size_t(0), pairs.size(),
                    [&](std::size_t pair) { all[pair] = standing(pairs[pair], parameters, date); });
  return all;
}

void draw(std::span<const Standing> standings, std::uint64_t seed, std::uint64_t draw,
          std::span<double> out) {
  const std::uint64_t random = stream(seed, draw);
  for (std::size_t i = 0; i < standings.size(); ++i)
    out[i] = standings[i].mean + standings[i].deviation() * normal(random, i);
}

double log_likelihood(PairData data, const Parameters& parameters) {
  Past past = before_all(parameters);
  Lasting lasting;
  Levels levels(data.steps, parameters);
  const double plain = parameters.noise * parameters.noise;
  double sum = 0, extra = 0;  // extra: observations beyond the first of their day
  std::int32_t at = data.days.empty() ? 0 : data.days.front().day;
  for (const Day& day : data.days) {
    if (!counts(day)) continue;
    past.pass({day.day - at, parameters});
    at = day.day;
    const double noise = noise_of(day, parameters);
    const double value = day.mean - levels.on(day.day);
    const double away = value - past.mean;
    const double variance = lasting.see(past, value, noise);
    sum += std::log(variance) + away * away / variance + day.scatter / plain;
    extra += day.count - 1.0;
    past.see(value, noise);
  }
  const double of_lasting =
      lasting.variance(parameters) * lasting.sum * lasting.sum + std::log(lasting.left(parameters));
  return -0.5 * (sum - of_lasting + extra * std::log(plain));
}

}  // namespace entente::alignment
