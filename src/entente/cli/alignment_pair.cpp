#include <algorithm>
#include <span>

#include "entente/alignment/voices.h"
#include "entente/cli/alignment_views.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/fitted_record.h"
#include "entente/cli/table.h"
#include "entente/cli/witnesses.h"

namespace entente::cli {

using alignment::Observed;
using alignment::Standing;
using base::Date;
using base::Interval;
using base::Result;

namespace {

constexpr std::int64_t kWitnesses = 10;  // of an explanation, unless more are asked for

Result<std::size_t> pair_of(const AlignmentView& view) {
  const auto pair = view.observed().find(view.ids[0], view.ids[1]);
  if (pair) return *pair;
  return base::fail(
      fmt::format("the record says nothing that tells how {} and {} stand{}", view.ids[0],
                  view.ids[1], view.options.layer.empty() ? "" : " on this layer"),
      view.context.record, "`entente claims --pair A B` shows what it has of two actors");
}

/// The days of a pair of which there are measures alone; one that goes on is shown for a year after
/// it began.
Interval measured_days(const Observed& observed, std::size_t pair) {
  const auto measured =
      std::span(observed.measured)
          .subspan(observed.measured_begin[pair],
                   observed.measured_begin[pair + 1] - observed.measured_begin[pair]);
  std::int32_t last = measured.back().from + 365;
  for (const auto& m : measured)
    if (m.to < alignment::kForever) last = std::max(last, m.to);
  return {Date{measured.front().from}, Date{last}};
}

/// How many of the pair's claims lie after `from` and up to `to`.
std::int64_t claims_between(const Observed& observed, std::size_t pair, std::int32_t from,
                            std::int32_t to) {
  const auto begin = observed.observations.begin() + std::ptrdiff_t(observed.claim_begin[pair]);
  const auto end = observed.observations.begin() + std::ptrdiff_t(observed.claim_begin[pair + 1]);
  const auto after = [&](std::int32_t day) {
    return std::partition_point(begin, end, [day](const auto& o) { return o.day <= day; });
  };
  return after(to) - after(from);
}

std::vector<ChartPoint> points(const AlignmentView& view, std::size_t pair,
                               const std::vector<Date>& dates) {
  const std::vector<Standing> course = view.standings.course(pair, dates);
  std::vector<ChartPoint> points;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const std::int32_t from = i == 0 ? dates[0].days - 1 : dates[i - 1].days;
    points.push_back({.date = dates[i],
                      .mean = course[i].mean,
                      .low = course[i].low(),
                      .high = course[i].high(),
                      .claims = claims_between(view.observed(), pair, from, dates[i].days),
                      .mark = {}});
  }
  return points;
}

/// "40 of 44 claims in this period; 12 without a date left out"
std::string claims_text(const AlignmentView& view, std::size_t pair, const Interval& days) {
  const auto& left = view.observed().left_out;
  std::string text =
      fmt::format("{} of {} in this period",
                  claims_between(view.observed(), pair, days.start.days - 1, days.end.days),
                  counted(std::int64_t(view.observed().claims_of(pair)), "claim"));
  if (left.undated > 0) text += fmt::format("; {} without a date left out", left.undated);
  if (left.void_ > 0) text += fmt::format("; {} that tell nothing of it", left.void_);
  return text;
}

/// "2014-05", "before 2002-03"
std::string month_text(const std::optional<Date>& date, Date first) {
  return (date ? "" : "before ") + date.value_or(first).iso().substr(0, 7);
}

/// "aligned since 2014-05 [2011-02, 2015-07] with 90 %, probability 0.97"
std::string since_text(const alignment::Since& since) {
  if (!since.date && !since.to)
    return fmt::format("{} with probability {:.2f}, as far back as the record knows of it ({})",
                       since.is_aligned ? "aligned" : "opposed", since.probability,
                       since.first.iso().substr(0, 7));
  return fmt::format("{} since {} [{}, {}] with 90 %, probability {:.2f}",
                     since.is_aligned ? "aligned" : "opposed", month_text(since.date, since.first),
                     month_text(since.from, since.first), month_text(since.to, since.first),
                     since.probability);
}

constexpr std::size_t kCandidates = 3;

/// The turning points of a pair, and then what comes nearest to one.
std::vector<alignment::TurningPoint> turns(const AlignmentView& view, std::size_t pair) {
  const alignment::Parameters& between = view.standings.fit.between_breaks;
  const auto found = alignment::turning_points(view.observed().series, between);
  auto turns = found.points;
  const auto index = std::uint32_t(pair);
  const auto candidates =
      alignment::candidates(view.observed().series, between, found, {&index, 1}, kCandidates);
  turns.insert(turns.end(), candidates.begin(), candidates.end());
  return turns;
}

/// Marks the columns of turning points, and of candidates where no turning point is.
/// Returns what the marks mean, with their dates: nothing if there are none.
std::string mark_turns(const std::vector<alignment::TurningPoint>& turns,
                       std::vector<ChartPoint>& points) {
  std::string established, candidates;
  for (const alignment::TurningPoint& turn : turns) {
    if (turn.date < points.front().date || turn.date > points.back().date) continue;
    std::string& dates = turn.established ? established : candidates;
    dates += (dates.empty() ? "" : ", ") + turn.date.iso().substr(0, 7);
    const auto column = std::ranges::find_if(
        points, [&](const ChartPoint& point) { return point.date >= turn.date; });
    if (column->mark.empty()) column->mark = turn.established ? "◆" : "◇";
  }
  std::string words;
  if (!established.empty()) words += "◆ turning point: " + established + "\n";
  if (!candidates.empty())
    words += "◇ nearest to one, not established: " + candidates + "; see entente turning-points\n";
  return words;
}

void draw_course(const AlignmentView& view, std::size_t pair, const Interval& days) {
  Context& context = view.context;
  const Painter paint = context.painter();
  auto shown = points(view, pair, spaced(days, chart_columns(context.width())));
  const std::string marks = mark_turns(turns(view, pair), shown);
  context.out.print("{}  alignment from -10 (at war) to +10 (as one), {}\n\n",
                    paint(Ink::strong, view.ids[0] + " – " + view.ids[1]), layer_text(view));
  print_chart(shown, kAlignmentScale, context.out, paint);
  const Standing last = view.standings.course(pair, {days.end}).front();
  context.out.print(
      "\n{}  {} {} with 90 %; line: mean, grey: 90 % interval, below: claims\n{}{}\n{}\n",
      days.end.iso(), paint(ink_of(last), level_text(last.mean)), interval_text(last), marks,
      since_text(view.standings.since(pair, days.end)), claims_text(view, pair, days));
}

void print_course(const AlignmentView& view, std::size_t pair, const Interval& days) {
  Context& context = view.context;
  const auto dates = view.dates(days);
  const std::vector<Standing> course = view.standings.course(pair, dates);
  const auto claims = [&](std::size_t i) {
    return claims_between(view.observed(), pair, i == 0 ? dates[0].days - 1 : dates[i - 1].days,
                          dates[i].days);
  };
  if (context.format == Format::csv) {
    context.out.print("date,{},claims\n", kStandingCsv);
    for (std::size_t i = 0; i < dates.size(); ++i)
      context.out.print("{},{},{}\n", dates[i].iso(), csv_cells(course[i]), claims(i));
    return;
  }
  const auto& left = view.observed().left_out;
  context.out.print(
      R"({{"actors":[{},{}],"layer":{},"scale":[-10,10],"interval":0.9,"claims":{},)"
      R"("left_out":{{"undated":{},"void":{}}},"since":{},"parameters":{},"points":[)",
      json_text(view.ids[0]), json_text(view.ids[1]), json_text_or_null(view.options.layer),
      view.observed().claims_of(pair), left.undated, left.void_,
      alignment::json(view.standings.since(pair, days.end)), json(view.standings.fit));
  for (std::size_t i = 0; i < dates.size(); ++i)
    context.out.print(R"({}{{"date":"{}",{},"claims":{}}})", i == 0 ? "" : ",", dates[i].iso(),
                      json_fields(course[i]), claims(i));
  context.out.write("]}\n");
}

/// What the level of an explanation rests on.
std::string level_words(const AlignmentView& view, std::size_t pair, Date date) {
  const auto level = view.standings.level_evidence(pair, date);
  std::string words = fmt::format("The level without claims is {} and has {:.0f} % of the share",
                                  level_text(level.level), 100 * level.share);
  if (level.measured.empty()) return words + "; no measure sets it.\n";
  words += "; measures that set it:\n";
  for (const std::size_t i : level.measured) {
    const alignment::Measured& m = view.observed().measured[i];
    words += fmt::format("  {} {:g} since {}, draws to {}\n", view.observed().names[m.kind],
                         m.value, Date{m.from}.iso(), level_text(m.level));
  }
  return words;
}

std::string json_level(const AlignmentView& view, std::size_t pair, Date date) {
  const auto level = view.standings.level_evidence(pair, date);
  std::string measures;
  for (const std::size_t i : level.measured) {
    const alignment::Measured& m = view.observed().measured[i];
    measures += fmt::format(R"({}{{"kind":{},"value":{:g},"from":"{}","draws_to":{:g}}})",
                            measures.empty() ? "" : ",", json_text(view.observed().names[m.kind]),
                            m.value, Date{m.from}.iso(), m.level);
  }
  return fmt::format(R"({{"level":{:.6f},"share":{:.6f},"measures":[{}]}})", level.level,
                     level.share, measures);
}

Interval first_to_last(const AlignmentView& view, std::size_t pair) {
  const auto days = view.observed_days(pair);
  return days ? *days : measured_days(view.observed(), pair);
}

}  // namespace

Result<Exit> show_course(const AlignmentView& view) {
  const auto pair = pair_of(view);
  if (!pair) return tl::unexpected(pair.error());
  const bool is_chart = view.context.format == Format::table;
  const Interval days = view.wanted(is_chart && !view.observed().series[*pair].days.empty()
                                        ? *view.main_days(*pair)
                                        : first_to_last(view, *pair));
  if (days.end < days.start)
    return base::fail("the period ends before it begins",
                      fmt::format("{} to {}", days.start.iso(), days.end.iso()),
                      "choose --from and --to");
  is_chart ? draw_course(view, *pair, days) : print_course(view, *pair, days);
  return Exit::done;
}

Result<Exit> show_explanation(const AlignmentView& view) {
  const auto pair = pair_of(view);
  if (!pair) return tl::unexpected(pair.error());
  Context& context = view.context;
  const Date date = view.date();
  const auto evidence = view.standings.evidence(*pair, date);
  std::int64_t limit = view.options.limit < 0 ? kWitnesses : view.options.limit;
  if (limit == 0) limit = std::int64_t(evidence.size());
  const auto shown = witnesses(view.record, view.observed(), *pair, evidence, std::size_t(limit));
  if (!shown) return tl::unexpected(shown.error());
  const Standing standing = view.standings.course(*pair, {date}).front();
  if (context.format == Format::csv) {
    context.out.print("{}\n", kWitnessCsvHeader);
    for (const Witness& witness : *shown) context.out.print("{}\n", csv_cells(witness));
    return Exit::done;
  }
  if (context.format == Format::jsonl) {
    context.out.print(R"({{"actors":[{},{}],"date":"{}","layer":{},{},"level":{},"claims":{},)"
                      R"("evidence":{}}})"
                      "\n",
                      json_text(view.ids[0]), json_text(view.ids[1]), date.iso(),
                      json_text_or_null(view.options.layer), json_fields(standing),
                      json_level(view, *pair, date), evidence.size(), json(*shown));
    return Exit::done;
  }
  const Painter paint = context.painter();
  context.out.print("{}  {}  {} {} with 90 %, {}\n\n",
                    paint(Ink::strong, view.ids[0] + " – " + view.ids[1]), date.iso(),
                    paint(ink_of(standing), level_text(standing.mean)), interval_text(standing),
                    layer_text(view));
  print_witnesses(*shown, context);
  double rest = 0;
  for (std::size_t i = shown->size(); i < evidence.size(); ++i) rest += evidence[i].pull;
  context.out.print("\n{} of {} shown{}\n{}", shown->size(),
                    counted(std::int64_t(evidence.size()), "claim"),
                    shown->size() < evidence.size()
                        ? fmt::format("; the others pull {:+.2f}; --limit 0 shows all", rest)
                        : "",
                    level_words(view, *pair, date));
  return Exit::done;
}

Result<Exit> show_voices(const AlignmentView& view) {
  const auto pair = pair_of(view);
  if (!pair) return tl::unexpected(pair.error());
  Context& context = view.context;
  const Interval days = view.wanted(first_to_last(view, *pair));
  const auto of =
      view.options.by == "claimant" ? alignment::VoiceOf::claimant : alignment::VoiceOf::source;
  const auto heard = alignment::voices(view.observed(), view.standings.parameters(), *pair, of,
                                       days.start, days.end);
  const auto all = alignment::all_voices(view.observed(), view.standings.parameters(), *pair,
                                         days.start, days.end);
  const auto name = [&](const alignment::Voice& voice) {
    const std::string& given = view.observed().names[voice.name];
    return given.empty() ? std::string("unknown") : given;
  };
  const std::int64_t suited = context.format == Format::table ? 20 : 0;
  const std::int64_t limit = view.options.limit < 0 ? suited : view.options.limit;
  const std::size_t shown = limit == 0 ? heard.size() : std::min(heard.size(), std::size_t(limit));
  if (context.format == Format::csv) {
    context.out.print("{},{},claims\n", view.options.by, kStandingCsv);
    for (std::size_t i = 0; i < shown; ++i)
      context.out.print("{},{},{}\n", csv_cell(name(heard[i])), csv_cells(heard[i].standing),
                        heard[i].claims);
    return Exit::done;
  }
  if (context.format == Format::jsonl) {
    std::string list;
    for (std::size_t i = 0; i < shown; ++i)
      list +=
          fmt::format(R"({}{{"{}":{},{},"claims":{}}})", i == 0 ? "" : ",", view.options.by,
                      json_text(name(heard[i])), json_fields(heard[i].standing), heard[i].claims);
    context.out.print(R"({{"actors":[{},{}],"from":"{}","to":"{}","all":{{{},"claims":{}}},)"
                      R"("voices":[{}],"total":{}}})"
                      "\n",
                      json_text(view.ids[0]), json_text(view.ids[1]), days.start.iso(),
                      days.end.iso(), json_fields(all.standing), all.claims, list, heard.size());
    return Exit::done;
  }
  constexpr int kBar = 41;
  Table table({{view.options.by},
               {"level", Table::Align::right},
               {"90 %"},
               {"claims", Table::Align::right},
               {"-10" + std::string(kBar - 6, ' ') + "+10"}});
  const auto add = [&](const std::string& who, const alignment::Voice& voice) {
    const Standing& s = voice.standing;
    table.add({{who, Ink::strong},
               {level_text(s.mean), ink_of(s)},
               {interval_text(s)},
               {std::to_string(voice.claims)},
               {interval_bar(s.mean, s.low(), s.high(), kAlignmentScale, kBar), ink_of(s)}});
  };
  for (std::size_t i = 0; i < shown; ++i) add(name(heard[i]), heard[i]);
  add("all", all);
  context.out.print("{}  {} to {}, {}, by {}\n\n",
                    context.painter()(Ink::strong, view.ids[0] + " – " + view.ids[1]),
                    days.start.iso(), days.end.iso(), layer_text(view), view.options.by);
  table.print(context.out, context.painter(), context.width());
  context.out.print("\n{} of {} shown\n", shown,
                    counted(std::int64_t(heard.size()), view.options.by));
  return Exit::done;
}

}  // namespace entente::cli
