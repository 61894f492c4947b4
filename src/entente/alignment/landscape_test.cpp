#include "entente/alignment/landscape.h"

#include <gtest/gtest.h>

#include <bit>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

namespace entente::alignment {
namespace {

Eigen::MatrixXd all_rivals(Eigen::Index n) {
  return Eigen::MatrixXd::Identity(n, n) - Eigen::MatrixXd::Ones(n, n);
}

Landscape of(const Eigen::VectorXd& sizes, const Eigen::MatrixXd& propensities) {
  const auto found = landscape(sizes, propensities);
  if (!found) throw std::runtime_error(found.error().message());
  return *found;
}

/// Energy by its definition: ordered pairs on different sides.
double energy(const Eigen::VectorXd& s, const Eigen::MatrixXd& p, std::uint32_t second) {
  double sum = 0;
  for (int i = 0; i < s.size(); ++i)
    for (int j = 0; j < s.size(); ++j)
      if (((second >> i) ^ (second >> j)) & 1U) sum += s[i] * s[j] * p(i, j);
  return sum;
}

/// The minima and basins by the definition, one configuration after the other.
std::map<std::uint32_t, std::uint64_t> by_hand(const Eigen::VectorXd& s, const Eigen::MatrixXd& p) {
  const auto n = std::uint32_t(s.size());
  const std::uint32_t all = (1U << n) - 1;
  std::map<std::uint32_t, std::uint64_t> basins;
  for (std::uint32_t start = 0; start <= all; start += 2) {
    std::uint32_t at = start;
    for (bool moved = true; moved;) {
      moved = false;
      double lowest = energy(s, p, at) - 1e-9;
      std::uint32_t next = at;
      for (std::uint32_t i = 0; i < n; ++i)
        if (const double e = energy(s, p, at ^ (1U << i)); e < lowest) {
          lowest = e;
          next = at ^ (1U << i);
          moved = true;
        }
      at = next;
    }
    ++basins[at & 1U ? at ^ all : at];
  }
  return basins;
}

TEST(Landscape, IsWhatTheDefinitionGivesForRandomActors) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> propensity(-1, 1), size(0.1, 10);
  for (int n = 1; n <= 9; ++n)
    for (int round = 0; round < 5; ++round) {
      Eigen::VectorXd s(n);
      Eigen::MatrixXd p = Eigen::MatrixXd::Zero(n, n);
      for (int i = 0; i < n; ++i) {
        s[i] = size(random);
        for (int j = 0; j < i; ++j) p(i, j) = p(j, i) = propensity(random);
      }
      const Landscape found = of(s, p);
      std::map<std::uint32_t, std::uint64_t> basins;
      for (const Minimum& minimum : found.minima) {
        basins[minimum.second_side] = minimum.basin;
        EXPECT_NEAR(minimum.energy, energy(s, p, minimum.second_side), 1e-8);
        for (int i = 0; i < n; ++i)
          EXPECT_NEAR(minimum.cost[std::size_t(i)],
                      energy(s, p, minimum.second_side ^ (1U << i)) - minimum.energy, 1e-8);
      }
      EXPECT_EQ(basins, by_hand(s, p)) << n << " actors";
      EXPECT_EQ(found.configurations, 1U << (n - 1));
      EXPECT_EQ(found.found, found.minima.size());
    }
}

TEST(Landscape, ChunksMeetAtTheirEdges) {  // 2^14 configurations are four chunks
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> propensity(-1, 1);
  Eigen::MatrixXd p = Eigen::MatrixXd::Zero(15, 15);
  for (int i = 0; i < 15; ++i)
    for (int j = 0; j < i; ++j) p(i, j) = p(j, i) = propensity(random);
  const Eigen::VectorXd s = Eigen::VectorXd::Ones(15);
  std::map<std::uint32_t, std::uint64_t> basins;
  for (const Minimum& minimum : of(s, p).minima) basins[minimum.second_side] = minimum.basin;
  EXPECT_EQ(basins, by_hand(s, p));
}

TEST(Landscape, FivePowersThatAllOpposeEachOtherHaveFourStableConfigurations) {
  // Shares of world capability, 1936: Britain, France, Germany, Italy, the Soviet Union.
  const Eigen::VectorXd sizes{{7.45, 5.32, 11.49, 4.03, 15.01}};
  const Landscape found = of(sizes, all_rivals(5));
  ASSERT_EQ(found.minima.size(), 4U);
  EXPECT_EQ(found.minima[0].second_side, 0b01110U);  // against Germany, France and Italy
  EXPECT_EQ(found.minima[0].basin, 7U);
}

TEST(Landscape, EqualRivalsAreSplitInEveryEvenWay) {
  const Landscape found = of(Eigen::VectorXd::Ones(5), all_rivals(5));
  EXPECT_EQ(found.minima.size(), 10U);  // two of five
  for (const Minimum& minimum : found.minima) EXPECT_DOUBLE_EQ(minimum.energy, -12);
}

TEST(Landscape, UnixFirmsOf1988) {
  std::ifstream file(ENTENTE_SOURCE_DIR "/../shared/expected/landscape/unix_1988.csv");
  if (!file) GTEST_SKIP() << "expected/landscape is not at hand";
  std::vector<double> sizes;
  std::vector<char> types;
  std::string line;
  for (std::getline(file, line); std::getline(file, line);) {
    const auto comma = line.find(',');
    sizes.push_back(std::stod(line.substr(comma + 1)));
    types.push_back(line[line.find_last_of(',') + 1]);
  }
  const auto n = Eigen::Index(sizes.size());
  Eigen::MatrixXd propensities = all_rivals(n);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j)
      if (types[std::size_t(i)] != types[std::size_t(j)]) propensities(i, j) = 0;
  const Landscape found = of(Eigen::Map<Eigen::VectorXd>(sizes.data(), n), propensities);
  ASSERT_EQ(found.minima.size(), 2U);
  EXPECT_EQ(found.minima[0].energy, found.minima[1].energy);
  EXPECT_EQ(found.minima[0].basin, 128U);
  EXPECT_EQ(found.minima[1].basin, 128U);
}

TEST(Landscape, IndifferenceMakesEverythingStable) {
  const auto found = landscape(Eigen::VectorXd::Ones(10), Eigen::MatrixXd::Zero(10, 10), 3);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->found, 512U);
  EXPECT_EQ(found->minima.size(), 3U);
}

TEST(Landscape, WhatCannotBeALandscapeIsAnError) {
  const auto refused = [](Eigen::Index n, const auto& change) {
    Eigen::VectorXd sizes = Eigen::VectorXd::Ones(n);
    Eigen::MatrixXd propensities = Eigen::MatrixXd::Zero(n, n);
    change(sizes, propensities);
    return !landscape(sizes, propensities);
  };
  const auto as_is = [](auto&, auto&) {};
  EXPECT_FALSE(refused(2, as_is));
  EXPECT_TRUE(refused(0, as_is));
  EXPECT_TRUE(refused(26, as_is));
  EXPECT_TRUE(refused(2, [](auto& s, auto&) { s[0] = -1; }));
  EXPECT_TRUE(refused(2, [](auto&, auto& p) { p(0, 1) = 1; }));
  EXPECT_TRUE(refused(2, [](auto&, auto& p) { p(0, 1) = p(1, 0) = std::nan(""); }));
  EXPECT_TRUE(refused(2, [](auto&, auto& p) { p.resize(2, 3); }));
}

}  // namespace
}  // namespace entente::alignment
