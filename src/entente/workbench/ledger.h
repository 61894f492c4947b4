#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "entente/record/record.h"
#include "entente/workbench/answer.h"
#include "entente/workbench/desk.h"

namespace entente::workbench {

/// The claims of the record without their words, in memory: what filters, orders and counts look
/// at, 48 bytes a claim in the order in which the page shows them, newest first. A filter is one
/// pass over them (a million in milliseconds), and only the claims that are shown are fetched from
/// the record. It is never older than the record: each question first takes in the documents that
/// have changed since (Desk::changes).
class Ledger {
 public:
  explicit Ledger(Desk& desk) : desk_(desk) {}

  struct Page {
    std::int64_t total = 0;  ///< claims that pass the filter
    std::vector<record::QuotedClaim> claims;
  };
  /// What `filter` asks for, from its offset on, at most its limit: the claims that
  /// Record::each_claim gives.
  [[nodiscard]] base::Result<Page> find(const record::Record& record,
                                        const record::ClaimFilter& filter);

  /// The claims of these ids, by id; those that there are.
  [[nodiscard]] base::Result<std::unordered_map<std::string, record::QuotedClaim>> by_id(
      const record::Record& record, const std::vector<std::string>& ids);
  /// Claims whose id begins so (at most 16 hexadecimal digits); two of them are enough to know that
  /// there is more than one.
  [[nodiscard]] base::Result<std::vector<record::QuotedClaim>> beginning(
      const record::Record& record, std::string_view digits);
  /// How many claims documents have, by documents.number.
  [[nodiscard]] base::Result<std::unordered_map<std::int64_t, std::int64_t>> claims_of(
      const record::Record& record, const std::vector<std::int64_t>& documents);

  struct Months {
    struct Row {
      base::Date month;  ///< its first day
      model::ClaimType type;
      std::int64_t claims;
    };
    std::int64_t total = 0, undated = 0;
    std::vector<Row> rows;  ///< by month, then by the type's name
  };
  [[nodiscard]] base::Result<Months> months(const record::Record& record,
                                            const record::ClaimFilter& filter);

  struct Totals {
    std::int64_t claims = 0;
    base::Date first, last;  ///< on which claims begin; when `is_dated`
    bool is_dated = false;
    std::vector<record::Count> types;      ///< most frequent first
    std::vector<record::Count> actors;     ///< of the claims, likewise
    std::vector<record::PairCount> pairs;  ///< the ten most active
  };
  [[nodiscard]] base::Result<Totals> totals(const record::Record& record);
  /// All actors with their claims, those read and those coded, most first.
  [[nodiscard]] base::Result<std::vector<record::Count>> actors(const record::Record& record);

 private:
  struct Row {
    std::uint64_t id = 0;           ///< the claim's id as a number
    std::int64_t at = 0;            ///< rowid: where the row lies, until the engine moves it
    std::int32_t from = 0, to = 0;  ///< days; kNever when it has no date
    std::uint32_t document = 0;     ///< documents.number
    std::uint32_t actor = 0, recipient = 0, claimant = 0;  ///< into names_
    std::uint16_t position = 0;
    model::ClaimType type = {};
    model::Layer layer = {};
    model::AuxSet aux = 0;
    float confidence = 0;
  };
  static constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();
  class Wanted;
  using Reading = std::shared_lock<std::shared_mutex>;

  /// The claims of the rows that `choose` returns, as they are in the record now.
  template <class Choose>
  base::Result<std::vector<record::QuotedClaim>> fetch(const record::Record& record, Choose choose);
  /// Locks the rows for reading, as they are in the record now.
  base::Result<Reading> current(const record::Record& record);
  /// Reads the rows of the record, or of some documents (their hashes).
  base::Result<std::vector<Row>> read(const record::Record& record,
                                      const std::vector<std::string>& documents);
  base::Result<void> read_all(const record::Record& record);
  base::Result<void> take_in(const record::Record& record);
  [[nodiscard]] std::vector<Row> page(const Wanted& wanted, const record::ClaimFilter& filter,
                                      std::int64_t& total) const;
  [[nodiscard]] Totals counted() const;
  std::uint32_t number(std::string_view name);

  Desk& desk_;
  std::shared_mutex mutex_;
  std::mutex updating_;
  bool is_read_ = false;
  std::uint64_t changes_ = 0;  ///< of the desk, that have been taken in
  std::vector<Row> rows_;
  std::vector<std::string> names_;
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> numbers_;
  std::vector<record::Count> coded_;  ///< coded claims by actor
  std::mutex totals_mutex_;
  std::optional<Totals> totals_;  ///< once somebody has asked
};

}  // namespace entente::workbench
