#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "entente/base/progress.h"
#include "entente/cli/context.h"
#include "entente/record/quoted_claim.h"
#include "entente/scenario/engine.h"
#include "entente/scenario/projection.h"
#include "entente/scenario/scenario.h"

/// What the commands of `entente scenario` share.
namespace entente::cli {

extern const char* const kProgramVersion;

/// The options that say what is run.
struct ScenarioOptions {
  std::string file, variant;
  std::uint64_t paths = 0;  ///< 0: as the file says
  std::int64_t seed = -1;   ///< -1: as the file says
  double beta = -1;         ///< -1: as the file says
};
void add_scenario_file(CLI::App& command, ScenarioOptions& options);
void add_run_options(CLI::App& command, ScenarioOptions& options);

/// The scenario as the options want it: with the record's starts, its variant, paths and seed.
base::Result<scenario::Scenario> load(const ScenarioOptions& options, const Context& context);

/// The position of a slot, value or variant by its name, with a suggestion when there is none.
base::Result<int> position(const std::string& name, const std::vector<std::string>& known,
                           std::string_view kind);
std::vector<std::string> names_of(const std::vector<scenario::Slot>& slots);
std::vector<std::string> names_of(const std::vector<scenario::Variant>& variants);

/// A bar for a run of so many paths.
scenario::BlocksDone bar(base::Progress& progress, std::uint64_t paths);

/// "12.3", "<0.1", ">99.9": hundredths of a share as people read them.
std::string percent(double share);
/// The lines at the end of every output: on what it rests, and what it takes to repeat it.
void print_basis(const scenario::Projection::Head& head, Context& context);
/// The same as the members of a JSON object: `"basis":{…},"scenario":"…",…`.
std::string json_basis(const scenario::Projection::Head& head);
/// The same as CSV columns, their names and their values, each beginning with a comma.
std::string csv_basis_header();
std::string csv_basis(const scenario::Projection::Head& head);

/// What of a projection is printed.
struct Shown {
  std::vector<std::string> slots;  ///< all when none is named
  std::size_t ends = 10;           ///< 0: all
};
/// Fails where there is no such slot.
base::Result<void> print_projection(const scenario::Projection& projection, const Shown& shown,
                                    Context& context);

/// Everything in the file that has a source, in the order of the file; a pattern once.
struct Assumption {
  int line;
  std::string what, name;
  const scenario::Source* source;
};
std::vector<Assumption> assumptions_of(const scenario::Scenario& scenario);

/// Claims of the record by the ids that the scenario gives. Nothing when there is no such record.
using Quotes = std::map<std::string, record::QuotedClaim>;
base::Result<std::optional<Quotes>> quotes_for(const scenario::Scenario& scenario,
                                               const Context& context);

/// Where a source can be looked up: "judgement: …", "claim 0837eff3".
std::string source_text(const scenario::Source& source);

// Each defines one command of `entente scenario`.
void add_scenario_check(CLI::App& app, Context& context, Command& chosen);
void add_scenario_run(CLI::App& app, Context& context, Command& chosen);
void add_scenario_solve(CLI::App& app, Context& context, Command& chosen);
void add_scenario_merge(CLI::App& app, Context& context, Command& chosen);
void add_scenario_compare(CLI::App& app, Context& context, Command& chosen);
void add_scenario_explain(CLI::App& app, Context& context, Command& chosen);
void add_scenario_sensitivity(CLI::App& app, Context& context, Command& chosen);

}  // namespace entente::cli
