#include "entente/cli/network_blocs.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "entente/alignment/clustering.h"
#include "entente/alignment/frustration.h"
#include "entente/base/progress.h"
#include "entente/base/terminal.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/interrupt.h"
#include "entente/cli/network_file.h"
#include "entente/cli/table.h"

namespace entente::cli {

namespace {

using alignment::SignedNetwork;
using base::Result;

/// Nodes of each bloc, the largest bloc first.
using Blocs = std::vector<std::vector<std::int32_t>>;

struct Answer {
  std::int64_t lower = 0, upper = 0;
  Blocs blocs;
  std::optional<alignment::OptimalPartitions> all;  // of two blocs, where that has been proven
};

Blocs blocs_of(const std::vector<std::int32_t>& bloc) {
  Blocs blocs;
  for (std::size_t node = 0; node < bloc.size(); ++node) {
    const auto i = std::size_t(bloc[node]);
    if (i >= blocs.size()) blocs.resize(i + 1);
    blocs[i].push_back(std::int32_t(node));
  }
  std::erase_if(blocs, [](const auto& nodes) { return nodes.empty(); });
  std::ranges::stable_sort(blocs, std::greater(), [](const auto& nodes) { return nodes.size(); });
  return blocs;
}

Blocs blocs_of(const alignment::Sides& sides) {
  std::vector<std::int32_t> bloc;
  for (const auto side : sides) bloc.push_back(side > 0 ? 0 : 1);
  return blocs_of(bloc);
}

Answer solve(const SignedNetwork& network, const NetworkBlocsOptions& options) {
  listen_for_interrupt();
  base::Progress progress;
  const auto stop = [&] {
    progress.show(0, 0, "looking for blocs; Ctrl-C ends with what has been found");
    return is_interrupted();
  };
  const alignment::Effort effort{.seconds = options.seconds, .stop = stop};
  if (options.blocs != 2) {
    const auto found = least_frustrating_blocs(network, options.blocs, effort);
    return {found.lower, found.upper, blocs_of(found.bloc), {}};
  }
  const auto found = least_frustration(network, effort);
  Answer answer{found.lower, found.upper, blocs_of(found.sides), {}};
  if (found.is_proven()) answer.all = optimal_partitions(network, found, options.limit, effort);
  return answer;
}

std::string json_blocs(const SignedNetwork& network, const Blocs& blocs) {
  std::string text = "[";
  for (const auto& bloc : blocs) {
    text += text.size() > 1 ? ",[" : "[";
    for (std::size_t i = 0; i < bloc.size(); ++i)
      text += (i > 0 ? "," : "") + json_text(network.name(bloc[i]));
    text += "]";
  }
  return text + "]";
}

void print_json(const SignedNetwork& network, const Answer& answer, std::size_t limit,
                Context& context) {
  const auto& all = answer.all;
  context.out.print(
      R"({{"nodes":{},"ties":{},"negative":{},"frustration":{{"lower":{},"upper":{}}},)"
      R"("partitions":{},{}"blocs":{})",
      network.nodes(), network.ties().size(), network.negative(), network.in_unit(answer.lower),
      network.in_unit(answer.upper), all ? fmt::format("{}", all->count) : "null",
      all && !all->is_exact ? R"("partitions_are_more":true,)" : "",
      json_blocs(network, answer.blocs));
  if (all && limit > 1) {
    context.out.print(R"(,"optimal":[)");
    for (std::size_t i = 0; i < all->list.size(); ++i)
      context.out.print("{}{}", i > 0 ? "," : "", json_blocs(network, blocs_of(all->list[i])));
    context.out.print("]");
  }
  context.out.print("}}\n");
}

void print_csv(const SignedNetwork& network, const Answer& answer, Context& context) {
  context.out.print("node,bloc\n");
  for (std::size_t i = 0; i < answer.blocs.size(); ++i)
    for (const auto node : answer.blocs[i])
      context.out.print("{},{}\n", csv_cell(network.name(node)), i + 1);
}

/// Names in lines that are `width` wide; at most 12 lines on a terminal.
void print_names(const SignedNetwork& network, const std::vector<std::int32_t>& bloc,
                 Context& context) {
  constexpr int kMostLines = 12;
  const int width = context.width().value_or(100) - 2;
  std::string line;
  int lines = 0;
  std::size_t shown = 0;
  for (; shown < bloc.size(); ++shown) {
    const std::string name = base::one_line(network.name(bloc[shown]));
    if (!line.empty() && base::display_width(line) + base::display_width(name) + 2 > width) {
      context.out.print("  {},\n", line);
      line.clear();
      if (context.width() && ++lines == kMostLines) break;
    }
    line += (line.empty() ? "" : ", ") + name;
  }
  if (!line.empty()) context.out.print("  {}\n", line);
  if (shown < bloc.size())
    context.out.print("  … {} of {} shown; --format csv has all\n", shown, bloc.size());
}

/// The ties that are frustrated, the heaviest first.
void print_frustrated(const SignedNetwork& network, const Answer& answer, Context& context) {
  constexpr std::size_t kShown = 20;
  std::vector<std::size_t> bloc(std::size_t(network.nodes()));
  for (std::size_t i = 0; i < answer.blocs.size(); ++i)
    for (const auto node : answer.blocs[i]) bloc[std::size_t(node)] = i;
  std::vector<SignedNetwork::Tie> ties;
  for (const auto& tie : network.ties())
    if ((bloc[std::size_t(tie.a)] == bloc[std::size_t(tie.b)]) != (tie.weight > 0))
      ties.push_back(tie);
  if (ties.empty()) return;
  std::ranges::stable_sort(ties, std::greater(), [](const auto& t) { return std::abs(t.weight); });
  context.out.print("\n{}\n", context.painter()(Ink::strong, "Frustrated ties"));
  Table table({{""}, {""}, {"", Table::Align::right}, {""}});
  const std::size_t shown = context.width() ? std::min(kShown, ties.size()) : ties.size();
  for (std::size_t i = 0; i < shown; ++i)
    table.add({{"  " + base::one_line(network.name(ties[i].a)), Ink::actor},
               {base::one_line(network.name(ties[i].b)), Ink::recipient},
               {network.in_unit(ties[i].weight)},
               {ties[i].weight > 0 ? "friends apart" : "foes together", Ink::faint}});
  table.print(context.out, context.painter(), context.width());
  context.out.print("  {} of {} shown\n", shown, ties.size());
}

void print_for_people(const SignedNetwork& network, const NetworkBlocsOptions& options,
                      const Answer& answer, Context& context) {
  const Painter paint = context.painter();
  context.out.print("{}  {}, {}, {} of them negative\n", paint(Ink::strong, options.file),
                    counted(network.nodes(), "node"),
                    counted(std::int64_t(network.ties().size()), "tie"), network.negative());
  const auto& dropped = network.dropped();
  if (dropped.loops + dropped.parallel + dropped.zero > 0)
    context.out.print(
        "  {} of a node with itself left out, {} added to another of its pair, {} "
        "that sum to nothing\n",
        counted(dropped.loops, "tie"), dropped.parallel, counted(dropped.zero, "pair"));
  const std::string bounds =
      answer.lower == answer.upper
          ? fmt::format("{}, proven to be the least", network.in_unit(answer.upper))
          : fmt::format("{}; the least is at least {}, which is all that has been proven",
                        network.in_unit(answer.upper), network.in_unit(answer.lower));
  context.out.print("\nFrustration  {}, of a weight of {} in all\n", paint(Ink::strong, bounds),
                    network.in_unit(network.size()));
  if (answer.all && answer.all->count > 1)
    context.out.print("Partitions   {}{} are optimal; this is one of them\n",
                      answer.all->is_exact ? "" : "at least ", answer.all->count);
  else if (answer.all)
    context.out.print("Partitions   no other is as good{}\n",
                      answer.all->is_exact ? "" : ", as far as has been looked");
  for (std::size_t i = 0; i < answer.blocs.size(); ++i) {
    context.out.print("\n{}  {}\n", paint(Ink::strong, fmt::format("Bloc {}", i + 1)),
                      counted(std::int64_t(answer.blocs[i].size()), "node"));
    print_names(network, answer.blocs[i], context);
  }
  print_frustrated(network, answer, context);
}

}  // namespace

Result<Exit> network_blocs(const NetworkBlocsOptions& options, Context& context) {
  const auto network = read_network(options.file);
  if (!network) return tl::unexpected(network.error());
  const Answer answer = solve(*network, options);
  if (context.format == Format::jsonl)
    print_json(*network, answer, options.limit, context);
  else if (context.format == Format::csv)
    print_csv(*network, answer, context);
  else
    print_for_people(*network, options, answer, context);
  return is_interrupted() ? Exit::interrupted : Exit::done;
}

}  // namespace entente::cli
