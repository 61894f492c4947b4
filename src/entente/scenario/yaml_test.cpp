#include "entente/scenario/yaml.h"

#include <gtest/gtest.h>

namespace entente::scenario {
namespace {

Yaml parsed(const std::string& text) {
  auto yaml = Yaml::parse(text, "f.yaml");
  EXPECT_TRUE(yaml.has_value()) << yaml.error().message();
  return yaml.value_or(Yaml());
}

std::string error_of(const Yaml& yaml) {
  const auto outcome = yaml.outcome();
  return outcome ? "" : outcome.error().message();
}

TEST(Yaml, ValuesAsTheyStand) {
  const Yaml yaml = parsed("name: ' A  b '\ncount: 83_000\nshare: 0.25\nopen: yes\nlist: [a, b]\n");
  EXPECT_EQ(yaml.at("name").text(), "A  b");
  EXPECT_EQ(yaml.at("count").integer(0, 100'000), 83'000);
  EXPECT_EQ(yaml.at("share").number(0, 1), 0.25);
  EXPECT_TRUE(yaml.at("open").flag());
  EXPECT_EQ(yaml.at("list").items().size(), 2);
  EXPECT_EQ(yaml.at("name").items().size(), 1);
  EXPECT_FALSE(yaml.get("other"));
  EXPECT_EQ(yaml.get("other").text_or("none"), "none");
  EXPECT_EQ(error_of(yaml), "");
}

TEST(Yaml, DatesBeginAndEnd) {
  const Yaml yaml = parsed("year: 2016\nmonth: 2016-02\nday: 2016-02-03\n");
  EXPECT_EQ(yaml.at("year").first_day().iso(), "2016-01-01");
  EXPECT_EQ(yaml.at("year").last_day().iso(), "2016-12-31");
  EXPECT_EQ(yaml.at("month").last_day().iso(), "2016-02-29");
  EXPECT_EQ(yaml.at("day").last_day().iso(), "2016-02-03");
  EXPECT_EQ(error_of(yaml), "");
}

TEST(Yaml, TheFirstErrorHasItsLine) {
  const Yaml yaml = parsed("a: 1\nquta: 9\nb: x\n");
  yaml.only({"a", "b", "quota"});
  EXPECT_EQ(yaml.at("b").integer(0, 9), 0);
  EXPECT_EQ(error_of(yaml), "f.yaml:2: unknown key 'quta'; did you mean 'quota'?");
}

TEST(Yaml, WhatIsMissingIsNamedAtTheKeyThatLacksIt) {
  const Yaml yaml = parsed("a: 1\nitems:\n  - {x: 1}\n  - {y: 1}\n");
  for (const Yaml& item : yaml.at("items").items())
    EXPECT_EQ(item.at("x").text().empty(), !item.get("x"));
  EXPECT_EQ(error_of(yaml), "f.yaml:4: 'x' is missing here");
}

TEST(Yaml, WrongKindsAreNoted) {
  EXPECT_EQ(Yaml::parse("a: [1\n", "f.yaml").error().where, "f.yaml:2");
  EXPECT_EQ(Yaml::parse("", "f.yaml").error().message(), "f.yaml: an empty file");
  EXPECT_EQ(Yaml::parse("a: 1\n---\na: 2\n", "f.yaml").error().message(),
            "f.yaml:2: more than one YAML document");
  EXPECT_FALSE(Yaml::parse(", a\nb:\n", "f.yaml").has_value());  // LoadAll does not end on this
  EXPECT_EQ(Yaml::parse("a: \xff", "f.yaml").error().what, "byte 3 is not UTF-8");
  Yaml yaml = parsed("a:\n  b: 1\n  b: 2\n");
  yaml.at("a").only({"b"});
  EXPECT_EQ(error_of(yaml), "f.yaml:3: 'b' stands here twice");
  yaml = parsed("a: [1]\n");
  EXPECT_EQ(yaml.at("a").text(), "");
  EXPECT_EQ(error_of(yaml), "f.yaml:1: 'a' should be a text, not a list");
  yaml = parsed("a: 12x\n");
  EXPECT_EQ(yaml.at("a").integer(0, 20), 0);
  EXPECT_EQ(error_of(yaml), "f.yaml:1: 'a' should be a whole number from 0 to 20, not '12x'");
}

TEST(Yaml, DecimalsAreExact) {
  EXPECT_EQ(parse_decimal("12.4", 3), 12400);
  EXPECT_EQ(parse_decimal("0.001", 3), 1);
  EXPECT_EQ(parse_decimal("83_000", 0), 83000);
  for (const char* wrong : {"", ".", "-1", "1.2.3", "1.2345", "1e3", "9999999999999999"})
    EXPECT_EQ(parse_decimal(wrong, 3), std::nullopt) << wrong;
}

}  // namespace
}  // namespace entente::scenario
