#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "entente/base/progress.h"
#include "entente/cli/sinks.h"
#include "entente/reading/reader.h"
#include "entente/text/source.h"

namespace entente::cli {

/// What was done, for the summary.
struct Tally {
  using Clock = std::chrono::steady_clock;
  std::int64_t given = 0, failed = 0, known = 0;     // inputs: all, unreadable, read before
  std::int64_t read = 0, sentences = 0, claims = 0;  // of the documents that were read
  record::Added kept;                                // what has been committed
  reading::ReadingTime time;
  Clock::time_point start = Clock::now();
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(Clock::now() - start).count();
  }
};

/// The version of the reader that read a text last, by the text's hash.
using Versions = std::unordered_map<std::string, std::int64_t>;

/// The documents that have to be read: all that the source gives, without those that the record
/// knows from a reader as new as this one.
class Intake {
 public:
  /// Without `known`, every document has to be read. `date` is that of documents that come without
  /// one.
  Intake(text::Source source, std::optional<Versions> known, std::optional<base::Date> date,
         Tally& tally, base::Progress& progress)
      : source_(std::move(source)),
        known_(std::move(known)),
        date_(date),
        tally_(tally),
        progress_(progress) {}

  std::optional<model::Document> next();
  /// Of the inputs; their number of bytes is 0 when it is not known.
  [[nodiscard]] std::uint64_t bytes() const { return source_.bytes(); }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  bool is_known(const std::string& hash);

  text::Source source_;
  std::optional<Versions> known_;
  std::optional<base::Date> date_;
  Tally& tally_;
  base::Progress& progress_;
  std::atomic<std::uint64_t> bytes_read_ = 0;  // asked for while the next document is read
};

/// Reads what the intake gives, on so many threads, into the sink, in the order of the intake. A
/// bounded number of documents and of bytes is under way at any time.
base::Result<void> run(Intake& intake, const reading::Reader& reader, Sink& sink, int threads,
                       Tally& tally, base::Progress& progress);

}  // namespace entente::cli
