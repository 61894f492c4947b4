#include "entente/record/record.h"

#include <fmt/format.h>

#include <chrono>
#include <system_error>
#include <unordered_set>

#include "entente/record/claim_row.h"
#include "entente/record/coded_rows.h"
#include "entente/record/reviews.h"

namespace entente::record {

using base::fail;
using base::Result;

namespace {

constexpr const char* kDocumentColumns = R"(
  hash VARCHAR PRIMARY KEY, number BIGINT NOT NULL, name VARCHAR NOT NULL,
  title VARCHAR, author VARCHAR, date DATE, source VARCHAR, url VARCHAR, language VARCHAR,
  text VARCHAR NOT NULL, sentences INTEGER NOT NULL, reader_version INTEGER NOT NULL,
  read_at TIMESTAMP NOT NULL)";

/// What makes a record of schema `version` of one of the schema before it.
std::vector<std::string> steps_to(int version) {
  if (version == 1)
    return {fmt::format("CREATE TABLE documents ({})", kDocumentColumns),
            fmt::format("CREATE TABLE claims ({})", kClaimColumns),
            "CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)",
            "INSERT INTO meta VALUES ('schema_version', '1')"};
  if (version == 3) return review_tables();
  if (version == 4)
    return {"ALTER TABLE documents ADD COLUMN IF NOT EXISTS estimated_from DATE",
            "ALTER TABLE documents ADD COLUMN IF NOT EXISTS estimated_to DATE"};
  return {fmt::format("CREATE TABLE datasets ({})", kDatasetColumns),
          fmt::format("CREATE TABLE coded_claims ({})", kCodedClaimColumns),
          fmt::format("CREATE TABLE mentions ({})", kMentionColumns),
          fmt::format("CREATE TABLE measures ({})", kMeasureColumns),
          fmt::format("CREATE VIEW all_claims AS {}", kAllClaims)};
}

/// Makes the tables that a record of schema `version` lacks (0: all), in one transaction.
Result<void> bring_up_to_date(const Connection& connection, std::int64_t version) {
  auto transaction = Transaction::begin(connection);
  if (!transaction) return tl::unexpected(transaction.error());
  for (int next = int(version) + 1; next <= kSchemaVersion; ++next)
    for (const std::string& step : steps_to(next))
      if (auto made = connection.run(step); !made) return made;
  auto noted = connection.run("UPDATE meta SET value = ? WHERE key = 'schema_version'",
                              {std::to_string(kSchemaVersion)});
  if (!noted) return noted;
  return transaction->commit();
}

/// The only number that the query gives.
Result<std::int64_t> number(const Connection& connection, const std::string& sql,
                            const std::vector<Value>& parameters = {}) {
  auto rows = connection.query(sql, parameters);
  if (!rows) return tl::unexpected(rows.error());
  if (rows->next()) return rows->number(0);
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return 0;
}

/// The schema's version of a database that is a record of ours; 0 when it has no tables.
Result<std::int64_t> schema_version(const Connection& connection, const std::string& path) {
  const auto tables = number(connection, "SELECT count(*) FROM duckdb_tables()");
  if (!tables || *tables == 0) return tables;
  const auto ours =
      number(connection, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta'");
  if (!ours) return tl::unexpected(ours.error());
  if (*ours == 0)
    return fail("is a DuckDB database, but not a record of Entente", path,
                "name another file with --record");
  const auto version =
      number(connection, "SELECT value::INTEGER FROM meta WHERE key = 'schema_version'");
  if (!version) return tl::unexpected(version.error());
  if (*version > kSchemaVersion)
    return fail(fmt::format("is a record of form {}, and this program knows forms up to {}",
                            *version, kSchemaVersion),
                path, "use a newer Entente; nothing was changed");
  return version;
}

void append(Appender& appender, const Entry& entry, std::int64_t number) {
  const model::Document& document = entry.document;
  appender << document.hash << number << document.id;
  appender.text_or_null(document.title).text_or_null(document.author).date_or_null(document.date);
  appender.text_or_null(document.source).text_or_null(document.url);
  appender.text_or_null(document.language);
  appender << document.text << entry.sentences << entry.reader_version;
  appender << std::chrono::system_clock::now();
  const auto& estimate = document.estimated_date;
  appender.date_or_null(estimate ? std::optional(estimate->start) : std::nullopt);
  appender.date_or_null(estimate ? std::optional(estimate->end) : std::nullopt);
  appender.end_row();
}

constexpr std::size_t kHashDigits = 32;

constexpr const char* kDocuments =
    "SELECT hash, name, title, author, date, source, url, language, text, sentences, "
    "reader_version, strftime(read_at, '%Y-%m-%d %H:%M:%S'), estimated_from, estimated_to "
    "FROM documents ";

StoredDocument document_from(const Rows& rows) {
  StoredDocument stored;
  stored.document.hash = rows.text(0);
  stored.document.id = rows.text(1);
  stored.document.title = rows.text(2);
  stored.document.author = rows.text(3);
  stored.document.date = rows.date(4);
  stored.document.source = rows.text(5);
  stored.document.url = rows.text(6);
  stored.document.language = rows.text(7);
  stored.document.text = rows.text(8);
  stored.sentences = rows.number(9);
  stored.reader_version = rows.number(10);
  stored.read_at = rows.text(11);
  if (const auto from = rows.date(12), to = rows.date(13); from && to)
    stored.document.estimated_date = base::Interval{*from, *to, base::Precision::estimate};
  return stored;
}

/// What `one` makes of every row.
template <class One>
auto all(Result<Rows> rows, One one) -> Result<std::vector<decltype(one(*rows))>> {
  if (!rows) return tl::unexpected(rows.error());
  std::vector<decltype(one(*rows))> list;
  while (rows->next()) list.push_back(one(*rows));
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return list;
}

/// The rows of a query for a name and a number.
Result<std::vector<Count>> counts(const Connection& connection, const std::string& sql) {
  return all(connection.query(sql), [](const Rows& rows) {
    return Count{std::string(rows.text(0)), rows.number(1)};
  });
}

/// Whole rows of a few claims, found by a condition on `claims`, with their documents. Wide rows
/// are taken only once it is known which: the engine unpacks no others.
constexpr const char* kClaims =
    "SELECT claims.*, documents.name FROM (SELECT * FROM claims WHERE rowid IN "
    "(SELECT rowid FROM claims WHERE {})) claims JOIN documents ON documents.hash = document ";

/// Puts the documents' names into claims that have their hashes.
Result<void> name_documents(const Connection& connection, std::vector<QuotedClaim>& claims) {
  std::unordered_map<std::string, std::string> names;
  for (const QuotedClaim& claim : claims) names.emplace(claim.document_hash, "");
  std::vector<Value> hashes;
  for (const auto& [hash, name] : names) hashes.emplace_back(hash);
  if (hashes.empty()) return {};
  auto rows = connection.query(fmt::format("SELECT hash, name FROM documents WHERE hash IN ({})",
                                           placeholders(hashes.size())),
                               hashes);
  if (!rows) return tl::unexpected(rows.error());
  while (rows->next()) names[std::string(rows->text(0))] = rows->text(1);
  for (QuotedClaim& claim : claims) claim.document = names[claim.document_hash];
  return rows->end();
}

using Versions = std::unordered_map<std::string, std::int64_t>;

Result<Versions> versions(Result<Rows> rows) {
  if (!rows) return tl::unexpected(rows.error());
  Versions versions;
  while (rows->next()) versions.emplace(rows->text(0), rows->number(1));
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return versions;
}

/// The readers' versions of those documents of the batch that are stored.
Result<Versions> stored_versions(const Connection& connection, std::span<const Entry> batch) {
  std::vector<Value> hashes;
  for (const Entry& entry : batch) hashes.emplace_back(entry.document.hash);
  return versions(
      connection.query(fmt::format("SELECT hash, reader_version FROM documents WHERE hash IN ({})",
                                   placeholders(hashes.size())),
                       hashes));
}

/// What has to be done with a batch.
struct Plan {
  std::vector<const Entry*> added, replaced;
  std::int64_t known = 0;
};

Plan plan(std::span<const Entry> batch, const Versions& stored, Known known) {
  Plan plan;
  std::unordered_set<std::string_view> seen;
  for (const Entry& entry : batch) {
    const auto version = stored.find(entry.document.hash);
    const bool is_new = version == stored.end();
    if (!seen.insert(entry.document.hash).second)
      ++plan.known;
    else if (is_new)
      plan.added.push_back(&entry);
    else if (version->second < entry.reader_version || known == Known::replace)
      plan.replaced.push_back(&entry);
    else
      ++plan.known;
  }
  return plan;
}

Result<void> delete_claims(const Connection& connection, const std::vector<const Entry*>& entries) {
  if (entries.empty()) return {};
  std::vector<Value> hashes;
  for (const Entry* entry : entries) hashes.emplace_back(entry->document.hash);
  return connection.run(
      fmt::format("DELETE FROM claims WHERE document IN ({})", placeholders(hashes.size())),
      hashes);
}

/// Puts what another reader made of a stored document in its row.
Result<void> update(const Connection& connection, const Entry& entry) {
  const model::Document& document = entry.document;
  const auto& estimate = document.estimated_date;
  return connection.run(
      "UPDATE documents SET title = nullif(?, ''), author = nullif(?, ''), "
      "date = try_cast(nullif(?, '') AS DATE), source = nullif(?, ''), sentences = ?, "
      "reader_version = ?, read_at = now() AT TIME ZONE 'UTC', "
      "estimated_from = try_cast(nullif(?, '') AS DATE), "
      "estimated_to = try_cast(nullif(?, '') AS DATE) WHERE hash = ?",
      {document.title, document.author, document.date ? document.date->iso() : "", document.source,
       entry.sentences, entry.reader_version, estimate ? estimate->start.iso() : "",
       estimate ? estimate->end.iso() : "", document.hash});
}

Result<void> append_documents(const Connection& connection,
                              const std::vector<const Entry*>& entries) {
  auto last = number(connection, "SELECT coalesce(max(number), 0) FROM documents");
  if (!last) return tl::unexpected(last.error());
  auto appender = Appender::open(connection, "documents");
  if (!appender) return tl::unexpected(appender.error());
  for (const Entry* entry : entries) append(*appender, *entry, ++*last);
  return appender->close();
}

Result<void> append_claims(const Connection& connection, const Plan& plan) {
  auto appender = Appender::open(connection, "claims");
  if (!appender) return tl::unexpected(appender.error());
  for (const auto* entries : {&plan.added, &plan.replaced})
    for (const Entry* entry : *entries)
      for (const QuotedClaim& claim : entry->claims) append(*appender, claim);
  return appender->close();
}

Result<void> carry_out(const Connection& connection, const Plan& plan) {
  if (auto deleted = delete_claims(connection, plan.replaced); !deleted) return deleted;
  for (const Entry* entry : plan.replaced)
    if (auto updated = update(connection, *entry); !updated) return updated;
  if (auto appended = append_documents(connection, plan.added); !appended) return appended;
  if (auto appended = append_claims(connection, plan); !appended) return appended;
  std::vector<std::string> replaced;
  for (const Entry* entry : plan.replaced) replaced.push_back(entry->document.hash);
  return review_again(connection, replaced);
}

std::int64_t claims_of(const std::vector<const Entry*>& entries) {
  std::size_t claims = 0;
  for (const Entry* entry : entries) claims += entry->claims.size();
  return std::int64_t(claims);
}

Result<Summary> totals(const Connection& connection) {
  auto rows = connection.query(
      "SELECT (SELECT count(*) FROM documents), "
      "(SELECT coalesce(sum(sentences), 0)::BIGINT FROM documents), count(*), "
      "(SELECT count(DISTINCT id) FROM (SELECT unnest([actor, recipient]) AS id FROM claims)), "
      "coalesce(min(date_from)::VARCHAR, ''), coalesce(max(date_from)::VARCHAR, ''), "
      "(SELECT count(*) FROM datasets), (SELECT count(*) FROM coded_claims), "
      "(SELECT count(*) FROM mentions), (SELECT count(*) FROM measures), "
      "(SELECT count(*) FROM documents WHERE date IS NULL AND estimated_from IS NOT NULL), "
      "(SELECT count(*) FROM documents WHERE date IS NULL AND estimated_from IS NULL) "
      "FROM claims");
  if (!rows) return tl::unexpected(rows.error());
  Summary summary;
  if (rows->next()) {
    summary.documents = rows->number(0);
    summary.sentences = rows->number(1);
    summary.claims = rows->number(2);
    summary.actors = rows->number(3);
    summary.first_day = rows->text(4);
    summary.last_day = rows->text(5);
    summary.datasets = rows->number(6);
    summary.coded_claims = rows->number(7);
    summary.mentions = rows->number(8);
    summary.measures = rows->number(9);
    summary.estimated = rows->number(10);
    summary.undated = rows->number(11);
  }
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return summary;
}

Result<std::vector<PairCount>> active_pairs(const Connection& connection) {
  return all(
      connection.query("SELECT least(actor, recipient), greatest(actor, recipient), count(*) "
                       "FROM claims WHERE actor <> recipient GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 "
                       "LIMIT 10"),
      [](const Rows& rows) {
        return PairCount{std::string(rows.text(0)), std::string(rows.text(1)), rows.number(2)};
      });
}

}  // namespace

Record::Record(std::filesystem::path path, Database database, Connection connection)
    : path_(std::move(path)),
      database_(std::move(database)),
      connection_(std::make_unique<Connection>(std::move(connection))) {}

Result<Record> Record::open(const std::filesystem::path& path, Access access) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return fail("is a folder", path.string(), "name a file with --record");
  if (access == Access::read && !std::filesystem::exists(path, ignored))
    return fail("there is no record here", path.string(),
                "make one with `entente read INPUT…`, or name one with --record");
  auto database = Database::open(path, access);
  if (!database) return tl::unexpected(database.error());
  auto connection = database->connect();
  if (!connection) return tl::unexpected(connection.error());
  const auto version = schema_version(*connection, path.string());
  if (!version) return tl::unexpected(version.error());
  if (*version == kSchemaVersion) return Record(path, std::move(*database), std::move(*connection));
  if (access == Access::write) {  // older or new, or its first process died before the tables stood
    if (auto done = bring_up_to_date(*connection, *version); !done)
      return tl::unexpected(done.error());
    return Record(path, std::move(*database), std::move(*connection));
  }
  if (*version == 0)
    return fail("is an empty record", path.string(), "fill it with `entente read INPUT…`");
  *connection = {};  // an older record is brought up to date by whoever comes first
  *database = {};
  if (auto written = open(path, Access::write); !written) return written;
  return open(path, access);
}

Result<Record> Record::another() const {
  auto connection = database_.connect();
  if (!connection) return tl::unexpected(connection.error());
  return Record(path_, Database(), std::move(*connection));
}

Result<Added> Record::add(std::span<const Entry> batch, Known known) {
  if (batch.empty()) return Added();
  auto transaction = Transaction::begin(*connection_);
  if (!transaction) return tl::unexpected(transaction.error());
  auto stored = stored_versions(*connection_, batch);
  if (!stored) return tl::unexpected(stored.error());
  const Plan todo = plan(batch, *stored, known);
  if (auto done = carry_out(*connection_, todo); !done) return tl::unexpected(done.error());
  if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
  return Added{.added = std::int64_t(todo.added.size()),
               .replaced = std::int64_t(todo.replaced.size()),
               .known = todo.known,
               .claims = claims_of(todo.added) + claims_of(todo.replaced)};
}

Result<std::unordered_map<std::string, std::int64_t>> Record::reader_versions() const {
  return versions(connection_->query("SELECT hash, reader_version FROM documents"));
}

Result<std::int64_t> Record::count(const ClaimFilter& filter) const {
  const Condition condition = where(filter);
  return number(*connection_, "SELECT count(*) FROM claims " + condition.sql, condition.parameters);
}

Result<void> Record::each_claim(const ClaimFilter& filter,
                                const std::function<void(const QuotedClaim&)>& visit) const {
  const Condition condition = where(filter);
  auto rows = connection_->query(
      fmt::format("SELECT claims.*, documents.name FROM (SELECT * FROM claims {}) claims "
                  "JOIN documents ON documents.hash = document {}",
                  condition.sql, order_and_limit(filter)),
      condition.parameters);
  if (!rows) return tl::unexpected(rows.error());
  while (rows->next()) visit(claim_from(*rows));
  return rows->end();
}

Result<std::vector<StoredDocument>> Record::documents(std::string_view name) const {
  const std::string given(name);
  if (given.size() == kHashDigits) {  // by the key: no scan
    auto exact =
        all(connection_->query(std::string(kDocuments) + "WHERE hash = ?", {given}), document_from);
    if (!exact || !exact->empty()) return exact;
  }
  auto named =
      all(connection_->query(std::string(kDocuments) + "WHERE name = ? ORDER BY number", {given}),
          document_from);
  if (!named || !named->empty() || given.empty()) return named;
  return all(connection_->query(
                 std::string(kDocuments) + "WHERE starts_with(hash, ?) ORDER BY number", {given}),
             document_from);
}

Result<std::vector<QuotedClaim>> Record::claims(std::string_view id_prefix) const {
  if (id_prefix.size() == 16) {  // a whole one: there is no need to join all documents
    auto places =
        all(connection_->query("SELECT rowid FROM claims WHERE id = ?", {std::string(id_prefix)}),
            [](const Rows& rows) { return rows.number(0); });
    if (!places) return tl::unexpected(places.error());
    return claims_at(*places);
  }
  return all(
      connection_->query(fmt::format(kClaims, "starts_with(id, ?)") + "ORDER BY number, position",
                         {std::string(id_prefix)}),
      claim_from);
}

Result<std::vector<QuotedClaim>> Record::claims_at(const std::vector<std::int64_t>& places) const {
  std::vector<QuotedClaim> claims;
  if (places.empty()) return claims;
  auto rows = connection_->query(
      fmt::format("SELECT *, '', rowid FROM claims WHERE rowid IN (SELECT unnest([{}]))",
                  fmt::join(places, ",")));
  if (!rows) return tl::unexpected(rows.error());
  std::unordered_map<std::int64_t, QuotedClaim> found;
  while (rows->next()) found.emplace(rows->number(kClaimCells), claim_from(*rows));
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  for (const std::int64_t place : places)
    if (auto claim = found.find(place); claim != found.end())
      claims.push_back(std::move(claim->second));
  if (auto named = name_documents(*connection_, claims); !named)
    return tl::unexpected(named.error());
  return claims;
}

Result<std::vector<Count>> Record::actors() const {
  return counts(
      *connection_,
      "SELECT id, count(*) FROM (SELECT unnest([actor, recipient]) AS id FROM all_claims) "
      "GROUP BY id ORDER BY 2 DESC, 1");
}

Result<Summary> Record::summary() const {
  auto summary = totals(*connection_);
  if (!summary) return summary;
  auto types =
      counts(*connection_, "SELECT type, count(*) FROM claims GROUP BY type ORDER BY 2 DESC, 1");
  if (!types) return tl::unexpected(types.error());
  auto versions = counts(*connection_,
                         "SELECT reader_version::VARCHAR, count(*) FROM documents "
                         "GROUP BY reader_version ORDER BY reader_version");
  if (!versions) return tl::unexpected(versions.error());
  auto pairs = active_pairs(*connection_);
  if (!pairs) return tl::unexpected(pairs.error());
  summary->types = std::move(*types);
  summary->reader_versions = std::move(*versions);
  summary->pairs = std::move(*pairs);
  for (const char* suffix : {"", ".wal"}) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(path_.string() + suffix, missing);
    if (!missing) summary->bytes += size;
  }
  return summary;
}

}  // namespace entente::record
