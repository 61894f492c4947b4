#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "entente/base/date.h"
#include "entente/model/claim.h"
#include "entente/record/bulk.h"

/// What data sets give: claims that somebody else has coded, the reports that mention them, and
/// measures. The one place that knows how they lie in their tables.
namespace entente::record {

/// One file of a data set.
struct Dataset {
  std::int64_t number = 0;    ///< the file's id in the record
  std::string format, name;   ///< "gdelt2", "20191024143000.export.CSV"
  std::string hash;           ///< base::content_hash of the file's bytes as they were given
  std::int64_t bytes = 0;     ///< likewise
  std::int64_t rows = 0;      ///< = taken + left_out + malformed
  std::int64_t taken = 0;     ///< rows that went in
  std::int64_t left_out = 0;  ///< rows that are whole and say nothing that the record keeps
  std::int64_t malformed = 0;
  std::int64_t claims = 0, mentions = 0, measures = 0;  ///< what the rows taken gave
  std::string reasons;        ///< of what did not go in: "no recipient: 531; 57 cells, not 61: 2"
  std::string imported_at{};  ///< UTC, "2024-05-01 12:30:00"
};

inline constexpr float kNoNumber = std::numeric_limits<float>::quiet_NaN();

/// One end of a coded claim.
struct CodedParty {
  std::string_view id, sector;  ///< as in `claims`
  std::string_view name;        ///< what the data set calls it
};

/// A row of `coded_claims`. Empty texts and NaN are null.
struct CodedClaim {
  std::int64_t row = 0;    ///< line of the file, from 1
  std::string_view event;  ///< the data set's own id of the event
  CodedParty actor, recipient;
  std::string_view type, mode, layer;  ///< the codebook's names; type is empty for mere statements
  std::string_view code;               ///< as given: CAMEO's "042", PLOVER's "CONSULT"
  model::AuxSet aux = 0;
  std::optional<base::Date> date;
  float intensity = kNoNumber;  ///< Goldstein's scale, -10 to 10
  float mentions = kNoNumber;   ///< how often it was reported, in how many sources
  float sources = kNoNumber;
  std::string_view source, url;  ///< who reported it first, where
};

/// A row of `mentions`: one report of one event.
struct Mention {
  std::int64_t row = 0;
  std::string_view event;
  std::int64_t at = 0;  ///< microseconds since 1970, UTC
  std::string_view source, url;
  float confidence = kNoNumber;  ///< 0 to 1: that the report says so
};

/// A row of `measures`: a dated number for a pair of actors, or for one.
struct Measure {
  std::int64_t row = 0;
  std::string_view kind;  ///< "alliance.defense": docs/formats.md lists them
  model::Layer layer = model::Layer::political;
  std::string_view actor, actor_name;
  std::string_view recipient, recipient_name;  ///< empty for a number of one actor
  std::optional<base::Date> from, to;          ///< first and last day
  double value = 0;
};

/// The tables' columns, for CREATE TABLE, and the types of those that are written in bulk.
extern const char* const kDatasetColumns;
extern const char* const kCodedClaimColumns;
extern const char* const kMentionColumns;
extern const char* const kMeasureColumns;
extern const std::span<const duckdb_type> kCodedClaimTypes;
extern const std::span<const duckdb_type> kMentionTypes;
/// All claims, read or coded, in the same columns: the body of the view `all_claims`.
extern const char* const kAllClaims;

void put(ChunkRows& rows, std::int64_t dataset, const CodedClaim& claim);
void put(ChunkRows& rows, std::int64_t dataset, const Mention& mention);
void append(Appender& appender, std::int64_t dataset, const Measure& measure);

}  // namespace entente::record
