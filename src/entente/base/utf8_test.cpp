#include "entente/base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace entente::base {

TEST(Utf8, FindsTheFirstBadByte) {
  EXPECT_FALSE(first_invalid_utf8("Islamabad’s „axis“ Türkiye"));
  EXPECT_EQ(first_invalid_utf8("abc\xff"), 3u);
  EXPECT_EQ(first_invalid_utf8("ab\xe2\x80"), 2u);    // cut off
  EXPECT_EQ(first_invalid_utf8("\xed\xa0\x80"), 0u);  // a surrogate
  EXPECT_EQ(first_invalid_utf8("x\xc0\xaf"), 1u);     // overlong
}

TEST(Utf8, CountsCodePointsBeforeAnyByte) {
  std::string text;
  std::vector<std::uint32_t> expected;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const std::string piece = i % 3 == 0 ? "’" : i % 3 == 1 ? "a" : "ü";
    for (std::size_t b = 0; b < piece.size(); ++b) expected.push_back(b == 0 ? i : i + 1);
    text += piece;
  }
  expected.push_back(300);
  const CodePointIndex index(text);
  for (std::size_t b = 0; b <= text.size(); ++b) EXPECT_EQ(index.at(b), expected[b]) << b;
  EXPECT_EQ(CodePointIndex("").at(0), 0u);
}

}  // namespace entente::base
