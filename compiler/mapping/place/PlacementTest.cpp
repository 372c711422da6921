// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/Placement.h"
#include "compiler/mapping/place/TileCurve.h"
#include "compiler/mapping/testing/Problems.h"
#include <cstdlib>
#include <gtest/gtest.h>
#include <set>

using namespace nacre;
using namespace nacre::testing;

/// `side` x `side` populations of two neurons, each connected to its neighbours east and south.
static MappingProblem lattice(int64_t side) {
  MappingProblem p;
  p.chip = roomyChip();
  p.chip.grid = {side, side, 1};
  for (int64_t i = 0; i < side * side; ++i) {
    p.populations.push_back(population("p" + std::to_string(i), 2, 1, 1));
    p.slices.push_back({size_t(i), p.populations.back().shape, size_t(i), -1});
  }
  p.clusters = p.slices.size();
  for (int64_t i = 0; i < side * side; ++i) {
    if (i % side + 1 < side)
      p.edges.push_back(dense(p, size_t(i), size_t(i + 1)));
    if (i / side + 1 < side)
      p.edges.push_back(dense(p, size_t(i), size_t(i + side)));
  }
  return p;
}

static std::vector<uint32_t> coresOf(const MappingProblem &p, const std::string &placement,
                                     uint64_t seed) {
  PlacementRegistry placements;
  registerAllPlacements(placements);
  return placements.find(placement)->place(placementProblemOf(p), seed);
}

static int64_t hopsOf(const MappingProblem &p, const std::string &placement, uint64_t seed) {
  const std::vector<uint32_t> cores = coresOf(p, placement, seed);
  EXPECT_EQ(cores.size(), p.clusters);
  EXPECT_EQ(std::set<uint32_t>(cores.begin(), cores.end()).size(), p.clusters)
      << placement << ": two clusters on a core";
  for (uint32_t core : cores)
    EXPECT_LT(core, p.chip.grid.cores());
  return spikeHops(placementProblemOf(p), cores);
}

TEST(TileCurve, FollowsHilbertAndFillsAnyGrid) {
  // 0 1 / 2 3, one quadrant after the other in the shape of a cup.
  EXPECT_EQ(tileCurve({2, 2, 1}), (std::vector<uint32_t>{0, 2, 3, 1}));
  EXPECT_EQ(tileCurve({4, 4, 1}),
            (std::vector<uint32_t>{0, 1, 5, 4, 8, 12, 13, 9, 10, 14, 15, 11, 7, 6, 2, 3}));
  for (Topology grid : {Topology{8, 8, 1}, {16, 16, 2}, {8, 4, 4}, {5, 3, 1}, {1, 7, 1}}) {
    std::vector<uint32_t> tiles = tileCurve(grid);
    EXPECT_EQ(std::set<uint32_t>(tiles.begin(), tiles.end()).size(), grid.tiles());
    const bool whole = grid.columns == grid.rows && std::has_single_bit(grid.columns);
    for (size_t i = 1; whole && i < tiles.size(); ++i)
      ASSERT_EQ(grid.distance(tiles[i - 1], tiles[i]), 1u) << "the curve has no gaps";
  }
}

// Both spikes of a slice pass one link to each of its followers where it lies beside them: the
// lattice has 2 * side * (side - 1) edges.
TEST(SpikeHops, OfALatticeInItsOwnShape) {
  for (int64_t side : {2, 4, 5})
    EXPECT_EQ(hopsOf(lattice(side), "sequential", 1), 2 * 2 * side * (side - 1));
}

TEST(Placement, AnnealingFindsTheLatticeAgain) {
  for (uint64_t seed : {1, 2, 3}) {
    EXPECT_EQ(hopsOf(lattice(4), "annealing", seed), 2 * 24) << "the least there is";
    EXPECT_LE(hopsOf(lattice(8), "annealing", seed), hopsOf(lattice(8), "hilbert", seed));
    EXPECT_LT(hopsOf(lattice(8), "annealing", seed), hopsOf(lattice(8), "random", seed) / 2);
  }
}

TEST(Placement, SameSeedSamePlacement) {
  PlacementRegistry placements;
  registerAllPlacements(placements);
  for (const auto &[name, placement] : placements)
    EXPECT_EQ(coresOf(lattice(5), name, 9), coresOf(lattice(5), name, 9)) << name;
}

TEST(Placement, WorksOnEveryTopology) {
  PlacementRegistry placements;
  registerAllPlacements(placements);
  for (const auto &[name, placement] : placements)
    for (TopologyKind kind :
         {TopologyKind::Torus, TopologyKind::Ring, TopologyKind::Tree, TopologyKind::Mesh}) {
      MappingProblem p = lattice(3);
      p.chip.grid = {4, kind == TopologyKind::Tree ? 2 : 4, 1, kind};
      EXPECT_GT(hopsOf(p, name, 1), 0) << name;
    }
}
