#include "entente/cli/claim_options.h"

#include <CLI/CLI.hpp>
#include <optional>

#include "entente/cli/actor_names.h"
#include "entente/cli/home.h"

namespace entente::cli {

using base::Result;
using record::ClaimFilter;

namespace {

/// Options whose values CLI11 has checked already.
template <class Value>
std::vector<Value> named(const std::vector<std::string>& names,
                         std::optional<Value> (*from_name)(std::string_view)) {
  std::vector<Value> values;
  for (const std::string& name : names) values.push_back(*from_name(name));
  return values;
}

Result<void> take_actors(const ClaimOptions& options, const record::Record& record,
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

template <class Enum>
std::vector<std::string> all_names(int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) names.emplace_back(model::name(Enum(i)));
  return names;
}

/// The hash of the only document of that name.
Result<std::string> document_hash(const std::string& name, const record::Record& record) {
  const auto documents = record.documents(name);
  if (!documents) return tl::unexpected(documents.error());
  if (documents->size() != 1)
    return base::fail(documents->empty() ? "the record has no such document"
                                         : "the record has several documents of this name",
                      name, "give its name, or the beginning of its hash");
  return documents->front().document.hash;
}

}  // namespace

std::optional<base::Interval> period(const std::string& text) {
  const auto start = base::Date::parse(text);
  if (!start) return std::nullopt;
  const int months = text.size() == 4 ? 12 : 1;
  return base::Interval{*start, text.size() < 10 ? start->plus_months(months) - 1 : *start};
}

CLI::Option* add_date_option(CLI::App& command, const std::string& name, std::string& text,
                             const std::string& description) {
  const CLI::Validator is_period(
      [](const std::string& given) {
        return period(given) ? std::string()
                             : given + " is no date like 2017, 2017-09 or 2017-09-05";
      },
      "");
  return command.add_option(name, text, description)->type_name("DATE")->check(is_period);
}

Result<ClaimFilter> claim_filter(const ClaimOptions& options, const record::Record& record) {
  ClaimFilter filter;
  filter.types = named(options.types, model::claim_type_from_name);
  filter.layers = named(options.layers, model::layer_from_name);
  for (const std::string& mode : options.modes) filter.aux |= *model::aux_from_name(mode);
  if (!options.from.empty()) filter.from = period(options.from)->start;
  if (!options.to.empty()) filter.to = period(options.to)->end;
  filter.min_confidence = options.min_confidence;
  filter.facts = options.facts;
  if (auto taken = take_actors(options, record, filter); !taken)
    return tl::unexpected(taken.error());
  if (!options.document.empty()) {
    auto hash = document_hash(options.document, record);
    if (!hash) return tl::unexpected(hash.error());
    filter.document = std::move(*hash);
  }
  return filter;
}

void choose_from(CLI::Option* option, const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "{" : ",") + name;
  option->type_name(list + "}")->transform(CLI::IsMember(names, CLI::ignore_case).description(""));
}

void choose_layer(CLI::Option* option) {
  choose_from(option, all_names<model::Layer>(model::kLayers));
}

void add_claim_options(CLI::App& command, ClaimOptions& options) {
  command.add_option("--actor", options.actors, "Who acts or is acted upon")
      ->type_name("ACTOR")
      ->allow_extra_args(false);
  command.add_option("--pair", options.pair, "Between these two, in either direction")
      ->type_name("ACTOR")
      ->expected(2);
  choose_from(command.add_option("--type", options.types, "What is done")->allow_extra_args(false),
              all_names<model::ClaimType>(model::kClaimTypes));
  choose_layer(
      command.add_option("--layer", options.layers, "What it is about")->allow_extra_args(false));
  add_date_option(command, "--from", options.from, "From this day, month or year on");
  add_date_option(command, "--to", options.to, "Up to the end of this day, month or year");
  command.add_option("--claimant", options.claimants, "On whose word: author, unnamed, an actor")
      ->type_name("WHO")
      ->allow_extra_args(false);
  command.add_option("--min-confidence", options.min_confidence, "At least this sure, 0 to 1")
      ->type_name("P")
      ->check(CLI::Range(0.0, 1.0).description(""));
  CLI::Option* facts = command.add_flag("--facts", options.facts,
                                        "Asserted as fact: not denied, planned, possible or past");
  choose_from(command.add_option("--aux", options.modes, "Said in this mode")
                  ->allow_extra_args(false)
                  ->excludes(facts),
              {"negation", "future", "hypothetical", "historical"});
  command.add_option("--document", options.document, "From this document: its name or hash")
      ->type_name("NAME");
}

}  // namespace entente::cli
