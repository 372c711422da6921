// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/Path.h"
#include "hw_models/noc/testing/Topologies.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(Path, PreferredPathsAreShortestOnes) {
  for (const auto &[name, policy] : routingPolicies())
    for (const Topology &topology : smallTopologies(policy.serves))
      for (uint32_t to = 0; to < topology.tiles(); ++to) {
        std::vector<uint32_t> links = linksTo(topology, to);
        for (uint32_t from = 0; from < topology.tiles(); ++from) {
          auto routers = routersOfPath(topology, policy, from, to);
          ASSERT_EQ(routers.size(), links[from] + 1) << name << " on " << topologyText(topology);
          ASSERT_EQ(routers.back(), to);
        }
      }
}

TEST(Path, EveryWayIsOnAShortestPath) {
  for (const auto &[name, policy] : routingPolicies())
    for (const Topology &topology : smallTopologies(policy.serves))
      for (uint32_t to = 0; to < topology.tiles(); ++to) {
        std::vector<uint32_t> links = linksTo(topology, to);
        for (uint32_t here = 0; here < topology.routers(); ++here)
          for (uint8_t vcClass = 0; here != to && vcClass < policy.classes; ++vcClass)
            for (Way way : policy.ways(topology, here, to, vcClass)) {
              auto next = topology.neighbour(here, way.port);
              ASSERT_TRUE(next) << name << " on " << topologyText(topology);
              ASSERT_EQ(links[*next] + 1, links[here]) << name << " on " << topologyText(topology);
              ASSERT_LT(way.vcClass, policy.classes);
            }
      }
}

// On 4x4 from tile 5 (1, 1) to 15 (3, 3) and back, and to 7 (3, 1).
TEST(Path, TurnModelsAllowTheirTurns) {
  RoutingRegistry registry = routingPolicies();
  Topology mesh = {4, 4, 1};
  auto waysOf = [&](const char *policy, uint32_t here, uint32_t to) {
    std::string text;
    for (Way way : registry.find(policy)->ways(mesh, here, to, 0))
      text += "EWNS."[way.port];
    return text;
  };
  EXPECT_EQ(waysOf("west-first", 5, 15), "ES");
  EXPECT_EQ(waysOf("west-first", 15, 5), "W");
  EXPECT_EQ(waysOf("west-first", 5, 7), "E");
  EXPECT_EQ(waysOf("odd-even", 5, 15), "ES");
  EXPECT_EQ(waysOf("odd-even", 4, 15), "E") << "no turn to the south in an even column";
  EXPECT_EQ(waysOf("odd-even", 5, 14), "S") << "from an even column there was no turn to the south";
  EXPECT_EQ(waysOf("odd-even", 15, 5), "W") << "no turn to the west in an odd column";
  EXPECT_EQ(waysOf("odd-even", 14, 5), "WN");
}

TEST(Path, DatelineTakesTheShorterWayRound) {
  RoutingRegistry registry = routingPolicies();
  Topology ring = {5, 1, 1, TopologyKind::Torus};
  auto wayOf = [&](uint32_t here, uint32_t to) {
    Way way = *registry.find("dateline")->ways(ring, here, to, 0).begin();
    return std::string(1, "EWNS."[way.port]) + std::to_string(way.vcClass);
  };
  EXPECT_EQ(wayOf(1, 3), "E1");
  EXPECT_EQ(wayOf(4, 1), "E0") << "the wrap-around link is ahead";
  EXPECT_EQ(wayOf(0, 1), "E1") << "and now behind";
  EXPECT_EQ(wayOf(0, 3), "W0");
  EXPECT_EQ(wayOf(3, 1), "W1");
}

// Rows of 5 tiles and a hub: tiles 0..4, 5..9, ..., 20..24, hubs 25..29.
TEST(Path, HubDatelineChangesItsClassAtHubs) {
  Topology rings = {5, 5, 1, TopologyKind::Ring};
  RoutingPolicy policy = *routingPolicies().find("hub-dateline");
  auto pathOf = [&](uint32_t from, uint32_t to) {
    std::string text;
    for (uint32_t here = from; here != to;) {
      Way way = *policy.ways(rings, here, to, 0).begin();
      text += std::string(1, "EWNS"[way.port]) + char('0' + way.vcClass) + " ";
      here = *rings.neighbour(here, way.port);
    }
    return text;
  };
  EXPECT_EQ(pathOf(1, 3), "E1 E1 ");
  EXPECT_EQ(pathOf(3, 1), "W1 W1 ");
  EXPECT_EQ(pathOf(4, 0), "E0 E1 ") << "past the hub";
  EXPECT_EQ(pathOf(0, 4), "W0 W1 ");
  EXPECT_EQ(pathOf(3, 6), "E0 E0 S1 E1 E1 ");
  EXPECT_EQ(pathOf(1, 24), "W0 W0 N0 W1 ") << "over the dateline of the hubs";
  EXPECT_EQ(pathOf(20, 5), "W0 S0 S1 E1 ");
}

TEST(Path, UpDownTurnsAtTheLowestCommonRouter) {
  Topology tree = {2, 3, 1, TopologyKind::Tree};
  RoutingPolicy policy = *routingPolicies().find("up-down");
  EXPECT_EQ(routersOfPath(tree, policy, 2, 3), (std::vector<uint32_t>{2, 9, 3}));
  EXPECT_EQ(routersOfPath(tree, policy, 5, 0), (std::vector<uint32_t>{5, 10, 13, 14, 12, 8, 0}));
}

TEST(Path, DimensionOrderIsTheNames) {
  Topology mesh = {3, 3, 1};
  RoutingRegistry registry = routingPolicies();
  EXPECT_EQ(routersOfPath(mesh, *registry.find("xy"), 0, 8),
            (std::vector<uint32_t>{0, 1, 2, 5, 8}));
  EXPECT_EQ(routersOfPath(mesh, *registry.find("yx"), 0, 8),
            (std::vector<uint32_t>{0, 3, 6, 7, 8}));
  EXPECT_EQ(routersOfPath(mesh, *registry.find("xy"), 8, 0),
            (std::vector<uint32_t>{8, 7, 6, 3, 0}));
  EXPECT_EQ(routersOfPath(mesh, *registry.find("yx"), 6, 2),
            (std::vector<uint32_t>{6, 3, 0, 1, 2}));
}
