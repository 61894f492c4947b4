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

std::vector<std::string> names(const std::vector<const CLI::App*>& commands) {
  std::vector<std::string> list;
  for (const CLI::App* command : commands) list.push_back(command->get_name());
  return list;
}

void print_bash(const CLI::App& app, Output& out) {
  out.print(
      "# Completion of entente for bash: source <(entente completion bash)\n"
      "_entente() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command= i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case ${{COMP_WORDS[i]}} in {}) command=${{COMP_WORDS[i]}}; break ;; esac\n"
      "  done\n"
      "  COMPREPLY=()\n"
      "  case $command:$before in\n",
      joined(names(commands(app)), "|"));
  for (const CLI::App* command : commands(app))
    for (const CLI::Option* option : options(*command)) {
      const auto words = choices(*option);
      if (words.empty()) continue;
      out.print("    {}:{}) COMPREPLY=($(compgen -W {} -- \"$word\")); return ;;\n",
                command->get_name(), option->get_name(), shell_word(joined(words)));
    }
  out.print("  esac\n  case $command in\n");
  for (const CLI::App* command : commands(app)) {
    std::vector<std::string> words;
    for (const CLI::Option* option : options(*command)) words.push_back(option->get_name());
    out.print("    {}) [[ $word == -* ]] && COMPREPLY=($(compgen -W {} -- \"$word\")) ;;\n",
              command->get_name(), shell_word(joined(words)));
  }
  out.print(
      "    *) COMPREPLY=($(compgen -W {} -- \"$word\")) ;;\n"
      "  esac\n"
      "}}\n"
      "complete -o default -F _entente entente\n",
      shell_word(joined(names(commands(app)))));
}

void print_zsh(const CLI::App& app, Output& out) {
  // zsh understands bash's completions; bash's file is the one definition.
  out.print(
      "#compdef entente\n"
      "# Completion of entente for zsh: source <(entente completion zsh)\n"
      "autoload -U +X bashcompinit && bashcompinit\n");
  print_bash(app, out);
}

void print_fish(const CLI::App& app, Output& out) {
  out.print("# Completion of entente for fish: entente completion fish | source\n");
  for (const CLI::App* command : commands(app)) {
    out.print("complete -c entente -n __fish_use_subcommand -a {} -d {}\n", command->get_name(),
              shell_word(command->get_description()));
    for (const CLI::Option* option : options(*command)) {
      const bool takes_value = option->get_items_expected_max() > 0;
      const auto words = choices(*option);
      out.print("complete -c entente -n '__fish_seen_subcommand_from {}' -l {} -d {}{}{}\n",
                command->get_name(), option->get_name().substr(2),
                shell_word(option->get_description()), takes_value ? " -r" : "",
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
