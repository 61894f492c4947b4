#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

/// What the command line's definitions say of themselves: the completions and the manual page are
/// made from it.
namespace entente::cli {

/// A command and how it is called: "read", "scenario", "scenario run".
struct NamedCommand {
  std::string name;
  const CLI::App* app;
  bool is_group;  // its own commands follow it
};
std::vector<NamedCommand> commands(const CLI::App& app);
/// Options with a name ("--record"), in the order in which they were defined.
std::vector<const CLI::Option*> options(const CLI::App& command);
/// What stands in the command line without a name.
std::vector<const CLI::Option*> arguments(const CLI::App& command);
/// The words that an option chooses from, if there are such: its type's name is "{a,b,c}".
std::vector<std::string> choices(const CLI::Option& option);

}  // namespace entente::cli
