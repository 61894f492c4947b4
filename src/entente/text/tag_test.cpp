#include <gtest/gtest.h>

#include "entente/text/sentence.h"

namespace entente::text {
namespace {

TEST(Tag, HasANameAndAUniversalPartOfSpeech) {
  EXPECT_EQ(name(Tag::VERB_PAST), "VERB_PAST");
  EXPECT_EQ(upos(Tag::VERB_PAST), "VERB");
  EXPECT_EQ(upos(Tag::PROPN_PLURAL), "PROPN");
  EXPECT_EQ(upos(Tag::X), "X");
  EXPECT_EQ(static_cast<int>(Tag::X), kTags - 1);
}

TEST(Relation, HasTheNameThatUniversalDependenciesGivesIt) {
  EXPECT_EQ(name(Relation::root), "root");
  EXPECT_EQ(name(Relation::case_), "case");
  EXPECT_EQ(name(Relation::nsubj_pass), "nsubj:pass");
  EXPECT_EQ(name(Relation::xcomp), "xcomp");
  EXPECT_EQ(static_cast<int>(Relation::xcomp), kRelations - 1);
}

}  // namespace
}  // namespace entente::text
