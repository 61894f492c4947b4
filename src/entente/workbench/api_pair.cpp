#include <algorithm>

#include "entente/alignment/voices.h"
#include "entente/workbench/api.h"

/// One pair taken apart: by layer, and by whose word it is.
namespace entente::workbench {

using alignment::Standings;
using base::Date;

namespace {

/// The pair alone, as the record tells of it.
Answer<Standings> standings_of(const Ask& ask, const AskedPair& pair,
                               std::optional<model::Layer> layer) {
  auto standings = Standings::load(ask.record, ask.desk.home(),
                                   {.actors = {pair.a, pair.b}, .layer = layer, .sources = true});
  if (!standings) return failed(standings.error());
  return std::move(*standings);
}

/// Layers in which there are claims of the pair.
Answer<std::vector<model::Layer>> layers_of(const Ask& ask, const AskedPair& pair) {
  auto rows = ask.record.connection().query(
      "SELECT DISTINCT layer FROM all_claims WHERE (actor = ?1 AND recipient = ?2) OR (actor = ?2 "
      "AND recipient = ?1)",
      {pair.a, pair.b});
  if (!rows) return failed(rows.error());
  std::vector<model::Layer> layers;
  while (rows->next())
    if (const auto layer = model::layer_from_name(rows->text(0))) layers.push_back(*layer);
  if (auto ended = rows->end(); !ended) return failed(ended.error());
  std::ranges::sort(layers);
  return layers;
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
  const auto all = ask.board.view(ask.record);
  if (!all) return failed(all.error());
  const Date date = at->value_or((*all)->last);
  const auto layers = layers_of(ask, *pair);
  if (!layers) return tl::unexpected(layers.error());
  Json list = Json::array();
  for (const model::Layer layer : *layers) {
    const auto standings = standings_of(ask, *pair, layer);
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
  const auto standings = standings_of(
      ask, *pair, layers->empty() ? std::optional<model::Layer>() : std::optional((*layers)[0]));
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
