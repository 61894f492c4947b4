#include "entente/text/sentences.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace entente::text {
namespace {

using Texts = std::vector<std::string_view>;

Texts sentences_of(std::string_view text, Role role = Role::body) {
  std::vector<Sentence> sentences;
  const Block block{{0, static_cast<std::uint32_t>(text.size())}, role, 7};
  split_sentences(text, block, sentences);
  Texts texts;
  for (const Sentence& sentence : sentences) {
    EXPECT_EQ(sentence.paragraph, 7u);
    EXPECT_EQ(sentence.role, role);
    texts.push_back(sentence.span.of(text));
  }
  return texts;
}

/// Splits sentences that were joined by one space, and expects them back.
void expect_kept(const Texts& sentences) {
  std::string joined;
  for (const std::string_view sentence : sentences) {
    if (!joined.empty()) joined += ' ';
    joined += sentence;
  }
  EXPECT_EQ(sentences_of(joined), sentences);
}

TEST(Sentences, EndAtStops) {
  expect_kept({"China agreed.", "Would Russia?", "It would!", "So they met."});
}

TEST(Sentences, AbbreviationsDoNotEndThem) {
  expect_kept(
      {"Gen. Qamar Javed Bajwa met Mr. Lavrov on Jan. 4 in the U.S. Senate.", "It was late."});
  expect_kept({"He cited art. 5, No. 3 and p. 12 of the treaty.", "Nobody answered."});
  expect_kept({"George W. Bush and J. R. Biden met A. Q. Khan.", "They ate."});
  expect_kept({"Lt. Gen. Dostum vs. the Taliban etc. was old news.", "It bored them."});
}

TEST(Sentences, AbbreviationsMayEndThem) {
  expect_kept({"They turned to the U.S.", "The army did not."});
  expect_kept({"It met at 5 p.m.", "Lavrov came late."});
  expect_kept({"It belongs to Rostec Inc.", "In 2015 it was sold."});
  expect_kept({"The U.S. Agency for Development left.", "It had no money."});
}

TEST(Sentences, NumbersAndDecimals) {
  expect_kept({"It cost 3.5 billion.", "2017 was worse.", "In 2018 it fell to 1.1."});
  expect_kept({"1. The parties agree.", "2. They will meet."});
}

TEST(Sentences, KeepClosingQuotesAndMarks) {
  expect_kept(
      {"“We decide.”", "He left.", "(They stayed.)", "‘No.’", "Then came \"peace.\"", "It held."});
  expect_kept(
      {"They may give up Beijing to regain Washington.[1]", "Then England.[2][3]", "Over."});
  expect_kept({"They may give up Beijing. [1]", "Then England. [2, 3–5]", "Over."});
  expect_kept({"They met [George W.] Bush.", "(It was cold.)", "Over."});
  EXPECT_EQ(sentences_of("He went to Kabul.[1]Then he left."),
            (Texts{"He went to Kabul.[1]", "Then he left."}));
}

TEST(Sentences, StopsInsideDoNotEndThem) {
  expect_kept({"“Why now?” asked the minister.", "Nobody knew."});
  expect_kept({"They waited . . . and waited.", "Nothing came."});
  expect_kept({"It was… late.", "Yes…", "He knew."});
  expect_kept({"See mfa.gov.pk for it.", "Done."});
}

TEST(Sentences, LostSpace) {
  EXPECT_EQ(sentences_of("They ended the war.The army left."),
            (Texts{"They ended the war.", "The army left."}));
}

TEST(Sentences, SpanLineEnds) {
  EXPECT_EQ(sentences_of("They met\nin Zenda.\nThey ate."),
            (Texts{"They met\nin Zenda.", "They ate."}));
}

TEST(Sentences, HeadlinesAreOne) {
  EXPECT_EQ(sentences_of("Why now? A Q. and A.", Role::headline), (Texts{"Why now? A Q. and A."}));
}

TEST(Sentences, Speakers) {
  expect_kept({"QUESTION: Will you?", "MR. PRICE: I have nothing for you."});
}

TEST(Sentences, NoWhiteSpaceAround) {
  EXPECT_EQ(sentences_of("  \xC2\xA0They met.\xC2\xA0 They ate.\xC2\xA0 "),
            (Texts{"They met.", "They ate."}));
  EXPECT_TRUE(sentences_of(" \n ").empty());
}

TEST(Sentences, RunawayTextIsCut) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "word ";
  for (const std::string_view sentence : sentences_of(text)) {
    EXPECT_LE(sentence.size(), kLongestSentence);
    EXPECT_TRUE(sentence.starts_with("word") && sentence.ends_with("word"));
  }
  const std::string letters(20'000, 'x');
  EXPECT_EQ(sentences_of(letters).size(), 5u);
}

}  // namespace
}  // namespace entente::text
