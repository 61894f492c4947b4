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
constexpr std::size_t kSearched = 200;  // pairs, nearest to a break first, that candidates are of

struct Options {
  std::vector<std::string> pair;
  std::string actor, layer, from, to;
  double rate = 0.1;
  bool measures = true;
  std::int64_t limit = -1, candidates = 3;
};

/// What is shown: the turning points, cut to the limit, and then the candidates.
struct Shown {
  std::vector<TurningPoint> points;
  std::size_t established = 0;  ///< of `points`: those before the candidates
  std::size_t total = 0;        ///< established ones, before the cut
};

std::string ends(const Standings& standings, const TurningPoint& point) {
  const auto& [a, b] = standings.observed.pairs[point.pair];
  return standings.observed.actors[a] + " – " + standings.observed.actors[b];
}

std::string json_point(const Standings& standings, const TurningPoint& point,
                       const std::vector<Witness>& witnesses) {
  const auto& [a, b] = standings.observed.pairs[point.pair];
  return fmt::format(
      R"({{"actors":[{},{}],"established":{},"date":"{}","from":"{}","to":"{}","size":{:.4f},)"
      R"("deviation":{:.4f},"before":{:.4f},"after":{:.4f},"p":{:.6g},"probability":{:.4f},)"
      R"("evidence":{}}})",
      json_text(standings.observed.actors[a]), json_text(standings.observed.actors[b]),
      point.established, point.date.iso(), point.from.iso(), point.to.iso(), point.size,
      point.deviation, point.before, point.after, point.p, point.probability, json(witnesses));
}

std::string csv_point(const Standings& standings, const TurningPoint& point) {
  const auto& [a, b] = standings.observed.pairs[point.pair];
  return fmt::format("{},{},{},{},{},{},{:.4f},{:.4f},{:.4f},{:.4f},{:.6g},{:.4f}",
                     csv_cell(standings.observed.actors[a]), csv_cell(standings.observed.actors[b]),
                     point.established, point.date.iso(), point.from.iso(), point.to.iso(),
                     point.size, point.deviation, point.before, point.after, point.p,
                     point.probability);
}

void print_point(const Standings& standings, const TurningPoint& point,
                 const std::vector<Witness>& witnesses, Context& context) {
  const Painter paint = context.painter();
  context.out.print(
      "{} {}  {}  {} → {}  ({:+.1f} ± {:.1f})  p {:.2g}, probability {:.2f}{}\n"
      "between {} and {} with 90 %; carried by\n",
      point.established ? "◆" : "◇", paint(Ink::date, point.date.iso()),
      paint(Ink::strong, ends(standings, point)), level_text(point.before), level_text(point.after),
      point.size, point.deviation, point.p, point.probability,
      point.established ? "" : ", not established", point.from.iso(), point.to.iso());
  print_witnesses(witnesses, context);
  context.out.write("\n");
}

/// What was searched, and how far it can be trusted.
std::string summary(const alignment::TurningPoints& found, const Shown& shown) {
  const std::size_t candidates = shown.points.size() - shown.established;
  const std::string nearest =
      candidates == 0
          ? ""
          : "What is marked ◇ comes nearest to one and may well be chance; pairs of which "
            "little is told\nare not tested, and never more than that.\n";
  if (found.tests == 0)
    return "No break can be told: of none of these pairs enough is known to test for one.\n" +
           nearest;
  if (shown.total == 0)
    return fmt::format(
        "No break: none of {} is beyond what chance gives, at a rate of {:.0f} % false.\n{}",
        counted(std::int64_t(found.tests), "test"), 100 * found.rate, nearest);
  return fmt::format(
      "{} of {} shown. Over the {} made here the false discovery rate is at most {:.0f} %.\n"
      "p: so many of the pairs without a break show as much. Probability: of a break, given how\n"
      "rarely the pairs looked at have one; below 0.5 more evidence is wanted.\n{}",
      shown.established, counted(std::int64_t(shown.total), "turning point"),
      counted(std::int64_t(found.tests), "test"), 100 * found.rate, nearest);
}

void keep_wanted(const Options& options, std::vector<TurningPoint>& points) {
  std::erase_if(points, [&](const TurningPoint& point) {
    return (!options.from.empty() && point.date < period(options.from)->start) ||
           (!options.to.empty() && point.date > period(options.to)->end);
  });
}

Shown shown(const Options& options, const Standings& standings,
            const alignment::TurningPoints& found, Format format) {
  Shown shown{.points = found.points};
  keep_wanted(options, shown.points);
  shown.total = shown.points.size();
  const std::int64_t suited = format == Format::table ? kTablePoints : 0;
  const std::int64_t limit = options.limit < 0 ? suited : options.limit;
  if (limit != 0) shown.points.resize(std::min(shown.total, std::size_t(limit)));
  shown.established = shown.points.size();
  const auto pairs = std::span(found.nearest).first(std::min(kSearched, found.nearest.size()));
  auto candidates = alignment::candidates(standings.observed.series, standings.fit.between_breaks,
                                          found, pairs, kSearched);
  keep_wanted(options, candidates);
  candidates.resize(std::min(candidates.size(), std::size_t(options.candidates)));
  shown.points.insert(shown.points.end(), candidates.begin(), candidates.end());
  return shown;
}

Result<void> print(const Options& options, const record::Record& record, const Standings& standings,
                   const alignment::TurningPoints& found, Context& context) {
  const Shown shown = cli::shown(options, standings, found, context.format);
  if (context.format == Format::jsonl)
    context.out.print(
        R"({{"layer":{},"tests":{},"rate":{:g},"total":{},"parameters":{},"points":[)",
        json_text_or_null(options.layer), found.tests, found.rate, shown.total,
        json(standings.fit));
  if (context.format == Format::csv)
    context.out.print("a,b,established,date,from,to,size,deviation,before,after,p,probability,{}\n",
                      kWitnessCsvHeader);
  for (std::size_t i = 0; i < shown.points.size(); ++i) {
    const TurningPoint& point = shown.points[i];
    const auto carried = witnesses(record, standings.observed, point.pair,
                                   alignment::carriers(standings, point), kWitnesses);
    if (!carried) return tl::unexpected(carried.error());
    if (context.format == Format::table)
      print_point(standings, point, *carried, context);
    else if (context.format == Format::jsonl)
      context.out.print("{}{}",
                        i == shown.established ? R"(],"candidates":[)"
                        : i == 0               ? ""
                                               : ",",
                        json_point(standings, point, *carried));
    else
      for (const Witness& witness : *carried)
        context.out.print("{},{}\n", csv_point(standings, point), csv_cells(witness));
  }
  if (context.format == Format::jsonl)
    context.out.write(shown.points.size() == shown.established ? R"(],"candidates":[]})" : "]}");
  if (context.format == Format::jsonl) context.out.write("\n");
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
  const auto found = alignment::turning_points(standings->observed.series,
                                               standings->fit.between_breaks, options.rate);
  working.reset();
  if (auto printed = print(options, *record, *standings, found, context); !printed)
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
  command
      .add_option("--candidates", options->candidates,
                  "At most so many of those that did not pass are told too (3)")
      ->type_name("N")
      ->check(CLI::Range(0, 100).description(""));
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
