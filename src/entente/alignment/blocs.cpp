#include "entente/alignment/blocs.h"

#include <fmt/format.h>
#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "entente/alignment/bloc_history.h"

namespace entente::alignment {

namespace {

using base::Result;

constexpr int kDecimals = 3;
constexpr double kUnit = 1e3;  // weights in one point of alignment

/// A weight is never 0, so that every informed pair is a tie.
std::int64_t weight_of(double alignment) {
  const std::int64_t weight = std::llround(alignment * kUnit);
  return weight != 0 ? weight : alignment < 0 ? -1 : 1;
}

/// The chosen actors, as indices into observed.actors, in the order of the alphabet.
Result<std::vector<std::uint32_t>> chosen_actors(const Observed& observed, const Choice& choice) {
  std::vector<std::size_t> claims(observed.actors.size());
  for (std::size_t pair = 0; pair < observed.pairs.size(); ++pair)
    for (const std::uint32_t actor : {observed.pairs[pair].a, observed.pairs[pair].b})
      claims[actor] += observed.claims_of(pair) + 1;  // a pair of measures alone counts a little
  std::vector<std::uint32_t> chosen;
  for (const std::string& id : choice.actors) {
    const auto actor = std::ranges::find(observed.actors, id);
    if (actor != observed.actors.end())
      chosen.push_back(std::uint32_t(actor - observed.actors.begin()));
  }
  if (choice.actors.empty()) {
    chosen.resize(observed.actors.size());
    std::iota(chosen.begin(), chosen.end(), 0U);
    const auto suits = [&](std::uint32_t actor) { return choice.suits(observed.actors[actor]); };
    if (choice.suits && std::ranges::count_if(chosen, suits) >= 2)
      std::erase_if(chosen, [&](std::uint32_t actor) { return !suits(actor); });
    std::ranges::stable_sort(chosen, std::ranges::greater{},
                             [&](std::uint32_t actor) { return claims[actor]; });
    chosen.resize(std::min(chosen.size(), choice.most));
  }
  std::ranges::sort(chosen);
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  if (chosen.size() < 2)
    return base::fail("the record has no two of these actors with anything between them", "",
                      "`entente status` lists the pairs that it knows best");
  return chosen;
}

struct InformedTie {
  std::int32_t a, b;  // into the chosen actors
  std::size_t pair;
  double prior;          // mean
  Standing standing;     // of the alignment; then of the weight
  double alignment = 0;  // its mean
};

/// What the record says of a pair of which it has no claims: the mean of its kind, which is no
/// information, unless measures set it.
double prior_mean(const Standings& standings, std::size_t pair, base::Date date) {
  const LevelEvidence level = standings.level_evidence(pair, date);
  return level.measured.empty() ? level.level : standings.parameters().mean;
}

bool is_informed(const Standings& standings, std::size_t pair, const Standing& standing,
                 base::Date date, double share) {
  return standing.variance <= (1 - share) * standings.parameters().variance() ||
         !standings.level_evidence(pair, date).measured.empty();
}

/// What is left to say once the prior mean is taken off, and how much of it is from the record.
struct Said {
  double mean, share;
};

Said said(const InformedTie& tie, const Parameters& parameters) {
  const double share = std::max(0.0, 1 - tie.standing.variance / parameters.variance());
  return {tie.standing.mean - (1 - share) * tie.prior, share};
}

/// The neutral alignment from which on the weights of all ties sum up to 0.
double usual(const std::vector<InformedTie>& ties, const Parameters& parameters) {
  double mean = 0, share = 0;
  for (const InformedTie& tie : ties) {
    mean += said(tie, parameters).mean;
    share += said(tie, parameters).share;
  }
  return share > 0 ? mean / share : 0;
}

/// The component of each of `nodes` nodes, numbered from 0.
std::vector<int> components(std::size_t nodes, const std::vector<InformedTie>& ties) {
  std::vector<int> component(nodes);
  std::iota(component.begin(), component.end(), 0);
  const auto root = [&](std::int32_t node) {
    int at = node;
    while (component[std::size_t(at)] != at) at = component[std::size_t(at)];
    return at;
  };
  for (const InformedTie& tie : ties) {
    const int a = root(tie.a), b = root(tie.b);
    component[std::size_t(std::max(a, b))] = std::min(a, b);
  }
  for (std::size_t node = 0; node < nodes; ++node) component[node] = root(std::int32_t(node));
  return component;
}

/// The graph with the drawn weights: the ties of the network, in its order.
SignedGraph drawn(const SignedNetwork& network, const std::vector<double>& alignments) {
  std::vector<SignedGraph::Tie> ties(network.ties().begin(), network.ties().end());
  for (std::size_t i = 0; i < ties.size(); ++i) ties[i].weight = weight_of(alignments[i]);
  return *SignedGraph::make(network.nodes(), std::move(ties));  // each weight is below 10^5
}

std::vector<double> strengths(const SignedGraph& graph) {
  std::vector<double> strengths;
  for (int node = 0; node < graph.nodes(); ++node) {
    double sum = 0;
    for (const auto& end : graph.ends(node)) sum += std::abs(double(end.weight));
    strengths.push_back(sum);
  }
  return strengths;
}

int count_of(const std::vector<int>& blocs) {
  return blocs.empty() ? 0 : std::ranges::max(blocs) + 1;
}

/// The reference's number of each of a partition's blocs, or -1.
std::vector<int> matched(const std::vector<int>& blocs, const std::vector<int>& reference,
                         const std::vector<double>& strengths, int count) {
  const int own = count_of(blocs);
  std::vector<double> shared(std::size_t(own) * std::size_t(count));
  for (std::size_t i = 0; i < blocs.size(); ++i)
    shared[std::size_t(blocs[i] * count + reference[i])] += strengths[i];
  return best_assignment(shared, own, count);
}

/// Counts of one thread.
struct Counts {
  std::vector<std::uint32_t> with_bloc, together;
  std::uint32_t unchanged = 0;
};

}  // namespace

Result<UncertainNetwork> network_at(const Standings& standings, base::Date date,
                                    const Choice& choice) {
  const Observed& observed = standings.observed;
  const auto chosen = chosen_actors(observed, choice);
  if (!chosen) return tl::unexpected(chosen.error());
  UncertainNetwork found;
  const std::vector<Standing> all = standings.at(date);
  std::vector<InformedTie> ties;
  found.actors_seen = observed.actors.size();
  for (std::size_t pair = 0; pair < all.size(); ++pair) {
    const auto a = std::ranges::lower_bound(*chosen, observed.pairs[pair].a);
    const auto b = std::ranges::lower_bound(*chosen, observed.pairs[pair].b);
    if (a == chosen->end() || *a != observed.pairs[pair].a || b == chosen->end() ||
        *b != observed.pairs[pair].b)
      continue;
    ++found.pairs_seen;
    if (is_informed(standings, pair, all[pair], date, choice.informed))
      ties.push_back({std::int32_t(a - chosen->begin()), std::int32_t(b - chosen->begin()), pair,
                      prior_mean(standings, pair, date), all[pair]});
  }
  const Parameters& parameters = standings.parameters();
  found.neutral = choice.neutral.value_or(usual(ties, parameters));
  for (InformedTie& tie : ties) {
    const auto [mean, share] = said(tie, parameters);
    tie.alignment = tie.standing.mean;
    tie.standing.mean = mean - share * found.neutral;
  }
  std::erase_if(ties, [&](const InformedTie& tie) {
    const double positive = tie.standing.positive();
    return std::max(positive, 1 - positive) < choice.sure;
  });
  if (ties.empty())
    return base::fail(fmt::format("nothing tells how these actors stood on {}", date.iso()), "",
                      "choose other actors, or another --layer");
  const std::vector<int> component = components(chosen->size(), ties);
  std::map<int, std::size_t> sizes;
  for (const InformedTie& tie : ties) ++sizes[component[std::size_t(tie.a)]];
  const int largest =
      std::ranges::max_element(sizes, {}, [](const auto& size) { return size.second; })->first;
  std::vector<std::string> names;
  std::vector<std::int32_t> node(chosen->size(), -1);
  for (std::size_t i = 0; i < chosen->size(); ++i) {
    const std::string& id = observed.actors[(*chosen)[i]];
    if (component[i] != largest) {
      found.apart.push_back(id);
      continue;
    }
    node[i] = std::int32_t(names.size());
    names.push_back(id);
  }
  // Pairs ascend, and so do nodes: the ties keep this order in the network.
  std::vector<SignedNetwork::Tie> weighted;
  for (const InformedTie& tie : ties) {
    if (node[std::size_t(tie.a)] < 0) continue;
    weighted.push_back(
        {node[std::size_t(tie.a)], node[std::size_t(tie.b)], weight_of(tie.standing.mean)});
    found.standings.push_back(tie.standing);
    found.alignments.push_back(tie.alignment);
    found.pairs.push_back(tie.pair);
  }
  auto network = SignedNetwork::make(std::move(names), std::move(weighted), kDecimals);
  if (!network) return tl::unexpected(network.error());
  found.network = std::move(*network);
  return found;
}

Membership membership(const UncertainNetwork& uncertain, const std::vector<int>& reference,
                      const Partition& partition, int draws, std::uint64_t seed) {
  const auto n = std::size_t(uncertain.network.nodes());
  const int blocs = count_of(reference);
  const std::vector<double> strength = strengths(uncertain.network);
  tbb::enumerable_thread_specific<Counts> counts([&] {
    return Counts{std::vector<std::uint32_t>(n * std::size_t(blocs)),
                  std::vector<std::uint32_t>(n * n), 0};
  });
  tbb::parallel_for(tbb::blocked_range<int>(0, draws, 8), [&](const auto& range) {
    Counts& mine = counts.local();
    std::vector<double> alignments(uncertain.standings.size());
    for (int i = range.begin(); i < range.end(); ++i) {
      draw(uncertain.standings, seed, std::uint64_t(i), alignments);
      const std::vector<int> found = partition(drawn(uncertain.network, alignments));
      const std::vector<int> bloc = matched(found, reference, strength, blocs);
      bool unchanged = true;
      for (std::size_t a = 0; a < n; ++a) {
        const int own = bloc[std::size_t(found[a])];
        if (own >= 0) ++mine.with_bloc[a * std::size_t(blocs) + std::size_t(own)];
        unchanged &= own == reference[a];
        for (std::size_t b = 0; b < n; ++b) mine.together[a * n + b] += found[a] == found[b];
      }
      mine.unchanged += unchanged;
    }
  });
  Counts sum = counts.combine([](Counts a, const Counts& b) {
    for (std::size_t i = 0; i < a.with_bloc.size(); ++i) a.with_bloc[i] += b.with_bloc[i];
    for (std::size_t i = 0; i < a.together.size(); ++i) a.together[i] += b.together[i];
    a.unchanged += b.unchanged;
    return a;
  });
  const auto shares = [&](const std::vector<std::uint32_t>& of) {
    std::vector<double> list;
    for (const std::uint32_t count : of) list.push_back(double(count) / draws);
    return list;
  };
  return {.blocs = blocs,
          .draws = draws,
          .with_bloc = shares(sum.with_bloc),
          .together = shares(sum.together),
          .unchanged = double(sum.unchanged) / draws};
}

std::vector<std::int64_t> holds(const SignedGraph& graph, const Sides& sides) {
  std::vector<std::int64_t> holds(std::size_t(graph.nodes()));
  for (const auto& [a, b, weight] : graph.ties()) {
    const std::int64_t kept = sides[std::size_t(a)] == sides[std::size_t(b)] ? weight : -weight;
    holds[std::size_t(a)] += kept;
    holds[std::size_t(b)] += kept;
  }
  return holds;
}

namespace {

/// Those who change sides between two partitions: the lighter of the two ways to see it.
std::vector<int> movers(const Sides& from, const Sides& to, const std::vector<double>& strengths) {
  std::vector<int> same, other;
  double same_weight = 0, other_weight = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    (from[i] == to[i] ? same : other).push_back(int(i));
    (from[i] == to[i] ? same_weight : other_weight) += strengths[i];
  }
  return other_weight <= same_weight ? other : same;
}

double normal_above(double value, const Standing& standing) {
  return 0.5 * std::erfc((value - standing.mean) / std::sqrt(2 * standing.variance));
}

}  // namespace

Tippings tippings(const UncertainNetwork& uncertain, const Sides& sides,
                  const std::function<Sides(const SignedGraph&)>& partition, std::size_t most) {
  const SignedNetwork& network = uncertain.network;
  const std::int64_t best = network.frustration(sides), far = network.size() + 1;
  const std::vector<std::int64_t> held = holds(network, sides);
  const std::vector<double> strength = strengths(network);
  // A tie tips the blocs no later than when it outweighs what holds either of its ends.
  std::vector<std::size_t> order(network.ties().size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) {
    const auto& tie = network.ties()[i];
    return double(std::min(held[std::size_t(tie.a)], held[std::size_t(tie.b)])) /
           uncertain.standings[i].deviation();
  });
  order.resize(std::min(order.size(), most));
  std::vector<Tipping> found(order.size());
  tbb::parallel_for(std::size_t{0}, order.size(), [&](std::size_t k) {
    const std::size_t i = order[k];
    std::vector<SignedGraph::Tie> ties(network.ties().begin(), network.ties().end());
    const std::int64_t weight = ties[i].weight;
    const bool is_together = sides[std::size_t(ties[i].a)] == sides[std::size_t(ties[i].b)];
    // The best partition of those that put the ends otherwise: a tie that outweighs all others
    // makes it. Its frustration counts everything but this tie.
    ties[i].weight = is_together ? -far : far;
    const Sides other = partition(*SignedGraph::make(network.nodes(), std::move(ties)));
    const bool frustrated = is_together != (weight > 0);
    const std::int64_t rest = best - (frustrated ? std::abs(weight) : 0);
    std::int64_t other_rest = network.frustration(other);
    const bool other_together =
        other[std::size_t(network.ties()[i].a)] == other[std::size_t(network.ties()[i].b)];
    if (other_together != (weight > 0)) other_rest -= std::abs(weight);
    // With the tie at v the ends together cost max(-v, 0) and apart max(v, 0): these sides cost
    // less as long as v lies above (together) or below (apart) the difference of the rest.
    const std::int64_t value = is_together ? rest - other_rest : other_rest - rest;
    const double above = normal_above(double(value) / kUnit, uncertain.standings[i]);
    found[k] = {.tie = std::int32_t(i),
                .value = value,
                .probability = is_together ? 1 - above : above,
                .movers = movers(sides, other, strength)};
  });
  std::ranges::stable_sort(found, std::ranges::greater{}, &Tipping::probability);
  return {std::move(found), order.size()};
}

}  // namespace entente::alignment
