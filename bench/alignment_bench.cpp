// How all pairs of 200 actors stand, from ten thousand to ten million events over twenty years:
// parameters, the standing of every pair on every month, turning points. `alignment_bench [MOST]`
// makes the observations in memory; `alignment_bench [MOST] record` imports events into a record
// first (not counted) and reads them out of it. Each size runs in a process of its own. Columns are
// seconds of processors, of which there may be several at once; the last is wall time.

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "entente/alignment/fit.h"
#include "entente/alignment/observations.h"
#include "entente/alignment/turning_points.h"
#include "entente/base/tsv.h"
#include "entente/formats/import_file.h"
#include "tbb/parallel_for.h"

namespace {

namespace fs = std::filesystem;
using namespace entente;
using alignment::Pairs;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kActors = 200;
constexpr std::int32_t kDays = 20 * 365;

template <class T>
T require(base::Result<T> result) {
  if constexpr (!std::is_void_v<T>) {
    if (result) return std::move(*result);
  } else if (result) {
    return;
  }
  fmt::print(stderr, "alignment_bench: {}\n", result.error().message());
  std::exit(1);
}

/// A folder that goes away at the end.
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "alignment_bench_XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
};

/// Events of pairs, some of which meet a thousand times as often as others (the k-th actor ∝ 1/k).
class Events {
 public:
  Events() {
    std::vector<double> shares;
    for (std::uint32_t i = 0; i < kActors; ++i) shares.push_back(1.0 / (i + 1));
    actor_ = std::discrete_distribution<std::uint32_t>(shares.begin(), shares.end());
  }
  struct Event {
    std::uint32_t a, b;
    std::int32_t day;
    std::uint32_t kind;
  };
  Event next() {
    std::uint32_t a = actor_(random_), b = actor_(random_);
    while (b == a) b = actor_(random_);
    return {a, b, std::int32_t(random_() % kDays), std::uint32_t(random_() % 6)};
  }

 private:
  std::mt19937_64 random_{1};
  std::discrete_distribution<std::uint32_t> actor_;
};

/// Observations of all pairs, as they come, each pair's in a vector of its own.
std::vector<std::vector<alignment::Observation>> in_memory(std::int64_t count) {
  constexpr double kValues[] = {4, 2.5, 5, -4, -5.5, 6};
  std::vector<std::vector<alignment::Observation>> of_pair(kActors * kActors);
  Events events;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto [a, b, day, kind] = events.next();
    of_pair[std::min(a, b) * kActors + std::max(a, b)].push_back({day, kValues[kind], 1});
  }
  return of_pair;
}

Pairs fold_all(const std::vector<std::vector<alignment::Observation>>& of_pair) {
  Pairs pairs;
  for (const auto& observations : of_pair) {
    if (observations.empty()) continue;
    const std::vector<alignment::Day> days = alignment::fold(observations);
    pairs.days.insert(pairs.days.end(), days.begin(), days.end());
    pairs.close();
  }
  return pairs;
}

/// A file of quadruples with its two lists, of states as knowledge/ names them.
void write_events(const fs::path& folder, const fs::path& home, std::int64_t count) {
  std::ofstream entities(folder / "entity2id.txt"), relations(folder / "relation2id.txt");
  std::uint32_t states = 0;
  require(base::read_tsv(home / "knowledge" / "countries.tsv", [&](const base::TsvRow& row) {
    if (states < kActors && row["to"].empty())
      entities << base::split_list(row["names"])[0] << '\t' << states++ << '\n';
    return base::Result<void>();
  }));
  int relation = 0;
  for (const char* name : {"Express intent to cooperate", "Make a visit", "Praise or endorse",
                           "Criticize or denounce", "Threaten", "Provide economic aid"})
    relations << name << '\t' << relation++ << '\n';
  std::FILE* out = std::fopen((folder / "events.txt").c_str(), "w");
  Events events;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto [a, b, day, kind] = events.next();
    fmt::print(out, "{}\t{}\t{}\t{}\t-1\n", a, kind, b, day * 24);
  }
  std::fclose(out);
}

void import_events(const Folder& folder, const fs::path& home, std::int64_t count) {
  write_events(folder.path, home, count);
  const auto knowledge = require(formats::Knowledge::load(home / "knowledge"));
  auto record = require(record::Record::open(folder.path / "record.duckdb", record::Access::write));
  formats::ImportOptions options;
  options.start = base::Date::parse("2000-01-01");
  require(formats::import_file(record, knowledge, *formats::format("quadruples"),
                               folder.path / "events.txt", options));
  require(record.connection().run("CHECKPOINT"));
}

/// Seconds of all processors that this process has spent.
double spent() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return double(time.tv_sec) + 1e-6 * double(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

class Timer {
 public:
  double lap() {
    const double before = std::exchange(last_, spent());
    return last_ - before;
  }

 private:
  double last_ = spent();
};

/// Months of all pairs; returns a number that depends on all of them.
double all_months(const Pairs& pairs, const alignment::Parameters& parameters, std::int32_t first) {
  std::vector<base::Date> months;
  for (std::int32_t day = 0; day < kDays; day += 30) months.push_back({first + day});
  std::vector<double> sums(pairs.size());
  tbb::parallel_for(std::size_t(0), pairs.size(), [&](std::size_t pair) {
    std::vector<alignment::Standing> standings(months.size());
    alignment::Series(pairs[pair], parameters).at(months, standings);
    for (const alignment::Standing& standing : standings) sums[pair] += standing.mean;
  });
  double sum = 0;
  for (const double one : sums) sum += one;
  return sum;
}

/// What is timed: `load` gives the pairs. Prints a row; returns seconds.
template <class Load>
double run(std::int64_t events, Load load) {
  const auto start = Clock::now();
  Timer timer;
  const auto loaded = load();
  const Pairs& pairs = [&]() -> const Pairs& {
    if constexpr (std::is_same_v<std::decay_t<decltype(loaded)>, Pairs>)
      return loaded;
    else
      return loaded.series;
  }();
  const double loading = timer.lap();
  const alignment::Fit fit = alignment::fit(pairs);
  const alignment::Parameters between = alignment::between_breaks(pairs, fit.parameters);
  const double fitting = timer.lap();
  const std::int32_t first = pairs.days.empty() ? 0 : pairs.days.front().day;
  const double sum = all_months(pairs, fit.parameters, first);
  const double months = timer.lap();
  const alignment::TurningPoints points = alignment::turning_points(pairs, between);
  const double turning = timer.lap();
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const double total = loading + fitting + months + turning;
  fmt::print(
      "{:>10} {:>7} {:>9} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>8}   {} "
      "points{}\n",
      events, pairs.size(), pairs.days.size(), loading, fitting, months, turning, total,
      std::chrono::duration<double>(Clock::now() - start).count(), usage.ru_maxrss / 1000,
      points.points.size(), std::isfinite(sum) ? "" : "!");
  std::fflush(stdout);
  return total;
}

}  // namespace

int main(int argc, char** argv) {
  const fs::path home = ENTENTE_SOURCE_DIR;
  const std::int64_t most = argc > 1 ? std::atoll(argv[1]) : 10'000'000;
  const bool by_record = argc > 2 && std::string_view(argv[2]) == "record";
  fmt::print(
      "    events   pairs pair-days     load      fit   months  turning    total     wall  MB "
      "most\n");
  std::fflush(stdout);
  double before = 0;
  for (std::int64_t events = 10'000; events <= most; events *= 10) {
    const Folder folder;
    if (by_record) {
      const pid_t importer = ::fork();
      if (importer == 0) import_events(folder, home, events), ::_exit(0);
      ::waitpid(importer, nullptr, 0);
    }
    int ends[2];
    if (::pipe(ends) != 0) return 1;
    const pid_t child = ::fork();
    if (child == 0) {
      double total = 0;
      if (by_record) {
        const auto weights = require(alignment::Weights::load(home));
        const auto record =
            require(record::Record::open(folder.path / "record.duckdb", record::Access::read));
        total = run(events, [&] { return require(alignment::observe(record, weights, {})); });
      } else {
        const auto made = in_memory(events);
        total = run(events, [&] { return fold_all(made); });
      }
      if (::write(ends[1], &total, sizeof total) < 0) ::_exit(1);
      ::_exit(0);
    }
    double total = 0;
    const bool told = ::read(ends[0], &total, sizeof total) == sizeof total;
    ::close(ends[0]);
    ::close(ends[1]);
    ::waitpid(child, nullptr, 0);
    if (!told) return 1;
    if (before > 0)
      fmt::print("{:>78} {:.2f}\n", "slope", std::log10(total / before)), std::fflush(stdout);
    before = total;
  }
}
