#include "entente/scenario/body.h"

#include <gtest/gtest.h>

#include <fstream>

namespace entente::scenario {
namespace {

constexpr Vote kYes = Vote::yes, kNo = Vote::no, kAway = Vote::abstain;
const base::Date kDay = base::Date::from_civil(2020, 6, 1);

Body parsed(const std::string& text) {
  auto body = Body::parse(text, "b.yaml");
  EXPECT_TRUE(body.has_value()) << body.error().message();
  return body.value_or(Body());
}

Chamber chamber(const std::string& text) {
  auto chamber = parsed(text).on(kDay);
  EXPECT_TRUE(chamber.has_value()) << chamber.error().message();
  return chamber.value_or(Chamber());
}

std::string error_of(const std::string& text) {
  const auto body = Body::parse(text, "b.yaml");
  return body ? "" : body.error().message();
}

std::string rule(const std::string& conditions) {
  return "body: B\nmembers: [A, B, C, D]\nrules:\n  - rule: r\n    passes if:\n" + conditions;
}

TEST(Body, VetoAndQuota) {
  const Chamber c = chamber(
      "body: B\nmembers:\n  - {actor: P, groups: permanent}\n  - A\n  - B\nrules:\n"
      "  - rule: r\n    passes if: [{at least: 2}, {no veto: permanent}]\n");
  EXPECT_TRUE(c.passes(std::vector{kAway, kYes, kYes}));  // abstaining is no veto
  EXPECT_FALSE(c.passes(std::vector{kNo, kYes, kYes}));
  EXPECT_FALSE(c.passes(std::vector{kYes, kNo, kNo}));
  EXPECT_TRUE(c.passes(std::vector{kYes, kYes, kNo}));
  EXPECT_TRUE(c.vetoed(std::vector{kNo, kYes, kYes}));
  EXPECT_FALSE(c.vetoed(std::vector{kNo, kYes, kNo}));  // it had too few votes anyhow
  EXPECT_FALSE(c.vetoed(std::vector{kYes, kYes, kNo}));
  EXPECT_EQ(c.conditions()[0].text, "at least 2 of 3 votes");
  EXPECT_EQ(c.conditions()[1].text, "no veto of the permanent members");
  EXPECT_EQ(c.member("B"), 2);
  EXPECT_EQ(c.member("X"), -1);
}

TEST(Body, SharesOfMembersAndOfVotesCast) {
  Chamber c = chamber(rule("      - at least: 55%\n"));  // 2.2 of 4: three
  EXPECT_FALSE(c.passes(std::vector{kYes, kYes, kAway, kAway}));
  EXPECT_TRUE(c.passes(std::vector{kYes, kYes, kYes, kNo}));
  c = chamber(rule("      - {more than: 50%, of: cast}\n"));
  EXPECT_TRUE(c.passes(std::vector{kYes, kAway, kAway, kAway}));
  EXPECT_FALSE(c.passes(std::vector{kYes, kNo, kAway, kAway}));
  EXPECT_FALSE(c.passes(std::vector{kAway, kAway, kAway, kAway}));
  c = chamber(rule("      - {at least: 2/3, of: cast}\n"));
  EXPECT_TRUE(c.passes(std::vector{kYes, kYes, kNo, kAway}));  // exactly two thirds
  EXPECT_FALSE(c.passes(std::vector{kYes, kNo, kAway, kAway}));
  EXPECT_FALSE(c.passes(std::vector{kAway, kAway, kAway, kAway}));  // nobody voted
}

TEST(Body, AnyOfTwoConditions) {
  const Chamber c =
      chamber(rule("      - at least: 2\n      - any: [{at least: 1, group: all}, all but: 1]\n"));
  EXPECT_EQ(c.conditions().size(), 3);
  EXPECT_TRUE(c.passes(std::vector{kYes, kYes, kNo, kNo}));
  const Chamber d = chamber(
      "body: B\nmembers:\n"
      "  - {actor: A, weights: {people: 90}}\n  - {actor: B, weights: {people: 4}}\n"
      "  - {actor: C, weights: {people: 3}}\n  - {actor: D, weights: {people: 3}}\n"
      "rules:\n  - rule: r\n    passes if:\n      - at least: 50%\n"
      "      - any: [{at least: 65%, weight: people}, {all but: 1}]\n");
  EXPECT_TRUE(d.passes(std::vector{kYes, kYes, kNo, kNo}));
  EXPECT_FALSE(d.passes(std::vector{kNo, kYes, kYes, kNo}));
  EXPECT_TRUE(d.passes(std::vector{kNo, kYes, kYes, kYes}));  // one alone cannot block
}

TEST(Body, MembersAndRulesByDate) {
  const Body body = parsed(
      "body: B\nmembers:\n  - {actor: A, to: 2019}\n  - {actor: A, from: 2021}\n  - X\n"
      "rules:\n  - {rule: r, to: 2019, passes if: [at least: 2]}\n"
      "  - {rule: r, from: 2020, passes if: [at least: 1]}\n"
      "  - {rule: s, passes if: [at least: 2]}\n");
  const auto on = [&](int year) { return body.on(base::Date::from_civil(year, 12, 31), "r"); };
  EXPECT_EQ(on(2019)->members().size(), 2);
  EXPECT_EQ(on(2019)->conditions()[0].least, 2);
  EXPECT_EQ(on(2020)->members().size(), 1);
  EXPECT_EQ(on(2020)->conditions()[0].least, 1);
  EXPECT_EQ(body.on(kDay)->rule(), "r");
  EXPECT_EQ(body.on(kDay, "t").error().message(),
            "B has no rule 't' on 2020-06-01; its rules are r, s");
}

TEST(Body, MembersFromATable) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("body_test_" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  std::ofstream(folder / "b.yaml") << "body: B\nmembers table: t.tsv\nrules:\n  - rule: r\n"
                                      "    passes if: [{more than: 50%, weight: people}]\n";
  std::ofstream(folder / "t.tsv") << "# terms\nactor\tfrom\tto\tgroups\tpeople\tsource\n"
                                     "A\t\t2020\tx|y\t10\tb\nC\t2021\t\t\t20\tb\n";
  const auto body = Body::load(folder / "b.yaml");
  ASSERT_TRUE(body.has_value()) << body.error().message();
  EXPECT_EQ(body->members[0].groups, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(body->on(kDay)->conditions()[0].least, 6);
  std::ofstream(folder / "t.tsv") << "actor\tfrom\tto\tgroups\tpeople\nA\t\t\t\tmany\n";
  EXPECT_EQ(Body::load(folder / "b.yaml").error().message(),
            (folder / "t.tsv").string() +
                ":2: 'many' is no weight; 'people' takes whole numbers up to 100000000000");
  std::filesystem::remove_all(folder);
}

TEST(Body, ErrorsNameTheirLine) {
  EXPECT_EQ(error_of("body: B\nmembers: [A]\n"), "b.yaml:1: 'rules' is missing here");
  EXPECT_EQ(error_of(rule("      - at_lest: 2\n")),
            "b.yaml:6: unknown key 'at_lest'; did you mean 'at least'?");
  EXPECT_EQ(error_of(rule("      - {at least: 2, no veto: all}\n")),
            "b.yaml:6: a condition has one of at least, more than, all but, no veto; two "
            "conditions are two items of the list");
  EXPECT_EQ(error_of(rule("      - at least: 120%\n")), "b.yaml:6: '120%' is more than the whole");
  EXPECT_EQ(error_of(rule("      - {at least: 2, of: cast}\n")),
            "b.yaml:6: 'of: cast' needs a share; write at least: 2/3 or more than: 50%");
  EXPECT_EQ(error_of(rule("      - no veto: permanent\n")),
            "b.yaml:4: no member is in the group 'permanent'");
  EXPECT_EQ(error_of(rule("      - {at least: 2, weight: people}\n")),
            "b.yaml:2: 'A' has no weight 'people', which the rule 'r' counts");
  EXPECT_EQ(error_of("body: B\nmembers:\n  - A\n  - {actor: A, from: 2019}\nrules:\n"
                     "  - {rule: r, passes if: [at least: 1]}\n"),
            "b.yaml:4: 'A' is a member twice on 2019-01-01; the other term is at b.yaml:3");
  EXPECT_EQ(error_of("body: B\nmembers: [A]\nrules:\n  - {rule: r, passes if: [at least: 1]}\n"
                     "  - {rule: r, from: 2019, passes if: [at least: 1]}\n"),
            "b.yaml:5: two rules 'r' on the same days; give them 'from' and 'to' that do not "
            "overlap");
}

}  // namespace
}  // namespace entente::scenario
