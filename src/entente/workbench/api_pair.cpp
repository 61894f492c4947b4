#include <set>

#include "entente/alignment/voices.h"
#include "entente/workbench/api.h"

/// One pair taken apart: by layer, and by whose word it is.
namespace entente::workbench {

using alignment::Standings;
using base::Date;

namespace {

/// The claims of a pair, and the parameters of all, from which its layers are seen one by one.
struct PairAlone {
  Ledger::Table table;
  std::vector<record::ClaimRow> claims;
  alignment::Weights weights;
  alignment::StoredFit fit;
  Date last;  ///< of the record
};

Answer<PairAlone> alone(const Ask& ask, const AskedPair& pair) {
  auto weights = alignment::Weights::load(ask.desk.home());
  if (!weights) return failed(weights.error());
  auto table = ask.ledger.table(ask.record);
  if (!table) return failed(table.error());
  const auto all = ask.board.view(ask.record);
  if (!all) return failed(all.error());
  auto claims = Ledger::between(**table, pair.a, pair.b);
  return PairAlone{std::move(*table), std::move(claims), std::move(*weights), (*all)->standings.fit,
                   (*all)->last};
}

Answer<Standings> standings_of(const Ask& ask, const AskedPair& pair, const PairAlone& of,
                               std::optional<model::Layer> layer) {
  auto observed = alignment::observe(ask.record, *of.table, of.claims, of.weights,
                                     {.actors = {pair.a, pair.b}, .layer = layer, .sources = true});
  if (!observed) return failed(observed.error());
  return Standings{std::move(*observed), of.fit};
}

/// Layers in which there are claims of the pair.
Answer<std::vector<model::Layer>> layers_of(const Ask& ask, const AskedPair& pair,
                                            const PairAlone& of) {
  std::set<model::Layer> layers;
  for (const record::ClaimRow& claim : of.claims) layers.insert(claim.layer);
  auto rows = ask.record.connection().query(
      "SELECT DISTINCT layer FROM coded_claims WHERE (actor = ?1 AND recipient = ?2) OR "
      "(actor = ?2 AND recipient = ?1)",
      {pair.a, pair.b});
  if (!rows) return failed(rows.error());
  while (rows->next())
    if (const auto layer = model::layer_from_name(rows->text(0))) layers.insert(*layer);
  if (auto ended = rows->end(); !ended) return failed(ended.error());
  return std::vector<model::Layer>(layers.begin(), layers.end());
}

Json voices_json(const Standings& standings, std::size_t pair, alignment::VoiceOf of, Date from,
                 Date to) {
  Json list = Json::array();
  for (const alignment::Voice& voice :
       alignment::voices(standings.observed, standings.parameters(), pair, of, from, to)) {
    Json one = to_json(voice.standing);
    one["name"] = standings.observed.names[voice.name];
    one["claims"] = voice.claims;
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

Answer<Json> get_layers(const Ask& ask) {
  const auto pair = asked_pair(ask);
  if (!pair) return tl::unexpected(pair.error());
  const auto at = ask.query.date("at", true);
  if (!at) return tl::unexpected(at.error());
  const auto told = alone(ask, *pair);
  if (!told) return tl::unexpected(told.error());
  const Date date = at->value_or(told->last);
  const auto layers = layers_of(ask, *pair, *told);
  if (!layers) return tl::unexpected(layers.error());
  Json list = Json::array();
  for (const model::Layer layer : *layers) {
    const auto standings = standings_of(ask, *pair, *told, layer);
    if (!standings) return tl::unexpected(standings.error());
    const auto index = standings->observed.find(pair->a, pair->b);
    if (!index || standings->observed.claims_of(*index) == 0) continue;
    Json one = to_json(standings->at(date)[*index]);
    one["layer"] = model::name(layer);
    one["claims"] = standings->observed.claims_of(*index);
    list.push_back(std::move(one));
  }
  return Json{{"a", actor_json(ask, pair->a)},
              {"b", actor_json(ask, pair->b)},
              {"at", date.iso()},
              {"layers", list}};
}

Answer<Json> get_voices(const Ask& ask) {
  const auto pair = asked_pair(ask);
  if (!pair) return tl::unexpected(pair.error());
  const std::string by = ask.query.text("by").value_or("claimant");
  if (by != "claimant" && by != "source")
    return refuse(400, "claimant or source was expected", "by=" + by);
  const auto layers = named(ask.query, "layer", model::layer_from_name);
  if (!layers) return tl::unexpected(layers.error());
  if (layers->size() > 1) return refuse(400, "one layer was expected", "layer");
  const auto from = ask.query.date("from"), to = ask.query.date("to", true);
  if (!from) return tl::unexpected(from.error());
  if (!to) return tl::unexpected(to.error());
  const auto told = alone(ask, *pair);
  if (!told) return tl::unexpected(told.error());
  const auto standings =
      standings_of(ask, *pair, *told,
                   layers->empty() ? std::optional<model::Layer>() : std::optional((*layers)[0]));
  if (!standings) return tl::unexpected(standings.error());
  Json answer{{"a", actor_json(ask, pair->a)},
              {"b", actor_json(ask, pair->b)},
              {"by", by},
              {"from", nullptr},
              {"to", nullptr},
              {"all", nullptr},
              {"voices", Json::array()}};
  const alignment::Observed& observed = standings->observed;
  const auto index = observed.find(pair->a, pair->b);
  if (!index || observed.claims_of(*index) == 0) return answer;
  const Date first = from->value_or(Date{observed.observations[observed.claim_begin[*index]].day});
  const Date last =
      to->value_or(Date{observed.observations[observed.claim_begin[*index + 1] - 1].day});
  const auto of = by == "claimant" ? alignment::VoiceOf::claimant : alignment::VoiceOf::source;
  const alignment::Voice all =
      alignment::all_voices(observed, standings->parameters(), *index, first, last);
  answer["from"] = first.iso();
  answer["to"] = last.iso();
  answer["all"] = to_json(all.standing);
  answer["all"]["claims"] = all.claims;
  answer["voices"] = voices_json(*standings, *index, of, first, last);
  return answer;
}

}  // namespace entente::workbench
