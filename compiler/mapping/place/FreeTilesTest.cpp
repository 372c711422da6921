// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/FreeTiles.h"
#include <gtest/gtest.h>
#include <random>
#include <set>

using namespace nacre;

TEST(FreeTiles, NearestIsTheNearestUntilNoneIsLeft) {
  std::mt19937 random(3);
  for (Topology topology : {Topology{7, 5, 1},
                            {1, 6, 2},
                            {6, 1, 3},
                            {3, 3, 1, TopologyKind::Ring},
                            {3, 3, 1, TopologyKind::Tree}}) {
    const Plane plane(topology);
    auto away = [&](uint32_t a, uint32_t b) {
      return std::abs(int(plane.column(a)) - int(plane.column(b))) +
             std::abs(int(plane.row(a)) - int(plane.row(b)));
    };
    FreeTiles free(topology);
    std::vector<uint32_t> left(topology.tiles(), topology.coresPerTile);
    std::set<uint32_t> cores;
    for (uint32_t i = 0; i < topology.cores(); ++i) {
      const uint32_t goal = random() % topology.tiles(), tile = free.nearest(goal);
      ASSERT_GT(left[tile]--, 0u);
      for (uint32_t other = 0; other < topology.tiles(); ++other)
        ASSERT_FALSE(left[other] > 0 && away(other, goal) < away(tile, goal));
      const uint32_t core = free.take(tile);
      EXPECT_EQ(topology.tileOf(core), tile);
      cores.insert(core);
    }
    EXPECT_EQ(cores.size(), topology.cores());
  }
}
