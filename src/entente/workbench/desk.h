#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "entente/base/result.h"
#include "entente/reading/reader.h"
#include "entente/record/record.h"

namespace entente::workbench {

/// What all requests share: the record, the reader and the folder of knowledge.
class Desk {
 public:
  /// Opens the record for reading and writing; one that is not there is made, empty.
  static base::Result<std::unique_ptr<Desk>> open(const std::filesystem::path& record,
                                                  const std::filesystem::path& home);

  /// A connection to the record for one request: it goes back when the request is answered.
  class Lease {
   public:
    Lease(Desk& desk, record::Record record) : desk_(&desk), record_(std::move(record)) {}
    Lease(Lease&& other) noexcept
        : desk_(std::exchange(other.desk_, nullptr)), record_(std::move(other.record_)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    record::Record& operator*() { return record_; }

   private:
    Desk* desk_;
    record::Record record_;
  };
  [[nodiscard]] base::Result<Lease> lease();

  /// Held while the record is written: writers wait for one another.
  [[nodiscard]] std::unique_lock<std::mutex> writing() { return std::unique_lock(writing_); }

  /// What a committed transaction did to the claims: whatever is worked out of them and kept takes
  /// that in before it is given again. Nobody else writes, for the record is this process's own.
  struct Change {
    std::vector<std::string> documents{};  ///< hashes of those whose claims are others now
    /// Between whom there are claims that have come, gone or changed.
    std::vector<std::pair<std::string, std::string>> pairs{};
    bool is_review = false;  ///< somebody waits to see what it does
    bool all = false;        ///< more than is worth telling: everything may be another
  };
  void changed(Change change);
  /// How often the record has changed since it was opened.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }
  [[nodiscard]] std::vector<Change> changes_since(std::uint64_t seen) const;

  [[nodiscard]] const reading::Reader& reader() const { return reader_; }
  [[nodiscard]] const std::filesystem::path& home() const { return home_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  Desk(record::Record record, reading::Reader reader, std::filesystem::path home,
       std::filesystem::path path);

  std::filesystem::path path_, home_;
  reading::Reader reader_;
  record::Record record_;
  std::mutex resting_mutex_, writing_;
  mutable std::mutex log_mutex_;
  std::vector<Change> log_;
  std::atomic<std::uint64_t> changes_ = 0;  ///< the size of log_
  std::vector<record::Record> resting_;     ///< connections that nobody uses at present
};

}  // namespace entente::workbench
