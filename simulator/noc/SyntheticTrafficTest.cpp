// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/SyntheticTraffic.h"
#include "hw_models/noc/RoutingTable.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

NocModel makeReference() {
  RoutingRegistry routings;
  registerAllRoutings(routings);
  return {{8, 8, 1}, **routings.get("xy", "routing policy"), 4, 8, {}};
}

SyntheticOptions optionsFor(const char *pattern, double rate) {
  TrafficPatternRegistry patterns;
  registerAllTrafficPatterns(patterns);
  SyntheticOptions options;
  options.pattern = **patterns.get(pattern, "traffic pattern");
  options.rate = rate;
  return options;
}

// BookSim2 (2017 release): 8x8 mesh, XY, 4 virtual channels of 8 flits, one flit a packet, iSLIP
// with one iteration, one cycle a stage, credit delay 2.
TEST(SyntheticTraffic, MatchesBookSim) {
  struct {
    double rate, latency, accepted, routers;
  } const points[] = {
      {0.02, 27.13, 0.0198, 6.27}, {0.10, 27.23, 0.0999, 6.24}, {0.20, 27.91, 0.1993, 6.26}};
  for (const auto &point : points) {
    SyntheticResult result = runSynthetic(makeReference(), optionsFor("uniform", point.rate));
    EXPECT_EQ(result.unfinished, 0);
    EXPECT_NEAR(result.latency, point.latency, 0.02 * point.latency);
    EXPECT_NEAR(result.acceptedRate, point.accepted, 0.02 * point.accepted);
    EXPECT_NEAR(result.routersPassed, point.routers, 0.02 * point.routers);
  }
}

// Each core of the left half has its partner in the right half and the other way round: with XY the
// 8 links across the middle of each direction carry 32 cores' flits, so 0.25 is the most.
TEST(SyntheticTraffic, BisectionLimitsBitComplement) {
  SyntheticResult below = runSynthetic(makeReference(), optionsFor("bit-complement", 0.15));
  EXPECT_EQ(below.unfinished, 0);
  EXPECT_NEAR(below.acceptedRate, 0.15, 0.005);
  SyntheticResult beyond = runSynthetic(makeReference(), optionsFor("bit-complement", 0.6));
  EXPECT_GT(beyond.unfinished, 0);
  EXPECT_LE(beyond.acceptedRate, 0.25);
}

TEST(SyntheticTraffic, SeedDecidesAll) {
  SyntheticOptions options = optionsFor("uniform", 0.1);
  options.cycles = 1000;
  SyntheticResult first = runSynthetic(makeReference(), options);
  SyntheticResult again = runSynthetic(makeReference(), options);
  EXPECT_EQ(first.latency, again.latency);
  EXPECT_EQ(first.flitHops, again.flitHops);
  options.seed = 2;
  EXPECT_NE(first.flitHops, runSynthetic(makeReference(), options).flitHops);
}

// With XY the busiest link of a k x k mesh under transpose carries the flits of k - 1 cores, so 1/7
// of a flit is the most each can send; with half of the packets YX it is twice that (Seo et al.
// 2005).
TEST(SyntheticTraffic, O1turnSpreadsTranspose) {
  NocModel model = makeReference();
  EXPECT_GT(runSynthetic(model, optionsFor("transpose", 0.2)).unfinished, 0);
  RoutingRegistry routings;
  registerAllRoutings(routings);
  model.policy = *routings.find("o1turn");
  SyntheticResult spread = runSynthetic(model, optionsFor("transpose", 0.2));
  EXPECT_EQ(spread.unfinished, 0);
  EXPECT_NEAR(spread.acceptedRate, 0.2, 0.004);
  EXPECT_GT(runSynthetic(model, optionsFor("transpose", 0.35)).unfinished, 0);
}

// Rings of 8: a mean of 2 links in each dimension, and one more router than links.
TEST(SyntheticTraffic, TorusIsTheShorterWay) {
  NocModel model = makeReference();
  model.topology.kind = TopologyKind::Torus;
  RoutingRegistry routings;
  registerAllRoutings(routings);
  model.policy = *routings.find("dateline");
  SyntheticResult result = runSynthetic(model, optionsFor("uniform", 0.02));
  EXPECT_NEAR(result.routersPassed, 5, 0.05);
  EXPECT_NEAR(result.latency, 2 + 4 * result.routersPassed, 0.2);
}

// Round three sides of a square, 0 - 2 - 3 - 1: six pairs of tiles have 3 x 1, 2 x 2 and 3 links,
// so 20/16 is the mean over all 16; on shortest paths it would be 1.
TEST(SyntheticTraffic, DetoursCount) {
  NocModel model = makeReference();
  model.topology = {2, 2, 1};
  auto table = readRoutingTable(model.topology,
                                "router,tile,next\n0,1,2\n0,2,2\n0,3,2\n1,0,3\n1,2,3\n1,3,3\n"
                                "2,0,0\n2,1,3\n2,3,3\n3,0,2\n3,1,1\n3,2,2\n",
                                "t.csv");
  ASSERT_TRUE(table);
  model.policy = tableRouting(*table);
  SyntheticResult result = runSynthetic(model, optionsFor("uniform", 0.02));
  EXPECT_NEAR(result.routersPassed, 2.25, 0.1);
  EXPECT_NEAR(result.latency, 2 + 4 * result.routersPassed, 0.2);
}

// 1/7 is the bound: beyond it latency grows although a long drain lets every packet arrive.
TEST(SyntheticTraffic, RisingLatencyIsSaturation) {
  EXPECT_FALSE(runSynthetic(makeReference(), optionsFor("transpose", 0.13)).saturated);
  SyntheticResult beyond = runSynthetic(makeReference(), optionsFor("transpose", 0.15));
  EXPECT_EQ(beyond.unfinished, 0);
  EXPECT_TRUE(beyond.saturated);
}

// Links so slow that nothing crosses the mesh in the measurement: short, but not saturated.
TEST(SyntheticTraffic, AShortRunIsNotSaturation) {
  NocModel model = makeReference();
  model.timing.linkCycles = 400;
  model.bufferFlits = 512;
  SyntheticOptions options = optionsFor("uniform", 0.01);
  options.warmupCycles = 0;
  options.cycles = 1000;
  SyntheticResult result = runSynthetic(model, options);
  EXPECT_EQ(result.unfinished, 0);
  EXPECT_FALSE(result.saturated);
  EXPECT_LE(result.routersPassed, 15);
}

TEST(SyntheticTraffic, NoPacketHasNoLatency) {
  SyntheticResult result = runSynthetic(makeReference(), optionsFor("uniform", 1e-12));
  EXPECT_EQ(result.packets, 0);
  EXPECT_TRUE(std::isnan(result.latency));
  EXPECT_FALSE(result.saturated);
}

// One core that talks to itself in every cycle: 1 flit a cycle is what its link carries.
TEST(SyntheticTraffic, FullRateIsOneFlitACycle) {
  NocModel model = makeReference();
  model.topology = {1, 1, 1};
  SyntheticResult result = runSynthetic(model, optionsFor("uniform", 1));
  EXPECT_EQ(result.unfinished, 0);
  EXPECT_DOUBLE_EQ(result.acceptedRate, 1);
  EXPECT_DOUBLE_EQ(result.latency, 6);
}

} // namespace
