#include "entente/record/events.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "entente/base/hash.h"

namespace entente::record {
namespace {

using base::Date;
using base::Interval;
using model::ClaimType;

/// A record that goes away with the test, filled by hand: what the reader makes of a text is not
/// tested here.
class EventsTest : public testing::Test {
 protected:
  EventsTest() {
    std::string name = (std::filesystem::temp_directory_path() / "events_test_XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    auto record = Record::open(folder_ / "record.duckdb", Access::write);
    if (!record) throw std::runtime_error(record.error().message());  // ends the test
    record_.emplace(std::move(*record));
  }
  ~EventsTest() override {
    record_.reset();
    std::filesystem::remove_all(folder_);
  }

  /// Stores a document published on that day (none: unknown), with such claims.
  void add(std::string_view source, std::string_view published, std::vector<model::Claim> claims) {
    model::Document document;
    document.id = fmt::format("document {}", ++documents_);
    document.source = source;
    document.date = Date::parse(published);
    document.text = document.id + ". ";
    for (model::Claim& claim : claims) {
      // Each claim has the words that its pattern holds, or words of its own.
      const std::string words =
          claim.pattern.empty()
              ? fmt::format("Sentence {} of {}.", document.text.size(), documents_)
              : claim.pattern;
      const auto begin = std::uint32_t(document.text.size());
      document.text += words + "\n";
      claim.sentence = claim.trigger = {begin, begin + std::uint32_t(words.size())};
      if (claim.date_mention.empty() && claim.date &&
          claim.date->precision == base::Precision::day && document.date &&
          claim.date->start == *document.date)
        continue;
      if (claim.date) claim.date_mention = claim.sentence;
    }
    document.hash = base::content_hash(document.text);
    Entry entry;
    entry.claims = quoted(document, claims, 1);
    entry.document = std::move(document);
    ASSERT_TRUE(record_->add({&entry, 1}));
  }

  std::vector<Event> events(const ClaimFilter& filter = {}, Events::View view = Events::View::all) {
    const auto found = Events::find(*record_, filter, view);
    if (!found) throw std::runtime_error(found.error().message());
    std::vector<Event> events;
    for (std::size_t i = 0; i < found->size(); ++i) events.push_back(found->at(i));
    return events;
  }
  std::vector<Event> contested() { return events({}, Events::View::contested); }
  /// How many reports each event has, most first.
  std::vector<std::size_t> sizes() {
    std::vector<std::size_t> sizes;
    for (const Event& event : events()) sizes.push_back(event.reports.claims.size());
    std::sort(sizes.rbegin(), sizes.rend());
    return sizes;
  }
  using Sizes = std::vector<std::size_t>;

  std::filesystem::path folder_;
  std::optional<Record> record_;
  int documents_ = 0;
};

std::optional<Interval> days(std::string_view text) {
  const auto start = Date::parse(text);
  if (!start) return std::nullopt;
  const auto [year, month, day] = start->civil();
  if (text.size() == 4) return Interval::year(year);
  return text.size() == 7 ? Interval::month(year, month) : Interval::day(*start);
}

/// "IND attacks PAK" on such days, as words say.
model::Claim attack(std::string_view date, model::AuxSet aux = 0, std::string claimant = "author") {
  model::Claim claim;
  claim.actor = {"IND", "", {}};
  claim.recipient = {"PAK", "", {}};
  claim.type = ClaimType::assault;
  claim.layer = model::Layer::military;
  claim.aux = aux;
  claim.claimant = {std::move(claimant), "", {}};
  claim.date = days(date);
  return claim;
}

model::Claim with(model::Claim claim, ClaimType type, std::string actor, std::string recipient) {
  claim.type = type;
  claim.actor.id = std::move(actor);
  claim.recipient.id = std::move(recipient);
  return claim;
}

model::Claim in_words(model::Claim claim, std::string words) {
  claim.pattern = std::move(words);
  return claim;
}

model::Claim tie(model::Sign sign, model::Trend trend, std::string_view date,
                 std::string claimant = "author") {
  model::Claim claim = with(attack(date, 0, std::move(claimant)), ClaimType::tie, "CHN", "PAK");
  claim.sign = sign;
  claim.trend = trend;
  return claim;
}

constexpr auto plus = model::Sign::plus, minus = model::Sign::minus;
constexpr auto standing = model::Trend::standing, closer = model::Trend::closer;

TEST_F(EventsTest, AHeadlineAndTheSentenceThatDatesItAreOneEvent) {
  add("Times", "2021-03-03", {attack("2021-03-03"), attack("2021-03-01"), attack("")});
  const auto all = events();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].reports.claims.size(), 3u);
  EXPECT_EQ(all[0].reports.documents, 1);
  EXPECT_EQ(all[0].reports.sources, 1);
  EXPECT_EQ(all[0].date, days("2021-03-01"));
}

TEST_F(EventsTest, DaysThatOneDocumentTellsApartAreTwoEvents) {
  add("Times", "2021-03-03", {attack("2021-03-01"), attack("2021-03-02")});
  add("Post", "2021-03-03", {attack("2021-03-02")});
  EXPECT_EQ(sizes(), (Sizes{2, 1}));
}

TEST_F(EventsTest, AnEarlierDocumentWithOneOfTheDaysChangesNothing) {
  add("Post", "2021-03-03", {attack("2021-03-02")});
  add("Times", "2021-03-03", {attack("2021-03-01"), attack("2021-03-02")});
  EXPECT_EQ(sizes(), (Sizes{2, 1}));
}

TEST_F(EventsTest, DocumentsADayApartReportOneEventAndAWeekApartTwo) {
  add("Times", "2021-03-03", {attack("2021-03-01")});
  add("Post", "2021-03-03", {attack("2021-03-02")});
  add("Times", "2021-03-10", {attack("2021-03-08")});
  EXPECT_EQ(sizes(), (Sizes{2, 1}));
}

TEST_F(EventsTest, NewsLagsBehindByUpToThreeDays) {
  add("Times", "2021-03-03", {attack("2021-03-01")});
  add("Post", "2021-03-03", {attack("2021-03-03")});    // dated by the document alone
  add("Herald", "2021-03-20", {attack("2021-03-20")});  // likewise
  EXPECT_EQ(sizes(), (Sizes{2, 1}));
}

TEST_F(EventsTest, AWarIsNoChain) {
  const Date first = Date::from_civil(2021, 3, 1);
  for (int day = 0; day < 30; ++day)
    for (const char* source : {"Times", "Post"})
      add(source, (first + day + 1).iso(), {attack((first + day).iso())});
  const auto all = events();
  EXPECT_GE(all.size(), 10u);
  for (const Event& event : all) EXPECT_LE(event.reports.claims.size(), 6u);
}

TEST_F(EventsTest, TheSameDealSeenFromEitherEnd) {
  add("Times", "2021-03-03", {with(attack("2021-03-01"), ClaimType::agree, "RUS", "CHN")});
  add("Post", "2021-03-03", {with(attack("2021-03-01"), ClaimType::agree, "CHN", "RUS")});
  add("Post", "2021-03-04", {with(attack("2021-03-01"), ClaimType::accuse, "RUS", "CHN")});
  add("Times", "2021-03-04", {with(attack("2021-03-01"), ClaimType::accuse, "CHN", "RUS")});
  EXPECT_EQ(sizes(), (Sizes{2, 1, 1}));
}

TEST_F(EventsTest, InsideACountrySectorsCount) {
  auto protest = with(attack("2021-03-01"), ClaimType::protest, "UKR", "UKR");
  protest.actor.sector = "CVL";
  protest.recipient.sector = "GOV";
  auto other = protest;
  other.actor.sector = "OPP";
  auto abroad = with(attack("2021-03-01"), ClaimType::protest, "RUS", "UKR");
  auto abroad_too = abroad;
  abroad_too.actor.sector = "GOV";
  add("Times", "2021-03-02", {protest, protest, other, abroad, abroad_too});
  EXPECT_EQ(sizes(), (Sizes{2, 2, 1}));
  for (const Event& event : events())
    EXPECT_EQ(event.actor.sector.empty(), event.actor.id == "RUS");
}

TEST_F(EventsTest, FactsPlansAndPossibilitiesAreKeptApart) {
  add("Times", "2021-03-01",
      {attack("2021-03-01"), attack("", model::future), attack("", model::hypothetical),
       attack("", model::future | model::hypothetical), attack("2021-03-01", model::historical)});
  const auto all = events({.order = ClaimFilter::Order::document});
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].realis, Realis::asserted);
  EXPECT_EQ(all[0].reports.claims.size(), 2u);
  EXPECT_EQ(all[1].realis, Realis::future);
  EXPECT_EQ(all[2].realis, Realis::hypothetical);
  EXPECT_EQ(all[2].reports.claims.size(), 2u);
}

TEST_F(EventsTest, AVagueDateJoinsTheOnlyEventThatItCanMean) {
  add("Times", "2021-03-05", {attack("2021-03-02")});
  add("Post", "2021-03-30", {attack("2021-03")});
  EXPECT_EQ(sizes(), (Sizes{2}));
  add("Times", "2021-03-22", {attack("2021-03-20")});
  EXPECT_EQ(sizes(), (Sizes{1, 1, 1}));
}

TEST_F(EventsTest, AYearIsNoDateOfADeedElsewhere) {
  add("Times", "2021-03-05", {attack("2021-03-02")});
  add("Post", "2022-01-01", {attack("2021")});
  add("Herald", "2022-05-05", {attack("2021")});
  EXPECT_EQ(sizes(), (Sizes{2, 1}));
  add("Times", "2023-01-01", {attack("2022-06-06"), attack("2022")});
  EXPECT_EQ(sizes(), (Sizes{2, 2, 1}));
}

TEST_F(EventsTest, WithoutADateContextsTellApart) {
  auto arms = attack(""), energy = attack("");
  arms.layer = model::Layer::arms;
  energy.layer = model::Layer::energy;
  add("Times", "", {arms, energy, arms, energy, attack("2014")});
  EXPECT_EQ(sizes(), (Sizes{2, 2, 1}));
}

TEST_F(EventsTest, ADocumentWithoutADateIsHeldAgainstItselfAlone) {
  add("Times", "", {attack(""), attack(""), attack("", model::negation, "PAK")});
  add("Post", "", {attack("")});
  EXPECT_EQ(sizes(), (Sizes{2, 1}));
  EXPECT_EQ(contested().size(), 1u);
}

TEST_F(EventsTest, PlansWithoutADateAreOneWithinAWeek) {
  add("Times", "2021-03-01", {attack("", model::future)});
  add("Post", "2021-03-05", {attack("", model::future)});
  add("Herald", "2021-03-06", {attack("2021-03-07", model::future)});
  add("Herald", "2021-04-01", {attack("", model::future)});
  EXPECT_EQ(sizes(), (Sizes{3, 1}));
}

TEST_F(EventsTest, BackgroundWithoutADateIsHeldAgainstNothing) {
  add("Times", "2021-03-01", {attack("2021-03-01"), attack("", model::historical)});
  add("Post", "2021-03-01", {attack("", model::historical)});
  EXPECT_EQ(sizes(), (Sizes{1, 1, 1}));
}

TEST_F(EventsTest, OnlyShiftsOfTiesAreEvents) {
  add("Times", "2021-03-01",
      {tie(plus, standing, "2021-03-01"), tie(plus, closer, "2021-03-01"),
       tie(plus, model::Trend::apart, "2021-03-01")});
  auto arms = tie(plus, closer, "2021-03-01");
  arms.layer = model::Layer::arms;
  add("Post", "2021-03-01", {tie(plus, closer, "2021-03-01"), arms});
  EXPECT_EQ(sizes(), (Sizes{2, 1, 1}));
}

TEST_F(EventsTest, OnePublisherIsOneSource) {
  add("The Times", "2021-03-02", {attack("2021-03-01")});
  add("the times ", "2021-03-03", {attack("2021-03-01")});
  add("Post", "2021-03-03", {attack("2021-03-01")});
  add("", "2021-03-03", {attack("2021-03-01")});  // nobody knows whose: for itself
  const auto all = events();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].reports.documents, 4);
  EXPECT_EQ(all[0].reports.sources, 3);
}

TEST_F(EventsTest, AnAgencysSentenceInFivePapersIsOneSource) {
  for (const char* source : {"A", "B", "C", "D", "E"})
    add(source, "2021-03-02",
        {in_words(attack("2021-03-01"),
                  source[0] < 'C' ? "Jets “bombed”  a camp." : "JETS \"bombed\" a\u00A0camp.")});
  add("E", "2021-03-02", {in_words(attack("2021-03-01"), "We saw the smoke.")});
  const auto all = events();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].reports.claims.size(), 6u);
  EXPECT_EQ(all[0].reports.sources, 2);
}

TEST_F(EventsTest, MoscowsWordRelayedByFivePapersIsOneSource) {
  for (const char* source : {"A", "B", "C", "D", "E"})
    add(source, "2021-03-02", {attack("2021-03-01", 0, "RUS")});
  ASSERT_EQ(events().size(), 1u);
  EXPECT_EQ(events()[0].reports.sources, 1);
  add("F", "2021-03-02", {attack("2021-03-01", 0, "unnamed")});
  add("G", "2021-03-02", {attack("2021-03-01", 0, "PAK")});
  EXPECT_EQ(events()[0].reports.sources, 3);
}

TEST_F(EventsTest, ADenialIsNoReport) {
  add("Times", "2021-03-02", {attack("", model::negation, "IND")});
  EXPECT_TRUE(events().empty());
  EXPECT_TRUE(contested().empty());
  add("Post", "2021-03-02", {attack("2021-03-01", 0, "PAK")});
  const auto all = events();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].reports.claims.size(), 1u);
  EXPECT_EQ(all[0].denials.claims.size(), 1u);
  EXPECT_TRUE(all[0].contested);
  ASSERT_EQ(contested().size(), 1u);
  EXPECT_EQ(contested()[0].id, all[0].id);
}

TEST_F(EventsTest, NobodyContestsHimself) {
  add("Times", "2021-03-02", {attack("2021-03-02"), attack("", model::negation)});
  ASSERT_EQ(events().size(), 1u);
  EXPECT_EQ(events()[0].denials.claims.size(), 1u);
  EXPECT_TRUE(contested().empty());
}

TEST_F(EventsTest, OtherDatesOtherContextsAndPossibilitiesContestNothing) {
  auto gas = attack("2021-03-01", 0, "RUS");
  gas.layer = model::Layer::energy;
  add("Times", "2021-03-02", {gas});
  add("Post", "2021-03-02", {attack("", model::negation, "IND")});  // military
  add("Times", "2022-03-02", {attack("2022-03-01")});
  add("Post", "2022-04-02", {attack("", model::negation, "IND")});
  add("Times", "2023-03-02", {attack("", model::hypothetical)});
  add("Post", "2023-03-02", {attack("", model::negation | model::hypothetical, "IND")});
  add("Herald", "2023-03-02", {attack("", model::negation | model::future, "IND")});
  EXPECT_TRUE(contested().empty());
}

TEST_F(EventsTest, APlanIsContestedByWhoeverRulesItOut) {
  add("Times", "2021-03-02", {attack("", model::future, "PAK")});
  add("Post", "2021-03-03", {attack("", model::future | model::negation, "IND")});
  ASSERT_EQ(contested().size(), 1u);
  EXPECT_EQ(contested()[0].realis, Realis::future);
}

TEST_F(EventsTest, FriendsToOneAndFoesToAnother) {
  add("Times", "2021-03-02",
      {tie(plus, standing, "2021-03-02"), tie(minus, standing, "2021-03-02")});
  EXPECT_TRUE(contested().empty());  // one author, two aspects
  add("Post", "2021-03-20", {tie(minus, standing, "2021-03-20", "IND")});
  const auto all = contested();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].trend, standing);
  EXPECT_EQ(all[0].reports.claims.size(), 1u);
  EXPECT_EQ(all[0].denials.claims.size(), 2u);
  EXPECT_TRUE(events().empty());
}

TEST_F(EventsTest, AFriendshipOfTenYearsAgoContestsNothing) {
  add("Times", "2011-03-02", {tie(plus, standing, "2011-03-02")});
  add("Post", "2021-03-02", {tie(minus, standing, "2021-03-02", "IND")});
  EXPECT_TRUE(contested().empty());
}

TEST_F(EventsTest, AFilterPicksEventsAndLeavesThemWhole) {
  add("Times", "2021-03-02", {attack("2021-03-01")});
  add("Post", "2021-03-02", {attack("2021-03-01", 0, "RUS")});
  add("Post", "2021-03-09", {attack("2021-03-08")});
  const auto all = events({.claimants = {"RUS"}});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].reports.claims.size(), 2u);
  EXPECT_EQ(events({.from = Date::from_civil(2021, 3, 5)}).size(), 1u);
  EXPECT_EQ(events({.actors = {"PAK"}}).size(), 2u);
  EXPECT_TRUE(events({.types = {ClaimType::agree}}).empty());
}

TEST_F(EventsTest, OrdersAndIdsStay) {
  add("Times", "2021-03-02", {attack("2021-03-01")});
  add("Times", "2021-03-09", {attack("2021-03-08")});
  add("Times", "2021-03-12", {attack("", model::future)});
  const auto before = events();
  ASSERT_EQ(before.size(), 3u);
  EXPECT_EQ(before[0].date, days("2021-03-08"));
  EXPECT_EQ(before[1].date, days("2021-03-01"));
  EXPECT_FALSE(before[2].date);
  EXPECT_EQ(events({.reverse = true})[0].id, before[1].id);
  EXPECT_FALSE(events({.reverse = true})[2].date);
  add("Post", "2021-03-02", {attack("2021-03-01")});
  EXPECT_EQ(events()[1].id, before[1].id);
  EXPECT_EQ(events()[1].reports.claims.size(), 2u);
}

TEST_F(EventsTest, ClaimsAreFoundByTheirIds) {
  add("Times", "2021-03-02", {attack("2021-03-01")});
  const std::string id = events()[0].reports.best;
  const auto claims = claims_by_id(*record_, {id, "no such id"});
  ASSERT_TRUE(claims);
  ASSERT_EQ(claims->size(), 1u);
  EXPECT_EQ(claims->at(id).actor.id, "IND");
}

/// Reports of few pairs over few years, so that groups are as crowded as they can be. There is no
/// clock here: a quadratic step would take hours.
std::vector<Report> crowd(std::uint32_t count, bool one_document) {
  std::vector<Report> reports(count);
  std::uint64_t state = 7;
  const auto below = [&](std::uint32_t limit) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return std::uint32_t((state >> 33) % limit);
  };
  for (std::uint32_t i = 0; i < count; ++i) {
    Report& report = reports[i];
    report.actor = below(2);
    report.recipient = 2;
    report.type = ClaimType::assault;
    report.denies = below(10) == 0;
    report.document = one_document ? 1 : i / 3;
    report.position = i;
    report.has_own_date = below(3) != 0;
    report.published = Date{std::int32_t(15000 + report.document % 5000)};
    const Date day{report.published->days - std::int32_t(below(40))};
    const std::int32_t length = below(4) == 0 ? std::int32_t(below(900)) : 0;
    if (below(5) != 0) report.date = Interval{day, day + length, base::Precision::range};
    if (!report.has_own_date && report.date) report.date = Interval::day(*report.published);
  }
  return reports;
}

TEST(Anchors, AreSoonFoundInACrowd) {
  for (const bool one_document : {false, true}) {
    const std::vector<Report> reports = crowd(300'000, one_document);
    const auto anchor_of = anchors(reports);
    std::map<std::uint32_t, std::size_t> sizes;
    for (std::uint32_t i = 0; i < anchor_of.size(); ++i) {
      const std::uint32_t anchor = anchor_of[i];
      ++sizes[anchor];
      ASSERT_EQ(anchor_of[anchor], anchor);
      ASSERT_EQ(reports[anchor].actor, reports[i].actor);
      ASSERT_TRUE(!reports[anchor].denies || anchor == i || reports[i].denies);
    }
    EXPECT_LT(sizes.size(), reports.size());
    EXPECT_GT(sizes.size(), 10u);
  }
}

}  // namespace
}  // namespace entente::record
