#include "entente/text/conllu.h"

#include <gtest/gtest.h>

#include <sstream>

namespace entente::text {
namespace {

base::Result<Treebank> read(const std::string& lines) {
  std::istringstream in(lines);
  return read_conllu(in, "here");
}

TEST(Conllu, WordsKnowTheirPlaceTagHeadAndRelation) {
  const auto treebank = read(
      "# newpar\n"
      "# text = He can't go.\n"
      "1\tHe\the\tPRON\tPRP\t_\t4\tnsubj\t_\t_\n"
      "2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n"
      "2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_\n"
      "3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n"
      "3.1\tleft\tout\tX\t_\t_\t_\t_\t_\t_\n"
      "4\tgo\tGo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n"
      "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n"
      "\n");
  ASSERT_TRUE(treebank) << treebank.error().message();
  ASSERT_EQ(treebank->size(), 1u);
  const TreebankSentence& tree = treebank->front();
  EXPECT_TRUE(tree.opens_paragraph);
  EXPECT_EQ(tree.text, "He can't go.");
  const std::vector<Token>& tokens = tree.sentence.tokens;
  ASSERT_EQ(tokens.size(), 5u);
  EXPECT_EQ(tokens[1].form, "ca");
  EXPECT_EQ(tokens[2].form, "n't");
  EXPECT_EQ(tokens[2].span, (model::Span{5, 8}));
  EXPECT_FALSE(tokens[2].space_before);
  EXPECT_TRUE(tokens[3].space_before);
  EXPECT_FALSE(tokens[4].space_before);
  EXPECT_EQ(tokens[1].tag, Tag::AUX_MODAL);
  EXPECT_EQ(tokens[3].lemma, "go");
  EXPECT_EQ(tokens[3].head, -1);
  EXPECT_EQ(tokens[4].head, 3);
  EXPECT_EQ(tokens[4].relation, Relation::punct);
}

TEST(Conllu, WordsThatDoNotSpellTheirTokenShareItsSpan) {
  const auto treebank = read(
      "1-2\tim\t_\t_\t_\t_\t_\t_\t_\t_\n"
      "1\tI\tI\tPRON\tPRP\t_\t0\troot\t_\t_\n"
      "2\tam\tbe\tAUX\tVBP\t_\t1\tcop\t_\t_\n"
      "3\there\there\tADV\tRB\t_\t1\tadvmod\t_\t_\n");
  ASSERT_TRUE(treebank);
  const TreebankSentence& tree = treebank->front();
  EXPECT_EQ(tree.text, "im here");
  EXPECT_EQ(tree.sentence.tokens[0].span, (model::Span{0, 2}));
  EXPECT_EQ(tree.sentence.tokens[1].span, (model::Span{0, 2}));
  EXPECT_EQ(tree.sentence.tokens[2].form, "here");
}

TEST(Conllu, AnErrorNamesItsLine) {
  EXPECT_EQ(read("# fine\nnot a word\n").error().where, "here:2");
  EXPECT_FALSE(read("1\ta\ta\tNOVERB\t_\t_\t0\troot\t_\t_\n"));
  EXPECT_FALSE(read("1\ta\ta\tNOUN\t_\t_\tx\troot\t_\t_\n"));
  EXPECT_FALSE(read("1\ta\ta\tNOUN\t_\t_\t0\tboss\t_\t_\n"));
  EXPECT_FALSE(read("2-1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n"));
}

}  // namespace
}  // namespace entente::text
