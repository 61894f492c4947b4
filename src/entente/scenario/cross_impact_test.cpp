#include "entente/scenario/cross_impact.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>

#include "entente/scenario/succession.h"

namespace entente::scenario {
namespace {

const std::filesystem::path kExpected =
    std::filesystem::path(ENTENTE_SOURCE_DIR) / "../shared/expected/cross-impact";

/// Two descriptors of two states; `matrix` is its four rows.
std::string file(const std::string& matrix) {
  return "$ ScenarioWizard 4.0\nx.scw\n&A\n -a1\n -a2\n&B\n -b1\n -b2\n#\n&\n \n \n&\n \n \n#\n#\n"
         "FFFFFF\n#\n#\n" +
         matrix + "#\n";
}
const std::string kPromote = " 0, 0, 2,-1\n 0, 0,-1, 2\n 1,-1, 0, 0\n-1, 1, 0, 0\n";

std::string error_of(const std::string& text) {
  const auto system = CrossImpact::parse(text, "x.scw");
  return system ? "" : system.error().message();
}

/// `count` descriptors with 2 to 4 states and impacts from -most to most.
CrossImpact random_system(std::uint64_t seed, std::uint32_t count, std::int32_t most) {
  const auto draw = [&seed](std::uint32_t below) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return std::uint32_t(seed >> 33) % below;
  };
  CrossImpact system;
  for (std::uint32_t d = 0; d < count; ++d) {
    const std::uint32_t states = 2 + draw(3);
    system.descriptors.push_back({"", std::vector<std::string>(states), system.states});
    system.states += states;
  }
  for (std::uint32_t i = 0; i < system.states * system.states; ++i)
    system.impacts.push_back(std::int32_t(draw(2 * std::uint32_t(most) + 1)) - most);
  return system;
}

/// Succession one configuration at a time, as the paper defines it.
std::map<std::set<std::uint64_t>, std::uint64_t> slowly(const CrossImpact& system) {
  std::map<std::set<std::uint64_t>, std::uint64_t> ends;
  for (std::uint64_t start = 0; start < system.configurations(); ++start) {
    std::set<std::uint64_t> seen, end;
    std::uint64_t at = start;
    const auto step = [&] { at = system.number(system.successor(system.configuration(at))); };
    while (seen.insert(at).second) step();
    while (end.insert(at).second) step();
    ++ends[end];
  }
  return ends;
}

std::map<std::set<std::uint64_t>, std::uint64_t> ends_of(const Succession& succession) {
  std::map<std::set<std::uint64_t>, std::uint64_t> ends;
  for (const auto& s : succession.scenarios) ends[{s.configuration}] = s.weight;
  for (const auto& c : succession.cycles)
    ends[{c.configurations.begin(), c.configurations.end()}] = c.weight;
  return ends;
}

TEST(CrossImpact, ReadsAFile) {
  const auto system = CrossImpact::parse(file(kPromote), "x.scw");
  ASSERT_TRUE(system.has_value()) << system.error().message();
  EXPECT_EQ(system->descriptors[1].states, (std::vector<std::string>{"b1", "b2"}));
  EXPECT_EQ(system->descriptors[1].first, 2);
  EXPECT_EQ(system->configurations(), 4);
  EXPECT_EQ(system->scores(std::vector<std::uint8_t>{0, 1}),
            (std::vector<std::int32_t>{-1, 1, 2, -1}));
  EXPECT_EQ(system->total_score(std::vector<std::uint8_t>{0, 0}), 3);
  EXPECT_EQ(system->inconsistency(std::vector<std::uint8_t>{0, 1}), 3);
  EXPECT_EQ(system->number(system->configuration(2)), 2);
  const auto crlf =
      CrossImpact::parse("$ ScenarioWizard 3.0\r\nx\r\n&\xC4\r\n -a\r\n#\r\n#\r\n0\r\n", "x.scw");
  ASSERT_TRUE(crlf.has_value()) << crlf.error().message();
  EXPECT_EQ(crlf->descriptors[0].name, "\xC3\x84");  // Latin-1 became UTF-8
}

TEST(CrossImpact, ReadsFilesAsOthersWriteThem) {
  const auto expected = CrossImpact::parse(file(kPromote), "x.scw")->impacts;
  const auto with = [](std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
      text.replace(at, from.size(), to);
    return text;
  };
  const std::string text = file(kPromote);
  const std::vector<std::string> forms = {
      "\xEF\xBB\xBF" + text,                                  // byte order mark
      with(text, "\n", "\r\n"),                               // Windows
      with(text, "\n", " \t\n"),                              // blanks at the ends
      with(text, ",", ";"),                                   // other dividers
      with(text, ",", "\t"),                                  //
      with(text, ",", "  "),                                  //
      with(text, ", 2", ",+2"),                               //
      with(text, "0, 0, 2,-1\n", "0, 0, 2,-1,\n"),            // a divider at the end
      with(text, "FFFFFF\n", "00FF80\n000000\n80FF00\n"),     // colours that begin with digits
      with(text, "&\n \n \n", "&\n 2 of 3, or so\n 4, 5\n"),  // notes that do
      with(text, "\n#\n#\nFFFFFF", "\n\n#\n\n#\nFFFFFF"),     // empty lines
      text + "\nA comment, 1, 2, 3\n",                        // something after the matrix
      text.substr(0, text.size() - 3),                        // cut after the last number
  };
  for (const std::string& form : forms) {
    const auto system = CrossImpact::parse(form, "x.scw");
    ASSERT_TRUE(system.has_value()) << system.error().message() << "\n" << form;
    EXPECT_EQ(system->impacts, expected) << form;
    EXPECT_EQ(system->descriptors[1].states, (std::vector<std::string>{"b1", "b2"}));
  }
  const auto windows = CrossImpact::parse(with(text, "&A", "&A \x96 \x80"), "x.scw");
  EXPECT_EQ(windows->descriptors[0].name, "A – €");
}

TEST(CrossImpact, TwoScenariosAndACycle) {
  const auto system = CrossImpact::parse(file(kPromote), "x.scw");
  const auto s = succession(*system);
  ASSERT_TRUE(s.has_value());
  ASSERT_EQ(s->scenarios.size(), 2);
  EXPECT_EQ(s->scenarios[0].configuration, 0);
  EXPECT_EQ(s->scenarios[1].configuration, 3);
  EXPECT_EQ(s->scenarios[1].weight, 1);
  ASSERT_EQ(s->cycles.size(), 1);
  EXPECT_EQ(s->cycles[0].configurations, (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(s->cycles[0].weight, 2);
}

TEST(CrossImpact, OnATieThePresentStateStaysElseTheFirstWins) {
  // B's states get nothing from a1; a2 lifts b1 and c-like ties: b2 and b3 are equally best.
  const auto system = CrossImpact::parse(
      "$ ScenarioWizard 4.0\nx\n&A\n -a\n&B\n -b1\n -b2\n -b3\n#\n#\n"
      "0,-1,0,0\n0,0,0,0\n0,0,0,0\n0,0,0,0\n#\n",
      "x.scw");
  ASSERT_TRUE(system.has_value()) << system.error().message();
  const auto next = successors(*system);
  EXPECT_EQ(*next, (std::vector<std::uint32_t>{1, 1, 2}));
}

TEST(CrossImpact, EnumerationAgreesWithTheDefinition) {
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    const auto count = std::uint32_t(1 + seed % 8);
    const std::int32_t most = seed % 3 == 0 ? 1 : seed % 3 == 1 ? 3 : 20'000;  // 16 and 32 bits
    const CrossImpact system = random_system(seed, count, most);
    const auto found = succession(system);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(ends_of(*found), slowly(system)) << "seed " << seed;
  }
}

TEST(CrossImpact, ErrorsNameTheirLine) {
  EXPECT_EQ(error_of("hello\n"),
            "x.scw:1: not a ScenarioWizard file; its first line is '$ ScenarioWizard 4.0'");
  EXPECT_EQ(error_of("$ ScenarioWizard 4.0\nx\n&A\n&B\n"), "x.scw:4: 'A' has no states");
  EXPECT_EQ(error_of("$ ScenarioWizard 4.0\nx\n&A\n *a\n"),
            "x.scw:4: '*a' is neither a descriptor nor a state; a descriptor is '&Name', a state "
            "' -Name', and '#' ends them");
  EXPECT_EQ(error_of(file(" 0, 0, 2\n")), "x.scw:21: 3 numbers where there are 4 states");
  EXPECT_EQ(error_of(file(" 0, 0, 2,x\n")), "x.scw:21: 'x' in column 4 is no whole number");
  EXPECT_EQ(error_of(file(" 0, 0,,1\n")),
            "x.scw:21: column 3 is empty; write 0 where there is no influence");
  EXPECT_EQ(error_of(std::string("\xFF\xFE$\0 \0", 6)),
            "x.scw:1: the file is in UTF-16, or no text; save it as UTF-8 or Windows-1252");
  EXPECT_EQ(error_of(file(" 0, 0, 2,1,1\n")), "x.scw:21: more numbers than the 4 states");
  EXPECT_EQ(error_of(file(" 0, 0, 2,1\n")),
            "x.scw:22: the matrix has 1 rows where there are 4 states");
  EXPECT_EQ(error_of(file(kPromote + kPromote)),
            "x.scw:25: the matrix has more rows than the 4 states");
  EXPECT_EQ(error_of(file("")),
            "x.scw:22: the cross-impact matrix is missing: 4 rows of 4 numbers");
}

TEST(CrossImpact, TooManyConfigurationsAreRefused) {
  const CrossImpact system = random_system(1, 40, 3);
  EXPECT_FALSE(succession(system).has_value());
}

TEST(CrossImpact, SomewherelandAsPublished) {
  if (!std::filesystem::exists(kExpected)) GTEST_SKIP() << kExpected << " is not here";
  const auto system = CrossImpact::load(kExpected / "somewhereland.scw");
  ASSERT_TRUE(system.has_value()) << system.error().message();
  EXPECT_EQ(system->configurations(), 486);
  EXPECT_EQ(
      system->scores(std::vector<std::uint8_t>{1, 0, 2, 0, 0, 0}),
      (std::vector<std::int32_t>{0, 3, -3, 2, 1, -3, -9, -1, 10, -7, 7, 4, -1, -3, 2, -1, -1}));
  // State letters count from 1, as in computed.txt: scenario → {total impact score, weight}.
  const std::map<std::string, std::pair<int, int>> expected{
      {"131233", {21, 127}}, {"322112", {19, 3}},  {"312112", {18, 3}},   {"213221", {17, 28}},
      {"223221", {15, 19}},  {"132112", {14, 55}}, {"132113", {12, 178}}, {"122112", {9, 35}},
      {"313211", {9, 24}},   {"323211", {8, 14}}};
  const auto s = succession(*system);
  std::map<std::string, std::pair<int, int>> found;
  for (const auto& scenario : s->scenarios) {
    const auto configuration = system->configuration(scenario.configuration);
    std::string digits;
    for (const auto state : configuration) digits += char('1' + state);
    found[digits] = {int(system->total_score(configuration)), int(scenario.weight)};
    EXPECT_EQ(system->inconsistency(configuration), 0);
  }
  EXPECT_EQ(found, expected);
  EXPECT_TRUE(s->cycles.empty());
}

TEST(CrossImpact, CibGlobalAsScenarioWizardFound) {
  if (!std::filesystem::exists(kExpected)) GTEST_SKIP() << kExpected << " is not here";
  const auto system = CrossImpact::load(kExpected / "CIB_global.scw");
  ASSERT_TRUE(system.has_value()) << system.error().message();
  const auto s = succession(*system);
  ASSERT_EQ(s->scenarios.size(), 4);
  const std::map<std::string, std::pair<int, int>> expected{
      {"232", {15, 4}}, {"313", {12, 12}}, {"222", {9, 1}}, {"123", {8, 2}}};
  std::map<std::string, std::pair<int, int>> found;
  for (const auto& scenario : s->scenarios) {
    const auto c = system->configuration(scenario.configuration);
    found[fmt::format("{}{}{}", c[0] + 1, c[1] + 1, c[2] + 1)] = {int(system->total_score(c)),
                                                                  int(scenario.weight)};
  }
  EXPECT_EQ(found, expected);
  ASSERT_EQ(s->cycles.size(), 1);
  EXPECT_EQ(s->cycles[0].configurations.size(), 2);
  EXPECT_EQ(s->cycles[0].weight, 17);
}

}  // namespace
}  // namespace entente::scenario
