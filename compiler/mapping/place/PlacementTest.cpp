// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/Placement.h"
#include "compiler/mapping/place/BestStart.h"
#include "compiler/mapping/place/TileCurve.h"
#include "compiler/mapping/place/testing/Lattice.h"
#include <bit>
#include <gtest/gtest.h>
#include <set>

using namespace nacre;
using namespace nacre::testing;

static PlacementRegistry allPlacements() {
  PlacementRegistry placements;
  registerAllPlacements(placements);
  return placements;
}

static PlacementOptions optionsFor(const std::string &objective = "spike-hops",
                                   const std::string &effort = "fast", uint64_t seed = 1) {
  return {*ObjectiveSum::parse(objective), *efforts().find(effort), seed};
}

static std::vector<uint32_t> place(const std::string &name, const PlacementProblem &problem,
                                   const PlacementOptions &options) {
  return allPlacements().find(name)->place(problem, options);
}

static double cost(const PlacementProblem &problem, const PlacementOptions &options,
                   const std::vector<uint32_t> &cores) {
  return options.objective.start(problem, cores)->value();
}

/// Checked to be a placement.
static double hopsOf(const PlacementProblem &problem, const std::string &name,
                     const std::string &effort = "fast", uint64_t seed = 1) {
  const PlacementOptions options = optionsFor("spike-hops", effort, seed);
  const std::vector<uint32_t> cores = place(name, problem, options);
  EXPECT_EQ(cores.size(), problem.clusters());
  EXPECT_EQ(std::set<uint32_t>(cores.begin(), cores.end()).size(), problem.clusters())
      << name << ": two clusters on a core";
  for (uint32_t core : cores)
    EXPECT_LT(core, problem.topology.cores()) << name;
  return cost(problem, options, cores);
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

// The lattice has 2 * side * (side - 1) edges, of one link each.
TEST(Placement, InOrderIsALatticeInItsOwnShape) {
  for (uint32_t side : {2, 4, 5})
    EXPECT_EQ(hopsOf(lattice(side, {side, side, 1}), "sequential"), 2 * side * (side - 1));
}

TEST(Placement, AnnealingFindsTheLatticeAgain) {
  for (uint64_t seed : {1, 2, 3})
    EXPECT_EQ(hopsOf(scatteredLattice(4, {4, 4, 1}), "annealing", "normal", seed), 24)
        << "the least there is";
}

TEST(Placement, SearchIsBetterThanStartsAndThoseThanChance) {
  const PlacementProblem problem = scatteredLattice(12, {12, 12, 1});
  const double start = cost(problem, optionsFor(), bestStart(problem, optionsFor()));
  EXPECT_LT(start, hopsOf(problem, "random") / 4);
  EXPECT_LE(hopsOf(problem, "force-directed"), start);
  EXPECT_LT(hopsOf(problem, "annealing"), start);
  EXPECT_LE(hopsOf(problem, "annealing", "normal"), 1.3 * 264) << "264 is the least there is";
}

TEST(Placement, SameSeedSamePlacement) {
  const PlacementProblem problem = scatteredLattice(10, {11, 11, 1});
  for (const auto &[name, placement] : allPlacements()) {
    EXPECT_EQ(place(name, problem, optionsFor()), place(name, problem, optionsFor())) << name;
    EXPECT_EQ(place(name, problem, optionsFor()) !=
                  place(name, problem, optionsFor("spike-hops", "fast", 2)),
              name == "annealing" || name == "random")
        << name;
  }
}

TEST(Placement, WorksOnEveryTopologyAndSize) {
  for (const auto &[name, placement] : allPlacements())
    for (Topology topology : {Topology{3, 3, 1},
                              {1, 9, 1},
                              {9, 1, 1},
                              {2, 2, 3},
                              {8, 8, 2},
                              {4, 4, 1, TopologyKind::Torus},
                              {4, 4, 1, TopologyKind::Ring},
                              {4, 2, 1, TopologyKind::Tree},
                              {1, 1, 9}})
      EXPECT_EQ(hopsOf(lattice(3, topology), name) > 0, topology.tiles() > 1) << name;
}

TEST(Placement, ClustersThatSendNothing) {
  for (const auto &[name, placement] : allPlacements())
    for (uint32_t clusters : {0, 1, 4, 9}) {
      PlacementProblem problem = lattice(3, {3, 3, 1});
      problem.send(clusters, {});
      EXPECT_EQ(hopsOf(problem, name), 0) << name;
    }
}

// Whoever searches starts from the best start, ends with the best it has seen, and stopping it
// earlier only takes away moves.
TEST(Placement, CanBeStoppedAtAnyTime) {
  const PlacementProblem problem = scatteredLattice(8, {9, 9, 1});
  for (const std::string objective : {"spike-hops", "worst-link", "latency", "energy+worst-link"})
    for (const std::string name : {"annealing", "force-directed"}) {
      PlacementOptions options = optionsFor(objective);
      double before = cost(problem, options, bestStart(problem, options));
      const double whole = cost(problem, options, place(name, problem, options));
      for (int looks : {8, 16, 32, 64, 256}) {
        options.stop = [left = looks]() mutable { return --left < 0; };
        const double now = cost(problem, options, place(name, problem, options));
        EXPECT_LE(now, before * (1 + 1e-12)) << name << " " << objective << " " << looks;
        before = now;
      }
      EXPECT_LE(whole, before * (1 + 1e-12)) << name << " " << objective;
    }
}

TEST(Placement, StoppedAtOnceItIsAPlacementStill) {
  const PlacementProblem problem = scatteredLattice(5, {6, 6, 1});
  for (const auto &[name, placement] : allPlacements()) {
    PlacementOptions options = optionsFor();
    options.stop = [] { return true; };
    const std::vector<uint32_t> cores = placement.place(problem, options);
    EXPECT_EQ(std::set<uint32_t>(cores.begin(), cores.end()).size(), 25u) << name;
  }
}

/// Layers of eight clusters, each of which sends to all of the next layer.
static PlacementProblem denseLayers(uint32_t layers, const Topology &topology) {
  PlacementProblem problem = lattice(1, topology);
  std::vector<Packets> packets;
  for (uint32_t from = 0; from < 8 * (layers - 1); ++from)
    for (uint32_t to = 0; to < 8; ++to)
      packets.push_back({from, {(from / 8 + 1) * 8 + to}, 1});
  problem.send(8 * layers, std::move(packets));
  return problem;
}

TEST(Placement, WhatIsSmallIsWhatWasAskedFor) {
  const PlacementProblem problem = denseLayers(6, {8, 8, 1});
  const PlacementOptions hops = optionsFor("spike-hops"), link = optionsFor("worst-link");
  const std::vector<uint32_t> forHops = place("annealing", problem, hops),
                              forLink = place("annealing", problem, link);
  EXPECT_LT(cost(problem, hops, forHops), cost(problem, hops, forLink));
  EXPECT_LT(cost(problem, link, forLink), 0.9 * cost(problem, link, forHops));
}
