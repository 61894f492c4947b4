#include "entente/base/terminal.h"

#include <gtest/gtest.h>

namespace entente::base {
namespace {

TEST(Terminal, WidthIsThatOfTheScreen) {
  EXPECT_EQ(display_width("Zürich"), 6);
  EXPECT_EQ(display_width("e\u0301"), 1);  // a combining accent takes no room
  EXPECT_EQ(display_width("北京"), 4);
  EXPECT_EQ(display_width("\xff!"), 2);
}

TEST(Terminal, OneLineFits) {
  EXPECT_EQ(one_line("Beijing", 7), "Beijing");
  EXPECT_EQ(one_line("Islamabad", 7), "Islama…");
  EXPECT_EQ(one_line("北京市", 5), "北京…");
  EXPECT_EQ(one_line("a\nb\x1b[31m", 20), "a b [31m");
}

}  // namespace
}  // namespace entente::base
