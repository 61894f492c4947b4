#include "entente/alignment/weights.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace entente::alignment {
namespace {

using model::ClaimType;

const std::filesystem::path kHome = ENTENTE_SOURCE_DIR;

std::string own_table() {
  std::ifstream in(kHome / "knowledge" / "alignment.tsv");
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Weights of a table with this text.
base::Result<Weights> read(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("weights_test_" + std::to_string(::getpid()) + ".tsv");
  std::ofstream(path) << text;
  auto weights = Weights::read(path);
  std::filesystem::remove(path);
  return weights;
}

/// What is said of the project's own table when `line` is put behind it.
std::string error_with(const std::string& line) {
  const std::string table = own_table();
  const auto weights = read(table + line + "\n");
  if (weights) return "no error";
  const auto lines = std::count(table.begin(), table.end(), '\n');
  EXPECT_TRUE(weights.error().where.ends_with(".tsv:" + std::to_string(lines + 1)))
      << weights.error().where;
  return weights.error().what;
}

Weights own() {
  auto weights = Weights::load(kHome);
  EXPECT_TRUE(weights) << weights.error().message();
  return std::move(*weights);
}

Said said(ClaimType type, model::AuxSet aux = 0, std::string_view claimant = "author") {
  return {.type = type,
          .mode = "",
          .aux = aux,
          .actor = "IND",
          .recipient = "PAK",
          .claimant = claimant};
}

TEST(Weights, FriendlyAndHostileTypesAreOnTheirSides) {
  const Weights weights = own();
  for (const auto type : {ClaimType::agree, ClaimType::support, ClaimType::cooperate,
                          ClaimType::aid, ClaimType::concede, ClaimType::consult})
    EXPECT_GT(weights.weigh(said(type)).value, 0) << model::name(type);
  for (const auto type : {ClaimType::accuse, ClaimType::reject, ClaimType::threaten,
                          ClaimType::sanction, ClaimType::coerce, ClaimType::assault})
    EXPECT_LT(weights.weigh(said(type)).value, 0) << model::name(type);
  EXPECT_LT(weights.weigh(said(ClaimType::assault)).value,
            weights.weigh(said(ClaimType::accuse)).value);
}

TEST(Weights, ModesOfAClaimTakeWeightAway) {
  const Weights weights = own();
  const float fact = weights.weigh(said(ClaimType::agree)).weight;
  const float plan = weights.weigh(said(ClaimType::agree, model::future)).weight;
  const float possible = weights.weigh(said(ClaimType::agree, model::hypothetical)).weight;
  EXPECT_LT(plan, fact);
  EXPECT_LT(possible, plan);
  EXPECT_EQ(weights.weigh(said(ClaimType::assault, model::negation)).weight, 0);
  Said tie = said(ClaimType::tie, model::negation);
  tie.sign = model::Sign::plus;
  tie.trend = model::Trend::standing;
  EXPECT_LT(weights.weigh(tie).value, 0);  // "far from a partnership"
}

TEST(Weights, WordsOfThePartiesWeighLessThanTheAuthors) {
  const Weights weights = own();
  const float author = weights.weigh(said(ClaimType::support)).weight;
  const float third = weights.weigh(said(ClaimType::support, 0, "CHN")).weight;
  const float party = weights.weigh(said(ClaimType::support, 0, "PAK")).weight;
  EXPECT_LT(third, author);
  EXPECT_LT(party, third);
  EXPECT_LT(weights.weigh(said(ClaimType::support, 0, "unnamed")).weight, author);
}

TEST(Weights, ConfidenceAndPeriodsAreFactors) {
  const Weights weights = own();
  Said claim = said(ClaimType::support);
  const float sure = weights.weigh(claim).weight;
  claim.confidence = 0.25f;
  EXPECT_FLOAT_EQ(weights.weigh(claim).weight, sure / 4);
  claim.confidence = 1;
  claim.days = 3650;  // the table's `period`
  EXPECT_FLOAT_EQ(weights.weigh(claim).weight, sure / 2);
}

TEST(Weights, AModeGoesBeforeItsType) {
  const auto weights = read(own_table() + "event\tASSAULT\taerial\t-7\t0.25\n");
  ASSERT_TRUE(weights) << weights.error().message();
  Said claim = said(ClaimType::assault);
  claim.mode = "aerial";
  EXPECT_FLOAT_EQ(weights->weigh(claim).value, -7);
  claim.mode = "firearms";
  EXPECT_FLOAT_EQ(weights->weigh(claim).value, weights->weigh(said(ClaimType::assault)).value);
}

TEST(Weights, SourcesAreFoundByTheirWordsAndFormatsByName) {
  const auto weights = read(own_table() +
                            "source\tExample Gazette\t\t\t0.5\n"
                            "dataset\tplover\t\t\t0.25\n");
  ASSERT_TRUE(weights) << weights.error().message();
  EXPECT_FLOAT_EQ(weights->source("The example gazette of Kars", ""), 0.5f);
  EXPECT_FLOAT_EQ(weights->source("", "https://kars.example/x"), 1);
  EXPECT_FLOAT_EQ(weights->dataset("plover"), 0.25f);
  EXPECT_FLOAT_EQ(weights->dataset("something"), 1);
}

TEST(Weights, AMeasureDrawsToItsLevel) {
  const Weights weights = own();
  const auto votes = weights.measures().find("votes.agreement");
  ASSERT_NE(votes, weights.measures().end());
  EXPECT_GT(votes->second.level(1), 0);
  EXPECT_LT(votes->second.level(0.2), 0);
  EXPECT_EQ(weights.measures().find("capability.tpop"), weights.measures().end());
}

TEST(Weights, ErrorsNameTheirLine) {
  EXPECT_EQ(error_with("evnt\tAGREE\t\t4\t1"), "'evnt' is no kind of row");
  EXPECT_EQ(error_with("event\tHUG\t\t4\t1"), "'HUG' is no type of event");
  EXPECT_EQ(error_with("event\tTIE\tx\t4\t1"), "'TIE' is no type of event");
  EXPECT_EQ(error_with("event\tAGREE\tx\tfour\t1"), "'four' under 'value' is no number");
  EXPECT_EQ(error_with("event\tAGREE\tx\t4\t1e"), "'1e' under 'weight' is no number");
  EXPECT_EQ(error_with("event\tAGREE\tx\tnan\t1"), "'nan' under 'value' is no number");
  EXPECT_EQ(error_with("event\tAGREE\tx\t40\t1"), "the level 40 is off the scale");
  EXPECT_EQ(error_with("event\tAGREE\tx\t4\t-1"), "a weight is not negative");
  EXPECT_EQ(error_with("event\tAGREE\t\t4\t1"), "a row before says the same");
  EXPECT_EQ(error_with("event\tAGREE\tx\t4"), "4 cells where the header has 5");
  EXPECT_EQ(error_with("tie\t+\tsideways\t4\t1"), "a tie has a sign and a trend");
  EXPECT_EQ(error_with("aux\tnegation\tboth\t4\t1"),
            "an auxiliary mode is told for events or for ties");
  EXPECT_EQ(error_with("claimant\tmyself\t\t\t1"), "'myself' is no kind of claimant");
  EXPECT_EQ(error_with("period\tdays\tx\t-3\t"), "a period is a positive number of days");
  EXPECT_EQ(error_with("measure\tx\tzero\t1\t1"), "'zero' under 'qualifier' is no number");
}

TEST(Weights, EveryTypeHasARow) {
  const auto weights = read("kind\tname\tqualifier\tvalue\tweight\nevent\tAGREE\t\t4\t1\n");
  ASSERT_FALSE(weights);
  EXPECT_EQ(weights.error().what, "no row for events of type CONSULT");
  EXPECT_FALSE(Weights::read("/no/such/table.tsv"));
}

}  // namespace
}  // namespace entente::alignment
