// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/relay/RelayPlan.h"
#include "compiler/mapping/testing/Problems.h"
#include <gmock/gmock.h>

using namespace nacre;
using namespace nacre::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

struct Connection {
  size_t source, target;
  int64_t logicalDelay = 0;
};

/// Layers of one neuron on a chip with axonal delays up to `longest`.
RelayPlan planOf(size_t layers, const std::vector<Connection> &connections, int64_t longest) {
  MappingProblem p;
  p.chip = roomyChip();
  p.chip.limits.axonalDelaySteps = longest;
  for (size_t i = 0; i < layers; ++i)
    p.populations.push_back(population(std::string(1, char('a' + i)), 1, 1, 1));
  for (const Connection &c : connections) {
    p.edges.push_back(dense(p, c.source, c.target));
    p.edges.back().logicalDelay = c.logicalDelay;
  }
  return planRelays(p);
}

} // namespace

TEST(RelayPlan, HoldsAShortcutBack) {
  // a -> b -> c -> d, and a -> d, which has to wait three steps.
  const std::vector<Connection> shortcut = {{0, 1}, {1, 2}, {2, 3}, {0, 3}};
  RelayPlan plan = planOf(4, shortcut, 1);
  EXPECT_THAT(plan.chains, ElementsAre(ElementsAre(0, 0), IsEmpty(), IsEmpty(), IsEmpty()));
  EXPECT_THAT(plan.tap, ElementsAre(0, 0, 0, 2));
  plan = planOf(4, shortcut, 2);
  EXPECT_THAT(plan.chains[0], ElementsAre(0));
  EXPECT_THAT(plan.tap, ElementsAre(0, 0, 0, 1));
  EXPECT_TRUE(planOf(4, shortcut, 3).empty());
}

TEST(RelayPlan, ReadersShareAChain) {
  // a is read by b, c, d and e, one step later each.
  RelayPlan plan = planOf(5, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {0, 2}, {0, 3}, {0, 4}}, 1);
  EXPECT_THAT(plan.chains[0], ElementsAre(0, 0, 0));
  EXPECT_THAT(plan.tap, ElementsAre(0, 0, 0, 0, 1, 2, 3));
}

TEST(RelayPlan, LogicalDelaysLieInTheChain) {
  // A loop of one layer, whose spikes return after five steps: 2 + 2 + 1.
  RelayPlan plan = planOf(1, {{0, 0, 5}}, 2);
  EXPECT_THAT(plan.chains, ElementsAre(ElementsAre(2, 4)));
  EXPECT_THAT(plan.tap, ElementsAre(2));
  // A second loop of three steps reads the first relay, which is so not later than that.
  plan = planOf(1, {{0, 0, 5}, {0, 0, 3}}, 2);
  EXPECT_THAT(plan.chains, ElementsAre(ElementsAre(2, 4)));
  EXPECT_THAT(plan.tap, ElementsAre(2, 1));
  // b runs early and needs no relay; the loop of a does, and c reads it without delay.
  plan = planOf(3, {{0, 1, 9}, {0, 0, 4}}, 2);
  EXPECT_THAT(plan.tap, ElementsAre(0, 1));
}

TEST(RelayPlan, IsEmptyWhereRelaysDoNotHelp) {
  EXPECT_TRUE(planOf(2, {{0, 1}, {1, 0, 1}}, 1).empty()); // a loop that is too short
  // A chip of few neurons: the relays alone are too many.
  MappingProblem p;
  p.chip = roomyChip();
  p.chip.limits.axonalDelaySteps = 1;
  p.chip.limits.neurons = 3;
  p.chip.grid = {1, 1, 1};
  p.populations = {population("a", 1, 1, 1)};
  p.edges.push_back(dense(p, 0, 0));
  p.edges[0].logicalDelay = 4;
  EXPECT_FALSE(planRelays(p).empty());
  p.edges[0].logicalDelay = 5;
  EXPECT_TRUE(planRelays(p).empty());
}
