#include "entente/scenario/sensitivity.h"

#include <cmath>

#include "entente/cli/claim_formats.h"
#include "entente/cli/scenario.h"
#include "entente/cli/table.h"

namespace entente::cli {

namespace {

using base::Result;
using scenario::Effect;
using scenario::Scenario;
using scenario::Target;

constexpr std::uint64_t kPaths = 20'000;  // for each change, unless --paths says otherwise

/// "patron: east"
Result<Target> target_of(const std::string& text, const Scenario& s) {
  const std::size_t colon = text.rfind(": ");
  if (colon == text.npos)
    return base::fail(fmt::format("'{}' is no value of a slot", text), "--on",
                      "write it as 'SLOT: VALUE'");
  const auto slot = position(text.substr(0, colon), names_of(s.slots), "slot");
  if (!slot) return tl::unexpected(slot.error());
  const auto value = position(text.substr(colon + 2), s.slots[*slot].values, "value");
  if (!value) return tl::unexpected(value.error());
  return Target{*slot, *value};
}

std::string interval(const scenario::Estimate& e) {
  return fmt::format("{:+.1f} to {:+.1f}", 100 * e.low, 100 * e.high);
}

void print_json(const std::vector<Effect>& effects, std::size_t shown, const Scenario& s,
                const scenario::Projection::Head& head, Context& context) {
  std::string list;
  for (std::size_t i = 0; i < shown; ++i) {
    const Effect& e = effects[i];
    list += fmt::format(
        R"({}{{"assumption":{},"line":{},"now":{},"instead":{},"slot":{},"value":{},)"
        R"("difference":{:.6f},"low":{:.6f},"high":{:.6f}}})",
        i == 0 ? "" : ",", json_text(e.what), e.line == 0 ? "null" : std::to_string(e.line),
        json_text(e.now), json_text(e.instead), json_text(s.slots[e.slot].name),
        json_text(s.slots[e.slot].values[e.value]), e.difference.share, e.difference.low,
        e.difference.high);
  }
  context.out.print(R"({{"title":{},"step":{},"effects":[{}],"effects_shown":{},)"
                    R"("effects_in_all":{},{}}})"
                    "\n",
                    json_text(s.title), json_text(head.steps.back()), list, shown, effects.size(),
                    json_basis(head));
}

void print_csv(const std::vector<Effect>& effects, std::size_t shown, const Scenario& s,
               const scenario::Projection::Head& head, Context& context) {
  context.out.print("assumption,line,now,instead,slot,value,difference,low,high{}\n",
                    csv_basis_header());
  for (std::size_t i = 0; i < shown; ++i) {
    const Effect& e = effects[i];
    context.out.print("{},{},{},{},{},{},{:.6f},{:.6f},{:.6f}{}\n", csv_cell(e.what), e.line,
                      csv_cell(e.now), csv_cell(e.instead), csv_cell(s.slots[e.slot].name),
                      csv_cell(s.slots[e.slot].values[e.value]), e.difference.share,
                      e.difference.low, e.difference.high, csv_basis(head));
  }
}

void print_for_people(const std::vector<Effect>& effects, std::size_t shown, const Scenario& s,
                      const scenario::Projection::Head& head, Context& context) {
  context.out.print("{}\nWhat one changed assumption moves by {}, in percentage points\n\n",
                    context.painter()(Ink::strong, s.title), head.steps.back());
  Table table({{"moves by", Table::Align::right},
               {"95 %"},
               {"of"},
               {"assumption"},
               {"now"},
               {"instead"},
               {"line", Table::Align::right}});
  for (std::size_t i = 0; i < shown; ++i) {
    const Effect& e = effects[i];
    table.add({{fmt::format("{:+.1f}", 100 * e.difference.share), Ink::strong},
               {interval(e.difference), Ink::faint},
               {s.slots[e.slot].name + ": " + s.slots[e.slot].values[e.value], Ink::actor},
               {e.what},
               {e.now},
               {e.instead, Ink::trigger},
               {e.line == 0 ? "" : std::to_string(e.line), Ink::faint}});
  }
  table.print(context.out, context.painter(), context.width());
  if (shown < effects.size())
    context.out.print("{} of {} changes shown; --limit 0 shows all\n", shown, effects.size());
  context.out.print("\n");
  print_basis(head, context);
}

Result<Exit> run(const ScenarioOptions& options, const std::string& on, std::size_t limit,
                 Context& context) {
  auto s = load(options, context);
  if (!s) return tl::unexpected(s.error());
  if (options.paths == 0) s->paths = std::min(s->paths, kPaths);
  std::optional<Target> target;
  if (!on.empty()) {
    const auto found = target_of(on, *s);
    if (!found) return tl::unexpected(found.error());
    target = *found;
  }
  base::Progress progress;
  const std::size_t all = scenario::number_of_changes(*s);
  const auto effects = scenario::sensitivity(
      *s, target, [&](std::size_t done) { progress.show(done, all, "assumptions"); });
  progress.clear();
  const auto head = scenario::head_of(*s, options.variant, kProgramVersion);
  const std::size_t shown = limit == 0 ? effects.size() : std::min(limit, effects.size());
  switch (context.format) {
    case Format::jsonl:
      print_json(effects, shown, *s, head, context);
      break;
    case Format::csv:
      print_csv(effects, shown, *s, head, context);
      break;
    case Format::table:
      print_for_people(effects, shown, *s, head, context);
      break;
  }
  return Exit::done;
}

}  // namespace

void add_scenario_sensitivity(CLI::App& app, Context& context, Command& chosen) {
  CLI::App& command =
      *app.add_subcommand("sensitivity", "Rank the assumptions that a scenario's result hangs on");
  static ScenarioOptions options;
  static std::string on;
  static std::size_t limit = 20;
  add_run_options(command, options);
  command.get_option("--paths")->description(
      "Paths for each change (20,000 at most of the file's)");
  command.add_option("--on", on, "What the result is: 'SLOT: VALUE' (whatever moves most)")
      ->type_name("VALUE");
  command.add_option("--limit", limit, "How many are shown; 0 for all (20)")->type_name("N");
  add_common_options(command, context);
  command.callback([&] { chosen = [&] { return run(options, on, limit, context); }; });
}

}  // namespace entente::cli
