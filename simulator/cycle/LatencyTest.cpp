// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One packet on an idle chip against the closed form of docs/semantics/cycle.md, by hand.
#include "simulator/cycle/CycleEngine.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/TestChip.h"
#include <gtest/gtest.h>

using namespace nacre;

/// Cycles of a sample of one step: a neuron on core `from` fires once, at five readout neurons on
/// core `to`. Two chip steps: the packet's, then the readout's update.
static int64_t cyclesOf(const ChipModel &chip, uint32_t from, uint32_t to) {
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(1, 1, 1), out = b.addReadout(5, 1);
  b.population(p).bias = {1};
  b.addSlice(from, p);
  b.addDense(b.addSlice(to, out), p, b.addWeights({1, 2, 3, 4, 5}));
  const uint8_t pixel = 0;
  return makeCycleEngine(b.build(), chip)->run(&pixel, 1, nullptr).chip.cycles;
}

/// Core `index` of a tile of a mesh of 7 x 7 tiles with two cores each.
static uint32_t coreAt(uint32_t column, uint32_t row, uint32_t index = 0) {
  return (row * 7 + column) * 2 + index;
}

TEST(Latency, UnitCosts) {
  ChipModel chip = makeTestChip(7, 7, 2);
  // Packet's step: update 1, spike out 1, FIFO 1, local link 1, router 1, local link 1, look-up 1,
  // one word 1, five accumulates 5, barrier 1 = 14; readout's step: five updates 5, barrier 1 = 6.
  EXPECT_EQ(cyclesOf(chip, coreAt(0, 0), coreAt(0, 0)), 20);
  EXPECT_EQ(cyclesOf(chip, coreAt(0, 0), coreAt(0, 0, 1)), 20);
  // Each hop adds a link and a router.
  for (uint32_t hops = 1; hops <= 6; ++hops) {
    EXPECT_EQ(cyclesOf(chip, coreAt(0, 0), coreAt(hops, 0)), 20 + 2 * hops);
    EXPECT_EQ(cyclesOf(chip, coreAt(6, 0), coreAt(6 - hops, 0)), 20 + 2 * hops);
    EXPECT_EQ(cyclesOf(chip, coreAt(0, 0), coreAt(0, hops)), 20 + 2 * hops);
    EXPECT_EQ(cyclesOf(chip, coreAt(3, 6), coreAt(3, 6 - hops)), 20 + 2 * hops);
  }
}

TEST(Latency, DistinctPrimes) {
  ChipModel chip = makeTestChip(7, 7, 2);
  ChipModel::Timing &t = chip.timing;
  t.neuronUpdateActiveCycles = 2;
  t.neuronLanes = 2;
  t.spikeOutCycles = 3;
  t.linkLocalCycles = 5;
  t.routeCycles = 7;
  t.vcAllocationCycles = 37;
  t.switchAllocationCycles = 41;
  t.switchCycles = 43;
  t.flitIntervalCycles = 47;
  t.packetFlits = 3;
  t.linkEastWestCycles = 11;
  t.linkNorthSouthCycles = 13;
  t.axonLookupCycles = 17;
  t.synapseWordCycles = 19;
  t.synapseWordBits = 16; // 5 weights of 8 bits: 3 words
  t.synapticOpCycles = 23;
  t.synapticLanes = 2; // 5 accumulates: 3 rounds
  t.barrier = {{1, 29}, {2, 31}};
  const int64_t router = 7 + 37 + 41 + 43;
  // 2 + 3 + 1 + 5 + 128 + 5 + 2 * 47 + 17 + 3 * 19 + 3 * 23 = 381; readout: three rounds of 2.
  EXPECT_EQ(cyclesOf(chip, coreAt(2, 2), coreAt(2, 2)), 381 + 29 + 6 + 29);
  EXPECT_EQ(cyclesOf(chip, coreAt(2, 2), coreAt(2, 2, 1)), 381 + 29 + 6 + 29);
  const int64_t atRest = 381 + 31 + 6 + 31;
  for (uint32_t hops = 1; hops <= 6; ++hops) {
    EXPECT_EQ(cyclesOf(chip, coreAt(0, 0), coreAt(hops, 0)), atRest + hops * (router + 11));
    EXPECT_EQ(cyclesOf(chip, coreAt(0, 0), coreAt(0, hops)), atRest + hops * (router + 13));
  }
  EXPECT_EQ(cyclesOf(chip, coreAt(1, 5), coreAt(3, 2)),
            atRest + 2 * (router + 11) + 3 * (router + 13));
}

TEST(Latency, IdleNeuronsBeforeTheOneThatFires) {
  // Four neurons, two lanes: the third fires, in the second group.
  ChipModel chip = makeTestChip(1, 1, 2);
  chip.timing.neuronUpdateActiveCycles = 100;
  chip.timing.neuronUpdateIdleCycles = 10;
  chip.timing.neuronLanes = 2;
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(4, 1, 1), out = b.addReadout(1, 1);
  b.population(p).bias = {0, 0, 1, 0};
  b.addSlice(0, p);
  b.addDense(b.addSlice(1, out), p, b.addWeights({1, 1, 1, 1}));
  const uint8_t pixel = 0;
  SampleOutcome outcome = makeCycleEngine(b.build(), chip)->run(&pixel, 1, nullptr);
  // Updates 10 + 100, spike out 1, FIFO, local link, router, local link, look-up, word, accumulate,
  // barrier 1 each; then one readout neuron 100 and a barrier.
  EXPECT_EQ(outcome.chip.cycles, 10 + 100 + 1 + 8 + 101);
  EXPECT_EQ(outcome.slices[0][Event::UpdateCycles], 10 + 100 + 1);
  EXPECT_EQ(outcome.slices[1][Event::SynapseCycles], 3);
}

TEST(Latency, FixedTickHoldsTheStepBack) {
  ChipModel chip = makeTestChip(7, 7, 2);
  chip.timing.tickCycles = 20;
  // Steps of 14 and 6 cycles: both fit.
  EXPECT_EQ(cyclesOf(chip, 0, 0), 40);
  // With six hops the packet's step needs 26.
  EXPECT_EQ(cyclesOf(chip, coreAt(0, 0), coreAt(6, 0)), 26 + 20);
}

// Five readout values of 24 bits are fifteen words of 8 bits.
TEST(Latency, TheHostReadsTheReadoutThroughItsPort) {
  ChipModel chip = makeTestChip(7, 7, 2);
  chip.timing.hostWordBits = 8;
  const int64_t without = cyclesOf(chip, coreAt(0, 0), coreAt(3, 0));
  chip.timing.hostWordCycles = 11;
  EXPECT_EQ(cyclesOf(chip, coreAt(0, 0), coreAt(3, 0)), without + 15 * 11);
}
