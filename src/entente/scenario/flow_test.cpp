// Boost.Graph is the oracle: its push-relabel for flows, and every simple path for routes.

#include "entente/scenario/flow.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <functional>
#include <numeric>

#include "entente/scenario/routes.h"

namespace entente::scenario {
namespace {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
  std::uint32_t below(std::uint32_t limit) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return std::uint32_t(state_ >> 33) % limit;
  }

 private:
  std::uint64_t state_;
};

Links random_links(Random& random, std::uint32_t nodes, std::uint32_t count) {
  Links links;
  for (std::uint32_t i = 0; i < nodes; ++i)
    links.nodes.push_back({std::to_string(i), "", "", 0, 0});
  for (std::uint32_t i = 0; i < count; ++i) {
    Link link{};
    link.id = link.name = fmt::format("l{}", i);
    link.from = random.below(nodes);
    link.to = (link.from + 1 + random.below(nodes - 1)) % nodes;
    link.both_ways = random.below(3) == 0;
    link.capacity = random.below(5) == 0 ? 0 : random.below(20);
    link.length_km = 1 + random.below(9);
    links.links.push_back(link);
  }
  return links;
}

std::vector<std::int64_t> capacities_of(const Links& links) {
  std::vector<std::int64_t> out;
  for (const Link& link : links.links) out.push_back(*link.capacity);
  return out;
}

/// Maximum flow by Boost.Graph, with one node before all sources and one after all sinks.
std::int64_t boost_flow(const Links& links, const std::vector<std::int64_t>& capacities,
                        const std::vector<std::uint32_t>& sources,
                        const std::vector<std::uint32_t>& sinks) {
  using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  using Graph = boost::adjacency_list<
      boost::vecS, boost::vecS, boost::directedS, boost::no_property,
      boost::property<
          boost::edge_capacity_t, std::int64_t,
          boost::property<boost::edge_residual_capacity_t, std::int64_t,
                          boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;
  Graph graph(links.nodes.size() + 2);
  const auto add = [&](std::size_t from, std::size_t to, std::int64_t along, std::int64_t back) {
    const auto there = boost::add_edge(from, to, graph).first;
    const auto here = boost::add_edge(to, from, graph).first;
    boost::put(boost::edge_capacity, graph, there, along);
    boost::put(boost::edge_capacity, graph, here, back);
    boost::put(boost::edge_reverse, graph, there, here);
    boost::put(boost::edge_reverse, graph, here, there);
  };
  for (std::size_t i = 0; i < links.links.size(); ++i) {
    const Link& link = links.links[i];
    add(link.from, link.to, capacities[i], link.both_ways ? capacities[i] : 0);
  }
  for (const auto node : sources) add(links.nodes.size(), node, 1'000'000, 0);
  for (const auto node : sinks) add(node, links.nodes.size() + 1, 1'000'000, 0);
  return boost::push_relabel_max_flow(graph, links.nodes.size(), links.nodes.size() + 1);
}

struct Case {
  Links links;
  std::vector<std::uint32_t> sources, sinks;
};

Case random_case(std::uint64_t seed) {
  Random random(seed);
  const std::uint32_t nodes = 4 + random.below(12);
  Case c{random_links(random, nodes, nodes + random.below(3 * nodes)), {0}, {1}};
  if (random.below(2) == 0) c.sources.push_back(2);
  if (random.below(2) == 0) c.sinks.push_back(3);
  return c;
}

TEST(Flow, AgreesWithBoostOnRandomGraphs) {
  std::int64_t total = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Case c = random_case(seed);
    const auto capacities = capacities_of(c.links);
    FlowNetwork network(c.links, c.sources, c.sinks);
    const std::int64_t flow = network.deliver(capacities);
    ASSERT_EQ(flow, boost_flow(c.links, capacities, c.sources, c.sinks)) << "seed " << seed;
    ASSERT_EQ(network.deliver(capacities), flow);  // asking again changes nothing
    total += flow;

    // What is carried is a flow: within capacity, kept at every node that is neither end.
    std::vector<std::int64_t> balance(c.links.nodes.size());
    for (std::uint32_t i = 0; i < c.links.links.size(); ++i) {
      const Link& link = c.links.links[i];
      const std::int64_t carried = network.carried(i);
      ASSERT_LE(carried, capacities[i]);
      ASSERT_GE(carried, link.both_ways ? -capacities[i] : 0);
      balance[link.from] -= carried;
      balance[link.to] += carried;
    }
    std::int64_t arrived = 0;
    for (std::uint32_t node = 0; node < balance.size(); ++node) {
      if (std::count(c.sinks.begin(), c.sinks.end(), node) > 0) {
        arrived += balance[node];
      } else if (std::count(c.sources.begin(), c.sources.end(), node) == 0) {
        ASSERT_EQ(balance[node], 0);
      }
    }
    ASSERT_EQ(arrived, flow);

    // The cut has the capacity of the flow, and without it nothing arrives.
    auto without = capacities;
    std::int64_t cut = 0;
    for (const std::uint32_t link : network.cut()) {
      cut += capacities[link];
      without[link] = 0;
    }
    ASSERT_EQ(cut, flow);
    ASSERT_EQ(network.deliver(without), 0);
  }
  EXPECT_GT(total, 400);  // most of these graphs carry something
}

TEST(Flow, WhatABlockedLinkCarriedAtMost) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Case c = random_case(seed);
    auto capacities = capacities_of(c.links);
    FlowNetwork network(c.links, c.sources, c.sinks);
    const std::int64_t flow = network.deliver(capacities);
    const std::uint32_t link = std::uint32_t(seed) % std::uint32_t(c.links.links.size());
    const std::int64_t most = network.most_carried(link);
    ASSERT_GE(most, std::abs(network.carried(link)));
    ASSERT_LE(most, capacities[link]);
    // A link with just that much room serves as well.
    const std::int64_t whole = std::exchange(capacities[link], most);
    ASSERT_EQ(network.deliver(capacities), flow);
    capacities[link] = whole;
    const auto b = block(c.links, c.sources, c.sinks, capacities, std::vector{link});
    capacities[link] = 0;
    ASSERT_EQ(b.before, flow);
    ASSERT_EQ(b.after, boost_flow(c.links, capacities, c.sources, c.sinks));
    ASSERT_GE(b.carried, b.lost());
    ASSERT_EQ(std::accumulate(b.cut.begin(), b.cut.end(), std::int64_t(0),
                              [&](std::int64_t sum, auto i) { return sum + capacities[i]; }),
              b.after);
  }
}

/// A field feeds a city by a trunk (10) and a longer way through a port (4); a second trunk is only
/// planned, and so is a spur that leads elsewhere.
Links pipelines() {
  auto links = Links::parse(
      "network: n\nunit: bcm/y\nnodes:\n  - {node: field, at: [0, 0]}\n"
      "  - {node: port, at: [1, 1]}\n  - {node: city, at: [0, 2]}\n"
      "  - {node: village, at: [0, 3]}\nlinks:\n"
      "  - {link: spur, from: field, to: village, capacity: 1, status: proposed}\n"
      "  - {link: trunk, from: field, to: city, capacity: 10, km: 200, status: operating}\n"
      "  - {link: coast, from: field, to: port, capacity: 7, km: 300, status: operating}\n"
      "  - {link: road, from: port, to: city, capacity: 4, both ways: yes, status: operating}\n"
      "  - {link: second, from: field, to: city, capacity: 6, km: 210, status: proposed}\n",
      "n.yaml");
  EXPECT_TRUE(links.has_value()) << links.error().message();
  return *links;
}
const base::Date kDay = base::Date::from_civil(2020, 1, 1);
const std::vector<std::uint32_t> kField{0}, kCity{2};

TEST(Flow, ABlockedTrunkIsReplacedAsFarAsCapacityAllows) {
  const Links links = pipelines();
  const auto b = block(links, kField, kCity, links.capacities(kDay), *links.links_of("trunk"));
  EXPECT_EQ(b.before, 14'000);
  EXPECT_EQ(b.after, 4'000);
  EXPECT_EQ(b.carried, 10'000);
  EXPECT_EQ(b.replaced(), 0);  // the other way was full already
  EXPECT_EQ(b.cut, (std::vector<std::uint32_t>{3}));
  EXPECT_EQ(b.shut, (std::vector<std::uint32_t>{1, 4}));  // not the spur
  ASSERT_EQ(b.substitutes.size(), 1);
  EXPECT_EQ(b.substitutes[0].name, "second");
  EXPECT_EQ(b.substitutes[0].after, 10'000);
}

TEST(Flow, NothingArrivesWhereThereIsNoOtherWay) {
  const Links links = pipelines();
  const std::vector<std::uint32_t> port{1};
  const auto b = block(links, kField, port, links.capacities(kDay), *links.links_of("coast"));
  EXPECT_EQ(b.before, 11'000);  // 7 by the coast, 4 through the city and back by road
  EXPECT_EQ(b.after, 4'000);
  const auto none = block(links, kCity, kField, links.capacities(kDay), *links.links_of("road"));
  EXPECT_EQ(none.before, 0);
  EXPECT_EQ(none.carried, 0);
  EXPECT_TRUE(none.cut.empty());
}

TEST(Routes, TheShortestFirst) {
  const Links links = pipelines();
  const auto routes = shortest_routes(links, kField, kCity, {false, true, true, true, false}, 5);
  ASSERT_EQ(routes.size(), 2);
  EXPECT_EQ(routes[0].links, (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(routes[0].km, 200);
  EXPECT_TRUE(routes[0].measured);
  EXPECT_EQ(routes[1].nodes, (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(routes[1].capacity, 4'000);
  EXPECT_FALSE(routes[1].measured);  // the road's length is a great circle
}

/// Lengths of all routes, ascending, by trying every one.
std::vector<double> all_lengths(const Case& c) {
  std::vector<double> lengths;
  std::vector<bool> seen(c.links.nodes.size());
  for (const auto node : c.sources) seen[node] = true;
  const std::function<void(std::uint32_t, double)> go = [&](std::uint32_t node, double km) {
    if (std::count(c.sinks.begin(), c.sinks.end(), node) > 0) return lengths.push_back(km);
    for (const Link& link : c.links.links)
      for (const auto& [from, to] :
           {std::pair(link.from, link.to), std::pair(link.to, link.from)}) {
        if (from != node || seen[to] || (from == link.to && !link.both_ways)) continue;
        seen[to] = true;
        go(to, km + link.length_km);
        seen[to] = false;
      }
  };
  for (const auto node : c.sources) go(node, 0);
  std::sort(lengths.begin(), lengths.end());
  return lengths;
}

TEST(Routes, AgreeWithAllSimplePathsOfRandomGraphs) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    Case c{random_links(random, 6, 4 + random.below(9)), {0, 2}, {1}};
    if (seed % 2 == 0) c.sinks.push_back(3);
    const auto expected = all_lengths(c);
    std::vector<double> lengths;
    for (const Route& route : shortest_routes(c.links, c.sources, c.sinks,
                                              std::vector<bool>(c.links.links.size(), true), 1000))
      lengths.push_back(route.km);
    ASSERT_EQ(lengths, expected) << "seed " << seed;
  }
}

}  // namespace
}  // namespace entente::scenario
