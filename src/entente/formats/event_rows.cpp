#include "entente/formats/event_rows.h"

#include <fmt/format.h>

#include <array>

#include "entente/base/json.h"
#include "entente/formats/quad.h"

namespace entente::formats {

using base::json_text;
using base::Result;
using record::Rows;

namespace {

constexpr std::string_view kRead =
    R"(SELECT c.id, CASE WHEN date_precision <> 'estimate' THEN date_from END, type, mode, layer, negation, future, hypothetical, historical,
         actor, actor_sector, actor_text, recipient, recipient_sector, recipient_text,
         NULL::FLOAT, documents.source, documents.url, sentence, documents.date,
         'entente reader ' || c.reader_version
       FROM (SELECT * FROM claims {}) c JOIN documents ON hash = document
       ORDER BY documents.number, position)";

/// Coded claims with the columns that a filter asks for.
constexpr std::string_view kCoded =
    R"(SELECT coalesce(event, format || '/' || name || ':' || row), date_from, type, mode, layer,
         negation, future, hypothetical, historical,
         actor, actor_sector, actor_name, recipient, recipient_sector, recipient_name,
         intensity, source, url, NULL, NULL::DATE, format
       FROM (SELECT * FROM (SELECT *, date AS date_from, date AS date_to, 'author' AS claimant,
               NULL::FLOAT AS confidence, NULL::VARCHAR AS document FROM coded_claims) {}) c
         JOIN datasets ON datasets.number = c.dataset
       ORDER BY dataset, row, actor, recipient, type, mode, actor_name, recipient_name)";

EventRow row_from(const Rows& rows) {
  EventRow event;
  event.id = rows.text(0);
  event.date = rows.date(1);
  event.type = model::claim_type_from_name(rows.text(2));
  event.mode = rows.text(3);
  event.layer = rows.text(4);
  const std::array modes{model::negation, model::future, model::hypothetical, model::historical};
  for (std::size_t i = 0; i < modes.size(); ++i)
    if (rows.number(5 + i) != 0) event.aux |= modes[i];
  event.actor = {rows.text(9), rows.text(10), rows.text(11)};
  event.recipient = {rows.text(12), rows.text(13), rows.text(14)};
  if (!rows.is_null(15)) event.intensity = rows.real(15);
  event.source = rows.text(16);
  event.url = rows.text(17);
  event.sentence = rows.text(18);
  event.published = rows.date(19);
  event.coder = rows.text(20);
  return event;
}

/// False when `visit` wanted no more.
Result<bool> visit_all(const record::Connection& connection, std::string_view query,
                       const record::Condition& condition,
                       const std::function<bool(const EventRow&)>& visit) {
  auto rows =
      connection.query(fmt::format(fmt::runtime(query), condition.sql), condition.parameters);
  if (!rows) return tl::unexpected(rows.error());
  while (rows->next())
    if (!visit(row_from(*rows))) return false;
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return true;
}

std::string json(const EventParty& party) {
  std::string text = R"([{"code":)" + json_text(party.id);
  if (!party.sector.empty()) text += R"(,"sector":)" + json_text(party.sector);
  if (!party.text.empty()) text += R"(,"text":)" + json_text(party.text);
  return text + "}]";
}

}  // namespace

Result<void> each_event(const record::Record& record, const record::ClaimFilter& filter,
                        Origin origin, const std::function<bool(const EventRow&)>& visit) {
  const record::Condition condition = record::where(filter);
  for (const auto& [query, other] : {std::pair{kRead, Origin::coded}, {kCoded, Origin::read}}) {
    if (origin == other) continue;
    const auto more = visit_all(record.connection(), query, condition, visit);
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
  }
  return {};
}

std::string plover_line(const EventRow& event) {
  std::string line = fmt::format(R"({{"id":{},"date":"{}","source":{},"recipient":{},"event":"{}")",
                                 json_text(event.id), event.date->iso(), json(event.actor),
                                 json(event.recipient), model::name(*event.type));
  const auto add = [&](std::string_view key, std::string_view text) {
    if (!text.empty()) line += fmt::format(R"(,"{}":{})", key, json_text(text));
  };
  add("mode", event.mode);
  line += fmt::format(R"(,"context":[{}{}])", json_text(event.layer),
                      event.aux == 0 ? "" : ",\"" + model::names(event.aux, "\",\"") + "\"");
  if (event.intensity) line += fmt::format(R"(,"event_scale":{})", float(*event.intensity));
  add("text", event.sentence);
  add("publication", event.source);
  add("url", event.url);
  return line + "}\n";
}

namespace {

constexpr std::array<std::string_view, 40> kColumns{"Event ID",
                                                    "Event Date",
                                                    "Event Type",
                                                    "Event Mode",
                                                    "Intensity",
                                                    "Quad Code",
                                                    "Contexts",
                                                    "Actor Name",
                                                    "Actor Country",
                                                    "Actor COW",
                                                    "Primary Actor Sector",
                                                    "Actor Sectors",
                                                    "Actor Title",
                                                    "Actor Name Raw",
                                                    "Wikipedia Actor ID",
                                                    "Recipient Name",
                                                    "Recipient Country",
                                                    "Recipient COW",
                                                    "Primary Recipient Sector",
                                                    "Recipient Sectors",
                                                    "Recipient Title",
                                                    "Recipient Name Raw",
                                                    "Wikipedia Recipient ID",
                                                    "Placename",
                                                    "City",
                                                    "District",
                                                    "Province",
                                                    "Country",
                                                    "Latitude",
                                                    "Longitude",
                                                    "GeoNames ID",
                                                    "Raw Placename",
                                                    "Feature Type",
                                                    "Source",
                                                    "Publication Date",
                                                    "Story People",
                                                    "Story Organizations",
                                                    "Story Locations",
                                                    "Language",
                                                    "Version"};

using Row = std::array<std::string, 40>;

/// A cell: no TABs, no line breaks; what separates the items of a list is no part of one.
std::string cell(std::string_view text) {
  std::string clean(text);
  for (char& c : clean)
    if (static_cast<unsigned char>(c) < 0x20)
      c = ' ';
    else if (c == ';')
      c = ',';
  return clean;
}

std::string_view name(Quad quad) {
  constexpr std::array<std::string_view, 4> kNames{"VERBAL COOPERATION", "MATERIAL COOPERATION",
                                                   "VERBAL CONFLICT", "MATERIAL CONFLICT"};
  return kNames[std::size_t(quad) - 1];
}

/// Fills the eight columns of an actor or a recipient. Who is no state has no country, and goes by
/// the name that knowledge/ has.
void fill_party(Row& row, std::size_t column, const EventParty& party, base::Date date,
                const ActorCards& cards) {
  const ActorCard card = cards.card(party.id, party.text);
  const bool is_state = cards.is_state(party.id);
  row[column] = cell(card.label);
  if (is_state) row[column + 1] = party.id;
  if (const int number = cards.cow(party.id, date); is_state && number > 0)
    row[column + 2] = std::to_string(number);
  row[column + 3] = row[column + 4] = cell(party.sector);
  row[column + 6] = cell(party.text);
}

std::string joined(const auto& cells) {
  std::string line;
  for (const std::string_view text : cells) {
    if (!line.empty()) line += '\t';
    line += text;
  }
  return line + "\n";
}

}  // namespace

std::string polecat_header() { return joined(kColumns); }

std::string polecat_line(const EventRow& event, const ActorCards& cards) {
  Row row;
  row.fill("None");
  row[0] = cell(event.id);
  row[1] = event.date->iso();
  row[2] = model::name(*event.type);
  if (!event.mode.empty()) row[3] = cell(event.mode);
  if (event.intensity) row[4] = fmt::format("{}", float(*event.intensity));
  row[5] = name(quad(*event.type));
  row[6] = event.layer;
  fill_party(row, 7, event.actor, *event.date, cards);
  fill_party(row, 15, event.recipient, *event.date, cards);
  for (const std::size_t column : {10, 11, 13, 18, 19, 21})
    if (row[column].empty()) row[column] = "None";
  if (!event.source.empty()) row[33] = cell(event.source);
  if (event.published) row[34] = event.published->iso();
  row[38] = "en";
  row[39] = cell(event.coder);
  return joined(row);
}

}  // namespace entente::formats
