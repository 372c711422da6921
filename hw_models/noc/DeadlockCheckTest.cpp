// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/DeadlockCheck.h"
#include "hw_models/noc/testing/Topologies.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(DeadlockCheck, AcceptsEveryPolicyOnEveryTopologyItServes) {
  for (const auto &[name, policy] : routingPolicies())
    for (const Topology &topology : smallTopologies(policy.serves)) {
      Status status = checkRouting(topology, policy);
      EXPECT_TRUE(status) << name << " on " << topologyText(topology) << ": "
                          << status.error().text();
    }
}

TEST(DeadlockCheck, RefusesATopologyThatThePolicyDoesNotServe) {
  RoutingRegistry registry = routingPolicies();
  EXPECT_EQ(checkRouting({3, 3, 1, TopologyKind::Torus}, *registry.find("xy")).error().message,
            "the routing policy needs a mesh, not a torus");
  EXPECT_EQ(checkRouting({3, 3, 1}, *registry.find("dateline")).error().message,
            "the routing policy needs a torus, not a mesh");
}

// Clockwise round a 2x2 mesh (0 1 / 2 3): every packet arrives, but four can wait for each other.
static Ways clockwise(const Topology &, uint32_t here, uint32_t, uint8_t) {
  Direction turn[] = {Direction::East, Direction::South, Direction::North, Direction::West};
  return {{turn[here]}};
}

TEST(DeadlockCheck, RefusesACycleAndListsItsChannels) {
  Topology mesh = {2, 2, 1};
  RoutingPolicy policy = {"", clockwise};
  std::vector<NocChannel> cycle = dependencyCycle(mesh, policy);
  ASSERT_EQ(cycle.size(), 4u);
  for (size_t i = 0; i < 4; ++i)
    EXPECT_EQ(cycle[i].link.to, cycle[(i + 1) % 4].link.from);
  Status status = checkRouting(mesh, policy);
  ASSERT_FALSE(status);
  for (const char *channel : {"0->1", "1->3", "3->2", "2->0"})
    EXPECT_NE(status.error().message.find(channel), std::string::npos) << status.error().message;
}

// Without one of the four turns nothing waits in a circle; nor do tiles count that send nothing.
TEST(DeadlockCheck, LooksOnlyAtPairsThatSend) {
  Topology mesh = {2, 2, 1};
  RoutingPolicy policy = {"", clockwise};
  std::vector<TilePair> turns = {{0, 3}, {1, 2}, {3, 0}, {2, 1}}; // two links each
  Status all = checkRouting(mesh, policy, turns);
  ASSERT_FALSE(all);
  EXPECT_NE(all.error().message.find("routing can deadlock"), std::string::npos);
  for (size_t left = 0; left < 4; ++left) {
    std::vector<TilePair> others = turns;
    others.erase(others.begin() + long(left));
    EXPECT_TRUE(checkRouting(mesh, policy, others)) << "without turn " << left;
  }
  EXPECT_TRUE(checkRouting(mesh, policy, {}));
  EXPECT_EQ(checkRouting({2, 2, 1, TopologyKind::Torus}, policy, {}).error().message,
            "the routing policy needs a mesh, not a torus");
  policy.ways = [](auto &, uint32_t, uint32_t, uint8_t) { return Ways{}; };
  EXPECT_TRUE(checkRouting(mesh, policy, {{2, 2}}));
  EXPECT_EQ(checkRouting(mesh, policy, {{2, 2}, {3, 2}}).error().message,
            "a packet from tile 3 to 2 has no way from router 3");
}

// Either dimension order alone is safe; together they allow all eight turns.
static Ways mixed(const Topology &mesh, uint32_t here, uint32_t to, uint8_t) {
  RoutingRegistry registry = routingPolicies();
  return registry.find(to % 2 ? "xy" : "yx")->ways(mesh, here, to, 0);
}

// Fully adaptive: the same turns as choices.
static Ways anyShortest(const Topology &mesh, uint32_t here, uint32_t to, uint8_t) {
  RoutingRegistry registry = routingPolicies();
  Ways ways = registry.find("xy")->ways(mesh, here, to, 0);
  ways.add(*registry.find("yx")->ways(mesh, here, to, 0).begin());
  return ways;
}

TEST(DeadlockCheck, RefusesMixedDimensionOrders) {
  for (auto ways : {mixed, anyShortest}) {
    RoutingPolicy policy = {"", ways};
    EXPECT_FALSE(checkRouting({4, 4, 1}, policy));
    EXPECT_TRUE(checkRouting({4, 1, 1}, policy)) << "a line has no turns";
  }
}

// Both orders in the same class, which o1turn keeps apart.
TEST(DeadlockCheck, ClassesKeepOrdersApart) {
  RoutingRegistry registry = routingPolicies();
  RoutingPolicy policy = *registry.find("o1turn");
  EXPECT_TRUE(checkRouting({4, 4, 1}, policy));
  policy.ways = mixed;
  EXPECT_FALSE(checkRouting({4, 4, 1}, policy));
}

/// The policy with all its classes in one.
static RoutingPolicy withoutClasses(const char *name) {
  RoutingPolicy policy = *routingPolicies().find(name);
  policy.classes = 1;
  policy.ways = [ways = policy.ways](const Topology &topology, uint32_t here, uint32_t to,
                                     uint8_t vcClass) -> Ways {
    return {{ways(topology, here, to, vcClass).begin()->port}};
  };
  return policy;
}

// A ring waits for itself once packets go over two of its links: from 4 routers on.
TEST(DeadlockCheck, RefusesARingWithoutADateline) {
  RoutingPolicy policy = withoutClasses("dateline");
  EXPECT_TRUE(checkRouting({3, 1, 1, TopologyKind::Torus}, policy));
  Topology torus = {5, 1, 1, TopologyKind::Torus};
  EXPECT_FALSE(checkRouting(torus, policy));
  EXPECT_EQ(dependencyCycle(torus, policy).size(), 5u);
}

// All of a ring's links wait for each other if packets go over each two that follow: from 4 hubs,
// or 3 tiles and a hub, on. A single hub neither sends nor receives, so what goes over the two
// links behind it comes over the one before it: these are half of 5 tiles and a hub.
TEST(DeadlockCheck, RefusesRingsOfRingsWithoutADateline) {
  RoutingPolicy policy = withoutClasses("hub-dateline");
  for (const Topology &rings : smallTopologies(TopologyKind::Ring)) {
    bool isSafe = rings.rows < 4 && rings.columns < (rings.rows == 1 ? 5 : 3);
    EXPECT_EQ(bool(checkRouting(rings, policy)), isSafe) << topologyText(rings);
  }
}

// The dateline of the hubs is one thing, the rows' another: either alone leaves a loop.
TEST(DeadlockCheck, RowsAndHubsNeedADatelineEach) {
  const RoutingPolicy whole = *routingPolicies().find("hub-dateline");
  auto oneClassOn = [&](bool hubs) {
    RoutingPolicy policy = whole;
    policy.ways = [ways = whole.ways, hubs](const Topology &topology, uint32_t here, uint32_t to,
                                            uint8_t vcClass) -> Ways {
      Way way = *ways(topology, here, to, vcClass).begin();
      bool isBetweenHubs = way.port >= uint8_t(Direction::North);
      return {{way.port, isBetweenHubs == hubs ? uint8_t(0) : way.vcClass}};
    };
    return policy;
  };
  Topology longRows = {5, 3, 1, TopologyKind::Ring}, manyRows = {2, 5, 1, TopologyKind::Ring};
  EXPECT_TRUE(checkRouting(longRows, oneClassOn(true)));
  EXPECT_FALSE(checkRouting(longRows, oneClassOn(false)));
  EXPECT_TRUE(checkRouting(manyRows, oneClassOn(false)));
  EXPECT_FALSE(checkRouting(manyRows, oneClassOn(true)));
}

TEST(DeadlockCheck, RefusesPacketsThatDoNotArrive) {
  Topology mesh = {3, 1, 1};
  using Next = Ways (*)(const Topology &, uint32_t, uint32_t, uint8_t);
  auto message = [&](Next next) { return checkRouting(mesh, {"", next}).error().message; };
  EXPECT_EQ(message([](auto &, uint32_t, uint32_t, uint8_t) { return Ways{{Direction::East}}; }),
            "a packet from tile 1 to 0 leaves the network at router 2");
  EXPECT_EQ(message([](auto &, uint32_t, uint32_t, uint8_t) { return Ways{}; }),
            "a packet from tile 1 to 0 has no way from router 1");
  // Between tiles 1 and 2 for ever.
  EXPECT_EQ(message([](auto &, uint32_t here, uint32_t, uint8_t) {
              return Ways{{here == 1 ? Direction::East : Direction::West}};
            }),
            "a packet from tile 1 to 0 need not arrive: it can come back to router 1");
}
