#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "entente/cli/context.h"
#include "entente/record/record.h"

namespace entente::cli {

/// Where what was read goes to: the record, or standard output.
class Sink {
 public:
  virtual ~Sink() = default;
  [[nodiscard]] virtual base::Result<void> take(record::Entry entry) = 0;
  [[nodiscard]] virtual base::Result<void> finish() { return {}; }
};

/// Commits documents to the record, batch by batch. A record that a server has lent is given back
/// after each, so that its page shows what is read while it is.
class RecordSink final : public Sink {
 public:
  /// What has been committed is added up in `kept`.
  RecordSink(std::string path, record::Record record, record::Known known, record::Added& kept)
      : path_(std::move(path)), record_(std::move(record)), known_(known), kept_(kept) {
    let_go();
  }
  base::Result<void> take(record::Entry entry) override;
  base::Result<void> finish() override;

 private:
  using Clock = std::chrono::steady_clock;
  /// Closes the record and gives it back, if it is borrowed.
  void let_go();
  std::string path_;
  std::optional<record::Record> record_;
  record::Known known_;
  record::Added& kept_;
  std::vector<record::Entry> batch_;
  std::size_t bytes_ = 0;  // of the batch's text
  Clock::time_point committed_ = Clock::now();
};

/// Prints the claims of each document and forgets it.
class PrintSink final : public Sink {
 public:
  explicit PrintSink(Context& context);
  base::Result<void> take(record::Entry entry) override;

 private:
  void print_table(const record::Entry& entry);
  Context& context_;
};

}  // namespace entente::cli
