// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Trees by hand on a mesh of 3x2 tiles, 0 1 2 / 3 4 5, with two cores each.
#include "hw_models/noc/RoutingTree.h"
#include "hw_models/noc/DeadlockCheck.h"
#include "hw_models/noc/Path.h"
#include "hw_models/noc/testing/Topologies.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

const Topology mesh = {3, 2, 2};
constexpr uint64_t east = 1, west = 2, north = 4, south = 8, first = 16, second = 32;

// From core 0 to 1, 4, 5 and 8: east to 1, there down to 4 and on to 2.
const RoutingTree good = {{0, east | second}, {1, east | south}, {2, first | second}, {4, first}};

std::string complaint(const RoutingTree &tree, uint32_t from = 0) {
  auto cores = coresReached(mesh, tree, from);
  return cores ? "" : cores.error().message;
}

} // namespace

TEST(RoutingTree, IsMadeOfLinksAndCores) {
  EXPECT_EQ(treeOf(mesh, {{1, 3, 4}, {0, 0, 1}, {1, 0, 2}}, {8, 5, 1, 4}), good);
  EXPECT_EQ(linksOfTree(mesh, good), (std::vector<Link>{{0, 0, 1}, {1, 0, 2}, {1, 3, 4}}));
}

TEST(RoutingTree, ReachesItsCores) {
  EXPECT_EQ(*coresReached(mesh, good, 0), (std::vector<uint32_t>{1, 4, 5, 8}));
  EXPECT_EQ(*coresReached(mesh, good, 1), (std::vector<uint32_t>{1, 4, 5, 8}));
  EXPECT_EQ(*coresReached(mesh, {{5, first}}, 11), (std::vector<uint32_t>{10}));
}

TEST(RoutingTree, WaysAreAsLongAsTheirLinks) {
  EXPECT_EQ(linksAlong(mesh, good, 0, 1), 0);
  EXPECT_EQ(linksAlong(mesh, good, 0, 4), 2);
  EXPECT_EQ(linksAlong(mesh, good, 0, 8), 2);
}

TEST(RoutingTree, EveryBreakIsFound) {
  EXPECT_EQ(complaint({}), "have no entry at router 0");
  EXPECT_EQ(complaint({{0, east}, {2, first}}), "have no entry at router 1");
  EXPECT_EQ(complaint({{0, east}, {1, west}}), "come to router 0 twice");
  EXPECT_EQ(complaint({{0, east | south}, {1, south}, {3, east}, {4, first}}),
            "come to router 4 twice");
  EXPECT_EQ(complaint({{0, north}}), "leave the network at router 0");
  EXPECT_EQ(complaint({{0, 64}}), "leave router 0 by port 6, which it has not");
  EXPECT_EQ(complaint({{0, first}, {4, first}}), "never come to router 4, which has an entry");
  // An inner router has no cores.
  EXPECT_EQ(coresReached({2, 1, 1, TopologyKind::Tree}, {{0, 1}, {2, 8}}, 0).error().message,
            "leave router 2 by port 3, which it has not");
}

TEST(RoutingTree, ATreeNeedNotWaitForItself) {
  EXPECT_TRUE(checkDeadlock(mesh, {good}));
  EXPECT_TRUE(checkDeadlock(mesh, {}));
}

// Each turns a corner of the left square clockwise, holding a link that the one before waits for.
TEST(RoutingTree, TreesThatWaitForEachOtherAreRefused) {
  const RoutingTree corner0 = {{3, north}, {0, east}, {1, first}},
                    corner1 = {{0, east}, {1, south}, {4, first}},
                    corner4 = {{1, south}, {3, first}, {4, west}},
                    corner3 = {{0, first}, {3, north}, {4, west}};
  auto sorted = [](RoutingTree tree) {
    std::sort(tree.begin(), tree.end(), [](auto &a, auto &b) { return a.router < b.router; });
    return tree;
  };
  EXPECT_TRUE(checkDeadlock(mesh, {sorted(corner0), corner1, corner4}));
  Status status = checkDeadlock(mesh, {sorted(corner0), corner1, corner4, corner3});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "routing can deadlock: these channels wait for each other: "
                                    "0->1, 1->4, 4->3, 3->0");
}

// What a policy allows between all pairs, its paths as trees do too.
TEST(RoutingTree, AgreesWithTheCheckOfPolicies) {
  for (const auto &[name, policy] : routingPolicies()) {
    if (policy.classes > 1 || policy.adaptive)
      continue;
    for (const Topology &topology : smallTopologies(policy.serves)) {
      std::vector<RoutingTree> trees;
      for (uint32_t from = 0; from < topology.tiles(); ++from)
        for (uint32_t to = 0; to < topology.tiles(); ++to) {
          trees.push_back(treeOf(topology, linksOfPath(topology, policy, from, to), {to}));
          ASSERT_EQ(*coresReached(topology, trees.back(), from), std::vector<uint32_t>{to});
        }
      EXPECT_TRUE(checkDeadlock(topology, trees)) << name;
    }
  }
}
