#include "entente/base/word_table.h"

#include <gtest/gtest.h>

namespace entente::base {
namespace {

TEST(WordTable, FindsWhatWasAddedAndNothingElse) {
  WordTable<int> table;
  EXPECT_EQ(table.find(""), nullptr);
  for (int i = 0; i < 5000; ++i) table[std::to_string(i)] = i;
  ASSERT_EQ(table.size(), 5000u);
  for (int i = 0; i < 5000; ++i) {
    ASSERT_NE(table.find(std::to_string(i)), nullptr);
    EXPECT_EQ(*table.find(std::to_string(i)), i);
  }
  EXPECT_EQ(table.find("5000"), nullptr);
  EXPECT_FALSE(table.contains("word"));
}

TEST(WordTable, FirstValueStays) {
  WordTable<std::string> table;
  EXPECT_EQ(table.try_emplace("", "nothing"), "nothing");
  EXPECT_EQ(table.try_emplace("a", "first"), "first");
  EXPECT_EQ(table.try_emplace("a", "second"), "first");
  table["a"] += "!";
  EXPECT_EQ(*table.find("a"), "first!");
  EXPECT_EQ(*table.find(""), "nothing");
}

TEST(WordTable, RoomMadeBeforehandLosesNothing) {
  WordTable<int> table;
  table["before"] = 1;
  table.reserve(1000);
  table["after"] = 2;
  EXPECT_EQ(*table.find("before"), 1);
  EXPECT_EQ(*table.find("after"), 2);
}

}  // namespace
}  // namespace entente::base
