#include "entente/cli/claim_formats.h"

#include <fmt/format.h>

#include <iterator>

namespace entente::cli {

using record::Quote;
using record::QuotedClaim;
using record::QuotedParty;

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted += '"';
}

namespace {

/// `"text":…,"start":…,"end":…`
std::string json_fields(const Quote& quote) {
  if (quote.empty()) return R"("text":null,"start":null,"end":null)";
  return fmt::format(R"("text":{},"start":{},"end":{})", json_text(quote.text), quote.start,
                     quote.end);
}

std::string json(const QuotedParty& party) {
  return fmt::format(R"({{"id":{},"sector":{},{}}})", json_text(party.id),
                     json_text_or_null(party.sector), json_fields(party.mention));
}

std::string json_date(const QuotedClaim& claim) {
  if (!claim.date) return "null";
  return fmt::format(R"({{"start":"{}","end":"{}","precision":"{}","text":{}}})",
                     claim.date->start.iso(), claim.date->end.iso(),
                     base::name(claim.date->precision), json_text_or_null(claim.date_mention.text));
}

std::string json_modes(model::AuxSet aux) {
  return aux == 0 ? "[]" : "[\"" + model::names(aux, "\",\"") + "\"]";
}

}  // namespace

std::string json_line(const QuotedClaim& claim, bool with_id) {
  return fmt::format(
      R"({{{}"document":{},"sentence":{{"start":{},"end":{}}},"actor":{},"recipient":{},)"
      R"("type":"{}","mode":{},"layer":"{}","sign":{},"trend":{},"aux":{},)"
      R"("claimant":{{"id":{},{}}},"trigger":{{{}}},"date":{},"confidence":{:.2f}}})"
      "\n",
      with_id ? fmt::format(R"("claim":"{}",)", claim.id) : "", json_text(claim.document),
      claim.sentence.start, claim.sentence.end, json(claim.actor), json(claim.recipient),
      model::name(claim.type), json_text_or_null(claim.mode), model::name(claim.layer),
      json_text_or_null(model::name(claim.sign)), json_text_or_null(model::name(claim.trend)),
      json_modes(claim.aux), json_text(claim.claimant.id), json_fields(claim.claimant.mention),
      json_fields(claim.trigger), json_date(claim), claim.confidence);
}

const std::string_view kCsvHeader =
    "claim,document,date_from,date_to,date_precision,actor,actor_sector,recipient,"
    "recipient_sector,type,mode,layer,sign,trend,aux,claimant,confidence,trigger,sentence_start,"
    "sentence_end,sentence,pattern\n";

std::string csv_line(const QuotedClaim& c) {
  return fmt::format(
      "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{:.2f},{},{},{},{},{}\n", c.id,
      csv_cell(c.document), c.date ? c.date->start.iso() : "", c.date ? c.date->end.iso() : "",
      c.date ? base::name(c.date->precision) : "", csv_cell(c.actor.id), c.actor.sector,
      csv_cell(c.recipient.id), c.recipient.sector, model::name(c.type), c.mode,
      model::name(c.layer), model::name(c.sign), model::name(c.trend), model::names(c.aux, " "),
      csv_cell(c.claimant.id), c.confidence, csv_cell(c.trigger.text), c.sentence.start,
      c.sentence.end, csv_cell(c.sentence.text), csv_cell(c.pattern));
}

}  // namespace entente::cli
