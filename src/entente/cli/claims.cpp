#include <CLI/CLI.hpp>
#include <optional>

#include "entente/cli/actor_names.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/claim_table.h"
#include "entente/cli/context.h"
#include "entente/cli/event_list.h"
#include "entente/cli/home.h"
#include "entente/record/record.h"

namespace entente::cli {

namespace {

using base::Result;
using record::ClaimFilter;

constexpr std::int64_t kTableRows = 50;  // what people get unless they say otherwise

struct Options {
  std::vector<std::string> actors, pair, types, layers, claimants, modes;
  std::string from, to, document, sort = "date";
  double min_confidence = 0;
  bool events = false, contested = false, facts = false, reverse = false;
  std::int64_t limit = -1;  // -1: what suits the format
};

/// The days that "2017", "2017-09" or "2017-09-05" names.
std::optional<base::Interval> period(const std::string& text) {
  const auto start = base::Date::parse(text);
  if (!start) return std::nullopt;
  const int months = text.size() == 4 ? 12 : 1;
  return base::Interval{*start, text.size() < 10 ? start->plus_months(months) - 1 : *start};
}

/// Options whose values CLI11 has checked already.
template <class Value>
std::vector<Value> named(const std::vector<std::string>& names,
                         std::optional<Value> (*from_name)(std::string_view)) {
  std::vector<Value> values;
  for (const std::string& name : names) values.push_back(*from_name(name));
  return values;
}

Result<void> take_actors(const Options& options, const record::Record& record,
                         ClaimFilter& filter) {
  if (options.actors.empty() && options.pair.empty() && options.claimants.empty()) return {};
  const auto reader = reading::Reader::load(home_folder());
  if (!reader) return tl::unexpected(reader.error());
  auto actors = actor_ids(options.actors, *reader, record);
  if (!actors) return tl::unexpected(actors.error());
  filter.actors = std::move(*actors);
  const auto pair = actor_ids(options.pair, *reader, record);
  if (!pair) return tl::unexpected(pair.error());
  if (pair->size() == 2) filter.pair.emplace((*pair)[0], (*pair)[1]);
  for (const std::string& name : options.claimants) {
    if (name == "author" || name == "unnamed") {
      filter.claimants.push_back(name);
      continue;
    }
    auto id = actor_id(name, *reader, record);
    if (!id) return tl::unexpected(id.error());
    filter.claimants.push_back(std::move(*id));
  }
  return {};
}

ClaimFilter filter_from(const Options& options, Format format) {
  ClaimFilter filter;
  filter.types = named(options.types, model::claim_type_from_name);
  filter.layers = named(options.layers, model::layer_from_name);
  for (const std::string& mode : options.modes) filter.aux |= *model::aux_from_name(mode);
  if (!options.from.empty()) filter.from = period(options.from)->start;
  if (!options.to.empty()) filter.to = period(options.to)->end;
  filter.min_confidence = options.min_confidence;
  filter.facts = options.facts;
  filter.reverse = options.reverse;
  filter.order = options.sort == "date"         ? ClaimFilter::Order::newest
                 : options.sort == "confidence" ? ClaimFilter::Order::surest
                                                : ClaimFilter::Order::document;
  const std::int64_t suited = format == Format::table ? kTableRows : 0;
  filter.limit = options.limit < 0 ? suited : options.limit;
  return filter;
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
  ClaimFilter filter = filter_from(options, context.format);
  if (auto taken = take_actors(options, *record, filter); !taken)
    return tl::unexpected(taken.error());
  if (!options.document.empty()) {
    const auto documents = record->documents(options.document);
    if (!documents) return tl::unexpected(documents.error());
    if (documents->size() != 1)
      return base::fail(documents->empty() ? "the record has no such document"
                                           : "the record has several documents of this name",
                        options.document, "give its name, or the beginning of its hash");
    filter.document = documents->front().document.hash;
  }
  if (auto printed = print(options, *record, filter, context); !printed)
    return tl::unexpected(printed.error());
  return Exit::done;
}

template <class Enum>
std::vector<std::string> all_names(int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) names.emplace_back(model::name(Enum(i)));
  return names;
}

/// One of `names`; shown in help, and offered by the shell.
void choose_from(CLI::Option* option, const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "{" : ",") + name;
  option->type_name(list + "}")->transform(CLI::IsMember(names, CLI::ignore_case).description(""));
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
  command.add_option("--actor", options->actors, "Who acts or is acted upon")
      ->type_name("ACTOR")
      ->allow_extra_args(false);
  command.add_option("--pair", options->pair, "Between these two, in either direction")
      ->type_name("ACTOR")
      ->expected(2);
  choose_from(command.add_option("--type", options->types, "What is done")->allow_extra_args(false),
              all_names<model::ClaimType>(model::kClaimTypes));
  choose_from(
      command.add_option("--layer", options->layers, "What it is about")->allow_extra_args(false),
      all_names<model::Layer>(model::kLayers));
  const CLI::Validator is_day(
      [](const std::string& text) {
        return period(text) ? std::string() : text + " is no date like 2017, 2017-09 or 2017-09-05";
      },
      "");
  command.add_option("--from", options->from, "From this day, month or year on")
      ->type_name("DATE")
      ->check(is_day);
  command.add_option("--to", options->to, "Up to the end of this day, month or year")
      ->type_name("DATE")
      ->check(is_day);
  command.add_option("--claimant", options->claimants, "On whose word: author, unnamed, an actor")
      ->type_name("WHO")
      ->allow_extra_args(false);
  command.add_option("--min-confidence", options->min_confidence, "At least this sure, 0 to 1")
      ->type_name("P")
      ->check(CLI::Range(0.0, 1.0).description(""));
  CLI::Option* facts = command.add_flag("--facts", options->facts,
                                        "Asserted as fact: not denied, planned, possible or past");
  choose_from(command.add_option("--aux", options->modes, "Said in this mode")
                  ->allow_extra_args(false)
                  ->excludes(facts),
              {"negation", "future", "hypothetical", "historical"});
  command.add_option("--document", options->document, "From this document: its name or hash")
      ->type_name("NAME");
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
