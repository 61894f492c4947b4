#include "entente/alignment/turning_points.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <Eigen/Dense>
#include <cmath>
#include <numeric>
#include <set>

#include "entente/alignment/fit.h"
#include "entente/alignment/simulated_pairs.h"

namespace entente::alignment {
namespace {

const Parameters kTrue{
    .spread = 2, .reversion = 1000, .noise = 3, .day_noise = 1, .mean = -1, .lasting = 1.5};

/// 200 pairs of 500 days in some four years; every fourth has a break of two spreads.
SimulatedRecord record_with_breaks(std::uint64_t seed) {
  return simulate(kTrue, 200, 500, 2.5, 4, seed);
}

TEST(TurningPoints, BreaksOfTwoSpreadsAreFoundWithinThirtyDaysAtTheStatedRate) {
  BreakScore sum;
  double points = 0;
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const SimulatedRecord record = record_with_breaks(seed);
    const TurningPoints result = turning_points(record.pairs, kTrue, 0.1);
    EXPECT_EQ(result.rate, 0.1);
    EXPECT_GE(result.tests, 200u);
    points += double(result.points.size());
    sum.add(score(record, result));
  }
  EXPECT_GT(sum.found / sum.breaks, 0.7);
  EXPECT_LT(sum.wrong / points, 0.1 + 0.032);  // two deviations of the share
  EXPECT_GT(sum.held / (points - sum.wrong), 0.85);
  EXPECT_NEAR(sum.probability / points, 1 - sum.wrong / points, 0.06);
}

TEST(TurningPoints, TheRateHoldsWithEstimatedParameters) {
  BreakScore sum;
  double points = 0;
  for (std::uint64_t seed = 10; seed < 13; ++seed) {
    const SimulatedRecord record = record_with_breaks(seed);
    const Parameters parameters = between_breaks(record.pairs, fit(record.pairs).parameters);
    const TurningPoints result = turning_points(record.pairs, parameters, 0.1);
    points += double(result.points.size());
    sum.add(score(record, result));
  }
  EXPECT_GT(sum.found / sum.breaks, 0.7);
  EXPECT_LT(sum.wrong / points, 0.1 + 0.055);
}

TEST(TurningPoints, RecordsWithoutABreakShowOneNoMoreOftenThanTheRate) {
  int known = 0, estimated = 0;
  constexpr int kRecords = 150;
  for (std::uint64_t seed = 0; seed < kRecords; ++seed) {
    Pairs pairs;
    Simulator simulator(kTrue, 500 + seed);
    for (int i = 0; i < 20; ++i) simulator.add(pairs, 100, 5);
    known += !turning_points(pairs, kTrue, 0.1).points.empty();
    const Parameters parameters = between_breaks(pairs, fit(pairs).parameters);
    estimated += !turning_points(pairs, parameters, 0.1).points.empty();
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
      covariance(i, j) =
          2.25 + 4 * std::exp(-std::abs(day.day - pairs.days[std::size_t(j)].day) / 1000.0);
    covariance(i, i) += 1 + 9 / day.weight;
  }
  const Eigen::MatrixXd solved = covariance.ldlt().solve(steps);
  const Eigen::Matrix2d inverse =
      (steps.transpose() * solved + Eigen::Matrix2d::Identity() / 12.5).inverse();
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

TEST(TurningPoints, WhatFallsAndRisesAgainIsFoundWhereNoSingleStepWouldBe) {
  std::size_t both = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Pairs pairs;
    Simulator simulator(kTrue, 40 + seed);
    simulator.add(pairs, 300, 10, 1.5, {{1500, -8}, {1800, 8}});
    const std::vector<TurningPoint> points = in_order(turning_points(pairs, kTrue));
    both += points.size() == 2 && points[0].size < 0 && points[1].size > 0 &&
            std::abs(points[0].date.days - 1500) < 60 && std::abs(points[1].date.days - 1800) < 60;
  }
  EXPECT_GE(both, 7u);
}

TEST(TurningPoints, WhatMeasuresSetIsNoBreak) {
  Pairs pairs = two_breaks(5);
  pairs.steps = {{400, 9}, {900, 1}};
  pairs.step_begin = {0, 2};
  EXPECT_TRUE(turning_points(pairs, kTrue).points.empty());
}

TEST(TurningPoints, AreTheSameOnAnyNumberOfThreads) {
  const SimulatedRecord record = simulate(kTrue, 40, 500, 2.5, 2, 7);
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
  for (std::int32_t day = 0; day < 3; ++day)
    pairs.days.push_back({day, 1, day < 2 ? -10.0 : 10.0, 100, 0});
  pairs.close();
  EXPECT_EQ(turning_points(pairs, kTrue).tests, 0u);
  for (std::int32_t i = 0; i < 12; ++i)
    pairs.days.push_back({i * 30000, 1, i < 6 ? std::nan("") : 0.0, 1e-9, 0});
  pairs.close();
  const TurningPoints result = turning_points(pairs, kTrue);
  EXPECT_EQ(result.tests, 0u);
  EXPECT_TRUE(result.points.empty());
}

/// Pairs whose variances are those of kTrue times factors of so many degrees of freedom.
SimulatedRecord unlike_pairs(std::size_t pairs, double freedom, std::uint64_t seed) {
  return simulate_unlike(kTrue, freedom, pairs, 120, 10, 4, seed);
}

TEST(TurningPoints, HowAlikePairsAreIsEstimated) {
  const SimulatedRecord unlike = unlike_pairs(200, 6, 1), alike = unlike_pairs(200, 1e6, 2);
  const double few = between_breaks(unlike.pairs, kTrue).freedom;
  EXPECT_GT(few, 3.5);
  EXPECT_LT(few, 10);
  EXPECT_GT(between_breaks(alike.pairs, kTrue).freedom, 30);
}

TEST(TurningPoints, TheRateHoldsForPairsThatAreUnlike) {
  BreakScore student, normal;
  double points = 0, of_normal = 0;
  for (std::uint64_t seed = 20; seed < 23; ++seed) {
    const SimulatedRecord record = unlike_pairs(120, 5, seed);
    Parameters parameters = between_breaks(record.pairs, fit(record.pairs).parameters);
    const TurningPoints result = turning_points(record.pairs, parameters, 0.1);
    points += double(result.points.size());
    student.add(score(record, result));
    parameters.freedom = 1e12;
    const TurningPoints alike = turning_points(record.pairs, parameters, 0.1);
    of_normal += double(alike.points.size());
    normal.add(score(record, alike));
  }
  EXPECT_LT(student.wrong / points, 0.1 + 0.09);  // two deviations of the share of some 50
  EXPECT_GT(normal.wrong / of_normal, 0.2);       // what it costs to take them as alike
  EXPECT_GT(student.found / student.breaks, 0.25);
}

TEST(TurningPoints, PairsOfWhichLittleIsToldTakeNothingFromTheOthers) {
  Pairs pairs = two_breaks(4);
  const TurningPoints alone = turning_points(pairs, kTrue);
  Simulator simulator(kTrue, 9);
  for (int i = 0; i < 500; ++i) simulator.add(pairs, 5, 400);
  const TurningPoints among = turning_points(pairs, kTrue);
  EXPECT_EQ(among.tests, alone.tests);
  EXPECT_EQ(among.points.size(), 2u);
}

TEST(TurningPoints, CandidatesAreWhatDidNotPass) {
  Pairs pairs;
  Simulator simulator(kTrue, 12);
  for (int i = 0; i < 30; ++i) simulator.add(pairs, 60, 20, 1.5, {{600, i % 2 ? 3.5 : -3.5}});
  const TurningPoints found = turning_points(pairs, kTrue, 0.01);
  std::vector<std::uint32_t> all(pairs.size());
  std::iota(all.begin(), all.end(), 0u);
  const std::vector<TurningPoint> near = candidates(pairs, kTrue, found, all, 1000);
  ASSERT_GT(near.size(), 10u);
  std::size_t at_break = 0, first_of_pair = 0;
  std::set<std::uint32_t> seen;
  for (std::size_t i = 0; i < near.size(); ++i) {
    EXPECT_FALSE(near[i].established);
    EXPECT_FALSE(near[i].evidence.empty());
    for (const TurningPoint& point : found.points)
      EXPECT_FALSE(point.pair == near[i].pair && point.date == near[i].date);
    if (i > 0) {
      EXPECT_LE(near[i].probability, near[i - 1].probability);
    }
    if (!seen.insert(near[i].pair).second) continue;
    ++first_of_pair;
    at_break += near[i].from.days <= 600 && near[i].to.days >= 600;
  }
  EXPECT_GT(double(at_break), 0.5 * double(first_of_pair));
  EXPECT_EQ(candidates(pairs, kTrue, found, all, 5).size(), 5u);
  ASSERT_FALSE(found.nearest.empty());
  EXPECT_EQ(candidates(pairs, kTrue, found, {}, 5).size(), 0u);
}

}  // namespace
}  // namespace entente::alignment
