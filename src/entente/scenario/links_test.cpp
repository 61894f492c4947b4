#include "entente/scenario/links.h"

#include <gtest/gtest.h>

namespace entente::scenario {
namespace {

const std::string kNodes =
    "network: n\nunit: bcm/y\nnodes:\n  - {node: a, state: AAA, at: [0, 0]}\n"
    "  - {node: b, state: BBB, at: [0, 1]}\n  - {node: c, state: BBB, at: [1, 1]}\n";

Links parsed(const std::string& links) {
  auto network = Links::parse(kNodes + links, "n.yaml");
  EXPECT_TRUE(network.has_value()) << network.error().message();
  return network.value_or(Links());
}

std::string error_of(const std::string& links) {
  const auto network = Links::parse(kNodes + links, "n.yaml");
  return network ? "" : network.error().message();
}

TEST(Links, CapacityByStatusAndDate) {
  const Links n = parsed(
      "links:\n  - {link: ab, from: a, to: b, capacity: 12.4, part of: P,\n"
      "     status: {2010: proposed, 2012-06: operating, 2014-03-05: idle}}\n"
      "  - {link: bc, from: b, to: c, status: operating, part of: P}\n");
  const auto at = [&](int year, int month, int day) {
    return n.capacities(base::Date::from_civil(year, month, day));
  };
  EXPECT_EQ(at(2012, 5, 31), (std::vector<std::int64_t>{0, 0}));
  EXPECT_EQ(at(2012, 6, 1), (std::vector<std::int64_t>{12400, 0}));
  EXPECT_EQ(at(2014, 3, 5)[0], 0);
  EXPECT_EQ(n.links[0].status(base::Date::from_civil(2009, 1, 1)), LinkStatus::absent);
  EXPECT_EQ(n.links[1].status(base::Date::from_civil(1900, 1, 1)), LinkStatus::operating);
  EXPECT_FALSE(n.links[1].capacity);
  EXPECT_EQ(amount(12400), "12.4");
  EXPECT_EQ(amount(33000), "33");
  EXPECT_EQ(amount(0), "0");
}

TEST(Links, LengthsAreMeasuredOrGreatCircles) {
  const Links n = parsed(
      "links:\n  - {link: ab, from: a, to: b, status: operating}\n"
      "  - {link: bc, from: b, to: c, km: 200, status: operating}\n");
  EXPECT_NEAR(n.links[0].length_km, 111.195, 0.001);  // a degree of the equator, on 6,371 km
  EXPECT_FALSE(n.links[0].measured);
  EXPECT_EQ(n.links[1].length_km, 200);
}

TEST(Links, NamesOfNodesStatesLinksAndProjects) {
  const Links n = parsed(
      "links:\n  - {link: ab, from: a, to: b, part of: P, status: operating}\n"
      "  - {link: bc, from: b, to: c, part of: P, status: operating}\n");
  EXPECT_EQ(*n.nodes_of("BBB"), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(*n.nodes_of("c"), (std::vector<std::uint32_t>{2}));
  EXPECT_EQ(*n.links_of("P"), (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(n.nodes_of("BBC").error().message(),
            "the network has no node or state 'BBC'; did you mean 'BBB'?");
}

TEST(Links, ErrorsNameTheirLine) {
  EXPECT_EQ(error_of("links:\n  - {link: ab, from: a, to: d, status: operating}\n"),
            "n.yaml:8: unknown node 'd'; known are a, b, c");
  EXPECT_EQ(error_of("links:\n  - {link: ab, from: a, to: b, status: running}\n"),
            "n.yaml:8: unknown status 'running'; known are proposed, construction, operating, "
            "idle, shelved, cancelled, retired");
  EXPECT_EQ(error_of("links:\n  - {link: ab, from: a, to: b, status: {2012: idle, 2010: idle}}\n"),
            "n.yaml:8: dates of a status go from the earliest to the latest");
  EXPECT_EQ(error_of("links:\n  - {link: ab, from: a, to: a, status: operating}\n"),
            "n.yaml:8: the link leads from a node to itself");
  EXPECT_EQ(error_of("links:\n  - {link: x, from: a, to: b, status: idle}\n"
                     "  - {link: x, from: a, to: b, status: idle}\n"),
            "n.yaml:9: a second link 'x'");
  EXPECT_EQ(error_of("links:\n  - {link: x, from: a, to: b, status: idle, capacity: 3 bcm}\n")
                .substr(0, 35),
            "n.yaml:8: '3 bcm' is no capacity; w");
}

}  // namespace
}  // namespace entente::scenario
