// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each routing on random nets of each topology: trees reach what they should. Loads by hand.
#include "compiler/mapping/route/trees/RoutingLoads.h"
#include "compiler/mapping/route/trees/TreeGrower.h"
#include "hw_models/noc/DeadlockCheck.h"
#include "hw_models/noc/testing/Topologies.h"
#include <gtest/gtest.h>
#include <random>
#include <set>

using namespace nacre;

namespace {

TreeRoutingRegistry routings() {
  TreeRoutingRegistry registry;
  registerAllTreeRoutings(registry);
  return registry;
}

/// The usual policy's preferred ways, in one class of virtual channels.
RoutingPolicy usualPaths(TopologyKind kind) {
  RoutingPolicy policy = *routingPolicies().find(usualRouting(kind));
  policy.ways = [ways = policy.ways](const Topology &topology, uint32_t here, uint32_t to,
                                     uint8_t) -> Ways {
    return {Way(ways(topology, here, to, 0).begin()->port)};
  };
  policy.classes = 1;
  return policy;
}

RoutingProblem problemOn(const Topology &topology) {
  return {topology, usualPaths(topology.kind), 1 << 20, {}};
}

RoutingProblem randomProblem(const Topology &topology, uint32_t seed) {
  std::mt19937 random(seed);
  RoutingProblem problem = problemOn(topology);
  for (uint32_t net = 0; net < 3 * topology.tiles(); ++net) {
    std::set<uint32_t> to;
    for (uint32_t i = random() % 6; i < 6; ++i)
      to.insert(uint32_t(random() % topology.cores()));
    problem.nets.push_back({uint32_t(random() % topology.cores()),
                            {to.begin(), to.end()},
                            double(random() % 4096) / 1024});
  }
  return problem;
}

std::vector<RoutingTree> tablesOf(const RoutingProblem &problem,
                                  const std::vector<NetTree> &trees) {
  std::vector<RoutingTree> tables;
  for (size_t i = 0; i < trees.size(); ++i)
    tables.push_back(treeOf(problem.topology, trees[i], problem.nets[i].to));
  return tables;
}

std::vector<NetTree> routed(const RoutingProblem &problem, const char *name, int64_t rounds = 30) {
  return routings().find(name)->route(problem, rounds);
}

RoutingQuality qualityOf(const RoutingProblem &problem, const std::vector<NetTree> &trees) {
  return RoutingLoads(problem, trees).quality();
}

} // namespace

TEST(TreeRouting, EveryPacketArrives) {
  for (Topology topology : smallTopologies())
    for (uint32_t coresPerTile : {1u, 3u}) {
      topology.coresPerTile = coresPerTile;
      const RoutingProblem problem = randomProblem(topology, 7);
      for (const auto &[name, routing] : routings()) {
        const std::vector<NetTree> trees = routing.route(problem, 8);
        ASSERT_EQ(trees.size(), problem.nets.size());
        const std::vector<RoutingTree> tables = tablesOf(problem, trees);
        for (size_t i = 0; i < tables.size(); ++i) {
          auto reached = coresReached(topology, tables[i], problem.nets[i].from);
          ASSERT_TRUE(reached) << name << ": " << reached.error().message;
          ASSERT_EQ(*reached, problem.nets[i].to) << name;
        }
        const bool paths =
            topology.kind == TopologyKind::Mesh || topology.kind == TopologyKind::Tree;
        if (name != "policy" || paths)
          EXPECT_TRUE(checkDeadlock(topology, tables)) << name;
      }
    }
}

TEST(TreeRouting, IsTheSameEachTime) {
  const RoutingProblem problem = randomProblem({6, 5, 2}, 3);
  EXPECT_EQ(routed(problem, "negotiated"), routed(problem, "negotiated"));
}

TEST(TreeRouting, NegotiatedIsNeverWorseThanThePolicyWhereThatIsSafe) {
  for (TopologyKind kind : {TopologyKind::Mesh, TopologyKind::Tree})
    for (const Topology &topology : smallTopologies(kind))
      for (uint32_t seed : {1u, 2u}) {
        const RoutingProblem problem = randomProblem(topology, seed);
        EXPECT_LE(qualityOf(problem, routed(problem, "negotiated")).worstLink,
                  qualityOf(problem, routed(problem, "policy")).worstLink);
      }
}

// Transpose on 4x4: with XY the last link of an outer row carries the packets of three tiles (Glass
// and Ni). Half of a tile's packets could go each way where both turns are allowed.
TEST(TreeRouting, SpreadsATranspose) {
  RoutingProblem problem = problemOn({4, 4, 1});
  for (uint32_t x = 0; x < 4; ++x)
    for (uint32_t y = 0; y < 4; ++y)
      if (x != y)
        problem.nets.push_back({4 * y + x, {4 * x + y}, 1});
  EXPECT_EQ(qualityOf(problem, routed(problem, "policy")).worstLink, 3);
  EXPECT_LE(qualityOf(problem, routed(problem, "negotiated", 100)).worstLink, 2);
}

// Two nets between the corners of a square: side by side they need not share a link.
TEST(TreeRouting, NetsGiveWay) {
  RoutingProblem problem = problemOn({2, 2, 2});
  problem.nets = {{0, {6}, 1}, {1, {7}, 1}};
  EXPECT_EQ(qualityOf(problem, routed(problem, "policy")), (RoutingQuality{0, 2, 4}));
  EXPECT_EQ(qualityOf(problem, routed(problem, "negotiated")), (RoutingQuality{0, 1, 4}));
}

// The same where no link minds, but the router at the turn has room for one of them.
TEST(TreeRouting, NetsGiveWayWhereTablesAreFull) {
  RoutingProblem problem = problemOn({2, 2, 2});
  problem.nets = {{0, {6}, 1}, {1, {7}, 1}, {2, {2}, 5}};
  problem.tableEntries = 2; // tiles 0 and 3 need two for themselves, tile 1 one
  EXPECT_EQ(qualityOf(problem, routed(problem, "policy")).missingEntries, 1);
  EXPECT_EQ(qualityOf(problem, routed(problem, "negotiated")).missingEntries, 0);
}

TEST(RoutingLoads, CountsPacketsAndEntries) {
  RoutingProblem problem = problemOn({3, 1, 2});
  problem.nets = {{0, {1, 3, 4}, 1.5}, {5, {2}, 2}};
  problem.tableEntries = 1;
  const Link right{0, 0, 1}, further{1, 0, 2}, back{2, 1, 1};
  RoutingLoads loads(problem, {{right, further}, {back}});
  EXPECT_EQ(loads.packets(right), 1.5);
  EXPECT_EQ(loads.packets(back), 2);
  EXPECT_EQ(loads.entries(0), 1);
  EXPECT_EQ(loads.entries(1), 2);
  EXPECT_EQ(loads.entries(2), 2);
  EXPECT_EQ(loads.quality(), (RoutingQuality{2, 2, 5}));
  loads.remove(problem.nets[0], {right, further});
  EXPECT_EQ(loads.quality(), (RoutingQuality{0, 2, 2}));
}

// Each rule lets each router reach each other one by a spanning tree, and all of these together
// are free of deadlock.
TEST(TurnRule, ReachesAllWithoutDeadlock) {
  for (const Topology &topology : smallTopologies())
    for (const TurnRule &rule : turnRules(topology)) {
      TreeGrower grower(topology, rule);
      std::vector<RoutingTree> tables;
      for (uint32_t from = 0; from < topology.tiles(); ++from) {
        std::vector<uint32_t> others;
        for (uint32_t to = 0; to < topology.tiles(); ++to)
          if (to != from)
            others.push_back(to);
        const NetTree tree = grower.spanning(from, others);
        std::vector<uint32_t> cores = others;
        cores.insert(std::lower_bound(cores.begin(), cores.end(), from), from);
        tables.push_back(treeOf(topology, tree, cores));
        auto reached = coresReached(topology, tables.back(), from);
        ASSERT_TRUE(reached) << reached.error().message;
        ASSERT_EQ(*reached, cores);
      }
      EXPECT_TRUE(checkDeadlock(topology, tables));
    }
}
