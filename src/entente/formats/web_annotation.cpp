#include "entente/formats/web_annotation.h"

#include <fmt/format.h>

#include "entente/base/json.h"
#include "entente/record/claim_row.h"

namespace entente::formats {

using base::json_text;
using base::Result;
using record::QuotedClaim;

namespace {

constexpr int kAround = 32;  // code points of prefix and suffix, as annotation tools have them

std::string tag(std::string_view value) {
  return fmt::format(R"({{"type":"TextualBody","purpose":"tagging","value":{}}})",
                     json_text(value));
}

/// The document's address, or a name for it that is the same wherever the same text is read.
std::string iri(std::string_view url, std::string_view hash) {
  const bool is_address = url.starts_with("http://") || url.starts_with("https://");
  return is_address ? std::string(url) : fmt::format("urn:x-entente:document:{}", hash);
}

std::string annotation(const QuotedClaim& claim, const std::string& source, std::string_view prefix,
                       std::string_view suffix, std::string_view description) {
  return fmt::format(
      R"({{"id":"urn:x-entente:claim:{}","type":"Annotation","motivation":"classifying","body":[)"
      R"({},{},{},{},{{"type":"TextualBody","purpose":"describing","format":"application/json",)"
      R"("value":{}}}],"target":{{"source":{{"id":{},"type":"Text","format":"text/plain"}},)"
      R"("selector":[{{"type":"TextPositionSelector","start":{},"end":{}}},)"
      R"({{"type":"TextQuoteSelector","exact":{},"prefix":{},"suffix":{}}}]}}}})",
      claim.id, tag(model::name(claim.type)), tag(model::name(claim.layer)), tag(claim.actor.id),
      tag(claim.recipient.id), json_text(description), json_text(source), claim.sentence.start,
      claim.sentence.end, json_text(claim.sentence.text), json_text(prefix), json_text(suffix));
}

}  // namespace

Result<std::int64_t> write_annotations(
    const record::Record& record, const record::ClaimFilter& filter,
    const std::function<std::string(const QuotedClaim&)>& describe,
    const std::function<bool(std::int64_t done)>& go_on, const Write& write) {
  const auto total = record.count(filter);
  if (!total) return total;
  const record::Condition condition = record::where(filter);
  auto rows = record.connection().query(
      fmt::format(
          "SELECT c.*, name, url, hash, "
          "substring(text, greatest(sentence_start - {0}, 0) + 1, least(sentence_start, {0})), "
          "substring(text, sentence_end + 1, {0}) "
          "FROM (SELECT * FROM claims {1}) c JOIN documents ON hash = document "
          "ORDER BY number, position",
          kAround, condition.sql),
      condition.parameters);
  if (!rows) return tl::unexpected(rows.error());
  write(fmt::format(R"({{"@context":"http://www.w3.org/ns/anno.jsonld",)"
                    R"("id":"urn:x-entente:claims","type":"AnnotationCollection","total":{},)"
                    R"("first":{{"id":"urn:x-entente:claims:1","type":"AnnotationPage",)"
                    R"("startIndex":0,"items":[)",
                    *total));
  std::int64_t done = 0;
  while (rows->next()) {
    const QuotedClaim claim = record::claim_from(*rows);
    constexpr idx_t kNext = record::kClaimCells;
    write(done == 0 ? "\n" : ",\n");
    write(annotation(claim, iri(rows->text(kNext), rows->text(kNext + 1)), rows->text(kNext + 2),
                     rows->text(kNext + 3), describe(claim)));
    if (!go_on(++done)) return done;
  }
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  write("\n]}}\n");
  return done;
}

}  // namespace entente::formats
