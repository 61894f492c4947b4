#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
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
  /// Waits while the record is lent, for at most so long.
  [[nodiscard]] base::Result<Lease> lease(
      std::chrono::milliseconds patience = std::chrono::seconds(20));

  /// Closes the record for another process, once all requests are answered that use it. It comes
  /// back by `take_back`, or when that process has ended.
  [[nodiscard]] base::Result<void> lend(pid_t process, bool writes);
  void take_back(pid_t process);

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
  /// Waits until the record is here, and opens it if it was away; holds `lock`.
  base::Result<void> have_record(std::unique_lock<std::mutex>& lock,
                                 std::chrono::milliseconds patience);
  void end_loan();

  std::filesystem::path path_, home_;
  reading::Reader reader_;
  std::mutex writing_;

  std::mutex record_mutex_;               ///< of what follows
  std::condition_variable returned_;      ///< a lease, or the record
  std::optional<record::Record> record_;  ///< nothing while it is lent
  std::vector<record::Record> resting_;   ///< connections that nobody uses at present
  int leases_ = 0;
  struct Loan {
    pid_t process;
    bool writes;
  };
  std::optional<Loan> loan_;

  mutable std::mutex log_mutex_;
  std::vector<Change> log_;
  std::atomic<std::uint64_t> changes_ = 0;  ///< the size of log_
};

/// What a review has changed, or taking it back.
base::Result<Desk::Change> change_of_review(const record::Connection& connection,
                                            std::int64_t review);
/// What adding a batch will change: the pairs of its claims, and of those that they replace.
base::Result<Desk::Change> change_of_batch(const record::Connection& connection,
                                           std::span<const record::Entry> batch);

}  // namespace entente::workbench
