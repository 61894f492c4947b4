#pragma once

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "entente/base/tsv.h"
#include "entente/record/record.h"

/// Records of any size for measurements: what stands in them is drawn, not written.
namespace entente::bench {

/// Throws what went wrong: programs that measure have nobody to tell it to.
template <class T>
T value(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// Fills an empty record with claims between the states of knowledge/countries.tsv: four a
/// document, three hundred papers, ten years, one claim in twenty a denial. A few states are named
/// most, as in the news. Offsets fit the texts. The same number of claims gives the same record.
inline void fill(const record::Record& record, std::int64_t claims) {
  std::string states;
  value(base::read_tsv(ENTENTE_SOURCE_DIR "/knowledge/countries.tsv",
                       [&](const base::TsvRow& row) -> base::Result<void> {
                         states += fmt::format("{}'{}'", states.empty() ? "" : ", ", row["id"]);
                         return {};
                       }));
  // hash() scatters; the square of a fraction makes the first states of the list frequent.
  const std::string drawn = fmt::format(
      R"(
  CREATE TEMP TABLE drawn AS
  WITH states AS (SELECT list_sort([{0}], 'DESC') AS all_states),
  picked AS (
    SELECT i, i // 4 + 1 AS d, i % 4 AS k, len(all_states) AS n, all_states,
           (n * ((hash(i) % 1000) / 1000.0) ** 2)::BIGINT AS x,
           (n * ((hash(-i) % 1000) / 1000.0) ** 2)::BIGINT AS y,
           (hash(i, 1) % 17)::BIGINT AS t, (hash(i, 2) % 100)::BIGINT AS p
    FROM range({1}) r(i), states)
  SELECT i, d, k, t, p, all_states[x % n + 1] AS actor,
         all_states[(y + if(x % n = y % n, 1, 0)) % n + 1] AS recipient,
         printf('%s deals with %s, which the papers have printed as number %08d.', actor, recipient, i)
           AS sentence, k * (length(sentence) + 1) AS start
  FROM picked)",
      states, claims);
  constexpr const char* kDocuments = R"(
  INSERT INTO documents BY NAME
  SELECT md5(d::VARCHAR) AS hash, d AS number, 'd' || d AS name,
         'Paper ' || d % 300 || ', number ' || d AS title,
         DATE '2010-01-01' + (d % 3650)::INTEGER AS date, 'paper ' || d % 300 AS source,
         'en' AS language, string_agg(sentence, ' ' ORDER BY k) AS text, 4 AS sentences,
         1 AS reader_version, now()::TIMESTAMP AS read_at FROM drawn GROUP BY d ORDER BY d)";
  constexpr const char* kClaims = R"(
  INSERT INTO claims BY NAME
  SELECT printf('%016x', hash(i, 3)) AS id, md5(d::VARCHAR) AS document, k::INTEGER AS position,
         sentence, start AS sentence_start, start + length(sentence) AS sentence_end,
         actor, actor AS actor_text, start AS actor_start, start + 3 AS actor_end,
         recipient, recipient AS recipient_text, start + 15 AS recipient_start,
         start + 18 AS recipient_end,
         ['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST',
          'ACCUSE', 'REJECT', 'THREATEN', 'PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT',
          'TIE'][t + 1] AS type,
         'political' AS layer, if(t = 16, '+', NULL) AS sign,
         if(t = 16, if(p < 60, 'standing', 'closer'), NULL) AS trend,
         p < 5 AS negation, p BETWEEN 80 AND 90 AS future, p > 90 AS hypothetical,
         false AS historical, if(p % 7 = 0, actor, 'author') AS claimant,
         'deals' AS trigger_text, start + 4 AS trigger_start, start + 9 AS trigger_end,
         if(p BETWEEN 5 AND 79, DATE '2010-01-01' + (d % 3650 - p % 5)::INTEGER, NULL) AS date_from,
         date_from AS date_to, if(date_from IS NULL, NULL, 'day') AS date_precision,
         0.85::FLOAT AS confidence, 1 AS reader_version
  FROM drawn ORDER BY i)";
  for (const std::string& sql :
       {std::string("SET memory_limit = '4GB'"), drawn, std::string(kDocuments),
        std::string(kClaims), std::string("DROP TABLE drawn"), std::string("CHECKPOINT")})
    value(record.connection().run(sql));
}

}  // namespace entente::bench
