#include "entente/record/import.h"

#include <fmt/format.h>

namespace entente::record {

using base::Result;

Result<std::vector<Dataset>> datasets(const Record& record) {
  auto rows = record.connection().query(
      "SELECT number, format, name, hash, bytes, rows, taken, left_out, malformed, claims, "
      "mentions, measures, reasons, strftime(imported_at, '%Y-%m-%d %H:%M:%S') FROM datasets "
      "ORDER BY number");
  if (!rows) return tl::unexpected(rows.error());
  std::vector<Dataset> list;
  const auto text = [&](idx_t column) { return std::string(rows->text(column)); };
  while (rows->next())
    list.push_back({rows->number(0), text(1), text(2), text(3), rows->number(4), rows->number(5),
                    rows->number(6), rows->number(7), rows->number(8), rows->number(9),
                    rows->number(10), rows->number(11), text(12), text(13)});
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return list;
}

Result<Import> Import::begin(Record& record, std::string_view format, std::string_view name) {
  auto transaction = Transaction::begin(record.connection());
  if (!transaction) return tl::unexpected(transaction.error());
  Import import(record.connection(), std::move(*transaction));
  auto rows = record.connection().query(
      "SELECT coalesce(max(number) FILTER (format = ? AND name = ?), 0)::BIGINT, "
      "coalesce(max(number), 0)::BIGINT FROM datasets",
      {std::string(format), std::string(name)});
  if (!rows) return tl::unexpected(rows.error());
  std::int64_t known = 0, last = 0;
  if (rows->next()) {
    known = rows->number(0);
    last = rows->number(1);
  }
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  import.replaces_ = known > 0;
  import.number_ = last + 1;
  if (known == 0) return import;
  for (const char* table : {"coded_claims", "mentions", "measures"})
    if (auto gone =
            record.connection().run(fmt::format("DELETE FROM {} WHERE dataset = {}", table, known));
        !gone)
      return tl::unexpected(gone.error());
  auto gone = record.connection().run("DELETE FROM datasets WHERE number = ?", {known});
  if (!gone) return tl::unexpected(gone.error());
  return import;
}

Result<void> Import::coded_claims(RowSource& source, unsigned threads) {
  return insert_rows(*connection_, "coded_claims", kCodedClaimTypes, source, threads);
}

Result<void> Import::mentions(RowSource& source, unsigned threads) {
  return insert_rows(*connection_, "mentions", kMentionTypes, source, threads);
}

Result<Appender> Import::measures() { return Appender::open(*connection_, "measures"); }

Result<void> Import::commit(const Dataset& dataset) {
  auto written = connection_->run(
      "INSERT INTO datasets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "now() AT TIME ZONE 'UTC')",
      {number_, dataset.format, dataset.name, dataset.hash, dataset.bytes, dataset.rows,
       dataset.taken, dataset.left_out, dataset.malformed, dataset.claims, dataset.mentions,
       dataset.measures, dataset.reasons});
  if (!written) return written;
  return transaction_.commit();
}

}  // namespace entente::record
