#include "entente/record/bulk.h"

#include <fmt/format.h>

#include <cstring>
#include <mutex>
#include <optional>

namespace entente::record {

using base::Result;

ChunkRows::ChunkRows(duckdb_data_chunk chunk) {
  for (idx_t i = 0; i < duckdb_data_chunk_get_column_count(chunk); ++i) {
    vectors_[i] = duckdb_data_chunk_get_vector(chunk, i);
    data_[i] = duckdb_vector_get_data(vectors_[i]);
  }
}

void ChunkRows::text(idx_t column, std::string_view text) {
  constexpr std::size_t kInlined = sizeof(duckdb_string_t::value.inlined.inlined);
  if (text.size() > kInlined) {
    duckdb_vector_assign_string_element_len(vectors_[column], row_, text.data(), text.size());
    return;
  }
  duckdb_string_t cell{};  // what follows a short text has to be zero
  cell.value.inlined.length = std::uint32_t(text.size());
  if (!text.empty()) std::memcpy(cell.value.inlined.inlined, text.data(), text.size());
  set(column, cell);
}

void ChunkRows::text_or_null(idx_t column, std::string_view text) {
  text.empty() ? null(column) : this->text(column, text);
}

void ChunkRows::null(idx_t column) {
  if (validity_[column] == nullptr) {
    duckdb_vector_ensure_validity_writable(vectors_[column]);
    validity_[column] = duckdb_vector_get_validity(vectors_[column]);
  }
  validity_[column][row_ / 64] &= ~(std::uint64_t{1} << row_ % 64);
}

namespace {

/// One INSERT: what the engine's callbacks share.
struct Insertion {
  RowSource& source;
  std::span<const duckdb_type> types;
  unsigned threads;
  std::mutex mutex;
  std::optional<base::Error> error{};  // of the first maker that failed

  void note(const base::Error& failed) {
    const std::scoped_lock lock(mutex);
    if (!error) error = failed;
  }
};

/// The table function has one argument, the address of its Insertion.
constexpr const char* kFunction = "entente_rows";

void bind(duckdb_bind_info info) {
  duckdb_value address = duckdb_bind_get_parameter(info, 0);
  auto* insertion = reinterpret_cast<Insertion*>(duckdb_get_uint64(address));
  duckdb_destroy_value(&address);
  for (std::size_t i = 0; i < insertion->types.size(); ++i) {
    duckdb_logical_type type = duckdb_create_logical_type(insertion->types[i]);
    duckdb_bind_add_result_column(info, fmt::format("c{}", i).c_str(), type);
    duckdb_destroy_logical_type(&type);
  }
  duckdb_bind_set_bind_data(info, insertion, nullptr);
}

void start(duckdb_init_info info) {
  const auto* insertion = static_cast<Insertion*>(duckdb_init_get_bind_data(info));
  duckdb_init_set_max_threads(info, insertion->threads);
}

void start_thread(duckdb_init_info info) {
  auto* insertion = static_cast<Insertion*>(duckdb_init_get_bind_data(info));
  duckdb_init_set_init_data(info, insertion->source.maker().release(),
                            [](void* maker) { delete static_cast<RowMaker*>(maker); });
}

void fill(duckdb_function_info info, duckdb_data_chunk chunk) {
  auto* maker = static_cast<RowMaker*>(duckdb_function_get_local_init_data(info));
  ChunkRows rows(chunk);
  const auto filled = maker->fill(rows);
  duckdb_data_chunk_set_size(chunk, rows.size());
  if (filled) return;
  static_cast<Insertion*>(duckdb_function_get_bind_data(info))->note(filled.error());
  duckdb_function_set_error(info, filled.error().what.c_str());
}

/// Makes the table function known; again is no harm.
Result<void> register_function(duckdb_connection connection) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, kFunction);
  duckdb_logical_type address = duckdb_create_logical_type(DUCKDB_TYPE_UBIGINT);
  duckdb_table_function_add_parameter(function, address);
  duckdb_destroy_logical_type(&address);
  duckdb_table_function_set_bind(function, bind);
  duckdb_table_function_set_init(function, start);
  duckdb_table_function_set_local_init(function, start_thread);
  duckdb_table_function_set_function(function, fill);
  const auto state = duckdb_register_table_function(connection, function);
  duckdb_destroy_table_function(&function);
  if (state == DuckDBError) return base::fail("the engine takes no table function");
  return {};
}

}  // namespace

Result<void> insert_rows(const Connection& connection, std::string_view table,
                         std::span<const duckdb_type> types, RowSource& source, unsigned threads) {
  if (auto known = register_function(connection.handle()); !known) return known;
  Insertion insertion{source, types, threads, {}};
  // Rows keep the order of one thread only; the setting lets several of them write.
  if (auto set = connection.run("SET preserve_insertion_order = false"); !set) return set;
  auto inserted =
      connection.run(fmt::format("INSERT INTO {} SELECT * FROM {}({}::UBIGINT)", table, kFunction,
                                 reinterpret_cast<std::uint64_t>(&insertion)));
  if (auto set = connection.run("RESET preserve_insertion_order"); !set && inserted) return set;
  if (insertion.error) return tl::unexpected(*insertion.error);
  return inserted;
}

}  // namespace entente::record
