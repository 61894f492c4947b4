// A GDELT 2.0 file of five million rows (2 GB) into a record, against DuckDB's own CSV reader into
// a table of the same columns, in one run. The rows are those of the sample in ../shared under ids
// of their own. `import_bench [ROWS] [SAMPLE]`

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "entente/base/mapped_file.h"
#include "entente/base/tsv.h"
#include "entente/formats/import_file.h"

namespace {

namespace fs = std::filesystem;
using namespace entente;
using Clock = std::chrono::steady_clock;

/// A folder that goes away at the end.
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "import_bench_XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
};

void require(const base::Result<void>& result) {
  if (result) return;
  fmt::print(stderr, "import_bench: {}\n", result.error().message());
  std::exit(1);
}

/// The sample's rows again and again, numbered anew.
void write_rows(const fs::path& sample, const fs::path& path, std::int64_t rows) {
  const auto file = base::MappedFile::open(sample);
  if (!file) {
    fmt::print("import_bench: {}: skipped\n", file.error().message());
    std::exit(0);
  }
  std::vector<std::string_view> tails;  // each from its first TAB on
  std::string_view rest = file->bytes();
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.find('\t') != line.npos) tails.push_back(line.substr(line.find('\t')));
  }
  std::ofstream out(path, std::ios::binary);
  std::string buffer;
  for (std::int64_t row = 0; row < rows; ++row) {
    fmt::format_to(std::back_inserter(buffer), "{}{}\n", 1'000'000'000 + row,
                   tails[std::size_t(row) % tails.size()]);
    if (buffer.size() < 1 << 20 && row + 1 < rows) continue;
    out.write(buffer.data(), std::streamsize(buffer.size()));
    buffer.clear();
  }
}

struct Time {
  double wall, processor;  // seconds
};

/// Runs `work` in a process of its own, so that its peak memory is its own.
template <class Work>
Time measured(const char* what, std::int64_t rows, Work work) {
  std::fflush(stdout);  // or the child prints it once more
  const auto start = Clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    std::fflush(stdout);
    ::_exit(0);
  }
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  if (status != 0) std::exit(1);
  const auto spent = [](const timeval& time) {
    return double(time.tv_sec) + 1e-6 * double(time.tv_usec);
  };
  const double processor = spent(usage.ru_utime) + spent(usage.ru_stime);
  fmt::print("  {:34} {:7.2f} s ({:6.2f} s of processors) {:9.0f} rows/s {:6} MB at most\n", what,
             seconds, processor, double(rows) / seconds, usage.ru_maxrss / 1000);
  return {seconds, processor};
}

/// The columns of `coded_claims`, as they stand in the file, nothing looked up.
std::string read_csv(const fs::path& file, bool with_address) {
  std::string names;
  for (int i = 0; i < 61; ++i)
    names += fmt::format("{}'c{:02}': '{}'", i == 0 ? "" : ", ", i,
                         i == 30              ? "FLOAT"
                         : i == 31 || i == 32 ? "FLOAT"
                                              : "VARCHAR");
  return fmt::format(
      "INSERT INTO coded_claims SELECT 1, 1, c00, c05, c12, c06, c15, c22, c16, c28, c27, c26, "
      "c26, "
      "false, false, false, false, strptime(c01, '%Y%m%d')::DATE, c30, c31, c32, NULL, {} "
      "FROM read_csv('{}', delim = '\t', header = false, quote = '', auto_detect = false, "
      "columns = {{{}}}) WHERE c05 IS NOT NULL AND c15 IS NOT NULL",
      with_address ? "c60" : "NULL", file.string(), names);
}

void by_duckdb(const fs::path& record, const fs::path& file) {
  auto opened = record::Record::open(record, record::Access::write);
  if (!opened) require(tl::unexpected(opened.error()));
  require(opened->connection().run("SET preserve_insertion_order = false"));
  require(opened->connection().run(read_csv(file, true)));
  require(opened->connection().run("CHECKPOINT"));
}

void by_us(const fs::path& record, const fs::path& file, const fs::path& home) {
  const auto knowledge = formats::Knowledge::load(home / "knowledge");
  if (!knowledge) require(tl::unexpected(knowledge.error()));
  auto opened = record::Record::open(record, record::Access::write);
  if (!opened) require(tl::unexpected(opened.error()));
  const auto report =
      formats::import_file(*opened, *knowledge, *formats::format("gdelt2"), file, {});
  if (!report) require(tl::unexpected(report.error()));
  require(opened->connection().run("CHECKPOINT"));
}

}  // namespace

int main(int argc, char** argv) {
  const fs::path home = ENTENTE_SOURCE_DIR;
  const std::int64_t rows = argc > 1 ? std::atoll(argv[1]) : 5'000'000;
  const fs::path sample =
      argc > 2 ? fs::path(argv[2]) : home / "../shared/data/gdelt/20191024143000.export.CSV";
  const Folder folder;
  const fs::path file = folder.path / "large.export.CSV";
  write_rows(sample, file, rows);
  fmt::print("{} rows, {:.0f} MB; DuckDB has 2 threads and 256 MB in both\n", rows,
             double(fs::file_size(file)) / 1e6);
  for (int round = 0; round < 3; ++round) {
    const fs::path theirs = folder.path / fmt::format("theirs{}.duckdb", round);
    const fs::path ours = folder.path / fmt::format("ours{}.duckdb", round);
    const Time a =
        measured("DuckDB's read_csv, same columns", rows, [&] { by_duckdb(theirs, file); });
    const Time b = measured("entente import gdelt2", rows, [&] { by_us(ours, file, home); });
    fmt::print("  ratio of speeds {:.2f}, of processor time {:.2f}\n", a.wall / b.wall,
               a.processor / b.processor);
    fs::remove(theirs);
    fs::remove(ours);
  }
}
