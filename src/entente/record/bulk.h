#pragma once

#include <duckdb.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/record/database.h"

/// Rows by the million: threads fill the engine's own chunks, column by column, and one INSERT
/// takes them, in the transaction in which it stands.
namespace entente::record {

/// The cells of one chunk. Rows are filled in order; a cell that is not given is whatever stood
/// there, so every cell of a row has to be.
class ChunkRows {
 public:
  static constexpr idx_t kMost = 2048;  ///< rows of a chunk: the engine's vector size
  static constexpr idx_t kMostColumns = 32;

  explicit ChunkRows(duckdb_data_chunk chunk);
  [[nodiscard]] idx_t size() const { return row_; }
  [[nodiscard]] bool full() const { return row_ == kMost; }
  void end_row() { ++row_; }

  void text(idx_t column, std::string_view text);
  void text_or_null(idx_t column, std::string_view text);
  template <class T>
  void set(idx_t column, T value) {
    static_cast<T*>(data_[column])[row_] = value;
  }
  void date(idx_t column, base::Date date) { set<std::int32_t>(column, date.days); }
  void null(idx_t column);

 private:
  duckdb_vector vectors_[kMostColumns];
  void* data_[kMostColumns];
  std::uint64_t* validity_[kMostColumns] = {};  // made when the column gets its first null
  idx_t row_ = 0;
};

/// Makes rows on one thread.
class RowMaker {
 public:
  virtual ~RowMaker() = default;
  /// Fills rows until the chunk is full or there are no more; no rows at the end.
  virtual base::Result<void> fill(ChunkRows& rows) = 0;
};

/// What several threads make rows of.
class RowSource {
 public:
  virtual ~RowSource() = default;
  /// Called once a thread.
  virtual std::unique_ptr<RowMaker> maker() = 0;
};

/// Inserts all rows of `source` into `table`, whose columns have these types, on at most so many
/// threads; with more than one the rows stand in no particular order. Nothing is inserted when a
/// maker fails: its error is returned.
base::Result<void> insert_rows(const Connection& connection, std::string_view table,
                               std::span<const duckdb_type> types, RowSource& source,
                               unsigned threads);

}  // namespace entente::record
