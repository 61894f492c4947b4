#include "entente/scenario/cross_impact.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <numeric>

#include "entente/base/progress.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/context.h"
#include "entente/cli/table.h"
#include "entente/scenario/succession.h"

namespace entente::cli {

namespace {

using base::Result;
using scenario::ConsistentScenario;
using scenario::CrossImpact;
using scenario::Cycle;
using scenario::Succession;

struct Options {
  std::string file;
  std::size_t limit = 20;
  std::vector<int> balance;
};

using Configuration = std::vector<std::uint8_t>;

/// "[1,3,2]": states count from 1, as in ScenarioWizard's own lists.
std::string json_numbers(const Configuration& configuration) {
  std::string list;
  for (const std::uint8_t state : configuration)
    list += fmt::format("{}{}", list.empty() ? "" : ",", state + 1);
  return "[" + list + "]";
}

std::vector<std::string> names(const CrossImpact& system, const Configuration& configuration) {
  std::vector<std::string> list;
  for (std::size_t d = 0; d < configuration.size(); ++d)
    list.push_back(system.descriptors[d].states[configuration[d]]);
  return list;
}

std::string json_names(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ",") + json_text(word);
  return "[" + list + "]";
}

/// The impact balance: for each descriptor the scores of its states, "[[0,3,-3],[2,1]]".
std::string json_balance(const CrossImpact& system, const Configuration& configuration) {
  const auto scores = system.scores(configuration);
  std::string list;
  for (const auto& d : system.descriptors)
    list += fmt::format("{}[{}]", list.empty() ? "" : ",",
                        fmt::join(scores.begin() + d.first,
                                  scores.begin() + d.first + std::ptrdiff_t(d.states.size()), ","));
  return "[" + list + "]";
}

/// What is found, in the order in which it is shown: the heaviest first, then the best scored.
struct Found {
  const CrossImpact& system;
  const Succession& all;
  std::vector<ConsistentScenario> scenarios;
  std::vector<std::size_t> cycles;  // places in all.cycles
  std::uint64_t in_cycles = 0;      // configurations that end in one

  [[nodiscard]] double percent(std::uint64_t weight) const {
    return 100 * double(weight) / double(all.configurations);
  }
  [[nodiscard]] std::int64_t score(const ConsistentScenario& s) const {
    return system.total_score(system.configuration(s.configuration));
  }
};

Found found(const CrossImpact& system, const Succession& all, std::size_t limit) {
  Found f{system, all, all.scenarios, {}, 0};
  for (const Cycle& cycle : all.cycles) f.in_cycles += cycle.weight;
  const std::size_t kept = limit == 0 ? f.scenarios.size() : std::min(limit, f.scenarios.size());
  const auto better = [&](const ConsistentScenario& a, const ConsistentScenario& b) {
    if (a.weight != b.weight) return a.weight > b.weight;
    const auto score_a = f.score(a), score_b = f.score(b);
    return score_a != score_b ? score_a > score_b : a.configuration < b.configuration;
  };
  std::partial_sort(f.scenarios.begin(), f.scenarios.begin() + std::ptrdiff_t(kept),
                    f.scenarios.end(), better);
  f.scenarios.resize(kept);
  f.cycles.resize(all.cycles.size());
  std::iota(f.cycles.begin(), f.cycles.end(), 0);
  std::stable_sort(f.cycles.begin(), f.cycles.end(), [&](std::size_t a, std::size_t b) {
    return all.cycles[a].weight > all.cycles[b].weight;
  });
  if (limit > 0 && f.cycles.size() > limit) f.cycles.resize(limit);
  return f;
}

void print_json(const Found& f, Context& context) {
  Output& out = context.out;
  std::string descriptors;
  for (const auto& d : f.system.descriptors)
    descriptors +=
        fmt::format(R"({}{{"descriptor":{},"states":{}}})", descriptors.empty() ? "" : ",",
                    json_text(d.name), json_names(d.states));
  out.print(R"({{"file":{},"descriptors":[{}],"configurations":{},"succession":"global",)"
            R"("consistent":{},"cycles_found":{},"in_cycles":{},"scenarios":[)",
            json_text(f.system.name), descriptors, f.all.configurations, f.all.scenarios.size(),
            f.all.cycles.size(), f.in_cycles);
  for (std::size_t i = 0; i < f.scenarios.size(); ++i) {
    const auto configuration = f.system.configuration(f.scenarios[i].configuration);
    out.print(R"({}{{"numbers":{},"states":{},"weight":{},"percent":{:.4f},"total_score":{},)"
              R"("balance":{}}})",
              i > 0 ? "," : "", json_numbers(configuration),
              json_names(names(f.system, configuration)), f.scenarios[i].weight,
              f.percent(f.scenarios[i].weight), f.score(f.scenarios[i]),
              json_balance(f.system, configuration));
  }
  out.print(R"(],"cycles":[)");
  for (std::size_t i = 0; i < f.cycles.size(); ++i) {
    const Cycle& cycle = f.all.cycles[f.cycles[i]];
    std::string list;
    for (const std::uint32_t number : cycle.configurations)
      list += (list.empty() ? "" : ",") + json_numbers(f.system.configuration(number));
    out.print(R"({}{{"period":{},"weight":{},"percent":{:.4f},"numbers":[{}]}})", i > 0 ? "," : "",
              cycle.configurations.size(), cycle.weight, f.percent(cycle.weight), list);
  }
  out.print("]}}\n");
}

/// A line a scenario, and one for each configuration of a cycle.
void print_csv(const Found& f, Context& context) {
  context.out.print("kind,number,weight,percent,total_score");
  for (const auto& d : f.system.descriptors) context.out.print(",{}", csv_cell(d.name));
  const auto line = [&](std::string_view kind, std::size_t number, std::uint64_t weight,
                        std::uint32_t at) {
    const auto configuration = f.system.configuration(at);
    context.out.print("\n{},{},{},{:.4f},{}", kind, number, weight, f.percent(weight),
                      f.system.total_score(configuration));
    for (const std::string& state : names(f.system, configuration))
      context.out.print(",{}", csv_cell(state));
  };
  for (std::size_t i = 0; i < f.scenarios.size(); ++i)
    line("scenario", i + 1, f.scenarios[i].weight, f.scenarios[i].configuration);
  for (std::size_t i = 0; i < f.cycles.size(); ++i)
    for (const std::uint32_t at : f.all.cycles[f.cycles[i]].configurations)
      line("cycle", i + 1, f.all.cycles[f.cycles[i]].weight, at);
  context.out.print("\n");
}

void print_for_people(const Found& f, Context& context) {
  const Painter paint = context.painter();
  Output& out = context.out;
  out.print("{}: {}, {}, {}\n\n", paint(Ink::strong, f.system.name),
            counted(std::int64_t(f.system.descriptors.size()), "descriptor"),
            counted(std::int64_t(f.all.configurations), "configuration"),
            counted(std::int64_t(f.all.scenarios.size()), "consistent scenario"));
  using enum Table::Align;
  Table table({{"", right}, {"weight", right}, {"", right}, {"score", right}, {"states"}});
  for (std::size_t i = 0; i < f.scenarios.size(); ++i) {
    const ConsistentScenario& s = f.scenarios[i];
    const auto states = names(f.system, f.system.configuration(s.configuration));
    table.add({{std::to_string(i + 1), Ink::faint},
               {std::to_string(s.weight), Ink::strong},
               {fmt::format("{:.1f} %", f.percent(s.weight))},
               {std::to_string(f.score(s))},
               {fmt::format("{}", fmt::join(states, " · "))}});
  }
  table.print(out, paint, context.width());
  if (!f.all.cycles.empty()) {
    out.print("\n{} ({:.1f} %) end in {}\n", counted(std::int64_t(f.in_cycles), "configuration"),
              f.percent(f.in_cycles),
              f.all.cycles.size() == 1
                  ? "a cycle, which is no scenario"
                  : fmt::format("{} cycles, which are no scenarios", f.all.cycles.size()));
    Table cycles({{"", right}, {"weight", right}, {"", right}, {"period", right}, {"begins with"}});
    for (std::size_t i = 0; i < f.cycles.size(); ++i) {
      const Cycle& cycle = f.all.cycles[f.cycles[i]];
      const auto states = names(f.system, f.system.configuration(cycle.configurations[0]));
      cycles.add({{std::to_string(i + 1), Ink::faint},
                  {std::to_string(cycle.weight), Ink::strong},
                  {fmt::format("{:.1f} %", f.percent(cycle.weight))},
                  {std::to_string(cycle.configurations.size())},
                  {fmt::format("{}", fmt::join(states, " · "))}});
    }
    cycles.print(out, paint, context.width());
  }
  if (f.scenarios.size() < f.all.scenarios.size() || f.cycles.size() < f.all.cycles.size())
    out.print("\n{} of {} scenarios and {} of {} cycles shown; --limit 0 shows all\n",
              f.scenarios.size(), f.all.scenarios.size(), f.cycles.size(), f.all.cycles.size());
  out.print(
      "\nWeight: how many configurations end there under global succession. Score: total impact\n"
      "score. The impacts are the judgements of whoever made the file.\n");
}

/// The configuration that --balance names by its states, from 1.
Result<Configuration> named(const CrossImpact& system, const std::vector<int>& numbers) {
  if (numbers.size() != system.descriptors.size())
    return base::fail(fmt::format("--balance has {} states where there are {} descriptors",
                                  numbers.size(), system.descriptors.size()),
                      system.name, "give the number of a state, from 1, for each");
  Configuration configuration;
  for (std::size_t d = 0; d < numbers.size(); ++d) {
    const auto& states = system.descriptors[d].states;
    if (numbers[d] < 1 || std::size_t(numbers[d]) > states.size())
      return base::fail(fmt::format("'{}' has no state {}", system.descriptors[d].name, numbers[d]),
                        system.name, fmt::format("its states are 1 to {}", states.size()));
    configuration.push_back(std::uint8_t(numbers[d] - 1));
  }
  return configuration;
}

void print_balance(const CrossImpact& system, const Configuration& configuration,
                   Context& context) {
  const auto scores = system.scores(configuration);
  const auto next = system.successor(configuration);
  if (context.format == Format::jsonl)
    return context.out.print(
        R"({{"file":{},"numbers":{},"states":{},"balance":{},"total_score":{},)"
        R"("inconsistency":{},"successor":{}}})"
        "\n",
        json_text(system.name), json_numbers(configuration),
        json_names(names(system, configuration)), json_balance(system, configuration),
        system.total_score(configuration), system.inconsistency(configuration), json_numbers(next));
  if (context.format == Format::csv) context.out.print("descriptor,state,score,present,next\n");
  using enum Table::Align;
  Table table({{"descriptor"}, {""}, {"state"}, {"score", right}, {""}});
  for (std::size_t d = 0; d < system.descriptors.size(); ++d) {
    const auto& descriptor = system.descriptors[d];
    for (std::size_t s = 0; s < descriptor.states.size(); ++s) {
      const bool present = s == configuration[d], then = s == next[d];
      if (context.format == Format::csv)
        context.out.print("{},{},{},{},{}\n", csv_cell(descriptor.name),
                          csv_cell(descriptor.states[s]), scores[descriptor.first + s], present,
                          then);
      else
        table.add({{s == 0 ? descriptor.name : ""},
                   {present ? "●" : "", Ink::actor},
                   {descriptor.states[s], present ? Ink::strong : Ink::plain},
                   {std::to_string(scores[descriptor.first + s])},
                   {then && !present ? "← would be here" : "", Ink::claimant}});
    }
  }
  if (context.format == Format::csv) return;
  table.print(context.out, context.painter(), context.width());
  const int inconsistency = system.inconsistency(configuration);
  context.out.print(
      "\nTotal impact score {}; {}\n", system.total_score(configuration),
      inconsistency == 0 ? "consistent" : fmt::format("inconsistent by {}", inconsistency));
}

Result<Exit> solve(const Options& options, Context& context) {
  const auto system = CrossImpact::load(options.file);
  if (!system) return tl::unexpected(system.error());
  if (!options.balance.empty()) {
    const auto configuration = named(*system, options.balance);
    if (!configuration) return tl::unexpected(configuration.error());
    print_balance(*system, *configuration, context);
    return Exit::done;
  }
  base::Progress progress;
  const auto all = scenario::succession(*system, &progress);
  progress.clear();
  if (!all) return tl::unexpected(all.error());
  const Found f = found(*system, *all, options.limit);
  if (context.format == Format::jsonl)
    print_json(f, context);
  else if (context.format == Format::csv)
    print_csv(f, context);
  else
    print_for_people(f, context);
  return Exit::done;
}

}  // namespace

void add_scenario_solve(CLI::App& scenario, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *scenario.add_subcommand(
      "solve", "Find all consistent scenarios of a cross-impact file (.scw), exactly");
  command.footer(
      "Example:\n  entente scenario solve energy.scw\n"
      "  entente scenario solve energy.scw --balance 2,1,3    the scores behind one configuration");
  command.add_option("file", options->file, "A file of ScenarioWizard (.scw)")
      ->required()
      ->type_name("FILE");
  command
      .add_option("--limit", options->limit,
                  "So many scenarios and cycles, the heaviest; 0 for all (20)")
      ->type_name("N");
  command
      .add_option("--balance", options->balance,
                  "Only score this configuration: the number of each descriptor's state, from 1")
      ->type_name("STATES")
      ->delimiter(',');
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    chosen = [options, &context] { return solve(*options, context); };
  });
}

}  // namespace entente::cli
