// From text to claims to record: sentences per second on one thread and on all, and how the time is
// shared. `read_bench PATH…` reads what it is given; without arguments the demo corpus, and the
// State Department's histories where ../shared holds them.

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "entente/reading/reader.h"
#include "entente/record/record.h"
#include "entente/text/source.h"

namespace {

using namespace entente;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<model::Document> load(const std::vector<std::string>& paths) {
  std::vector<model::Document> documents;
  auto source = text::Source::open(paths);
  if (!source) {
    fmt::print(stderr, "read_bench: {}\n", source.error().message());
    return documents;
  }
  while (auto document = source->next())
    if (*document) documents.push_back(std::move(**document));
  return documents;
}

/// Reads all documents with `threads` threads; returns sentences per second.
double throughput(const reading::Reader& reader, const std::vector<model::Document>& documents,
                  unsigned threads) {
  std::atomic<std::size_t> next = 0, sentences = 0;
  const auto start = Clock::now();
  {
    std::vector<std::jthread> workers;
    for (unsigned t = 0; t < threads; ++t)
      workers.emplace_back([&] {
        for (std::size_t i; (i = next.fetch_add(1)) < documents.size();) {
          model::Document document = documents[i];
          sentences += reader.read(document).sentences.size();
        }
      });
  }
  return double(sentences) / seconds_since(start);
}

void measure(const reading::Reader& reader, const std::string& name,
             const std::vector<model::Document>& documents) {
  reading::ReadingTime time;
  std::size_t sentences = 0, tokens = 0, claims = 0;
  double record_seconds = 0;
  const auto path = std::filesystem::temp_directory_path() / "entente_read_bench.duckdb";
  std::filesystem::remove(path);
  {
    auto record = record::Record::open(path, record::Access::write);
    if (!record) {
      fmt::print(stderr, "read_bench: {}\n", record.error().message());
      return;
    }
    std::vector<record::Entry> batch;
    const auto flush = [&] {
      const auto start = Clock::now();
      if (const auto added = record->add(batch); !added)
        fmt::print(stderr, "read_bench: {}\n", added.error().message());
      record_seconds += seconds_since(start);
      batch.clear();
    };
    for (const model::Document& given : documents) {
      model::Document document = given;
      reading::Reading reading = reader.read(document, &time);
      sentences += reading.sentences.size();
      for (const auto& sentence : reading.sentences) tokens += sentence.tokens.size();
      claims += reading.claims.size();
      auto quoted = record::quoted(document, reading.claims, reading::kReaderVersion);
      batch.push_back(
          {std::move(document), std::int64_t(reading.sentences.size()), std::move(quoted)});
      if (batch.size() == 256) flush();
    }
    flush();
  }
  std::filesystem::remove(path);

  const double text = time.clean + time.parse, total = text + time.claims + record_seconds;
  const unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  fmt::print("{}: {} documents, {} sentences, {} tokens, {} claims\n", name, documents.size(),
             sentences, tokens, claims);
  const auto row = [&](const char* what, double seconds) {
    fmt::print("  {:28} {:8.3f} s {:5.1f} %  {:10.0f} sentences/s\n", what, seconds,
               100 * seconds / total, double(sentences) / seconds);
  };
  row("text: clean-up and tokens", time.clean);
  row("text: tags and trees", time.parse);
  row("reading: claims", time.claims);
  row("record", record_seconds);
  const double one = throughput(reader, documents, 1);
  const double all = throughput(reader, documents, threads);
  fmt::print("  text to claims: {:.0f} sentences/s on 1 thread, {:.0f} on {} ({:.2f} times)\n", one,
             all, threads, all / one);
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path home = ENTENTE_SOURCE_DIR;
  const auto start = Clock::now();
  auto reader = reading::Reader::load(home);
  if (!reader) {
    fmt::print(stderr, "read_bench: {}\n", reader.error().message());
    return 1;
  }
  fmt::print("knowledge and models loaded in {:.1f} ms\n", 1000 * seconds_since(start));
  if (argc > 1) {
    measure(*reader, argv[1], load({argv + 1, argv + argc}));
    return 0;
  }
  measure(*reader, "dispatches", load({(home / "worlds/eurasia/dispatches").string()}));
  const auto histories = home / "../shared/data/us-state-dept";
  if (std::filesystem::exists(histories))
    measure(*reader, "State Department histories",
            load({(histories / "rdcr/articles").string(),
                  (histories / "milestones/chapters").string()}));
}
