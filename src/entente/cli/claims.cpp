#include <CLI/CLI.hpp>

#include "entente/cli/claim_formats.h"
#include "entente/cli/claim_options.h"
#include "entente/cli/claim_table.h"
#include "entente/cli/context.h"
#include "entente/cli/event_list.h"
#include "entente/record/record.h"

namespace entente::cli {

namespace {

using base::Result;
using record::ClaimFilter;

constexpr std::int64_t kTableRows = 50;  // what people get unless they say otherwise

struct Options {
  ClaimOptions which;
  std::string sort = "date";
  bool events = false, contested = false, reverse = false;
  std::int64_t limit = -1;  // -1: what suits the format
};

/// Puts the order and the limit into a filter.
void arrange(const Options& options, Format format, ClaimFilter& filter) {
  filter.reverse = options.reverse;
  filter.order = options.sort == "date"         ? ClaimFilter::Order::newest
                 : options.sort == "confidence" ? ClaimFilter::Order::surest
                                                : ClaimFilter::Order::document;
  const std::int64_t suited = format == Format::table ? kTableRows : 0;
  filter.limit = options.limit < 0 ? suited : options.limit;
}

Result<void> print_table(const record::Record& record, const ClaimFilter& filter,
                         Context& context) {
  const auto total = record.count(filter);
  if (!total) return tl::unexpected(total.error());
  ClaimTable table(context.painter(), context.width());
  std::int64_t shown = 0;
  auto visited = record.each_claim(filter, [&](const record::QuotedClaim& claim) {
    table.add(claim);
    ++shown;
  });
  if (!visited) return visited;
  if (shown > 0) table.print(context.out);
  context.out.print("{}{} of {}{}\n", shown > 0 ? "\n" : "", shown, counted(*total, "claim"),
                    shown < *total ? "; --limit 0 shows all" : "");
  return {};
}

Result<void> print_lines(const record::Record& record, const ClaimFilter& filter,
                         Context& context) {
  const bool is_json = context.format == Format::jsonl;
  if (!is_json) context.out.write(kCsvHeader);
  return record.each_claim(filter, [&](const record::QuotedClaim& claim) {
    context.out.write(is_json ? json_line(claim, true) : csv_line(claim));
  });
}

Result<void> print(const Options& options, const record::Record& record, const ClaimFilter& filter,
                   Context& context) {
  if (options.events) return print_events(record, filter, context);
  if (options.contested) return print_contested(record, filter, context);
  if (context.format == Format::table) return print_table(record, filter, context);
  return print_lines(record, filter, context);
}

Result<Exit> claims(const Options& options, Context& context) {
  const auto record = record::Record::open(context.record, record::Access::read);
  if (!record) return tl::unexpected(record.error());
  auto filter = claim_filter(options.which, *record);
  if (!filter) return tl::unexpected(filter.error());
  arrange(options, context.format, *filter);
  if (auto printed = print(options, *record, *filter, context); !printed)
    return tl::unexpected(printed.error());
  return Exit::done;
}

}  // namespace

void add_claims(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *app.add_subcommand("claims", "List claims of the record");
  command.footer(
      "An actor is an id or a name: PAK, Pakistan. An option given twice means either.\n\n"
      "Examples:\n"
      "  entente claims --pair PAK RUS --facts\n"
      "  entente claims --actor Iran --type SANCTION --type THREATEN --from 2017 --to 2018-06\n"
      "  entente claims --layer arms --sort confidence --format csv > arms.csv\n"
      "  entente claims --events --pair IND PAK --type ASSAULT\n"
      "  entente claims --contested --from 2020");
  add_claim_options(command, options->which);
  choose_from(
      command.add_option("--sort", options->sort, "Newest first, surest first, or as read (date)"),
      {"date", "confidence", "document"});
  CLI::Option* events = command.add_flag(
      "--events", options->events, "What claims report, once each, with how many sources say so");
  command
      .add_flag("--contested", options->contested,
                "Events that one voice asserts and another denies, with both sides")
      ->excludes(events);
  command.add_flag("--reverse", options->reverse, "The other way round");
  command.add_option("--limit", options->limit, "At most so many; 0 is all (table: 50, else all)")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 40).description(""));
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    chosen = [options, &context] { return claims(*options, context); };
  });
}

}  // namespace entente::cli
