#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "entente/record/claim_table.h"
#include "entente/record/events.h"
#include "entente/record/record.h"
#include "entente/workbench/answer.h"
#include "entente/workbench/desk.h"
#include "entente/workbench/sentences.h"

namespace entente::workbench {

/// The claims of the record without their words, in memory: what filters, orders, counts, events
/// and alignments look at, 72 bytes a claim in the order in which the page shows them, newest
/// first. A filter is one pass over them (a million in milliseconds), and only the claims that are
/// shown are fetched from the record. It is never older than the record: each question first takes
/// in the documents that have changed since (Desk::changes).
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

  /// Reads what words are searched in, so that the first search need not.
  base::Result<void> prepare_words(const record::Record& record);
  /// The claims as they are in the record now. They stay so while somebody holds this.
  using Table = std::shared_ptr<const record::ClaimTable>;
  [[nodiscard]] base::Result<Table> table(const record::Record& record);
  /// The claims between two actors, in either direction.
  [[nodiscard]] static std::vector<record::ClaimRow> between(const record::ClaimTable& table,
                                                             std::string_view a,
                                                             std::string_view b);
  /// What record::Events::find gives. Contested ones of all pairs are kept, and looked for again
  /// in those pairs alone whose claims have changed.
  [[nodiscard]] base::Result<record::Events> events(const record::Record& record,
                                                    const record::ClaimFilter& filter,
                                                    record::Events::View view);

 private:
  using Row = record::ClaimRow;
  class Ids;
  class Wanted;
  using Reading = std::shared_lock<std::shared_mutex>;

  /// The claims of the rows that `choose` returns, as they are in the record now.
  template <class Choose>
  base::Result<std::vector<record::QuotedClaim>> fetch(const record::Record& record, Choose choose);
  /// Locks the rows for reading, as they are in the record now.
  base::Result<Reading> current(const record::Record& record);
  /// The claims whose sentence has such words, in whatever case.
  base::Result<Ids> with_words(const record::Record& record, const std::string& words);
  base::Result<void> read_sentences(const record::Record& record);
  base::Result<void> read_all(const record::Record& record);
  base::Result<void> take_in(const record::Record& record);
  [[nodiscard]] std::vector<Row> page(const Wanted& wanted, const record::ClaimFilter& filter,
                                      std::int64_t& total) const;
  [[nodiscard]] Totals counted() const;

  Desk& desk_;
  std::shared_mutex mutex_;
  std::mutex updating_;
  bool is_read_ = false;
  std::uint64_t changes_ = 0;  ///< of the desk, that have been taken in
  /// Changed under `mutex_`, when nobody else holds it: otherwise a copy is.
  std::shared_ptr<record::ClaimTable> table_ = std::make_shared<record::ClaimTable>();
  Sentences sentences_;  ///< of these claims, and of some that are no more; in lower case
  std::size_t sentences_read_ = 0;    ///< bytes of them when they were read whole; 0: not yet
  std::vector<record::Count> coded_;  ///< coded claims by actor

  /// Contested events by their claims: those of event i are [begin[i], begin[i + 1]).
  struct Disputes {
    std::vector<Row> claims;
    std::vector<std::size_t> begin{0};
    void add(const record::Events& events, const std::vector<Row>& rows);
  };
  using PairKey = std::uint64_t;
  [[nodiscard]] static PairKey pair_key(const Row& row);
  base::Result<void> settle_disputes(const record::Record& record);
  std::mutex disputes_mutex_;
  Disputes disputes_;
  // Changed by writers under `mutex_`, taken over under `disputes_mutex_` with `mutex_` shared.
  std::unordered_set<PairKey> disputed_anew_;  ///< pairs that disputes_ is not right about
  bool all_disputed_anew_ = true;

  std::mutex totals_mutex_;
  std::optional<Totals> totals_;  ///< once somebody has asked
};

}  // namespace entente::workbench
