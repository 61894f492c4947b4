#include "entente/alignment/blocs.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace entente::alignment {
namespace {

/// The best two sides of a small graph, by trying all; the first node is on side 1.
Sides best_sides(const SignedGraph& graph) {
  Sides best;
  std::int64_t least = -1;
  for (std::uint32_t second = 0; second < 1U << graph.nodes(); second += 2) {
    Sides sides;
    for (int i = 0; i < graph.nodes(); ++i) sides.push_back((second >> i) & 1U ? -1 : 1);
    const std::int64_t frustration = graph.frustration(sides);
    if (least < 0 || frustration < least) {
      least = frustration;
      best = sides;
    }
  }
  return best;
}

std::vector<int> best_blocs(const SignedGraph& graph) {
  std::vector<int> blocs;
  for (const std::int8_t side : best_sides(graph)) blocs.push_back(side > 0 ? 0 : 1);
  return blocs;
}

struct KnownTie {
  std::int32_t a, b;
  double mean, deviation;
};

UncertainNetwork uncertain(int nodes, const std::vector<KnownTie>& ties) {
  UncertainNetwork net;
  std::vector<std::string> names;
  for (int i = 0; i < nodes; ++i) names.push_back(std::string(1, char('A' + i)));
  std::vector<SignedNetwork::Tie> weighted;
  for (const auto& [a, b, mean, deviation] : ties) {
    weighted.push_back({a, b, std::llround(mean * 1000)});
    net.standings.push_back({mean, deviation * deviation});
    net.pairs.push_back(net.pairs.size());
  }
  net.network = *SignedNetwork::make(std::move(names), std::move(weighted), 3);
  return net;
}

TEST(Membership, OfOneUncertainTieIsTheProbabilityOfItsSign) {
  // A and B against C, for sure; D hangs on A alone, at 1 ± 2.
  const auto net = uncertain(4, {{0, 1, 8, 0.1}, {0, 2, -8, 0.1}, {0, 3, 1, 2}, {1, 2, -8, 0.1}});
  const int draws = 4000;
  const Membership found = membership(net, {0, 0, 1, 0}, best_blocs, draws);
  const double expected = 0.5 * std::erfc(-0.5 / std::sqrt(2.0));  // 0.691
  EXPECT_NEAR(found.probability(3, 0), expected, 4 * std::sqrt(0.25 / draws));
  EXPECT_DOUBLE_EQ(found.probability(3, 0) + found.probability(3, 1), 1);
  EXPECT_EQ(found.probability(0, 0), 1);
  EXPECT_EQ(found.probability(2, 1), 1);
  EXPECT_DOUBLE_EQ(found.unchanged, found.probability(3, 0));
  EXPECT_DOUBLE_EQ(found.together[0 * 4 + 3], found.probability(3, 0));
  EXPECT_EQ(found.together[0 * 4 + 2], 0);
}

TEST(Membership, OfABlocThatDoesNotComeBackIsMissing) {
  // Two strangers whose tie may be of either sign: one bloc or two.
  const auto net = uncertain(2, {{0, 1, 0.1, 3}});
  const Membership found = membership(net, {0, 0}, best_blocs, 1000);
  EXPECT_EQ(found.blocs, 1);
  EXPECT_LT(found.probability(0, 0) + found.probability(1, 0), 2);
  EXPECT_NEAR(found.together[1], 0.5, 0.1);
}

TEST(Membership, IsTheSameOnOneThread) {
  std::vector<KnownTie> ties;
  std::mt19937_64 random(3);
  std::normal_distribution<double> mean(0, 3);
  for (int a = 0; a < 7; ++a)
    for (int b = a + 1; b < 7; ++b) ties.push_back({a, b, mean(random), 2});
  const auto net = uncertain(7, ties);
  const auto reference = best_blocs(net.network);
  const Membership both = membership(net, reference, best_blocs, 200, 5);
  const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
  const Membership alone = membership(net, reference, best_blocs, 200, 5);
  EXPECT_EQ(both.with_bloc, alone.with_bloc);
  EXPECT_EQ(both.together, alone.together);
  EXPECT_GT(both.unchanged, 0);
  EXPECT_LT(both.unchanged, 1);
}

TEST(Holds, AreWhatAMoveCosts) {
  const auto net = uncertain(4, {{0, 1, 2, 1}, {0, 2, -3, 1}, {1, 2, 4, 1}, {2, 3, 1, 1}});
  Sides sides = best_sides(net.network);
  const std::int64_t best = net.network.frustration(sides);
  const auto held = holds(net.network, sides);
  for (std::size_t i = 0; i < 4; ++i) {
    sides[i] = std::int8_t(-sides[i]);
    EXPECT_EQ(net.network.frustration(sides), best + held[i]);
    sides[i] = std::int8_t(-sides[i]);
  }
}

TEST(Tippings, AreWhereAnotherPartitionBecomesBest) {
  std::mt19937_64 random(17);
  std::normal_distribution<double> mean(0, 3);
  for (int round = 0; round < 10; ++round) {
    std::vector<KnownTie> known;
    for (int a = 0; a < 6; ++a)
      for (int b = a + 1; b < 6; ++b)
        if (b == a + 1 || random() % 3 > 0) known.push_back({a, b, mean(random), 1.5});
    const auto net = uncertain(6, known);
    const Sides sides = best_sides(net.network);
    const Tippings found = tippings(net, sides, best_sides);
    ASSERT_EQ(found.ties.size(), net.network.ties().size());
    for (const Tipping& tipping : found.ties) {
      const auto with = [&](std::int64_t value) {
        std::vector<SignedGraph::Tie> ties(net.network.ties().begin(), net.network.ties().end());
        ties[std::size_t(tipping.tie)].weight = value;
        return *SignedGraph::make(6, ties);
      };
      const auto& tie = net.network.tie(tipping.tie);
      const bool is_together = sides[std::size_t(tie.a)] == sides[std::size_t(tie.b)];
      const std::int64_t inside = is_together ? 1 : -1;
      const SignedGraph before = with(tipping.value + inside), after = with(tipping.value - inside);
      EXPECT_EQ(before.frustration(sides), before.frustration(best_sides(before)));
      EXPECT_GT(after.frustration(sides), after.frustration(best_sides(after)));
      Sides moved = sides;
      for (const int node : tipping.movers)
        moved[std::size_t(node)] = std::int8_t(-moved[std::size_t(node)]);
      EXPECT_EQ(after.frustration(moved), after.frustration(best_sides(after)));
      EXPECT_LE(tipping.probability, 1);
      EXPECT_GE(tipping.probability, 0);
    }
    EXPECT_TRUE(std::ranges::is_sorted(found.ties, std::ranges::greater{}, &Tipping::probability));
  }
}

TEST(Tippings, KnowHowProbableTheyAre) {
  // B and C are foes; A is B's friend at 3 ± 2 and C's foe at -2 ± 1. A changes to C when its tie
  // with B falls under -2.
  const auto net = uncertain(3, {{0, 1, 3, 2}, {0, 2, -2, 1}, {1, 2, -9, 0.5}});
  const Tippings found = tippings(net, best_sides(net.network), best_sides, 2);
  ASSERT_EQ(found.examined, 2U);
  const auto ab = std::ranges::find(found.ties, 0, &Tipping::tie);
  ASSERT_NE(ab, found.ties.end());
  EXPECT_EQ(ab->value, -2000);
  EXPECT_NEAR(ab->probability, 0.5 * std::erfc(2.5 / std::sqrt(2.0)), 1e-9);
  EXPECT_EQ(ab->movers, std::vector<int>{0});
}

/// Three actors of a record: A – B well known, A – C hardly, D – E apart from them.
Standings standings() {
  Standings known;
  known.fit.fit.parameters = {
      .spread = 3, .reversion = 1000, .noise = 4, .day_noise = 2, .lasting = 0};
  Observed& observed = known.observed;
  observed.actors = {"AAA", "BBB", "CCC", "DDD", "EEE"};
  const auto add = [&](std::uint32_t a, std::uint32_t b, int days, double value) {
    observed.pairs.push_back({a, b});
    if (observed.claim_begin.empty()) observed.claim_begin.push_back(0);
    if (observed.measured_begin.empty()) observed.measured_begin.push_back(0);
    for (int day = 0; day < days; ++day) {
      observed.series.days.push_back(
          {.day = day, .count = 1, .mean = value, .weight = 1, .scatter = 0});
      observed.observations.push_back({day, value, 1});
      observed.claims.emplace_back();
    }
    observed.series.close();
    observed.claim_begin.push_back(observed.claims.size());
    observed.measured_begin.push_back(0);
  };
  add(0, 1, 20, 6);
  add(0, 2, 1, -1);
  add(1, 2, 20, -6);
  add(3, 4, 20, 5);
  return known;
}

TEST(NetworkAt, TakesInformedPairsOfTheLargestPart) {
  const auto found = network_at(standings(), base::Date{10}, {.neutral = 0});
  ASSERT_TRUE(found) << found.error().message();
  EXPECT_EQ(found->network.names(), (std::vector<std::string>{"AAA", "BBB", "CCC"}));
  EXPECT_EQ(found->apart, (std::vector<std::string>{"DDD", "EEE"}));
  ASSERT_EQ(found->network.ties().size(), 2U);  // A – C is hardly known
  EXPECT_EQ(found->pairs, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(found->pairs_seen, 4U);
  EXPECT_GT(found->network.tie(0).weight, 4000);
  EXPECT_LT(found->network.tie(1).weight, -4000);
  EXPECT_NEAR(double(found->network.tie(0).weight) / 1000, found->standings[0].mean, 1e-3);
}

TEST(NetworkAt, TakesWhatItIsToldTo) {
  const auto all = network_at(standings(), base::Date{10}, {.informed = 0.05, .neutral = 0});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->network.ties().size(), 3U);
  const auto sure =
      network_at(standings(), base::Date{10}, {.informed = 0.05, .sure = 0.9, .neutral = 0});
  ASSERT_TRUE(sure);
  EXPECT_EQ(sure->network.ties().size(), 2U);
  const auto low = network_at(standings(), base::Date{10}, {.informed = 0.05, .neutral = -4});
  ASSERT_TRUE(low);
  EXPECT_EQ(low->neutral, -4);
  // What is well known moves by nearly all of it, what is hardly known by little.
  EXPECT_GT(low->standings[0].mean - all->standings[0].mean, 3);
  EXPECT_LT(low->standings[1].mean - all->standings[1].mean, 2);
  EXPECT_GT(low->standings[1].mean - all->standings[1].mean, 0);
  const auto some =
      network_at(standings(), base::Date{10}, {.actors = {"EEE", "DDD", "ZZZ", "DDD"}});
  ASSERT_TRUE(some);
  EXPECT_EQ(some->network.names(), (std::vector<std::string>{"DDD", "EEE"}));
  EXPECT_FALSE(network_at(standings(), base::Date{10}, {.actors = {"AAA"}}));
  EXPECT_FALSE(network_at(standings(), base::Date{10}, {.actors = {"AAA", "EEE"}}));
  const auto most = network_at(standings(), base::Date{10}, {.most = 2});
  ASSERT_TRUE(most);
  EXPECT_EQ(most->network.nodes(), 2);
}

TEST(NetworkAt, IsNeutralWhereItsWeightsSumUpToNothing) {
  Standings known = standings();
  known.fit.fit.parameters.mean = 1;
  const auto found = network_at(known, base::Date{10}, {.actors = {"AAA", "BBB", "CCC"}});
  ASSERT_TRUE(found);
  double sum = 0;
  for (const Standing& standing : found->standings) sum += standing.mean;
  EXPECT_NEAR(sum, 0, 1e-9);
  const auto at = known.at(base::Date{10});
  EXPECT_EQ(found->alignments[0], at[0].mean);
  const double share = 1 - at[0].variance / 9;
  EXPECT_NEAR(found->standings[0].mean, at[0].mean - (1 - share) * 1 - share * found->neutral,
              1e-9);
}

}  // namespace
}  // namespace entente::alignment
