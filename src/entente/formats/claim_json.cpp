#include "entente/formats/claim_json.h"

#include <fmt/format.h>

#include "entente/base/json.h"

namespace entente::formats {

using base::json_text;
using base::json_text_or_null;
using record::Quote;
using record::QuotedClaim;
using record::QuotedParty;

namespace {

/// `"text":…,"start":…,"end":…`
std::string fields_of(const Quote& quote) {
  if (quote.empty()) return R"("text":null,"start":null,"end":null)";
  return fmt::format(R"("text":{},"start":{},"end":{})", json_text(quote.text), quote.start,
                     quote.end);
}

std::string party(const QuotedParty& party) {
  return fmt::format(R"({{"id":{},"sector":{},{}}})", json_text(party.id),
                     json_text_or_null(party.sector), fields_of(party.mention));
}

std::string date(const QuotedClaim& claim) {
  if (!claim.date) return "null";
  return fmt::format(R"({{"start":"{}","end":"{}","precision":"{}","text":{}}})",
                     claim.date->start.iso(), claim.date->end.iso(),
                     base::name(claim.date->precision), json_text_or_null(claim.date_mention.text));
}

std::string modes(model::AuxSet aux) {
  return aux == 0 ? "[]" : "[\"" + model::names(aux, "\",\"") + "\"]";
}

/// What stands behind the contract's fields.
std::string more(const QuotedClaim& claim) {
  return fmt::format(R"(,"hash":{},"pattern":{},"review":{})", json_text(claim.document_hash),
                     json_text_or_null(claim.pattern),
                     claim.review == 0 ? "null" : std::to_string(claim.review));
}

}  // namespace

std::string claim_json(const QuotedClaim& claim, ClaimFields fields) {
  const bool all = fields == ClaimFields::all;
  return fmt::format(
      R"({{{}"document":{},"sentence":{{{}"start":{},"end":{}}},"actor":{},"recipient":{},)"
      R"("type":"{}","mode":{},"layer":"{}","sign":{},"trend":{},"aux":{},)"
      R"("claimant":{{"id":{},{}}},"trigger":{{{}}},"date":{},"confidence":{:.2f}{}}})",
      fields == ClaimFields::said ? "" : fmt::format(R"("claim":"{}",)", claim.id),
      json_text(claim.document),
      all ? fmt::format(R"("text":{},)", json_text(claim.sentence.text)) : "", claim.sentence.start,
      claim.sentence.end, party(claim.actor), party(claim.recipient), model::name(claim.type),
      json_text_or_null(claim.mode), model::name(claim.layer),
      json_text_or_null(model::name(claim.sign)), json_text_or_null(model::name(claim.trend)),
      modes(claim.aux), json_text(claim.claimant.id), fields_of(claim.claimant.mention),
      fields_of(claim.trigger), date(claim), claim.confidence, all ? more(claim) : "");
}

}  // namespace entente::formats
