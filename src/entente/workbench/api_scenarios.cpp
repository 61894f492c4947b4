#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "entente/scenario/model.h"
#include "entente/scenario/projection.h"
#include "entente/scenario/record_start.h"
#include "entente/scenario/sensitivity.h"
#include "entente/workbench/api.h"

namespace entente::workbench {

namespace fs = std::filesystem;
using scenario::Projection;
using scenario::Scenario;
using scenario::Slot;

namespace {

constexpr std::int64_t kMostPaths = 200'000;  ///< of one request: a run stays under a second or two
constexpr std::size_t kMostEnds = 12;

/// "eurasia/triangle" → its file, of all worlds, by name.
std::map<std::string, fs::path> scenario_files(const fs::path& home) {
  std::map<std::string, fs::path> files;
  std::error_code none;
  for (const auto& world : fs::directory_iterator(home / "worlds", none))
    for (const auto& file : fs::directory_iterator(world.path() / "scenarios", none))
      if (file.path().extension() == ".yaml")
        files[world.path().filename().string() + "." + file.path().stem().string()] = file.path();
  return files;
}

Answer<Scenario> load(const Ask& ask) {
  const auto files = scenario_files(ask.desk.home());
  const auto file = files.find(std::string(ask.name));
  if (file == files.end())
    return refuse(404, "there is no such scenario", std::string(ask.name),
                  "/api/v1/scenarios lists them");
  auto loaded = scenario::load_scenario(file->second, ask.desk.home());
  if (!loaded) return failed(loaded.error());
  return std::move(*loaded);
}

/// "NAME:3" sets the weight of an assumption, NAME as the scenario's answer gives it.
Answer<Scenario> with_weights(const Ask& ask, Scenario scenario) {
  const auto texts = ask.query.all("weight");
  for (const std::string& text : texts) {
    const auto colon = text.rfind(':');
    int value = 0;
    const char* begin = text.data() + (colon == text.npos ? text.size() : colon + 1);
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(begin, end, value);
    if (error != std::errc() || stopped != end || std::abs(value) > scenario::kHeaviest)
      return refuse(400, "a name, a colon and a whole number were expected", "weight=" + text);
    const auto found =
        std::ranges::find(scenario.assumptions, text.substr(0, colon), &scenario::Assumption::name);
    if (found == scenario.assumptions.end())
      return refuse(404, "the scenario has no such assumption", "weight=" + text);
    found->weight = {value, value};
  }
  return scenario;
}

/// The scenario as the parameters want it.
Answer<Scenario> prepared(const Ask& ask, const std::string& variant,
                          std::int64_t otherwise = 20'000) {
  auto loaded = load(ask);
  if (!loaded) return loaded;
  if (needs_record(*loaded))
    if (auto done = start_from_record(*loaded, ask.record, ask.desk.home()); !done)
      return failed(done.error(), 409);
  const auto paths = ask.query.number("paths", otherwise, 100, kMostPaths);
  if (!paths) return tl::unexpected(paths.error());
  loaded->paths = std::uint64_t(*paths);
  if (!variant.empty()) {
    const auto found = std::ranges::find(loaded->variants, variant, &scenario::Variant::name);
    if (found == loaded->variants.end())
      return refuse(404, "the scenario has no such variant", variant);
    loaded = vary(*loaded, *found);
  }
  return with_weights(ask, std::move(*loaded));
}

Json estimate_json(const scenario::Estimate& e) { return {e.share, e.low, e.high, e.spread}; }

Json source_json(const scenario::Source& source) {
  constexpr std::array<const char*, 3> kKinds{"judgement", "claim", "measure"};
  return {{"kind", kKinds[std::size_t(source.kind)]}, {"texts", source.texts}};
}

Json projection_json(const Projection& p) {
  Json slots = Json::array(), ends = Json::array(), lines = Json::array();
  for (int slot = 0; slot < int(p.head.slots.size()); ++slot) {
    const auto& head = p.head.slots[std::size_t(slot)];
    Json values = Json::array();
    for (int v = 0; v < int(head.values.size()); ++v) {
      Json steps = Json::array();
      for (int step = 0; step < int(p.head.steps.size()); ++step)
        steps.push_back(estimate_json(p.estimate(step, slot, v)));
      values.push_back({{"value", head.values[std::size_t(v)]}, {"steps", steps}});
    }
    slots.push_back({{"slot", head.name}, {"values", values}});
  }
  for (const scenario::End& end : p.ends) {
    if (ends.size() == kMostEnds) break;
    Json values = Json::object();
    for (int slot = 0; slot < int(p.head.slots.size()); ++slot)
      if (p.head.slots[std::size_t(slot)].kind == Slot::Kind::choice)
        values[p.head.slots[std::size_t(slot)].name] =
            p.head.slots[std::size_t(slot)].values[std::size_t(p.value_in(end, slot))];
    ends.push_back({{"share", double(end.paths) / double(p.tally.paths)},
                    {"consistent", end.is_consistent},
                    {"values", values}});
  }
  for (int line = 0; line < int(p.head.red_lines.size()); ++line) {
    Json steps = Json::array();
    for (int step = 0; step < int(p.head.steps.size()); ++step)
      steps.push_back(estimate_json(p.crossed(step, line)));
    lines.push_back({{"red_line", p.head.red_lines[std::size_t(line)]}, {"crossed", steps}});
  }
  return {{"variant", p.head.variant},
          {"hash", p.head.hash},
          {"version", p.head.version},
          {"seed", p.head.seed},
          {"paths", p.head.paths},
          {"judgement", p.head.judgement},
          {"basis",
           {{"judgements", p.head.basis.judgements},
            {"claims", p.head.basis.claims},
            {"measures", p.head.basis.measures}}},
          {"steps", p.head.steps},
          {"slots", slots},
          {"red_lines", lines},
          {"ends", ends},
          {"ends_shown", ends.size()},
          {"ends_in_all", p.tally.too_many_ends ? Json() : Json(p.ends.size())}};
}

/// A kind of move of a slot, with the influences that held then: the weightiest first.
Json move_json(const scenario::Trace::Move& move, const Scenario& s) {
  std::vector<std::size_t> held;
  for (std::size_t i = 0; i < s.influences.size(); ++i)
    if (move.held[i] > 0) held.push_back(i);
  std::ranges::stable_sort(held, std::greater(),
                           [&](std::size_t i) { return std::abs(move.push[i]); });
  Json influences = Json::array();
  for (const std::size_t i : held)
    influences.push_back({{"influence", s.influences[i].name},
                          {"when", s.to_text(s.influences[i].when)},
                          {"held", double(move.held[i]) / double(move.count)},
                          {"push", double(move.push[i]) / double(move.count)},
                          {"source", source_json(s.influences[i].source)}});
  const Slot& slot = s.slots[std::size_t(move.slot)];
  return {{"slot", slot.name},
          {"from", slot.values[std::size_t(move.from)]},
          {"to", slot.values[std::size_t(move.to)]},
          {"a_path", double(move.count) / double(s.paths)},
          {"by_red_lines", double(move.forced) / double(move.count)},
          {"influences", influences}};
}

}  // namespace

Answer<Json> get_scenarios(const Ask& ask) {
  Json list = Json::array();
  for (const auto& [id, file] : scenario_files(ask.desk.home())) {
    const auto loaded = scenario::load_scenario(file, ask.desk.home());
    if (!loaded) return failed(loaded.error());
    list.push_back({{"id", id}, {"title", loaded->title}, {"question", loaded->question}});
  }
  return Json{{"total", list.size()}, {"shown", list.size()}, {"scenarios", list}};
}

/// How many claims a scenario names as its sources, and how many of them this record has.
Answer<Json> sources_json(const Ask& ask, const Scenario& scenario) {
  std::set<std::string> ids;
  const auto take = [&](const scenario::Source& source) {
    if (source.kind == scenario::Source::Kind::claim)
      ids.insert(source.texts.begin(), source.texts.end());
  };
  for (const scenario::Influence& influence : scenario.influences) take(influence.source);
  for (const Slot& slot : scenario.slots) take(slot.source);
  const auto known = ask.ledger.by_id(ask.record, {ids.begin(), ids.end()});
  if (!known) return failed(known.error());
  return Json{{"claims", ids.size()}, {"in_record", known->size()}};
}

Answer<Json> get_scenario(const Ask& ask) {
  const auto loaded = load(ask);
  if (!loaded) return tl::unexpected(loaded.error());
  auto sources = sources_json(ask, *loaded);
  if (!sources) return sources;
  Json influences = Json::array(), variants = Json::array(), slots = Json::array();
  for (const scenario::Influence& influence : loaded->influences)
    for (const scenario::Push& push : influence.pushes) {
      const scenario::Assumption& assumption = loaded->assumptions[std::size_t(push.assumption)];
      const Slot& slot = loaded->slots[std::size_t(push.slot)];
      influences.push_back({{"name", influence.name},
                            {"assumption", assumption.name},
                            {"low", assumption.weight.low},
                            {"high", assumption.weight.high},
                            {"when", loaded->to_text(influence.when)},
                            {"slot", slot.name},
                            {"value", slot.values[std::size_t(push.value)]},
                            {"source", source_json(influence.source)},
                            {"line", influence.line}});
    }
  for (const scenario::Variant& variant : loaded->variants)
    variants.push_back({{"name", variant.name}, {"about", variant.about}});
  for (const Slot& slot : loaded->slots)
    slots.push_back({{"slot", slot.name},
                     {"about", slot.about},
                     {"values", slot.values},
                     {"source", source_json(slot.source)}});
  return Json{
      {"id", ask.name},         {"title", loaded->title},   {"question", loaded->question},
      {"about", loaded->about}, {"hash", loaded->hash},     {"judgement", loaded->judgement},
      {"slots", slots},         {"influences", influences}, {"variants", variants},
      {"sources", *sources}};
}

Answer<Json> get_run(const Ask& ask) {
  const std::string variant = ask.query.text("variant").value_or("");
  const auto prepared_one = prepared(ask, variant);
  if (!prepared_one) return tl::unexpected(prepared_one.error());
  return projection_json(scenario::project(*prepared_one, variant, ENTENTE_VERSION));
}

/// Which influences moved the slots.
Answer<Json> get_moves(const Ask& ask) {
  const auto s = prepared(ask, ask.query.text("variant").value_or(""), 20'480);
  if (!s) return tl::unexpected(s.error());
  const auto limit = ask.query.number("limit", 12, 1, 1000);
  if (!limit) return tl::unexpected(limit.error());
  auto moves =
      trace(compile(*s), scenario::Portion::part(s->seed, s->paths, 1, 1), s->influences.size())
          .moves;
  if (const auto slot = ask.query.text("slot")) {
    if (std::ranges::find(s->slots, *slot, &Slot::name) == s->slots.end())
      return refuse(404, "the scenario has no such slot", "slot=" + *slot);
    std::erase_if(moves,
                  [&](const auto& m) { return s->slots[std::size_t(m.slot)].name != *slot; });
  }
  std::ranges::stable_sort(moves, std::greater(), &scenario::Trace::Move::count);
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(moves.size(), std::size_t(*limit)); ++i)
    list.push_back(move_json(moves[i], *s));
  return Json{
      {"total", moves.size()}, {"shown", list.size()}, {"paths", s->paths}, {"moves", list}};
}

/// What the result hangs on: each assumption changed by itself, few paths for each.
Answer<Json> get_sensitivity(const Ask& ask) {
  const auto s = prepared(ask, ask.query.text("variant").value_or(""), 2'000);
  if (!s) return tl::unexpected(s.error());
  const auto limit = ask.query.number("limit", 12, 1, 1000);
  if (!limit) return tl::unexpected(limit.error());
  const auto effects = scenario::sensitivity(*s, std::nullopt);
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(effects.size(), std::size_t(*limit)); ++i) {
    const scenario::Effect& e = effects[i];
    const Slot& slot = s->slots[std::size_t(e.slot)];
    list.push_back({{"assumption", e.what},
                    {"now", e.now},
                    {"instead", e.instead},
                    {"slot", slot.name},
                    {"value", slot.values[std::size_t(e.value)]},
                    {"difference", e.difference.share},
                    {"low", e.difference.low},
                    {"high", e.difference.high}});
  }
  return Json{
      {"total", effects.size()}, {"shown", list.size()}, {"paths", s->paths}, {"effects", list}};
}

}  // namespace entente::workbench
