#include <cmath>
#include <cstdlib>

#include "entente/cli/claim_formats.h"
#include "entente/cli/scenario.h"
#include "entente/cli/table.h"

namespace entente::cli {

namespace {

using base::Result;
using scenario::Estimate;
using scenario::PairTally;
using scenario::Projection;
using scenario::Scenario;
using scenario::Slot;

/// One variant beside the scenario itself.
struct Comparison {
  std::string variant, about;
  PairTally pair;
  bool has_ranges = false;
};

/// What a comparison says of one value at one step.
struct Line {
  int slot, value;
  double base, variant;
  Estimate difference;
};

Line line_of(const Comparison& c, const Projection& shape, int step, int slot, int value) {
  const std::size_t cell = shape.cell(step, slot, value);
  const double paths = double(c.pair.first.paths);
  return {slot, value, double(c.pair.first.counts[cell]) / paths,
          double(c.pair.second.counts[cell]) / paths, difference(c.pair, c.has_ranges, cell)};
}

std::vector<Line> lines_of(const Comparison& c, const Projection& shape, int step) {
  std::vector<Line> lines;
  for (int slot = 0; slot < int(shape.head.slots.size()); ++slot)
    for (int v = 0; v < int(shape.head.slots[slot].values.size()); ++v)
      lines.push_back(line_of(c, shape, step, slot, v));
  return lines;
}

/// The paths can tell it from nothing, and people can see it.
bool is_sure(const Estimate& e) { return (e.low > 0 || e.high < 0) && std::abs(e.share) >= 0.0005; }

/// "+12.3": hundredths, with a sign.
std::string points(double difference) { return fmt::format("{:+.1f}", 100 * difference); }

void print_variant(const Comparison& c, const Projection& shape, int step, std::size_t limit,
                   Context& context) {
  const Painter paint = context.painter();
  context.out.print("{}{}\n", paint(Ink::strong, c.variant),
                    c.about.empty() ? "" : " – " + c.about);
  std::vector<Line> lines = lines_of(c, shape, step);
  std::erase_if(lines, [](const Line& line) { return !is_sure(line.difference); });
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::abs(a.difference.share) > std::abs(b.difference.share);
  });
  const std::size_t shown = limit == 0 ? lines.size() : std::min(limit, lines.size());
  std::vector<Table::Column> columns{{"  slot"},
                                     {"value"},
                                     {"without", Table::Align::right},
                                     {"with", Table::Align::right},
                                     {"differs by", Table::Align::right},
                                     {"95 %"}};
  if (c.has_ranges) columns.push_back({"over ranges of weights", Table::Align::right});
  Table table(std::move(columns));
  for (std::size_t i = 0; i < shown; ++i) {
    const Line& line = lines[i];
    const auto& slot = shape.head.slots[line.slot];
    std::vector<Cell> cells{
        {"  " + slot.name, Ink::actor},
        {slot.values[line.value]},
        {percent(line.base)},
        {percent(line.variant)},
        {points(line.difference.share), Ink::strong},
        {points(line.difference.low) + " to " + points(line.difference.high), Ink::faint}};
    if (c.has_ranges)
      cells.push_back({fmt::format("±{:.1f}", 100 * line.difference.spread), Ink::faint});
    table.add(std::move(cells));
  }
  if (lines.empty())
    context.out.print("  no difference that the paths can tell\n");
  else
    table.print(context.out, paint, context.width());
  if (shown < lines.size())
    context.out.print("  {} of {} differences shown; --limit 0 shows all\n", shown, lines.size());
  context.out.print("\n");
}

std::string json_line(const Line& line, const Projection& shape, int step) {
  const auto& slot = shape.head.slots[line.slot];
  return fmt::format(
      R"({{"step":{},"slot":{},"value":{},"without":{:.6f},"with":{:.6f},"difference":{:.6f},)"
      R"("low":{:.6f},"high":{:.6f},"spread":{:.6f}}})",
      json_text(shape.head.steps[step]), json_text(slot.name), json_text(slot.values[line.value]),
      line.base, line.variant, line.difference.share, line.difference.low, line.difference.high,
      line.difference.spread);
}

void print_json(const std::vector<Comparison>& comparisons, const Projection& shape,
                Context& context) {
  std::string variants;
  for (const Comparison& c : comparisons) {
    std::string lines;
    for (int step = 0; step < int(shape.head.steps.size()); ++step)
      for (const Line& line : lines_of(c, shape, step))
        lines += (lines.empty() ? "" : ",") + json_line(line, shape, step);
    variants += fmt::format(R"({}{{"variant":{},"differences":[{}]}})", variants.empty() ? "" : ",",
                            json_text(c.variant), lines);
  }
  context.out.print(R"({{"title":{},"variants":[{}],{}}})"
                    "\n",
                    json_text(shape.head.title), variants, json_basis(shape.head));
}

void print_csv(const std::vector<Comparison>& comparisons, const Projection& shape,
               Context& context) {
  context.out.print("compared,step,slot,value,without,with,difference,low,high,spread{}\n",
                    csv_basis_header());
  const std::string basis = csv_basis(shape.head);
  for (const Comparison& c : comparisons)
    for (int step = 0; step < int(shape.head.steps.size()); ++step)
      for (const Line& line : lines_of(c, shape, step)) {
        const auto& slot = shape.head.slots[line.slot];
        context.out.print("{},{},{},{},{:.6f},{:.6f},{:.6f},{:.6f},{:.6f},{:.6f}{}\n",
                          csv_cell(c.variant), shape.head.steps[step], csv_cell(slot.name),
                          csv_cell(slot.values[line.value]), line.base, line.variant,
                          line.difference.share, line.difference.low, line.difference.high,
                          line.difference.spread, basis);
      }
}

Result<std::vector<int>> chosen_variants(const Scenario& s, const std::vector<std::string>& names) {
  std::vector<int> chosen;
  for (const std::string& name : names) {
    const auto variant = position(name, names_of(s.variants), "variant");
    if (!variant) return tl::unexpected(variant.error());
    chosen.push_back(*variant);
  }
  if (!names.empty()) return chosen;
  if (s.variants.empty())
    return base::fail("the scenario has no variants to compare", s.file,
                      "write some under 'variants' (docs/scenarios.md)");
  for (int i = 0; i < int(s.variants.size()); ++i) chosen.push_back(i);
  return chosen;
}

Result<Exit> compare(const ScenarioOptions& options, const std::vector<std::string>& names,
                     const std::string& at, std::size_t limit, Context& context) {
  const auto s = load(options, context);
  if (!s) return tl::unexpected(s.error());
  const auto chosen = chosen_variants(*s, names);
  if (!chosen) return tl::unexpected(chosen.error());
  Projection shape;
  shape.head = scenario::head_of(*s, "", kProgramVersion);
  int step = s->steps();
  if (!at.empty()) {
    const auto found = position(at, shape.head.steps, "step");
    if (!found) return tl::unexpected(found.error());
    step = *found;
  }
  base::Progress progress;
  const auto base_model = compile(*s);
  const auto portion = scenario::Portion::part(s->seed, s->paths, 1, 1);
  std::vector<Comparison> comparisons;
  for (const int i : *chosen) {
    const Scenario varied = vary(*s, s->variants[i]);
    const bool has_ranges =
        shape.head.has_ranges || scenario::head_of(varied, "", kProgramVersion).has_ranges;
    comparisons.push_back({s->variants[i].name, s->variants[i].about,
                           run_pair(base_model, compile(varied), portion, bar(progress, s->paths)),
                           has_ranges});
  }
  progress.clear();
  switch (context.format) {
    case Format::jsonl:
      print_json(comparisons, shape, context);
      return Exit::done;
    case Format::csv:
      print_csv(comparisons, shape, context);
      return Exit::done;
    case Format::table:
      break;
  }
  context.out.print(
      "{}\nProbabilities of {} in {}, without the variant and with it, on the same "
      "random numbers\n\n",
      context.painter()(Ink::strong, s->title), counted(std::int64_t(s->slots.size()), "slot"),
      shape.head.steps[step]);
  for (const Comparison& c : comparisons) print_variant(c, shape, step, limit, context);
  print_basis(shape.head, context);
  return Exit::done;
}

}  // namespace

void add_scenario_compare(CLI::App& app, Context& context, Command& chosen) {
  CLI::App& command = *app.add_subcommand("compare", "Say what the variants of a scenario change");
  static ScenarioOptions options;
  static std::vector<std::string> names;
  static std::string at;
  static std::size_t limit = 12;
  add_run_options(command, options);
  command.remove_option(command.get_option("--variant"));
  command.add_option("--with", names, "This variant; may be repeated (all)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_option("--at", at, "The step, such as 2027 (the last)")->type_name("STEP");
  command.add_option("--limit", limit, "Differences shown of a variant; 0 for all (12)")
      ->type_name("N");
  add_common_options(command, context);
  command.callback([&] { chosen = [&] { return compare(options, names, at, limit, context); }; });
}

}  // namespace entente::cli
