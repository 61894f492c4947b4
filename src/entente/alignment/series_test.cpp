#include "entente/alignment/series.h"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

namespace entente::alignment {
namespace {

using base::Date;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Observations at irregular days, about every third day several.
std::vector<Observation> some_observations(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::exponential_distribution<double> gap(0.02);
  std::uniform_real_distribution<double> value(-10, 10), weight(0.1, 3);
  std::vector<Observation> observations;
  std::int32_t day = 14000;
  for (std::size_t i = 0; i < count; ++i) {
    if (random() % 3 != 0) day += std::int32_t(gap(random));
    observations.push_back({day, value(random), weight(random)});
  }
  return observations;
}

double level_on(const std::vector<Step>& steps, std::int32_t day) {
  double level = 0;
  for (const Step& step : steps)
    if (step.day <= day) level = step.level;
  return level;
}

/// The same model as one big normal distribution of all observations, each its own row.
struct Dense {
  std::vector<Observation> observations;
  std::vector<Step> steps;
  Parameters p;
  Eigen::MatrixXd covariance;
  Eigen::VectorXd away;

  Dense(std::vector<Observation> seen, std::vector<Step> levels, const Parameters& parameters)
      : observations(std::move(seen)), steps(std::move(levels)), p(parameters) {
    const auto n = Eigen::Index(observations.size());
    covariance.resize(n, n);
    away.resize(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      const Observation& a = observations[std::size_t(i)];
      away(i) = a.value - p.mean - level_on(steps, a.day);
      for (Eigen::Index j = 0; j < n; ++j) {
        const Observation& b = observations[std::size_t(j)];
        covariance(i, j) = process(a.day, b.day) + (a.day == b.day ? p.day_noise * p.day_noise : 0);
      }
      covariance(i, i) += p.noise * p.noise / a.weight;
    }
  }
  [[nodiscard]] double process(std::int32_t s, std::int32_t t) const {
    return p.lasting * p.lasting +
           p.spread * p.spread * std::exp(-std::abs(double(s - t)) / p.reversion);
  }
  [[nodiscard]] Eigen::VectorXd weights(std::int32_t day) const {
    return covariance.ldlt().solve(towards(day));
  }
  [[nodiscard]] Eigen::VectorXd towards(std::int32_t day) const {
    Eigen::VectorXd row(away.size());
    for (Eigen::Index i = 0; i < row.size(); ++i)
      row(i) = process(day, observations[std::size_t(i)].day);
    return row;
  }
  [[nodiscard]] Standing at(std::int32_t day) const {
    const Eigen::VectorXd w = weights(day);
    return {p.mean + level_on(steps, day) + w.dot(away), process(day, day) - w.dot(towards(day))};
  }
  [[nodiscard]] double log_density() const {
    const Eigen::LLT<Eigen::MatrixXd> root(covariance);
    const double log_determinant = 2 * root.matrixLLT().diagonal().array().log().sum();
    return -0.5 * (away.dot(root.solve(away)) + log_determinant);
  }
};

const Parameters kParameters{
    .spread = 2.5, .reversion = 300, .noise = 3, .day_noise = 1.5, .mean = 0.7, .lasting = 1.2};
const std::vector<Step> kSteps{{13900, 2}, {14200, -3}, {16000, 1}};

std::vector<Date> grid(std::int32_t from, std::int32_t to, std::int32_t step) {
  std::vector<Date> dates;
  for (std::int32_t day = from; day <= to; day += step) dates.push_back({day});
  return dates;
}

TEST(Series, AgreesWithTheDenseSolutionBeforeBetweenOnAndAfterObservations) {
  const Dense dense(some_observations(200, 1), kSteps, kParameters);
  const std::vector<Day> days = fold(dense.observations);
  ASSERT_LT(days.size(), 180u) << "some days must have several observations";
  const Series series({days, kSteps}, kParameters);
  const std::vector<Date> dates = grid(13000, days.back().day + 2000, 37);
  std::vector<Standing> all(dates.size());
  series.at(dates, all);
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const Standing expected = dense.at(dates[i].days);
    const Standing alone = standing({days, kSteps}, kParameters, dates[i]);
    for (const Standing& found : {all[i], alone, series.at(dates[i])}) {
      EXPECT_NEAR(found.mean, expected.mean, 1e-8) << dates[i].iso();
      EXPECT_NEAR(found.variance, expected.variance, 1e-8) << dates[i].iso();
    }
  }
  for (const Day& day : days)
    EXPECT_NEAR(series.at(Date{day.day}).mean, dense.at(day.day).mean, 1e-8);
}

TEST(Series, InfluencesAreTheWeightsOfTheDenseSolution) {
  const Dense dense(some_observations(120, 2), kSteps, kParameters);
  const std::vector<Day> days = fold(dense.observations);
  const Series series({days, kSteps}, kParameters);
  for (const std::int32_t date : {13900, 14300, days[40].day, days.back().day, 17000}) {
    const Eigen::VectorXd expected = dense.weights(date);
    const std::vector<Influence> found = series.influences(Date{date});
    ASSERT_EQ(found.size(), days.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      double sum = 0;
      for (std::size_t k = 0; k < dense.observations.size(); ++k)
        if (dense.observations[k].day == days[i].day) sum += expected(Eigen::Index(k));
      EXPECT_EQ(found[i].day, i);
      EXPECT_NEAR(found[i].weight, sum, 1e-8);
    }
  }
}

TEST(Series, LikelihoodDiffersFromTheDenseOneByAConstant) {
  const std::vector<Observation> observations = some_observations(150, 3);
  const std::vector<Day> days = fold(observations);
  const auto difference = [&](const Parameters& p) {
    return log_likelihood({days, kSteps}, p) - Dense(observations, kSteps, p).log_density();
  };
  const double constant = difference(kParameters);
  EXPECT_NEAR(difference({5, 1000, 2, 0.5, -2, 3}), constant, 1e-8);
  EXPECT_NEAR(difference({1, 30, 6, 3, 0, 0}), constant, 1e-8);
}

TEST(Series, FoldingIsExact) {
  const std::vector<Observation> observations{{7, 3, 1}, {5, -2, 2}, {7, 5, 0.5}, {7, -1, 2}};
  const std::vector<Day> days = fold(observations);
  ASSERT_EQ(days.size(), 2u);
  EXPECT_EQ(days[0].day, 5);
  EXPECT_EQ(days[1].count, 3u);
  const Day sums = Day::of_sums(7, 3, 3.5, 3 + 2.5 - 2, 9 + 12.5 + 2);
  EXPECT_NEAR(days[1].mean, sums.mean, 1e-14);
  EXPECT_NEAR(days[1].weight, sums.weight, 1e-14);
  EXPECT_NEAR(days[1].scatter, sums.scatter, 1e-13);
}

TEST(Series, WithoutObservationsThereIsTheLevelAndTheSpread) {
  const Series series({{}, kSteps}, kParameters);
  for (const auto& [day, level] :
       {std::pair(13000, 0.7), {13900, 2.7}, {14199, 2.7}, {20000, 1.7}}) {
    EXPECT_DOUBLE_EQ(series.at(Date{day}).mean, level);
    EXPECT_DOUBLE_EQ(series.at(Date{day}).variance, 6.25 + 1.44);
    EXPECT_DOUBLE_EQ(standing({{}, kSteps}, kParameters, Date{day}).mean, level);
  }
  EXPECT_TRUE(series.influences(Date{13000}).empty());
  EXPECT_EQ(log_likelihood({{}, kSteps}, kParameters), 0);
}

TEST(Series, OneObservationIsShrunkByTheTextbookGain) {
  const std::vector<Day> days = fold(std::vector<Observation>{{100, 8, 1}});
  const Series series({days, {}}, kParameters);
  const double total = 1.44 + 6.25 + 2.25 + 9, later = (1.44 + 6.25 * std::exp(-1.0)) / total;
  EXPECT_NEAR(series.at(Date{100}).mean, 0.7 + 7.3 * (1.44 + 6.25) / total, 1e-12);
  EXPECT_NEAR(series.at(Date{400}).mean, 0.7 + 7.3 * later, 1e-12);
  EXPECT_NEAR(series.at(Date{-200}).mean, 0.7 + 7.3 * later, 1e-12);
  EXPECT_NEAR(series.influences(Date{400}).front().weight, later, 1e-12);
}

TEST(Series, WhatIsNotANumberOrHasNoWeightIsAsIfItWereNotThere) {
  const std::vector<Observation> odd{{1, kNan, 1}, {2, 3, kNan}, {3, 3, 0}, {4, 3, -1}, {5, 3, 1}};
  const std::vector<Day> days = fold(odd);
  ASSERT_EQ(days.size(), 1u);
  EXPECT_EQ(days[0].day, 5);
  const std::vector<Day> with_holes{{1, 1, kNan, 1, 0},
                                    {2, 1, 3, 0, 0},
                                    days[0],
                                    {8, 1, 3, std::numeric_limits<double>::infinity(), 0}};
  for (const std::int32_t day : {0, 1, 5, 8, 60}) {
    const Standing expected = Series({days, {}}, kParameters).at(Date{day});
    EXPECT_EQ(Series({with_holes, {}}, kParameters).at(Date{day}).mean, expected.mean);
    EXPECT_EQ(standing({with_holes, {}}, kParameters, Date{day}).mean, expected.mean);
    EXPECT_EQ(standing({with_holes, {}}, kParameters, Date{day}).variance, expected.variance);
  }
  EXPECT_EQ(log_likelihood({with_holes, {}}, kParameters), log_likelihood({days, {}}, kParameters));
  EXPECT_EQ(Series({with_holes, {}}, kParameters).influences(Date{5}).front().day, 2u);
}

TEST(Series, AHundredReportsOfOneDayWeighLittleMoreThanTen) {
  const auto after = [](std::size_t count) {
    const std::vector<Observation> burst(count, Observation{100, -10, 1});
    return Series({fold(burst), {}}, kParameters).at(Date{100}).mean;
  };
  EXPECT_LT(after(10), after(1));
  EXPECT_LT(after(10) - after(1000), 0.9);
}

TEST(Series, AStandingIsANormalOnTheScale) {
  const Standing standing{9, 4};
  EXPECT_NEAR(standing.low(), 9 - 2 * 1.6448536, 1e-6);
  EXPECT_EQ(standing.high(), 10);
  EXPECT_NEAR((Standing{2, 4}).positive(), 0.8413447, 1e-6);
  EXPECT_NEAR((Standing{-2, 4}).positive(), 1 - 0.8413447, 1e-6);
}

TEST(Series, DrawsHaveTheirMomentsAndDependOnSeedAndNumberOnly) {
  const std::vector<Standing> standings{{3, 4}, {-2, 0.25}, {0, 1}};
  constexpr int kDraws = 40000;
  std::vector<double> one(3), sum(3, 0), squares(3, 0);
  double together = 0;
  for (std::uint64_t k = 0; k < kDraws; ++k) {
    draw(standings, 7, k, one);
    for (std::size_t i = 0; i < 3; ++i) {
      sum[i] += one[i];
      squares[i] += (one[i] - standings[i].mean) * (one[i] - standings[i].mean);
    }
    together += (one[0] - 3) * (one[2] - 0);
  }
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(sum[i] / kDraws, standings[i].mean, 4 * standings[i].deviation() / 200);
    EXPECT_NEAR(squares[i] / kDraws / standings[i].variance, 1, 4 * std::numbers::sqrt2 / 200);
  }
  EXPECT_NEAR(together / kDraws, 0, 4 * 2 / 200.0);
  std::vector<double> again(1);
  draw(std::span(standings).first(1), 7, kDraws - 1, again);
  EXPECT_EQ(again[0], one[0]);
}

TEST(Paths, HaveTheMomentsOfTheDenseSolution) {
  const Dense dense(some_observations(40, 5), kSteps, kParameters);
  const std::vector<Day> days = fold(dense.observations);
  std::vector<Date> dates{{13700},
                          {days[3].day},
                          {days[3].day + 20},
                          {days[9].day - 1},
                          {days[9].day},
                          {days[9].day},
                          {days[20].day + 3},
                          {14300},
                          {days.back().day + 100}};
  std::sort(dates.begin(), dates.end());
  const auto n = Eigen::Index(dates.size());
  Eigen::VectorXd mean(n);
  Eigen::MatrixXd covariance(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const std::int32_t day = dates[std::size_t(i)].days;
    mean(i) = dense.at(day).mean;
    for (Eigen::Index j = 0; j < n; ++j) {
      const std::int32_t other = dates[std::size_t(j)].days;
      covariance(i, j) = dense.process(day, other) - dense.weights(day).dot(dense.towards(other));
    }
  }
  const Paths paths(Series({days, kSteps}, kParameters), dates);
  constexpr int kDraws = 20000;
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(n), path(n);
  Eigen::MatrixXd products = Eigen::MatrixXd::Zero(n, n);
  for (std::uint64_t k = 0; k < kDraws; ++k) {
    paths.draw(3, k, std::span(path.data(), std::size_t(n)));
    sum += path - mean;
    products += (path - mean) * (path - mean).transpose();
  }
  for (Eigen::Index i = 0; i < n; ++i) {
    const double of_i = covariance(i, i);
    EXPECT_NEAR(sum(i) / kDraws, 0, 4 * std::sqrt(of_i / kDraws)) << i;
    for (Eigen::Index j = 0; j <= i; ++j) {
      const double error =
          std::sqrt((of_i * covariance(j, j) + std::pow(covariance(i, j), 2)) / kDraws);
      EXPECT_NEAR(products(i, j) / kDraws, covariance(i, j), 4.5 * error) << i << ' ' << j;
    }
  }
  Eigen::VectorXd again(n);
  paths.draw(3, kDraws - 1, std::span(again.data(), std::size_t(n)));
  EXPECT_EQ(again, path);
}

TEST(Series, AllPairsAtOnceAreEachPairAlone) {
  Pairs pairs;
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    const std::vector<Day> days = fold(some_observations(seed * 3, seed));
    pairs.days.insert(pairs.days.end(), days.begin(), days.end());
    if (seed % 2 == 0) pairs.steps.insert(pairs.steps.end(), kSteps.begin(), kSteps.end());
    pairs.close();
  }
  ASSERT_EQ(pairs.size(), 20u);
  const std::vector<Standing> all = standings(pairs, kParameters, Date{14400});
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const Standing alone = Series(pairs[i], kParameters).at(Date{14400});
    EXPECT_NEAR(all[i].mean, alone.mean, 1e-10);
    EXPECT_NEAR(all[i].variance, alone.variance, 1e-10);
  }
}

}  // namespace
}  // namespace entente::alignment
