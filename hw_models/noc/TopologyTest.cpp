// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/Topology.h"
#include "hw_models/noc/testing/Topologies.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(Topology, NamesAndKindsAreEachOthersInverse) {
  for (std::string_view name : topologyNames())
    EXPECT_EQ(topologyName(*findTopology(name)), name);
  EXPECT_EQ(findTopology("tree"), TopologyKind::Tree);
  EXPECT_EQ(findTopology("Mesh"), std::nullopt);
  EXPECT_EQ(findTopology(""), std::nullopt);
}

// Behind an output is the input of the way back, and behind the output of that number we are again.
TEST(Topology, PortsFaceEachOther) {
  for (const Topology &topology : smallTopologies())
    for (uint32_t router = 0; router < topology.routers(); ++router)
      for (uint8_t port = 0; port < topology.linkPorts(); ++port) {
        auto behind = topology.behind(router, port);
        ASSERT_EQ(behind.has_value(), topology.neighbour(router, port).has_value());
        if (!behind)
          continue;
        ASSERT_EQ(behind->router, *topology.neighbour(router, port));
        ASSERT_NE(behind->router, router) << "no link to itself";
        ASSERT_EQ(topology.behind(behind->router, behind->port), (RouterPort{router, port}))
            << topologyText(topology);
        ASSERT_EQ(topology.linkKind(router, port), topology.linkKind(behind->router, behind->port));
      }
}

static uint32_t routersInClosedForm(const Topology &topology) {
  uint32_t columns = topology.columns, rows = topology.rows;
  if (topology.kind == TopologyKind::Ring)
    return rows * (columns + 1);
  if (topology.kind != TopologyKind::Tree)
    return rows * columns;
  uint32_t leaves = 1;
  for (uint32_t level = 0; level < rows; ++level)
    leaves *= columns;
  return (leaves * columns - 1) / (columns - 1);
}

/// A ring of n routers has n edges, or none if n = 1; a tree has one less than routers.
static uint32_t edgesInClosedForm(const Topology &topology) {
  uint32_t columns = topology.columns, rows = topology.rows;
  auto ring = [](uint32_t routers) { return routers > 1 ? routers : 0; };
  switch (topology.kind) {
  case TopologyKind::Mesh:
    return rows * (columns - 1) + columns * (rows - 1);
  case TopologyKind::Torus:
    return rows * ring(columns) + columns * ring(rows);
  case TopologyKind::Ring:
    return rows * ring(columns + 1) + ring(rows);
  case TopologyKind::Tree:
    return routersInClosedForm(topology) - 1;
  }
  return 0;
}

TEST(Topology, RoutersAndLinksAreCounted) {
  for (const Topology &topology : smallTopologies()) {
    EXPECT_EQ(topology.routers(), routersInClosedForm(topology)) << topologyText(topology);
    EXPECT_EQ(topology.links().size(), 2 * edgesInClosedForm(topology)) << topologyText(topology);
  }
}

TEST(Topology, DistanceIsThatOfASearch) {
  for (const Topology &topology : smallTopologies())
    for (uint32_t to = 0; to < topology.tiles(); ++to) {
      std::vector<uint32_t> links = linksTo(topology, to);
      for (uint32_t from = 0; from < topology.tiles(); ++from)
        ASSERT_EQ(topology.distance(from, to), links[from])
            << topologyText(topology) << " from " << from << " to " << to;
    }
}

TEST(Topology, NumbersTilesByRowAndCoresByTile) {
  Topology loihi = {8, 4, 4};
  EXPECT_EQ(loihi.tiles(), 32u);
  EXPECT_EQ(loihi.cores(), 128u);
  EXPECT_EQ(loihi.tileOf(127), 31u);
  EXPECT_EQ(loihi.tileAt(2, 1), 10u);
  EXPECT_EQ(loihi.neighbour(10, Direction::East), 11u);
  EXPECT_EQ(loihi.neighbour(10, Direction::West), 9u);
  EXPECT_EQ(loihi.neighbour(10, Direction::North), 2u);
  EXPECT_EQ(loihi.neighbour(10, Direction::South), 18u);
  EXPECT_EQ(loihi.neighbour(7, Direction::East), std::nullopt) << "no wrap-around";
  EXPECT_EQ(loihi.neighbour(8, Direction::West), std::nullopt);
  EXPECT_EQ(loihi.neighbour(0, Direction::North), std::nullopt);
  EXPECT_EQ(loihi.neighbour(31, Direction::South), std::nullopt);
}

TEST(Topology, TorusIsRings) {
  Topology torus = {3, 2, 1, TopologyKind::Torus};
  EXPECT_EQ(torus.neighbour(2, Direction::East), 0u);
  EXPECT_EQ(torus.neighbour(0, Direction::West), 2u);
  EXPECT_EQ(torus.neighbour(0, Direction::North), 3u);
  EXPECT_EQ(torus.neighbour(3, Direction::South), 0u);
  Topology line = {4, 1, 1, TopologyKind::Torus};
  EXPECT_FALSE(line.neighbour(0, Direction::North)) << "no link to itself";
}

// Tiles 0 1 2 and 3 4 5, their hubs 6 and 7.
TEST(Topology, RingsMeetInHubsBehindTheirLastTiles) {
  Topology rings = {3, 2, 2, TopologyKind::Ring};
  EXPECT_EQ(rings.cores(), 12u) << "hubs have none";
  for (auto [from, to] : {std::pair{0u, 1u}, {1u, 2u}, {2u, 6u}, {6u, 0u}, {5u, 7u}, {7u, 3u}}) {
    EXPECT_EQ(rings.neighbour(from, Direction::East), to);
    EXPECT_EQ(rings.neighbour(to, Direction::West), from);
  }
  for (Direction across : {Direction::North, Direction::South}) {
    EXPECT_EQ(rings.neighbour(6, across), 7u);
    EXPECT_EQ(rings.neighbour(7, across), 6u);
    EXPECT_EQ(rings.neighbour(2, across), std::nullopt) << "only hubs have links across";
  }
  Topology alone = {3, 1, 1, TopologyKind::Ring};
  EXPECT_EQ(alone.neighbour(alone.hub(0), Direction::North), std::nullopt);
}

//              14
//       12            13
//    8      9     10      11
//   0 1    2 3    4 5    6 7
TEST(Topology, TreeIsNumberedLevelByLevel) {
  Topology tree = {2, 3, 1, TopologyKind::Tree};
  EXPECT_EQ(tree.tiles(), 8u);
  EXPECT_EQ(tree.routers(), 15u);
  const uint32_t parents[] = {8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14};
  for (uint32_t router = 0; router < 14; ++router) {
    EXPECT_EQ(tree.parent(router), parents[router]);
    EXPECT_EQ(tree.child(parents[router], router % 2), router);
    EXPECT_EQ(tree.behind(router, Topology::up),
              (RouterPort{parents[router], uint8_t(1 + router % 2)}));
  }
  EXPECT_EQ(tree.neighbour(14, Topology::up), std::nullopt);
  EXPECT_EQ(tree.neighbour(7, 1), std::nullopt) << "leaves have no children";
  for (auto [tile, router] : {std::pair{5u, 5u}, {5u, 10u}, {5u, 13u}, {5u, 14u}, {0u, 8u}})
    EXPECT_TRUE(tree.isBelow(tile, router));
  for (auto [tile, router] : {std::pair{5u, 4u}, {5u, 11u}, {5u, 12u}, {0u, 9u}})
    EXPECT_FALSE(tree.isBelow(tile, router));
  EXPECT_EQ(tree.childTowards(14, 3), 0u);
  EXPECT_EQ(tree.childTowards(14, 4), 1u);
  EXPECT_EQ(tree.childTowards(13, 5), 0u);
  EXPECT_EQ(tree.childTowards(10, 5), 1u);
}
