#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "entente/alignment/blocs.h"
#include "entente/alignment/frustration.h"
#include "entente/record/events.h"
#include "entente/workbench/api.h"
#include "entente/workbench/claim_json.h"
#include "entente/workbench/layout.h"

namespace entente::workbench {

using alignment::Observed;
using alignment::Standing;
using alignment::Standings;
using alignment::TurningPoint;
using base::Date;

namespace {

using Shown = Board::Shown;

Answer<std::optional<model::Layer>> layer_of(const Ask& ask) {
  const auto layers = named(ask.query, "layer", model::layer_from_name);
  if (!layers) return tl::unexpected(layers.error());
  if (layers->size() > 1) return refuse(400, "one layer was expected", "layer");
  return layers->empty() ? std::nullopt : std::optional(layers->front());
}

Answer<Shown> view_of(const Ask& ask) {
  const auto layer = layer_of(ask);
  if (!layer) return tl::unexpected(layer.error());
  auto view = ask.board.view(ask.record, *layer);
  if (!view) return failed(view.error());
  return std::move(*view);
}

/// What the page asks for when it opens does not wait for all pairs of a large record.
Answer<Shown> view_if_ready(const Ask& ask) {
  constexpr auto kPatience = std::chrono::milliseconds(300);
  const auto layer = layer_of(ask);
  if (!layer) return tl::unexpected(layer.error());
  auto view = ask.board.view_within(kPatience, ask.record, *layer);
  if (!view) return failed(view.error());
  if (*view) return std::move(**view);
  return tl::unexpected<Problem>(
      {503, {ask.board.stage(*layer), {}, "ask again in a second"}, std::chrono::seconds(1)});
}

/// The date asked for; without one the last of the record.
Answer<Date> at_date(const Ask& ask, const Board::View& view) {
  const auto at = ask.query.date("at", true);
  if (!at) return tl::unexpected(at.error());
  return at->value_or(view.last);
}

/// One pair's alone, where few are shown.
Standing standing_of(const Standings& standings, std::size_t pair, Date at) {
  return alignment::standing(standings.observed.series[pair], standings.parameters(), at);
}

double rounded(double value) { return std::round(value * 100) / 100; }

/// Claims of a pair with the share that each carries, most first. Those that a data set gave have
/// the data set and the line instead of words.
Answer<Json> carried(const Ask& ask, const Standings& standings,
                     const std::vector<alignment::Evidence>& evidence, std::size_t most) {
  const Observed& observed = standings.observed;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < std::min(most, evidence.size()); ++i)
    if (const auto& claim = observed.claims[evidence[i].claim]; claim.dataset == 0)
      ids.push_back(claim.id());
  const auto quoted = ask.ledger.by_id(ask.record, ids);
  if (!quoted) return failed(quoted.error());
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(most, evidence.size()); ++i) {
    const alignment::ObservedClaim& claim = observed.claims[evidence[i].claim];
    const alignment::Observation& observation = observed.observations[evidence[i].claim];
    Json one{{"share", std::round(evidence[i].share * 1000) / 1000},
             {"pull", rounded(evidence[i].pull)},
             {"value", rounded(observation.value)},
             {"weight", rounded(observation.weight)},
             {"day", Date{observation.day}.iso()}};
    if (claim.dataset == 0) {
      const auto found = quoted->find(claim.id());
      if (found != quoted->end()) one["claim"] = workbench::to_json(found->second);
    } else {
      one["coded"] = {
          {"dataset", claim.dataset}, {"row", claim.row}, {"type", model::name(claim.type)}};
    }
    list.push_back(std::move(one));
  }
  return list;
}

Json turn_json(const Ask& ask, const Observed& observed, const TurningPoint& point) {
  const alignment::Pair& pair = observed.pairs[point.pair];
  return {{"a", actor_json(ask, observed.actors[pair.a])},
          {"b", actor_json(ask, observed.actors[pair.b])},
          {"established", point.established},
          {"date", point.date.iso()},
          {"from", point.from.iso()},
          {"to", point.to.iso()},
          {"size", rounded(point.size)},
          {"deviation", rounded(point.deviation)},
          {"before", rounded(point.before)},
          {"after", rounded(point.after)},
          {"p", point.p},
          {"probability", rounded(point.probability)}};
}

constexpr std::size_t kCandidates = 3;           ///< of a pair, or besides those of many pairs
constexpr std::size_t kPairsOfCandidates = 200;  ///< that are searched for them

/// The turning points of a pair, and then what comes nearest to one.
std::vector<TurningPoint> turns_of(const Board::View& view, std::size_t pair) {
  std::vector<TurningPoint> turns;
  for (const TurningPoint& point : view.turning_points.points)
    if (point.pair == pair) turns.push_back(point);
  const auto index = std::uint32_t(pair);
  const auto candidates =
      alignment::candidates(view.standings.observed.series, view.standings.fit.between_breaks,
                            view.turning_points, {&index, 1}, kCandidates);
  turns.insert(turns.end(), candidates.begin(), candidates.end());
  return turns;
}

/// Claims that were read of a pair and do not count for its alignment: they bear no date, or tell
/// nothing of how the two stand (knowledge/alignment.tsv).
Answer<std::int64_t> left_out(const Ask& ask, const AskedPair& pair, const Observed& observed,
                              std::optional<std::size_t> index) {
  const auto layers = named(ask.query, "layer", model::layer_from_name);
  if (!layers) return tl::unexpected(layers.error());
  record::ClaimFilter filter;
  filter.pair.emplace(pair.a, pair.b);
  filter.layers = *layers;
  const auto months = ask.ledger.months(ask.record, filter);
  if (!months) return failed(months.error());
  std::int64_t taken = 0;
  if (index)
    for (std::size_t i = observed.claim_begin[*index]; i < observed.claim_begin[*index + 1]; ++i)
      taken += observed.claims[i].dataset == 0;
  return std::max<std::int64_t>(0, months->total - taken);
}

/// Dates from `from` to `to`, `steps` at most.
std::vector<Date> grid(Date from, Date to, std::int64_t steps) {
  std::vector<Date> dates;
  const std::int64_t days = std::max(0, to.days - from.days);
  const std::int64_t step = std::max<std::int64_t>(1, days / std::max<std::int64_t>(1, steps - 1));
  for (std::int64_t day = from.days; day <= to.days; day += step)
    dates.push_back({std::int32_t(day)});
  if (dates.empty() || dates.back() != to) dates.push_back(to);
  return dates;
}

constexpr int kDraws = 100;  ///< of the ties, for the probability of standing with a bloc

/// Two blocs of the chosen actors, as nodes get them: "bloc" 0 or 1 with the probability of
/// standing there, or nothing for those of whom too little is known. `swing` tells the less sure.
std::map<std::string, Json> two_blocs(const Standings& standings, Date at,
                                      const std::vector<std::string>& actors) {
  std::map<std::string, Json> nodes;
  auto uncertain = alignment::network_at(standings, at, {.actors = actors});
  if (!uncertain) return nodes;  // nothing hangs together
  const alignment::SignedNetwork& network = uncertain->network;
  if (network.nodes() < 3) return nodes;
  const auto blocs = [](const alignment::SignedGraph& graph) {
    const auto found = alignment::little_frustration(graph);
    std::vector<int> of(std::size_t(graph.nodes()));
    for (std::size_t i = 0; i < of.size(); ++i) of[i] = found.sides[i] == found.sides[0] ? 0 : 1;
    return of;
  };
  const std::vector<int> reference = blocs(network);
  const auto member = alignment::membership(*uncertain, reference, blocs, kDraws);
  for (int node = 0; node < network.nodes(); ++node) {
    const int bloc = reference[std::size_t(node)];
    const double probability = bloc < member.blocs ? member.probability(node, bloc) : 0;
    nodes[network.name(node)] = {
        {"bloc", bloc}, {"probability", rounded(probability)}, {"swing", probability < 0.8}};
  }
  return nodes;
}

}  // namespace

Json to_json(const Standing& standing) {
  return {{"mean", rounded(standing.mean)},
          {"low", rounded(standing.low())},
          {"high", rounded(standing.high())},
          {"positive", rounded(standing.positive())}};
}

Answer<AskedPair> asked_pair(const Ask& ask) {
  const auto names = ask.query.list("pair");
  if (names.size() != 2)
    return refuse(400, "two actors were expected", "pair", "write pair=PAK,RUS");
  auto a = actor_named(ask, names[0]), b = actor_named(ask, names[1]);
  if (!a) return tl::unexpected(a.error());
  if (!b) return tl::unexpected(b.error());
  if (*a == *b) return refuse(400, "two different actors were expected", "pair");
  return AskedPair{std::move(*a), std::move(*b)};
}

Answer<Json> get_alignment(const Ask& ask) {
  const auto pair = asked_pair(ask);
  if (!pair) return tl::unexpected(pair.error());
  const auto view = view_of(ask);
  if (!view) return tl::unexpected(view.error());
  const Standings& standings = (*view)->standings;
  const auto from = ask.query.date("from"), to = ask.query.date("to", true);
  if (!from) return tl::unexpected(from.error());
  if (!to) return tl::unexpected(to.error());
  const auto steps = ask.query.number("steps", 240, 2, 4000);
  if (!steps) return tl::unexpected(steps.error());
  const Date first = from->value_or((*view)->first), last = to->value_or((*view)->last);
  if (last < first) return refuse(400, "the period ends before it begins", "to");
  Json answer{{"a", actor_json(ask, pair->a)},
              {"b", actor_json(ask, pair->b)},
              {"unit", "alignment from -10 (at war) to 10 (allied)"},
              {"interval", 0.9},
              {"points", Json::array()},
              {"observed", Json::array()},
              {"turning_points", Json::array()},
              {"candidates", Json::array()},
              {"claims", 0}};
  const auto index = standings.observed.find(pair->a, pair->b);
  const auto left = left_out(ask, *pair, standings.observed, index);
  if (!left) return tl::unexpected(left.error());
  answer["left_out"] = *left;
  if (!index) return answer;
  const auto dates = grid(first, last, *steps);
  const auto course = standings.course(*index, dates);
  for (std::size_t i = 0; i < dates.size(); ++i) {
    Json point = to_json(course[i]);
    point["date"] = dates[i].iso();
    answer["points"].push_back(std::move(point));
  }
  for (const alignment::Day& day : standings.observed.series[*index].days)
    if (day.day >= first.days && day.day <= last.days)
      answer["observed"].push_back({{"date", Date{day.day}.iso()},
                                    {"mean", rounded(day.mean)},
                                    {"weight", rounded(day.weight)},
                                    {"claims", day.count}});
  for (const TurningPoint& point : turns_of(**view, *index))
    answer[point.established ? "turning_points" : "candidates"].push_back(
        turn_json(ask, standings.observed, point));
  answer["claims"] = standings.observed.claims_of(*index);
  answer["since"] = Json::parse(alignment::json(standings.since(*index, last)));
  answer["false_discovery_rate"] = (*view)->turning_points.rate;
  return answer;
}

Answer<Json> get_standings(const Ask& ask) {
  const auto name = ask.query.text("actor");
  if (!name) return refuse(400, "an actor was expected", "actor");
  const auto actor = actor_named(ask, *name);
  if (!actor) return tl::unexpected(actor.error());
  const auto view = view_of(ask);
  if (!view) return tl::unexpected(view.error());
  const Standings& standings = (*view)->standings;
  const auto at = at_date(ask, **view);
  if (!at) return tl::unexpected(at.error());
  const Observed& observed = standings.observed;
  std::vector<std::size_t> pairs;
  for (std::size_t i = 0; i < observed.pairs.size(); ++i)
    if (observed.actors[observed.pairs[i].a] == *actor ||
        observed.actors[observed.pairs[i].b] == *actor)
      pairs.push_back(i);
  std::map<std::size_t, Standing> all;
  for (const std::size_t i : pairs) all[i] = standing_of(standings, i, *at);
  std::ranges::sort(pairs, [&](auto a, auto b) { return all[a].mean > all[b].mean; });
  Json list = Json::array();
  for (const std::size_t i : pairs) {
    const auto& [a, b] = observed.pairs[i];
    Json one = to_json(all[i]);
    one["actor"] = actor_json(ask, observed.actors[observed.actors[a] == *actor ? b : a]);
    one["claims"] = observed.claims_of(i);
    list.push_back(std::move(one));
  }
  return Json{{"actor", actor_json(ask, *actor)}, {"at", at->iso()}, {"standings", list}};
}

Answer<Json> get_evidence(const Ask& ask) {
  const auto pair = asked_pair(ask);
  if (!pair) return tl::unexpected(pair.error());
  const auto view = view_of(ask);
  if (!view) return tl::unexpected(view.error());
  const Standings& standings = (*view)->standings;
  const auto at = at_date(ask, **view);
  if (!at) return tl::unexpected(at.error());
  const auto limit = ask.query.number("limit", 20, 1, 1000);
  if (!limit) return tl::unexpected(limit.error());
  Json answer{{"a", actor_json(ask, pair->a)},
              {"b", actor_json(ask, pair->b)},
              {"at", at->iso()},
              {"claims", Json::array()},
              {"measures", Json::array()}};
  const auto index = standings.observed.find(pair->a, pair->b);
  if (!index) return answer;
  std::vector<alignment::Evidence> evidence;
  if (ask.query.flag("turn")) {
    for (const TurningPoint& point : turns_of(**view, *index))
      if (point.date == *at) evidence = alignment::carriers(standings, point);
    if (evidence.empty())
      return refuse(404, "the pair has no turning point on this day", "at=" + at->iso());
  } else {
    evidence = standings.evidence(*index, *at);
  }
  auto list = carried(ask, standings, evidence, std::size_t(*limit));
  if (!list) return list;
  answer["total"] = evidence.size();
  answer["shown"] = list->size();
  answer["claims"] = std::move(*list);
  answer["standing"] = to_json(standing_of(standings, *index, *at));
  const auto level = standings.level_evidence(*index, *at);
  answer["level"] = rounded(level.level);
  for (const std::size_t i : level.measured) {
    const alignment::Measured& measured = standings.observed.measured[i];
    answer["measures"].push_back({{"kind", standings.observed.names[measured.kind]},
                                  {"from", Date{measured.from}.iso()},
                                  {"value", measured.value},
                                  {"level", measured.level}});
  }
  return answer;
}

Answer<Json> get_turning_points(const Ask& ask) {
  const auto view = view_if_ready(ask);
  if (!view) return tl::unexpected(view.error());
  const auto limit = ask.query.number("limit", 50, 1, 10000);
  if (!limit) return tl::unexpected(limit.error());
  const auto from = ask.query.date("from"), to = ask.query.date("to", true);
  if (!from) return tl::unexpected(from.error());
  if (!to) return tl::unexpected(to.error());
  std::string actor;
  if (const auto name = ask.query.text("actor")) {
    auto id = actor_named(ask, *name);
    if (!id) return tl::unexpected(id.error());
    actor = std::move(*id);
  }
  const Observed& observed = (*view)->standings.observed;
  const alignment::TurningPoints& points = (*view)->turning_points;
  const auto is_of_actor = [&](std::uint32_t index) {
    const alignment::Pair& pair = observed.pairs[index];
    return actor.empty() || observed.actors[pair.a] == actor || observed.actors[pair.b] == actor;
  };
  const auto chosen = [&](const std::vector<TurningPoint>& of, std::size_t most) {
    std::pair<Json, std::size_t> listed{Json::array(), 0};
    for (const TurningPoint& point : of) {
      if (!is_of_actor(point.pair)) continue;
      if ((*from && point.date < **from) || (*to && **to < point.date)) continue;
      if (++listed.second <= most) listed.first.push_back(turn_json(ask, observed, point));
    }
    return listed;
  };
  std::vector<std::uint32_t> nearest;
  for (const std::uint32_t pair : points.nearest)
    if (is_of_actor(pair) && nearest.size() < kPairsOfCandidates) nearest.push_back(pair);
  const auto candidates = alignment::candidates(
      observed.series, (*view)->standings.fit.between_breaks, points, nearest, kPairsOfCandidates);
  const auto [list, total] = chosen(points.points, std::size_t(*limit));
  return Json{{"total", total},         {"shown", list.size()},
              {"tests", points.tests},  {"false_discovery_rate", points.rate},
              {"turning_points", list}, {"candidates", chosen(candidates, kCandidates).first}};
}

namespace {

/// Where the actors of a network are drawn: the same at every date, so that it is worked out once.
std::vector<Place> placed(const Board::View& view, const std::string& key, std::size_t nodes,
                          const std::vector<Spring>& springs) {
  Board::View::Drawn& drawn = *view.drawn;
  {
    const std::scoped_lock lock(drawn.mutex);
    if (const auto found = drawn.places.find(key); found != drawn.places.end())
      return found->second;
  }
  std::vector<Place> where = places(std::uint32_t(nodes), springs);
  const std::scoped_lock lock(drawn.mutex);
  drawn.places[key] = where;
  return where;
}

Json drawn_network(const Ask& ask, const Board::View& view, Date at, std::size_t limit,
                   std::int64_t least) {
  const Standings& standings = view.standings;
  const Observed& observed = standings.observed;
  // The actors of whom most is told, whatever the date: so that they stay where they are.
  std::vector<std::size_t> claims(observed.actors.size());
  for (std::size_t i = 0; i < observed.pairs.size(); ++i) {
    claims[observed.pairs[i].a] += observed.claims_of(i);
    claims[observed.pairs[i].b] += observed.claims_of(i);
  }
  std::vector<std::uint32_t> chosen(observed.actors.size());
  std::iota(chosen.begin(), chosen.end(), 0u);
  std::ranges::stable_sort(chosen, [&](auto a, auto b) { return claims[a] > claims[b]; });
  const std::size_t total = chosen.size();
  chosen.resize(std::min(chosen.size(), limit));
  std::vector<std::int64_t> number(observed.actors.size(), -1);
  for (std::size_t i = 0; i < chosen.size(); ++i) number[chosen[i]] = std::int64_t(i);
  std::vector<Spring> springs;
  Json ties = Json::array();
  for (std::size_t i = 0; i < observed.pairs.size(); ++i) {
    const auto a = number[observed.pairs[i].a], b = number[observed.pairs[i].b];
    if (a < 0 || b < 0 || std::int64_t(observed.claims_of(i)) < least) continue;
    double mean = 0;  // over the days of the pair: the drawing is the same at every date
    for (const alignment::Day& day : observed.series[i].days) mean += day.mean;
    mean /= double(std::max<std::size_t>(1, observed.series[i].days.size()));
    springs.push_back({std::uint32_t(a), std::uint32_t(b), mean / 6});
    Json tie = to_json(standing_of(standings, i, at));
    tie["a"] = observed.actors[observed.pairs[i].a];
    tie["b"] = observed.actors[observed.pairs[i].b];
    tie["claims"] = observed.claims_of(i);
    ties.push_back(std::move(tie));
  }
  const auto where = placed(view, fmt::format("{} {}", limit, least), chosen.size(), springs);
  std::vector<std::string> ids;
  for (const std::uint32_t actor : chosen) ids.push_back(observed.actors[actor]);
  const auto blocs = two_blocs(standings, at, ids);
  Json nodes = Json::array();
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    Json node = actor_json(ask, observed.actors[chosen[i]]);
    if (const auto found = blocs.find(ids[i]); found != blocs.end()) node.update(found->second);
    node["claims"] = claims[chosen[i]];
    node["x"] = std::round(where[i].x * 1e4) / 1e4;
    node["y"] = std::round(where[i].y * 1e4) / 1e4;
    nodes.push_back(std::move(node));
  }
  return Json{{"at", at.iso()},  {"total", total},  {"shown", nodes.size()},
              {"draws", kDraws}, {"actors", nodes}, {"ties", ties}};
}

}  // namespace

Answer<Json> get_network(const Ask& ask) {
  const auto view = view_of(ask);
  if (!view) return tl::unexpected(view.error());
  const auto at = at_date(ask, **view);
  if (!at) return tl::unexpected(at.error());
  const auto limit = ask.query.number("actors", 40, 2, 400);
  if (!limit) return tl::unexpected(limit.error());
  const auto least = ask.query.number("min_claims", 2, 0, 1'000'000);
  if (!least) return tl::unexpected(least.error());
  constexpr std::size_t kMostDrawn = 500;
  const std::string key = fmt::format("{} {} {}", at->days, *limit, *least);
  Board::View::Drawn& drawn = *(*view)->drawn;
  {
    const std::scoped_lock lock(drawn.mutex);
    if (const auto found = drawn.answers.find(key); found != drawn.answers.end())
      return found->second;
  }
  Json answer = drawn_network(ask, **view, *at, std::size_t(*limit), *least);
  const std::scoped_lock lock(drawn.mutex);
  if (drawn.answers.size() > kMostDrawn) drawn.answers.clear();
  drawn.answers[key] = answer;
  return answer;
}

Answer<Json> get_overview(const Ask& ask) {
  const auto view = view_if_ready(ask);
  if (!view) return tl::unexpected(view.error());
  const Standings& standings = (*view)->standings;
  const Observed& observed = standings.observed;
  const Date last = (*view)->last;
  const auto from = ask.query.date("from"), to = ask.query.date("to", true);
  if (!from) return tl::unexpected(from.error());
  if (!to) return tl::unexpected(to.error());
  if (observed.pairs.empty())  // nothing happened, at no time
    return Json{{"from", nullptr}, {"to", nullptr}, {"first", nullptr},
                {"last", nullptr}, {"pairs", 0},    {"shifts", Json::array()}};
  const Date end = to->value_or(last), start = from->value_or(end.plus_months(-24));
  const auto before = standings.at(start), after = standings.at(end);
  struct Shift {
    std::size_t pair;
    double size, surety;
  };
  std::vector<Shift> shifts;
  for (std::size_t i = 0; i < observed.pairs.size(); ++i) {
    const double size = after[i].mean - before[i].mean;
    const double deviation = std::sqrt(after[i].variance + before[i].variance);
    if (observed.claims_of(i) > 2) shifts.push_back({i, size, std::abs(size) / deviation});
  }
  std::ranges::stable_sort(shifts, [](auto& a, auto& b) { return a.surety > b.surety; });
  Json list = Json::array();
  for (std::size_t k = 0; k < std::min<std::size_t>(8, shifts.size()); ++k) {
    const auto& [a, b] = observed.pairs[shifts[k].pair];
    list.push_back({{"a", actor_json(ask, observed.actors[a])},
                    {"b", actor_json(ask, observed.actors[b])},
                    {"before", to_json(before[shifts[k].pair])},
                    {"after", to_json(after[shifts[k].pair])},
                    {"size", rounded(shifts[k].size)},
                    {"deviations", rounded(shifts[k].surety)},
                    {"claims", observed.claims_of(shifts[k].pair)}});
  }
  return Json{{"from", start.iso()},
              {"to", end.iso()},
              {"first", (*view)->first.iso()},
              {"last", last.iso()},
              {"pairs", observed.pairs.size()},
              {"shifts", list}};
}

}  // namespace entente::workbench
