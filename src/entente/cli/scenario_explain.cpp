#include <algorithm>
#include <cstdlib>

#include "entente/base/terminal.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/scenario.h"
#include "entente/cli/table.h"

namespace entente::cli {

namespace {

using base::Result;
using scenario::Influence;
using scenario::Scenario;
using scenario::Source;
using scenario::Trace;

constexpr std::uint64_t kPaths = 20'480;  // followed, unless --paths says otherwise

struct Wanted {
  std::string slot, from, to;
};

/// What an influence did in the moves of one kind: those of a pattern together.
struct Part {
  std::string name;
  const Influence* influence;
  std::uint64_t held = 0;
  double push = 0;  // on average over all of the moves
};

std::vector<Part> parts_of(const Trace::Move& move, const Scenario& s) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < s.influences.size(); ++i)
    if (move.held[i] > 0)
      parts.push_back({s.influences[i].name, &s.influences[i], move.held[i],
                       double(move.push[i]) / double(move.count)});
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    return std::abs(a.push) > std::abs(b.push);
  });
  return parts;
}

std::vector<std::string> source_lines(const Source& source, const Quotes& quotes,
                                      const Painter& paint) {
  if (source.kind != Source::Kind::claim)
    return {"      " + paint(Ink::faint, source_text(source))};
  std::vector<std::string> lines;
  for (const std::string& id : source.texts) {
    const auto found = quotes.find(id);
    lines.push_back("      " + paint(Ink::faint, "claim " + id + ": ") +
                    (found == quotes.end()
                         ? paint(Ink::faint, "not in this record")
                         : "“" + base::one_line(found->second.sentence.text) + "”"));
  }
  return lines;
}

void print_move(const Trace::Move& move, const Scenario& s, std::uint64_t paths,
                const Quotes& quotes, Context& context) {
  const Painter paint = context.painter();
  const auto& slot = s.slots[move.slot];
  context.out.print(
      "{}  {:.2f} a path{}\n",
      paint(Ink::strong,
            fmt::format("{}: {} → {}", slot.name, slot.values[move.from], slot.values[move.to])),
      double(move.count) / double(paths),
      move.forced == 0 ? ""
                       : fmt::format(", {} % of them by a red line",
                                     percent(double(move.forced) / double(move.count))));
  const std::vector<Part> parts = parts_of(move, s);
  if (parts.empty()) context.out.print("    no influence held: chance alone\n");
  for (const Part& part : parts) {
    context.out.print("    {:+5.1f}  held in {:>5} %  {}  {}\n", part.push,
                      percent(double(part.held) / double(move.count)), paint(Ink::actor, part.name),
                      paint(Ink::faint, "when " + s.to_text(part.influence->when)));
    for (const std::string& line : source_lines(part.influence->source, quotes, paint))
      context.out.print("{}\n", line);
  }
  context.out.print("\n");
}

std::string json_source(const Source& source, const Quotes& quotes) {
  constexpr const char* kKinds[] = {"judgement", "claim", "measure"};
  std::string texts, quoted;
  for (const std::string& text : source.texts) {
    texts += (texts.empty() ? "" : ",") + json_text(text);
    if (const auto found = quotes.find(text); found != quotes.end())
      quoted += (quoted.empty() ? "" : ",") + json_text(found->second.sentence.text);
  }
  return fmt::format(R"({{"kind":"{}","texts":[{}],"quotes":[{}]}})", kKinds[int(source.kind)],
                     texts, quoted);
}

std::string json_move(const Trace::Move& move, const Scenario& s, const Quotes& quotes) {
  const auto& slot = s.slots[move.slot];
  std::string list;
  for (const Part& part : parts_of(move, s))
    list += fmt::format(
        R"({}{{"influence":{},"line":{},"when":{},"held":{},"push":{:.4f},"source":{}}})",
        list.empty() ? "" : ",", json_text(part.name), part.influence->line,
        json_text(s.to_text(part.influence->when)), part.held, part.push,
        json_source(part.influence->source, quotes));
  return fmt::format(
      R"({{"slot":{},"from":{},"to":{},"moves":{},"by_red_lines":{},"influences":[{}]}})",
      json_text(slot.name), json_text(slot.values[move.from]), json_text(slot.values[move.to]),
      move.count, move.forced, list);
}

void print_csv(const std::vector<Trace::Move>& moves, const Scenario& s,
               const scenario::Projection::Head& head, Context& context) {
  context.out.print("slot,from,to,moves,by_red_lines,influence,line,when,held,push,source{}\n",
                    csv_basis_header());
  for (const Trace::Move& move : moves)
    for (const Part& part : parts_of(move, s)) {
      const auto& slot = s.slots[move.slot];
      context.out.print("{},{},{},{},{},{},{},{},{},{:.4f},{}{}\n", csv_cell(slot.name),
                        csv_cell(slot.values[move.from]), csv_cell(slot.values[move.to]),
                        move.count, move.forced, csv_cell(part.name), part.influence->line,
                        csv_cell(s.to_text(part.influence->when)), part.held, part.push,
                        csv_cell(source_text(part.influence->source)), csv_basis(head));
    }
}

/// Leaves those moves that were asked for, the most frequent first.
Result<std::vector<Trace::Move>> wanted_moves(Trace trace, const Wanted& wanted,
                                              const Scenario& s) {
  auto& moves = trace.moves;
  if (!wanted.slot.empty()) {
    const auto slot = position(wanted.slot, names_of(s.slots), "slot");
    if (!slot) return tl::unexpected(slot.error());
    std::erase_if(moves, [&](const auto& move) { return move.slot != *slot; });
    for (const bool is_from : {true, false}) {
      const std::string& name = is_from ? wanted.from : wanted.to;
      if (name.empty()) continue;
      const auto value = position(name, s.slots[*slot].values, "value");
      if (!value) return tl::unexpected(value.error());
      std::erase_if(moves,
                    [&](const auto& move) { return (is_from ? move.from : move.to) != *value; });
    }
  }
  std::stable_sort(moves.begin(), moves.end(),
                   [](const auto& a, const auto& b) { return a.count > b.count; });
  return std::move(moves);
}

Result<Exit> explain(const ScenarioOptions& options, const Wanted& wanted, std::size_t limit,
                     Context& context) {
  auto s = load(options, context);
  if (!s) return tl::unexpected(s.error());
  if (options.paths == 0) s->paths = std::min(s->paths, kPaths);
  const auto found_quotes = quotes_for(*s, context);
  if (!found_quotes) return tl::unexpected(found_quotes.error());
  const Quotes quotes = found_quotes->value_or(Quotes());
  const auto portion = scenario::Portion::part(s->seed, s->paths, 1, 1);
  auto found = wanted_moves(trace(compile(*s), portion, s->influences.size()), wanted, *s);
  if (!found) return tl::unexpected(found.error());
  auto moves = std::move(*found);
  const auto head = scenario::head_of(*s, options.variant, kProgramVersion);
  const std::size_t all = moves.size();
  if (limit > 0 && moves.size() > limit) moves.resize(limit);
  if (context.format == Format::csv) {
    print_csv(moves, *s, head, context);
    return Exit::done;
  }
  if (context.format == Format::jsonl) {
    std::string list;
    for (const auto& move : moves) list += (list.empty() ? "" : ",") + json_move(move, *s, quotes);
    context.out.print(
        R"({{"title":{},"transitions":[{}],"transitions_shown":{},"transitions_in_all":{},{}}})"
        "\n",
        json_text(s->title), list, moves.size(), all, json_basis(head));
    return Exit::done;
  }
  context.out.print(
      "{}\nWhat moved the slots: by how much an influence spoke for the move, on "
      "average over all moves of the kind\n\n",
      context.painter()(Ink::strong, s->title));
  for (const auto& move : moves) print_move(move, *s, s->paths, quotes, context);
  if (moves.empty()) context.out.print("No such move in {} paths\n\n", s->paths);
  if (moves.size() < all)
    context.out.print("{} of {} kinds of moves shown; --limit 0 shows all\n\n", moves.size(), all);
  print_basis(head, context);
  return Exit::done;
}

}  // namespace

void add_scenario_explain(CLI::App& app, Context& context, Command& chosen) {
  CLI::App& command = *app.add_subcommand(
      "explain", "Say which influences moved a scenario's slots, with their sources");
  static ScenarioOptions options;
  static Wanted wanted;
  static std::size_t limit = 5;
  add_run_options(command, options);
  command.get_option("--paths")->description(
      "How many are followed (20,480 at most of the file's)");
  auto* slot = command.add_option("--slot", wanted.slot, "Moves of this slot")->type_name("NAME");
  command.add_option("--from", wanted.from, "… away from this value")
      ->type_name("VALUE")
      ->needs(slot);
  command.add_option("--to", wanted.to, "… to this value")->type_name("VALUE")->needs(slot);
  command.add_option("--limit", limit, "Kinds of moves shown; 0 for all (5)")->type_name("N");
  add_common_options(command, context);
  command.callback([&] { chosen = [&] { return explain(options, wanted, limit, context); }; });
}

}  // namespace entente::cli
