// Events of a record of a million claims: 200 actors over ten years, four claims a document, one in
// twenty a denial. Writes a record of 0.2 GB to the folder for temporary files.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <stdexcept>

#include "entente/record/events.h"

namespace {

using entente::record::Access;
using entente::record::ClaimFilter;
using entente::record::Events;
using entente::record::Record;

constexpr const char* kDocuments = R"(
  INSERT INTO documents
  SELECT md5(i::VARCHAR), i, 'd' || i, NULL, NULL, DATE '2010-01-01' + (i % 3650)::INTEGER,
         'paper ' || i % 300, NULL, 'en', '', 4, 1, now()::TIMESTAMP FROM range(1, 250001) r(i))";

// hash() scatters: of 200 actors the first ones are named far more often.
constexpr const char* kClaims = R"(
  INSERT INTO claims BY NAME
  WITH drawn AS (
    SELECT i, i // 4 + 1 AS d, (hash(i) % 1000) / 1000.0 AS x, (hash(-i) % 1000) / 1000.0 AS y,
           (hash(i, 1) % 17)::BIGINT AS t, (hash(i, 2) % 100)::BIGINT AS p FROM range(1000000) r(i))
  SELECT printf('%016x', i) AS id, md5(d::VARCHAR) AS document, (i % 4)::INTEGER AS position,
         printf('Sentence %d of those that the papers have printed about all these states.', i)
           AS sentence,
         'A' || floor(200 * x * x)::INTEGER AS actor, 'B' || floor(200 * y * y)::INTEGER AS recipient,
         ['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST',
          'ACCUSE', 'REJECT', 'THREATEN', 'PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT',
          'TIE'][t + 1] AS type,
         'political' AS layer, if(t = 16, '+', NULL) AS sign,
         if(t = 16, if(p < 60, 'standing', 'closer'), NULL) AS trend,
         p < 5 AS negation, p BETWEEN 80 AND 90 AS future, p > 90 AS hypothetical,
         false AS historical, if(p % 7 = 0, 'A1', 'author') AS claimant,
         if(p BETWEEN 5 AND 79, DATE '2010-01-01' + (d % 3650 - p % 5)::INTEGER, NULL) AS date_from,
         date_from AS date_to, if(date_from IS NULL, NULL, 'day') AS date_precision,
         if(date_from IS NULL OR p % 3 = 0, NULL, 'Monday') AS date_text,
         0.85::FLOAT AS confidence, 1 AS reader_version
  FROM drawn)";

class MillionClaims {
 public:
  MillionClaims() {
    path_ = std::filesystem::temp_directory_path() / ("events_bench_" + std::to_string(::getpid()));
    auto record = Record::open(path_, Access::write);
    if (!record) throw std::runtime_error(record.error().message());
    for (const char* sql : {kDocuments, kClaims})
      if (auto done = record->connection().run(sql); !done)
        throw std::runtime_error(done.error().message());
    record_.emplace(std::move(*record));
  }
  ~MillionClaims() {
    record_.reset();
    std::filesystem::remove(path_);
  }
  [[nodiscard]] const Record& record() const { return *record_; }

 private:
  std::filesystem::path path_;
  std::optional<Record> record_;
};

void find(benchmark::State& state, const ClaimFilter& filter, Events::View view) {
  static const MillionClaims claims;
  std::size_t found = 0;
  for (auto _ : state) {
    const auto events = Events::find(claims.record(), filter, view);
    if (!events) throw std::runtime_error(events.error().message());
    found = events->size();
  }
  state.counters["events"] = double(found);
}

BENCHMARK_CAPTURE(find, all, {}, Events::View::all)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, contested, {}, Events::View::contested)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, one_actor, {.actors = {"A7"}}, Events::View::all)
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
