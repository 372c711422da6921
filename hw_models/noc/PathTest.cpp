// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/Path.h"
#include <cstdlib>
#include <gtest/gtest.h>

using namespace nacre;

static const std::vector<Topology> meshes = {{1, 1, 1}, {5, 1, 2}, {1, 4, 1}, {2, 2, 4},
                                             {3, 5, 1}, {8, 4, 4}, {7, 7, 1}};

static RoutingRegistry policies() {
  RoutingRegistry registry;
  registerAllRoutings(registry);
  return registry;
}

TEST(Path, PreferredPathsAreShortestOnes) {
  for (const auto &[name, policy] : policies())
    for (const Topology &mesh : meshes)
      for (uint32_t from = 0; policy.serves == mesh.kind && from < mesh.tiles(); ++from)
        for (uint32_t to = 0; to < mesh.tiles(); ++to) {
          auto tiles = routersOfPath(mesh, policy, from, to);
          // The Manhattan distance, from coordinates written out here.
          int dx = int(from % mesh.columns) - int(to % mesh.columns);
          int dy = int(from / mesh.columns) - int(to / mesh.columns);
          ASSERT_EQ(tiles.size(), size_t(1 + std::abs(dx) + std::abs(dy))) << name;
          ASSERT_EQ(mesh.distance(from, to) + 1, tiles.size());
          ASSERT_EQ(tiles.back(), to);
        }
}

TEST(Path, EveryWayIsOnAShortestPath) {
  for (const auto &[name, policy] : policies())
    for (Topology topology : meshes) {
      topology.kind = policy.serves;
      for (uint32_t here = 0; here < topology.tiles(); ++here)
        for (uint32_t to = 0; to < topology.tiles(); ++to)
          for (uint8_t start = 0; here != to && start < policy.startClasses; ++start)
            for (Way way : policy.ways(topology, here, to, start)) {
              auto next = topology.neighbour(here, way.port);
              ASSERT_TRUE(next) << name;
              ASSERT_EQ(topology.distance(*next, to) + 1, topology.distance(here, to)) << name;
            }
    }
}

// On 4x4 from tile 5 (1, 1) to 15 (3, 3) and back, and to 7 (3, 1).
TEST(Path, TurnModelsAllowTheirTurns) {
  RoutingRegistry registry = policies();
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
  RoutingRegistry registry = policies();
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

TEST(Path, DimensionOrderIsTheNames) {
  Topology mesh = {3, 3, 1};
  RoutingRegistry registry = policies();
  EXPECT_EQ(routersOfPath(mesh, *registry.find("xy"), 0, 8),
            (std::vector<uint32_t>{0, 1, 2, 5, 8}));
  EXPECT_EQ(routersOfPath(mesh, *registry.find("yx"), 0, 8),
            (std::vector<uint32_t>{0, 3, 6, 7, 8}));
  EXPECT_EQ(routersOfPath(mesh, *registry.find("xy"), 8, 0),
            (std::vector<uint32_t>{8, 7, 6, 3, 0}));
  EXPECT_EQ(routersOfPath(mesh, *registry.find("yx"), 6, 2),
            (std::vector<uint32_t>{6, 3, 0, 1, 2}));
}
