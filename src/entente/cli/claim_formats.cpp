#include "entente/cli/claim_formats.h"

#include <fmt/format.h>

#include "entente/formats/claim_json.h"

namespace entente::cli {

using record::QuotedClaim;

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted += '"';
}

std::string json_line(const QuotedClaim& claim, bool with_id) {
  using formats::ClaimFields;
  return formats::claim_json(claim, with_id ? ClaimFields::identified : ClaimFields::said) + '\n';
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
