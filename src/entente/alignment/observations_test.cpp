#include "entente/alignment/observations.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "entente/alignment/splice.h"
#include "entente/alignment/standings.h"
#include "entente/alignment/voices.h"
#include "entente/base/hash.h"

namespace entente::alignment {
namespace {

using base::Date;
using model::ClaimType;

const std::filesystem::path kHome = ENTENTE_SOURCE_DIR;

model::Claim claim(ClaimType type, std::string actor, std::string recipient,
                   std::string_view day = "", model::AuxSet aux = 0) {
  model::Claim claim;
  claim.actor = {std::move(actor), "GOV", {}};
  claim.recipient = {std::move(recipient), "", {}};
  claim.type = type;
  claim.aux = aux;
  claim.claimant = {"author", "", {}};
  claim.confidence = 1;
  if (const auto date = Date::parse(day)) claim.date = base::Interval::day(*date);
  return claim;
}

model::Claim tie(std::string a, std::string b, model::Sign sign, std::string_view day) {
  model::Claim tie = claim(ClaimType::tie, std::move(a), std::move(b), day);
  tie.sign = sign;
  tie.trend = model::Trend::standing;
  return tie;
}

/// A record that goes away with the test, filled by hand.
class Observations : public testing::Test {
 protected:
  Observations() {
    std::string name = (std::filesystem::temp_directory_path() / "observe_test_XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    auto record = record::Record::open(folder_ / "record.duckdb", record::Access::write);
    if (!record) throw std::runtime_error(record.error().message());
    record_.emplace(std::move(*record));
    auto weights = Weights::load(kHome);
    if (!weights) throw std::runtime_error(weights.error().message());
    weights_ = std::move(*weights);
  }
  ~Observations() override {
    record_.reset();
    std::filesystem::remove_all(folder_);
  }

  /// Stores a document of that day (none: unknown), each claim with words of its own.
  void add(std::string_view published, std::vector<model::Claim> claims) {
    record::Entry entry;
    model::Document& document = entry.document;
    document.id = fmt::format("document {}", ++documents_);
    document.date = Date::parse(published);
    document.text = document.id + ".\n";
    for (model::Claim& claim : claims) {
      const auto begin = std::uint32_t(document.text.size());
      document.text += fmt::format("Sentence {}.\n", begin);
      claim.sentence = claim.trigger = {begin, std::uint32_t(document.text.size())};
      if (claim.date) claim.date_mention = claim.sentence;
    }
    document.hash = base::content_hash(document.text);
    entry.claims = record::quoted(document, claims, 1);
    ASSERT_TRUE(record_->add({&entry, 1}));
  }
  void run(const std::string& sql) {
    const auto done = record_->connection().run(sql);
    ASSERT_TRUE(done) << done.error().message();
  }
  void add_coded(std::string_view actor, std::string_view recipient, std::string_view type,
                 std::string_view day) {
    run(
        fmt::format("INSERT INTO coded_claims (dataset, row, actor, recipient, type, layer, "
                    "negation, future, hypothetical, historical, date) VALUES (7, {}, '{}', '{}', "
                    "'{}', 'political', false, false, false, false, '{}')",
                    ++rows_, actor, recipient, type, day));
  }
  void add_measure(int dataset, std::string_view kind, std::string_view a, std::string_view b,
                   std::string_view from, std::string_view to, double value) {
    run(
        fmt::format("INSERT INTO measures (dataset, row, kind, layer, actor, recipient, date_from, "
                    "date_to, value) VALUES ({}, {}, '{}', 'political', '{}', '{}', '{}', '{}', "
                    "{})",
                    dataset, ++rows_, kind, a, b, from, to, value));
  }
  Observed observed(const Selection& selection = {}) {
    auto observed = observe(*record_, weights_, selection);
    if (!observed) throw std::runtime_error(observed.error().message());
    return std::move(*observed);
  }
  static std::string day(const Observation& observation) { return Date{observation.day}.iso(); }

  std::filesystem::path folder_;
  std::optional<record::Record> record_;
  Weights weights_;
  int documents_ = 0, rows_ = 0;
};

TEST_F(Observations, APairIsOneWhicheverWayItsClaimsRun) {
  add("2020-01-02", {claim(ClaimType::support, "PAK", "CHN", "2020-01-01"),
                     claim(ClaimType::aid, "CHN", "PAK", "2020-01-01")});
  add_coded("PAK", "CHN", "CONSULT", "2019-05-05");
  const Observed o = observed();
  ASSERT_EQ(o.actors, (std::vector<std::string>{"CHN", "PAK"}));
  ASSERT_EQ(o.pairs.size(), 1u);
  ASSERT_EQ(o.claims.size(), 3u);
  EXPECT_EQ(o.claims[0].dataset, 7);  // the earliest first
  EXPECT_TRUE(o.claims[0].backward);
  EXPECT_NE(o.claims[1].backward, o.claims[2].backward);
  EXPECT_EQ(o.find("PAK", "CHN"), 0u);
  EXPECT_EQ(o.find("CHN", "PAK"), 0u);
  EXPECT_FALSE(o.find("CHN", "IND"));
  EXPECT_FALSE(o.find("ZZZ", "ZZZ"));
  ASSERT_EQ(o.series.days.size(), 2u);
  EXPECT_EQ(o.series.days[1].count, 2u);
}

TEST_F(Observations, InsideACountryAndUnknownActorsAreLeftOut) {
  add("2020-01-02", {claim(ClaimType::support, "PAK", "PAK", "2020-01-01"),
                     claim(ClaimType::support, "UNK", "PAK", "2020-01-01"),
                     claim(ClaimType::support, "PAK", "IND", "2020-01-01")});
  const Observed o = observed();
  EXPECT_EQ(o.claims.size(), 1u);
}

TEST_F(Observations, PlansStandAtTheDayOfTheirDocument) {
  add("2020-01-02", {claim(ClaimType::consult, "PAK", "IND", "2020-06-01", model::future),
                     claim(ClaimType::assault, "PAK", "IND", "1971-12-03", model::historical),
                     claim(ClaimType::agree, "PAK", "IND", "", model::hypothetical),
                     claim(ClaimType::agree, "PAK", "IND", "2030-01-01")});
  const Observed o = observed();
  ASSERT_EQ(o.observations.size(), 4u);
  EXPECT_EQ(day(o.observations[3]), "2020-01-02");
  EXPECT_EQ(day(o.observations[0]), "1971-12-03");
  EXPECT_EQ(day(o.observations[1]), "2020-01-02");
  EXPECT_EQ(day(o.observations[2]), "2020-01-02");
}

TEST_F(Observations, WhatHasNoDateIsCountedAndLeftOut) {
  add("", {claim(ClaimType::consult, "PAK", "IND"), claim(ClaimType::agree, "PAK", "IND")});
  add("2020-01-02", {claim(ClaimType::assault, "PAK", "IND", "", model::historical),
                     claim(ClaimType::assault, "PAK", "IND", "2020-01-02", model::negation)});
  const Observed o = observed();
  EXPECT_EQ(o.observations.size(), 0u);
  EXPECT_EQ(o.left_out.undated, 3);
  EXPECT_EQ(o.left_out.void_, 1);
}

TEST_F(Observations, APeriodCountsAtItsMiddleForLess) {
  model::Claim year = claim(ClaimType::support, "PAK", "IND");
  year.date = base::Interval::year(2015);
  add("2020-01-02", {year, claim(ClaimType::support, "PAK", "CHN", "2015-07-02")});
  const Observed o = observed();
  ASSERT_EQ(o.observations.size(), 2u);
  const auto& exact = o.observations[*o.find("PAK", "CHN")];
  const auto& vague = o.observations[*o.find("PAK", "IND")];
  EXPECT_EQ(day(vague), "2015-07-02");
  Said said{.type = ClaimType::support, .actor = "PAK", .recipient = "IND", .claimant = "author"};
  EXPECT_NEAR(exact.weight, weights_.weigh(said).weight, 1e-6);
  said.days = 365;
  EXPECT_NEAR(vague.weight, weights_.weigh(said).weight, 1e-6);
  EXPECT_LT(vague.weight, exact.weight);
}

TEST_F(Observations, APeriodThatGoesOnStandsAtItsDocumentAtTheLatest) {
  model::Claim contract = claim(ClaimType::agree, "PAK", "IND");
  contract.date = base::Interval{*Date::parse("2019-01-01"), *Date::parse("2029-12-31"),
                                 base::Precision::range};
  add("2020-01-02", {contract});
  EXPECT_EQ(day(observed().observations.at(0)), "2020-01-02");
}

TEST_F(Observations, ReportsOfOneEventWeighOnce) {
  for (int i = 0; i < 5; ++i)
    add("2020-01-02", {claim(ClaimType::assault, "IND", "PAK", "2020-01-01")});
  add("2020-01-02", {claim(ClaimType::assault, "IND", "CHN", "2020-01-01")});
  const Observed o = observed();
  const auto weight = [&](std::string_view other) {
    return o.series[*o.find("IND", other)].days[0].weight;
  };
  EXPECT_EQ(o.claims_of(*o.find("IND", "PAK")), 5u);
  EXPECT_NEAR(weight("PAK"), weight("CHN"), 1e-6);
  EXPECT_TRUE(o.claims[o.claim_begin[*o.find("IND", "PAK")]].repeated);
  EXPECT_FALSE(o.claims[o.claim_begin[*o.find("IND", "CHN")]].repeated);
}

TEST_F(Observations, AStandingTieWeighsOnceADocument) {
  const auto friendship = [] { return tie("CHN", "PAK", model::Sign::plus, "2020-01-01"); };
  add("2020-01-02", {friendship(), friendship(), friendship()});
  const double once = observed().series.days[0].weight;
  EXPECT_NEAR(once,
              weights_
                  .weigh({.sign = model::Sign::plus,
                          .trend = model::Trend::standing,
                          .actor = "CHN",
                          .recipient = "PAK",
                          .claimant = "author"})
                  .weight,
              1e-6);
  add("2020-01-03", {friendship()});
  EXPECT_NEAR(observed().series.days[0].weight, 2 * once, 1e-6);
}

TEST_F(Observations, ASelectionTakesWhatItNames) {
  add("2020-01-02", {claim(ClaimType::support, "PAK", "IND", "2020-01-01"),
                     claim(ClaimType::support, "CHN", "IND", "2020-01-01"),
                     claim(ClaimType::support, "CHN", "PAK", "2020-01-01")});
  EXPECT_EQ(observed({.actors = {"PAK", "IND"}}).pairs.size(), 1u);
  EXPECT_EQ(observed({.actors = {"PAK", "IND", "CHN"}}).pairs.size(), 3u);
  EXPECT_EQ(observed({.around = "CHN"}).pairs.size(), 2u);
  EXPECT_EQ(observed({.actors = {"PAK", "RUS"}}).pairs.size(), 0u);
  EXPECT_EQ(observed({.layer = model::Layer::arms}).pairs.size(), 0u);
  EXPECT_EQ(observed({.layer = model::Layer::political}).pairs.size(), 3u);
}

TEST_F(Observations, MeasuresSetTheLevelWhileTheyHold) {
  add_measure(3, "alliance.defense", "PAK", "USA", "1955-01-01", "1965-12-31", 1);
  add_measure(3, "alliance.defense", "GBR", "USA", "1955-01-01", "2012-12-31", 1);
  add_measure(3, "capability.tpop", "PAK", "USA", "1955-01-01", "1965-12-31", 1e9);
  const Observed o = observed();
  const auto steps = o.series[*o.find("PAK", "USA")].steps;
  ASSERT_EQ(steps.size(), 3u);  // the first is the level of two states
  EXPECT_GT(steps[0].level, 0);
  EXPECT_EQ(Date{steps[1].day}.iso(), "1955-01-01");
  EXPECT_GT(steps[1].level, steps[0].level);
  EXPECT_EQ(Date{steps[2].day}.iso(), "1966-01-01");
  EXPECT_EQ(steps[2].level, steps[0].level);
  // What holds on the data set's last day goes on: its authors stopped counting, not the alliance.
  EXPECT_EQ(o.series[*o.find("GBR", "USA")].steps.size(), 2u);
  EXPECT_EQ(observed({.measures = false}).pairs.size(), 0u);
}

TEST_F(Observations, LevelsOfSeveralKindsAreWeighed) {
  const std::vector<Measured> measured{{.kind = 0, .from = 0, .to = 9, .level = 6, .weight = 1},
                                       {.kind = 0, .from = 0, .to = 9, .level = 4, .weight = 1},
                                       {.kind = 1, .from = 5, .to = 20, .level = -5, .weight = 3}};
  const std::vector<Step> steps = alignment::steps(measured, 0);
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_EQ(steps[0].day, 0);
  EXPECT_DOUBLE_EQ(steps[0].level, 5.0 / 2);
  EXPECT_EQ(steps[1].day, 5);
  EXPECT_DOUBLE_EQ(steps[1].level, (5.0 - 15) / 5);
  EXPECT_EQ(steps[2].day, 10);
  EXPECT_DOUBLE_EQ(steps[2].level, -15.0 / 4);
  EXPECT_EQ(steps[3].day, 21);
  EXPECT_DOUBLE_EQ(steps[3].level, 0);
}

TEST_F(Observations, StandingsLeadBackToTheirClaims) {
  add("2020-01-02", {claim(ClaimType::assault, "IND", "PAK", "2020-01-01"),
                     claim(ClaimType::agree, "CHN", "PAK", "2020-01-01"),
                     claim(ClaimType::agree, "IND", "PAK", "2001-01-01")});
  const auto standings = Standings::load(*record_, kHome, {.actors = {"CHN", "IND", "PAK"}});
  ASSERT_TRUE(standings) << standings.error().message();
  const auto at = standings->at(*Date::parse("2020-02-01"));
  const std::size_t hostile = *standings->observed.find("IND", "PAK");
  EXPECT_LT(at[hostile].mean, 0);
  EXPECT_GT(at[*standings->observed.find("CHN", "PAK")].mean, 0);
  const auto evidence = standings->evidence(hostile, *Date::parse("2020-02-01"));
  ASSERT_EQ(evidence.size(), 2u);
  EXPECT_GT(evidence[0].share, evidence[1].share);
  const ObservedClaim& carrier = standings->observed.claims[evidence[0].claim];
  EXPECT_EQ(carrier.type, ClaimType::assault);
  const auto found = record_->claims(carrier.id());
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1u);
  // Everything that moves the mean is told.
  const LevelEvidence level = standings->level_evidence(hostile, *Date::parse("2020-02-01"));
  EXPECT_NEAR(at[hostile].mean, level.level + evidence[0].pull + evidence[1].pull, 1e-9);
  EXPECT_NEAR(level.share + evidence[0].share + evidence[1].share, 1, 1e-9);
}

TEST_F(Observations, VoicesAreHeardOneByOne) {
  model::Claim friendly = claim(ClaimType::support, "IND", "PAK", "2020-01-01");
  friendly.claimant.id = "CHN";
  add("2020-01-02", {friendly, claim(ClaimType::assault, "IND", "PAK", "2020-01-01"),
                     claim(ClaimType::accuse, "IND", "PAK", "2020-02-01"),
                     claim(ClaimType::accuse, "IND", "PAK", "2010-02-01")});
  const Observed o = observed();
  const Parameters parameters;
  const auto from = *Date::parse("2019-01-01"), to = *Date::parse("2021-01-01");
  const auto heard = voices(o, parameters, 0, VoiceOf::claimant, from, to);
  ASSERT_EQ(heard.size(), 2u);
  EXPECT_EQ(o.names[heard[0].name], "author");
  EXPECT_EQ(heard[0].claims, 2u);
  EXPECT_EQ(o.names[heard[1].name], "CHN");
  EXPECT_LT(heard[0].standing.mean, heard[1].standing.mean);
  EXPECT_LT(heard[0].standing.variance, heard[1].standing.variance);  // more claims, and weightier
  const Voice all = all_voices(o, parameters, 0, from, to);
  EXPECT_EQ(all.claims, 3u);
  EXPECT_LT(all.standing.variance, heard[0].standing.variance);
}

TEST_F(Observations, ParametersAreStoredAndKnowWhenTheyAreOutdated) {
  add("2020-01-02", {claim(ClaimType::assault, "IND", "PAK", "2020-01-01"),
                     claim(ClaimType::agree, "IND", "PAK", "2001-01-01")});
  auto none = stored_fit(*record_);
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
  const auto fit = estimate(*record_, weights_);
  ASSERT_TRUE(fit) << fit.error().message();
  EXPECT_EQ(fit->claims, 2);
  ASSERT_TRUE(store(*record_, *fit));
  const auto stored = stored_fit(*record_);
  ASSERT_TRUE(stored && *stored);
  EXPECT_EQ((*stored)->fit.parameters, fit->fit.parameters);
  EXPECT_EQ((*stored)->at, fit->at);
  EXPECT_EQ((*stored)->fit.pairs, 1u);
  EXPECT_FALSE((*stored)->is_outdated(2, weights_.hash()));
  EXPECT_TRUE((*stored)->is_outdated(3, weights_.hash()));
  EXPECT_TRUE((*stored)->is_outdated(2, "another table"));
  // As a program left it whose model knew of nothing that lasts.
  ASSERT_TRUE(record_->connection().run("DELETE FROM meta WHERE key = 'alignment_lasting'"));
  const auto earlier = stored_fit(*record_);
  ASSERT_TRUE(earlier);
  EXPECT_FALSE(*earlier);
}

/// Everything of an Observed but the numbers that names happen to have.
std::string told(const Observed& o) {
  std::string text = fmt::format("{}\n", fmt::join(o.actors, " "));
  for (std::size_t i = 0; i < o.pairs.size(); ++i) {
    text += fmt::format("{} {}:", o.actors[o.pairs[i].a], o.actors[o.pairs[i].b]);
    for (std::size_t k = o.claim_begin[i]; k < o.claim_begin[i + 1]; ++k)
      text +=
          fmt::format(" [{} {:.9f} {:.9f} {} {}]", o.observations[k].day, o.observations[k].value,
                      o.observations[k].weight, o.claims[k].row, o.names[o.claims[k].claimant]);
    for (std::size_t k = o.measured_begin[i]; k < o.measured_begin[i + 1]; ++k)
      text += fmt::format(" {}={}", o.names[o.measured[k].kind], o.measured[k].value);
    for (const Day& day : o.series[i].days) text += fmt::format(" {}x{:.9f}", day.day, day.mean);
    for (const Step& step : o.series[i].steps) text += fmt::format(" {}@{}", step.day, step.level);
    text += '\n';
  }
  return text;
}

TEST_F(Observations, OnePairCanBePutInThePlaceOfWhatItWas) {
  add("2020-01-02", {claim(ClaimType::support, "CHN", "PAK", "2020-01-01"),
                     claim(ClaimType::accuse, "IND", "PAK", "2020-01-01"),
                     claim(ClaimType::consult, "IND", "USA", "2020-01-02")});
  add_coded("RUS", "USA", "SANCTION", "2019-05-05");
  add_measure(3, "alliance.defense", "CHN", "PAK", "2015-01-01", "2020-12-31", 1);
  Observed all = observed();
  const auto replaced = [&](const std::string& a, const std::string& b) {
    splice(all, observed({.actors = {a, b}}), a, b);
    EXPECT_EQ(told(all), told(observed())) << a << " " << b;
  };
  add("2020-02-02", {claim(ClaimType::aid, "PAK", "CHN", "2020-02-01")});  // more of a pair
  replaced("PAK", "CHN");
  add("2020-02-03", {claim(ClaimType::threaten, "AFG", "IRN", "2020-02-03")});  // new, new actors
  replaced("AFG", "IRN");
  add("2020-02-04", {claim(ClaimType::threaten, "USA", "AFG", "2020-02-03")});  // new, known actors
  replaced("USA", "AFG");
  run("DELETE FROM claims WHERE type = 'SUPPORT'");  // less of a pair
  replaced("CHN", "PAK");
  run("DELETE FROM claims WHERE actor = 'AFG'");  // a pair and an actor less
  replaced("AFG", "IRN");
  replaced("CHN", "IND");  // of whom nothing has ever been known
  run("DELETE FROM coded_claims");
  replaced("RUS", "USA");
}

}  // namespace
}  // namespace entente::alignment
