#include "entente/alignment/turning_points.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <Eigen/Dense>
#include <cmath>
#include <set>

#include "entente/alignment/fit.h"
#include "entente/alignment/simulated_pairs.h"

namespace entente::alignment {
namespace {

const Parameters kTrue{.spread = 2, .reversion = 1000, .noise = 3, .day_noise = 1, .mean = -1};

/// Pairs of 500 days in some four years; every `each`th has a break of two spreads, up or down.
struct Record {
  Pairs pairs;
  std::vector<std::int32_t> breaks;  // its day; 0 when the pair has none
};

Record record_with_breaks(std::size_t count, std::size_t each, std::uint64_t seed) {
  Record record;
  Simulator simulator(kTrue, seed);
  std::mt19937_64 random(seed + 1);
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<SimulatedBreak> breaks;
    if (each != 0 && i % each == 0)
      breaks.push_back({std::int32_t(300 + random() % 900), random() % 2 ? 4.0 : -4.0});
    simulator.add(record.pairs, 500, 2.5, 1.5, breaks);
    record.breaks.push_back(breaks.empty() ? 0 : breaks[0].day);
  }
  return record;
}

struct Score {
  double found = 0;       ///< share of the breaks that have a point within 30 days
  double false_ones = 0;  ///< share of the points in pairs without a break, or beyond 60 days of it
  double in_span = 0;     ///< share of the true points whose span holds the break
};

Score score(const Record& record, const TurningPoints& result) {
  double breaks = 0, wrong = 0, held = 0, right = 0;
  std::set<std::uint32_t> found;
  for (const std::int32_t day : record.breaks) breaks += day != 0;
  for (const TurningPoint& point : result.points) {
    const std::int32_t day = record.breaks[point.pair];
    const std::int32_t away = std::abs(point.date.days - day);
    if (day == 0 || (away > 60 && (day < point.from.days || day > point.to.days))) {
      ++wrong;
      continue;
    }
    ++right;
    held += point.from.days <= day && day <= point.to.days;
    if (away <= 30) found.insert(point.pair);
  }
  return {double(found.size()) / std::max(1.0, breaks),
          wrong / std::max<double>(1, double(result.points.size())), held / std::max(1.0, right)};
}

TEST(TurningPoints, BreaksOfTwoSpreadsAreFoundWithinThirtyDaysAtTheStatedRate) {
  Score mean;
  double said = 0;
  constexpr int kRecords = 4;  // 200 breaks
  for (std::uint64_t seed = 0; seed < kRecords; ++seed) {
    const Record record = record_with_breaks(200, 4, seed);
    const TurningPoints result = turning_points(record.pairs, kTrue, 0.1);
    EXPECT_EQ(result.rate, 0.1);
    EXPECT_GE(result.tests, 200u);
    const Score one = score(record, result);
    mean.found += one.found / kRecords;
    mean.false_ones += one.false_ones / kRecords;
    mean.in_span += one.in_span / kRecords;
    for (const TurningPoint& point : result.points)
      said += point.probability / double(result.points.size()) / kRecords;
  }
  EXPECT_GT(mean.found, 0.7);
  EXPECT_LT(mean.false_ones, 0.1 + 0.04);  // two deviations of the share
  EXPECT_GT(mean.in_span, 0.85);
  EXPECT_NEAR(said, 1 - mean.false_ones, 0.06);
}

TEST(TurningPoints, TheRateHoldsWithEstimatedParameters) {
  Score mean;
  constexpr int kRecords = 4;
  for (std::uint64_t seed = 10; seed < 10 + kRecords; ++seed) {
    const Record record = record_with_breaks(200, 4, seed);
    const Score one =
        score(record, turning_points(record.pairs, fit(record.pairs).parameters, 0.1));
    mean.found += one.found / kRecords;
    mean.false_ones += one.false_ones / kRecords;
  }
  EXPECT_GT(mean.found, 0.5);
  EXPECT_LT(mean.false_ones, 0.1 + 0.04);
}

TEST(TurningPoints, RecordsWithoutABreakShowOneNoMoreOftenThanTheRate) {
  int known = 0, estimated = 0;
  constexpr int kRecords = 150;
  for (std::uint64_t seed = 0; seed < kRecords; ++seed) {
    Pairs pairs;
    Simulator simulator(kTrue, 500 + seed);
    for (int i = 0; i < 20; ++i) simulator.add(pairs, 100, 5);
    known += !turning_points(pairs, kTrue, 0.1).points.empty();
    estimated += !turning_points(pairs, fit(pairs).parameters, 0.1).points.empty();
  }
  // Two deviations above 15. Fewer than 2 would mean that the bound is of no use.
  EXPECT_LE(known, 15 + 7);
  EXPECT_LE(estimated, 15 + 7);
  EXPECT_GE(known, 2);
}

/// A pair with two large breaks, in numbers that a dense solution can handle.
Pairs two_breaks(std::uint64_t seed) {
  Pairs pairs;
  Simulator simulator(kTrue, seed);
  simulator.add(pairs, 240, 5, 1.5, {{400, 9}, {900, -8}});
  return pairs;
}

std::vector<TurningPoint> in_order(TurningPoints result) {
  std::sort(result.points.begin(), result.points.end(),
            [](const TurningPoint& a, const TurningPoint& b) { return a.date < b.date; });
  return result.points;
}

TEST(TurningPoints, SizesDeviationsAndEvidenceAreThoseOfADenseSolution) {
  const Pairs pairs = two_breaks(4);
  const std::vector<TurningPoint> points = in_order(turning_points(pairs, kTrue));
  ASSERT_EQ(points.size(), 2u);
  const auto n = Eigen::Index(pairs.days.size());
  Eigen::MatrixXd covariance(n, n), steps(n, 2);
  Eigen::VectorXd values(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Day& day = pairs.days[std::size_t(i)];
    values(i) = day.mean - kTrue.mean;
    for (Eigen::Index k = 0; k < 2; ++k) steps(i, k) = day.day >= points[std::size_t(k)].date.days;
    for (Eigen::Index j = 0; j < n; ++j)
      covariance(i, j) = 4 * std::exp(-std::abs(day.day - pairs.days[std::size_t(j)].day) / 1000.0);
    covariance(i, i) += 1 + 9 / day.weight;
  }
  const Eigen::MatrixXd solved = covariance.ldlt().solve(steps);
  const Eigen::Matrix2d inverse =
      (steps.transpose() * solved + Eigen::Matrix2d::Identity() / 8).inverse();
  const Eigen::MatrixXd weights = inverse * solved.transpose();
  const Eigen::Vector2d sizes = weights * values;
  const Eigen::VectorXd left = covariance.ldlt().solve(values - steps * sizes);
  for (Eigen::Index k = 0; k < 2; ++k) {
    const TurningPoint& point = points[std::size_t(k)];
    EXPECT_NEAR(point.size, sizes(k), 1e-8);
    EXPECT_NEAR(point.deviation, std::sqrt(inverse(k, k)), 1e-8);
    Eigen::Index at = 0;
    while (steps(at, k) == 0) ++at;
    const double wandered = values(at) - steps.row(at).dot(sizes) -
                            (1 + 9 / pairs.days[std::size_t(at)].weight) * left(at);
    EXPECT_NEAR(point.after, kTrue.mean + steps.row(at).dot(sizes) + wandered, 1e-8);
    EXPECT_NEAR(point.after - point.before, point.size, 1e-12);
    ASSERT_EQ(point.evidence.size(), 10u);
    for (const Influence& influence : point.evidence) {
      EXPECT_NEAR(influence.weight, weights(k, influence.day), 1e-8);
      EXPECT_EQ(influence.weight > 0, influence.day >= std::uint32_t(at));
    }
  }
}

TEST(TurningPoints, SeveralBreaksOfOnePairAreTakenApart) {
  const std::vector<TurningPoint> points = in_order(turning_points(two_breaks(4), kTrue));
  ASSERT_EQ(points.size(), 2u);
  EXPECT_NEAR(points[0].date.days, 400, 30);
  EXPECT_NEAR(points[1].date.days, 900, 30);
  EXPECT_NEAR(points[0].size, 9, 3 * points[0].deviation);
  EXPECT_NEAR(points[1].size, -8, 3 * points[1].deviation);
  for (const TurningPoint& point : points) {
    EXPECT_GT(point.probability, 0.95);
    EXPECT_LT(point.p, 1e-3);
    EXPECT_LE(point.from, point.date);
    EXPECT_GE(point.to, point.date);
    EXPECT_LT(point.to.days - point.from.days, 60);
  }
}

TEST(TurningPoints, WhatMeasuresSetIsNoBreak) {
  Pairs pairs = two_breaks(5);
  pairs.steps = {{400, 9}, {900, 1}};
  pairs.step_begin = {0, 2};
  EXPECT_TRUE(turning_points(pairs, kTrue).points.empty());
}

TEST(TurningPoints, AreTheSameOnAnyNumberOfThreads) {
  const Record record = record_with_breaks(40, 2, 7);
  const TurningPoints parallel = turning_points(record.pairs, kTrue);
  const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
  const TurningPoints serial = turning_points(record.pairs, kTrue);
  ASSERT_GT(serial.points.size(), 5u);
  ASSERT_EQ(parallel.points.size(), serial.points.size());
  for (std::size_t i = 0; i < serial.points.size(); ++i) {
    EXPECT_EQ(parallel.points[i].pair, serial.points[i].pair);
    EXPECT_EQ(parallel.points[i].size, serial.points[i].size);
    EXPECT_EQ(parallel.points[i].probability, serial.points[i].probability);
  }
}

TEST(TurningPoints, LittleDataOrNoneHasNone) {
  Pairs pairs;
  pairs.close();
  EXPECT_EQ(turning_points(pairs, kTrue).tests, 0u);
  for (std::int32_t day = 0; day < 5; ++day)
    pairs.days.push_back({day, 1, day < 2 ? -10.0 : 10.0, 100, 0});
  pairs.close();
  EXPECT_EQ(turning_points(pairs, kTrue).tests, 0u);
  for (std::int32_t i = 0; i < 12; ++i)
    pairs.days.push_back({i * 30000, 1, i < 6 ? std::nan("") : 0.0, 1e-9, 0});
  pairs.close();
  const TurningPoints result = turning_points(pairs, kTrue);
  EXPECT_EQ(result.tests, 1u);
  EXPECT_TRUE(result.points.empty());
}

}  // namespace
}  // namespace entente::alignment
