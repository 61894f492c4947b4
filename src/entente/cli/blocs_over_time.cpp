#include <algorithm>
#include <numeric>
#include <set>

#include "entente/alignment/clustering.h"
#include "entente/base/progress.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/claim_options.h"
#include "entente/cli/interrupt.h"
#include "entente/cli/record_blocs.h"
#include "entente/cli/table.h"

namespace entente::cli {

using alignment::SignedGraph;
using base::Date;
using base::Result;

namespace {

std::vector<int> blocs_of(const alignment::Sides& sides) {
  std::vector<int> blocs;
  for (const auto side : sides) blocs.push_back(side > 0 ? 0 : 1);
  return blocs;
}

/// The best partition of the mean weights, with its certificate.
void solve(BlocsAt& found, const RecordBlocsOptions& options) {
  const alignment::Effort effort{.seconds = options.seconds,
                                 .stop = [] { return is_interrupted(); }};
  if (options.blocs == 2) {
    const auto best = alignment::least_frustration(found.network(), effort);
    found.lower = best.lower;
    found.upper = best.upper;
    found.bloc = blocs_of(best.sides);
    found.holds = alignment::holds(found.network(), best.sides);
  } else {
    const auto best = alignment::least_frustrating_blocs(found.network(), options.blocs, effort);
    found.lower = best.lower;
    found.upper = best.upper;
    found.bloc.assign(best.bloc.begin(), best.bloc.end());
  }
}

/// A partition without proof, quick enough to be made of every draw.
std::vector<int> quick_partition(const SignedGraph& graph, int blocs) {
  if (blocs == 2) return blocs_of(alignment::little_frustration(graph).sides);
  const auto found = alignment::least_frustrating_blocs(graph, blocs);
  return {found.bloc.begin(), found.bloc.end()};
}

/// The sum of |weight| that binds each node to its bloc, and keeps it from others.
std::vector<double> bonds(const SignedGraph& graph, const std::vector<int>& bloc) {
  std::vector<double> bonds(std::size_t(graph.nodes()));
  for (const auto& [a, b, weight] : graph.ties()) {
    const bool kept = (bloc[std::size_t(a)] == bloc[std::size_t(b)]) == (weight > 0);
    for (const auto node : {a, b})
      bonds[std::size_t(node)] += kept ? std::abs(double(weight)) : -std::abs(double(weight));
  }
  return bonds;
}

/// Numbers the blocs from 0 without gaps, those with most bonds first.
void renumber(std::vector<int>& bloc, const std::vector<double>& bonds) {
  const int count = std::ranges::max(bloc) + 1;
  std::vector<double> weight(std::size_t(count), -1.0);  // -1: nobody is in it
  for (std::size_t i = 0; i < bloc.size(); ++i) {
    double& sum = weight[std::size_t(bloc[i])];
    sum = std::max(sum, 0.0) + std::max(bonds[i], 0.0);
  }
  std::vector<int> order(std::size_t(count), 0), number(std::size_t(count), 0);
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](int b) { return weight[std::size_t(b)]; });
  for (std::size_t i = 0; i < order.size(); ++i) number[std::size_t(order[i])] = int(i);
  for (int& b : bloc) b = number[std::size_t(b)];
}

}  // namespace

std::string bloc_name(int label) {
  std::string name(1, char('A' + label % 26));
  return label < 26 ? name : bloc_name(label / 26 - 1) + name;
}

int BlocsOverTime::number_of(const std::string& actor) {
  const auto found = std::ranges::find(actors_, actor);
  if (found == actors_.end()) actors_.push_back(actor);
  return int(std::ranges::find(actors_, actor) - actors_.begin());
}

Result<BlocsAt> BlocsOverTime::at(Date date) {
  auto uncertain = view_.network(date);
  if (!uncertain) return tl::unexpected(uncertain.error());
  BlocsAt found;
  found.date = date;
  found.uncertain = std::move(*uncertain);
  solve(found, options_);
  const std::vector<double> bond = bonds(found.network(), found.bloc);
  renumber(found.bloc, bond);
  take_labels(found, bond);
  found.membership = alignment::membership(
      found.uncertain, found.bloc,
      [&](const SignedGraph& graph) { return quick_partition(graph, options_.blocs); },
      options_.draws);
  return found;
}

/// The lasting label of each bloc, and its heart.
void BlocsOverTime::take_labels(BlocsAt& found, const std::vector<double>& bond) {
  const auto count = std::size_t(std::ranges::max(found.bloc) + 1);
  found.heart.assign(count, -1);
  std::vector<int> actors;
  std::vector<double> weights;
  for (int node = 0; node < found.network().nodes(); ++node) {
    const auto i = std::size_t(node);
    int& heart = found.heart[std::size_t(found.bloc[i])];
    if (heart < 0 || bond[i] > bond[std::size_t(heart)]) heart = node;
    actors.push_back(number_of(found.network().name(node)));
    weights.push_back(std::max(bond[i], 0.0));
  }
  const std::vector<int> labels = labels_.next(actors, found.bloc, weights);
  found.label.assign(count, 0);
  for (std::size_t i = 0; i < labels.size(); ++i)
    found.label[std::size_t(found.bloc[i])] = labels[i];
}

namespace {

constexpr int kMostSteps = 1000;

Result<std::vector<Date>> dates_of(const NetworkView& view, const RecordBlocsOptions& options) {
  const Date to = options.to.empty() ? view.date() : period(options.to)->end;
  const Date from = options.from.empty() ? to.plus_months(-12 * 5) : period(options.from)->end;
  const int months = options.step == "month" ? 1 : options.step == "quarter" ? 3 : 12;
  std::vector<Date> dates;
  for (int i = 0; i <= kMostSteps; ++i) {
    // Steps count from the last day of a month, so that they fall on last days.
    const Date date = (from + 1).plus_months(i * months) - 1;
    if (date > to) break;
    dates.push_back(date);
  }
  if (dates.empty() || dates.size() > kMostSteps)
    return base::fail(dates.empty() ? "no date lies between --from and --to" : "too many steps",
                      from.iso() + " to " + to.iso(), "choose another period or a longer --step");
  return dates;
}

/// Every actor that was ever there, and where it stood at each step: an index into its nodes or -1.
struct Course {
  std::vector<BlocsAt> steps;
  std::vector<std::string> actors;

  [[nodiscard]] int node(std::size_t step, const std::string& actor) const {
    const auto& names = steps[step].network().names();
    const auto found = std::ranges::find(names, actor);
    return found == names.end() ? -1 : int(found - names.begin());
  }
  /// The label of an actor's bloc; -1 when it is not there.
  [[nodiscard]] int label(std::size_t step, const std::string& actor) const {
    const int at = node(step, actor);
    return at < 0 ? -1 : steps[step].label[std::size_t(steps[step].bloc[std::size_t(at)])];
  }
};

/// Chosen actors that had no chain of ties to the others at any step.
std::vector<std::string> never_shown(const Course& course) {
  std::set<std::string> apart;
  for (const BlocsAt& at : course.steps)
    apart.insert(at.uncertain.apart.begin(), at.uncertain.apart.end());
  for (const std::string& actor : course.actors) apart.erase(actor);
  return {apart.begin(), apart.end()};
}

struct Move {
  std::size_t step;
  std::string actor;
  int from, to;
};

std::vector<Move> moves(const Course& course) {
  std::vector<Move> moves;
  for (const std::string& actor : course.actors) {
    int last = -1;
    for (std::size_t step = 0; step < course.steps.size(); ++step) {
      const int label = course.label(step, actor);
      if (label >= 0 && last >= 0 && label != last) moves.push_back({step, actor, last, label});
      if (label >= 0) last = label;
    }
  }
  std::ranges::stable_sort(moves, {}, &Move::step);
  return moves;
}

void print_json(const NetworkView& view, const Course& course, Context& context) {
  Output& out = context.out;
  out.print(R"({{"layer":{},"steps":[)", json_text_or_null(view.layer()));
  for (std::size_t s = 0; s < course.steps.size(); ++s) {
    const BlocsAt& at = course.steps[s];
    const auto& net = at.network();
    out.print(R"({}{{"at":"{}","nodes":{},"ties":{},"frustration":{{"lower":{},"upper":{}}},)"
              R"("unchanged":{:.4g},"blocs":[)",
              s > 0 ? "," : "", at.date.iso(), net.nodes(), net.ties().size(),
              net.in_unit(at.lower), net.in_unit(at.upper), at.membership.unchanged);
    for (int b = 0; b < at.blocs(); ++b) {
      out.print(R"({}{{"bloc":"{}","heart":{},"members":[)", b > 0 ? "," : "",
                bloc_name(at.label[std::size_t(b)]), json_text(net.name(at.heart[std::size_t(b)])));
      bool first = true;
      for (int node = 0; node < net.nodes(); ++node)
        if (at.bloc[std::size_t(node)] == b) {
          out.print(R"({}{{"actor":{},"probability":{:.4g}}})", first ? "" : ",",
                    json_text(net.name(node)), at.own(node));
          first = false;
        }
      out.print("]}}");
    }
    out.print("]}}");
  }
  out.print(R"(],"apart":[)");
  const std::vector<std::string> apart = never_shown(course);
  for (std::size_t i = 0; i < apart.size(); ++i)
    out.print("{}{}", i > 0 ? "," : "", json_text(apart[i]));
  out.print(R"(],"moves":[)");
  bool first = true;
  for (const Move& move : moves(course)) {
    out.print(R"({}{{"at":"{}","actor":{},"from":"{}","to":"{}"}})", first ? "" : ",",
              course.steps[move.step].date.iso(), json_text(move.actor), bloc_name(move.from),
              bloc_name(move.to));
    first = false;
  }
  out.print("]}}\n");
}

void print_csv(const Course& course, Context& context) {
  context.out.print("date,actor,bloc,probability\n");
  for (const BlocsAt& at : course.steps)
    for (int node = 0; node < at.network().nodes(); ++node)
      context.out.print("{},{},{},{:.4g}\n", at.date.iso(), csv_cell(at.network().name(node)),
                        bloc_name(at.label[std::size_t(at.bloc[std::size_t(node)])]), at.own(node));
}

void print_for_people(const NetworkView& view, const Course& course, Context& context) {
  constexpr std::array<Ink, 4> kInks{Ink::actor, Ink::recipient, Ink::claimant, Ink::date};
  const Painter paint = context.painter();
  std::vector<Table::Column> columns{{"bloc (and its probability, %)"}};
  for (const BlocsAt& at : course.steps)
    columns.push_back({at.date.iso().substr(0, 7), Table::Align::right});
  Table table(std::move(columns));
  for (const std::string& actor : course.actors) {
    std::vector<Cell> cells{{view.name(actor), Ink::strong}};
    for (std::size_t s = 0; s < course.steps.size(); ++s) {
      const int node = course.node(s, actor), label = course.label(s, actor);
      if (node < 0) {
        cells.push_back({"·", Ink::faint});
        continue;
      }
      const double sure = course.steps[s].own(node);
      cells.push_back({fmt::format("{} {:.0f}", bloc_name(label), 100 * sure),
                       sure < kSwing ? Ink::faint : kInks[std::size_t(label) % kInks.size()]});
    }
    table.add(std::move(cells));
  }
  std::vector<Cell> cells{{"as a whole: draws unchanged, %", Ink::faint}};
  for (const BlocsAt& at : course.steps)
    cells.push_back({fmt::format("{:.0f}", 100 * at.membership.unchanged), Ink::faint});
  table.add(std::move(cells));
  table.print(context.out, paint, context.width());
  if (const std::string apart = view.apart_in_words(never_shown(course)); !apart.empty())
    context.out.print("\n{}", apart);
  const auto moved = moves(course);
  context.out.print("\n{}\n", counted(std::int64_t(moved.size()), "move"));
  for (const Move& move : moved)
    context.out.print("  {}  {} from {} to {}\n",
                      paint(Ink::date, course.steps[move.step].date.iso()), view.name(move.actor),
                      bloc_name(move.from), bloc_name(move.to));
}

}  // namespace

Result<Exit> bloc_course(const NetworkView& view, const RecordBlocsOptions& options,
                         Context& context) {
  const auto dates = dates_of(view, options);
  if (!dates) return tl::unexpected(dates.error());
  base::Progress progress;
  BlocsOverTime over_time(view, options);
  Course course;
  for (std::size_t i = 0; i < dates->size() && !is_interrupted(); ++i) {
    progress.show(i, dates->size(), (*dates)[i].iso());
    auto at = over_time.at((*dates)[i]);
    if (!at) return tl::unexpected(at.error());
    for (const std::string& name : at->network().names())
      if (std::ranges::find(course.actors, name) == course.actors.end())
        course.actors.push_back(name);
    course.steps.push_back(std::move(*at));
  }
  progress.clear();
  if (course.steps.empty()) return Exit::interrupted;
  // Those who stand together at the last step stand together in the table.
  std::ranges::stable_sort(course.actors, {}, [&](const std::string& actor) {
    const std::size_t last = course.steps.size() - 1;
    const int label = course.label(last, actor);
    const int node = course.node(last, actor);
    return std::tuple(label < 0, label, node < 0 ? 0.0 : -course.steps[last].own(node));
  });
  if (context.format == Format::jsonl)
    print_json(view, course, context);
  else if (context.format == Format::csv)
    print_csv(course, context);
  else
    print_for_people(view, course, context);
  return Exit::done;
}

}  // namespace entente::cli
