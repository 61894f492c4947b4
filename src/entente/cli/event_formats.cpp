#include "entente/cli/event_formats.h"

#include <fmt/format.h>

#include "entente/cli/claim_formats.h"

namespace entente::cli {

using record::Event;
using record::EventEnd;
using record::EventSide;
using record::QuotedClaim;

namespace {

/// The items, each made a text by `text_of`, with `separator` between them.
template <class Items, class TextOf>
std::string joined(const Items& items, std::string_view separator, TextOf text_of) {
  std::string list;
  for (const auto& item : items) {
    if (!list.empty()) list += separator;
    list += text_of(item);
  }
  return list;
}

std::string json(const EventEnd& end) {
  return fmt::format(R"({{"id":{},"sector":{}}})", json_text(end.id),
                     json_text_or_null(end.sector));
}

std::string json(const std::optional<base::Interval>& date) {
  if (!date) return "null";
  return fmt::format(R"({{"start":"{}","end":"{}","precision":"{}"}})", date->start.iso(),
                     date->end.iso(), base::name(date->precision));
}

/// The fields that say what the event is, without the braces.
std::string json_fields(const Event& event) {
  return fmt::format(
      R"("event":"{}","type":"{}","trend":{},"actor":{},"recipient":{},"realis":"{}",)"
      R"("layers":[{}],"date":{})",
      event.id, model::name(event.type), json_text_or_null(model::name(event.trend)),
      json(event.actor), json(event.recipient), record::name(event.realis),
      joined(event.layers, ",", [](model::Layer layer) { return json_text(model::name(layer)); }),
      json(event.date));
}

std::string json_ids(const EventSide& side) {
  return "[" + joined(side.claims, ",", [](const std::string& id) { return json_text(id); }) + "]";
}

/// A claim as one side's argument: whose word it is, where, in which words.
std::string json_argument(const QuotedClaim& claim) {
  return fmt::format(R"({{"claim":"{}","document":{},"claimant":{},"aux":[{}],"sign":{},"date":{},)"
                     R"("confidence":{:.2f},"quote":{}}})",
                     claim.id, json_text(claim.document), json_text(claim.claimant.id),
                     claim.aux == 0 ? "" : "\"" + model::names(claim.aux, "\",\"") + "\"",
                     json_text_or_null(model::name(claim.sign)), json(claim.date), claim.confidence,
                     json_text(claim.sentence.text));
}

std::string json(const EventSide& side, const ClaimsById& claims) {
  return fmt::format(R"({{"documents":{},"sources":{},"claims":[{}]}})", side.documents,
                     side.sources, joined(side.claims, ",", [&](const std::string& id) {
                       return json_argument(claims.at(id));
                     }));
}

/// The columns that say what the event is.
std::string csv_fields(const Event& event) {
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{}", event.id,
                     event.date ? event.date->start.iso() : "",
                     event.date ? event.date->end.iso() : "",
                     event.date ? base::name(event.date->precision) : "", csv_cell(event.actor.id),
                     event.actor.sector, csv_cell(event.recipient.id), event.recipient.sector,
                     model::name(event.type), model::name(event.trend), record::name(event.realis));
}

std::string csv_line(const Event& event, std::string_view side, const QuotedClaim& claim) {
  return fmt::format("{},{},{},{},{},{},{},{:.2f},{}\n", csv_fields(event), side, claim.id,
                     csv_cell(claim.document), csv_cell(claim.claimant.id), model::name(claim.sign),
                     model::names(claim.aux, " "), claim.confidence, csv_cell(claim.sentence.text));
}

}  // namespace

std::string json_line(const Event& event) {
  return fmt::format(R"({{{},"reports":{},"documents":{},"sources":{},"denials":{},"contested":{},)"
                     R"("confidence":{:.2f},"claims":{},"denied_by":{}}})"
                     "\n",
                     json_fields(event), event.reports.claims.size(), event.reports.documents,
                     event.reports.sources, event.denials.claims.size(), event.contested,
                     event.confidence, json_ids(event.reports), json_ids(event.denials));
}

std::string json_line(const Event& event, const ClaimsById& claims) {
  return fmt::format(R"({{{},"asserted":{},"denied":{}}})"
                     "\n",
                     json_fields(event), json(event.reports, claims), json(event.denials, claims));
}

const std::string_view kEventCsvHeader =
    "event,date_from,date_to,date_precision,actor,actor_sector,recipient,recipient_sector,type,"
    "trend,realis,layers,reports,documents,sources,denials,contested,confidence,claims,denied_by\n";

std::string csv_line(const Event& event) {
  const auto ids = [](const EventSide& side) {
    return joined(side.claims, " ", [](const std::string& id) { return id; });
  };
  return fmt::format(
      "{},{},{},{},{},{},{},{:.2f},{},{}\n", csv_fields(event),
      joined(event.layers, " ", [](model::Layer layer) { return std::string(model::name(layer)); }),
      event.reports.claims.size(), event.reports.documents, event.reports.sources,
      event.denials.claims.size(), event.contested, event.confidence, ids(event.reports),
      ids(event.denials));
}

const std::string_view kContestedCsvHeader =
    "event,date_from,date_to,date_precision,actor,actor_sector,recipient,recipient_sector,type,"
    "trend,realis,side,claim,document,claimant,sign,aux,confidence,sentence\n";

std::string csv_lines(const Event& event, const ClaimsById& claims) {
  std::string lines;
  for (const std::string& id : event.reports.claims)
    lines += csv_line(event, "asserted", claims.at(id));
  for (const std::string& id : event.denials.claims)
    lines += csv_line(event, "denied", claims.at(id));
  return lines;
}

}  // namespace entente::cli
