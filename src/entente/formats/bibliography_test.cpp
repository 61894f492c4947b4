#include "entente/formats/bibliography.h"

#include <gtest/gtest.h>

namespace entente::formats {
namespace {

TEST(Bibliography, AuthorsAreTakenApart) {
  EXPECT_EQ(authors("A. Khan; B. Li and C. Roy"),
            (std::vector<std::string>{"A. Khan", "B. Li", "C. Roy"}));
  EXPECT_EQ(authors("Alexander Sandoval"), (std::vector<std::string>{"Alexander Sandoval"}));
  EXPECT_TRUE(authors(" ; ").empty());
}

const Reference kHard{.key = "d1",
                      .title = "50% of {Ōsaka} & co: \\o/ #1_a^b~c $",
                      .author = "Łukasz {Nowak}; Khan, A., Jr., PhD and Li, B.",
                      .source = "Le Monde\ndiplomatique",
                      .url = "https://example.org/a b{c}",
                      .language = "en",
                      .date = base::Date::from_civil(2014, 6, 3)};

TEST(Bibliography, Bibtex) {
  EXPECT_EQ(bibtex(kHard),
            "@misc{d1,\n"
            "  title = {{50\\% of \\textbraceleft{}Ōsaka\\textbraceright{} \\& co: "
            "\\textbackslash{}o/ \\#1\\_a\\textasciicircum{}b\\textasciitilde{}c \\$}},\n"
            "  author = {Łukasz \\textbraceleft{}Nowak\\textbraceright{} and {Khan, A., Jr., PhD} "
            "and Li, B.},\n"
            "  year = {2014},\n  month = jun,\n  date = {2014-06-03},\n"
            "  howpublished = {Le Monde diplomatique},\n  language = {en},\n"
            "  url = {https://example.org/a%20b%7Bc%7D},\n}\n\n");
}

TEST(Bibliography, Ris) {
  EXPECT_EQ(ris(kHard),
            "TY  - ELEC\r\nID  - d1\r\nTI  - 50% of {Ōsaka} & co: \\o/ #1_a^b~c $\r\n"
            "AU  - Łukasz {Nowak}\r\nAU  - Khan, A., Jr., PhD\r\nAU  - Li, B.\r\n"
            "PY  - 2014\r\nDA  - 2014/06/03/\r\nT2  - Le Monde diplomatique\r\nLA  - en\r\n"
            "UR  - https://example.org/a%20b%7Bc%7D\r\nER  - \r\n\r\n");
}

TEST(Bibliography, WhatIsUnknownIsLeftOut) {
  const Reference bare{.key = "d2", .title = "x.txt"};
  EXPECT_EQ(bibtex(bare), "@misc{d2,\n  title = {{x.txt}},\n}\n\n");
  EXPECT_EQ(ris(bare), "TY  - GEN\r\nID  - d2\r\nTI  - x.txt\r\nER  - \r\n\r\n");
}

}  // namespace
}  // namespace entente::formats
