#include "entente/cli/record_network.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "entente/cli/actor_names.h"
#include "entente/cli/claim_options.h"
#include "entente/cli/claim_table.h"
#include "entente/cli/fitted_record.h"
#include "entente/cli/home.h"
#include "entente/cli/marked_text.h"

namespace entente::cli {

using alignment::UncertainNetwork;
using base::Date;
using base::Result;

namespace {

/// The last day on which anything was observed of a pair.
Date last_day(const alignment::Observed& observed) {
  Date last = Date::from_civil(1900, 1, 1);
  for (std::size_t pair = 0; pair < observed.pairs.size(); ++pair)
    if (const auto days = observed.series[pair].days; !days.empty())
      last = std::max(last, Date{days.back().day});
  return last;
}

}  // namespace

void add_network_options(CLI::App& command, NetworkOptions& options) {
  command
      .add_option("--actors", options.actors,
                  "Among these: ids or names (the states most spoken of)")
      ->type_name("ACTOR")
      ->expected(2, 1000);
  command.add_option("--top", options.top, "Without --actors: so many states (20)")
      ->type_name("N")
      ->check(CLI::Range(2, 100000).description(""));
  add_date_option(command, "--at", options.at, "On the last day of this (the last with a claim)");
  choose_layer(command.add_option("--layer", options.layer, "Of this layer alone (all together)"));
  command
      .add_option("--sure", options.sure,
                  fmt::format("Only ties whose sign is at least so probable ({})", options.sure))
      ->type_name("P")
      ->check(CLI::Range(0.5, 1.0).description(""));
  command
      .add_option("--neutral", options.neutral,
                  fmt::format("The alignment that is neither friendly nor hostile ({})",
                              options.neutral ? fmt::format("{}", *options.neutral)
                                              : "how these stand on the whole"))
      ->type_name("X")
      ->check(CLI::Range(-10.0, 10.0).description(""));
}

Result<NetworkView> NetworkView::open(const NetworkOptions& options, Context& context) {
  auto record = open_fitted(context);
  if (!record) return tl::unexpected(record.error());
  auto reader = reading::Reader::load(home_folder());
  if (!reader) return tl::unexpected(reader.error());
  auto ids = actor_ids(options.actors, *reader, *record);
  if (!ids) return tl::unexpected(ids.error());
  alignment::Selection selection{.actors = *ids};
  if (!options.layer.empty()) selection.layer = model::layer_from_name(options.layer);
  auto standings = alignment::Standings::load(*record, home_folder(), selection);
  if (!standings) return tl::unexpected(standings.error());
  auto weights = alignment::Weights::load(home_folder());
  if (!weights) return tl::unexpected(weights.error());
  NetworkView view(std::move(*record), std::move(*reader), std::move(*standings));
  view.choice_ = {.actors = std::move(*ids),
                  .most = options.top,
                  .suits = [weights = std::move(*weights)](
                               const std::string& id) { return weights.is_state(id); },
                  .sure = options.sure,
                  .neutral = options.neutral};
  view.date_ = options.at.empty() ? last_day(view.standings_.observed) : period(options.at)->end;
  view.layer_ = options.layer;
  return view;
}

Result<UncertainNetwork> NetworkView::network(Date date) const {
  return alignment::network_at(standings_, date, choice_);
}

std::string NetworkView::name(const std::string& id) const { return name_and_id(id, reader_); }

Result<int> NetworkView::node(const UncertainNetwork& network, const std::string& actor) const {
  const auto id = actor_id(actor, reader_, record_);
  if (!id) return tl::unexpected(id.error());
  const auto& names = network.network.names();
  const auto found = std::ranges::find(names, *id);
  if (found == names.end())
    return base::fail("has no tie in this network", name(*id),
                      "name it and others with --actors, or take more with --top");
  return int(found - names.begin());
}

Result<std::vector<Witness>> NetworkView::claims(const UncertainNetwork& network, std::int32_t tie,
                                                 Date date, std::size_t limit) const {
  const std::size_t pair = network.pairs[std::size_t(tie)];
  return witnesses(record_, standings_.observed, pair, standings_.evidence(pair, date), limit);
}

std::string NetworkView::in_words(const UncertainNetwork& network, Date date) const {
  const std::string chosen =
      choice_.actors.empty()
          ? fmt::format(
                "\nThe {} states that most is said of, as far as they hang together; "
                "--actors names others",
                choice_.most)
          : "";
  return fmt::format(
      "{} of {} actors, {} of {} pairs known well enough, on {}, {}, from {:+.2f} on friendly{}",
      network.network.nodes(), network.actors_seen, network.network.ties().size(),
      network.pairs_seen, date.iso(), layer_.empty() ? "all layers together" : layer_ + " layer",
      network.neutral, chosen);
}

std::string NetworkView::apart_in_words(const std::vector<std::string>& apart) const {
  std::string list;
  for (const std::string& id : apart) list += (list.empty() ? "" : ", ") + name(id);
  if (list.empty()) return list;
  return "Left out, for no chain of well-known pairs leads from them to those shown, and nothing "
         "tells on which side they stand: " +
         list + "\n";
}

std::string tie_text(const UncertainNetwork& network, std::int32_t tie) {
  const auto& [a, b, weight] = network.network.tie(tie);
  const alignment::Standing& standing = network.standings[std::size_t(tie)];
  return fmt::format("{} – {}  {:+.1f} ± {:.1f}", network.network.name(a), network.network.name(b),
                     network.alignments[std::size_t(tie)], standing.deviation());
}

std::vector<std::string> quote_lines(const Witness& witness, const Painter& painter,
                                     std::optional<int> width) {
  if (witness.coded)
    return {fmt::format(
        "    {}  {} {} {}  {}", painter(Ink::date, witness.coded->date), witness.coded->actor,
        witness.coded->type, witness.coded->recipient,
        painter(Ink::faint, fmt::format("{}:{}", witness.coded->dataset, witness.coded->row)))};
  if (!witness.claim) return {};
  const record::QuotedClaim& claim = *witness.claim;
  std::vector<std::string> lines{fmt::format(
      "    {}  {}  {}  {}", painter(Ink::date, short_date(claim)), ends(claim),
      painter(Ink::trigger, deed(claim)), painter(Ink::faint, claim.id.substr(0, kShortId)))};
  for (std::string& line : marked_lines(claim.sentence.text, claim.sentence.start,
                                        marks(claim, painter), painter, width, "      "))
    lines.push_back(std::move(line));
  return lines;
}

}  // namespace entente::cli
