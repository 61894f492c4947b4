#include <CLI/CLI.hpp>

#include "entente/cli/context.h"
#include "entente/cli/definitions.h"

namespace entente::cli {

namespace {

/// Text for troff: backslashes and hyphens as themselves, no line that begins with a request.
std::string troff(std::string_view text) {
  std::string safe;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) safe += "\\&";
    if (c == '\\')
      safe += "\\e";
    else if (c == '-')
      safe += "\\-";
    else
      safe += c;
    line_start = c == '\n';
  }
  return safe;
}

void print_option(const CLI::Option& option, Output& out) {
  out.print(".TP\n\\fB{}\\fR", troff(option.get_name()));
  if (option.get_items_expected_max() > 0) out.print(" \\fI{}\\fR", troff(option.get_type_name()));
  out.print("\n{}\n", troff(option.get_description()));
}

void print_command(const NamedCommand& named, Output& out) {
  const CLI::App& command = *named.app;
  out.print(".SS entente {}", named.name);
  for (const CLI::Option* argument : arguments(command))
    out.print(" {}{}", argument->get_name(true), argument->get_items_expected_max() > 1 ? "…" : "");
  out.print("\n{}.\n", troff(command.get_description()));
  for (const CLI::Option* option : options(command))
    if (option->get_name() != "--help") print_option(*option, out);
  if (!command.get_footer().empty()) out.print(".PP\n.nf\n{}\n.fi\n", troff(command.get_footer()));
}

void print_page(const CLI::App& app, Output& out) {
  out.print(
      ".TH ENTENTE 1 \"\" \"entente {}\" \"User Commands\"\n"
      ".SH NAME\nentente \\- sourced claims from articles on international politics\n"
      ".SH SYNOPSIS\n.B entente\n.I COMMAND\n[\\fIoptions\\fR]\n"
      ".SH DESCRIPTION\n{}\n.PP\n.nf\n{}\n.fi\n.SH COMMANDS\n",
      ENTENTE_VERSION, troff(app.get_description()), troff(app.get_footer()));
  for (const NamedCommand& command : commands(app)) print_command(command, out);
  out.print(
      ".SH ENVIRONMENT\n"
      ".TP\n.B ENTENTE_HOME\nThe folder that has knowledge/, models/ and worlds/.\n"
      ".TP\n.B NO_COLOR\nWhen set, no colours unless \\-\\-color asks for them.\n"
      ".SH EXIT STATUS\n0 done, 1 failed, 2 misused, 130 interrupted.\n");
}

}  // namespace

void add_man(CLI::App& app, Context& context, Command& chosen) {
  CLI::App& command = *app.add_subcommand("man", "Print the manual page");
  command.footer("Example:\n  entente man | man -l -");
  command.callback([&app, &context, &chosen] {
    chosen = [&app, &context]() -> base::Result<Exit> {
      print_page(app, context.out);
      return Exit::done;
    };
  });
}

}  // namespace entente::cli
