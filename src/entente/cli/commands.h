#pragma once

#include "entente/cli/context.h"

/// The commands. main.cpp alone includes this, so that a new one does not compile all others anew.
namespace entente::cli {

// Each of these defines one command; when the command line names it, `chosen` is what to run.
void add_read(CLI::App& app, Context& context, Command& chosen);
void add_claims(CLI::App& app, Context& context, Command& chosen);
void add_show(CLI::App& app, Context& context, Command& chosen);
void add_explain(CLI::App& app, Context& context, Command& chosen);
void add_import(CLI::App& app, Context& context, Command& chosen);
void add_export(CLI::App& app, Context& context, Command& chosen);
void add_blocs(CLI::App& app, Context& context, Command& chosen);
void add_landscape(CLI::App& app, Context& context, Command& chosen);
void add_body(CLI::App& app, Context& context, Command& chosen);
void add_links(CLI::App& app, Context& context, Command& chosen);
void add_alignment(CLI::App& app, Context& context, Command& chosen);
void add_turning_points(CLI::App& app, Context& context, Command& chosen);
void add_scenario(CLI::App& app, Context& context, Command& chosen);
void add_balance(CLI::App& app, Context& context, Command& chosen);
void add_review(CLI::App& app, Context& context, Command& chosen);
void add_serve(CLI::App& app, Context& context, Command& chosen);
void add_status(CLI::App& app, Context& context, Command& chosen);
void add_completion(CLI::App& app, Context& context, Command& chosen);
void add_man(CLI::App& app, Context& context, Command& chosen);

}  // namespace entente::cli
