#include "entente/text/parser_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

namespace entente::text {
namespace {

using Scores = std::vector<std::int32_t>;

bool is_tree(const std::vector<int>& heads) {
  const int words = static_cast<int>(heads.size());
  for (int start = 0; start < words; ++start) {
    int at = start;
    for (int steps = 0; at != words; ++steps, at = heads[at]) {
      if (steps > words || at < 0 || at == heads[at]) return false;
    }
  }
  return std::ranges::count(heads, words) == 1;
}

std::int64_t sum(const Scores& scores, const std::vector<int>& heads) {
  std::int64_t total = 0;
  for (std::size_t d = 0; d < heads.size(); ++d) total += scores[d * (heads.size() + 1) + heads[d]];
  return total;
}

/// The best sum of a tree whose root is `root_word`, by trying all choices of heads.
std::int64_t best_sum(const Scores& scores, int words, int root_word) {
  std::vector<int> heads(words);
  std::optional<std::int64_t> best;
  const auto choose = [&](auto&& self, int d) -> void {
    if (d == words) {
      if (heads[root_word] == words && is_tree(heads)) {
        best = std::max(best.value_or(sum(scores, heads)), sum(scores, heads));
      }
      return;
    }
    for (heads[d] = 0; heads[d] <= words; ++heads[d]) self(self, d + 1);
  };
  choose(choose, 0);
  return best.value();
}

TEST(BestTree, IsTheBestOfAllTreesWithItsRoot) {
  std::mt19937 random(1);
  for (int round = 0; round < 400; ++round) {
    const int words = 1 + round % 5;
    Scores scores(static_cast<std::size_t>(words) * (words + 1));
    for (std::int32_t& score : scores) score = static_cast<std::int32_t>(random() % 2001) - 1000;
    std::vector<int> heads(words);
    best_tree(scores, heads);
    ASSERT_TRUE(is_tree(heads));
    const int root = static_cast<int>(std::ranges::find(heads, words) - heads.begin());
    EXPECT_EQ(sum(scores, heads), best_sum(scores, words, root)) << words << " words";
  }
}

TEST(BestTree, FindsAnyTreeThatTheScoresSpellOut) {
  std::mt19937 random(2);
  for (int round = 0; round < 200; ++round) {
    const int words = 1 + round % 40;
    // Each word hangs from one before it in a random order: any tree, projective or not.
    std::vector<int> order(words), gold(words);
    for (int i = 0; i < words; ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    for (int i = 0; i < words; ++i) gold[order[i]] = i == 0 ? words : order[random() % i];
    Scores scores(static_cast<std::size_t>(words) * (words + 1), -1);
    for (int d = 0; d < words; ++d) scores[d * (words + 1) + gold[d]] = 1;
    std::vector<int> heads(words);
    best_tree(scores, heads);
    EXPECT_EQ(heads, gold);
  }
}

TEST(BestTree, BearsTiesExtremesAndNothing) {
  std::vector<int> none;
  best_tree({}, none);
  for (const std::int32_t score : {0, INT32_MAX, INT32_MIN}) {
    const int words = 160;
    const Scores scores(static_cast<std::size_t>(words) * (words + 1), score);
    std::vector<int> heads(words);
    best_tree(scores, heads);
    EXPECT_TRUE(is_tree(heads));
  }
}

}  // namespace
}  // namespace entente::text
