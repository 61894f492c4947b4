#include "entente/scenario/links.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>
#include <map>

#include "entente/cli/claim_formats.h"
#include "entente/cli/context.h"
#include "entente/cli/table.h"
#include "entente/cli/world_files.h"
#include "entente/scenario/flow.h"
#include "entente/scenario/routes.h"

namespace entente::cli {

namespace {

using base::Result;
using scenario::amount;
using scenario::Blockage;
using scenario::Link;
using scenario::Links;
using scenario::LinkStatus;
using scenario::Route;

struct Options {
  std::string file, at, from, to;
  std::vector<std::string> block, open;
  std::size_t routes = 0;
};

/// A network on a day, as the options change it.
struct View {
  Links links;
  base::Date date;
  std::vector<std::uint32_t> opened, blocked;
  std::vector<std::int64_t> capacities;  // before anything is blocked
  std::vector<bool> open;                // after

  [[nodiscard]] bool is_opened(std::uint32_t link) const {
    return std::find(opened.begin(), opened.end(), link) != opened.end();
  }
  /// "proposed", "operating", "proposed, opened here", "blocked here".
  [[nodiscard]] std::string status(std::uint32_t link) const {
    if (std::find(blocked.begin(), blocked.end(), link) != blocked.end()) return "blocked here";
    return std::string(name(links.links[link].status(date))) +
           (is_opened(link) ? ", opened here" : "");
  }
  [[nodiscard]] std::string with_unit(std::int64_t thousandths) const {
    return amount(thousandths) + " " + links.unit;
  }
};

Result<std::vector<std::uint32_t>> all_links(const Links& links,
                                             const std::vector<std::string>& words) {
  std::vector<std::uint32_t> all;
  for (const std::string& word : words) {
    const auto found = links.links_of(word);
    if (!found) return found;
    all.insert(all.end(), found->begin(), found->end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

Result<View> view(const Options& options) {
  const auto file = world_file(options.file, "links");
  if (!file) return tl::unexpected(file.error());
  auto links = Links::load(*file);
  if (!links) return tl::unexpected(links.error());
  View v{std::move(*links), {std::int32_t(std::time(nullptr) / 86400)}, {}, {}, {}, {}};
  if (!options.at.empty()) {
    const auto parsed = base::Date::parse(options.at);
    if (!parsed) return base::fail("no date", options.at, "write 2016-01-31, 2016-01 or 2016");
    v.date = *parsed;
  }
  auto opened = all_links(v.links, options.open), blocked = all_links(v.links, options.block);
  if (!opened) return tl::unexpected(opened.error());
  if (!blocked) return tl::unexpected(blocked.error());
  v.opened = std::move(*opened);
  v.blocked = std::move(*blocked);
  v.capacities = v.links.capacities(v.date);
  for (const Link& link : v.links.links)
    v.open.push_back(link.status(v.date) == LinkStatus::operating);
  for (const std::uint32_t link : v.opened) {
    v.capacities[link] = v.links.links[link].capacity.value_or(0);
    v.open[link] = true;
  }
  for (const std::uint32_t link : v.blocked) v.open[link] = false;
  return v;
}

std::string capacity_text(const Link& link) {
  return link.capacity ? amount(*link.capacity) : std::string("unknown");
}

std::string joined(const std::vector<std::string>& words, std::string_view separator = ", ") {
  return fmt::format("{}", fmt::join(words, separator));
}

// The network itself

void print_links(const View& v, Context& context) {
  const auto node = [&](std::uint32_t place) { return v.links.nodes[place].name; };
  if (context.format == Format::csv)
    context.out.print(
        "link,name,part_of,from,to,both_ways,capacity,unit,km,measured,status,owners\n");
  const Painter paint = context.painter();
  if (context.format == Format::table)
    context.out.print("{} on {}, {} nodes, {} links, capacities in {}\n\n",
                      paint(Ink::strong, v.links.name), v.date.iso(), v.links.nodes.size(),
                      v.links.links.size(), v.links.unit);
  using enum Table::Align;
  Table table({{"link"},
               {"part of"},
               {"from"},
               {""},
               {"to"},
               {"capacity", right},
               {"km", right},
               {"status"},
               {"owners"}});
  for (std::uint32_t i = 0; i < v.links.links.size(); ++i) {
    const Link& l = v.links.links[i];
    const std::string status = v.status(i);
    if (context.format == Format::jsonl) {
      std::string owners;
      for (const auto& owner : l.owners) owners += (owners.empty() ? "" : ",") + json_text(owner);
      context.out.print(
          R"({{"link":{},"name":{},"part_of":{},"from":{},"to":{},"both_ways":{},"capacity":{},)"
          R"("unit":{},"km":{:.1f},"measured":{},"status":{},"owners":[{}]}})"
          "\n",
          json_text(l.id), json_text(l.name), l.part_of.empty() ? "null" : json_text(l.part_of),
          json_text(v.links.nodes[l.from].id), json_text(v.links.nodes[l.to].id), l.both_ways,
          l.capacity ? amount(*l.capacity) : "null", json_text(v.links.unit), l.length_km,
          l.measured, json_text(status), owners);
    } else if (context.format == Format::csv) {
      context.out.print("{},{},{},{},{},{},{},{},{:.1f},{},{},{}\n", csv_cell(l.id),
                        csv_cell(l.name), csv_cell(l.part_of), csv_cell(v.links.nodes[l.from].id),
                        csv_cell(v.links.nodes[l.to].id), l.both_ways,
                        l.capacity ? amount(*l.capacity) : "", csv_cell(v.links.unit), l.length_km,
                        l.measured, csv_cell(status), csv_cell(joined(l.owners, "|")));
    } else {
      table.add({{l.id, Ink::actor},
                 {l.part_of},
                 {node(l.from)},
                 {l.both_ways ? "–" : "→", Ink::faint},
                 {node(l.to)},
                 {capacity_text(l)},
                 {fmt::format("{}{:.0f}", l.measured ? "" : "~", l.length_km)},
                 {status, v.open[i] ? Ink::strong : Ink::faint},
                 {joined(l.owners)}});
    }
  }
  if (context.format != Format::table) return;
  table.print(context.out, paint, context.width());
  context.out.print("\n~ great circle between the nodes. Only what operates carries anything.\n");
}

// Flows

/// How well the rest stands in for what is blocked.
std::string verdict(const View& v, const Blockage& b) {
  if (b.carried == 0) return "nothing was carried there";
  if (b.lost() == 0) return "replaced in full by other links";
  if (b.replaced() == 0) return "no substitute";
  return fmt::format("{} of {} replaced by other links", amount(b.replaced()),
                     v.with_unit(b.carried));
}

struct Flow {
  std::string from, to;
  Blockage blockage;                   // with nothing blocked, before and after are the same
  std::vector<std::int64_t> carried;   // of link, in the flow that was found
  std::vector<std::uint32_t> unknown;  // open links without a known capacity
};

bool is_in(const std::vector<std::uint32_t>& list, std::uint32_t item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

std::string json_links(const View& v, const std::vector<std::uint32_t>& list) {
  std::string out;
  for (const std::uint32_t i : list)
    out += (out.empty() ? "" : ",") + json_text(v.links.links[i].id);
  return "[" + out + "]";
}

void print_json(const View& v, const Flow& f, Context& context) {
  std::string carried, substitutes;
  for (std::uint32_t i = 0; i < f.carried.size(); ++i)
    if (f.carried[i] != 0)
      carried += fmt::format(R"({}{{"link":{},"carried":{},"capacity":{}}})",
                             carried.empty() ? "" : ",", json_text(v.links.links[i].id),
                             double(f.carried[i]) / 1000, amount(v.capacities[i]));
  for (const auto& s : f.blockage.substitutes)
    substitutes += fmt::format(R"({}{{"open":{},"after":{}}})", substitutes.empty() ? "" : ",",
                               json_text(s.name), amount(s.after));
  context.out.print(
      R"({{"network":{},"date":{},"from":{},"to":{},"unit":{},"opened":{},"blocked":{},)"
      R"("before":{},"after":{},"lost":{},"carried_by_blocked":{},"replaced":{},"verdict":{},)"
      R"("cut":{},"closed_across_the_cut":{},"substitutes":[{}],"links":[{}],)"
      R"("capacity_unknown":{}}})"
      "\n",
      json_text(v.links.id), json_text(v.date.iso()), json_text(f.from), json_text(f.to),
      json_text(v.links.unit), json_links(v, v.opened), json_links(v, v.blocked),
      amount(f.blockage.before), amount(f.blockage.after), amount(f.blockage.lost()),
      amount(f.blockage.carried), amount(f.blockage.replaced()),
      v.blocked.empty() ? "null" : json_text(verdict(v, f.blockage)), json_links(v, f.blockage.cut),
      json_links(v, f.blockage.shut), substitutes, carried, json_links(v, f.unknown));
}

void print_csv(const View& v, const Flow& f, Context& context) {
  context.out.print("link,status,capacity,carried,unit,in_cut\n");
  for (std::uint32_t i = 0; i < f.carried.size(); ++i)
    context.out.print("{},{},{},{},{},{}\n", csv_cell(v.links.links[i].id), csv_cell(v.status(i)),
                      v.links.links[i].capacity ? amount(*v.links.links[i].capacity) : "",
                      double(f.carried[i]) / 1000, csv_cell(v.links.unit),
                      is_in(f.blockage.cut, i) || is_in(f.blockage.shut, i));
}

void print_cut(const View& v, const Flow& f, Context& context) {
  const auto line = [&](std::uint32_t i) {
    const Link& l = v.links.links[i];
    context.out.print("  {}  {} {} {}, {}, {}\n", context.painter()(Ink::actor, l.name),
                      v.links.nodes[l.from].name, l.both_ways ? "–" : "→", v.links.nodes[l.to].name,
                      l.capacity ? v.with_unit(*l.capacity) : "capacity unknown", v.status(i));
  };
  if (!f.blockage.cut.empty()) context.out.print("\nThe cut that limits this, all of it in use\n");
  for (const std::uint32_t i : f.blockage.cut) line(i);
  if (!f.blockage.shut.empty())
    context.out.print("\n{}\n", f.blockage.cut.empty() ? "The cut: nothing is open across it"
                                                       : "Closed across the same cut");
  for (const std::uint32_t i : f.blockage.shut) line(i);
}

void print_for_people(const View& v, const Flow& f, Context& context) {
  const Painter paint = context.painter();
  const Blockage& b = f.blockage;
  context.out.print("{} on {}, from {} to {}\n\n", paint(Ink::strong, v.links.name), v.date.iso(),
                    f.from, f.to);
  if (v.blocked.empty()) {
    context.out.print("At most {} can arrive.\n", paint(Ink::strong, v.with_unit(b.after)));
  } else {
    context.out.print("At most {} can arrive; {} before the blockade.\n",
                      paint(Ink::strong, v.with_unit(b.after)), v.with_unit(b.before));
    context.out.print("What is blocked carried up to {}: {}.\n", v.with_unit(b.carried),
                      paint(Ink::strong, verdict(v, b)));
  }
  print_cut(v, f, context);
  if (!b.substitutes.empty()) {
    context.out.print("\nWhat would help if it operated\n");
    for (const auto& s : b.substitutes)
      context.out.print("  {}: {} would arrive\n", paint(Ink::actor, s.name), v.with_unit(s.after));
  }
  if (!f.unknown.empty()) {
    std::vector<std::string> names;
    for (const std::uint32_t i : f.unknown) names.push_back(v.links.links[i].name);
    context.out.print("\nNot counted, as their capacity is unknown: {}\n", joined(names));
  }
  context.out.print("\nCapacities are what can flow, not what does; the file has their sources.\n");
}

void print_flow(const View& v, const std::vector<std::uint32_t>& sources,
                const std::vector<std::uint32_t>& sinks, const Options& options, Context& context) {
  Flow flow{options.from,
            options.to,
            scenario::block(v.links, sources, sinks, v.capacities, v.blocked),
            {},
            {}};
  auto capacities = v.capacities;
  for (const std::uint32_t link : v.blocked) capacities[link] = 0;
  scenario::FlowNetwork network(v.links, sources, sinks);
  network.deliver(capacities);
  for (std::uint32_t i = 0; i < v.links.links.size(); ++i) {
    flow.carried.push_back(network.carried(i));
    if (v.open[i] && !v.links.links[i].capacity) flow.unknown.push_back(i);
  }
  std::erase_if(flow.blockage.shut, [&](std::uint32_t link) { return is_in(flow.unknown, link); });
  if (context.format == Format::jsonl)
    print_json(v, flow, context);
  else if (context.format == Format::csv)
    print_csv(v, flow, context);
  else
    print_for_people(v, flow, context);
}

// Routes

std::string route_states(const View& v, const Route& route) {
  std::vector<std::string> states;
  for (const std::uint32_t node : route.nodes) {
    const std::string& state = v.links.nodes[node].state;
    if (!state.empty() && (states.empty() || states.back() != state)) states.push_back(state);
  }
  return joined(states, " ");
}

std::string route_nodes(const View& v, const Route& route) {
  std::vector<std::string> names;
  for (const std::uint32_t node : route.nodes) names.push_back(v.links.nodes[node].name);
  return joined(names, " – ");
}

void print_routes(const View& v, const std::vector<Route>& routes, const Options& options,
                  Context& context) {
  if (context.format == Format::csv)
    context.out.print("route,km,measured,capacity,unit,states,nodes,links\n");
  using enum Table::Align;
  Table table({{"", right}, {"km", right}, {"capacity", right}, {"states"}, {"by"}});
  for (std::size_t r = 0; r < routes.size(); ++r) {
    const Route& route = routes[r];
    const std::string least = route.capacity ? amount(*route.capacity) : "";
    std::vector<std::string> nodes, links;
    for (const std::uint32_t node : route.nodes) nodes.push_back(v.links.nodes[node].id);
    for (const std::uint32_t link : route.links) links.push_back(v.links.links[link].id);
    if (context.format == Format::jsonl) {
      std::string node_list;
      for (const auto& node : nodes) node_list += (node_list.empty() ? "" : ",") + json_text(node);
      context.out.print(
          R"({{"route":{},"km":{:.1f},"measured":{},"capacity":{},"unit":{},"nodes":[{}],)"
          R"("links":{}}})"
          "\n",
          r + 1, route.km, route.measured, least.empty() ? "null" : least, json_text(v.links.unit),
          node_list, json_links(v, route.links));
    } else if (context.format == Format::csv) {
      context.out.print("{},{:.1f},{},{},{},{},{},{}\n", r + 1, route.km, route.measured, least,
                        csv_cell(v.links.unit), csv_cell(route_states(v, route)),
                        csv_cell(joined(nodes, "|")), csv_cell(joined(links, "|")));
    } else {
      table.add({{std::to_string(r + 1), Ink::faint},
                 {fmt::format("{}{:.0f}", route.measured ? "" : "~", route.km), Ink::strong},
                 {least.empty() ? "unknown" : least},
                 {route_states(v, route), Ink::actor},
                 {route_nodes(v, route)}});
    }
  }
  if (context.format != Format::table) return;
  context.out.print("{} on {}, from {} to {}, capacities in {}\n\n",
                    context.painter()(Ink::strong, v.links.name), v.date.iso(), options.from,
                    options.to, v.links.unit);
  table.print(context.out, context.painter(), context.width());
  context.out.print("{}{}\n", routes.empty() ? "" : "\n",
                    routes.size() < options.routes
                        ? fmt::format("There {} over links that operate{}.",
                                      routes.empty()       ? "is no route"
                                      : routes.size() == 1 ? "is no other route"
                                                           : "are no others",
                                      v.opened.empty() ? "" : " or were opened")
                        : fmt::format("The {} shortest.", routes.size()));
}

Result<Exit> list(Context& context) {
  Table table({{"network"}, {"name"}, {"unit"}, {"file"}});
  if (context.format == Format::csv) context.out.print("network,name,unit,file\n");
  for (const auto& file : world_files("links")) {
    const auto links = Links::load(file);
    if (!links) return tl::unexpected(links.error());
    if (context.format == Format::jsonl)
      context.out.print(R"({{"network":{},"name":{},"unit":{},"file":{}}})"
                        "\n",
                        json_text(links->id), json_text(links->name), json_text(links->unit),
                        json_text(file.string()));
    else if (context.format == Format::csv)
      context.out.print("{},{},{},{}\n", csv_cell(links->id), csv_cell(links->name),
                        csv_cell(links->unit), csv_cell(file.string()));
    else
      table.add({{file.stem().string(), Ink::actor},
                 {links->name},
                 {links->unit},
                 {file.string(), Ink::faint}});
  }
  if (context.format == Format::table) table.print(context.out, context.painter(), context.width());
  return Exit::done;
}

Result<Exit> links(const Options& options, Context& context) {
  if (options.file.empty()) return list(context);
  const auto v = view(options);
  if (!v) return tl::unexpected(v.error());
  if (options.from.empty()) {
    print_links(*v, context);
    return Exit::done;
  }
  const auto sources = v->links.nodes_of(options.from), sinks = v->links.nodes_of(options.to);
  if (!sources) return tl::unexpected(sources.error());
  if (!sinks) return tl::unexpected(sinks.error());
  for (const std::uint32_t node : *sources)
    if (is_in(*sinks, node))
      return base::fail(fmt::format("'{}' is at both ends", v->links.nodes[node].name), {},
                        "--from and --to are different places or states");
  if (options.routes > 0)
    print_routes(*v, shortest_routes(v->links, *sources, *sinks, v->open, options.routes), options,
                 context);
  else
    print_flow(*v, *sources, *sinks, options, context);
  return Exit::done;
}

}  // namespace

void add_links(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *app.add_subcommand(
      "links",
      "Pipelines and corridors: what can arrive, what a blockade does, which ways there are");
  command.footer(
      "A network is a file (docs/scenarios.md), or the name of one in a world's links; without "
      "one,\n"
      "those are listed. A place is a node's id or name, or a state: all of its nodes.\n\n"
      "Examples:\n"
      "  entente links gas --at 2020\n"
      "  entente links gas --from TKM --to CHN --block CAC\n"
      "  entente links gas --from TKM --to PAK --open TAPI\n"
      "  entente links corridors --from CHN --to gwadar --routes 3");
  command.add_option("network", options->file, "A network's file or name")->type_name("NETWORK");
  command.add_option("--at", options->at, "The day whose statuses count (today)")
      ->type_name("DATE");
  CLI::Option* from = command.add_option("--from", options->from, "Where it comes from");
  CLI::Option* to = command.add_option("--to", options->to, "Where it has to arrive");
  from->type_name("PLACE")->needs(to);
  to->type_name("PLACE")->needs(from);
  command.add_option("--block", options->block, "Shut a link, or a project; may be repeated")
      ->type_name("LINK")
      ->allow_extra_args(false);
  command
      .add_option("--open", options->open,
                  "Let a link or project operate that does not; may be repeated")
      ->type_name("LINK")
      ->allow_extra_args(false);
  command.add_option("--routes", options->routes, "The so many shortest routes instead of flows")
      ->type_name("N")
      ->needs(from)
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000}).description(""));
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    chosen = [options, &context] { return links(*options, context); };
  });
}

}  // namespace entente::cli
