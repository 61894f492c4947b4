#include "entente/text/features.h"

#include <gtest/gtest.h>

#include <string>

namespace entente::text {
namespace {

TEST(Letters, ArePlainAndSmall) {
  EXPECT_EQ(Letters("Pakistan’s").view(), "Pakistan's");
  EXPECT_EQ(Letters("“—”").view(), "\"--\"");
  EXPECT_EQ(Letters("ÉTAT-Ünion×").lower_case().view(), "état-ünion×");
  EXPECT_EQ(Letters("F-16s").without_digits().view(), "F-00s");
  EXPECT_EQ(Letters("").view(), "");
  EXPECT_EQ(Letters(std::string(1000, 'a')).view(), std::string(63, 'a'));
}

TEST(HashTable, FindsWhatItWasBuiltOf) {
  const std::vector<HashTable::Slot> entries = {{5, 1}, {69, 2}, {133, 3}, {5, 4}};
  const auto slots = HashTable::build(entries);
  ASSERT_TRUE(HashTable::is_sound(slots));
  const HashTable table(slots);
  EXPECT_EQ(table.find(5), 1u);
  EXPECT_EQ(table.find(69), 2u);
  EXPECT_EQ(table.find(133), 3u);
  EXPECT_EQ(table.find(197), HashTable::kNone);
}

TEST(HashTable, IsUnsoundWithoutAFreeSlotOrAnOddLength) {
  const std::vector<HashTable::Slot> full = {{1, 1}, {2, 2}}, odd = {{1, 1}, {0, 0}, {0, 0}};
  EXPECT_FALSE(HashTable::is_sound(full));
  EXPECT_FALSE(HashTable::is_sound(odd));
  EXPECT_FALSE(HashTable::is_sound({}));
}

TEST(Features, AreSharedByWordsThatAreAlike) {
  const std::vector<HashTable::Slot> slots = HashTable::build({});
  const HashTable clusters(slots);
  const Features year = features_of("1999", clusters), other = features_of("2017", clusters);
  for (int i = 0; i < kFeatures; ++i) EXPECT_EQ(year[i] == other[i], i != kMeaningFeature) << i;
  EXPECT_EQ(features_of("’s", clusters), features_of("'s", clusters));
  const Features small = features_of("treaty", clusters), large = features_of("Treaty", clusters);
  EXPECT_EQ(small[0], large[0]);
  EXPECT_NE(small[1], large[1]);
}

}  // namespace
}  // namespace entente::text
