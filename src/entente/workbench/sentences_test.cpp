#include "entente/workbench/sentences.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace entente::workbench {
namespace {

std::set<std::uint64_t> search(const Sentences& sentences, std::string_view words) {
  std::set<std::uint64_t> found;
  sentences.search(words, [&](std::uint64_t claim) { EXPECT_TRUE(found.insert(claim).second); });
  return found;
}

TEST(Sentences, FindTheClaimsThatSimpleSearchFinds) {
  std::mt19937 random(1648);
  Sentences sentences;
  std::vector<std::string> all;
  for (std::uint64_t claim = 0; claim < 3000; ++claim) {
    std::string sentence(random() % 300, ' ');
    for (char& c : sentence) c = "abcde "[std::min<std::size_t>(random() % 12, 5)];
    if (claim % 3 == 1) sentence = all.back();  // two claims in one sentence
    sentences.add(claim, sentence);
    all.push_back(std::move(sentence));
  }
  for (std::size_t length : {0, 1, 2, 3, 5, 8, 30})
    for (int i = 0; i < 20; ++i) {
      const std::string& text = all[random() % all.size()];
      const std::string words = text.substr(random() % (text.size() + 1), length);
      std::set<std::uint64_t> simple;
      for (std::uint64_t claim = 0; claim < all.size(); ++claim)
        if (all[claim].find(words) != std::string::npos) simple.insert(claim);
      EXPECT_EQ(search(sentences, words), simple) << '"' << words << '"';
    }
}

TEST(Sentences, WordsDoNotRunFromOneSentenceIntoTheNext) {
  Sentences sentences;
  sentences.add(1, "russia");
  sentences.add(2, "china");
  EXPECT_TRUE(search(sentences, "russiachina").empty());
  EXPECT_TRUE(search(sentences, std::string_view("russia\0china", 12)).empty());
  EXPECT_EQ(search(sentences, "china"), std::set<std::uint64_t>{2});
  EXPECT_TRUE(search(Sentences(), "china").empty());
}

}  // namespace
}  // namespace entente::workbench
