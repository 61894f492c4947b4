#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>

#include "entente/base/terminal.h"
#include "entente/cli/commands.h"
#include "entente/reading/reader.h"
#include "entente/record/borrow.h"
#include "entente/record/record.h"
#include "entente/workbench/lending.h"

namespace entente::cli {
namespace {

void define(CLI::App& app, Context& context, Command& chosen) {
  app.description(
      "Entente reads what is written about international politics and keeps who did and said what\n"
      "toward whom, when, and on whose word, each claim with the sentence behind it.");
  app.footer(
      "First steps:\n"
      "  entente read articles/             read a folder into entente.duckdb\n"
      "  entente status                     see what came out of it\n"
      "  entente claims --pair PAK RUS      what is said about two actors\n"
      "  entente show CLAIM                 where a claim comes from\n\n"
      "`entente COMMAND --help` explains a command. Exit codes: 0 done, 1 failed, 2 misused.");
  app.set_version_flag("--version",
                       fmt::format("entente {} (reader {}, record {})", ENTENTE_VERSION,
                                   reading::kReaderVersion, record::kSchemaVersion));
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  add_common_options(app, context);
  add_read(app, context, chosen);
  add_claims(app, context, chosen);
  add_show(app, context, chosen);
  add_explain(app, context, chosen);
  add_import(app, context, chosen);
  add_export(app, context, chosen);
  add_blocs(app, context, chosen);
  add_landscape(app, context, chosen);
  add_body(app, context, chosen);
  add_links(app, context, chosen);
  add_alignment(app, context, chosen);
  add_turning_points(app, context, chosen);
  add_scenario(app, context, chosen);
  add_balance(app, context, chosen);
  add_review(app, context, chosen);
  add_serve(app, context, chosen);
  add_status(app, context, chosen);
  add_completion(app, context, chosen);
  add_man(app, context, chosen);
}

Exit report(const base::Error& error) {
  fmt::print(stderr, "entente: {}\n", base::one_line(error.message()));
  return Exit::failed;
}

/// Help and version come from CLI11 as "errors" that succeed.
Exit report(const CLI::App& app, const CLI::ParseError& error) {
  const auto help = CLI::FailureMessage::simple;
  if (error.get_exit_code() == 0) return app.exit(error) == 0 ? Exit::done : Exit::failed;
  fmt::print(stderr, "entente: {}", help(&app, error));
  return Exit::misused;
}

Exit run(int argc, char** argv) {
  Context context;
  Command chosen;
  CLI::App app("", "entente");
  define(app, context, chosen);
  record::set_borrow(workbench::borrow);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return report(app, error);
  }
  const auto exit = chosen();
  const auto written = context.out.close();
  if (!exit) return report(exit.error());
  if (!written) return report(written.error());
  return *exit;
}

}  // namespace
}  // namespace entente::cli

int main(int argc, char** argv) {
  // A reader who closes the pipe early has seen enough: end quietly, whatever our parent ignores.
  std::signal(SIGPIPE, SIG_DFL);
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes is an error like a full disk
  auto exit = entente::cli::Exit::failed;
  try {
    exit = entente::cli::run(argc, argv);
  } catch (const std::exception& error) {  // out of memory, or a library's last word
    std::fprintf(stderr, "entente: %s\n", error.what());
  }
  entente::record::give_back();  // while the library that asks still has what it keeps for itself
  return int(exit);
}
