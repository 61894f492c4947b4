#include <CLI/CLI.hpp>

#include "entente/cli/context.h"
#include "entente/cli/definitions.h"

namespace entente::cli {

namespace {

/// "read claims show": words in one string.
std::string joined(const std::vector<std::string>& words, std::string_view separator = " ") {
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) line += separator;
    line += word;
  }
  return line;
}

/// `text` as one word of a shell, in single quotes.
std::string shell_word(std::string_view text) {
  std::string safe = "'";
  for (const char c : text) {
    if (c == '\'')
      safe += "'\\''";
    else
      safe += c;
  }
  return safe += '\'';
}

/// The words that may follow a command that has commands of its own, or the program ("").
std::vector<std::string> following(const std::vector<NamedCommand>& commands,
                                   const std::string& group) {
  const std::string before = group.empty() ? "" : group + ' ';
  std::vector<std::string> words;
  for (const NamedCommand& command : commands)
    if (command.name.starts_with(before) &&
        command.name.find(' ', before.size()) == std::string::npos)
      words.push_back(command.name.substr(before.size()));
  return words;
}

void print_bash(const CLI::App& app, Output& out) {
  const std::vector<NamedCommand> all = commands(app);
  std::vector<std::string> names;
  for (const NamedCommand& command : all) names.push_back(shell_word(command.name));
  out.print(
      "# Completion of entente for bash: source <(entente completion bash)\n"
      "_entente() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command= i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    local longer=${{command:+$command }}${{COMP_WORDS[i]}}\n"
      "    case $longer in {}) command=$longer ;; esac\n"
      "  done\n"
      "  COMPREPLY=()\n"
      "  case $command:$before in\n",
      joined(names, "|"));
  for (const NamedCommand& command : all)
    for (const CLI::Option* option : options(*command.app)) {
      const auto words = choices(*option);
      if (words.empty()) continue;
      out.print("    {}) COMPREPLY=($(compgen -W {} -- \"$word\")); return ;;\n",
                shell_word(command.name + ':' + option->get_name()), shell_word(joined(words)));
    }
  out.print("  esac\n  case $command in\n");
  for (const NamedCommand& command : all) {
    std::vector<std::string> words;
    for (const CLI::Option* option : options(*command.app)) words.push_back(option->get_name());
    if (command.is_group)
      out.print("    {}) COMPREPLY=($(compgen -W {} -- \"$word\")) ;;\n", shell_word(command.name),
                shell_word(joined(following(all, command.name)) + ' ' + joined(words)));
    else
      out.print("    {}) [[ $word == -* ]] && COMPREPLY=($(compgen -W {} -- \"$word\")) ;;\n",
                shell_word(command.name), shell_word(joined(words)));
  }
  out.print(
      "    *) COMPREPLY=($(compgen -W {} -- \"$word\")) ;;\n"
      "  esac\n"
      "}}\n"
      "complete -o default -F _entente entente\n",
      shell_word(joined(following(all, ""))));
}

void print_zsh(const CLI::App& app, Output& out) {
  // zsh understands bash's completions; bash's file is the one definition.
  out.print(
      "#compdef entente\n"
      "# Completion of entente for zsh: source <(entente completion zsh)\n"
      "autoload -U +X bashcompinit && bashcompinit\n");
  print_bash(app, out);
}

/// fish's condition that the words of `command` stand in the line: "scenario run".
std::string seen(const std::string& command) {
  std::string condition;
  for (const std::string& word : CLI::detail::split(command, ' '))
    condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + word);
  return condition;
}

void print_fish(const CLI::App& app, Output& out) {
  out.print("# Completion of entente for fish: entente completion fish | source\n");
  const std::vector<NamedCommand> all = commands(app);
  for (const NamedCommand& command : all) {
    const std::size_t space = command.name.rfind(' ');
    const std::string group = space == std::string::npos ? "" : command.name.substr(0, space);
    out.print("complete -c entente -n {} -a {} -d {}\n",
              shell_word(group.empty() ? "__fish_use_subcommand"
                                       : seen(group) + "; and not __fish_seen_subcommand_from " +
                                             joined(following(all, group))),
              command.app->get_name(), shell_word(command.app->get_description()));
    for (const CLI::Option* option : options(*command.app)) {
      const bool takes_value = option->get_items_expected_max() > 0;
      const auto words = choices(*option);
      out.print("complete -c entente -n {} -l {} -d {}{}{}\n", shell_word(seen(command.name)),
                option->get_name().substr(2), shell_word(option->get_description()),
                takes_value ? " -r" : "",
                words.empty() ? "" : " -f -a " + shell_word(joined(words)));
    }
  }
}

}  // namespace

void add_completion(CLI::App& app, Context& context, Command& chosen) {
  auto shell = std::make_shared<std::string>();
  CLI::App& command =
      *app.add_subcommand("completion", "Print what a shell needs to complete commands");
  command.footer("Example, in ~/.bashrc:\n  source <(entente completion bash)");
  command.add_option("SHELL", *shell, "bash, zsh or fish")
      ->type_name("")
      ->required()
      ->transform(CLI::IsMember({"bash", "zsh", "fish"}).description(""));
  command.callback([shell, &app, &context, &chosen] {
    chosen = [shell, &app, &context]() -> base::Result<Exit> {
      const auto print = *shell == "bash" ? print_bash : *shell == "zsh" ? print_zsh : print_fish;
      print(app, context.out);
      return Exit::done;
    };
  });
}

}  // namespace entente::cli
