#include "entente/alignment/landscape.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <map>

#include "entente/cli/claim_formats.h"
#include "entente/cli/context.h"
#include "entente/cli/network_file.h"
#include "entente/cli/record_network.h"
#include "entente/cli/sizes.h"
#include "entente/cli/table.h"

namespace entente::cli {

namespace {

using alignment::Landscape;
using alignment::Minimum;
using base::Result;

struct Options {
  std::string propensities, sizes;
  NetworkOptions record{.neutral = 0};
  std::size_t limit = 10;
};

/// What a landscape is of.
struct Case {
  std::vector<std::string> actors;
  Eigen::VectorXd sizes;
  Eigen::MatrixXd propensities;
};

Result<alignment::SignedNetwork> network(const Options& options, Context& context) {
  if (!options.propensities.empty()) return read_network(options.propensities);
  const auto view = NetworkView::open(options.record, context);
  if (!view) return tl::unexpected(view.error());
  auto uncertain = view->network(view->date());
  if (!uncertain) return tl::unexpected(uncertain.error());
  return std::move(uncertain->network);
}

Result<Case> open(const Options& options, Context& context) {
  const auto propensities = network(options, context);
  if (!propensities) return tl::unexpected(propensities.error());
  Case found{.actors = propensities->names(), .sizes = {}, .propensities = {}};
  std::map<std::string, double> sizes;
  if (!options.sizes.empty()) {
    auto read = read_sizes(options.sizes);
    if (!read) return tl::unexpected(read.error());
    sizes = std::move(*read);
    // Actors with a size and no propensities toward anyone belong to the landscape, too.
    for (const auto& [actor, size] : sizes)
      if (!options.propensities.empty() &&
          std::ranges::find(found.actors, actor) == found.actors.end())
        found.actors.push_back(actor);
  }
  const auto n = Eigen::Index(found.actors.size());
  found.sizes = Eigen::VectorXd::Ones(n);
  for (Eigen::Index i = 0; i < n && !sizes.empty(); ++i) {
    const std::string& actor = found.actors[std::size_t(i)];
    const auto size = sizes.find(actor);
    if (size == sizes.end())
      return base::fail("an actor has no size: " + actor, options.sizes,
                        "add a line for it, or leave --sizes out");
    found.sizes[i] = size->second;
  }
  found.propensities = Eigen::MatrixXd::Zero(n, n);
  const double unit = std::pow(10.0, propensities->decimals());
  for (const auto& [a, b, weight] : propensities->ties())
    found.propensities(a, b) = found.propensities(b, a) = double(weight) / unit;
  return found;
}

/// The actors of both sides, the heavier side first, heavier actors first.
std::array<std::vector<std::size_t>, 2> sides(const Case& of, const Minimum& minimum) {
  std::array<std::vector<std::size_t>, 2> sides;
  std::array<double, 2> total{};
  for (std::size_t i = 0; i < of.actors.size(); ++i) {
    const std::size_t side = (minimum.second_side >> i) & 1U;
    sides[side].push_back(i);
    total[side] += of.sizes[Eigen::Index(i)];
  }
  for (auto& side : sides)
    std::ranges::stable_sort(side, std::ranges::greater{},
                             [&](std::size_t i) { return of.sizes[Eigen::Index(i)]; });
  if (total[1] > total[0]) std::swap(sides[0], sides[1]);
  return sides;
}

std::string named(const Case& of, const std::vector<std::size_t>& side) {
  std::string list;
  for (const std::size_t i : side) list += (list.empty() ? "" : ", ") + of.actors[i];
  return list.empty() ? "nobody" : list;
}

void print_json(const Case& of, const Landscape& found, Context& context) {
  context.out.print(R"({{"actors":[)");
  for (std::size_t i = 0; i < of.actors.size(); ++i)
    context.out.print(R"({}{{"actor":{},"size":{}}})", i > 0 ? "," : "", json_text(of.actors[i]),
                      of.sizes[Eigen::Index(i)]);
  context.out.print(R"(],"configurations":{},"found":{},"minima":[)", found.configurations,
                    found.found);
  for (std::size_t m = 0; m < found.minima.size(); ++m) {
    const Minimum& minimum = found.minima[m];
    context.out.print(R"({}{{"energy":{:.12g},"basin":{},"share":{:.6g},"sides":[)",
                      m > 0 ? "," : "", minimum.energy, minimum.basin,
                      double(minimum.basin) / double(found.configurations));
    const auto both = sides(of, minimum);
    for (std::size_t side = 0; side < 2; ++side) {
      context.out.print("{}[", side > 0 ? "," : "");
      for (std::size_t k = 0; k < both[side].size(); ++k)
        context.out.print("{}{}", k > 0 ? "," : "", json_text(of.actors[both[side][k]]));
      context.out.print("]");
    }
    context.out.print(R"(],"cost":{{)");
    for (std::size_t i = 0; i < of.actors.size(); ++i)
      context.out.print("{}{}:{:.12g}", i > 0 ? "," : "", json_text(of.actors[i]), minimum.cost[i]);
    context.out.print("}}}}");
  }
  context.out.print("]}}\n");
}

/// One row an actor of a minimum.
void print_csv(const Case& of, const Landscape& found, Context& context) {
  context.out.print("minimum,energy,basin,side,actor,size,cost\n");
  for (std::size_t m = 0; m < found.minima.size(); ++m) {
    const auto both = sides(of, found.minima[m]);
    for (std::size_t side = 0; side < 2; ++side)
      for (const std::size_t i : both[side])
        context.out.print("{},{:.12g},{},{},{},{},{:.12g}\n", m + 1, found.minima[m].energy,
                          found.minima[m].basin, side + 1, csv_cell(of.actors[i]),
                          of.sizes[Eigen::Index(i)], found.minima[m].cost[i]);
  }
}

void print_for_people(const Case& of, const Landscape& found, Context& context) {
  const Painter paint = context.painter();
  Table table({{"", Table::Align::right},
               {"energy", Table::Align::right},
               {"basin", Table::Align::right},
               {"", Table::Align::right},
               {"first side"},
               {"second side"},
               {"moves most easily"}});
  for (std::size_t m = 0; m < found.minima.size(); ++m) {
    const Minimum& minimum = found.minima[m];
    const auto both = sides(of, minimum);
    const auto easiest = std::ranges::min_element(minimum.cost);
    table.add(
        {{fmt::format("{}", m + 1), Ink::faint},
         {fmt::format("{:.6g}", minimum.energy)},
         {fmt::format("{}", minimum.basin)},
         {fmt::format("{:.1f} %", 100 * double(minimum.basin) / double(found.configurations))},
         {named(of, both[0]), Ink::actor},
         {named(of, both[1]), Ink::recipient},
         {fmt::format("{} at {:.4g}", of.actors[std::size_t(easiest - minimum.cost.begin())],
                      *easiest)}});
  }
  table.print(context.out, paint, context.width());
  context.out.print("\n{} of {} shown; {}, {}{}\n", found.minima.size(),
                    found.found == 1 ? "1 minimum" : fmt::format("{} minima", found.found),
                    counted(std::int64_t(of.actors.size()), "actor"),
                    counted(std::int64_t(found.configurations), "configuration"),
                    found.minima.size() < found.found ? "; --limit N shows more" : "");
}

Result<Exit> landscape(const Options& options, Context& context) {
  const auto chosen = open(options, context);
  if (!chosen) return tl::unexpected(chosen.error());
  const auto found = alignment::landscape(chosen->sizes, chosen->propensities, options.limit);
  if (!found) return tl::unexpected(found.error());
  if (context.format == Format::jsonl)
    print_json(*chosen, *found, context);
  else if (context.format == Format::csv)
    print_csv(*chosen, *found, context);
  else
    print_for_people(*chosen, *found, context);
  return Exit::done;
}

}  // namespace

void add_landscape(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *app.add_subcommand(
      "landscape", "Where actors settle on two sides: stable configurations and their basins");
  command.footer(
      "Axelrod and Bennett (1993); docs/blocs.md defines the numbers. Up to 25 actors.\n\n"
      "Examples:\n"
      "  entente landscape --propensities rivals.csv --sizes powers.csv\n"
      "  entente landscape --actors USA RUS CHN IND PAK --at 2018");
  CLI::Option* file = command.add_option(
      "--propensities,--network", options->propensities,
      "CSV of from,to,weight: over 0 would rather stand together, below apart; not the record");
  file->type_name("FILE");
  command
      .add_option("--sizes", options->sizes,
                  "CSV with a header, an actor and its size in the first two columns (all have 1)")
      ->type_name("FILE");
  add_network_options(command, options->record);
  for (const char* name : kNetworkOptions) file->excludes(command.get_option(name));
  command.add_option("--limit", options->limit, "At most so many minima, the lowest (10)")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 20).description(""));
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    chosen = [options, &context] { return landscape(*options, context); };
  });
}

}  // namespace entente::cli
