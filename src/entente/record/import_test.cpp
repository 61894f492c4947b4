#include "entente/record/import.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <functional>

namespace entente::record {
namespace {

/// A record in a folder that goes away with the test.
class Imports : public testing::Test {
 protected:
  Imports() {
    std::string name = (std::filesystem::temp_directory_path() / "import_test_XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Imports() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Record open(Access access = Access::write) const {
    auto record = Record::open(folder_ / "r.duckdb", access);
    EXPECT_TRUE(record) << record.error().message();
    return std::move(*record);
  }
  /// The rows of a query, cells joined by blanks, rows by lines.
  static std::string ask(const Record& record, const std::string& sql) {
    auto rows = record.connection().query("SELECT concat_ws(' ', " + sql);
    if (!rows) return rows.error().message();
    std::string lines;
    while (rows->next()) lines.append(rows->text(0)).append("\n");
    return lines;
  }

  std::filesystem::path folder_;
};

/// Makes `count` rows, shared by all threads; `fail_at` breaks off.
class Rows : public RowSource {
 public:
  using Put = std::function<void(ChunkRows&, std::int64_t)>;
  Rows(std::int64_t count, Put put, std::int64_t fail_at = -1)
      : count_(count), fail_at_(fail_at), put_(std::move(put)) {}
  std::unique_ptr<RowMaker> maker() override { return std::make_unique<Maker>(*this); }

 private:
  struct Maker : RowMaker {
    explicit Maker(Rows& all) : all_(all) {}
    base::Result<void> fill(ChunkRows& rows) override {
      while (!rows.full()) {
        const std::int64_t row = ++all_.next_;
        if (row == all_.fail_at_) return base::fail("broken", "row " + std::to_string(row));
        if (row > all_.count_) return {};
        all_.put_(rows, row);
      }
      return {};
    }
    Rows& all_;
  };
  std::atomic<std::int64_t> next_ = 0;
  std::int64_t count_, fail_at_;
  Put put_;
};

Dataset dataset(std::string name, std::int64_t rows) {
  Dataset dataset;
  dataset.format = "test";
  dataset.name = std::move(name);
  dataset.hash = "00";
  dataset.rows = dataset.taken = rows;
  return dataset;
}

Rows claims(std::int64_t dataset, std::int64_t count, std::int64_t fail_at = -1) {
  return {count,
          [dataset](ChunkRows& rows, std::int64_t row) {
            CodedClaim claim;
            claim.row = row;
            claim.event = "e";
            claim.actor = {"RUS", "GOV", "Foreign Ministry of the Russian Federation"};
            claim.recipient = {"PAK", "", "Pakistan"};
            claim.type = row % 2 == 0 ? "CONSULT" : "";
            claim.layer = "political";
            claim.code = "042";
            claim.aux = model::future;
            claim.date = base::Date::from_civil(2018, 1, 2);
            if (row % 3 == 0) claim.intensity = 1.5f;
            const std::string url =
                "https://example.org/a/rather/long/address/" + std::to_string(row);
            claim.url = url;
            put(rows, dataset, claim);
          },
          fail_at};
}

void import(Record& record, std::string name, std::int64_t count) {
  auto import = Import::begin(record, "test", name);
  ASSERT_TRUE(import) << import.error().message();
  Rows rows = claims(import->number(), count);
  const auto written = import->coded_claims(rows, 2);
  ASSERT_TRUE(written) << written.error().message();
  const auto committed = import->commit(dataset(name, count));
  ASSERT_TRUE(committed) << committed.error().message();
}

TEST_F(Imports, ThreadsInsertEveryRowOnce) {
  Record record = open();
  constexpr std::int64_t kCount = 300'001;
  import(record, "a", kCount);
  EXPECT_EQ(ask(record, "count(*), count(DISTINCT row), min(row), max(row)) FROM coded_claims"),
            "300001 300001 1 300001\n");
  EXPECT_EQ(ask(record, "count(type), count(intensity), count(source)) FROM coded_claims"),
            "150000 100000 0\n");
  EXPECT_EQ(ask(record,
                "dataset, row, event, actor, actor_sector, actor_name, recipient, "
                "recipient_sector, recipient_name, type, mode, layer, code, negation, future, "
                "hypothetical, historical, date, intensity, mentions, sources, source, url) "
                "FROM coded_claims WHERE row = 3"),
            "1 3 e RUS GOV Foreign Ministry of the Russian Federation PAK Pakistan political 042 "
            "false true false false 2018-01-02 1.5 "
            "https://example.org/a/rather/long/address/3\n");
}

TEST_F(Imports, AFailureLeavesNothing) {
  Record record = open();
  import(record, "a", 10);
  {
    auto import = Import::begin(record, "test", "a");
    ASSERT_TRUE(import);
    EXPECT_TRUE(import->replaces());
    Rows rows = claims(import->number(), 300'000, 250'000);
    const auto written = import->coded_claims(rows, 2);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message(), "row 250000: broken");
  }
  EXPECT_EQ(ask(record, "count(*), min(dataset), max(dataset)) FROM coded_claims"), "10 1 1\n");
  import(record, "b", 5);  // the record can still be written to
  EXPECT_EQ(datasets(record)->size(), 2u);
}

TEST_F(Imports, TheSameNameIsReplaced) {
  Record record = open();
  import(record, "a", 10);
  import(record, "b", 3);
  import(record, "a", 4);
  EXPECT_EQ(ask(record, "dataset, count(*)) FROM coded_claims GROUP BY dataset ORDER BY dataset"),
            "2 3\n3 4\n");
  const auto all = datasets(record).value();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "b");
  EXPECT_EQ(all[1].rows, 4);
  EXPECT_EQ(all[1].imported_at.size(), 19u);
}

TEST_F(Imports, KeepsMentionsAndMeasures) {
  Record record = open();
  auto import = Import::begin(record, "test", "m");
  ASSERT_TRUE(import);
  const std::int64_t number = import->number();
  Rows mentions(1, [&](ChunkRows& rows, std::int64_t row) {
    put(rows, number, Mention{row, "42", 1'500'000'000'000'000, "example.org", "", 0.5f});
  });
  ASSERT_TRUE(import->mentions(mentions, 1));
  auto measures = import->measures();
  ASSERT_TRUE(measures);
  Measure measure;
  measure.kind = "capability.cinc";
  measure.layer = model::Layer::military;
  measure.actor = "AUH";
  measure.from = base::Date::from_civil(1879, 10, 7);
  measure.value = 0.25;
  append(*measures, number, measure);
  measure.kind = "alliance.defense";
  measure.recipient = "DEU";
  append(*measures, number, measure);
  ASSERT_TRUE(measures->close());
  ASSERT_TRUE(import->commit(dataset("m", 3)));
  EXPECT_EQ(ask(record, "event, reported_at, source, confidence) FROM mentions"),
            "42 2017-07-14 02:40:00 example.org 0.5\n");
  EXPECT_EQ(
      ask(record,
          "kind, layer, actor, recipient, date_from, value) FROM measures ORDER BY kind DESC"),
      "capability.cinc military AUH 1879-10-07 0.25\n"
      "alliance.defense military AUH DEU 1879-10-07 0.25\n");
}

TEST_F(Imports, AllClaimsHasThoseReadAndThoseCoded) {
  Record record = open();
  import(record, "a", 4);
  Entry entry;
  entry.document.id = "a.txt";
  entry.document.hash = "h";
  entry.document.text = "China met Pakistan.";
  entry.document.source = "A Daily";
  model::Claim claim;
  claim.sentence = {0, 19};
  claim.actor = {"CHN", "", {0, 5}};
  claim.recipient = {"PAK", "", {10, 18}};
  claim.type = model::ClaimType::consult;
  claim.claimant = {"author", "", {}};
  claim.trigger = {6, 9};
  entry.claims = quoted(entry.document, {claim}, 1);
  ASSERT_TRUE(record.add({&entry, 1}));
  EXPECT_EQ(ask(record,
                "actor, recipient, type, dataset, row, claimant, date_from, date_precision, "
                "source) FROM all_claims WHERE type = 'CONSULT' ORDER BY row"),
            "RUS PAK CONSULT 1 2 author 2018-01-02 day\n"
            "RUS PAK CONSULT 1 4 author 2018-01-02 day\n"
            "CHN PAK CONSULT author A Daily\n");
}

TEST_F(Imports, BringsAnOlderRecordUpToDate) {
  {
    const Record record = open();
    for (const char* step :
         {"DROP VIEW all_claims", "DROP TABLE datasets", "DROP TABLE coded_claims",
          "DROP TABLE mentions", "DROP TABLE measures", "DROP TABLE reviews",
          "DROP TABLE reviewed_claims", "ALTER TABLE claims DROP COLUMN review",
          "UPDATE meta SET value = '1'"})
      ASSERT_TRUE(record.connection().run(step));
  }
  EXPECT_EQ(ask(open(Access::read), "count(*)) FROM all_claims"), "0\n");
  EXPECT_EQ(ask(open(), "value) FROM meta"), "4\n");
}

}  // namespace
}  // namespace entente::record
