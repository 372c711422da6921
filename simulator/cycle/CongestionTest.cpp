// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Packets in each other's way: shared links, full buffers.
#include "simulator/cycle/CycleEngine.h"
#include "simulator/functional/FunctionalEngine.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/TestChip.h"
#include <gtest/gtest.h>

using namespace nacre;

static const uint8_t black = 0;

/// Receiving takes no time, and all neurons of a core fire together.
static ChipModel makeNetworkBoundChip() {
  ChipModel chip = makeTestChip(2, 2, 2);
  chip.timing.neuronLanes = 64;
  chip.timing.spikeOutCycles = 0;
  chip.timing.axonLookupCycles = chip.timing.synapseWordCycles = chip.timing.synapticOpCycles = 0;
  return chip;
}

/// Two flows of `packets` each leave the two cores of tile 0, one to `to0`, one to `to1`.
static int64_t cyclesOfFlows(const ChipModel &chip, uint32_t packets, uint32_t to0, uint32_t to1) {
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(packets, 1, 1), q = b.addPopulation(packets, 1, 1);
  uint32_t out = b.addReadout(2, 1);
  b.population(p).bias = b.population(q).bias = {1};
  auto weightsTo = [&](size_t neuron) {
    std::vector<std::pair<size_t, size_t>> ends;
    for (uint32_t source = 0; source < packets; ++source)
      ends.push_back({source, neuron});
    const uint32_t weights = b.addWeights(std::vector<int8_t>(packets, 1));
    b.setRows(weights, packets, ends);
    return weights;
  };
  b.addSlice(0, p);
  b.addSlice(1, q);
  b.addSparse(b.addSlice(to0, out, image::Box(0, 1, 0, 1, 0, 1)), p, weightsTo(0));
  b.addSparse(b.addSlice(to1, out, image::Box(1, 2, 0, 1, 0, 1)), q, weightsTo(1));
  return makeCycleEngine(b.build(), chip)->run(&black, 1, nullptr).chip.cycles;
}

TEST(Congestion, FlowsOverOneLinkTakeTurns) {
  ChipModel chip = makeNetworkBoundChip();
  // One packet: update 1, FIFO 1, local link 1, router 1, link 1, router 1, local link 1, barrier
  // 1, then update and barrier of the readout: 10. Tile 1 holds cores 2 and 3.
  EXPECT_EQ(cyclesOfFlows(chip, 1, 2, 3), 10 + 1);
  for (int64_t interval : {1, 3, 7}) {
    chip.timing.flitIntervalCycles = interval;
    for (uint32_t packets : {1, 2, 8})
      EXPECT_EQ(cyclesOfFlows(chip, packets, 2, 3), 10 + (2 * packets - 1) * interval);
  }
}

TEST(Congestion, FlowsOverDifferentLinksDoNot) {
  ChipModel chip = makeNetworkBoundChip();
  for (int64_t interval : {1, 3, 7}) {
    chip.timing.flitIntervalCycles = interval;
    // To the east and to the south: each core's own link to its router is all that serialises.
    for (uint32_t packets : {1, 2, 8})
      EXPECT_EQ(cyclesOfFlows(chip, packets, 2, 4), 10 + (packets - 1) * interval);
  }
}

/// `packets` neurons of core 0 fire together at one readout neuron on the same core.
static SampleOutcome burst(const ChipModel &chip, uint32_t packets) {
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(packets, 1, 1), out = b.addReadout(1, 1);
  b.population(p).bias = {1};
  b.addSlice(0, p);
  b.addDense(b.addSlice(0, out), p, b.addWeights(std::vector<int8_t>(packets, 1)));
  return makeCycleEngine(b.build(), chip)->run(&black, 1, nullptr);
}

TEST(Congestion, FullAxonInHoldsFlitsInTheRouter) {
  ChipModel chip = makeNetworkBoundChip();
  chip.timing.neuronUpdateActiveCycles = 0;
  chip.timing.switchCycles = 0;
  chip.timing.axonLookupCycles = 10;
  chip.timing.axonInFifoPackets = 1;
  SampleOutcome outcome = burst(chip, 3);
  // Flits are at the router in 2, 3, 4. The first leaves in 2 and is taken from the FIFO in 3,
  // which lasts to 13; its credit is back in 4, and the second, waiting since 3, leaves. It is
  // taken in 13, its credit is back in 14; the third has waited since 5, when it became first. It
  // arrives in 15, is taken in 23 and done in 33.
  EXPECT_EQ(outcome.slices[0][Event::StallReceiveCycles], 1 + 9);
  EXPECT_EQ(outcome.slices[1][Event::SynapseCycles], 30);
  EXPECT_EQ(outcome.chip.cycles, 33 + 1 + 0 + 1);
}

TEST(Congestion, FullAxonOutStallsTheUpdate) {
  ChipModel chip = makeNetworkBoundChip();
  chip.timing.neuronUpdateActiveCycles = 0;
  chip.timing.axonOutFifoPackets = 1;
  SampleOutcome outcome = burst(chip, 3);
  // In at 0, out at 1, room again at 2; so the packets enter at 0, 2, 4.
  EXPECT_EQ(outcome.slices[0][Event::StallSendCycles], 2 + 2);
  // The last one: FIFO 1, local link 1, router 1, local link 1.
  EXPECT_EQ(outcome.chip.cycles, 4 + 4 + 1 + 0 + 1);
}

TEST(Congestion, AllToAllThroughSingleBuffersLosesNothing) {
  // 20 neurons on each of 9 cores fire at all 9 cores, everything one deep.
  constexpr uint32_t side = 3, cores = side * side, neurons = 20;
  for (const char *policy : {"xy", "yx"}) {
    ChipModel chip = makeTestChip(side, side, 1);
    chip.routingPolicy = policy;
    chip.timing.inputBufferFlits = chip.timing.axonInFifoPackets = 1;
    chip.timing.axonOutFifoPackets = 1;
    ImageBuilder b(chip);
    uint32_t p = b.addPopulation(cores * neurons, 1, 1), out = b.addReadout(cores, 1);
    b.population(p).bias = {1};
    uint32_t weights = b.addWeights(std::vector<int8_t>(cores * cores * neurons, 1));
    for (uint32_t core = 0; core < cores; ++core) {
      b.addSlice(core, p, image::Box(core * neurons, (core + 1) * neurons, 0, 1, 0, 1));
      b.addDense(b.addSlice(core, out, image::Box(core, core + 1, 0, 1, 0, 1)), p, weights);
    }
    ChipImage image = b.build();
    SampleOutcome outcome = makeCycleEngine(image, chip)->run(&black, 1, nullptr);
    Counters sum;
    for (const Counters &counters : outcome.slices)
      sum += counters;
    EXPECT_EQ(sum[Event::PacketsSent], neurons * cores * cores);
    EXPECT_EQ(sum[Event::AxonLookups], neurons * cores * cores);
    EXPECT_EQ(sum[Event::SynapticOps], neurons * cores * cores);
    // Sum of |x - x'| over all pairs of columns is 8, for each of 9 pairs of rows.
    EXPECT_EQ(sum[Event::HopsEastWest], neurons * 8 * 9);
    EXPECT_EQ(sum[Event::HopsNorthSouth], neurons * 8 * 9);
    EXPECT_GT(sum[Event::StallSendCycles], 0);
    EXPECT_GT(sum[Event::StallReceiveCycles], 0);
  }
}

// Only the tail is a delivery, and some flit is always under way.
TEST(Congestion, ALongPacketThroughSmallBuffersIsNoLivelock) {
  ChipModel chip = makeTestChip(3, 1, 1);
  chip.timing.packetFlits = 256;
  chip.timing.inputBufferFlits = chip.timing.axonInFifoPackets = 1;
  chip.timing.linkEastWestCycles = 2; // so that a slot is filled again every 4 cycles
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(1, 1, 1), out = b.addReadout(1, 1);
  b.population(p).bias = {1};
  b.addSlice(0, p);
  b.addDense(b.addSlice(2, out), p, b.addWeights({1}));
  SampleOutcome outcome = makeCycleEngine(b.build(), chip)->run(&black, 1, nullptr);
  ASSERT_FALSE(outcome.stuck) << outcome.stuck->message;
  EXPECT_EQ(outcome.slices[0][Event::HopsEastWest], 2 * 256);
  EXPECT_GT(outcome.chip.cycles, 256 * 4);
}

// To and fro between tiles 0 and 1, on the way to tile 3.
TEST(Congestion, ALivelockEndsWithADiagnosis) {
  ChipModel chip = makeTestChip(2, 2, 1);
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(1, 1, 1), out = b.addReadout(1, 1);
  b.population(p).bias = {1};
  b.addSlice(0, p);
  b.addDense(b.addSlice(3, out), p, b.addWeights({1}));
  Network network(*b.build(), chip);
  EXPECT_FALSE(
      makeCycleEngine(std::make_shared<const Network>(network), {})->run(&black, 1, nullptr).stuck);
  network.noc.policy.ways = [](const Topology &, uint32_t here, uint32_t, uint8_t) -> Ways {
    return {{here == 0 ? Direction::East : Direction::West}};
  };
  auto stuck =
      makeCycleEngine(std::make_shared<const Network>(network), {})->run(&black, 1, nullptr).stuck;
  ASSERT_TRUE(stuck);
  for (const char *part : {"in chip step 0", "packet 0 to core 3"})
    EXPECT_NE(stuck->message.find(part), std::string::npos) << stuck->message;
}
