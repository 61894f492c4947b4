// Events of a generated record of a million claims. Writes 0.3 GB to the folder for temporary
// files.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <optional>

#include "entente/record/events.h"
#include "generated_record.h"

namespace {

using entente::record::Access;
using entente::record::ClaimFilter;
using entente::record::Events;
using entente::record::Record;

class MillionClaims {
 public:
  MillionClaims() {
    path_ = std::filesystem::temp_directory_path() / ("events_bench_" + std::to_string(::getpid()));
    record_.emplace(entente::bench::value(Record::open(path_, Access::write)));
    entente::bench::fill(*record_, 1'000'000);
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
    found = entente::bench::value(Events::find(claims.record(), filter, view)).size();
  }
  state.counters["events"] = double(found);
}

BENCHMARK_CAPTURE(find, all, {}, Events::View::all)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, contested, {}, Events::View::contested)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find, one_actor, {.actors = {"ZMB"}}, Events::View::all)
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
