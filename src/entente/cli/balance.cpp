#include "entente/alignment/balance.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>

#include "entente/alignment/frustration.h"
#include "entente/base/progress.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/context.h"
#include "entente/cli/interrupt.h"
#include "entente/cli/network_file.h"
#include "entente/cli/record_network.h"
#include "entente/cli/table.h"

namespace entente::cli {

namespace {

using alignment::Balance;
using alignment::Frustration;
using alignment::Pressure;
using alignment::Pull;
using alignment::SignedNetwork;
using alignment::Triad;
using base::Result;

constexpr std::size_t kTableRows = 10, kOtherRows = 1000;
constexpr std::size_t kPullers = 4;  // named in a table's row

struct Options {
  std::string file, actor;
  NetworkOptions record{.sure = 0.6, .neutral = 0};
  std::int64_t limit = -1;  // -1: what suits the format
  std::size_t claims = 1;
  double seconds = 10;
};

/// A network from a file, or from a record that the view leads back to.
struct Case {
  std::optional<NetworkView> view;
  std::optional<alignment::UncertainNetwork> uncertain;
  std::optional<SignedNetwork> from_file;
  int actor = -1;  // of whom it is asked; -1: of all

  [[nodiscard]] const SignedNetwork& network() const {
    return from_file ? *from_file : uncertain->network;
  }
};

/// A tie that is pulled against its sign.
struct Pressed {
  std::int32_t tie;
  Pressure pressure;
  std::vector<Pull> by;
  std::vector<Witness> claims;
};

struct Findings {
  Balance balance;
  Frustration frustration;
  std::vector<Pressure> pressures;
  std::vector<Pressed> pressed;  // strongest first, as many as are shown
  std::vector<Triad> triads;     // likewise, unbalanced ones
  std::int64_t all_pressed = 0, all_triads = 0;
};

Result<Case> open(const Options& options, Context& context) {
  Case found;
  if (!options.file.empty()) {
    auto network = read_network(options.file);
    if (!network) return tl::unexpected(network.error());
    found.from_file = std::move(*network);
    if (options.actor.empty()) return found;
    const auto& names = found.network().names();
    const auto at = std::ranges::find(names, options.actor);
    if (at == names.end()) return base::fail("the network has no such node", options.actor);
    found.actor = int(at - names.begin());
    return found;
  }
  auto view = NetworkView::open(options.record, context);
  if (!view) return tl::unexpected(view.error());
  auto network = view->network(view->date());
  if (!network) return tl::unexpected(network.error());
  found.view.emplace(std::move(*view));
  found.uncertain = std::move(*network);
  if (options.actor.empty()) return found;
  const auto node = found.view->node(*found.uncertain, options.actor);
  if (!node) return tl::unexpected(node.error());
  found.actor = *node;
  return found;
}

/// How much the net pull goes against a tie's sign; 0 or less when it does not.
std::int64_t against(std::int64_t weight, const Pressure& pressure) {
  return weight > 0 ? -pressure.net() : pressure.net();
}

std::vector<std::int32_t> pressed_ties(const Case& of, const std::vector<Pressure>& pressures) {
  const auto ties = of.network().ties();
  std::vector<std::int32_t> pressed;
  for (std::size_t i = 0; i < ties.size(); ++i)
    if (against(ties[i].weight, pressures[i]) > 0 &&
        (of.actor < 0 || ties[i].a == of.actor || ties[i].b == of.actor))
      pressed.push_back(std::int32_t(i));
  std::ranges::stable_sort(pressed, std::ranges::greater{}, [&](std::int32_t i) {
    return against(ties[std::size_t(i)].weight, pressures[std::size_t(i)]);
  });
  return pressed;
}

std::int64_t count_unbalanced(const Case& of, const Findings& found) {
  const auto& triads = found.balance.triads;
  if (of.actor < 0) return triads[1] + triads[3];
  // Each triad of a node has two of its ties.
  std::int64_t twice = 0;
  for (const auto& end : of.network().ends(of.actor))
    twice += found.pressures[std::size_t(end.tie)].unbalanced;
  return twice / 2;
}

Result<Findings> analyse(const Case& of, const Options& options, std::size_t limit) {
  listen_for_interrupt();
  base::Progress progress;
  const auto stop = [&] {
    progress.show(0, 0, "looking for the least frustration; Ctrl-C ends with what has been found");
    return is_interrupted();
  };
  Findings found;
  found.frustration =
      alignment::least_frustration(of.network(), {.seconds = options.seconds, .stop = stop});
  found.balance = alignment::balance(of.network());
  found.pressures = alignment::pressures(of.network());
  std::vector<std::int32_t> pressed = pressed_ties(of, found.pressures);
  found.all_pressed = std::int64_t(pressed.size());
  pressed.resize(std::min(pressed.size(), limit));
  for (const std::int32_t tie : pressed) {
    const auto& [a, b, weight] = of.network().tie(tie);
    Pressed one{tie, found.pressures[std::size_t(tie)], alignment::pulls(of.network(), a, b), {}};
    if (of.view) {
      auto claims = of.view->claims(*of.uncertain, tie, of.view->date(), options.claims);
      if (!claims) return tl::unexpected(claims.error());
      one.claims = std::move(*claims);
    }
    found.pressed.push_back(std::move(one));
  }
  found.triads = alignment::unbalanced(of.network(), limit, of.actor);
  found.all_triads = count_unbalanced(of, found);
  return found;
}

/// 1 - 2 L / m, m being the sum of all sizes (Aref and Wilson's F); of an L.
double line_index(const SignedNetwork& network, std::int64_t frustration) {
  return network.size() == 0 ? 1 : 1 - 2 * double(frustration) / double(network.size());
}

std::string or_null(std::optional<double> number) {
  return number ? fmt::format("{:.7g}", *number) : "null";
}

constexpr std::array<std::string_view, 4> kTriads{"+++", "++-", "+--", "---"};

void print_json(const Case& of, const Findings& found, Context& context) {
  const SignedNetwork& net = of.network();
  Output& out = context.out;
  const auto name = [&](std::int32_t node) { return json_text(net.name(node)); };
  if (of.view)
    out.print(R"({{"at":"{}","layer":{},"neutral":{:.4f},)", of.view->date().iso(),
              json_text_or_null(of.view->layer()), of.uncertain->neutral);
  else
    out.print("{{");
  out.print(R"("nodes":{},"ties":{},"negative":{},"triads":{{)", net.nodes(), net.ties().size(),
            net.negative());
  for (std::size_t i = 0; i < 4; ++i)
    out.print(R"({}"{}":{})", i > 0 ? "," : "", kTriads[i], found.balance.triads[i]);
  out.print(R"(}},"triangle_index":{},"weighted_triangle_index":{},"walk_balance":{},)"
            R"("algebraic_conflict":{},"frustration":{{"lower":{},"upper":{}}},)"
            R"("line_index":{{"lower":{:.7g},"upper":{:.7g}}},)",
            or_null(found.balance.triangles), or_null(found.balance.weighted_triangles),
            or_null(found.balance.walks), or_null(found.balance.conflict),
            net.in_unit(found.frustration.lower), net.in_unit(found.frustration.upper),
            line_index(net, found.frustration.upper), line_index(net, found.frustration.lower));
  out.print(R"("under_pressure":{},"pressures":[)", found.all_pressed);
  for (std::size_t i = 0; i < found.pressed.size(); ++i) {
    const Pressed& one = found.pressed[i];
    const auto& [a, b, weight] = net.tie(one.tie);
    out.print(R"({}{{"tie":[{},{}],"weight":{},"together":{},"apart":{},"net":{},)"
              R"("balanced":{},"unbalanced":{},"by":[)",
              i > 0 ? "," : "", name(a), name(b), net.in_unit(weight),
              net.in_unit(one.pressure.together), net.in_unit(one.pressure.apart),
              net.in_unit(one.pressure.net()), one.pressure.balanced, one.pressure.unbalanced);
    for (std::size_t k = 0; k < one.by.size(); ++k)
      out.print(R"({}{{"actor":{},"pull":{}}})", k > 0 ? "," : "", name(one.by[k].third),
                net.in_unit(one.by[k].strength));
    out.print("]");
    if (of.view) out.print(R"(,"claims":{})", json(one.claims));
    out.print("}}");
  }
  out.print(R"(],"unbalanced":{},"unbalanced_triads":[)", found.all_triads);
  for (std::size_t i = 0; i < found.triads.size(); ++i) {
    const Triad& triad = found.triads[i];
    out.print(R"({}{{"actors":[{},{},{}],"weights":[{},{},{}],"strength":{}}})", i > 0 ? "," : "",
              name(triad.nodes[0]), name(triad.nodes[1]), name(triad.nodes[2]),
              net.in_unit(net.tie(triad.ties[0]).weight),
              net.in_unit(net.tie(triad.ties[1]).weight),
              net.in_unit(net.tie(triad.ties[2]).weight), net.in_unit(triad.strength));
  }
  out.print("]}}\n");
}

/// One row a tie, all of them.
void print_csv(const Case& of, const Findings& found, Context& context) {
  const SignedNetwork& net = of.network();
  context.out.print("from,to,weight,together,apart,net,balanced,unbalanced\n");
  for (std::size_t i = 0; i < net.ties().size(); ++i) {
    const auto& [a, b, weight] = net.tie(int(i));
    if (of.actor >= 0 && a != of.actor && b != of.actor) continue;
    const Pressure& pressure = found.pressures[i];
    context.out.print("{},{},{},{},{},{},{},{}\n", csv_cell(net.name(a)), csv_cell(net.name(b)),
                      net.in_unit(weight), net.in_unit(pressure.together),
                      net.in_unit(pressure.apart), net.in_unit(pressure.net()), pressure.balanced,
                      pressure.unbalanced);
  }
}

void print_measures(const Case& of, const Findings& found, Context& context) {
  const SignedNetwork& net = of.network();
  const auto& triads = found.balance.triads;
  const std::int64_t all = triads[0] + triads[1] + triads[2] + triads[3];
  const auto degree = [](std::optional<double> value) {
    return value ? fmt::format("{:.3f}", *value) : "–";
  };
  Table table({{"degree of balance"}, {"", Table::Align::right}, {""}});
  table.add({{"triads that are balanced"},
             {degree(found.balance.triangles), Ink::strong},
             {fmt::format("{} of {}; {} +++, {} ++−, {} +−−, {} −−−", triads[0] + triads[2], all,
                          triads[0], triads[1], triads[2], triads[3])}});
  table.add(
      {{"  weighed by their ties"}, {degree(found.balance.weighted_triangles), Ink::strong}, {""}});
  table.add({{"closed walks (Estrada, Benzi)"},
             {degree(found.balance.walks), Ink::strong},
             {net.nodes() > alignment::kMostSpectralNodes
                  ? fmt::format("not for more than {} nodes", alignment::kMostSpectralNodes)
                  : ""}});
  const auto& [lower, upper, sides] = found.frustration;
  table.add(
      {{"fit into two camps (1 − 2 L / m)"},
       {fmt::format("{:.3f}", line_index(net, upper)), Ink::strong},
       {fmt::format(
           "frustration L = {} of m = {}, {}", net.in_unit(upper), net.in_unit(net.size()),
           lower == upper ? "the least, proven" : "not proven: at least " + net.in_unit(lower))}});
  table.add(
      {{"algebraic conflict (0 is balance)"}, {degree(found.balance.conflict), Ink::strong}, {""}});
  table.print(context.out, context.painter(), context.width());
}

std::string pullers(const SignedNetwork& net, const Pressed& one) {
  // Those who pull the way that the tie is pulled.
  const bool together = one.pressure.net() > 0;
  std::string list;
  std::size_t count = 0;
  for (const Pull& pull : one.by) {
    if ((pull.strength > 0) != together) continue;
    if (++count <= kPullers)
      list += fmt::format("{}{} {}", list.empty() ? "" : ", ", net.name(pull.third),
                          net.in_unit(std::abs(pull.strength)));
  }
  return count > kPullers ? fmt::format("{} and {} more", list, count - kPullers) : list;
}

void print_for_people(const Case& of, const Findings& found, Context& context) {
  const SignedNetwork& net = of.network();
  const Painter paint = context.painter();
  if (of.view)
    context.out.print("{}\n\n", of.view->in_words(*of.uncertain, of.view->date()));
  else
    context.out.print("{} nodes, {} ties, {} of them negative\n\n", net.nodes(), net.ties().size(),
                      net.negative());
  print_measures(of, found, context);
  if (!found.pressed.empty()) {
    context.out.print("\nTies that are pulled against their sign\n");
    Table table({{"tie"},
                 {"weight", Table::Align::right},
                 {"pulled", Table::Align::right},
                 {"by (who pulls that way)"}});
    for (const Pressed& one : found.pressed) {
      const auto& [a, b, weight] = net.tie(one.tie);
      std::vector<std::string> quotes;
      for (const Witness& witness : one.claims)
        for (std::string& line : quote_lines(witness, paint, context.width()))
          quotes.push_back(std::move(line));
      table.add({{net.name(a) + " – " + net.name(b), Ink::strong},
                 {net.in_unit(weight), weight > 0 ? Ink::recipient : Ink::claimant},
                 {fmt::format("{}{}", one.pressure.net() > 0 ? "+" : "",
                              net.in_unit(one.pressure.net()))},
                 {pullers(net, one)}},
                std::move(quotes));
    }
    table.print(context.out, paint, context.width());
  }
  context.out.print("\n{} of {} under pressure shown\n", found.pressed.size(),
                    counted(found.all_pressed, "tie"));
  if (!found.triads.empty()) {
    context.out.print("\nUnbalanced triads, strongest first\n");
    Table table({{"actors"},
                 {"ties", Table::Align::right},
                 {"", Table::Align::right},
                 {"", Table::Align::right}});
    for (const Triad& triad : found.triads) {
      const auto cell = [&](std::size_t i) {
        const std::int64_t weight = net.tie(triad.ties[i]).weight;
        return Cell{net.in_unit(weight), weight > 0 ? Ink::recipient : Ink::claimant};
      };
      table.add({{fmt::format("{} – {} – {}", net.name(triad.nodes[0]), net.name(triad.nodes[1]),
                              net.name(triad.nodes[2])),
                  Ink::strong},
                 cell(0),
                 cell(2),
                 cell(1)});
    }
    table.print(context.out, paint, context.width());
  }
  context.out.print("\n{} of {} shown{}\n", found.triads.size(),
                    counted(found.all_triads, "unbalanced triad"),
                    std::int64_t(found.triads.size()) < found.all_triads ||
                            std::int64_t(found.pressed.size()) < found.all_pressed
                        ? "; --limit 0 shows all"
                        : "");
}

Result<Exit> run(const Options& options, Context& context) {
  const auto chosen = open(options, context);
  if (!chosen) return tl::unexpected(chosen.error());
  const std::size_t suited = context.format == Format::table ? kTableRows : kOtherRows;
  const std::size_t limit = options.limit < 0    ? suited
                            : options.limit == 0 ? std::size_t(-1)
                                                 : std::size_t(options.limit);
  const auto found = analyse(*chosen, options, limit);
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

void add_balance(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *app.add_subcommand(
      "balance", "How balanced a network is, and which ties are pulled against their sign");
  command.footer(
      "\"The enemy of my enemy is my friend\"; docs/blocs.md defines the numbers.\n\n"
      "Examples:\n"
      "  entente balance --at 2018\n"
      "  entente balance --at 2018 --actor Turkey --claims 3\n"
      "  entente balance --network ties.csv --format json");
  CLI::Option* file = command.add_option(
      "--network", options->file, "Of a CSV file of from,to,sign (or weight), not the record");
  file->type_name("FILE");
  command.add_option("--actor", options->actor, "Ties and triads of this one")->type_name("ACTOR");
  add_network_options(command, options->record);
  for (const char* name : kNetworkOptions) file->excludes(command.get_option(name));
  command.add_option("--claims", options->claims, "So many claims behind each tie (1)")
      ->type_name("N")
      ->check(CLI::Range(0, 100).description(""));
  command.add_option("--limit", options->limit, "At most so many; 0 is all (table: 10, else 1000)")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 40).description(""));
  command.add_option("--seconds", options->seconds, "To prove the least frustration (10)")
      ->type_name("S")
      ->check(CLI::PositiveNumber.description(""));
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    chosen = [options, &context] { return run(*options, context); };
  });
}

}  // namespace entente::cli
