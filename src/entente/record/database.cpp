#include "entente/record/database.h"

#include "entente/record/borrow.h"

#include <array>
#include <chrono>
#include <thread>
#include <utility>

namespace entente::record {

using base::fail;
using base::Result;

namespace {

bool is_lock_refused(std::string_view message) {
  return message.find("Could not set lock") != message.npos;
}

/// DuckDB's message in our words where a user can do something about it.
base::Error explained(std::string_view message, std::string where) {
  const auto has = [&](std::string_view part) { return message.find(part) != message.npos; };
  if (is_lock_refused(message)) {
    const auto pid = message.find("PID ");
    const auto digits = pid == message.npos ? "" : message.substr(pid + 4);
    const std::string holder(digits.substr(0, digits.find_first_not_of("0123456789")));
    return {"another process" + (holder.empty() ? "" : " (" + holder + ")") + " has it open",
            std::move(where), "wait until it has finished, or name another record with --record"};
  }
  if (has("not a valid DuckDB database") || has("Corrupt database file") ||
      has("Could not read enough bytes"))
    return {"is not a record, or a damaged one", std::move(where),
            "restore it from a copy, or name another record with --record"};
  if (has("No space left") || has("File too large") || has("Could not write"))
    return {"the disk is full (" + std::string(message.substr(message.rfind(": ") + 2)) + ")",
            std::move(where), "free some space and run the same command again"};
  return {std::string(message), std::move(where), ""};
}

tl::unexpected<base::Error> failure(const char* message, std::string where) {
  return tl::unexpected(
      explained(message == nullptr ? "unknown database error" : message, std::move(where)));
}

duckdb_state bind(duckdb_prepared_statement statement, idx_t at, const Value& value) {
  struct Binder {
    duckdb_prepared_statement statement;
    idx_t at;
    duckdb_state operator()(std::int64_t v) const { return duckdb_bind_int64(statement, at, v); }
    duckdb_state operator()(double v) const { return duckdb_bind_double(statement, at, v); }
    duckdb_state operator()(base::Date v) const {
      return duckdb_bind_date(statement, at, {v.days});
    }
    duckdb_state operator()(const std::string& v) const {
      return duckdb_bind_varchar_length(statement, at, v.data(), v.size());
    }
  };
  return std::visit(Binder{statement, at}, value);
}

struct Configuration {
  duckdb_config handle = nullptr;
  Configuration() { duckdb_create_config(&handle); }
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;
  ~Configuration() { duckdb_destroy_config(&handle); }
};

// A reading program shares the machine with the parser: the store gets one thread and 256 MB, and
// spills to disk beyond. Nothing is ever fetched from a network.
constexpr std::array<std::array<const char*, 2>, 4> kSettings{{
    {"autoinstall_known_extensions", "false"},
    {"autoload_known_extensions", "false"},
    {"memory_limit", "256MB"},
    {"threads", "2"},
}};

/// Whom to ask for a file that is locked, and what has been borrowed: a command uses one record.
struct Borrowing {
  Borrow ask;
  std::shared_ptr<void> loan;
  Access access = Access::read;
};
Borrowing& borrowing() {
  static Borrowing borrowing;
  return borrowing;
}

/// Opens a file once. `is_locked` tells whether another process has it.
Result<Owned<duckdb_database>> open_once(const std::filesystem::path& path, Access access,
                                         bool& is_locked) {
  const Configuration configuration;
  for (const auto& [name, value] : kSettings) duckdb_set_config(configuration.handle, name, value);
  duckdb_set_config(configuration.handle, "access_mode",
                    access == Access::read ? "READ_ONLY" : "READ_WRITE");
  duckdb_database handle = nullptr;
  char* message = nullptr;
  if (duckdb_open_ext(path.c_str(), &handle, configuration.handle, &message) == DuckDBError) {
    is_locked = message != nullptr && is_lock_refused(message);
    auto error = failure(message, path.string());
    duckdb_free(message);
    return error;
  }
  return Owned<duckdb_database>(handle);
}

}  // namespace

void set_borrow(Borrow borrow) { borrowing().ask = std::move(borrow); }
bool is_borrowed() { return borrowing().loan != nullptr; }
void give_back() { borrowing().loan.reset(); }

std::string placeholders(std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += i == 0 ? "?" : ", ?";
  return list;
}

Result<Database> Database::open(const std::filesystem::path& path, Access access) {
  Borrowing& borrowed = borrowing();
  if (access == Access::write && borrowed.access == Access::read) give_back();  // borrowed to read
  bool is_locked = false;
  auto handle = open_once(path, access, is_locked);
  if (!handle && is_locked && borrowed.ask) {
    auto loan = borrowed.ask(path, access);
    if (!loan) return tl::unexpected(loan.error());
    borrowed.loan = std::move(*loan);
    borrowed.access = access;
    if (borrowed.loan) handle = open_once(path, access, is_locked);
  }
  if (!handle) return tl::unexpected(handle.error());
  Database database;
  database.where_ = path.string();
  database.handle_ = std::move(*handle);
  return database;
}

Result<Connection> Database::connect() const {
  duckdb_connection handle = nullptr;
  if (duckdb_connect(handle_.get(), &handle) == DuckDBError)
    return fail("no connection to the database", where_);
  Connection connection;
  connection.where_ = where_;
  connection.handle_.reset(handle);
  return connection;
}

Result<Owned<duckdb_prepared_statement>> Connection::prepare(
    const std::string& sql, const std::vector<Value>& parameters) const {
  duckdb_prepared_statement prepared = nullptr;
  const auto prepared_state = duckdb_prepare(handle_.get(), sql.c_str(), &prepared);
  Owned<duckdb_prepared_statement> statement(prepared);
  if (prepared_state == DuckDBError) return failure(duckdb_prepare_error(prepared), where_);
  for (idx_t i = 0; i < parameters.size(); ++i)
    if (bind(prepared, i + 1, parameters[i]) == DuckDBError)
      return failure(duckdb_prepare_error(prepared), where_);
  return statement;
}

Result<Rows> Connection::query(const std::string& sql, const std::vector<Value>& parameters) const {
  const auto statement = prepare(sql, parameters);
  if (!statement) return tl::unexpected(statement.error());
  Rows rows;
  rows.where_ = where_;
  rows.result_.reset(new duckdb_result{});
  if (duckdb_execute_prepared_streaming(statement->get(), rows.result_.get()) == DuckDBError)
    return failure(duckdb_result_error(rows.result_.get()), where_);
  for (idx_t i = 0; i < duckdb_column_count(rows.result_.get()); ++i)
    rows.columns_.push_back({duckdb_column_type(rows.result_.get(), i), nullptr, nullptr});
  return rows;
}

Result<void> Connection::run(const std::string& sql, const std::vector<Value>& parameters) const {
  auto rows = query(sql, parameters);
  if (!rows) return tl::unexpected(rows.error());
  while (rows->next()) continue;
  return rows->end();
}

Result<std::int64_t> Connection::run_watched(const std::string& sql,
                                             const std::vector<Value>& parameters,
                                             const std::function<bool(double)>& go_on) const {
  for (const char* setting : {"SET enable_progress_bar = true",  // to be asked, not to be shown
                              "SET enable_progress_bar_print = false"})
    if (auto set = run(setting); !set) return tl::unexpected(set.error());
  const auto statement = prepare(sql, parameters);
  if (!statement) return tl::unexpected(statement.error());
  duckdb_pending_result handle = nullptr;
  const auto state = duckdb_pending_prepared(statement->get(), &handle);
  const Owned<duckdb_pending_result> pending(handle);
  if (state == DuckDBError) return failure(duckdb_pending_error(handle), where_);
  for (;;) {
    const duckdb_pending_state step = duckdb_pending_execute_task(handle);
    if (step == DUCKDB_PENDING_ERROR) return failure(duckdb_pending_error(handle), where_);
    if (duckdb_pending_execution_is_finished(step)) break;
    if (step == DUCKDB_PENDING_NO_TASKS_AVAILABLE)  // others are at work on it
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (go_on(duckdb_query_progress(handle_.get()).percentage)) continue;
    duckdb_interrupt(handle_.get());
    return fail("broken off", where_);
  }
  const Owned<duckdb_result*> result(new duckdb_result{});
  if (duckdb_execute_pending(handle, result.get()) == DuckDBError)
    return failure(duckdb_result_error(result.get()), where_);
  return std::int64_t(duckdb_rows_changed(result.get()));
}

bool Rows::next() {
  if (chunk_ != nullptr && ++row_ < rows_in_chunk_) return true;
  row_ = 0;
  chunk_.reset(duckdb_fetch_chunk(*result_));
  rows_in_chunk_ = chunk_ == nullptr ? 0 : duckdb_data_chunk_get_size(chunk_.get());
  if (rows_in_chunk_ == 0) return false;
  for (idx_t i = 0; i < columns_.size(); ++i) {
    const duckdb_vector vector = duckdb_data_chunk_get_vector(chunk_.get(), i);
    columns_[i].data = duckdb_vector_get_data(vector);
    columns_[i].validity = duckdb_vector_get_validity(vector);
  }
  return true;
}

Result<void> Rows::end() const {
  const char* message = duckdb_result_error(result_.get());
  if (message != nullptr && *message != '\0') return failure(message, where_);
  return {};
}

bool Rows::is_null(idx_t column) const {
  std::uint64_t* validity = columns_[column].validity;
  return validity != nullptr && !duckdb_validity_row_is_valid(validity, row_);
}

std::string_view Rows::text(idx_t column) const {
  if (is_null(column)) return {};
  // duckdb_string_t_data wants a mutable pointer, and does not write through it.
  auto& cell = const_cast<duckdb_string_t&>(this->cell<duckdb_string_t>(column));
  return {duckdb_string_t_data(&cell), duckdb_string_t_length(cell)};
}

std::int64_t Rows::number(idx_t column) const {
  if (is_null(column)) return 0;
  switch (columns_[column].type) {
    case DUCKDB_TYPE_BOOLEAN:
      return cell<bool>(column) ? 1 : 0;
    case DUCKDB_TYPE_INTEGER:
      return cell<std::int32_t>(column);
    default:
      return cell<std::int64_t>(column);
  }
}

double Rows::real(idx_t column) const {
  if (is_null(column)) return 0;
  const bool is_single = columns_[column].type == DUCKDB_TYPE_FLOAT;
  return is_single ? double(cell<float>(column)) : cell<double>(column);
}

std::optional<base::Date> Rows::date(idx_t column) const {
  if (is_null(column)) return std::nullopt;
  return base::Date{cell<duckdb_date>(column).days};
}

Result<Transaction> Transaction::begin(const Connection& connection) {
  if (auto begun = connection.run("BEGIN"); !begun) return tl::unexpected(begun.error());
  return Transaction(connection);
}

Transaction::~Transaction() {
  // Fails when the error that brought us here has ended the transaction already.
  if (connection_ != nullptr) (void)connection_->run("ROLLBACK");
}

Result<void> Transaction::commit() {
  auto committed = connection_->run("COMMIT");
  if (committed) connection_ = nullptr;
  return committed;
}

Result<Appender> Appender::open(const Connection& connection, const char* table) {
  duckdb_appender handle = nullptr;
  const auto state = duckdb_appender_create(connection.handle_.get(), nullptr, table, &handle);
  Appender appender;
  appender.where_ = connection.where_;
  appender.handle_.reset(handle);
  if (state == DuckDBError) return failure(duckdb_appender_error(handle), connection.where_);
  return appender;
}

Appender& Appender::note(duckdb_state state) {
  failed_ = failed_ || state == DuckDBError;
  return *this;
}

Appender& Appender::operator<<(std::string_view text) {
  return note(duckdb_append_varchar_length(handle_.get(), text.data(), text.size()));
}
Appender& Appender::operator<<(std::int64_t number) {
  return note(duckdb_append_int64(handle_.get(), number));
}
Appender& Appender::operator<<(double number) {
  return note(duckdb_append_double(handle_.get(), number));
}
Appender& Appender::operator<<(bool truth) {
  return note(duckdb_append_bool(handle_.get(), truth));
}
Appender& Appender::operator<<(base::Date date) {
  return note(duckdb_append_date(handle_.get(), {date.days}));
}
Appender& Appender::operator<<(std::chrono::system_clock::time_point time) {
  using std::chrono::microseconds;
  const auto since_1970 = std::chrono::duration_cast<microseconds>(time.time_since_epoch());
  return note(duckdb_append_timestamp(handle_.get(), {since_1970.count()}));
}
Appender& Appender::operator<<(std::nullptr_t) { return note(duckdb_append_null(handle_.get())); }

Appender& Appender::text_or_null(std::string_view text) {
  return text.empty() ? *this << nullptr : *this << text;
}
Appender& Appender::date_or_null(std::optional<base::Date> date) {
  return date ? *this << *date : *this << nullptr;
}

void Appender::end_row() { note(duckdb_appender_end_row(handle_.get())); }

Result<void> Appender::close() {
  if (!failed_) note(duckdb_appender_close(handle_.get()));
  if (failed_) return failure(duckdb_appender_error(handle_.get()), where_);
  return {};
}

}  // namespace entente::record
