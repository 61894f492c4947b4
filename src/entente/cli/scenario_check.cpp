#include <algorithm>
#include <filesystem>

#include "entente/cli/claim_formats.h"
#include "entente/cli/scenario.h"
#include "entente/cli/table.h"
#include "entente/record/record.h"

namespace entente::cli {

namespace {

using base::Result;
using scenario::Scenario;
using scenario::Slot;
using scenario::Source;

void print_json(const Scenario& s, const scenario::Projection::Head& head, Context& context) {
  std::string list;
  for (const Assumption& a : assumptions_of(s)) {
    std::string texts;
    for (const std::string& text : a.source->texts)
      texts += (texts.empty() ? "" : ",") + json_text(text);
    constexpr const char* kKinds[] = {"judgement", "claim", "measure"};
    list += fmt::format(R"({}{{"line":{},"what":{},"name":{},"{}":[{}]}})", list.empty() ? "" : ",",
                        a.line, json_text(a.what), json_text(a.name), kKinds[int(a.source->kind)],
                        texts);
  }
  std::string variants;
  for (const auto& variant : s.variants)
    variants += (variants.empty() ? "" : ",") + json_text(variant.name);
  context.out.print(R"({{"title":{},"slots":{},"influences":{},"red_lines":{},"steps":{},)"
                    R"("variants":[{}],"assumptions":[{}],{}}})"
                    "\n",
                    json_text(s.title), s.slots.size(), s.influences.size(), s.red_lines.size(),
                    s.steps(), variants, list, json_basis(head));
}

void print_csv(const Scenario& s, Context& context) {
  context.out.print("line,what,name,source\n");
  for (const Assumption& a : assumptions_of(s))
    context.out.print("{},{},{},{}\n", a.line, a.what, csv_cell(a.name),
                      csv_cell(source_text(*a.source)));
}

void print_for_people(const Scenario& s, const scenario::Projection::Head& head, Context& context) {
  const Painter paint = context.painter();
  context.out.print("{}\n", paint(Ink::strong, s.title));
  if (!s.question.empty()) context.out.print("{}\n", s.question);
  context.out.print("{} to {}: {}\n\n", s.step_name(0), s.step_name(s.steps()),
                    counted(s.steps(), "step"));
  Table slots({{"slot"}, {"values"}, {"kind"}});
  for (const Slot& slot : s.slots) {
    constexpr const char* kKinds[] = {"", "vote", "flow"};
    slots.add({{slot.name, Ink::actor},
               {fmt::format("{}", fmt::join(slot.values, ", "))},
               {kKinds[int(slot.kind)], Ink::faint}});
  }
  slots.print(context.out, paint, context.width());
  context.out.print("\n");
  Table sources({{"line", Table::Align::right}, {"what"}, {"name"}, {"rests on"}});
  for (const Assumption& a : assumptions_of(s))
    sources.add({{std::to_string(a.line), Ink::faint},
                 {a.what},
                 {a.name, Ink::actor},
                 {source_text(*a.source)}});
  sources.print(context.out, paint, context.width());
  if (!s.variants.empty())
    context.out.print("\nVariants: {}\n", fmt::join(names_of(s.variants), "; "));
  print_basis(head, context);
}

/// Claims that the scenario rests on and the record does not have, as "line 12: 0837eff3".
std::vector<std::string> missing_claims(const Scenario& s, const Quotes& quotes) {
  std::vector<std::string> missing;
  for (const Assumption& a : assumptions_of(s))
    if (a.source->kind == Source::Kind::claim)
      for (const std::string& id : a.source->texts)
        if (!quotes.contains(id)) missing.push_back(fmt::format("line {}: {}", a.line, id));
  return missing;
}

Result<Exit> check(const ScenarioOptions& options, Context& context) {
  const auto s = load(options, context);
  if (!s) return tl::unexpected(s.error());
  const auto quotes = quotes_for(*s, context);
  if (!quotes) return tl::unexpected(quotes.error());
  const auto head = scenario::head_of(*s, "", kProgramVersion);
  switch (context.format) {
    case Format::jsonl:
      print_json(*s, head, context);
      break;
    case Format::csv:
      print_csv(*s, context);
      break;
    case Format::table:
      print_for_people(*s, head, context);
      break;
  }
  if (!*quotes) return Exit::done;
  const auto missing = missing_claims(*s, **quotes);
  if (missing.empty()) return Exit::done;
  return base::fail(
      fmt::format("{} has no claim, or several, of {}", context.record, fmt::join(missing, ", ")),
      s->file, "give the ids that `entente claims` prints, or another --record");
}

}  // namespace

std::vector<Assumption> assumptions_of(const Scenario& s) {
  std::vector<Assumption> list;
  for (const Slot& slot : s.slots)
    if (slot.kind == Slot::Kind::choice)
      list.push_back({slot.line, "slot", slot.name, &slot.source});
  std::string last;
  for (const auto& influence : s.influences) {
    if (influence.group != last)
      list.push_back({influence.line, influence.name == influence.group ? "influence" : "pattern",
                      influence.group, &influence.source});
    last = influence.group;
  }
  for (const auto& ballot : s.ballots)
    for (const auto& leaning : ballot.leanings)
      list.push_back({leaning.line, "leaning", s.slots[ballot.slot].name, &leaning.source});
  for (const auto& line : s.red_lines)
    list.push_back({line.line, "red line", line.name, &line.source});
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.line < b.line; });
  return list;
}

Result<std::optional<Quotes>> quotes_for(const Scenario& s, const Context& context) {
  if (!std::filesystem::exists(context.record)) return std::nullopt;
  const auto record = record::Record::open(context.record, record::Access::read);
  if (!record) return tl::unexpected(record.error());
  Quotes quotes;
  for (const Assumption& a : assumptions_of(s)) {
    if (a.source->kind != Source::Kind::claim) continue;
    for (const std::string& id : a.source->texts) {
      const auto claims = record->claims(id);
      if (!claims) return tl::unexpected(claims.error());
      if (claims->size() == 1) quotes.emplace(id, claims->front());
    }
  }
  return quotes;
}

void add_scenario_check(CLI::App& app, Context& context, Command& chosen) {
  CLI::App& command =
      *app.add_subcommand("check", "Say whether a scenario is well formed, and on what it rests");
  static ScenarioOptions options;
  add_scenario_file(command, options);
  add_common_options(command, context);
  command.callback([&] { chosen = [&] { return check(options, context); }; });
}

}  // namespace entente::cli
