#include "entente/reading/repair.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "entente/reading/repairs.h"
#include "entente/text/annotator.h"
#include "entente/text/sentences.h"
#include "entente/text/tokens.h"

namespace entente::reading {

namespace {

using text::Relation;

// Names, pronouns, relative clauses, appositions, gerunds, lists and a quote: what repairs look at.
constexpr std::string_view kText =
    "Regular contact between the United States and Zanzibar began in 1837 when Richard Waters, who "
    "on March 7, 1836, was appointed as U.S. Consul at Zanzibar, arrived to open the first U.S. "
    "consulate on that island. Chad, which borders Sudan, fears that the army it accuses of "
    "sheltering rebels will, in its view, attack again. \"We are close to Kenya,\" said the "
    "minister, "
    "whose country once shelled Uganda, urging Ethiopia, Eritrea, and Djibouti to end the dispute. "
    "With France demanding talks and due to meet Mali's rulers, the prospect of Niger and Mali "
    "forming a bloc, a step the European Union criticised, has been rejected by Algeria. What has "
    "Japan, accused of dumping waste, told China and the islands that depend on it?";

/// A tree at random: each word in turn, in random order, hangs from one that hangs already.
void scramble(text::Sentence& sentence, std::mt19937& random) {
  std::vector<std::int16_t> order(sentence.tokens.size());
  std::iota(order.begin(), order.end(), std::int16_t{0});
  std::shuffle(order.begin(), order.end(), random);
  for (std::size_t i = 0; i < order.size(); ++i) {
    text::Token& token = sentence.tokens[std::size_t(order[i])];
    token.head = i == 0 ? std::int16_t{-1} : order[random() % i];
    if (random() % 4 == 0 || i == 0)
      token.relation = i == 0 ? Relation::root : Relation(1 + random() % (text::kRelations - 1));
  }
}

}  // namespace

TEST(Repair, ATreeStaysATreeWhateverItIs) {
  const Folders folders{std::filesystem::path(ENTENTE_SOURCE_DIR) / "knowledge"};
  const auto actors = Actors::load(folders);
  const auto patterns = Patterns::load(folders);
  const auto annotator =
      text::Annotator::open(std::filesystem::path(ENTENTE_SOURCE_DIR) / "models/english.model");
  ASSERT_TRUE(actors && patterns && annotator);
  std::vector<text::Sentence> sentences;
  text::Block block;
  block.span = {0, std::uint32_t(kText.size())};
  text::split_sentences(kText, block, sentences);
  std::mt19937 random(1837);
  int changed = 0;
  for (text::Sentence& sentence : sentences) {
    text::tokenize(kText, sentence);
    annotator->annotate(sentence);
    for (int round = 0; round < 400; ++round) {
      text::Sentence drawn = sentence;
      if (round > 0) scramble(drawn, random);
      repair_lists(drawn);
      ASSERT_TRUE(is_tree(drawn));
      Names names(base::Date::from_civil(2020, 5, 5));
      const std::vector<Mention> mentions =
          find_mentions(Tree(drawn), drawn.tokens, *actors, names);
      changed += repair(drawn, mentions, *patterns);
      ASSERT_TRUE(is_tree(drawn)) << "round " << round;
    }
  }
  EXPECT_GT(changed, 1000);
}

}  // namespace entente::reading
