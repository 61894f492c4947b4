#include "entente/cli/scenario.h"

#include "entente/base/mapped_file.h"
#include "entente/base/output_file.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/home.h"
#include "entente/cli/shard.h"
#include "entente/cli/table.h"
#include "entente/scenario/cross_impact_scenario.h"
#include "entente/scenario/record_start.h"
#include "entente/scenario/yaml.h"

namespace entente::cli {

using base::Result;
using scenario::Scenario;

void add_scenario_file(CLI::App& command, ScenarioOptions& options) {
  command.add_option("file", options.file, "A scenario, or a cross-impact system (.scw)")
      ->required()
      ->type_name("FILE");
}

void add_run_options(CLI::App& command, ScenarioOptions& options) {
  add_scenario_file(command, options);
  command.add_option("--variant", options.variant, "Run this variant of the file")
      ->type_name("NAME");
  command.add_option("--paths", options.paths, "How often it is run (what the file says)")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t(1), std::uint64_t(1'000'000'000)));
  command.add_option("--seed", options.seed, "Where the random numbers begin (what the file says)")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command
      .add_option("--beta", options.beta, "How sharply the better score wins (what the file says)")
      ->type_name("NUMBER|infinite")
      ->transform(
          [](const std::string& text) { return text == "infinite" ? std::string("inf") : text; })
      ->check([](const std::string& text) {
        return text == "inf" || CLI::Range(0.0, 100.0)(text).empty()
                   ? std::string()
                   : std::string("beta goes from 0 to 100, or is 'infinite'");
      });
}

Result<int> position(const std::string& name, const std::vector<std::string>& known,
                     std::string_view kind) {
  const auto found = std::find(known.begin(), known.end(), name);
  if (found != known.end()) return int(found - known.begin());
  const auto near = scenario::nearest(name, known);
  return base::fail(fmt::format("no {} is called '{}'", kind, name), "",
                    near ? fmt::format("did you mean '{}'?", *near)
                         : fmt::format("there are: {}", fmt::join(known, ", ")));
}

std::vector<std::string> names_of(const std::vector<scenario::Slot>& slots) {
  std::vector<std::string> names;
  for (const auto& slot : slots) names.push_back(slot.name);
  return names;
}

std::vector<std::string> names_of(const std::vector<scenario::Variant>& variants) {
  std::vector<std::string> names;
  for (const auto& variant : variants) names.push_back(variant.name);
  return names;
}

Result<Scenario> load(const ScenarioOptions& options, const Context& context) {
  auto scenario = options.file.ends_with(".scw")
                      ? scenario::load_cross_impact(options.file)
                      : scenario::load_scenario(options.file, home_folder());
  if (!scenario) return scenario;
  if (needs_record(*scenario)) {
    const auto record = record::Record::open(context.record, record::Access::read);
    if (!record) return tl::unexpected(record.error());
    if (auto started = start_from_record(*scenario, *record, home_folder()); !started)
      return tl::unexpected(started.error());
  }
  if (options.paths > 0) scenario->paths = options.paths;
  if (options.beta >= 0) scenario->beta = options.beta;
  if (options.seed >= 0) scenario->seed = std::uint64_t(options.seed);
  if (options.variant.empty()) return scenario;
  const auto variant = position(options.variant, names_of(scenario->variants), "variant");
  if (!variant) return tl::unexpected(variant.error());
  return vary(*scenario, scenario->variants[*variant]);
}

scenario::BlocksDone bar(base::Progress& progress, std::uint64_t paths) {
  const std::uint64_t blocks = (paths + scenario::kBlock - 1) / scenario::kBlock;
  return [&progress, blocks](std::uint64_t done) { progress.show(done, blocks, "running"); };
}

namespace {

Result<Exit> run(const ScenarioOptions& options, const std::string& shard_text,
                 const std::string& out, const Shown& shown, Context& context) {
  std::optional<Shard> shard = shard_from_environment();
  if (!shard_text.empty()) {
    const auto given = parse_shard(shard_text);
    if (!given) return tl::unexpected(given.error());
    shard = *given;
  }
  const auto scenario = load(options, context);
  if (!scenario) return tl::unexpected(scenario.error());
  base::Progress progress;
  const Shard part = shard.value_or(Shard{});
  const auto projection = project(*scenario, options.variant, kProgramVersion, part.k, part.n,
                                  bar(progress, scenario->paths / part.n));
  progress.clear();
  if (!shard && out.empty()) {
    if (auto printed = print_projection(projection, shown, context); !printed)
      return tl::unexpected(printed.error());
    return Exit::done;
  }
  std::string name = out.empty() ? "-" : out;
  if (const std::size_t mark = name.find('%'); mark != name.npos)
    name.replace(mark, 1, std::to_string(part.k));
  auto file = base::OutputFile::create(name);
  if (!file) return tl::unexpected(file.error());
  file->write(part_text(projection));
  if (auto written = file->commit(); !written) return tl::unexpected(written.error());
  progress.say(
      fmt::format("entente: part {} of {}{}", part.k, part.n, name == "-" ? "" : " is in " + name));
  return Exit::done;
}

Result<Exit> merge(const std::vector<std::string>& files, const Shown& shown, Context& context) {
  std::vector<scenario::Projection> parts;
  std::vector<std::string> names;
  for (const std::string& name : files) {
    const auto bytes = base::MappedFile::open(name);
    if (!bytes) return tl::unexpected(bytes.error());
    std::string_view rest = bytes->bytes();
    do {  // a part is a line
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      auto part = scenario::read_part(rest.substr(0, end), name);
      if (!part) return tl::unexpected(part.error());
      parts.push_back(std::move(*part));
      names.push_back(name);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    } while (!rest.empty());
  }
  const auto whole = scenario::merge(parts, names);
  if (!whole) return tl::unexpected(whole.error());
  if (auto printed = print_projection(*whole, shown, context); !printed)
    return tl::unexpected(printed.error());
  return Exit::done;
}

void add_shown(CLI::App& command, Shown& shown) {
  command.add_option("--slot", shown.slots, "Show this slot alone; repeatable (all)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_option("--ends", shown.ends, "How many end states are shown; 0 for all (10)")
      ->type_name("N");
}

}  // namespace

void add_scenario_run(CLI::App& app, Context& context, Command& chosen) {
  CLI::App& command = *app.add_subcommand("run", "Say how likely what is, and where it ends");
  static ScenarioOptions options;
  static std::string shard, out;
  static Shown shown;
  add_run_options(command, options);
  add_shown(command, shown);
  command
      .add_option("--shard", shard,
                  "Run part K of N alone, for `scenario merge`; /N under GNU parallel. Slurm "
                  "and MPI are understood without it")
      ->type_name("K/N");
  command.add_option("--out", out, "Write a part here; % in the name is the part's number")
      ->type_name("FILE");
  add_common_options(command, context);
  command.callback([&] { chosen = [&] { return run(options, shard, out, shown, context); }; });
}

void add_scenario_merge(CLI::App& app, Context& context, Command& chosen) {
  CLI::App& command = *app.add_subcommand("merge", "Put the parts of a run together");
  static std::vector<std::string> files;
  static Shown shown;
  command.add_option("parts", files, "Files that `run --shard` wrote")
      ->required()
      ->type_name("FILE");
  add_shown(command, shown);
  add_common_options(command, context);
  command.callback([&] { chosen = [&] { return merge(files, shown, context); }; });
}

void add_scenario(CLI::App& app, Context& context, Command& chosen) {
  CLI::App& command =
      *app.add_subcommand("scenario", "Run a scenario: what may come, how likely, and why");
  command.footer(
      "Examples:\n"
      "  entente scenario check FILE\n"
      "  entente scenario run FILE\n"
      "  entente scenario compare FILE\n"
      "  entente scenario explain FILE --slot patron --to east\n"
      "  entente scenario sensitivity FILE --on 'patron: east'\n"
      "  entente scenario solve FILE.scw");
  command.require_subcommand(1);
  add_scenario_check(command, context, chosen);
  add_scenario_run(command, context, chosen);
  add_scenario_compare(command, context, chosen);
  add_scenario_explain(command, context, chosen);
  add_scenario_sensitivity(command, context, chosen);
  add_scenario_merge(command, context, chosen);
  add_scenario_solve(command, context, chosen);
}

}  // namespace entente::cli
