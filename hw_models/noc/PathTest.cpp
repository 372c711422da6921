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

TEST(Path, EveryPathIsAShortestOne) {
  for (const auto &[name, policy] : policies())
    for (const Topology &mesh : meshes)
      for (uint32_t from = 0; from < mesh.tiles(); ++from)
        for (uint32_t to = 0; to < mesh.tiles(); ++to) {
          auto tiles = tilesOfPath(mesh, policy, from, to);
          // The Manhattan distance, from coordinates written out here.
          int dx = int(from % mesh.columns) - int(to % mesh.columns);
          int dy = int(from / mesh.columns) - int(to / mesh.columns);
          ASSERT_EQ(tiles.size(), size_t(1 + std::abs(dx) + std::abs(dy))) << name;
          ASSERT_EQ(mesh.distance(from, to) + 1, tiles.size());
          ASSERT_EQ(tiles.back(), to);
        }
}

TEST(Path, DimensionOrderIsTheNames) {
  Topology mesh = {3, 3, 1};
  RoutingRegistry registry = policies();
  EXPECT_EQ(tilesOfPath(mesh, *registry.find("xy"), 0, 8), (std::vector<uint32_t>{0, 1, 2, 5, 8}));
  EXPECT_EQ(tilesOfPath(mesh, *registry.find("yx"), 0, 8), (std::vector<uint32_t>{0, 3, 6, 7, 8}));
  EXPECT_EQ(tilesOfPath(mesh, *registry.find("xy"), 8, 0), (std::vector<uint32_t>{8, 7, 6, 3, 0}));
  EXPECT_EQ(tilesOfPath(mesh, *registry.find("yx"), 6, 2), (std::vector<uint32_t>{6, 3, 0, 1, 2}));
}
