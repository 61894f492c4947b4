#include "entente/reading/document_date.h"

#include <gtest/gtest.h>

#include <string>

#include "entente/text/tokens.h"

namespace entente::reading {
namespace {

const Actors& actors() {
  static const auto loaded = Actors::load({ENTENTE_SOURCE_DIR "/knowledge"});
  return loaded.value();
}

const Periods& periods() {
  static const auto loaded = Periods::load(ENTENTE_SOURCE_DIR "/knowledge/dates.tsv");
  return loaded.value();
}

/// The estimate for a text of these sentences, as "2016-08 2018-03"; "" for none.
std::string estimate(std::initializer_list<std::string> sentences) {
  DateEvidence evidence(actors());
  Timeline timeline;
  for (const std::string& text : sentences) {
    text::Sentence sentence;
    sentence.span = {0, std::uint32_t(text.size())};
    text::tokenize(text, sentence);
    for (text::Token& token : sentence.tokens)
      if (token.form == "will") token.tag = text::Tag::AUX_MODAL;
    evidence.add_sentence(sentence.tokens, find_dates(sentence.tokens, timeline, periods()));
  }
  const auto when = evidence.estimate();
  if (!when) return "";
  EXPECT_EQ(when->precision, base::Precision::estimate);
  return when->start.iso().substr(0, 7) + " " + when->end.iso().substr(0, 7);
}

TEST(DocumentDate, TermsThatOverlapBoundIt) {
  // Blinken was Secretary of State from January 2021, Johnson Prime Minister until September 2022.
  const std::string when =
      estimate({"Joe Biden met Imran Khan and Boris Johnson.", "Antony Blinken stayed away."});
  ASSERT_NE(when, "");
  EXPECT_GE(when.substr(0, 7), "2021-01");
  EXPECT_LE(when.substr(8), "2023-12");
}

TEST(DocumentDate, PersonsWithLongTermsBoundNothing) {
  EXPECT_EQ(estimate({"Vladimir Putin spoke."}), "");
  EXPECT_EQ(estimate({"The two countries signed a treaty in 2014."}), "");
  EXPECT_EQ(estimate({}), "");
}

TEST(DocumentDate, APersonCountsOnce) {
  EXPECT_EQ(estimate({"Boris Johnson spoke with Joe Biden.", "Boris Johnson left."}),
            estimate({"Boris Johnson spoke with Joe Biden.", "He left."}));
}

TEST(DocumentDate, IsSeldomBeforeWhatIsTold) {
  const std::string persons = "Shehbaz Sharif spoke with Joe Biden and Olaf Scholz.";
  const std::string bare = estimate({persons}), told = estimate({persons, "They met in May 2024."});
  ASSERT_NE(bare, "");
  ASSERT_NE(told, "");
  EXPECT_GT(told.substr(0, 7), bare.substr(0, 7));
  EXPECT_GT(told.substr(8), "2024-05");
}

TEST(DocumentDate, PlansDoNotCount) {
  const std::string persons = "Shehbaz Sharif spoke with Joe Biden and Olaf Scholz.";
  EXPECT_EQ(estimate({persons, "They will meet in June 2024."}), estimate({persons}));
}

}  // namespace
}  // namespace entente::reading
