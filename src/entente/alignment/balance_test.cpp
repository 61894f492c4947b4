#include "entente/alignment/balance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <random>
#include <set>

namespace entente::alignment {
namespace {

using Ties = std::vector<SignedNetwork::Tie>;

SignedNetwork network(int nodes, Ties ties) {
  std::vector<std::string> names;
  for (int i = 0; i < nodes; ++i) names.push_back(std::to_string(i));
  auto made = SignedNetwork::make(std::move(names), std::move(ties));
  if (!made) throw std::runtime_error(made.error().message());
  return std::move(*made);
}

SignedNetwork random_network(int nodes, double density, int largest, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> share(0, 1);
  std::uniform_int_distribution<int> weight(1, largest);
  Ties ties;
  for (int a = 0; a < nodes; ++a)
    for (int b = a + 1; b < nodes; ++b)
      if (share(random) < density)
        ties.push_back({a, b, share(random) < 0.4 ? -weight(random) : weight(random)});
  return network(nodes, std::move(ties));
}

/// Weights as a table, 0 where there is no tie.
std::vector<std::vector<std::int64_t>> table(const SignedNetwork& net) {
  std::vector<std::vector<std::int64_t>> w(std::size_t(net.nodes()),
                                           std::vector<std::int64_t>(std::size_t(net.nodes())));
  for (const auto& tie : net.ties())
    w[std::size_t(tie.a)][std::size_t(tie.b)] = w[std::size_t(tie.b)][std::size_t(tie.a)] =
        tie.weight;
  return w;
}

TEST(Balance, OneTriad) {
  const auto degree = [](int x, int y, int z) {
    return balance(network(3, {{0, 1, x}, {0, 2, y}, {1, 2, z}})).triangles;
  };
  EXPECT_EQ(degree(1, 1, 1), 1);
  EXPECT_EQ(degree(-1, -1, 1), 1);
  EXPECT_EQ(degree(-1, 1, 1), 0);
  EXPECT_EQ(degree(-1, -1, -1), 0);
}

TEST(Balance, TriangleOfFoesWorkedByHand) {
  // A = -(J - I) has the eigenvalues -2, 1, 1; |A| has 2, -1, -1; the signed Laplacian 2 I + J - I
  // has 4, 1, 1.
  const Balance found = balance(network(3, {{0, 1, -1}, {0, 2, -1}, {1, 2, -1}}));
  EXPECT_EQ(found.triads, (std::array<std::int64_t, 4>{0, 0, 0, 1}));
  EXPECT_NEAR(*found.walks, (std::exp(-2) + 2 * std::exp(1)) / (std::exp(2) + 2 * std::exp(-1)),
              1e-12);
  EXPECT_NEAR(*found.conflict, 1, 1e-12);
}

TEST(Balance, ASquareWithOneFoeHasNoTriadsButUnbalancedWalks) {
  // The signed square has the eigenvalues ±√2, each twice; the unsigned one 2, 0, 0, -2.
  const Balance found = balance(network(4, {{0, 1, 5}, {1, 2, 5}, {2, 3, 5}, {0, 3, -5}}));
  EXPECT_FALSE(found.triangles);
  EXPECT_NEAR(*found.walks, 4 * std::cosh(std::sqrt(2)) / (2 + 2 * std::cosh(2)), 1e-12);
  EXPECT_NEAR(*found.conflict, 2 - std::sqrt(2), 1e-12);
}

TEST(Balance, TwoCampsAreBalancedInEveryMeasure) {
  Ties ties;
  for (int a = 0; a < 10; ++a)
    for (int b = a + 1; b < 10; ++b) ties.push_back({a, b, (a < 4) == (b < 4) ? a + 1 : -b});
  const Balance found = balance(network(10, ties));
  EXPECT_EQ(found.triangles, 1);
  EXPECT_EQ(found.weighted_triangles, 1);
  EXPECT_NEAR(*found.walks, 1, 1e-12);
  EXPECT_NEAR(*found.conflict, 0, 1e-12);
}

TEST(Balance, ANetworkWithoutTiesHasNoDegree) {
  const Balance found = balance(network(5, {}));
  EXPECT_FALSE(found.triangles || found.weighted_triangles || found.walks || found.conflict);
  EXPECT_TRUE(pressures(network(0, {})).empty());
}

TEST(Balance, LargeNetworksHaveNoEigenvalues) {
  const Balance found =
      balance(network(kMostSpectralNodes + 1, {{0, 1, 1}, {0, 2, 1}, {1, 2, -1}}));
  EXPECT_EQ(found.triangles, 0);
  EXPECT_FALSE(found.walks || found.conflict);
}

TEST(Balance, CountsAndPressuresAreThoseOfBruteForce) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const SignedNetwork net = random_network(5 + int(seed), 0.2 + 0.04 * double(seed), 9, seed);
    const auto w = table(net);
    const auto n = std::size_t(net.nodes());
    std::array<std::int64_t, 4> triads{};
    double all = 0, balanced = 0;
    std::map<std::pair<std::int32_t, std::int32_t>, Pressure> expected;
    const auto pull = [&](std::size_t a, std::size_t b, std::size_t third, bool is_balanced) {
      Pressure& pressure = expected[{std::int32_t(a), std::int32_t(b)}];
      const std::int64_t strength = std::min(std::abs(w[a][third]), std::abs(w[b][third]));
      (w[a][third] * w[b][third] > 0 ? pressure.together : pressure.apart) += strength;
      ++(is_balanced ? pressure.balanced : pressure.unbalanced);
    };
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = a + 1; b < n; ++b)
        for (std::size_t c = b + 1; c < n; ++c) {
          const std::int64_t product = w[a][b] * w[a][c] * w[b][c];
          if (product == 0) continue;
          ++triads[std::size_t((w[a][b] < 0) + (w[a][c] < 0) + (w[b][c] < 0))];
          all += std::abs(double(product));
          balanced += std::max(0.0, double(product));
          pull(a, b, c, product > 0);
          pull(a, c, b, product > 0);
          pull(b, c, a, product > 0);
        }
    const Balance found = balance(net);
    EXPECT_EQ(found.triads, triads);
    if (all > 0) {
      EXPECT_NEAR(*found.weighted_triangles, balanced / all, 1e-12);
    }
    const auto pressure = pressures(net);
    for (std::size_t i = 0; i < pressure.size(); ++i) {
      const auto& tie = net.ties()[i];
      const Pressure& wanted = expected[{tie.a, tie.b}];
      EXPECT_EQ(pressure[i].together, wanted.together);
      EXPECT_EQ(pressure[i].apart, wanted.apart);
      EXPECT_EQ(pressure[i].balanced, wanted.balanced);
      EXPECT_EQ(pressure[i].unbalanced, wanted.unbalanced);
      std::int64_t net_pull = 0;
      for (const Pull& p : pulls(net, tie.a, tie.b)) net_pull += p.strength;
      EXPECT_EQ(net_pull, wanted.net());
    }
  }
}

TEST(Balance, WalksAreThoseCountedOneByOne) {
  // tr exp(A) is Σ tr(A^k) / k!, summed here until nothing is added.
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const SignedNetwork net = random_network(8, 0.5, 3, seed);
    const auto w = table(net);
    const auto trace = [&](bool with_signs) {
      std::vector<std::vector<double>> term(8, std::vector<double>(8)), next = term;
      double sum = 8;
      for (std::size_t i = 0; i < 8; ++i) term[i][i] = 1;
      for (int k = 1; k < 80; ++k) {
        for (std::size_t i = 0; i < 8; ++i)
          for (std::size_t j = 0; j < 8; ++j) {
            next[i][j] = 0;
            for (std::size_t m = 0; m < 8; ++m)
              if (w[m][j] != 0) next[i][j] += term[i][m] * (with_signs && w[m][j] < 0 ? -1 : 1) / k;
          }
        std::swap(term, next);
        for (std::size_t i = 0; i < 8; ++i) sum += term[i][i];
      }
      return sum;
    };
    EXPECT_NEAR(*balance(net).walks, trace(true) / trace(false), 1e-9);
  }
}

TEST(Balance, UnbalancedTriadsComeStrongestFirst) {
  const SignedNetwork net = random_network(14, 0.7, 9, 3);
  const auto all = unbalanced(net, 1000);
  const Balance found = balance(net);
  ASSERT_EQ(std::int64_t(all.size()), found.triads[1] + found.triads[3]);
  std::set<std::array<std::int32_t, 3>> different;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& [nodes, ties, strength] = all[i];
    const auto tie = [&](std::size_t k) { return net.ties()[std::size_t(ties[k])]; };
    EXPECT_TRUE(tie(0).a == nodes[0] && tie(0).b == nodes[1]);
    EXPECT_TRUE(tie(1).a == nodes[0] && tie(1).b == nodes[2]);
    EXPECT_TRUE(tie(2).a == nodes[1] && tie(2).b == nodes[2]);
    EXPECT_LT(tie(0).weight * tie(1).weight * tie(2).weight, 0);
    EXPECT_EQ(strength, std::min({std::abs(tie(0).weight), std::abs(tie(1).weight),
                                  std::abs(tie(2).weight)}));
    if (i > 0) {
      EXPECT_LE(strength, all[i - 1].strength);
    }
    different.insert(nodes);
  }
  EXPECT_EQ(different.size(), all.size());
  const auto few = unbalanced(net, 7);
  ASSERT_EQ(few.size(), 7U);
  for (std::size_t i = 0; i < few.size(); ++i) EXPECT_EQ(few[i].nodes, all[i].nodes);
  for (const Triad& triad : unbalanced(net, 1000, 5))
    EXPECT_TRUE(std::ranges::find(triad.nodes, 5) != triad.nodes.end());
  EXPECT_EQ(unbalanced(net, 1000, 5).size(),
            std::size_t(std::ranges::count_if(all, [](const Triad& t) {
              return std::ranges::find(t.nodes, 5) != t.nodes.end();
            })));
}

TEST(Balance, TheEnemyOfMyEnemyPullsTogether) {
  // 0 and 1 both oppose 2; 3 is a friend of 0 and a foe of 1; 0 and 1 have no tie.
  const SignedNetwork net = network(4, {{0, 2, -7}, {1, 2, -4}, {0, 3, 2}, {1, 3, -5}});
  const auto found = pulls(net, 0, 1);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].third, 2);
  EXPECT_EQ(found[0].strength, 4);
  EXPECT_EQ(found[1].third, 3);
  EXPECT_EQ(found[1].strength, -2);
}

/// Read's sixteen tribes of the New Guinea highlands, of which the literature has the figures
/// (Aref and Wilson 2018; the manual of the R package signnet).
TEST(Balance, HighlandTribes) {
  std::ifstream file(ENTENTE_SOURCE_DIR "/../shared/expected/frustration/highlandtribes.csv");
  if (!file) GTEST_SKIP() << "expected/frustration is not at hand";
  std::map<std::string, int> ids;
  std::vector<std::string> names;
  Ties ties;
  std::string line;
  const auto node = [&](const std::string& name) {
    const auto [at, is_new] = ids.emplace(name, int(ids.size()));
    if (is_new) names.push_back(name);
    return at->second;
  };
  for (std::getline(file, line); std::getline(file, line);) {
    const auto first = line.find(','), second = line.rfind(',');
    const int a = node(line.substr(0, first)), b = node(line.substr(first + 1, second - first - 1));
    ties.push_back({a, b, std::stoi(line.substr(second + 1))});
  }
  const auto net = SignedNetwork::make(names, ties);
  ASSERT_TRUE(net);
  const Balance found = balance(*net);
  EXPECT_EQ(found.triads[0] + found.triads[2], 59);
  EXPECT_EQ(found.triads[1] + found.triads[3], 9);
  EXPECT_NEAR(*found.triangles, 0.8676471, 1e-7);
  EXPECT_NEAR(*found.walks, 0.3575761, 1e-7);
}

}  // namespace
}  // namespace entente::alignment
