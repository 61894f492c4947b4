#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "entente/base/result.h"
#include "entente/model/document.h"
#include "entente/reading/reader.h"
#include "entente/record/claim_filter.h"
#include "entente/record/database.h"
#include "entente/record/quoted_claim.h"

namespace entente::record {

/// The form of the tables (docs/record.md). A record of a newer form is left alone.
inline constexpr int kSchemaVersion = 4;

/// A document with what was read in it.
struct Entry {
  model::Document document;
  std::int64_t sentences = 0;
  std::vector<QuotedClaim> claims;
  std::int64_t reader_version = reading::kReaderVersion;
};

/// A document as the record keeps it.
struct StoredDocument {
  model::Document document;
  std::int64_t sentences = 0, reader_version = 0;
  std::string read_at;  ///< UTC, "2024-05-01 12:30:00"
};

/// What becomes of a stored document when a reader comes that is no newer than its claims.
enum class Known { keep, replace };

/// What a batch changed, in documents; and the claims that it wrote.
struct Added {
  std::int64_t added = 0, replaced = 0, known = 0, claims = 0;
};

struct Count {
  std::string name;
  std::int64_t count = 0;
};

/// Two actors, in the order of the alphabet, and the claims between them.
struct PairCount {
  std::string a, b;
  std::int64_t count = 0;
};

/// What `status` shows.
struct Summary {
  std::int64_t documents = 0, sentences = 0, claims = 0, actors = 0;
  std::int64_t estimated = 0, undated = 0;  ///< documents without a date: with an estimate, without
  std::int64_t datasets = 0, coded_claims = 0, mentions = 0, measures = 0;
  std::string first_day, last_day;     ///< of the claims; empty when none has a date
  std::vector<Count> types;            ///< most frequent first
  std::vector<PairCount> pairs;        ///< the ten most active, likewise
  std::vector<Count> reader_versions;  ///< documents by version
  std::uint64_t bytes = 0;             ///< on disk
};

/// The store: one DuckDB file of documents and claims, and of what data sets gave (import.h). One
/// process writes at a time; a crash at any moment leaves what the last `add` committed.
class Record {
 public:
  /// Opens `path`; with Access::write it is made when it is not there. A record of an older schema
  /// is brought up to date. Nothing is changed in a file that is not a record, or one of a newer
  /// schema.
  static base::Result<Record> open(const std::filesystem::path& path, Access access);

  /// The same record over another connection: for another thread. This one has to live on.
  [[nodiscard]] base::Result<Record> another() const;

  /// Stores a batch in one transaction: documents that are not there yet, and the claims of those
  /// that were read by an older reader, which are replaced; with Known::replace of all that are
  /// there. The rest is left as it is.
  base::Result<Added> add(std::span<const Entry> batch, Known known = Known::keep);
  /// The reader's version by document hash, for all documents.
  [[nodiscard]] base::Result<std::unordered_map<std::string, std::int64_t>> reader_versions() const;

  [[nodiscard]] base::Result<std::int64_t> count(const ClaimFilter& filter) const;
  /// Calls `visit` for each claim of the filter, in its order.
  [[nodiscard]] base::Result<void> each_claim(
      const ClaimFilter& filter, const std::function<void(const QuotedClaim&)>& visit) const;

  /// The document of that hash; else documents of that name; else those whose hash begins so.
  [[nodiscard]] base::Result<std::vector<StoredDocument>> documents(std::string_view name) const;
  /// Claims whose id begins so.
  [[nodiscard]] base::Result<std::vector<QuotedClaim>> claims(std::string_view id_prefix) const;
  /// Claims by the places of their rows (`rowid`), in that order; those that are there no more are
  /// left out.
  [[nodiscard]] base::Result<std::vector<QuotedClaim>> claims_at(
      const std::vector<std::int64_t>& places) const;
  /// Ids of all actors, most often named first.
  [[nodiscard]] base::Result<std::vector<Count>> actors() const;
  [[nodiscard]] base::Result<Summary> summary() const;

  /// For stages with questions of their own.
  [[nodiscard]] const Connection& connection() const { return *connection_; }

 private:
  Record(std::filesystem::path path, Database database, Connection connection);

  std::filesystem::path path_;
  Database database_;
  std::unique_ptr<Connection> connection_;  // its address stays when the record moves
};

}  // namespace entente::record
