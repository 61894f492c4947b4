#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <map>

#include "entente/cli/actor_names.h"
#include "entente/cli/alignment_views.h"
#include "entente/cli/claim_options.h"
#include "entente/cli/fitted_record.h"
#include "entente/cli/home.h"
#include "entente/cli/working.h"

namespace entente::cli {

using alignment::Standing;
using base::Date;
using base::Interval;
using base::Result;

std::optional<Interval> AlignmentView::observed_days(std::optional<std::size_t> pair) const {
  std::optional<Interval> days;
  for (std::size_t i = pair.value_or(0); i < (pair ? *pair + 1 : observed().pairs.size()); ++i) {
    const auto of_pair = observed().series[i].days;
    if (of_pair.empty()) continue;
    const Interval own{Date{of_pair.front().day}, Date{of_pair.back().day}};
    days = days ? Interval{std::min(days->start, own.start), std::max(days->end, own.end)} : own;
  }
  return days;
}

std::optional<Interval> AlignmentView::main_days(std::optional<std::size_t> pair) const {
  auto days = observed_days(pair);
  if (!days) return days;
  std::map<std::int32_t, double> weights;
  double left = 0;
  for (std::size_t i = pair.value_or(0); i < (pair ? *pair + 1 : observed().pairs.size()); ++i)
    for (const alignment::Day& day : observed().series[i].days) {
      weights[day.day] += day.weight;
      left += day.weight / 20;
    }
  for (const auto& [day, weight] : weights) {
    days->start.days = day;
    left -= weight;
    if (left <= 0) break;
  }
  return days;
}

Date AlignmentView::date() const {
  for (const std::string* named : {&options.explain, &options.at})
    if (!named->empty()) return period(*named)->end;
  const auto days = observed_days({});
  return days ? days->end : Date::from_civil(2000, 1, 1);
}

Interval AlignmentView::wanted(Interval days) const {
  if (!options.from.empty()) days.start = period(options.from)->start;
  if (!options.to.empty()) days.end = period(options.to)->end;
  return days;
}

std::vector<Date> AlignmentView::dates(Interval days) const {
  constexpr std::array<std::pair<std::string_view, int>, 3> kMonths{
      {{"month", 1}, {"quarter", 3}, {"year", 12}}};
  int months = options.step.empty() ? 1 : 0;
  for (const auto& [name, count] : kMonths)
    if (options.step == name) months = count;
  std::vector<Date> dates;
  for (int i = 0;; ++i) {
    const Date date = months > 0 ? days.start.plus_months(i * months)
                                 : days.start + i * (options.step == "week" ? 7 : 1);
    if (date > days.end) break;
    dates.push_back(date);
  }
  if (dates.empty() || dates.back() < days.end) dates.push_back(days.end);
  return dates;
}

std::vector<Date> spaced(const Interval& days, std::size_t count) {
  std::vector<Date> dates;
  const double length = days.end.days - days.start.days;
  for (std::size_t i = 0; i < count; ++i)
    dates.push_back(days.start + int(std::lround(length * double(i) / double(count - 1))));
  return dates;
}

std::string layer_text(const AlignmentView& view) {
  return view.options.layer.empty() ? "all layers" : view.options.layer + " layer";
}

std::string level_text(double level) { return fmt::format("{:+.1f}", level); }

std::string interval_text(const Standing& standing) {
  return fmt::format("[{:+.1f}, {:+.1f}]", standing.low(), standing.high());
}

std::string json_fields(const Standing& standing) {
  return fmt::format(R"("mean":{:.4f},"low":{:.4f},"high":{:.4f},"sd":{:.4f})", standing.mean,
                     standing.low(), standing.high(), standing.deviation());
}

std::string csv_cells(const Standing& standing) {
  return fmt::format("{:.4f},{:.4f},{:.4f},{:.4f}", standing.mean, standing.low(), standing.high(),
                     standing.deviation());
}

Ink ink_of(const Standing& standing) {
  if (standing.low() <= 0 && standing.high() >= 0) return Ink::faint;
  return standing.mean > 0 ? Ink::recipient : Ink::claimant;
}

namespace {

Result<Exit> fit_again(Context& context) {
  const auto record = open_fitted(context, true);
  if (!record) return tl::unexpected(record.error());
  const auto fit = alignment::stored_fit(*record);
  if (!fit) return tl::unexpected(fit.error());
  if (context.format == Format::table)
    context.out.print("{}\n", in_words(**fit));
  else if (context.format == Format::jsonl)
    context.out.print("{}\n", json(*fit));
  else
    context.out.print(
        "mean,lasting,spread,reversion_days,noise,day_noise,claims\n{:.6g},{:.6g},{:.6g},{:.6g},{:."
        "6g},{:.6g},{}"
        "\n",
        (*fit)->fit.parameters.mean, (*fit)->fit.parameters.lasting, (*fit)->fit.parameters.spread,
        (*fit)->fit.parameters.reversion, (*fit)->fit.parameters.noise,
        (*fit)->fit.parameters.day_noise, (*fit)->claims);
  return Exit::done;
}

/// The pairs that the options ask for.
alignment::Selection selection(const AlignmentOptions& options,
                               const std::vector<std::string>& ids) {
  alignment::Selection selection;
  if (!options.pair.empty()) selection.actors = ids;
  if (!options.actor.empty()) selection.around = ids[0];
  if (!options.layer.empty()) selection.layer = model::layer_from_name(options.layer);
  selection.measures = options.measures;
  selection.sources = options.by == "source";
  return selection;
}

Result<alignment::Standings> loaded(const record::Record& record,
                                    const alignment::Selection& selection) {
  const Working working("reading the claims of these pairs");
  return alignment::Standings::load(record, home_folder(), selection);
}

Result<Exit> show(const AlignmentView& view, const std::vector<std::string>& powers) {
  if (view.options.all) return show_matrix(view);
  if (view.options.spread) return show_spread(view, powers);
  if (!view.options.actor.empty()) return show_actor(view);
  if (!view.options.explain.empty()) return show_explanation(view);
  if (!view.options.by.empty()) return show_voices(view);
  return show_course(view);
}

Result<Exit> run(const AlignmentOptions& options, Context& context) {
  if (options.fit) return fit_again(context);
  const auto record = open_fitted(context);
  if (!record) return tl::unexpected(record.error());
  std::vector<std::string> names = options.pair;
  if (!options.actor.empty()) names = {options.actor};
  std::vector<std::string> ids, powers;
  if (!names.empty()) {
    const auto reader = reading::Reader::load(home_folder());
    if (!reader) return tl::unexpected(reader.error());
    for (const auto& [given, found] :
         {std::pair{&std::as_const(names), &ids}, {&options.over, &powers}}) {
      auto known = actor_ids(*given, *reader, *record);
      if (!known) return tl::unexpected(known.error());
      *found = std::move(*known);
    }
    if (ids.size() == 2 && ids[0] == ids[1])
      return base::fail("is one actor, and an alignment is that of two", ids[0]);
  }
  if (powers.empty()) {
    const auto weights = alignment::Weights::load(home_folder());
    if (!weights) return tl::unexpected(weights.error());
    powers = weights->powers();
  }
  auto standings = loaded(*record, selection(options, ids));
  if (!standings) return tl::unexpected(standings.error());
  return show({options, *record, std::move(*standings), std::move(ids), context}, powers);
}

/// One question at a time.
void check(const AlignmentOptions& o) {
  const int questions = int(!o.pair.empty()) + int(!o.actor.empty()) + int(o.all) + int(o.fit);
  if (questions != 1)
    throw CLI::ValidationError("alignment", questions == 0
                                                ? "Name two actors, or --actor, --all or --fit"
                                                : "Two actors, --actor, --all and --fit exclude "
                                                  "each other");
  if (!o.pair.empty() && o.pair.size() != 2)
    throw CLI::ValidationError("alignment", "Name two actors");
  if (o.spread && o.actor.empty()) throw CLI::ValidationError("--spread", "Needs --actor");
  if (!o.over.empty() && !o.spread) throw CLI::ValidationError("--over", "Needs --spread");
  if ((!o.explain.empty() || !o.by.empty()) && o.pair.empty())
    throw CLI::ValidationError("--explain and --by", "Need two actors");
}

}  // namespace

void add_alignment(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<AlignmentOptions>();
  CLI::App& command =
      *app.add_subcommand("alignment", "How actors stand to one another over time, and why");
  command.footer(
      "An alignment runs from -10 (at war) to +10 (as one); docs/alignment.md defines it.\n\n"
      "Examples:\n"
      "  entente alignment PAK RUS                       its course, as a chart\n"
      "  entente alignment PAK RUS --explain 2016-09     the claims that carry it\n"
      "  entente alignment PAK USA --by claimant         on whose word it is how\n"
      "  entente alignment --actor PAK --at 2018         one actor against all\n"
      "  entente alignment --actor PAK --spread          on one axis, or on many\n"
      "  entente alignment --all --at 2018 --format csv  all pairs");
  command.add_option("ACTOR", options->pair, "Two actors: ids or names")
      ->type_name("")
      ->expected(0, 2);
  command.add_option("--actor", options->actor, "One actor against all others")->type_name("ACTOR");
  command.add_flag("--all", options->all, "All pairs, as a matrix");
  add_date_option(command, "--at", options->at, "On the last day of this (the last with a claim)");
  choose_layer(command.add_option("--layer", options->layer, "Of this layer alone (all together)"));
  add_date_option(command, "--from", options->from, "From this day, month or year on");
  add_date_option(command, "--to", options->to, "Up to the end of this day, month or year");
  choose_from(
      command.add_option("--step", options->step, "Distance of dates in JSON and CSV (month)"),
      {"day", "week", "month", "quarter", "year"});
  add_date_option(command, "--explain", options->explain,
                  "The claims and measures that carry it on the last day of this");
  choose_from(command.add_option("--by", options->by, "On whose word it is how, over the period"),
              {"claimant", "source"});
  command.add_flag("--spread", options->spread,
                   "Over how many powers an actor's friendship is spread");
  command.add_option("--over", options->over, "These powers (those of knowledge/alignment.tsv)")
      ->type_name("ACTOR")
      ->expected(1, 100);
  command.add_flag("!--no-measures", options->measures,
                   "Claims alone: alliances, votes and the like set no level");
  command.add_flag("--fit", options->fit, "Estimate the parameters from the record again");
  command.add_option("--limit", options->limit, "At most so many; 0 is all")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 40).description(""));
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    check(*options);
    chosen = [options, &context] { return run(*options, context); };
  });
}

}  // namespace entente::cli
