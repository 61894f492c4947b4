#include "entente/alignment/turning_points.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>

#include "entente/cli/actor_names.h"
#include "entente/cli/alignment_views.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/claim_options.h"
#include "entente/cli/fitted_record.h"
#include "entente/cli/home.h"
#include "entente/cli/witnesses.h"
#include "entente/cli/working.h"

namespace entente::cli {

using alignment::Standings;
using alignment::TurningPoint;
using base::Result;

namespace {

constexpr std::size_t kWitnesses = 5;      // of each turning point
constexpr std::int64_t kTablePoints = 10;  // what people get unless they say otherwise

struct Options {
  std::vector<std::string> pair;
  std::string actor, layer, from, to;
  double rate = 0.1;
  bool measures = true;
  std::int64_t limit = -1;
};

/// The claims that carry a turning point, by what they add to its size.
std::vector<alignment::Evidence> carriers(const Standings& standings, const TurningPoint& point) {
  auto carriers =
      alignment::shares(standings.observed, point.pair, standings.parameters(), point.evidence);
  const double middle = (point.before + point.after) / 2;
  for (alignment::Evidence& one : carriers)
    one.pull = one.share * (standings.observed.observations[one.claim].value - middle);
  std::stable_sort(carriers.begin(), carriers.end(), [&](const auto& a, const auto& b) {
    return a.pull * point.size > b.pull * point.size;
  });
  return carriers;
}

std::string ends(const Standings& standings, const TurningPoint& point) {
  const auto& [a, b] = standings.observed.pairs[point.pair];
  return standings.observed.actors[a] + " – " + standings.observed.actors[b];
}

std::string json_point(const Standings& standings, const TurningPoint& point,
                       const std::vector<Witness>& witnesses) {
  const auto& [a, b] = standings.observed.pairs[point.pair];
  return fmt::format(
      R"({{"actors":[{},{}],"date":"{}","from":"{}","to":"{}","size":{:.4f},"deviation":{:.4f},)"
      R"("before":{:.4f},"after":{:.4f},"p":{:.6g},"probability":{:.4f},"evidence":{}}})",
      json_text(standings.observed.actors[a]), json_text(standings.observed.actors[b]),
      point.date.iso(), point.from.iso(), point.to.iso(), point.size, point.deviation, point.before,
      point.after, point.p, point.probability, json(witnesses));
}

std::string csv_point(const Standings& standings, const TurningPoint& point) {
  const auto& [a, b] = standings.observed.pairs[point.pair];
  return fmt::format("{},{},{},{},{},{:.4f},{:.4f},{:.4f},{:.4f},{:.6g},{:.4f}",
                     csv_cell(standings.observed.actors[a]), csv_cell(standings.observed.actors[b]),
                     point.date.iso(), point.from.iso(), point.to.iso(), point.size,
                     point.deviation, point.before, point.after, point.p, point.probability);
}

void print_point(const Standings& standings, const TurningPoint& point,
                 const std::vector<Witness>& witnesses, Context& context) {
  const Painter paint = context.painter();
  context.out.print(
      "{}  {}  {} → {}  ({:+.1f} ± {:.1f})  probability {:.2f}\n"
      "between {} and {} with 90 %; carried by\n",
      paint(Ink::date, point.date.iso()), paint(Ink::strong, ends(standings, point)),
      level_text(point.before), level_text(point.after), point.size, point.deviation,
      point.probability, point.from.iso(), point.to.iso());
  print_witnesses(witnesses, context);
  context.out.write("\n");
}

/// What was searched, and how far it can be trusted.
std::string summary(const alignment::TurningPoints& found, std::size_t shown) {
  if (found.points.empty())
    return fmt::format("No break: none of {} is beyond what chance gives.\n",
                       counted(std::int64_t(found.tests), "test"));
  return fmt::format(
      "{} of {} shown. Over the {} made here the false discovery rate is at most {:.0f} %; each\n"
      "probability also weighs how rarely the pairs looked at break.\n",
      shown, counted(std::int64_t(found.points.size()), "turning point"),
      counted(std::int64_t(found.tests), "test"), 100 * found.rate);
}

void keep_wanted(const Options& options, std::vector<TurningPoint>& points) {
  std::erase_if(points, [&](const TurningPoint& point) {
    return (!options.from.empty() && point.date < period(options.from)->start) ||
           (!options.to.empty() && point.date > period(options.to)->end);
  });
}

Result<void> print(const Options& options, const record::Record& record, const Standings& standings,
                   alignment::TurningPoints found, Context& context) {
  keep_wanted(options, found.points);
  const std::int64_t suited = context.format == Format::table ? kTablePoints : 0;
  const std::int64_t limit = options.limit < 0 ? suited : options.limit;
  const std::size_t shown =
      limit == 0 ? found.points.size() : std::min(found.points.size(), std::size_t(limit));
  if (context.format == Format::jsonl)
    context.out.print(
        R"({{"layer":{},"tests":{},"rate":{:g},"total":{},"parameters":{},"points":[)",
        json_text_or_null(options.layer), found.tests, found.rate, found.points.size(),
        json(standings.fit));
  if (context.format == Format::csv)
    context.out.print("a,b,date,from,to,size,deviation,before,after,p,probability,{}\n",
                      kWitnessCsvHeader);
  for (std::size_t i = 0; i < shown; ++i) {
    const TurningPoint& point = found.points[i];
    const auto carried =
        witnesses(record, standings.observed, point.pair, carriers(standings, point), kWitnesses);
    if (!carried) return tl::unexpected(carried.error());
    if (context.format == Format::table)
      print_point(standings, point, *carried, context);
    else if (context.format == Format::jsonl)
      context.out.print("{}{}", i == 0 ? "" : ",", json_point(standings, point, *carried));
    else
      for (const Witness& witness : *carried)
        context.out.print("{},{}\n", csv_point(standings, point), csv_cells(witness));
  }
  if (context.format == Format::jsonl) context.out.write("]}\n");
  if (context.format == Format::table) context.out.write(summary(found, shown));
  return {};
}

Result<Exit> run(const Options& options, Context& context) {
  const auto record = open_fitted(context);
  if (!record) return tl::unexpected(record.error());
  alignment::Selection selection{.measures = options.measures};
  if (!options.pair.empty() || !options.actor.empty()) {
    const auto reader = reading::Reader::load(home_folder());
    if (!reader) return tl::unexpected(reader.error());
    const auto ids = actor_ids(options.actor.empty() ? options.pair : std::vector{options.actor},
                               *reader, *record);
    if (!ids) return tl::unexpected(ids.error());
    if (options.actor.empty())
      selection.actors = *ids;
    else
      selection.around = ids->front();
  }
  if (!options.layer.empty()) selection.layer = model::layer_from_name(options.layer);
  std::optional<Working> working("looking for breaks");
  const auto standings = Standings::load(*record, home_folder(), selection);
  if (!standings) return tl::unexpected(standings.error());
  auto found = alignment::turning_points(standings->observed.series, standings->fit.between_breaks,
                                         options.rate);
  working.reset();
  if (auto printed = print(options, *record, *standings, std::move(found), context); !printed)
    return tl::unexpected(printed.error());
  return Exit::done;
}

void check(const Options& o) {
  if (!o.pair.empty() && !o.actor.empty())
    throw CLI::ValidationError("turning-points", "Two actors and --actor exclude each other");
  if (!o.pair.empty() && o.pair.size() != 2)
    throw CLI::ValidationError("turning-points", "Name two actors, or --actor, or nobody");
}

}  // namespace

void add_turning_points(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *app.add_subcommand(
      "turning-points", "Dates from which on actors stand differently, and what carries them");
  command.footer(
      "Of two actors, of one with all others, or the strongest of all. docs/alignment.md defines "
      "them.\n\n"
      "Examples:\n"
      "  entente turning-points PAK RUS\n"
      "  entente turning-points --actor IND --from 2014\n"
      "  entente turning-points --rate 0.05 --format json");
  command.add_option("ACTOR", options->pair, "Two actors: ids or names")
      ->type_name("")
      ->expected(0, 2);
  command.add_option("--actor", options->actor, "One actor with all others")->type_name("ACTOR");
  choose_layer(command.add_option("--layer", options->layer, "Of this layer alone (all together)"));
  add_date_option(command, "--from", options->from, "From this day, month or year on");
  add_date_option(command, "--to", options->to, "Up to the end of this day, month or year");
  command.add_option("--rate", options->rate, "Share of false ones that is accepted (0.1)")
      ->type_name("P")
      ->check(CLI::Range(0.0001, 0.5).description(""));
  command.add_flag("!--no-measures", options->measures,
                   "Claims alone: alliances, votes and the like set no level");
  command.add_option("--limit", options->limit, "At most so many; 0 is all (table: 10, else all)")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 40).description(""));
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    check(*options);
    chosen = [options, &context] { return run(*options, context); };
  });
}

}  // namespace entente::cli
