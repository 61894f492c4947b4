#include "entente/formats/tables.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include "entente/base/tsv.h"

namespace entente::formats {

using base::fail;
using base::Result;

namespace {

constexpr std::array kTables{
    ExportedTable{"claims",
                  R"(SELECT c.*, d.name AS document_name, d.title AS document_title,
             d.date AS document_date, d.source AS document_source, d.url AS document_url
           FROM (SELECT * FROM claims {}) c JOIN documents d ON d.hash = c.document
           ORDER BY d.number, c.position)",
                  "confidence", true, true},
    ExportedTable{"coded-claims",
                  R"(SELECT d.format AS dataset_format, d.name AS dataset_name,
             c.* EXCLUDE (dataset, date_from, date_to, claimant, confidence, document)
           FROM (SELECT * FROM (SELECT *, date AS date_from, date AS date_to, 'author' AS claimant,
                   NULL::FLOAT AS confidence, NULL::VARCHAR AS document FROM coded_claims) {}) c
             JOIN datasets d ON d.number = c.dataset
           ORDER BY d.number, row, actor, recipient, type, mode, actor_name, recipient_name,
             actor_sector, recipient_sector)",
                  "intensity,mentions,sources", true, true},
    ExportedTable{
        "mentions",
        R"(SELECT d.format AS dataset_format, d.name AS dataset_name, m.* EXCLUDE (dataset)
           FROM (SELECT * FROM mentions {}) m JOIN datasets d ON d.number = m.dataset
           ORDER BY d.number, row)",
        "confidence", false, false},
    ExportedTable{
        "measures",
        R"(SELECT d.format AS dataset_format, d.name AS dataset_name, m.* EXCLUDE (dataset)
           FROM (SELECT * FROM measures {}) m JOIN datasets d ON d.number = m.dataset
           ORDER BY d.number, row, kind, actor, recipient, date_from, date_to, value)",
        "", false, true}};

std::string sql_text(std::string_view text) {
  std::string sql = "'";
  for (const char c : text) sql.append(c == '\'' ? 2 : 1, c);
  return sql + "'";
}

/// The query with single-precision numbers as people write them: 0.85, not 0.8500000238418579.
std::string with_short_numbers(std::string_view query, std::string_view floats) {
  std::string list;
  for (const std::string_view column : base::split_list(floats, ','))
    list += fmt::format("{}{}::VARCHAR::DOUBLE AS {}", list.empty() ? "" : ", ", column, column);
  return fmt::format("SELECT * REPLACE ({}) FROM ({})", list, query);
}

/// A pipe of our own whose other end flows into `output`: the engine opens files by name, and would
/// empty the file that standard output goes to.
class Drain {
 public:
  explicit Drain(base::OutputFile& output) : output_(output) {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) return;
    thread_ = std::thread([this] {
      std::array<char, 1 << 16> bytes;
      for (;;) {
        const ssize_t count = ::read(ends_[0], bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        output_.write({bytes.data(), std::size_t(count)});
      }
    });
  }
  Drain(const Drain&) = delete;
  Drain& operator=(const Drain&) = delete;
  ~Drain() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    if (thread_.joinable()) thread_.join();
    if (ends_[0] >= 0) ::close(ends_[0]);
  }
  [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", ends_[1]); }

 private:
  base::OutputFile& output_;
  std::array<int, 2> ends_{-1, -1};
  std::thread thread_;
};

}  // namespace

std::span<const ExportedTable> exported_tables() { return kTables; }

Result<void> check(const ExportedTable& table, const record::ClaimFilter& filter) {
  const bool asks_actor =
      !filter.actors.empty() || filter.pair || !filter.layers.empty() || filter.from || filter.to;
  const bool asks_type = !filter.types.empty() || !filter.claimants.empty() || filter.facts ||
                         filter.aux != 0 || filter.min_confidence > 0 || !filter.document.empty();
  if ((asks_type && !table.by_type) || (asks_actor && !table.by_actor))
    return fail(
        fmt::format("{} cannot be chosen by {}", table.name,
                    asks_actor && !table.by_actor ? "actor, layer or date"
                                                  : "type, claimant, confidence, mode or document"),
        "", "leave that option out");
  return {};
}

Result<std::int64_t> write_table(const record::Record& record, const ExportedTable& table,
                                 const record::ClaimFilter& filter, TableForm form,
                                 base::OutputFile& output, const GoOn& go_on) {
  record::Condition condition = record::where(filter);
  condition.sql = fmt::format(fmt::runtime(table.query), condition.sql);
  if (form == TableForm::jsonl && !table.floats.empty())
    condition.sql = with_short_numbers(condition.sql, table.floats);
  return write_rows(record, condition, form, output, go_on);
}

Result<std::int64_t> write_rows(const record::Record& record, const record::Condition& query,
                                TableForm form, base::OutputFile& output, const GoOn& go_on) {
  constexpr std::array<std::string_view, 3> kOptions{"FORMAT csv, HEADER", "FORMAT json",
                                                     "FORMAT parquet, COMPRESSION zstd"};
  const auto copy = [&](const std::string& path) {
    return record.connection()
        .run_watched(fmt::format("COPY ({}) TO {} ({}, USE_TMP_FILE false)", query.sql,
                                 sql_text(path), kOptions[std::size_t(form)]),
                     query.parameters, go_on)
        .map_error([&](base::Error error) {
          error.where = output.path();  // it is this file that does not fit on the disk
          return error;
        });
  };
  if (!output.is_stream()) return copy(output.part());
  const Drain drain(output);
  return copy(drain.path());
}

}  // namespace entente::formats
