#include "entente/cli/definitions.h"

namespace entente::cli {

namespace {

void add_commands(const CLI::App& app, const std::string& before, std::vector<NamedCommand>& list) {
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    const std::string name = before + command->get_name();
    const std::size_t at = list.size();
    list.push_back({name, command, false});
    add_commands(*command, name + ' ', list);
    list[at].is_group = list.size() > at + 1;
  }
}

}  // namespace

std::vector<NamedCommand> commands(const CLI::App& app) {
  std::vector<NamedCommand> list;
  add_commands(app, "", list);
  return list;
}

std::vector<const CLI::Option*> options(const CLI::App& command) {
  return command.get_options(
      [](const CLI::Option* option) { return !option->get_lnames().empty(); });
}

std::vector<const CLI::Option*> arguments(const CLI::App& command) {
  return command.get_options([](const CLI::Option* option) { return option->get_positional(); });
}

std::vector<std::string> choices(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  if (type.size() < 2 || type.front() != '{' || type.back() != '}') return {};
  return CLI::detail::split(type.substr(1, type.size() - 2), ',');
}

}  // namespace entente::cli
