#include <CLI/CLI.hpp>
#include <charconv>

#include "entente/cli/context.h"
#include "entente/cli/network_blocs.h"
#include "entente/cli/record_blocs.h"

namespace entente::cli {

namespace {

struct Options {
  NetworkBlocsOptions network;
  RecordBlocsOptions record;
  std::string blocs = "2";
};

/// "2" to "1000", or "free", which is 0.
int number_of_blocs(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text == "free") return 0;
  if (error == std::errc{} && end == text.data() + text.size() && number >= 2 && number <= 1000)
    return number;
  throw CLI::ValidationError("--blocs",
                             "'" + text + "' is neither a number from 2 to 1000 nor free");
}

}  // namespace

void add_blocs(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *app.add_subcommand(
      "blocs", "Who stands with whom: the blocs of the record's actors, or of a network");
  command.footer(
      "The partition that frustrates the least weight: friends in different blocs, or foes in "
      "one.\n"
      "docs/blocs.md says how it is found and proven, and how sure blocs of the record are.\n\n"
      "Examples:\n"
      "  entente blocs --at 2018\n"
      "  entente blocs --at 2018 --actor Turkey --claims 3\n"
      "  entente blocs --from 2016 --to 2024 --step year\n"
      "  entente blocs --network ties.csv\n"
      "  entente blocs --network ties.csv.gz --seconds 10 --format json\n"
      "  entente blocs --network ties.csv --blocs free");
  CLI::Option* file = command.add_option(
      "--network", options->network.file,
      "CSV of from,to,sign or from,to,weight, also in gzip; - for standard input");
  file->type_name("FILE");
  add_record_blocs_options(command, options->record, *file);
  command.add_option("--blocs", options->blocs, "How many at most, or free (2)")->type_name("N");
  command
      .add_option("--seconds", options->network.seconds,
                  "Look no longer; what has been found and proven until then is the answer")
      ->type_name("S")
      ->check(CLI::PositiveNumber.description(""));
  command
      .add_option("--limit", options->network.limit,
                  "Of a file: list so many optimal partitions, of two blocs, in JSON (1); of the "
                  "record: show so many ties (table: 8, else 1000)")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 20).description(""));
  add_common_options(command, context);
  command.callback([options, &command, &context, &chosen] {
    options->network.blocs = options->record.blocs = number_of_blocs(options->blocs);
    options->record.seconds = options->network.seconds;
    if (command.count("--limit") > 0) options->record.limit = std::int64_t(options->network.limit);
    chosen = [options, &context] {
      return options->network.file.empty() ? record_blocs(options->record, context)
                                           : network_blocs(options->network, context);
    };
  });
}

}  // namespace entente::cli
