#pragma once

#include <duckdb.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"

/// A thin, owning layer over DuckDB's C API: handles close themselves and errors are values.
namespace entente::record {

struct Closer {
  void operator()(duckdb_database handle) const { duckdb_close(&handle); }
  void operator()(duckdb_connection handle) const { duckdb_disconnect(&handle); }
  void operator()(duckdb_prepared_statement handle) const { duckdb_destroy_prepare(&handle); }
  void operator()(duckdb_pending_result handle) const { duckdb_destroy_pending(&handle); }
  void operator()(duckdb_data_chunk handle) const { duckdb_destroy_data_chunk(&handle); }
  void operator()(duckdb_appender handle) const { duckdb_appender_destroy(&handle); }
  void operator()(duckdb_result* result) const {
    duckdb_destroy_result(result);
    delete result;
  }
};
template <class Handle>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Closer>;

using Value = std::variant<std::int64_t, double, std::string, base::Date>;

/// "?, ?, ?": so many parameters.
std::string placeholders(std::size_t count);

enum class Access { read, write };

/// The rows of a query, in the engine's own chunks: nothing is copied, and a result larger than
/// memory streams. Text points into the current chunk and holds until `next` is called again.
class Rows {
 public:
  /// Steps to the first, then to each next row. False at the end, and when an error cut it short.
  bool next();
  /// The error that cut the rows short, if one did.
  [[nodiscard]] base::Result<void> end() const;

  [[nodiscard]] bool is_null(idx_t column) const;
  /// A null is the empty text, and zero.
  [[nodiscard]] std::string_view text(idx_t column) const;
  [[nodiscard]] std::int64_t number(idx_t column) const;
  [[nodiscard]] double real(idx_t column) const;
  [[nodiscard]] std::optional<base::Date> date(idx_t column) const;

 private:
  friend class Connection;
  struct Column {
    duckdb_type type;
    const void* data;
    std::uint64_t* validity;
  };
  template <class T>
  [[nodiscard]] const T& cell(idx_t column) const {
    return static_cast<const T*>(columns_[column].data)[row_];
  }

  std::string where_;
  Owned<duckdb_result*> result_;
  Owned<duckdb_data_chunk> chunk_;
  std::vector<Column> columns_;
  idx_t row_ = 0, rows_in_chunk_ = 0;
};

class Connection {
 public:
  /// Runs one statement with its parameters ("?") filled in.
  base::Result<Rows> query(const std::string& sql, const std::vector<Value>& parameters = {}) const;
  /// Like `query`, when no rows are wanted.
  [[nodiscard]] base::Result<void> run(const std::string& sql,
                                       const std::vector<Value>& parameters = {}) const;
  /// Like `run`, for what may take long: `go_on` is told now and then how many of a hundred parts
  /// are done (-1: unknown), and breaks it off with false. Returns the number of rows changed, or
  /// written by COPY.
  [[nodiscard]] base::Result<std::int64_t> run_watched(
      const std::string& sql, const std::vector<Value>& parameters,
      const std::function<bool(double)>& go_on) const;
  [[nodiscard]] duckdb_connection handle() const { return handle_.get(); }

 private:
  friend class Database;
  friend class Appender;
  [[nodiscard]] base::Result<Owned<duckdb_prepared_statement>> prepare(
      const std::string& sql, const std::vector<Value>& parameters) const;
  std::string where_;  ///< the file, for error messages
  Owned<duckdb_connection> handle_;
};

/// An open database file. It closes when the last connection and this have gone.
class Database {
 public:
  /// Opens `path`, making the file if it is to be written and is not there.
  static base::Result<Database> open(const std::filesystem::path& path, Access access);
  [[nodiscard]] base::Result<Connection> connect() const;

 private:
  std::string where_;
  Owned<duckdb_database> handle_;
};

/// Everything between its making and `commit` happens, or nothing does.
class Transaction {
 public:
  static base::Result<Transaction> begin(const Connection& connection);
  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, {})) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  [[nodiscard]] base::Result<void> commit();

 private:
  explicit Transaction(const Connection& connection) : connection_(&connection) {}
  const Connection* connection_;
};

/// Writes rows in bulk, cell by cell in the order of the table's columns. The first error is kept
/// and reported by `close`; what was appended counts once `close` has returned.
class Appender {
 public:
  static base::Result<Appender> open(const Connection& connection, const char* table);
  Appender& operator<<(std::string_view text);
  Appender& operator<<(std::int64_t number);
  Appender& operator<<(double number);
  Appender& operator<<(bool truth);
  Appender& operator<<(base::Date date);
  Appender& operator<<(std::chrono::system_clock::time_point time);
  Appender& operator<<(std::nullptr_t);
  /// The text, or null when it is empty.
  Appender& text_or_null(std::string_view text);
  Appender& date_or_null(std::optional<base::Date> date);
  void end_row();
  [[nodiscard]] base::Result<void> close();

 private:
  Appender& note(duckdb_state state);
  std::string where_;
  Owned<duckdb_appender> handle_;
  bool failed_ = false;
};

}  // namespace entente::record
