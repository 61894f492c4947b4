#include "entente/scenario/power.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>

#include "entente/scenario/vote_diagram.h"

namespace entente::scenario {
namespace {

const base::Date kDay = base::Date::from_civil(2020, 1, 1);

Chamber chamber(const std::string& text) {
  const auto body = Body::parse(text, "b.yaml");
  EXPECT_TRUE(body.has_value()) << body.error().message();
  auto chamber = body->on(kDay);
  EXPECT_TRUE(chamber.has_value()) << chamber.error().message();
  return *chamber;
}

/// A chamber in which each member has a weight.
Chamber weighted(std::int64_t quota, const std::vector<std::int64_t>& weights) {
  std::string text = "body: B\nmembers:\n";
  for (std::size_t i = 0; i < weights.size(); ++i)
    text += fmt::format("  - {{actor: M{}, weights: {{votes: {}}}}}\n", i, weights[i]);
  return chamber(text + fmt::format("rules:\n  - rule: r\n    passes if:\n"
                                    "      - {{at least: {}, weight: votes}}\n",
                                    quota));
}

/// `permanent` members with a veto and `elected` ones without.
Chamber council(int permanent, int elected, int quota) {
  std::string text = "body: C\nmembers:\n";
  for (int i = 0; i < permanent; ++i)
    text += fmt::format("  - {{actor: P{}, groups: permanent}}\n", i);
  for (int i = 0; i < elected; ++i) text += fmt::format("  - E{}\n", i);
  return chamber(text + fmt::format("rules:\n  - rule: r\n    passes if: [{{at least: {}}}, "
                                    "{{no veto: permanent}}]\n",
                                    quota));
}

// The numbers of these two tests are published: /expected/power names them.

TEST(Power, SecurityCouncil) {
  const auto p = power(council(5, 10, 9));
  ASSERT_TRUE(p.has_value()) << p.error().message();
  EXPECT_EQ(p->members[0].shapley_shubik.text, "421/2145");
  EXPECT_EQ(p->members[14].shapley_shubik.text, "4/2145");
  EXPECT_DOUBLE_EQ(p->members[0].shapley_shubik.value, 0.19627039627039627);
  EXPECT_DOUBLE_EQ(p->members[14].shapley_shubik.value, 0.0018648018648018648);
  for (int i = 0; i < 15; ++i) EXPECT_EQ(p->members[i].swings, i < 5 ? "848" : "84");
  EXPECT_EQ(p->members[0].banzhaf.text, "106/635");
  EXPECT_EQ(p->members[5].banzhaf.text, "21/1270");
  EXPECT_DOUBLE_EQ(p->members[5].banzhaf.value, 0.01653543307086614);
  EXPECT_EQ(p->members[0].banzhaf_absolute.text, "53/1024");
  EXPECT_EQ(p->members[5].banzhaf_absolute.text, "21/4096");
  EXPECT_EQ(p->winning, "848");
  EXPECT_EQ(p->coalitions, "32768");
  EXPECT_DOUBLE_EQ(p->collectivity.value, 0.02587890625);
  EXPECT_EQ(p->members[0].coleman_prevent.text, "1");
  EXPECT_EQ(p->members[5].coleman_prevent.text, "21/212");

  const auto before = power(council(5, 6, 7));
  EXPECT_EQ(before->members[0].shapley_shubik.text, "76/385");
  EXPECT_EQ(before->members[10].shapley_shubik.text, "1/462");
  EXPECT_DOUBLE_EQ(before->members[0].shapley_shubik.value, 0.1974025974025974);
}

TEST(Power, EuropeanCommunities) {
  const auto six = power(weighted(12, {4, 4, 4, 2, 2, 1}));
  const char* swings[] = {"10", "10", "10", "6", "6", "0"};
  const char* shapley[] = {"7/30", "7/30", "7/30", "3/20", "3/20", "0"};
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(six->members[i].swings, swings[i]);
    EXPECT_EQ(six->members[i].shapley_shubik.text, shapley[i]);
  }
  EXPECT_DOUBLE_EQ(six->members[0].banzhaf.value, 0.23809523809523808);
  const auto nine = power(weighted(41, {10, 10, 10, 10, 5, 5, 3, 3, 2}));
  const char* nine_swings[] = {"53", "53", "53", "53", "29", "29", "21", "21", "5"};
  const double nine_shapley[] = {.1786, .1786, .1786, .1786, .081, .081, .0571, .0571, .0095};
  for (int i = 0; i < 9; ++i) {
    EXPECT_EQ(nine->members[i].swings, nine_swings[i]);
    EXPECT_NEAR(nine->members[i].shapley_shubik.value, nine_shapley[i], 0.00005);
  }
  EXPECT_DOUBLE_EQ(nine->members[0].banzhaf.value, 0.167192429022082);
  EXPECT_DOUBLE_EQ(nine->members[8].banzhaf.value, 0.015772870662460567);
}

/// Everything by trying every coalition.
struct Tried {
  std::vector<std::int64_t> swings;
  std::vector<double> shapley;
  std::int64_t winning = 0;
};
Tried try_all(const Chamber& chamber) {
  const auto n = unsigned(chamber.members().size());
  Tried tried{std::vector<std::int64_t>(n), std::vector<double>(n)};
  const auto passes = [&](unsigned coalition) {
    std::vector<Vote> votes(n, Vote::no);
    for (unsigned i = 0; i < n; ++i)
      if (coalition >> i & 1) votes[i] = Vote::yes;
    return chamber.passes(votes);
  };
  for (unsigned coalition = 0; coalition < 1u << n; ++coalition) {
    if (!passes(coalition)) continue;
    ++tried.winning;
    const unsigned size = unsigned(__builtin_popcount(coalition));
    for (unsigned i = 0; i < n; ++i)
      if ((coalition >> i & 1) && !passes(coalition & ~(1u << i))) {
        ++tried.swings[i];
        tried.shapley[i] += std::tgamma(size) * std::tgamma(n - size + 1) / std::tgamma(n + 1);
      }
  }
  return tried;
}

std::string random_rule(std::uint64_t& seed) {
  const auto draw = [&](std::uint32_t below) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return std::uint32_t(seed >> 33) % below;
  };
  const auto condition = [&]() -> std::string {
    switch (draw(5)) {
      case 0:
        return fmt::format("at least: {}", 1 + draw(6));
      case 1:
        return fmt::format("at least: {}%, weight: people", 20 + draw(60));
      case 2:
        return fmt::format("{}: {}/7, of: cast", draw(2) == 0 ? "more than" : "at least",
                           1 + draw(5));
      case 3:
        return fmt::format("all but: {}", draw(4));
      default:
        return "no veto: permanent";
    }
  };
  std::string text = "body: B\nmembers:\n";
  const unsigned n = 3 + draw(7);
  for (unsigned i = 0; i < n; ++i)
    text += fmt::format("  - {{actor: M{}, groups: {}, weights: {{people: {}}}}}\n", i,
                        i == 0 || draw(4) == 0 ? "permanent" : "elected", 1 + draw(1000));
  text += "rules:\n  - rule: r\n    passes if:\n";
  for (unsigned clause = 0, clauses = 1 + draw(3); clause < clauses; ++clause)
    text += draw(2) == 0 ? fmt::format("      - {{{}}}\n", condition())
                         : fmt::format("      - any: [{{{}}}, {{{}}}]\n", condition(), condition());
  return text;
}

TEST(Power, AgreesWithAllCoalitionsOfRandomRules) {
  std::uint64_t seed = 7;
  int counted = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string text = random_rule(seed);
    const Chamber c = chamber(text);
    const Tried tried = try_all(c);
    const auto p = power(c);
    if (tried.winning == 0 || tried.winning == 1 << c.members().size()) {
      EXPECT_FALSE(p.has_value());
      continue;
    }
    ASSERT_TRUE(p.has_value()) << text << p.error().message();
    ++counted;
    EXPECT_EQ(p->winning, std::to_string(tried.winning));
    double total = 0;
    for (std::size_t m = 0; m < tried.swings.size(); ++m) {
      ASSERT_EQ(p->members[m].swings, std::to_string(tried.swings[m])) << text;
      ASSERT_NEAR(p->members[m].shapley_shubik.value, tried.shapley[m], 1e-12) << text;
      total += p->members[m].shapley_shubik.value;
    }
    EXPECT_NEAR(total, 1, 1e-12);
  }
  EXPECT_GT(counted, 200);
}

TEST(Power, ManyMembers) {
  // By symmetry each has 1/193; the swings are those of 97 among 192 others: C(192, 96).
  std::vector<std::int64_t> ones(193, 1);
  const auto assembly = power(weighted(97, ones));
  ASSERT_TRUE(assembly.has_value()) << assembly.error().message();
  boost::multiprecision::cpp_int expected = 1;
  for (int i = 1; i <= 96; ++i) expected = expected * (96 + i) / i;
  EXPECT_EQ(assembly->members[0].swings, expected.str());
  EXPECT_EQ(assembly->members[192].shapley_shubik.text, "1/193");
}

TEST(Power, ARuleThatNobodyCanTurn) {
  const auto never = power(weighted(10, {3, 3, 3}));
  ASSERT_FALSE(never.has_value());
  EXPECT_EQ(never.error().what, "nobody has power under the rule 'r': every motion fails");
}

/// The probability by trying every way to vote.
double try_votes(const Chamber& chamber, const std::vector<Leaning>& leanings) {
  const std::size_t n = chamber.members().size();
  double total = 0;
  std::vector<Vote> votes(n, Vote::no);
  for (;;) {
    double chance = 1;
    for (std::size_t i = 0; i < n; ++i)
      chance *= votes[i] == Vote::yes       ? leanings[i].yes
                : votes[i] == Vote::abstain ? leanings[i].abstain
                                            : 1 - leanings[i].yes - leanings[i].abstain;
    if (chamber.passes(votes)) total += chance;
    std::size_t i = 0;
    for (; i < n && votes[i] == Vote::yes; ++i) votes[i] = Vote::no;
    if (i == n) return total;
    votes[i] = Vote(int(votes[i]) + 1);
  }
}

TEST(VoteDiagram, ProbabilityAgreesWithAllWaysToVote) {
  std::uint64_t seed = 11;
  for (int i = 0; i < 100; ++i) {
    const std::string text = random_rule(seed);
    const Chamber c = chamber(text);
    const auto diagram = VoteDiagram::build(c, VoteDiagram::Votes::yes_abstain_no);
    ASSERT_TRUE(diagram.has_value());
    std::vector<Leaning> leanings;
    for (std::size_t m = 0; m < c.members().size(); ++m) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      const double yes = double(seed >> 40 & 0xFF) / 256;
      leanings.push_back({yes, (1 - yes) * double(seed >> 50 & 0xFF) / 256});
    }
    const double exact = try_votes(c, leanings);
    ASSERT_NEAR(diagram->pass_probability(leanings), exact, 1e-12) << text;

    // Two rows are two draws: the mean of both.
    auto rows = leanings;
    for (const Leaning& l : leanings) rows.push_back({l.abstain, l.yes});
    const std::vector<Leaning> second(rows.begin() + std::ptrdiff_t(leanings.size()), rows.end());
    ASSERT_NEAR(diagram->pass_probability(rows), (exact + try_votes(c, second)) / 2, 1e-12);
  }
}

TEST(VoteDiagram, StaysSmall) {
  const auto council_diagram =
      VoteDiagram::build(council(5, 10, 9), VoteDiagram::Votes::yes_abstain_no);
  EXPECT_LT(council_diagram->first(15), 120);
  // 27 members of all different weights and a majority of members besides.
  std::string text = "body: B\nmembers:\n";
  std::int64_t people = 500'000;
  for (int i = 0; i < 27; ++i) {
    text += fmt::format("  - {{actor: M{}, weights: {{people: {}}}}}\n", i, people);
    people += people / 5 + 7 * i + 1;
  }
  const Chamber union_of_27 =
      chamber(text +
              "rules:\n  - rule: r\n    passes if:\n      - at least: 55%\n"
              "      - any: [{at least: 65%, weight: people}, {all but: 3}]\n");
  const auto p = power(union_of_27);
  ASSERT_TRUE(p.has_value()) << p.error().message();
  double total = 0;
  for (const auto& member : p->members) total += member.shapley_shubik.value;
  EXPECT_NEAR(total, 1, 1e-12);
}

}  // namespace
}  // namespace entente::scenario
