// How a projection is shown.

#include <algorithm>
#include <array>
#include <cmath>

#include "entente/base/terminal.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/scenario.h"
#include "entente/cli/table.h"

namespace entente::cli {

namespace {

using scenario::End;
using scenario::Estimate;
using scenario::Projection;
using scenario::Slot;

constexpr int kMostRows = 12;  // of a slot's chart
constexpr int kBar = 40;       // columns of a stacked bar

/// Values are told apart by shade in a pipe, and by colour too on a terminal.
struct Shade {
  const char* block;
  Ink ink;
};
Shade shade(int value) {
  constexpr std::array<Shade, 6> kShades{{{"█", Ink::actor},
                                          {"▒", Ink::trigger},
                                          {"░", Ink::recipient},
                                          {"▓", Ink::claimant},
                                          {"▚", Ink::date},
                                          {"·", Ink::plain}}};
  return kShades[std::size_t(value) % kShades.size()];
}

std::string repeated(const char* text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

/// Shares as one bar: every value ends where its share of all before it and itself does.
std::string stacked_bar(const std::vector<double>& shares, int width, const Painter& paint) {
  std::string result;
  double sum = 0;
  int drawn = 0;
  for (std::size_t v = 0; v < shares.size(); ++v) {
    sum += shares[v];
    const int end = int(std::lround(sum * width));
    result += paint(shade(int(v)).ink, repeated(shade(int(v)).block, end - drawn));
    drawn = end;
  }
  return result;
}

/// The steps that a chart shows: all, or every second, … so that there are no more than kMostRows;
/// the first and the last are among them.
std::vector<int> shown_steps(int steps) {
  const int stride = (steps + kMostRows - 2) / (kMostRows - 1);
  std::vector<int> shown;
  for (int step = steps; step > 0; step -= std::max(1, stride)) shown.push_back(step);
  shown.push_back(0);
  std::reverse(shown.begin(), shown.end());
  return shown;
}

std::string right(const std::string& text, int width) {
  return std::string(std::size_t(std::max(0, width - base::display_width(text))), ' ') + text;
}

std::string left(const std::string& text, int width) {
  return text + std::string(std::size_t(std::max(0, width - base::display_width(text))), ' ');
}

/// "±0.3": half of the interval, in hundredths.
std::string half_width(const Estimate& e) { return fmt::format("±{:.1f}", 50 * (e.high - e.low)); }

void print_slot(const Projection& p, int slot, Context& context) {
  const Painter paint = context.painter();
  const auto& head = p.head.slots[slot];
  const int values = int(head.values.size()), last = int(p.head.steps.size()) - 1;
  const int label = std::max(8, int(p.head.steps[0].size()));
  std::vector<int> widths;
  for (const std::string& value : head.values)
    widths.push_back(std::max(7, base::display_width(value) + 2));
  int columns = 0;
  for (const int width : widths) columns += width + 2;
  const int room = context.width() ? *context.width() - label - columns - 6 : kBar;
  const int bar_width = std::clamp(room, 10, kBar);

  std::string title = paint(Ink::strong, left(head.name, label + 4 + bar_width));
  for (int v = 0; v < values; ++v)
    title +=
        "  " + right(head.values[v], widths[v] - 2) + " " + paint(shade(v).ink, shade(v).block);
  context.out.print("{}\n", title);
  for (const int step : shown_steps(last)) {
    std::vector<double> shares;
    std::string numbers;
    for (int v = 0; v < values; ++v) {
      shares.push_back(p.estimate(step, slot, v).share);
      numbers += "  " + right(percent(shares.back()), widths[v] - 2) + "  ";
    }
    numbers.erase(numbers.find_last_not_of(' ') + 1);
    context.out.print("  {}  {}{}\n", paint(Ink::date, left(p.head.steps[step], label)),
                      stacked_bar(shares, bar_width, paint), numbers);
  }
  const auto errors = [&](const char* name, auto text) {
    std::string line = "  " + left(name, label + 2 + bar_width);
    for (int v = 0; v < values; ++v)
      line += "  " + right(text(p.estimate(last, slot, v)), widths[v] - 2) + "  ";
    line.erase(line.find_last_not_of(' ') + 1);
    context.out.print("{}\n", paint(Ink::faint, line));
  };
  errors("sampling, 95 %", half_width);
  if (p.head.has_ranges)
    errors("ranges of weights, one standard deviation",
           [](const Estimate& e) { return fmt::format("±{:.1f}", 100 * e.spread); });
  context.out.print("\n");
}

void print_red_lines(const Projection& p, Context& context) {
  if (p.head.red_lines.empty()) return;
  const int last = int(p.head.steps.size()) - 1;
  Table table({{"red line"},
               {"crossed by " + p.head.steps[std::size_t((last + 1) / 2)], Table::Align::right},
               {"by " + p.head.steps[last], Table::Align::right},
               {"95 %", Table::Align::right}});
  for (int line = 0; line < int(p.head.red_lines.size()); ++line) {
    const Estimate e = p.crossed(last, line);
    table.add({{p.head.red_lines[line], Ink::actor},
               {percent(p.crossed((last + 1) / 2, line).share)},
               {percent(e.share), Ink::strong},
               {half_width(e), Ink::faint}});
  }
  table.print(context.out, context.painter(), context.width());
  context.out.print("\n");
}

void print_ends(const Projection& p, std::size_t limit, Context& context) {
  const Painter paint = context.painter();
  if (p.tally.too_many_ends) {
    context.out.print("More than {} different end states: none is shown\n\n", scenario::kMostEnds);
    return;
  }
  std::vector<Table::Column> columns{{"ends in", Table::Align::right},
                                     {"95 %", Table::Align::right}};
  for (const auto& slot : p.head.slots)
    if (slot.kind == Slot::Kind::choice) columns.push_back({slot.name});
  columns.push_back({""});
  Table table(std::move(columns));
  const std::size_t shown = limit == 0 ? p.ends.size() : std::min(limit, p.ends.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const Estimate e =
        scenario::wilson(double(p.ends[i].paths) / double(p.tally.paths), double(p.tally.paths));
    std::vector<Cell> cells{{percent(e.share), Ink::strong}, {half_width(e), Ink::faint}};
    for (int slot = 0; slot < int(p.head.slots.size()); ++slot)
      if (p.head.slots[slot].kind == Slot::Kind::choice) {
        const int value = p.value_in(p.ends[i], slot);
        cells.push_back({p.head.slots[slot].values[value], shade(value).ink});
      }
    cells.push_back({p.ends[i].is_consistent ? "consistent" : "", Ink::faint});
    table.add(std::move(cells));
  }
  table.print(context.out, paint, context.width());
  if (shown < p.ends.size())
    context.out.print("{} of {} end states; --ends 0 shows all\n", shown, p.ends.size());
  context.out.print("\n");
}

std::string json_estimate(const Estimate& e) {
  return fmt::format(R"("probability":{:.6f},"low":{:.6f},"high":{:.6f},"spread":{:.6f})", e.share,
                     e.low, e.high, e.spread);
}

std::string json_slot(const Projection& p, int slot) {
  const auto& head = p.head.slots[slot];
  constexpr const char* kKinds[] = {"choice", "vote", "flow"};
  std::string values;
  for (int v = 0; v < int(head.values.size()); ++v) {
    std::string steps;
    for (int step = 0; step < int(p.head.steps.size()); ++step)
      steps += fmt::format(R"({}{{"step":{},"paths":{},{}}})", step == 0 ? "" : ",",
                           json_text(p.head.steps[step]), p.tally.counts[p.cell(step, slot, v)],
                           json_estimate(p.estimate(step, slot, v)));
    values += fmt::format(R"({}{{"value":{},"steps":[{}]}})", v == 0 ? "" : ",",
                          json_text(head.values[v]), steps);
  }
  return fmt::format(R"({{"slot":{},"kind":"{}","values":[{}]}})", json_text(head.name),
                     kKinds[int(head.kind)], values);
}

std::string json_end(const Projection& p, const End& end) {
  std::string values;
  for (int slot = 0; slot < int(p.head.slots.size()); ++slot)
    if (p.head.slots[slot].kind == Slot::Kind::choice)
      values +=
          fmt::format("{}{}:{}", values.empty() ? "" : ",", json_text(p.head.slots[slot].name),
                      json_text(p.head.slots[slot].values[p.value_in(end, slot)]));
  const Estimate e =
      scenario::wilson(double(end.paths) / double(p.tally.paths), double(p.tally.paths));
  return fmt::format(
      R"({{"paths":{},"probability":{:.6f},"low":{:.6f},"high":{:.6f},"consistent":{},"values":{{{}}}}})",
      end.paths, e.share, e.low, e.high, end.is_consistent, values);
}

void print_json(const Projection& p, const std::vector<int>& shown_slots, std::size_t limit,
                Context& context) {
  std::string slots, lines, ends;
  for (const int slot : shown_slots) slots += (slots.empty() ? "" : ",") + json_slot(p, slot);
  for (int line = 0; line < int(p.head.red_lines.size()); ++line) {
    std::string steps;
    for (int step = 0; step < int(p.head.steps.size()); ++step)
      steps += fmt::format(R"({}{{"step":{},{}}})", step == 0 ? "" : ",",
                           json_text(p.head.steps[step]), json_estimate(p.crossed(step, line)));
    lines += fmt::format(R"({}{{"red_line":{},"crossed":[{}]}})", line == 0 ? "" : ",",
                         json_text(p.head.red_lines[line]), steps);
  }
  const std::size_t shown = limit == 0 ? p.ends.size() : std::min(limit, p.ends.size());
  for (std::size_t i = 0; i < shown; ++i) ends += (i == 0 ? "" : ",") + json_end(p, p.ends[i]);
  context.out.print(
      R"({{"title":{},"question":{},"slots":[{}],"slots_in_all":{},"red_lines":[{}],"ends":[{}],"ends_shown":{},)"
      R"("ends_in_all":{},{}}})"
      "\n",
      json_text(p.head.title), json_text(p.head.question), slots, p.head.slots.size(), lines, ends,
      shown, p.tally.too_many_ends ? "null" : std::to_string(p.ends.size()), json_basis(p.head));
}

void print_csv(const Projection& p, const std::vector<int>& slots, Context& context) {
  context.out.print("step,slot,value,paths,probability,low,high,spread{}\n", csv_basis_header());
  const std::string basis = csv_basis(p.head);
  const auto line = [&](int step, const std::string& slot, const std::string& value,
                        std::uint64_t paths, const Estimate& e) {
    context.out.print("{},{},{},{},{:.6f},{:.6f},{:.6f},{:.6f}{}\n", p.head.steps[step],
                      csv_cell(slot), csv_cell(value), paths, e.share, e.low, e.high, e.spread,
                      basis);
  };
  for (int step = 0; step < int(p.head.steps.size()); ++step) {
    for (const int slot : slots)
      for (int v = 0; v < int(p.head.slots[slot].values.size()); ++v)
        line(step, p.head.slots[slot].name, p.head.slots[slot].values[v],
             p.tally.counts[p.cell(step, slot, v)], p.estimate(step, slot, v));
    for (int i = 0; i < int(p.head.red_lines.size()); ++i)
      line(step, p.head.red_lines[i], "crossed",
           p.tally.crossed[std::size_t(step) * p.head.red_lines.size() + std::size_t(i)],
           p.crossed(step, i));
  }
}

}  // namespace

const char* const kProgramVersion = ENTENTE_VERSION;

std::string percent(double share) {
  if (share > 0 && share < 0.0005) return "<0.1";
  if (share < 1 && share > 0.9995) return ">99.9";
  return fmt::format("{:.1f}", 100 * share);
}

std::string source_text(const scenario::Source& source) {
  constexpr const char* kKinds[] = {"judgement: ", "claim ", "measure: "};
  return fmt::format("{}{}", kKinds[int(source.kind)], fmt::join(source.texts, ", "));
}

void print_basis(const Projection::Head& head, Context& context) {
  const Painter paint = context.painter();
  const auto& b = head.basis;
  const auto line = [&](const std::string& text) {
    context.out.print("{}\n", paint(Ink::faint, text));
  };
  std::string basis = fmt::format("Rests on judgement: {} of {}", b.judgements,
                                  counted(b.assumptions(), "assumption"));
  if (b.claims > 0) basis += fmt::format("; on claims {}", b.claims);
  if (b.measures > 0) basis += fmt::format("; on measures {}", b.measures);
  context.out.print("{}\n", paint(Ink::trigger, basis + ". It says what follows from them, not "
                                                        "that they hold."));
  if (!head.judgement.empty()) line("Judgement: " + head.judgement);
  line(fmt::format("scenario {} · seed {} · {} · beta {} · moves {} · entente {}{}",
                   head.hash.substr(0, 12), head.seed, counted(std::int64_t(head.paths), "path"),
                   head.beta, head.moves, head.version,
                   head.variant.empty() ? "" : " · variant '" + head.variant + "'"));
}

std::string json_basis(const Projection::Head& head) {
  return fmt::format(
      R"("basis":{{"judgements":{},"claims":{},"measures":{},"judgement":{}}},"scenario":{},)"
      R"("variant":{},"seed":{},"paths":{},"beta":{},"moves":{},"version":{})",
      head.basis.judgements, head.basis.claims, head.basis.measures,
      json_text_or_null(head.judgement), json_text(head.hash), json_text_or_null(head.variant),
      head.seed, head.paths, json_text(head.beta), json_text(head.moves), json_text(head.version));
}

std::string csv_basis_header() { return ",basis,scenario,variant,seed,paths_in_all,version"; }

std::string csv_basis(const Projection::Head& head) {
  return fmt::format(",judgement {} of {},{},{},{},{},{}", head.basis.judgements,
                     head.basis.assumptions(), head.hash, csv_cell(head.variant), head.seed,
                     head.paths, head.version);
}

base::Result<void> print_projection(const Projection& p, const Shown& shown, Context& context) {
  std::vector<std::string> names;
  for (const auto& slot : p.head.slots) names.push_back(slot.name);
  std::vector<int> slots;
  for (const std::string& name : shown.slots) {
    const auto slot = position(name, names, "slot");
    if (!slot) return tl::unexpected(slot.error());
    slots.push_back(*slot);
  }
  if (slots.empty())
    for (int slot = 0; slot < int(names.size()); ++slot) slots.push_back(slot);
  if (context.format == Format::jsonl) {
    print_json(p, slots, shown.ends, context);
    return {};
  }
  if (context.format == Format::csv) {
    print_csv(p, slots, context);
    return {};
  }
  const Painter paint = context.painter();
  const std::string variant = p.head.variant.empty() ? "" : " – " + p.head.variant;
  context.out.print("{}\n", paint(Ink::strong, p.head.title + variant));
  if (!p.head.question.empty()) context.out.print("{}\n", p.head.question);
  context.out.print("\n");
  const int steps = int(p.head.steps.size()) - 1;
  for (const int slot : slots) print_slot(p, slot, context);
  if (slots.size() < names.size())
    context.out.print("{} of {} slots shown\n\n", slots.size(), names.size());
  if (const auto some = shown_steps(steps).size(); some < p.head.steps.size())
    context.out.print("{} of {} steps shown; --format csv has all\n\n", some, p.head.steps.size());
  print_red_lines(p, context);
  print_ends(p, shown.ends, context);
  print_basis(p.head, context);
  return {};
}

}  // namespace entente::cli
