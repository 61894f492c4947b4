#include <algorithm>
#include <numeric>

#include "entente/alignment/spread.h"
#include "entente/cli/alignment_views.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/fitted_record.h"
#include "entente/cli/table.h"

namespace entente::cli {

using alignment::Standing;
using base::Date;
using base::Interval;
using base::Result;

namespace {

constexpr std::int64_t kTableRows = 30;     // of one actor against all
constexpr std::int64_t kMatrixActors = 12;  // on each side
constexpr int kBar = 41;                    // columns of an interval

/// One pair at a date.
struct Line {
  std::size_t pair = 0;
  Standing standing;
};

const std::string& actor(const AlignmentView& view, std::uint32_t number) {
  return view.observed().actors[number];
}

/// The end of a pair that is not `id`.
const std::string& other(const AlignmentView& view, std::size_t pair, const std::string& id) {
  const auto& [a, b] = view.observed().pairs[pair];
  return actor(view, a) == id ? actor(view, b) : actor(view, a);
}

std::size_t shown_of(std::size_t total, std::int64_t limit, std::int64_t suited) {
  if (limit < 0) limit = suited;
  return limit == 0 ? total : std::min(total, std::size_t(limit));
}

/// All pairs at the date asked for, those of most claims first.
std::vector<Line> most_observed(const AlignmentView& view, Date date) {
  const std::vector<Standing> at = view.standings.at(date);
  std::vector<Line> lines(at.size());
  for (std::size_t i = 0; i < at.size(); ++i) lines[i] = {i, at[i]};
  std::stable_sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) {
    return view.observed().claims_of(a.pair) > view.observed().claims_of(b.pair);
  });
  return lines;
}

std::string json_pair(const AlignmentView& view, const Line& line) {
  const auto& [a, b] = view.observed().pairs[line.pair];
  return fmt::format(R"({{"actors":[{},{}],{},"claims":{}}})", json_text(actor(view, a)),
                     json_text(actor(view, b)), json_fields(line.standing),
                     view.observed().claims_of(line.pair));
}

/// Pairs as programs get them.
void print_pairs(const AlignmentView& view, Date date, const std::vector<Line>& lines,
                 std::size_t total) {
  Context& context = view.context;
  if (context.format == Format::csv) {
    context.out.print("date,a,b,{},claims\n", kStandingCsv);
    for (const Line& line : lines) {
      const auto& [a, b] = view.observed().pairs[line.pair];
      context.out.print("{},{},{},{},{}\n", date.iso(), csv_cell(actor(view, a)),
                        csv_cell(actor(view, b)), csv_cells(line.standing),
                        view.observed().claims_of(line.pair));
    }
    return;
  }
  context.out.print(R"({{"date":"{}","layer":{},"scale":[-10,10],"interval":0.9,"total":{},)"
                    R"("parameters":{},"pairs":[)",
                    date.iso(), json_text_or_null(view.options.layer), total,
                    json(view.standings.fit));
  for (std::size_t i = 0; i < lines.size(); ++i)
    context.out.print("{}{}", i == 0 ? "" : ",", json_pair(view, lines[i]));
  context.out.write("]}\n");
}

std::string json_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ",") + json_text(text);
  return "[" + list + "]";
}

/// The actors of most claims first.
std::vector<std::uint32_t> most_active(const AlignmentView& view) {
  std::vector<std::size_t> claims(view.observed().actors.size());
  for (std::size_t i = 0; i < view.observed().pairs.size(); ++i)
    for (const std::uint32_t end : {view.observed().pairs[i].a, view.observed().pairs[i].b})
      claims[end] += view.observed().claims_of(i);
  std::vector<std::uint32_t> order(claims.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return claims[a] > claims[b]; });
  return order;
}

/// Where the actor stands with each power on each date.
struct Toward {
  std::vector<std::string> powers;
  std::vector<std::string> unknown;  ///< powers with which the record knows nothing of the actor
  std::vector<std::vector<Standing>> courses{};  ///< by power

  [[nodiscard]] std::vector<Standing> at(std::size_t date) const {
    std::vector<Standing> at;
    for (const auto& course : courses) at.push_back(course[date]);
    return at;
  }
};

Toward toward(const AlignmentView& view, const std::vector<std::string>& powers,
              const std::vector<Date>& dates) {
  Toward toward;
  for (const std::string& power : powers) {
    if (power == view.ids[0]) continue;
    const auto pair = view.observed().find(view.ids[0], power);
    (pair ? toward.powers : toward.unknown).push_back(power);
    if (pair) toward.courses.push_back(view.standings.course(*pair, dates));
  }
  return toward;
}

void draw_spread(const AlignmentView& view, const Toward& toward, const std::vector<Date>& dates) {
  Context& context = view.context;
  const Painter paint = context.painter();
  std::vector<ChartPoint> points;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const auto spread = alignment::spread(toward.at(i));
    points.push_back({.date = dates[i],
                      .mean = spread.vectors,
                      .low = spread.low,
                      .high = spread.high,
                      .mark = {}});
  }
  const auto n = double(toward.powers.size());
  context.out.print("{}  number of vectors over {}, {}: 1 (one axis) to {} (spread evenly)\n\n",
                    paint(Ink::strong, view.ids[0]), fmt::join(toward.powers, " "),
                    layer_text(view), n);
  print_chart(points, {.bottom = 1, .top = n, .tick = 1, .zero = 1, .claims = false}, context.out,
              paint);
  const auto spread = alignment::spread(toward.at(dates.size() - 1));
  context.out.print("\n{}  {:.2f} vectors, 90 % from {:.2f} to {:.2f}", dates.back().iso(),
                    spread.vectors, spread.low, spread.high);
  if (spread.none >= 0.005)
    context.out.print("; with probability {:.2f} none is a friend", spread.none);
  context.out.write("\n\n");
  Table table({{"power"},
               {"share", Table::Align::right},
               {"level", Table::Align::right},
               {"90 %"},
               {"-10" + std::string(kBar - 6, ' ') + "+10"}});
  for (std::size_t i = 0; i < toward.powers.size(); ++i) {
    const Standing& s = toward.courses[i].back();
    table.add({{toward.powers[i], Ink::strong},
               {fmt::format("{:.0f} %", 100 * spread.shares[i])},
               {level_text(s.mean), ink_of(s)},
               {interval_text(s)},
               {interval_bar(s.mean, s.low(), s.high(), kAlignmentScale, kBar), ink_of(s)}});
  }
  table.print(context.out, paint, context.width());
  if (!toward.unknown.empty())
    context.out.print("\nNot counted, for the record says nothing of them: {}\n",
                      fmt::join(toward.unknown, " "));
}

void print_spread(const AlignmentView& view, const Toward& toward, const std::vector<Date>& dates) {
  Context& context = view.context;
  const bool is_csv = context.format == Format::csv;
  if (is_csv)
    context.out.print("date,vectors,low,high,none,{}\n", fmt::join(toward.powers, ","));
  else
    context.out.print(R"({{"actor":{},"layer":{},"powers":{},"unknown":{},"interval":0.9,)"
                      R"("parameters":{},"points":[)",
                      json_text(view.ids[0]), json_text_or_null(view.options.layer),
                      json_list(toward.powers), json_list(toward.unknown),
                      json(view.standings.fit));
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const auto s = alignment::spread(toward.at(i));
    if (is_csv)
      context.out.print("{},{:.4f},{:.4f},{:.4f},{:.4f},{:.4f}\n", dates[i].iso(), s.vectors, s.low,
                        s.high, s.none, fmt::join(s.shares, ","));
    else
      context.out.print(R"({}{{"date":"{}","vectors":{:.4f},"low":{:.4f},"high":{:.4f},)"
                        R"("none":{:.4f},"shares":[{:.4f}]}})",
                        i == 0 ? "" : ",", dates[i].iso(), s.vectors, s.low, s.high, s.none,
                        fmt::join(s.shares, ","));
  }
  if (!is_csv) context.out.write("]}\n");
}

}  // namespace

Result<Exit> show_actor(const AlignmentView& view) {
  Context& context = view.context;
  const Date date = view.date();
  std::vector<Line> lines = most_observed(view, date);
  const std::size_t total = lines.size();
  lines.resize(
      shown_of(total, view.options.limit, context.format == Format::table ? kTableRows : 0));
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.standing.mean > b.standing.mean; });
  if (context.format != Format::table) {
    print_pairs(view, date, lines, total);
    return Exit::done;
  }
  context.out.print("{}  on {}, {}\n\n", context.painter()(Ink::strong, view.ids[0]), date.iso(),
                    layer_text(view));
  Table table({{"with"},
               {"level", Table::Align::right},
               {"90 %"},
               {"claims", Table::Align::right},
               {"-10" + std::string(kBar - 6, ' ') + "+10"}});
  for (const Line& line : lines) {
    const Standing& s = line.standing;
    table.add({{other(view, line.pair, view.ids[0]), Ink::strong},
               {level_text(s.mean), ink_of(s)},
               {interval_text(s)},
               {std::to_string(view.observed().claims_of(line.pair))},
               {interval_bar(s.mean, s.low(), s.high(), kAlignmentScale, kBar), ink_of(s)}});
  }
  table.print(context.out, context.painter(), context.width());
  context.out.print("\n{} of {} shown, those of most claims{}\n", lines.size(),
                    counted(std::int64_t(total), "pair"),
                    lines.size() < total ? "; --limit 0 shows all" : "");
  return Exit::done;
}

Result<Exit> show_matrix(const AlignmentView& view) {
  Context& context = view.context;
  const Date date = view.date();
  if (context.format != Format::table) {
    std::vector<Line> lines = most_observed(view, date);
    const std::size_t total = lines.size();
    lines.resize(shown_of(total, view.options.limit, 0));
    print_pairs(view, date, lines, total);
    return Exit::done;
  }
  std::vector<std::uint32_t> actors = most_active(view);
  const std::size_t total = actors.size();
  actors.resize(shown_of(total, view.options.limit, kMatrixActors));
  const std::vector<Standing> at = view.standings.at(date);
  std::vector<Table::Column> columns{{""}};
  for (const std::uint32_t b : actors) columns.push_back({actor(view, b), Table::Align::right});
  Table table(columns);
  for (const std::uint32_t a : actors) {
    std::vector<Cell> row{{actor(view, a), Ink::strong}};
    for (const std::uint32_t b : actors) {
      const auto pair = view.observed().find(actor(view, a), actor(view, b));
      row.push_back(a == b || !pair ? Cell{a == b ? "·" : "", Ink::faint}
                                    : Cell{level_text(at[*pair].mean), ink_of(at[*pair])});
    }
    table.add(std::move(row));
  }
  context.out.print("Alignment on {}, {}, from -10 (at war) to +10 (as one)\n\n", date.iso(),
                    layer_text(view));
  table.print(context.out, context.painter(), context.width());
  context.out.print("\n{} of {} shown, those of most claims{}; an empty cell: nothing is known\n",
                    actors.size(), counted(std::int64_t(total), "actor"),
                    actors.size() < total ? "; --limit 0 shows all" : "");
  return Exit::done;
}

Result<Exit> show_spread(const AlignmentView& view, const std::vector<std::string>& powers) {
  const bool is_chart = view.context.format == Format::table;
  const auto observed = is_chart ? view.main_days({}) : view.observed_days({});
  if (!observed)
    return base::fail("the record has no claim that tells how this actor stands", view.ids[0]);
  const Interval days = view.wanted(*observed);
  std::vector<Date> dates =
      is_chart ? spaced(days, chart_columns(view.context.width())) : view.dates(days);
  if (!view.options.at.empty()) {
    if (is_chart && view.options.from.empty())
      dates = spaced({days.start, view.date()}, dates.size());
    if (!is_chart) dates = {view.date()};
  }
  const Toward all = toward(view, powers, dates);
  if (all.powers.size() < 2)
    return base::fail("a spread needs two powers that the record knows something of", view.ids[0],
                      "name powers with --over");
  is_chart ? draw_spread(view, all, dates) : print_spread(view, all, dates);
  return Exit::done;
}

}  // namespace entente::cli
