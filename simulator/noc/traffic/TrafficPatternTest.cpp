// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/traffic/TrafficPattern.h"
#include "hw_models/noc/testing/Topologies.h"
#include <gtest/gtest.h>
#include <set>

using namespace nacre;

static TrafficPatternRegistry patterns() {
  TrafficPatternRegistry registry;
  registerAllTrafficPatterns(registry);
  return registry;
}

// All patterns but uniform are permutations.
TEST(TrafficPattern, DestinationsAreCoresAndDistinctUnlessDrawn) {
  TrafficRandom random(1);
  for (const auto &[name, pattern] : patterns())
    for (Topology topology : smallTopologies()) {
      topology.coresPerTile = 2;
      if (!pattern.refuse(topology).empty())
        continue;
      std::set<uint32_t> destinations;
      for (uint32_t core = 0; core < topology.cores(); ++core)
        destinations.insert(pattern.destination(topology, core, random));
      EXPECT_LT(*destinations.rbegin(), topology.cores()) << name;
      if (name != "uniform")
        EXPECT_EQ(destinations.size(), topology.cores())
            << name << " on " << topologyText(topology);
    }
}

TEST(TrafficPattern, WhatNeedsColumnsAndRowsRefusesTrees) {
  const TrafficPatternRegistry registry = patterns();
  auto reason = [&](const char *pattern, const Topology &topology) {
    return registry.find(pattern)->refuse(topology);
  };
  for (TopologyKind kind : {TopologyKind::Mesh, TopologyKind::Torus, TopologyKind::Ring}) {
    for (const char *pattern : {"uniform", "bit-complement", "tornado", "transpose"})
      EXPECT_EQ(reason(pattern, {4, 4, 1, kind}), "");
    EXPECT_EQ(reason("transpose", {4, 3, 1, kind}), "needs as many rows as columns");
    EXPECT_EQ(reason("tornado", {4, 3, 1, kind}), "");
  }
  Topology tree = {3, 3, 1, TopologyKind::Tree};
  EXPECT_EQ(reason("uniform", tree), "");
  EXPECT_EQ(reason("bit-complement", tree), "");
  EXPECT_EQ(reason("tornado", tree), "needs columns and rows of tiles");
  EXPECT_EQ(reason("transpose", tree), "needs columns and rows of tiles");
}

// Dally and Towles' definitions by hand: k = 5 and 4 move by ceil(k / 2) - 1 = 2 and 1.
TEST(TrafficPattern, DestinationsAreTheDefinitions) {
  const TrafficPatternRegistry registry = patterns();
  TrafficRandom random(1);
  auto to = [&](const char *pattern, const Topology &topology, uint32_t core) {
    return registry.find(pattern)->destination(topology, core, random);
  };
  EXPECT_EQ(to("tornado", {5, 4, 1}, 0), 7u) << "(0, 0) to (2, 1)";
  EXPECT_EQ(to("tornado", {5, 4, 1}, 19), 1u) << "(4, 3) to (1, 0)";
  EXPECT_EQ(to("transpose", {4, 4, 1}, 6), 9u) << "(2, 1) to (1, 2)";
  EXPECT_EQ(to("transpose", {4, 4, 2}, 13), 19u) << "the second core of each tile";
  EXPECT_EQ(to("bit-complement", {2, 3, 1, TopologyKind::Tree}, 2), 5u) << "010 and 101";
}
