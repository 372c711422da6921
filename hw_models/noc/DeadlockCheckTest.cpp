// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/DeadlockCheck.h"
#include <gtest/gtest.h>

using namespace nacre;

static const std::vector<Topology> meshes = {{1, 1, 1}, {5, 1, 2}, {1, 4, 1}, {2, 2, 4},
                                             {3, 5, 1}, {8, 4, 4}, {7, 7, 1}};

static RoutingRegistry policies() {
  RoutingRegistry registry;
  registerAllRoutings(registry);
  return registry;
}

TEST(DeadlockCheck, AcceptsEveryPolicyOnEveryMesh) {
  for (const auto &[name, policy] : policies())
    for (const Topology &mesh : meshes) {
      Status status = checkRouting(mesh, policy);
      EXPECT_TRUE(status) << name << ": " << status.error().text();
    }
}

// Clockwise round a 2x2 mesh (0 1 / 2 3): every flit arrives, but four can wait for each other.
static Direction clockwise(const Topology &, uint32_t here, uint32_t to) {
  if (here == to)
    return Direction::Local;
  Direction turn[] = {Direction::East, Direction::South, Direction::North, Direction::West};
  return turn[here];
}

TEST(DeadlockCheck, RefusesACycleAndListsItsChannels) {
  Topology mesh = {2, 2, 1};
  RoutingPolicy policy = {"", clockwise};
  std::vector<Link> cycle = dependencyCycle(mesh, policy);
  ASSERT_EQ(cycle.size(), 4u);
  for (size_t i = 0; i < 4; ++i)
    EXPECT_EQ(cycle[i].to, cycle[(i + 1) % 4].from);
  Status status = checkRouting(mesh, policy);
  ASSERT_FALSE(status);
  for (const char *channel : {"0->1", "1->3", "3->2", "2->0"})
    EXPECT_NE(status.error().message.find(channel), std::string::npos) << status.error().message;
}

// Either dimension order alone is safe; together they allow all eight turns.
static Direction mixed(const Topology &mesh, uint32_t here, uint32_t to) {
  RoutingRegistry registry = policies();
  return registry.find(to % 2 ? "xy" : "yx")->next(mesh, here, to);
}

TEST(DeadlockCheck, RefusesMixedDimensionOrders) {
  RoutingPolicy policy = {"", mixed};
  EXPECT_FALSE(checkRouting({4, 4, 1}, policy));
  EXPECT_TRUE(checkRouting({4, 1, 1}, policy)) << "a line has no turns";
}

TEST(DeadlockCheck, RefusesFlitsThatDoNotArrive) {
  Topology mesh = {3, 1, 1};
  auto message = [&](Direction (*next)(const Topology &, uint32_t, uint32_t)) {
    return checkRouting(mesh, {"", next}).error().message;
  };
  auto contains = [](const std::string &text, const char *part) {
    return text.find(part) != std::string::npos;
  };
  EXPECT_TRUE(contains(message([](auto &, uint32_t, uint32_t) { return Direction::East; }),
                       "does not stop at its destination"));
  EXPECT_TRUE(contains(message([](auto &, uint32_t here, uint32_t to) {
                         return here == to ? Direction::Local : Direction::East;
                       }),
                       "leaves the mesh"));
  EXPECT_TRUE(
      contains(message([](auto &, uint32_t, uint32_t) { return Direction::Local; }), "stops at"));
  // Between tiles 0 and 1 for ever.
  EXPECT_TRUE(contains(message([](auto &, uint32_t here, uint32_t to) {
                         if (here == to)
                           return Direction::Local;
                         return here == 0 ? Direction::East : Direction::West;
                       }),
                       "never arrives"));
}
