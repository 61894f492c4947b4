#include "entente/cli/record_blocs.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>

#include "entente/cli/claim_formats.h"
#include "entente/cli/claim_options.h"
#include "entente/cli/interrupt.h"
#include "entente/cli/table.h"

namespace entente::cli {

using alignment::SignedNetwork;
using alignment::Tipping;
using base::Result;

namespace {

constexpr std::size_t kTableRows = 8, kOtherRows = 1000;

/// A tie with the claims behind it.
struct Shown {
  std::int32_t tie = 0;
  std::vector<Witness> claims;
};

struct Findings {
  BlocsAt at;
  std::optional<alignment::OptimalPartitions> all;
  std::vector<Shown> frustrated;
  std::size_t all_frustrated = 0;
  std::vector<Tipping> tipping;  // of two blocs; those that can come about
  std::size_t all_tipping = 0, examined = 0;
  int actor = -1;
  std::vector<Shown> actor_ties;  // heaviest first
};

std::int64_t weight(const BlocsAt& at, std::int32_t tie) { return at.network().tie(tie).weight; }

Result<std::vector<Shown>> with_claims(const NetworkView& view, const BlocsAt& at,
                                       const std::vector<std::int32_t>& ties, std::size_t limit,
                                       std::size_t claims) {
  std::vector<Shown> shown;
  for (std::size_t i = 0; i < std::min(limit, ties.size()); ++i) {
    auto behind = view.claims(at.uncertain, ties[i], at.date, claims);
    if (!behind) return tl::unexpected(behind.error());
    shown.push_back({ties[i], std::move(*behind)});
  }
  return shown;
}

std::vector<std::int32_t> heaviest_first(const BlocsAt& at, std::vector<std::int32_t> ties) {
  std::ranges::stable_sort(ties, std::ranges::greater{},
                           [&](std::int32_t tie) { return std::abs(weight(at, tie)); });
  return ties;
}

std::vector<std::int32_t> frustrated_ties(const BlocsAt& at) {
  std::vector<std::int32_t> ties;
  for (std::size_t i = 0; i < at.network().ties().size(); ++i)
    if (at.is_together(at.network().ties()[i]) != (at.network().ties()[i].weight > 0))
      ties.push_back(std::int32_t(i));
  return heaviest_first(at, std::move(ties));
}

std::vector<std::int32_t> ties_of(const BlocsAt& at, int node) {
  std::vector<std::int32_t> ties;
  for (const auto& end : at.network().ends(node)) ties.push_back(end.tie);
  return heaviest_first(at, std::move(ties));
}

/// Where the tie's alignment would have to be to tip the blocs.
double tips_at(const BlocsAt& at, const Tipping& one) {
  const auto i = std::size_t(one.tie);
  return double(one.value) / 1000 + at.uncertain.alignments[i] - at.uncertain.standings[i].mean;
}

void take_tippings(Findings& found, std::size_t limit) {
  const BlocsAt& at = found.at;
  alignment::Sides sides;
  for (const int bloc : at.bloc) sides.push_back(bloc == 0 ? 1 : -1);
  auto all = alignment::tippings(at.uncertain, sides, [](const alignment::SignedGraph& graph) {
    return alignment::little_frustration(graph).sides;
  });
  found.examined = all.examined;
  // What would have to leave the scale of alignments cannot come about.
  std::erase_if(all.ties, [&](const Tipping& one) { return std::abs(tips_at(at, one)) > 10; });
  found.all_tipping = all.ties.size();
  all.ties.resize(std::min(limit, all.ties.size()));
  found.tipping = std::move(all.ties);
}

Result<Findings> analyse(const NetworkView& view, const RecordBlocsOptions& options,
                         std::size_t limit) {
  BlocsOverTime over_time(view, options);
  auto at = over_time.at(view.date());
  if (!at) return tl::unexpected(at.error());
  Findings found;
  found.at = std::move(*at);
  if (!options.actor.empty()) {
    const auto node = view.node(found.at.uncertain, options.actor);
    if (!node) return tl::unexpected(node.error());
    found.actor = *node;
    auto ties = with_claims(view, found.at, ties_of(found.at, *node), limit, options.claims);
    if (!ties) return tl::unexpected(ties.error());
    found.actor_ties = std::move(*ties);
  }
  const std::vector<std::int32_t> frustrated = frustrated_ties(found.at);
  found.all_frustrated = frustrated.size();
  auto shown = with_claims(view, found.at, frustrated, limit, options.claims);
  if (!shown) return tl::unexpected(shown.error());
  found.frustrated = std::move(*shown);
  if (options.blocs != 2) return found;
  if (found.at.lower == found.at.upper) {
    alignment::Frustration best{found.at.lower, found.at.upper, {}};
    for (const int bloc : found.at.bloc) best.sides.push_back(bloc == 0 ? 1 : -1);
    found.all = alignment::optimal_partitions(found.at.network(), best, 1);
  }
  take_tippings(found, limit);
  return found;
}

std::string label(const BlocsAt& at, int bloc) { return bloc_name(at.label[std::size_t(bloc)]); }

std::string json_names(const BlocsAt& at, const std::vector<int>& nodes) {
  std::string list;
  for (const int node : nodes)
    list += (list.empty() ? "" : ",") + json_text(at.network().name(node));
  return "[" + list + "]";
}

/// Members of a bloc, the surest first, then those that are held most.
std::vector<int> members(const BlocsAt& at, int bloc) {
  std::vector<int> members;
  for (int node = 0; node < at.network().nodes(); ++node)
    if (at.bloc[std::size_t(node)] == bloc) members.push_back(node);
  std::ranges::stable_sort(members, std::ranges::greater{}, [&](int node) {
    return std::pair(at.own(node), at.holds.empty() ? 0 : at.holds[std::size_t(node)]);
  });
  return members;
}

std::string json_tie(const BlocsAt& at, std::int32_t tie) {
  const auto& [a, b, weight] = at.network().tie(tie);
  const alignment::Standing& standing = at.uncertain.standings[std::size_t(tie)];
  return fmt::format(R"("tie":[{},{}],"mean":{:.4f},"sd":{:.4f},"weight":{},"positive":{:.4f})",
                     json_text(at.network().name(a)), json_text(at.network().name(b)),
                     at.uncertain.alignments[std::size_t(tie)], standing.deviation(),
                     at.network().in_unit(weight), standing.positive());
}

void print_json_ties(const BlocsAt& at, const std::vector<Shown>& ties, Output& out) {
  for (std::size_t i = 0; i < ties.size(); ++i)
    out.print(R"({}{{{},"claims":{}}})", i > 0 ? "," : "", json_tie(at, ties[i].tie),
              json(ties[i].claims));
}

void print_json_actor(const BlocsAt& at, int node, Output& out) {
  const auto i = std::size_t(node);
  out.print(R"({{"actor":{},"bloc":"{}","probability":{:.4g},"with":{{)",
            json_text(at.network().name(node)), label(at, at.bloc[i]), at.own(node));
  for (int bloc = 0; bloc < at.blocs(); ++bloc)
    out.print(R"({}"{}":{:.4g})", bloc > 0 ? "," : "", label(at, bloc),
              at.membership.probability(node, bloc));
  out.print(R"(}},"hold":{},"swings":{}}})",
            at.holds.empty() ? "null" : at.network().in_unit(at.holds[i]), at.own(node) < kSwing);
}

void print_json(const NetworkView& view, const Findings& found, Context& context) {
  const BlocsAt& at = found.at;
  const SignedNetwork& net = at.network();
  Output& out = context.out;
  out.print(R"({{"at":"{}","layer":{},"neutral":{:.4f},"nodes":{},"ties":{},"negative":{},)"
            R"("frustration":{{"lower":{},"upper":{}}},"weight":{},"partitions":{},"blocs":[)",
            at.date.iso(), json_text_or_null(view.layer()), at.uncertain.neutral, net.nodes(),
            net.ties().size(), net.negative(), net.in_unit(at.lower), net.in_unit(at.upper),
            net.in_unit(net.size()), found.all ? fmt::format("{}", found.all->count) : "null");
  for (int bloc = 0; bloc < at.blocs(); ++bloc)
    out.print("{}{}", bloc > 0 ? "," : "", json_names(at, members(at, bloc)));
  out.print(R"(],"labels":[)");
  for (int bloc = 0; bloc < at.blocs(); ++bloc)
    out.print(R"({}{{"bloc":"{}","heart":{}}})", bloc > 0 ? "," : "", label(at, bloc),
              json_text(net.name(at.heart[std::size_t(bloc)])));
  out.print(R"(],"draws":{},"unchanged":{:.4g},"actors":[)", at.membership.draws,
            at.membership.unchanged);
  for (int node = 0; node < net.nodes(); ++node) {
    if (node > 0) out.print(",");
    print_json_actor(at, node, out);
  }
  out.print(R"(],"apart":[)");
  for (std::size_t i = 0; i < at.uncertain.apart.size(); ++i)
    out.print("{}{}", i > 0 ? "," : "", json_text(at.uncertain.apart[i]));
  out.print(R"(],"frustrated":{},"frustrated_ties":[)", found.all_frustrated);
  print_json_ties(at, found.frustrated, out);
  out.print(R"(],"tipping":{},"tipping_ties":[)", found.all_tipping);
  for (std::size_t i = 0; i < found.tipping.size(); ++i)
    out.print(R"({}{{{},"tips_at":{:.4f},"probability":{:.4g},"movers":{}}})", i > 0 ? "," : "",
              json_tie(at, found.tipping[i].tie), tips_at(at, found.tipping[i]),
              found.tipping[i].probability, json_names(at, found.tipping[i].movers));
  out.print("]");
  if (found.actor >= 0) {
    out.print(R"(,"asked":{{"actor":{},"together":{{)", json_text(net.name(found.actor)));
    for (int node = 0; node < net.nodes(); ++node)
      out.print("{}{}:{:.4g}", node > 0 ? "," : "", json_text(net.name(node)),
                at.membership.together[std::size_t(found.actor * net.nodes() + node)]);
    out.print(R"(}},"ties":[)");
    print_json_ties(at, found.actor_ties, out);
    out.print("]}}");
  }
  out.print("}}\n");
}

void print_csv(const Findings& found, Context& context) {
  const BlocsAt& at = found.at;
  context.out.print("actor,bloc,probability,hold\n");
  for (int bloc = 0; bloc < at.blocs(); ++bloc)
    for (const int node : members(at, bloc))
      context.out.print("{},{},{:.4g},{}\n", csv_cell(at.network().name(node)), label(at, bloc),
                        at.own(node),
                        at.holds.empty() ? "" : at.network().in_unit(at.holds[std::size_t(node)]));
}

void print_blocs(const NetworkView& view, const BlocsAt& at, Context& context) {
  std::vector<Table::Column> columns{{"bloc"}, {"actor"}};
  for (int bloc = 0; bloc < at.blocs(); ++bloc)
    columns.push_back({"with " + label(at, bloc), Table::Align::right});
  columns.push_back({at.holds.empty() ? "" : "hold", Table::Align::right});
  columns.push_back({""});
  Table table(std::move(columns));
  for (int bloc = 0; bloc < at.blocs(); ++bloc)
    for (const int node : members(at, bloc)) {
      std::vector<Cell> cells{
          {label(at, bloc), Ink::faint},
          {view.name(at.network().name(node)), bloc % 2 == 0 ? Ink::actor : Ink::recipient}};
      for (int other = 0; other < at.blocs(); ++other)
        cells.push_back({fmt::format("{:.2f}", at.membership.probability(node, other)),
                         other == bloc ? Ink::strong : Ink::plain});
      cells.push_back({at.holds.empty()
                           ? ""
                           : fmt::format("{:.1f}", double(at.holds[std::size_t(node)]) / 1000)});
      cells.push_back({at.own(node) < kSwing ? "swings" : "", Ink::claimant});
      table.add(std::move(cells));
    }
  table.print(context.out, context.painter(), context.width());
}

std::vector<std::string> quotes(const Shown& shown, Context& context) {
  std::vector<std::string> lines;
  for (const Witness& witness : shown.claims)
    for (std::string& line : quote_lines(witness, context.painter(), context.width()))
      lines.push_back(std::move(line));
  return lines;
}

void print_frustrated(const Findings& found, Context& context) {
  if (found.frustrated.empty()) return;
  context.out.print("\nFrustrated ties\n");
  Table table({{""}, {""}});
  for (const Shown& shown : found.frustrated)
    table.add({{tie_text(found.at.uncertain, shown.tie), Ink::strong},
               {weight(found.at, shown.tie) > 0 ? "friends apart" : "foes together", Ink::faint}},
              quotes(shown, context));
  table.print(context.out, context.painter(), context.width());
  context.out.print("{} of {} shown\n", found.frustrated.size(),
                    counted(std::int64_t(found.all_frustrated), "frustrated tie"));
}

void print_tipping(const NetworkView& view, const Findings& found, Context& context) {
  if (found.tipping.empty()) return;
  const BlocsAt& at = found.at;
  context.out.print("\nTies that would tip the blocs, the others being as they are\n");
  Table table({{"tie"},
               {"tips", Table::Align::right},
               {"that it is so", Table::Align::right},
               {"who moves"}});
  for (const Tipping& one : found.tipping) {
    std::string movers;
    for (const int node : one.movers)
      movers +=
          (movers.empty() ? "" : ", ") +
          (one.movers.size() == 1 ? view.name(at.network().name(node)) : at.network().name(node));
    table.add(
        {{tie_text(at.uncertain, one.tie), Ink::strong},
         {fmt::format("{} {:+.1f}", at.is_together(at.network().tie(one.tie)) ? "below" : "above",
                      double(one.value) / 1000)},
         {fmt::format("{:.0f} %", 100 * one.probability)},
         {movers, Ink::actor}});
  }
  table.print(context.out, context.painter(), context.width());
  context.out.print("{} of {} shown; {} of {} ties examined\n", found.tipping.size(),
                    counted(std::int64_t(found.all_tipping), "tipping tie"), found.examined,
                    at.network().ties().size());
}

/// "Turkey (TUR) stands with bloc B (around Russia (RUS)), with probability 0.61."
void print_answer(const NetworkView& view, const Findings& found, Context& context) {
  const BlocsAt& at = found.at;
  const SignedNetwork& net = at.network();
  const int own = at.bloc[std::size_t(found.actor)];
  context.out.print("{} stands with bloc {}, that of {}, with probability {:.2f}{}.\n",
                    context.painter()(Ink::strong, view.name(net.name(found.actor))),
                    label(at, own), view.name(net.name(at.heart[std::size_t(own)])),
                    at.own(found.actor), at.own(found.actor) < kSwing ? ": it swings" : "");
  std::vector<int> others;
  for (const int heart : at.heart)
    if (heart != found.actor) others.push_back(heart);
  for (const int heart : others)
    context.out.print("It is in one bloc with {} in {:.0f} % of {} draws.\n",
                      view.name(net.name(heart)),
                      100 * at.membership.together[std::size_t(found.actor * net.nodes() + heart)],
                      at.membership.draws);
  context.out.print("\nIts ties\n");
  Table table({{""}, {"friendly", Table::Align::right}, {"other is in", Table::Align::right}});
  for (const Shown& shown : found.actor_ties) {
    const auto& tie = net.tie(shown.tie);
    const int other = tie.a == found.actor ? tie.b : tie.a;
    table.add(
        {{tie_text(at.uncertain, shown.tie), Ink::strong},
         {fmt::format("{:.0f} %", 100 * at.uncertain.standings[std::size_t(shown.tie)].positive())},
         {label(at, at.bloc[std::size_t(other)])}},
        quotes(shown, context));
  }
  table.print(context.out, context.painter(), context.width());
  context.out.print("{} of {} shown\n\n", found.actor_ties.size(),
                    counted(std::int64_t(net.ends(found.actor).size()), "tie"));
}

void print_for_people(const NetworkView& view, const Findings& found, Context& context) {
  const BlocsAt& at = found.at;
  const SignedNetwork& net = at.network();
  context.out.print("{}\n", view.in_words(at.uncertain, at.date));
  context.out.print(
      "Frustration {} of {}, {}{}\n", net.in_unit(at.upper), net.in_unit(net.size()),
      at.lower == at.upper ? "proven to be the least" : "at least " + net.in_unit(at.lower),
      !found.all              ? ""
      : found.all->count == 1 ? "; no other partition is as good"
                              : fmt::format("; {} partitions are as good", found.all->count));
  context.out.print("In {:.0f} % of {} draws from what is known of the ties all stand as here\n\n",
                    100 * at.membership.unchanged, at.membership.draws);
  if (found.actor >= 0) print_answer(view, found, context);
  print_blocs(view, at, context);
  if (const std::string apart = view.apart_in_words(at.uncertain.apart); !apart.empty())
    context.out.print("\n{}", apart);
  print_frustrated(found, context);
  print_tipping(view, found, context);
}

}  // namespace

Result<Exit> record_blocs(const RecordBlocsOptions& options, Context& context) {
  listen_for_interrupt();
  const auto view = NetworkView::open(options.network, context);
  if (!view) return tl::unexpected(view.error());
  if (!options.from.empty() || !options.to.empty() || !options.step.empty())
    return bloc_course(*view, options, context);
  const std::size_t suited = context.format == Format::table ? kTableRows : kOtherRows;
  const std::size_t limit = options.limit < 0 ? suited : std::size_t(options.limit);
  const auto found = analyse(*view, options, limit);
  if (!found) return tl::unexpected(found.error());
  if (context.format == Format::jsonl)
    print_json(*view, *found, context);
  else if (context.format == Format::csv)
    print_csv(*found, context);
  else
    print_for_people(*view, *found, context);
  return Exit::done;
}

void add_record_blocs_options(CLI::App& command, RecordBlocsOptions& options, CLI::Option& file) {
  add_network_options(command, options.network);
  command.add_option("--actor", options.actor, "On which side is this one, how sure, and why")
      ->type_name("ACTOR");
  add_date_option(command, "--from", options.from, "Over time: from the end of this (5 years)");
  add_date_option(command, "--to", options.to, "Over time: up to the end of this");
  choose_from(command.add_option("--step", options.step, "Over time: distance of dates (year)"),
              {"month", "quarter", "year"});
  command.add_option("--draws", options.draws, "From what is known of the ties (500)")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000).description(""));
  command.add_option("--claims", options.claims, "So many claims behind each tie (1)")
      ->type_name("N")
      ->check(CLI::Range(0, 100).description(""));
  for (const char* name : kNetworkOptions) file.excludes(command.get_option(name));
  for (const char* name : {"--actor", "--from", "--to", "--step", "--draws", "--claims"})
    file.excludes(command.get_option(name));
}

}  // namespace entente::cli
