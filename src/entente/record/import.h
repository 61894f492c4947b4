#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/result.h"
#include "entente/record/coded_rows.h"
#include "entente/record/record.h"

namespace entente::record {

/// The files of data sets that the record holds, in the order of their numbers.
base::Result<std::vector<Dataset>> datasets(const Record& record);

/// One file of a data set on its way into the record: all of it goes in with `commit`, or nothing
/// does. What an earlier file of the same format and name gave goes out at the same moment.
class Import {
 public:
  static base::Result<Import> begin(Record& record, std::string_view format, std::string_view name);
  /// The number under which the file's rows are to be put.
  [[nodiscard]] std::int64_t number() const { return number_; }
  [[nodiscard]] bool replaces() const { return replaces_; }

  base::Result<void> coded_claims(RowSource& source, unsigned threads);
  base::Result<void> mentions(RowSource& source, unsigned threads);
  /// For `append`; `close` it before `commit`.
  base::Result<Appender> measures();
  /// `dataset.number` and `imported_at` are filled in.
  base::Result<void> commit(const Dataset& dataset);

 private:
  Import(const Connection& connection, Transaction transaction)
      : connection_(&connection), transaction_(std::move(transaction)) {}

  const Connection* connection_;
  Transaction transaction_;
  std::int64_t number_ = 0;
  bool replaces_ = false;
};

}  // namespace entente::record
