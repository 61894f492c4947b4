#include "entente/record/coded_rows.h"

#include <array>

namespace entente::record {

const char* const kDatasetColumns = R"(
  number INTEGER PRIMARY KEY, format VARCHAR NOT NULL, name VARCHAR NOT NULL,
  hash VARCHAR NOT NULL, bytes BIGINT NOT NULL,
  rows BIGINT NOT NULL, taken BIGINT NOT NULL, left_out BIGINT NOT NULL, malformed BIGINT NOT NULL,
  claims BIGINT NOT NULL, mentions BIGINT NOT NULL, measures BIGINT NOT NULL,
  reasons VARCHAR NOT NULL, imported_at TIMESTAMP NOT NULL)";

const char* const kCodedClaimColumns = R"(
  dataset INTEGER NOT NULL, row BIGINT NOT NULL, event VARCHAR,
  actor VARCHAR NOT NULL, actor_sector VARCHAR, actor_name VARCHAR,
  recipient VARCHAR NOT NULL, recipient_sector VARCHAR, recipient_name VARCHAR,
  type VARCHAR, mode VARCHAR, layer VARCHAR NOT NULL, code VARCHAR,
  negation BOOLEAN NOT NULL, future BOOLEAN NOT NULL,
  hypothetical BOOLEAN NOT NULL, historical BOOLEAN NOT NULL,
  date DATE, intensity FLOAT, mentions FLOAT, sources FLOAT, source VARCHAR, url VARCHAR)";

const char* const kMentionColumns = R"(
  dataset INTEGER NOT NULL, row BIGINT NOT NULL, event VARCHAR NOT NULL,
  reported_at TIMESTAMP NOT NULL, source VARCHAR, url VARCHAR, confidence FLOAT)";

const char* const kMeasureColumns = R"(
  dataset INTEGER NOT NULL, row BIGINT NOT NULL, kind VARCHAR NOT NULL, layer VARCHAR NOT NULL,
  actor VARCHAR NOT NULL, actor_name VARCHAR, recipient VARCHAR, recipient_name VARCHAR,
  date_from DATE, date_to DATE, value DOUBLE NOT NULL)";

const char* const kAllClaims = R"(
  SELECT claims.id AS claim, document, NULL::INTEGER AS dataset, NULL::BIGINT AS row,
    actor, actor_sector, recipient, recipient_sector, type, mode, layer, sign, trend,
    negation, future, hypothetical, historical, claimant, date_from, date_to, date_precision,
    confidence, NULL::FLOAT AS intensity, NULL::FLOAT AS mentions, NULL::FLOAT AS sources,
    source, url
  FROM claims JOIN documents ON documents.hash = document
  UNION ALL
  SELECT NULL, NULL, dataset, row,
    actor, actor_sector, recipient, recipient_sector, type, mode, layer, NULL, NULL,
    negation, future, hypothetical, historical, 'author', date, date, 'day',
    NULL, intensity, mentions, sources, source, url
  FROM coded_claims)";

namespace {

constexpr auto kText = DUCKDB_TYPE_VARCHAR;
constexpr auto kTruth = DUCKDB_TYPE_BOOLEAN;
constexpr auto kReal = DUCKDB_TYPE_FLOAT;

constexpr std::array kClaimTypes{DUCKDB_TYPE_INTEGER,
                                 DUCKDB_TYPE_BIGINT,
                                 kText,
                                 kText,
                                 kText,
                                 kText,
                                 kText,
                                 kText,
                                 kText,
                                 kText,
                                 kText,
                                 kText,
                                 kText,
                                 kTruth,
                                 kTruth,
                                 kTruth,
                                 kTruth,
                                 DUCKDB_TYPE_DATE,
                                 kReal,
                                 kReal,
                                 kReal,
                                 kText,
                                 kText};
constexpr std::array kMentions{
    DUCKDB_TYPE_INTEGER, DUCKDB_TYPE_BIGINT, kText, DUCKDB_TYPE_TIMESTAMP, kText, kText, kReal};

/// Fills a row's cells from left to right.
class Cells {
 public:
  Cells(ChunkRows& rows, std::int64_t dataset, std::int64_t row) : rows_(rows) {
    rows_.set<std::int32_t>(column_++, std::int32_t(dataset));
    rows_.set<std::int64_t>(column_++, row);
  }
  ~Cells() { rows_.end_row(); }
  Cells(const Cells&) = delete;
  Cells& operator=(const Cells&) = delete;

  template <class... Texts>
  void texts(const Texts&... texts) {
    (rows_.text_or_null(column_++, texts), ...);
  }
  void date(const std::optional<base::Date>& date) {
    date ? rows_.date(column_, *date) : rows_.null(column_);
    ++column_;
  }
  void real(float value) {
    std::isnan(value) ? rows_.null(column_) : rows_.set<float>(column_, value);
    ++column_;
  }
  template <class T>
  void value(T value) {
    rows_.set<T>(column_++, value);
  }

 private:
  ChunkRows& rows_;
  idx_t column_ = 0;
};

}  // namespace

const std::span<const duckdb_type> kCodedClaimTypes = kClaimTypes;
const std::span<const duckdb_type> kMentionTypes = kMentions;

void put(ChunkRows& rows, std::int64_t dataset, const CodedClaim& claim) {
  Cells cells(rows, dataset, claim.row);
  cells.texts(claim.event, claim.actor.id, claim.actor.sector, claim.actor.name, claim.recipient.id,
              claim.recipient.sector, claim.recipient.name, claim.type, claim.mode, claim.layer,
              claim.code);
  for (const auto mode : {model::negation, model::future, model::hypothetical, model::historical})
    cells.value<bool>((claim.aux & mode) != 0);
  cells.date(claim.date);
  cells.real(claim.intensity);
  cells.real(claim.mentions);
  cells.real(claim.sources);
  cells.texts(claim.source, claim.url);
}

void put(ChunkRows& rows, std::int64_t dataset, const Mention& mention) {
  Cells cells(rows, dataset, mention.row);
  cells.texts(mention.event);
  cells.value<std::int64_t>(mention.at);
  cells.texts(mention.source, mention.url);
  cells.real(mention.confidence);
}

void append(Appender& appender, std::int64_t dataset, const Measure& measure) {
  appender << dataset << measure.row << measure.kind << model::name(measure.layer) << measure.actor;
  appender.text_or_null(measure.actor_name).text_or_null(measure.recipient);
  appender.text_or_null(measure.recipient_name);
  appender.date_or_null(measure.from).date_or_null(measure.to) << measure.value;
  appender.end_row();
}

}  // namespace entente::record
