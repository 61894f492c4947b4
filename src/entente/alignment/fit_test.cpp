#include "entente/alignment/fit.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include "entente/alignment/simulated_pairs.h"

namespace entente::alignment {
namespace {

const Parameters kTrue{
    .spread = 2.2, .reversion = 500, .noise = 3, .day_noise = 1.2, .mean = 1, .lasting = 1.5};

SimulatedRecord simulated(std::size_t pairs, std::size_t days, double gap, std::uint64_t seed) {
  return simulate(kTrue, pairs, days, gap, 0, seed);
}

TEST(Fit, FindsTheParametersThatTheDataWereDrawnFrom) {
  const Fit found = fit(simulated(400, 60, 60, 1).pairs);
  EXPECT_TRUE(found.converged);
  EXPECT_NEAR(found.parameters.spread, kTrue.spread, 0.05 * kTrue.spread);
  EXPECT_NEAR(found.parameters.reversion, kTrue.reversion, 0.15 * kTrue.reversion);
  EXPECT_NEAR(found.parameters.noise, kTrue.noise, 0.05 * kTrue.noise);
  EXPECT_NEAR(found.parameters.day_noise, kTrue.day_noise, 0.15 * kTrue.day_noise);
  EXPECT_NEAR(found.parameters.lasting, kTrue.lasting, 0.15 * kTrue.lasting);
  EXPECT_NEAR(found.parameters.mean, kTrue.mean, 0.25);
  EXPECT_EQ(found.pairs, 400u);
  EXPECT_EQ(found.days, 24000u);
}

TEST(Fit, IntervalsCoverNineInTenWithKnownParameters) {
  const double covered = coverage(simulated(1000, 40, 20, 2), kTrue);  // ± 0.3 % by chance
  EXPECT_GT(covered, 0.88);
  EXPECT_LT(covered, 0.92);
}

TEST(Fit, IntervalsCoverNineInTenWithEstimatedParameters) {
  for (std::uint64_t seed = 3; seed < 6; ++seed) {
    const SimulatedRecord all = simulated(500, 40, 20, seed);
    const double covered = coverage(all, fit(all.pairs).parameters);
    EXPECT_GT(covered, 0.88) << seed;
    EXPECT_LT(covered, 0.92) << seed;
  }
}

TEST(Fit, IntervalsOfFewPairsCoverNineInTenOnAverage) {
  double covered = 0;
  constexpr int kRecords = 60;
  for (std::uint64_t seed = 0; seed < kRecords; ++seed) {
    const SimulatedRecord all = simulated(20, 40, 20, 100 + seed);
    covered += coverage(all, fit(all.pairs).parameters) / kRecords;
  }
  EXPECT_GT(covered, 0.88);
  EXPECT_LT(covered, 0.92);
}

TEST(Fit, WithoutDataThereIsThePrior) {
  for (const std::size_t pairs : {0u, 3u}) {
    Pairs empty;
    for (std::size_t i = 0; i < pairs; ++i) empty.close();
    const Fit found = fit(empty);
    EXPECT_TRUE(found.converged);
    EXPECT_NEAR(found.parameters.spread, Parameters().spread, 0.01);
    EXPECT_NEAR(found.parameters.reversion / Parameters().reversion, 1, 0.01);
    EXPECT_EQ(found.observations, 0u);
  }
}

TEST(Fit, AFewOddDataDoNotBreakIt) {
  for (const double value : {0.0, 10.0, std::nan("")}) {
    Pairs pairs;
    pairs.days = {{.day = 1, .count = 1, .mean = value, .weight = 1}};
    pairs.close();
    pairs.days.insert(pairs.days.end(), 50, {.day = 1, .count = 1, .mean = value, .weight = 1});
    for (std::int32_t i = 0; i < 50; ++i) pairs.days[std::size_t(i) + 1].day = i;
    pairs.close();
    const Fit found = fit(pairs);
    EXPECT_TRUE(std::isfinite(found.log_likelihood)) << value;
    for (const double p : {found.parameters.spread, found.parameters.reversion,
                           found.parameters.noise, found.parameters.day_noise}) {
      EXPECT_GT(p, 0.3) << value;
      EXPECT_LT(p, 5000) << value;
    }
  }
}

TEST(Fit, IsTheSameOnAnyNumberOfThreads) {
  const Pairs pairs = simulated(100, 30, 20, 9).pairs;
  const Fit parallel = fit(pairs);
  const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
  const Fit serial = fit(pairs);
  EXPECT_EQ(parallel.parameters, serial.parameters);
  EXPECT_EQ(parallel.log_likelihood, serial.log_likelihood);
}

TEST(Fit, ASampleOfAManyPairsIsEnough) {
  const SimulatedRecord all = simulated(9000, 60, 15, 10);  // 540,000 days
  const Fit found = fit(all.pairs);
  EXPECT_GT(found.days, 200'000u);
  EXPECT_LT(found.days, 300'000u);
  EXPECT_NEAR(found.parameters.spread, kTrue.spread, 0.02 * kTrue.spread);
  EXPECT_NEAR(found.parameters.noise, kTrue.noise, 0.02 * kTrue.noise);
}

}  // namespace
}  // namespace entente::alignment
