#include "entente/record/record.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "entente/base/hash.h"

namespace entente::record {
namespace {

using base::Date;
using base::Interval;
using model::ClaimType;
using model::Span;

/// A folder that goes away with the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "record_test_XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

Span find(const std::string& text, std::string_view words) {
  const auto at = text.find(words);
  return {std::uint32_t(at), std::uint32_t(at + words.size())};
}

model::Document document(std::string name, std::string text) {
  model::Document document;
  document.id = std::move(name);
  document.text = std::move(text);
  document.hash = base::content_hash(document.text);
  document.date = Date::from_civil(2017, 9, 8);
  return document;
}

const std::string kText = "“Zürich met,” they say. This week China gave Pakistan assurances.";

model::Claim assurance(const std::string& text = kText) {
  model::Claim claim;
  claim.sentence = find(text, "This week China gave Pakistan assurances.");
  claim.actor = {"CHN", "GOV", find(text, "China")};
  claim.recipient = {"PAK", "", find(text, "Pakistan")};
  claim.type = ClaimType::agree;
  claim.aux = model::future | model::hypothetical;
  claim.claimant = {"author", "", {}};
  claim.trigger = find(text, "gave");
  claim.date = Interval::week_of(Date::from_civil(2017, 9, 8));
  claim.date_mention = find(text, "This week");
  claim.confidence = 0.83f;
  claim.pattern = "triggers.tsv:88";
  return claim;
}

Entry entry(model::Document document, const std::vector<model::Claim>& claims, int version = 1) {
  Entry entry;
  entry.claims = quoted(document, claims, version);
  entry.document = std::move(document);
  entry.sentences = 2;
  entry.reader_version = version;
  return entry;
}

Record open(const std::filesystem::path& path, Access access = Access::write) {
  auto record = Record::open(path, access);
  if (!record) throw std::runtime_error(record.error().message());  // ends the test
  return std::move(*record);
}

std::vector<QuotedClaim> claims(const Record& record, const ClaimFilter& filter = {}) {
  std::vector<QuotedClaim> all;
  EXPECT_TRUE(record.each_claim(filter, [&](const QuotedClaim& c) { all.push_back(c); }));
  EXPECT_EQ(record.count(filter).value(), std::int64_t(all.size()));
  return all;
}

std::string bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(QuotedClaim, CountsCodePoints) {
  const auto all = quoted(document("a.txt", kText), {assurance()}, 1);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].actor.mention.text, "China");
  EXPECT_EQ(all[0].actor.mention.start, 34);
  EXPECT_EQ(all[0].actor.mention.end, 39);
  EXPECT_EQ(all[0].sentence.start, 24);
  EXPECT_TRUE(all[0].claimant.mention.empty());
}

TEST(QuotedClaim, IdIsWhatIsSaidAndNotHowSurely) {
  const auto id = [](const model::Claim& claim) {
    return quoted(document("any name", kText), {claim}, 7)[0].id;
  };
  const std::string first = id(assurance());
  EXPECT_EQ(first.size(), 16u);
  model::Claim surer = assurance();
  surer.confidence = 0.9f;
  surer.pattern = "triggers.tsv:90";
  EXPECT_EQ(id(surer), first);
  model::Claim other = assurance();
  other.aux = 0;
  EXPECT_NE(id(other), first);
  EXPECT_EQ(quoted(document("a", kText), {assurance(), surer}, 1).size(), 1u);
}

TEST(Record, GivesBackWhatItWasGiven) {
  const Folder folder;
  Record record = open(folder / "r.duckdb");
  const Entry given = entry(document("a.txt", kText), {assurance()});
  const Added added = record.add({&given, 1}).value();
  EXPECT_EQ(added.added, 1);
  EXPECT_EQ(added.claims, 1);

  const auto all = claims(record);
  ASSERT_EQ(all.size(), 1u);
  const QuotedClaim &got = all[0], &want = given.claims[0];
  EXPECT_EQ(got.id, want.id);
  EXPECT_EQ(got.document, "a.txt");
  EXPECT_EQ(got.document_hash, given.document.hash);
  EXPECT_EQ(got.sentence.text, want.sentence.text);
  EXPECT_EQ(got.actor.sector, "GOV");
  EXPECT_EQ(got.recipient.mention.text, "Pakistan");
  EXPECT_EQ(got.recipient.mention.end, want.recipient.mention.end);
  EXPECT_EQ(got.type, ClaimType::agree);
  EXPECT_EQ(got.aux, want.aux);
  EXPECT_EQ(got.claimant.id, "author");
  EXPECT_TRUE(got.claimant.mention.empty());
  EXPECT_EQ(got.date, want.date);
  EXPECT_EQ(got.date_mention.text, "This week");
  EXPECT_EQ(got.trigger.text, "gave");
  EXPECT_FLOAT_EQ(float(got.confidence), 0.83f);
  EXPECT_EQ(got.pattern, "triggers.tsv:88");

  const auto stored = record.documents("a.txt").value();
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(stored[0].document.text, kText);
  EXPECT_EQ(stored[0].document.date, given.document.date);
  EXPECT_EQ(stored[0].sentences, 2);
  EXPECT_EQ(record.documents(given.document.hash.substr(0, 6)).value().size(), 1u);
  EXPECT_EQ(record.claims(want.id.substr(0, 6)).value().size(), 1u);
}

TEST(Record, ReadingAgainChangesNothing) {
  const Folder folder;
  const Entry given = entry(document("a.txt", kText), {assurance()});
  {
    Record record = open(folder / "r.duckdb");
    ASSERT_TRUE(record.add({&given, 1}));
  }
  const std::string before = bytes(folder / "r.duckdb");
  {
    Record record = open(folder / "r.duckdb");
    EXPECT_EQ(record.reader_versions().value().at(given.document.hash), 1);
    const Added again = record.add({&given, 1}).value();
    EXPECT_EQ(again.known, 1);
    EXPECT_EQ(again.added + again.replaced + again.claims, 0);
  }
  EXPECT_EQ(bytes(folder / "r.duckdb"), before);
}

TEST(Record, NewerReaderReplacesClaims) {
  const Folder folder;
  Record record = open(folder / "r.duckdb");
  const Entry old = entry(document("a.txt", kText), {assurance()}, 1);
  model::Claim better = assurance();
  better.type = ClaimType::support;
  const Entry now = entry(document("a.txt", kText), {better, assurance()}, 2);
  ASSERT_TRUE(record.add({&old, 1}));
  EXPECT_EQ(record.add({&now, 1}).value().replaced, 1);
  EXPECT_EQ(record.add({&old, 1}).value().known, 1) << "an older reader changes nothing";
  const auto all = claims(record);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].type, ClaimType::support);
  EXPECT_EQ(all[0].reader_version, 2);
  EXPECT_EQ(record.documents("a.txt").value()[0].reader_version, 2);
}

TEST(Record, ReplacesOnDemand) {
  const Folder folder;
  Record record = open(folder / "r.duckdb");
  const Entry one = entry(document("a.txt", kText), {assurance()});
  const Entry none = entry(document("a.txt", kText), {});
  ASSERT_TRUE(record.add({&one, 1}));
  EXPECT_EQ(record.add({&none, 1}, Known::replace).value().replaced, 1);
  EXPECT_TRUE(claims(record).empty());
}

TEST(Record, BatchIsAllOrNothing) {
  const Folder folder;
  Record record = open(folder / "r.duckdb");
  std::vector<Entry> batch{entry(document("a.txt", kText), {assurance()}),
                           entry(document("b.txt", "b"), {})};
  batch[1].sentences = std::int64_t{1} << 40;  // more than its column holds
  EXPECT_FALSE(record.add(batch));
  EXPECT_EQ(record.summary().value().documents, 0);
  EXPECT_TRUE(claims(record).empty());
  EXPECT_EQ(record.add({batch.data(), 1}).value().added, 1) << "the record goes on";
}

/// Three documents, in which four claims differ in all that filters look at.
Record filtered_record(const std::filesystem::path& path) {
  model::Claim attack = assurance();
  attack.type = ClaimType::assault;
  attack.actor.id = "IND";
  attack.aux = 0;
  attack.claimant.id = "PAK";
  attack.date = Interval::year(2016);
  attack.confidence = 0.95f;
  model::Claim tie = assurance();
  tie.type = ClaimType::tie;
  tie.layer = model::Layer::military;
  tie.sign = model::Sign::minus;
  tie.trend = model::Trend::apart;
  tie.actor.id = "PAK";
  tie.recipient.id = "CHN";
  tie.date.reset();
  tie.aux = model::negation;
  tie.confidence = 0.4f;
  model::Claim visit = assurance();
  visit.type = ClaimType::consult;
  visit.actor.id = "RUS";
  visit.aux = 0;
  visit.date = Interval::day(Date::from_civil(2020, 2, 3));
  const std::vector<Entry> batch{entry(document("1", kText), {assurance(), attack}),
                                 entry(document("2", kText + " "), {tie}),
                                 entry(document("3", kText + "  "), {visit})};
  Record record = open(path);
  EXPECT_TRUE(record.add(batch));
  return record;
}

TEST(Record, FiltersAndSorts) {
  const Folder folder;
  const Record record = filtered_record(folder / "r.duckdb");
  const auto types = [&](const ClaimFilter& filter) {
    std::string names;
    for (const QuotedClaim& claim : claims(record, filter))
      names += std::string(names.empty() ? "" : " ") + std::string(model::name(claim.type));
    return names;
  };
  using Order = ClaimFilter::Order;
  EXPECT_EQ(types({}), "CONSULT AGREE ASSAULT TIE");
  EXPECT_EQ(types({.reverse = true}), "ASSAULT AGREE CONSULT TIE");
  EXPECT_EQ(types({.order = Order::document}), "AGREE ASSAULT TIE CONSULT");
  EXPECT_EQ(types({.order = Order::surest}), "ASSAULT AGREE CONSULT TIE");
  EXPECT_EQ(types({.actors = {"IND", "RUS"}}), "CONSULT ASSAULT");
  EXPECT_EQ(types({.pair = std::pair("CHN", "PAK")}), "AGREE TIE");
  EXPECT_EQ(types({.types = {ClaimType::tie, ClaimType::agree}}), "AGREE TIE");
  EXPECT_EQ(types({.layers = {model::Layer::military}}), "TIE");
  EXPECT_EQ(types({.from = Date::from_civil(2016, 7, 1), .to = Date::from_civil(2017, 9, 4)}),
            "AGREE ASSAULT");
  EXPECT_EQ(types({.claimants = {"PAK"}}), "ASSAULT");
  EXPECT_EQ(types({.min_confidence = 0.83}), "CONSULT AGREE ASSAULT");
  EXPECT_EQ(types({.aux = model::negation | model::future}), "AGREE TIE");
  EXPECT_EQ(types({.facts = true}), "CONSULT ASSAULT");
  EXPECT_EQ(types({.document = base::content_hash(kText)}), "AGREE ASSAULT");
  std::string first;
  ASSERT_TRUE(record.each_claim({.limit = 1}, [&](const QuotedClaim& c) { first = c.actor.id; }));
  EXPECT_EQ(first, "RUS");
}

TEST(Record, SummaryCounts) {
  const Folder folder;
  const Record record = filtered_record(folder / "r.duckdb");
  const Summary summary = record.summary().value();
  EXPECT_EQ(summary.documents, 3);
  EXPECT_EQ(summary.sentences, 6);
  EXPECT_EQ(summary.claims, 4);
  EXPECT_EQ(summary.actors, 4);
  EXPECT_EQ(summary.first_day, "2016-01-01");
  EXPECT_EQ(summary.last_day, "2020-02-03");
  EXPECT_EQ(summary.types.size(), 4u);
  ASSERT_EQ(summary.pairs.size(), 3u);
  EXPECT_EQ(summary.pairs[0].a, "CHN");
  EXPECT_EQ(summary.pairs[0].b, "PAK");
  EXPECT_EQ(summary.pairs[0].count, 2);
  EXPECT_GT(summary.bytes, 0u);
}

TEST(Record, OpensReadOnlyAndOnlyWhatIsThere) {
  const Folder folder;
  EXPECT_FALSE(Record::open(folder / "none.duckdb", Access::read));
  EXPECT_FALSE(std::filesystem::exists(folder / "none.duckdb"));
  filtered_record(folder / "r.duckdb");
  Record record = open(folder / "r.duckdb", Access::read);
  EXPECT_EQ(claims(record).size(), 4u);
  const Entry given = entry(document("new", "new"), {});
  EXPECT_FALSE(record.add({&given, 1}));
}

TEST(Record, RefusesWhatIsNotItsOwn) {
  const Folder folder;
  const auto message = [](const std::filesystem::path& path) {
    const auto record = Record::open(path, Access::write);
    return record ? std::string("opened") : record.error().message();
  };
  std::filesystem::create_directory(folder / "folder");
  EXPECT_NE(message(folder / "folder").find("is a folder"), std::string::npos);
  std::ofstream(folder / "text") << std::string(20000, 'x');
  EXPECT_NE(message(folder / "text").find("is not a record"), std::string::npos);
  EXPECT_EQ(bytes(folder / "text"), std::string(20000, 'x'));
  EXPECT_NE(message(folder / "text" / "r.duckdb"), "opened");
  EXPECT_NE(message(folder / "missing" / "r.duckdb"), "opened");
  {
    const auto other = Database::open(folder / "other", Access::write);
    ASSERT_TRUE(other->connect()->run("CREATE TABLE t (a INTEGER)"));
  }
  EXPECT_NE(message(folder / "other").find("not a record of Entente"), std::string::npos);
}

TEST(Record, LeavesNewerFormAlone) {
  const Folder folder;
  {
    filtered_record(folder / "r.duckdb");
    const auto raw = Database::open(folder / "r.duckdb", Access::write);
    ASSERT_TRUE(raw->connect()->run("UPDATE meta SET value = '99' WHERE key = 'schema_version'"));
  }
  const std::string before = bytes(folder / "r.duckdb");
  for (const Access access : {Access::read, Access::write}) {
    const auto record = Record::open(folder / "r.duckdb", access);
    ASSERT_FALSE(record);
    EXPECT_NE(record.error().message().find("form 99"), std::string::npos);
  }
  EXPECT_EQ(bytes(folder / "r.duckdb"), before);
}

TEST(Record, EstimatedDatesAreKeptApartFromStatedOnes) {
  const Folder folder;
  Entry given = entry(document("undated.txt", kText), {assurance()});
  given.document.date.reset();
  const base::Interval when{Date::from_civil(2017, 3, 1), Date::from_civil(2018, 1, 31),
                            base::Precision::estimate};
  given.document.estimated_date = when;
  ASSERT_TRUE(open(folder / "r.duckdb").add({&given, 1}));
  {
    const Record record = open(folder / "r.duckdb", Access::read);
    const auto stored = record.documents("undated.txt").value().at(0);
    EXPECT_FALSE(stored.document.date);
    EXPECT_EQ(stored.document.estimated_date, when);
    const Summary summary = record.summary().value();
    EXPECT_EQ(summary.estimated, 1);
    EXPECT_EQ(summary.undated, 0);
  }
  given.document.date = Date::from_civil(2017, 9, 5);
  given.document.estimated_date.reset();
  Record record = open(folder / "r.duckdb");
  ASSERT_TRUE(record.add({&given, 1}, Known::replace));
  const auto stored = record.documents("undated.txt").value().at(0);
  EXPECT_EQ(stored.document.date, given.document.date);
  EXPECT_FALSE(stored.document.estimated_date);
}

TEST(Record, RecordsOfSchema3GetTheColumnsOfEstimates) {
  const Folder folder;
  filtered_record(folder / "r.duckdb");
  {
    const auto raw = Database::open(folder / "r.duckdb", Access::write);
    for (const char* step : {"ALTER TABLE documents DROP COLUMN estimated_from",
                             "ALTER TABLE documents DROP COLUMN estimated_to",
                             "UPDATE meta SET value = '3' WHERE key = 'schema_version'"})
      ASSERT_TRUE(raw->connect()->run(step));
  }
  EXPECT_EQ(open(folder / "r.duckdb", Access::read).summary().value().documents, 3);
  Record record = open(folder / "r.duckdb");
  const Entry given = entry(document("new", "new"), {});
  EXPECT_TRUE(record.add({&given, 1}));
}

TEST(Record, SecondWriterIsTold) {
  const Folder folder;
  const Record record = open(folder / "r.duckdb");
  const pid_t child = ::fork();
  if (child == 0) {  // a lock holds between processes only
    const auto second = Record::open(folder / "r.duckdb", Access::write);
    const bool told = !second && second.error().what.find("has it open") != std::string::npos;
    if (!told && !second) std::fprintf(stderr, "%s\n", second.error().message().c_str());
    ::_exit(told ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(Record, SurvivesKill) {
  const Folder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    Record record = open(folder / "r.duckdb");
    const Entry given = entry(document("a.txt", kText), {assurance()});
    if (!record.add({&given, 1})) ::_exit(1);
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  for (const Access access : {Access::read, Access::write})
    EXPECT_EQ(claims(open(folder / "r.duckdb", access)).size(), 1u);
}

}  // namespace
}  // namespace entente::record
