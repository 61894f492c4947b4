#include "entente/text/lemma.h"

#include <gtest/gtest.h>

namespace entente::text {
namespace {

class LemmasTest : public testing::Test {
 protected:
  std::string lemma(std::string_view form, Tag tag) const {
    std::string result = "stale";
    Lemmas(HashTable(table_.endings), table_.edits).lemmatise(form, tag, result);
    return result;
  }
  LemmaTable table_ = learn_lemmas({{"walked", Tag::VERB_PAST, "walk"},
                                    {"Talked", Tag::VERB_PAST, "talk"},
                                    {"went", Tag::VERB_PAST, "go"},
                                    {"tried", Tag::VERB_PAST, "try"},
                                    {"denied", Tag::VERB_PAST, "deny"},
                                    {"treaties", Tag::NOUN_PLURAL, "treaty"},
                                    {"states", Tag::NOUN_PLURAL, "state"},
                                    {"tanks", Tag::NOUN_PLURAL, "tank"},
                                    {"treaty", Tag::NOUN, "treaty"}});
};

TEST_F(LemmasTest, KnowWhatTheyWereTaught) {
  EXPECT_EQ(lemma("went", Tag::VERB_PAST), "go");
  EXPECT_EQ(lemma("Treaties", Tag::NOUN_PLURAL), "treaty");
  EXPECT_EQ(lemma("treaty", Tag::NOUN), "treaty");
}

TEST_F(LemmasTest, OfUnknownWordsFollowTheirEndings) {
  EXPECT_EQ(lemma("attacked", Tag::VERB_PAST), "attack");
  EXPECT_EQ(lemma("ALLIED", Tag::VERB_PAST), "ally");
  EXPECT_EQ(lemma("pacts", Tag::NOUN_PLURAL), "pact");
}

TEST_F(LemmasTest, OfUnknownTagsAreTheFormsInLowerCase) {
  EXPECT_EQ(lemma("Pakistan’s", Tag::X), "pakistan's");
  EXPECT_EQ(lemma("s", Tag::NOUN_PLURAL), "s");
  const std::string address = "https://example.org/" + std::string(200, 'x');
  EXPECT_EQ(lemma(address, Tag::X), address);
}

}  // namespace
}  // namespace entente::text
