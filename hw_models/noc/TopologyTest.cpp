// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/Topology.h"
#include <gtest/gtest.h>
#include <set>

using namespace nacre;

static const std::vector<Topology> meshes = {{1, 1, 1}, {5, 1, 2}, {1, 4, 1}, {2, 2, 4},
                                             {3, 5, 1}, {8, 4, 4}, {7, 7, 1}};

TEST(Topology, LinksComeInPairsAndAreCounted) {
  for (const Topology &mesh : meshes) {
    auto links = mesh.links();
    // A mesh of c x r has r (c - 1) + c (r - 1) edges, two links each.
    EXPECT_EQ(links.size(), 2 * (mesh.rows * (mesh.columns - 1) + mesh.columns * (mesh.rows - 1)));
    std::set<std::pair<uint32_t, uint32_t>> ends;
    for (const Link &link : links)
      EXPECT_TRUE(ends.emplace(link.from, link.to).second);
    for (const Link &link : links)
      EXPECT_TRUE(ends.count({link.to, link.from}));
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
  EXPECT_EQ(torus.links().size(), 4u * 6);
  EXPECT_EQ(torus.neighbour(2, Direction::East), 0u);
  EXPECT_EQ(torus.neighbour(0, Direction::West), 2u);
  EXPECT_EQ(torus.neighbour(0, Direction::North), 3u);
  EXPECT_EQ(torus.neighbour(3, Direction::South), 0u);
  EXPECT_EQ(torus.distance(0, 2), 1u);
  EXPECT_EQ(torus.distance(0, 5), 2u);
  Topology line = {4, 1, 1, TopologyKind::Torus};
  EXPECT_FALSE(line.neighbour(0, Direction::North)) << "no link to itself";
  EXPECT_EQ(line.links().size(), 8u);
}
