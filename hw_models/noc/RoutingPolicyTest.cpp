// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/RoutingPolicy.h"
#include "hw_models/noc/testing/Topologies.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(RoutingPolicy, EveryTopologyHasAUsualOne) {
  const RoutingRegistry registry = routingPolicies();
  for (std::string_view name : topologyNames()) {
    TopologyKind kind = *findTopology(name);
    const RoutingPolicy *policy = registry.find(usualRouting(kind));
    ASSERT_TRUE(policy) << name;
    EXPECT_EQ(policy->serves, kind);
    EXPECT_TRUE(policy->isFixed());
    EXPECT_TRUE(policy->checkServes({2, 2, 1, kind}));
  }
}

TEST(RoutingPolicy, NamesOfThoseThatServe) {
  const RoutingRegistry registry = routingPolicies();
  EXPECT_EQ(namesServing(registry, TopologyKind::Mesh), "o1turn, odd-even, west-first, xy, yx");
  EXPECT_EQ(namesServing(registry, TopologyKind::Tree), "up-down");
  EXPECT_EQ(namesServing({}, TopologyKind::Tree), "");
}

TEST(RoutingPolicy, OtherTopologiesAreRefused) {
  const RoutingRegistry registry = routingPolicies();
  Status status = registry.find("xy")->checkServes({3, 3, 1, TopologyKind::Torus});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "the routing policy needs a mesh, not a torus");
  EXPECT_EQ(status.error().exitCode, ExitCode::Usage);
}
