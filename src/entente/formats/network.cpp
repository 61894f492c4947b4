#include "entente/formats/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "entente/formats/quad.h"

namespace entente::formats {

using base::Result;
using record::Rows;

namespace {

/// The filter's claims as a common table expression `c`, and what of them makes edges as `e`.
record::Condition expressions(record::ClaimFilter filter, Origin origin) {
  if (filter.aux == 0) filter.facts = true;
  record::Condition condition = record::where(filter);
  const char* only = origin == Origin::read    ? "WHERE dataset IS NULL"
                     : origin == Origin::coded ? "WHERE dataset IS NOT NULL"
                                               : "";
  std::string cooperative;
  for (int i = 0; i < model::kClaimTypes; ++i)
    if (const auto type = model::ClaimType(i); is_cooperative(type))
      cooperative += fmt::format("{}'{}'", cooperative.empty() ? "" : ", ", model::name(type));
  condition.sql = fmt::format(
      R"(WITH c AS (SELECT * FROM (SELECT * FROM all_claims {}) {}),
         e AS (SELECT least(actor, recipient) AS a, greatest(actor, recipient) AS b, type, layer,
                 type IN ({}) OR (type = 'TIE' AND sign = '+') AS cooperative,
                 coalesce(source, document, 'data set ' || dataset) AS reporter,
                 date_from, date_to
               FROM c WHERE type IS NOT NULL AND date_from IS NOT NULL AND actor <> recipient
                 AND actor <> 'UNK' AND recipient <> 'UNK') )",
      only, condition.sql, cooperative);
  return condition;
}

Result<void> count_left_out(const record::Connection& connection, const record::Condition& with,
                            Network& network) {
  auto rows = connection.query(
      with.sql +
          "SELECT count(*) FILTER (type IS NULL), "
          "count(*) FILTER (type IS NOT NULL AND date_from IS NULL), "
          "count(*) FILTER (type IS NOT NULL AND date_from IS NOT NULL AND actor = recipient AND "
          "actor <> 'UNK'), "
          "count(*) FILTER (type IS NOT NULL AND date_from IS NOT NULL AND "
          "'UNK' IN (actor, recipient)) "
          "FROM c",
      with.parameters);
  if (!rows) return tl::unexpected(rows.error());
  if (!rows->next()) return rows->end();
  network.statements = rows->number(0);
  network.undated = rows->number(1);
  network.inside = rows->number(2);
  network.nobody = rows->number(3);
  return {};
}

/// What data sets call the actors that knowledge/ does not have.
Result<std::map<std::string, std::string, std::less<>>> given_names(
    const record::Connection& connection) {
  std::map<std::string, std::string, std::less<>> names;
  auto rows = connection.query(
      "SELECT id, min(name) FROM (SELECT actor AS id, actor_name AS name FROM coded_claims "
      "UNION ALL SELECT recipient, recipient_name FROM coded_claims) "
      "WHERE name IS NOT NULL GROUP BY id");
  if (!rows) return tl::unexpected(rows.error());
  while (rows->next()) names.emplace(rows->text(0), rows->text(1));
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return names;
}

struct Ends {
  std::string a, b;
  friend auto operator<=>(const Ends&, const Ends&) = default;
};

Result<std::vector<Ends>> fill_edges(const record::Connection& connection,
                                     const record::Condition& with, Network& network) {
  std::string types;
  for (int i = 0; i < model::kClaimTypes; ++i)
    types += fmt::format(", count(*) FILTER (type = '{}')", model::name(model::ClaimType(i)));
  auto rows = connection.query(
      with.sql +
          "SELECT a, b, count(*), count(*) FILTER (cooperative), count(DISTINCT reporter), " +
          "string_agg(DISTINCT layer, '|' ORDER BY layer), min(date_from), max(date_to)" + types +
          " FROM e GROUP BY a, b ORDER BY a, b",
      with.parameters);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<Ends> ends;
  while (rows->next()) {
    ends.push_back({std::string(rows->text(0)), std::string(rows->text(1))});
    NetworkEdge edge;
    edge.claims = rows->number(2);
    edge.cooperative = rows->number(3);
    edge.conflictual = edge.claims - edge.cooperative;
    edge.sources = rows->number(4);
    edge.layers = rows->text(5);
    edge.first = *rows->date(6);
    edge.last = *rows->date(7);
    for (std::size_t i = 0; i < edge.types.size(); ++i) edge.types[i] = rows->number(8 + i);
    network.edges.push_back(std::move(edge));
  }
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return ends;
}

Result<void> fill_moments(const record::Connection& connection, const record::Condition& with,
                          Step step, const std::vector<Ends>& ends, Network& network) {
  const std::string_view unit = step == Step::day ? "day" : step == Step::month ? "month" : "year";
  // A claim about a longer time counts in every step that it touches.
  auto rows = connection.query(
      with.sql +
          fmt::format(
              "SELECT a, b, step::DATE, (step + INTERVAL 1 {0})::DATE - 1, count(*), "
              "count(*) FILTER (cooperative) FROM (SELECT a, b, cooperative, "
              "unnest(generate_series("
              "date_trunc('{0}', greatest(date_from, DATE '{1}')), "
              "date_trunc('{0}', least(date_to, DATE '{2}')), INTERVAL 1 {0})) AS step FROM e) "
              "GROUP BY a, b, step ORDER BY a, b, step",
              unit, network.from.iso(), network.to.iso()),
      with.parameters);
  if (!rows) return tl::unexpected(rows.error());
  std::size_t edge = 0;
  while (rows->next()) {
    while (ends[edge].a != rows->text(0) || ends[edge].b != rows->text(1)) ++edge;
    network.moments.push_back({edge, std::max(*rows->date(2), network.from),
                               std::min(*rows->date(3), network.to), rows->number(4),
                               rows->number(5)});
  }
  return rows->end();
}

/// Makes the nodes, and tells the edges which are theirs.
void fill_nodes(const std::vector<Ends>& ends, const ActorCards& cards,
                const std::map<std::string, std::string, std::less<>>& names, Network& network) {
  std::map<std::string, std::size_t, std::less<>> places;
  for (const auto& [a, b] : ends) {
    places[a];
    places[b];
  }
  for (auto& [id, place] : places) {
    place = network.nodes.size();
    const auto name = names.find(id);
    network.nodes.push_back(
        {id, cards.card(id, name == names.end() ? std::string_view{} : name->second)});
  }
  for (std::size_t i = 0; i < ends.size(); ++i) {
    NetworkEdge& edge = network.edges[i];
    edge.a = places.at(ends[i].a);
    edge.b = places.at(ends[i].b);
    network.nodes[edge.a].claims += edge.claims;
    network.nodes[edge.b].claims += edge.claims;
  }
}

}  // namespace

Result<Network> network(const record::Record& record, const record::ClaimFilter& filter,
                        Origin origin, Step step, const ActorCards& cards) {
  const record::Connection& connection = record.connection();
  const record::Condition with = expressions(filter, origin);
  Network network;
  if (auto counted = count_left_out(connection, with, network); !counted)
    return tl::unexpected(counted.error());
  const auto ends = fill_edges(connection, with, network);
  if (!ends) return tl::unexpected(ends.error());
  const auto names = given_names(connection);
  if (!names) return tl::unexpected(names.error());
  fill_nodes(*ends, cards, *names, network);
  for (const NetworkEdge& edge : network.edges) {
    const bool is_first = &edge == &network.edges.front();
    network.from = is_first ? edge.first : std::min(network.from, edge.first);
    network.to = is_first ? edge.last : std::max(network.to, edge.last);
  }
  network.from = filter.from.value_or(network.from);
  network.to = filter.to.value_or(network.to);
  if (auto filled = fill_moments(connection, with, step, *ends, network); !filled)
    return tl::unexpected(filled.error());
  return network;
}

}  // namespace entente::formats
