#include <CLI/CLI.hpp>
#include <cstdlib>

#include "entente/cli/actor_names.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/context.h"
#include "entente/cli/home.h"
#include "entente/cli/table.h"
#include "entente/record/reviews.h"
#include "entente/workbench/claim_json.h"

namespace entente::cli {

namespace {

using base::Result;
using record::Review;
using workbench::Json;

struct Options {
  std::string claim;
  bool accept = false, reject = false, list = false;
  std::vector<std::string> changes;  ///< "type=ACCUSE"
  std::int64_t undo = 0;
  record::Reviewer by;
};

/// "type=ACCUSE", "actor=PAK", "aux=future,hypothetical", "date=2014-05" as a claim's JSON fields.
Result<Json> fields_of(const std::vector<std::string>& changes) {
  Json fields = Json::object();
  for (const std::string& change : changes) {
    const auto equals = change.find('=');
    const std::string name = change.substr(0, equals);
    if (equals == change.npos)
      return base::fail("FIELD=VALUE was expected", change, "for instance --set type=ACCUSE");
    const std::string value = change.substr(equals + 1);
    if (name == "actor" || name == "recipient" || name == "claimant") {
      fields[name] = {{"id", value}};
    } else if (name == "aux") {
      fields[name] = Json::array();
      for (std::size_t at = 0; at < value.size();) {
        const std::size_t end = std::min(value.find(',', at), value.size());
        fields[name].push_back(value.substr(at, end - at));
        at = end + 1;
      }
    } else if (name == "date") {
      fields[name] = value.empty() ? Json() : Json{{"start", value}, {"end", value}};
    } else if (name == "type" || name == "mode" || name == "layer" || name == "sign" ||
               name == "trend") {
      fields[name] = value;
    } else {
      return base::fail("a claim has no such field to set", name,
                        "actor, recipient, type, mode, layer, sign, trend, aux, claimant or date");
    }
  }
  return fields;
}

/// Puts the ids of actors for their names: "Pakistan" is PAK.
Result<void> name_by_id(Json& fields, const record::Record& record) {
  std::optional<reading::Reader> reader;
  for (const char* role : {"actor", "recipient", "claimant"}) {
    if (!fields.contains(role)) continue;
    if (!reader) {
      auto loaded = reading::Reader::load(home_folder());
      if (!loaded) return tl::unexpected(loaded.error());
      reader = std::move(*loaded);
    }
    const std::string name = fields[role]["id"];
    auto id = actor_id(name, *reader, record);
    if (!id && !workbench::may_name_new_actor(name)) return tl::unexpected(id.error());
    if (id) fields[role]["id"] = std::move(*id);
  }
  return {};
}

Result<std::int64_t> correct(record::Record& record, const Options& options) {
  auto fields = fields_of(options.changes);
  if (!fields) return tl::unexpected(fields.error());
  if (auto named = name_by_id(*fields, record); !named) return tl::unexpected(named.error());
  const auto claims = record.claims(options.claim);
  if (!claims) return tl::unexpected(claims.error());
  if (claims->size() != 1)
    return base::fail(claims->empty() ? "the record has no such claim" : "several claims begin so",
                      options.claim, "see their ids with `entente claims`");
  auto after = workbench::changed(claims->front(), *fields);
  if (!after) return tl::unexpected(after.error().error);
  return record::correct(record, options.claim, std::move(*after), options.by);
}

/// "PAK → RUS ACCUSE"
std::string told(const record::QuotedClaim& claim) {
  return fmt::format("{} {} {} {}{}", claim.actor.id, is_symmetric(claim.type) ? "–" : "→",
                     claim.recipient.id, model::name(claim.type), model::name(claim.sign));
}

Result<Exit> list(const Options& options, Context& context) {
  const auto record = record::Record::open(context.record, record::Access::read);
  if (!record) return tl::unexpected(record.error());
  const auto trail = reviews_of_claim(*record, options.claim);
  if (!trail) return tl::unexpected(trail.error());
  if (context.format == Format::csv)
    context.out.write("review,at,reviewer,verdict,before,after,note,undone_at,undone_by\n");
  Table table({{"review", Table::Align::right}, {"at"}, {"by"}, {"verdict"}, {"claim"}, {"note"}});
  for (const Review& r : *trail) {
    const std::string before = r.before ? told(*r.before) : "",
                      after = r.after ? told(*r.after) : "";
    if (context.format == Format::jsonl) {
      context.out.print("{}\n", workbench::to_json(r).dump());
    } else if (context.format == Format::csv) {
      context.out.print("{},{},{},{},{},{},{},{},{}\n", r.number, r.at, csv_cell(r.reviewer),
                        name(r.verdict), csv_cell(before), csv_cell(after), csv_cell(r.note),
                        r.undone_at, csv_cell(r.undone_by));
    } else {
      const bool changed = !before.empty() && !after.empty() && before != after;
      table.add({{std::to_string(r.number), Ink::strong},
                 {r.at},
                 {r.reviewer.empty() ? "somebody" : r.reviewer},
                 {std::string(name(r.verdict)) + (r.undone_at.empty() ? "" : ", undone")},
                 {changed          ? before + ", now " + after
                  : before.empty() ? after
                                   : before},
                 {r.note}});
    }
  }
  if (context.format != Format::table) return Exit::done;
  if (trail->empty())
    context.out.print("Nobody has reviewed {} yet.\n",
                      options.claim.empty() ? "anything" : "this claim");
  else
    table.print(context.out, context.painter(), context.width());
  return Exit::done;
}

Result<Exit> review(const Options& options, Context& context) {
  const int asked = int(options.accept) + int(options.reject) + int(!options.changes.empty()) +
                    int(options.undo != 0);
  if (options.list && asked == 0) return list(options, context);
  if (asked != 1 || options.list || (options.undo == 0) == options.claim.empty()) {
    fmt::print(stderr,
               "entente: name a claim and one of --accept, --reject and --set, or a review "
               "with --undo, or --list\n");
    return Exit::misused;
  }
  auto record = record::Record::open(context.record, record::Access::write);
  if (!record) return tl::unexpected(record.error());
  if (options.undo != 0) {
    if (auto undone = undo(*record, options.undo, options.by); !undone)
      return tl::unexpected(undone.error());
    context.out.print("Review {} is undone.\n", options.undo);
    return Exit::done;
  }
  const auto number = options.accept   ? record::accept(*record, options.claim, options.by)
                      : options.reject ? record::reject(*record, options.claim, options.by)
                                       : correct(*record, options);
  if (!number) return tl::unexpected(number.error());
  context.out.print("Review {}; `entente review --undo {}` takes it back.\n", *number, *number);
  return Exit::done;
}

}  // namespace

void add_review(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  if (const char* user = std::getenv("USER"); user != nullptr) options->by.name = user;
  CLI::App& command =
      *app.add_subcommand("review", "Accept, reject or correct a claim, or take that back");
  command.footer(
      "What is reviewed counts at once in all that is made of claims, and survives a newer "
      "reader.\n\n"
      "Examples:\n"
      "  entente review 9f3a2b1c --accept\n"
      "  entente review 9f3a2b1c --set type=ACCUSE --set recipient=IND --note 'not Iran'\n"
      "  entente review --undo 7\n"
      "  entente review --list");
  command.add_option("CLAIM", options->claim, "The first digits of a claim's id")->type_name("");
  command.add_flag("--accept", options->accept, "It is what the sentence says");
  command.add_flag("--reject", options->reject, "It is not");
  command
      .add_option("--set", options->changes,
                  "What it is instead: actor, recipient, type, mode, layer, sign, trend, aux, "
                  "claimant, date; may be repeated")
      ->type_name("FIELD=VALUE")
      ->allow_extra_args(false);
  command.add_option("--undo", options->undo, "Take this review back")
      ->type_name("N")
      ->check(CLI::PositiveNumber.description(""));
  command.add_flag("--list", options->list, "Show who reviewed what, of a claim or of all");
  command.add_option("--by", options->by.name, "Who reviews (you)")->type_name("NAME");
  command.add_option("--note", options->by.note, "Why")->type_name("TEXT");
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    chosen = [options, &context] { return review(*options, context); };
  });
}

}  // namespace entente::cli
