#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "entente/base/output_file.h"
#include "entente/base/result.h"
#include "entente/record/claim_filter.h"
#include "entente/record/record.h"

/// The record's own tables as files, by the engine's own writers.
namespace entente::formats {

enum class TableForm { csv, jsonl, parquet };

/// A table that goes out, and what its rows can be chosen by.
struct ExportedTable {
  std::string_view name;  ///< "coded-claims"
  /// SQL, with {} where the filter's "WHERE …" goes.
  std::string_view query;
  std::string_view floats;  ///< "intensity,mentions": what JSON would write with 17 digits
  bool by_type;             ///< rows can be chosen by type, claimant, mode, confidence, document
  bool by_actor;            ///< rows can be chosen by actor, layer, date
};

std::span<const ExportedTable> exported_tables();

/// Whether the table has the columns that the filter asks for; an error says which it lacks.
base::Result<void> check(const ExportedTable& table, const record::ClaimFilter& filter);

/// Told the percentage done (-1: unknown) now and then; breaks it off with false.
using GoOn = std::function<bool(double)>;

/// Writes the filter's rows in an order that is always the same. Returns how many they are.
base::Result<std::int64_t> write_table(const record::Record& record, const ExportedTable& table,
                                       const record::ClaimFilter& filter, TableForm form,
                                       base::OutputFile& output, const GoOn& go_on);

/// The same with the rows of any query.
base::Result<std::int64_t> write_rows(const record::Record& record, const record::Condition& query,
                                      TableForm form, base::OutputFile& output, const GoOn& go_on);

}  // namespace entente::formats
