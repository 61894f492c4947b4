#include "entente/record/quoted_claim.h"

#include <fmt/format.h>

#include <cmath>
#include <unordered_set>
#include <utility>

#include "entente/base/hash.h"
#include "entente/base/utf8.h"

namespace entente::record {

namespace {

std::string key(const Quote& quote) { return fmt::format("{}-{}", quote.start, quote.end); }

std::string key(const QuotedParty& party) {
  return fmt::format("{}/{}/{}", party.id, party.sector, key(party.mention));
}

/// Cuts quotes out of one text.
class Scissors {
 public:
  explicit Scissors(std::string_view text) : text_(text), code_points_(text) {}

  [[nodiscard]] Quote cut(model::Span span) const {
    if (span.empty()) return {};
    return {std::string(span.of(text_)), code_points_.at(span.begin), code_points_.at(span.end)};
  }
  [[nodiscard]] QuotedParty cut(const model::Party& party) const {
    return {party.id, party.sector, cut(party.mention)};
  }

 private:
  std::string_view text_;
  base::CodePointIndex code_points_;
};

QuotedClaim quoted(const model::Claim& claim, const Scissors& scissors) {
  QuotedClaim quoted;
  quoted.sentence = scissors.cut(claim.sentence);
  quoted.actor = scissors.cut(claim.actor);
  quoted.recipient = scissors.cut(claim.recipient);
  quoted.type = claim.type;
  quoted.mode = claim.mode;
  quoted.layer = claim.layer;
  quoted.sign = claim.sign;
  quoted.trend = claim.trend;
  quoted.aux = claim.aux;
  quoted.claimant = scissors.cut(claim.claimant);
  quoted.trigger = scissors.cut(claim.trigger);
  quoted.date = claim.date;
  quoted.date_mention = scissors.cut(claim.date_mention);
  quoted.confidence = std::round(double(claim.confidence) * 100) / 100;
  quoted.pattern = claim.pattern;
  return quoted;
}

}  // namespace

std::string claim_id(const QuotedClaim& c) {
  const std::string date = c.date ? fmt::format("{}/{}/{}", c.date->start.iso(), c.date->end.iso(),
                                                base::name(c.date->precision))
                                  : "";
  const std::string said =
      fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", c.document_hash, key(c.sentence),
                  key(c.actor), key(c.recipient), model::name(c.type), c.mode, model::name(c.layer),
                  model::name(c.sign), model::name(c.trend), model::names(c.aux), key(c.claimant),
                  key(c.trigger), date, key(c.date_mention));
  return base::content_hash(said).substr(0, 16);
}

std::vector<QuotedClaim> quoted(const model::Document& document,
                                const std::vector<model::Claim>& claims,
                                std::int64_t reader_version) {
  std::vector<QuotedClaim> all;
  if (claims.empty()) return all;
  all.reserve(claims.size());
  const Scissors scissors(document.text);
  std::unordered_set<std::string> ids;
  for (const model::Claim& claim : claims) {
    QuotedClaim next = quoted(claim, scissors);
    next.document_hash = document.hash;
    next.document = document.id;
    next.position = std::int64_t(all.size());
    next.reader_version = reader_version;
    next.id = claim_id(next);
    if (ids.insert(next.id).second) all.push_back(std::move(next));
  }
  return all;
}

}  // namespace entente::record
