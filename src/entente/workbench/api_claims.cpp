#include <fmt/format.h>

#include "entente/record/events.h"
#include "entente/workbench/api.h"
#include "entente/workbench/claim_json.h"

namespace entente::workbench {

using record::ClaimFilter;
using record::QuotedClaim;

namespace {

constexpr std::int64_t kMostClaims = 1000;

/// Names of actors, each looked up.
Answer<std::vector<std::string>> actors_named(const Ask& ask, std::string_view parameter) {
  std::vector<std::string> ids;
  for (const std::string& name : ask.query.list(parameter)) {
    auto id = actor_named(ask, name);
    if (!id) return tl::unexpected(id.error());
    ids.push_back(std::move(*id));
  }
  return ids;
}

/// What the parameters of claims ask for.
Answer<ClaimFilter> filter_of(const Ask& ask) {
  const Query& query = ask.query;
  ClaimFilter filter;
  auto actors = actors_named(ask, "actor");
  if (!actors) return tl::unexpected(actors.error());
  filter.actors = std::move(*actors);
  const auto pair = actors_named(ask, "pair");
  if (!pair) return tl::unexpected(pair.error());
  if (!pair->empty() && pair->size() != 2)
    return refuse(400, "two actors were expected", "pair", "write pair=PAK,RUS");
  if (pair->size() == 2) filter.pair.emplace((*pair)[0], (*pair)[1]);
  auto types = named(query, "type", model::claim_type_from_name);
  if (!types) return tl::unexpected(types.error());
  filter.types = std::move(*types);
  auto layers = named(query, "layer", model::layer_from_name);
  if (!layers) return tl::unexpected(layers.error());
  filter.layers = std::move(*layers);
  const auto modes = named(query, "aux", model::aux_from_name);
  if (!modes) return tl::unexpected(modes.error());
  for (const model::Aux mode : *modes) filter.aux |= mode;
  filter.facts = query.flag("facts");
  filter.claimants = query.list("claimant");
  filter.words = query.text("words").value_or("");
  const auto from = query.date("from"), to = query.date("to", true);
  if (!from) return tl::unexpected(from.error());
  if (!to) return tl::unexpected(to.error());
  filter.from = *from;
  filter.to = *to;
  const auto percent = query.number("min_percent", 0, 0, 100);
  if (!percent) return tl::unexpected(percent.error());
  filter.min_confidence = double(*percent) / 100;
  if (const auto hash = query.text("document")) filter.document = *hash;
  const std::string order = query.text("order").value_or("newest");
  if (order == "surest")
    filter.order = ClaimFilter::Order::surest;
  else if (order == "document")
    filter.order = ClaimFilter::Order::document;
  else if (order == "oldest")
    filter.reverse = true;
  else if (order != "newest")
    return refuse(400, "newest, oldest, surest or document was expected", "order=" + order);
  return filter;
}

}  // namespace

Answer<std::string> actor_named(const Ask& ask, const std::string& name) {
  if (const std::string_view id = ask.desk.reader().actor_id(name); !id.empty())
    return std::string(id);
  auto rows = ask.record.connection().query(
      "SELECT count(*) FROM (SELECT 1 FROM all_claims WHERE actor = ? OR recipient = ? LIMIT 1)",
      {name, name});
  if (!rows) return failed(rows.error());
  if (rows->next() && rows->number(0) > 0) return name;
  return refuse(404, "nobody knows this actor", name, "/api/v1/actors lists those of the record");
}

Json actor_json(const Ask& ask, std::string_view id) {
  return {{"id", id}, {"name", ask.desk.reader().actor_name(id)}};
}

Answer<Json> get_status(const Ask& ask) {
  const auto totals = ask.ledger.totals(ask.record);
  if (!totals) return failed(totals.error());
  auto rows = ask.record.connection().query(
      "SELECT (SELECT count(*) FROM documents), (SELECT coalesce(sum(sentences), 0)::BIGINT FROM "
      "documents), (SELECT count(*) FROM datasets), (SELECT count(*) FROM coded_claims), "
      "(SELECT count(*) FROM measures)");
  if (!rows) return failed(rows.error());
  if (!rows->next()) return failed({"the record does not count its tables", {}, {}});
  Json types = Json::array(), pairs = Json::array();
  for (const auto& [name, count] : totals->types)
    types.push_back({{"type", name}, {"claims", count}});
  for (const auto& [a, b, count] : totals->pairs)
    pairs.push_back({{"a", actor_json(ask, a)}, {"b", actor_json(ask, b)}, {"claims", count}});
  return Json{{"record", ask.desk.path().filename().string()},
              {"documents", rows->number(0)},
              {"sentences", rows->number(1)},
              {"claims", totals->claims},
              {"actors", totals->actors.size()},
              {"datasets", rows->number(2)},
              {"coded_claims", rows->number(3)},
              {"measures", rows->number(4)},
              {"first", totals->is_dated ? totals->first.iso() : ""},
              {"last", totals->is_dated ? totals->last.iso() : ""},
              {"types", types},
              {"pairs", pairs},
              {"version", ask.desk.changes()}};
}

Answer<Json> get_actors(const Ask& ask) {
  const auto limit = ask.query.number("limit", 100, 1, 10000);
  if (!limit) return tl::unexpected(limit.error());
  const auto actors = ask.ledger.actors(ask.record);
  if (!actors) return failed(actors.error());
  Json list = Json::array();
  for (const auto& [id, count] : *actors) {
    if (std::int64_t(list.size()) >= *limit) break;
    Json actor = actor_json(ask, id);
    actor["claims"] = count;
    list.push_back(std::move(actor));
  }
  return Json{{"total", actors->size()}, {"shown", list.size()}, {"actors", list}};
}

Answer<Json> get_claims(const Ask& ask) {
  auto filter = filter_of(ask);
  if (!filter) return tl::unexpected(filter.error());
  const auto limit = ask.query.number("limit", 50, 1, kMostClaims);
  if (!limit) return tl::unexpected(limit.error());
  const auto offset = ask.query.number("offset", 0, 0, std::int64_t{1} << 40);
  if (!offset) return tl::unexpected(offset.error());
  filter->limit = *limit;
  filter->offset = *offset;
  const auto found = ask.ledger.find(ask.record, *filter);
  if (!found) return failed(found.error());
  Json list = Json::array();
  for (const QuotedClaim& claim : found->claims) list.push_back(to_json(claim));
  return Json{
      {"total", found->total}, {"shown", list.size()}, {"offset", *offset}, {"claims", list}};
}

Answer<Json> get_claim(const Ask& ask) {
  const auto claims = ask.ledger.beginning(ask.record, ask.name);
  if (!claims) return failed(claims.error());
  if (ask.name.size() < 4 || claims->size() != 1)
    return refuse(404, claims->size() > 1 ? "several claims begin so" : "there is no such claim",
                  std::string(ask.name));
  const auto trail = reviews_of_claim(ask.record, claims->front().id);
  if (!trail) return failed(trail.error());
  Json answer = to_json(claims->front());
  answer["reviews"] = Json::array();
  for (const record::Review& review : *trail) answer["reviews"].push_back(to_json(review));
  return answer;
}

/// Claims by month and type: what the timeline draws.
Answer<Json> get_counts(const Ask& ask) {
  const auto filter = filter_of(ask);
  if (!filter) return tl::unexpected(filter.error());
  const auto months = ask.ledger.months(ask.record, *filter);
  if (!months) return failed(months.error());
  Json list = Json::array();
  for (const auto& [month, type, count] : months->rows)
    list.push_back(
        {{"month", month.iso().substr(0, 7)}, {"type", model::name(type)}, {"claims", count}});
  return Json{{"total", months->total}, {"undated", months->undated}, {"months", list}};
}

Answer<Json> get_events(const Ask& ask) {
  const auto filter = filter_of(ask);
  if (!filter) return tl::unexpected(filter.error());
  const auto limit = ask.query.number("limit", 50, 1, kMostClaims);
  if (!limit) return tl::unexpected(limit.error());
  using View = record::Events::View;
  auto events = ask.ledger.events(ask.record, *filter,
                                  ask.query.flag("contested") ? View::contested : View::all);
  if (!events) return failed(events.error());
  if (auto read = events->read_sentences(ask.record, std::size_t(*limit)); !read)
    return failed(read.error());
  Json list = Json::array();
  for (std::size_t i = 0; i < events->size() && std::int64_t(i) < *limit; ++i) {
    const record::Event event = events->at(i);
    list.push_back({{"event", event.id},
                    {"type", model::name(event.type)},
                    {"trend", model::name(event.trend)},
                    {"realis", record::name(event.realis)},
                    {"actor", actor_json(ask, event.actor.id)},
                    {"recipient", actor_json(ask, event.recipient.id)},
                    {"from", event.date ? Json(event.date->start.iso()) : Json()},
                    {"to", event.date ? Json(event.date->end.iso()) : Json()},
                    {"reports", event.reports.claims},
                    {"denials", event.denials.claims},
                    {"sources", event.reports.sources},
                    {"contested", event.contested},
                    {"confidence", event.confidence}});
  }
  return Json{{"total", events->size()}, {"shown", list.size()}, {"events", list}};
}

}  // namespace entente::workbench
