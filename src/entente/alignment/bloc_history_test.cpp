#include "entente/alignment/bloc_history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

namespace entente::alignment {
namespace {

double total(const std::vector<double>& gain, int columns, const std::vector<int>& assigned) {
  double sum = 0;
  for (std::size_t row = 0; row < assigned.size(); ++row)
    if (assigned[row] >= 0) sum += gain[row * std::size_t(columns) + std::size_t(assigned[row])];
  return sum;
}

TEST(BestAssignment, GainsAsMuchAsTheBestOfAllPermutations) {
  std::mt19937_64 random(5);
  std::uniform_int_distribution<int> gain_of(0, 20);
  for (int rows = 0; rows <= 6; ++rows)
    for (int columns = 0; columns <= 6; ++columns)
      for (int round = 0; round < 20; ++round) {
        std::vector<double> gain;
        for (int i = 0; i < rows * columns; ++i) gain.push_back(gain_of(random));
        const std::vector<int> assigned = best_assignment(gain, rows, columns);
        std::set<int> taken;
        for (const int column : assigned)
          if (column >= 0) {
            EXPECT_TRUE(taken.insert(column).second);
          }
        EXPECT_EQ(int(taken.size()), std::min(rows, columns));
        std::vector<int> order(std::size_t(std::max(rows, columns)));
        std::iota(order.begin(), order.end(), 0);
        double best = 0;
        do {
          std::vector<int> tried(order.begin(), order.begin() + rows);
          for (int& column : tried)
            if (column >= columns) column = -1;
          best = std::max(best, total(gain, columns, tried));
        } while (std::ranges::next_permutation(order).found);
        EXPECT_EQ(total(gain, columns, assigned), best) << rows << " × " << columns;
      }
}

using Labels = std::vector<int>;

TEST(BlocLabels, KeepTheirNumbersWhenAPartitionNumbersItsBlocsOtherwise) {
  BlocLabels labels;
  const std::vector<int> actors{0, 1, 2, 3, 4};
  const std::vector<double> weights(5, 1.0);
  EXPECT_EQ(labels.next(actors, Labels{1, 1, 1, 0, 0}, weights), (Labels{0, 0, 0, 1, 1}));
  EXPECT_EQ(labels.next(actors, Labels{0, 0, 0, 1, 1}, weights), (Labels{0, 0, 0, 1, 1}));
  // Actor 2 goes over; the numbers stay with the others.
  EXPECT_EQ(labels.next(actors, Labels{1, 1, 0, 0, 0}, weights), (Labels{0, 0, 1, 1, 1}));
}

TEST(BlocLabels, WeightDecidesWhoKeepsTheName) {
  BlocLabels labels;
  const std::vector<int> actors{0, 1, 2, 3};
  const std::vector<double> weights{10, 1, 1, 1};
  EXPECT_EQ(labels.next(actors, Labels{0, 0, 0, 1}, weights), (Labels{0, 0, 0, 1}));
  // The heavy actor is left by two light ones: it keeps the bloc's number.
  EXPECT_EQ(labels.next(actors, Labels{0, 1, 1, 1}, weights), (Labels{0, 1, 1, 1}));
}

TEST(BlocLabels, NewBlocsGetNewNumbersAndReturningActorsTheirFormerOnes) {
  BlocLabels labels;
  const std::vector<double> one(3, 1.0);
  EXPECT_EQ(labels.next(Labels{0, 1, 2}, Labels{0, 0, 1}, one), (Labels{0, 0, 1}));
  EXPECT_EQ(labels.next(Labels{0, 1, 5}, Labels{0, 0, 1}, one), (Labels{0, 0, 2}));
  // Actor 2 was away; nobody else has its bloc.
  EXPECT_EQ(labels.next(Labels{0, 2, 5}, Labels{2, 1, 0}, one), (Labels{0, 1, 2}));
}

TEST(BlocLabels, OneUnclearStepDoesNotExchangeTheNumbers) {
  BlocLabels labels;
  const std::vector<int> actors{0, 1, 2, 3, 4, 5};
  const std::vector<double> weights{3, 1, 1, 3, 1, 1};
  EXPECT_EQ(labels.next(actors, Labels{0, 0, 0, 1, 1, 1}, weights), (Labels{0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(labels.next(actors, Labels{0, 0, 0, 1, 1, 1}, weights), (Labels{0, 0, 0, 1, 1, 1}));
  // The heavy ones fall together, and part again.
  EXPECT_EQ(labels.next(actors, Labels{0, 1, 1, 0, 0, 1}, weights), (Labels{1, 0, 0, 1, 1, 0}));
  EXPECT_EQ(labels.next(actors, Labels{0, 0, 0, 1, 1, 1}, weights), (Labels{0, 0, 0, 1, 1, 1}));
}

TEST(BlocLabels, ASplitLeavesTheNumberWithTheHeavierPart) {
  BlocLabels labels;
  const std::vector<int> actors{0, 1, 2, 3, 4};
  const std::vector<double> weights(5, 1.0);
  EXPECT_EQ(labels.next(actors, Labels{0, 0, 0, 0, 0}, weights), (Labels{0, 0, 0, 0, 0}));
  EXPECT_EQ(labels.next(actors, Labels{0, 0, 1, 1, 1}, weights), (Labels{1, 1, 0, 0, 0}));
  EXPECT_EQ(labels.next({}, {}, {}), Labels{});
}

}  // namespace
}  // namespace entente::alignment
