// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/functional/FunctionalEngine.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/TestChip.h"
#include <gtest/gtest.h>

using namespace nacre;

using Classes = std::vector<int32_t>;
static const uint8_t black = 0;

TEST(FunctionalEngine, SpikesFollowTheMembrane) {
  ChipModel chip = makeTestChip(1, 1, 1);
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(1, 1, 1), out = b.addReadout(1, 1);
  b.population(p).theta = {5};
  b.population(p).bias = {2};
  b.population(p).v0 = {1};
  b.addSlice(0, p);
  b.addDense(b.addSlice(0, out), p, b.addWeights({7}));
  auto engine = makeFunctionalEngine(b.build(), chip);
  std::vector<Spike> spikes;
  SampleOutcome outcome = engine->run(&black, 6, &spikes);
  // v after integration: 3, 5 (fires, 0), 2, 4, 6 (fires, 1), 3.
  EXPECT_EQ(spikes, (std::vector<Spike>{{p, 0, 1}, {p, 0, 4}}));
  EXPECT_EQ(outcome.slices[0][Event::Spikes], 2);
  EXPECT_EQ(outcome.slices[0][Event::UpdatesActive], 6); // the bias is input
  EXPECT_EQ(outcome.slices[1][Event::UpdatesActive], 2);
  EXPECT_EQ(outcome.slices[1][Event::UpdatesIdle], 4);
  EXPECT_EQ(outcome.chip.chipSteps, 7); // T + greatest depth
  EXPECT_EQ(outcome.chip.cycles, 0);
}

TEST(FunctionalEngine, DelayedSpikesArriveInTheirStep) {
  // A source that fires in every step; its edges of delay 1 and 3 push two readout neurons apart.
  ChipModel chip = makeTestChip(1, 1, 1);
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(1, 1, 1), out = b.addReadout(2, 1);
  b.population(p).bias = {1};
  b.addSlice(0, p);
  image::SliceT &readout = b.addSlice(0, out);
  b.addDense(readout, p, b.addWeights({0, 1}), 1);
  b.addDense(readout, p, b.addWeights({3, 0}), 3);
  auto engine = makeFunctionalEngine(b.build(), chip);
  SampleOutcome outcome = engine->run(&black, 5, nullptr);
  // Membranes {delayed, direct} after each logical step: {0,1} {0,2} {3,3} {6,4} {9,5}.
  // The tie at step 2 goes to the lowest index.
  EXPECT_EQ(outcome.classAfterStep, (Classes{1, 1, 0, 0, 0}));
  // Both axons look up each of five packets, also those that come too late.
  EXPECT_EQ(outcome.slices[1][Event::AxonLookups], 10);
  EXPECT_EQ(outcome.slices[1][Event::SynapticOps], 20);
  EXPECT_EQ(outcome.slices[0][Event::PacketsSent], 5);
}

TEST(FunctionalEngine, TypedAxonsStoreOneBitASynapse) {
  ChipModel chip = makeTestChip(1, 1, 1);
  chip.timing.synapseWordBits = 16;
  chip.limits.typedAxons = true;
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(1, 1, 1), out = b.addReadout(17, 1);
  b.population(p).bias = {1};
  b.addSlice(0, p);
  b.addDense(b.addSlice(0, out), p, b.addWeights(std::vector<int8_t>(17, 1)));
  auto engine = makeFunctionalEngine(b.build(), chip);
  // 17 bits take two words of 16; 17 weights of 8 bits would take nine.
  EXPECT_EQ(engine->run(&black, 1, nullptr).slices[1][Event::SynapseWords], 2);
}

TEST(FunctionalEngine, SparseSynapsesAreThoseThatAreNotZero) {
  ChipModel chip = makeTestChip(1, 1, 1);
  chip.limits.neurons = 1000; // a target is named by 10 bits
  chip.timing.synapseWordBits = 16;
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(2, 1, 1), out = b.addReadout(4, 1);
  b.population(p).bias = {1};
  b.addSlice(0, p);
  // Of the two sources the first has three synapses that are not 0, the second none.
  uint32_t weights = b.addWeights({1, 0, 0, 0, -1, 0, 2, 0}, 4);
  image::SynapsesT &synapses = b.addDense(b.addSlice(0, out), p, weights);
  synapses.layout = image::SynapseLayout::Sparse;
  SampleOutcome outcome = makeFunctionalEngine(b.build(), chip)->run(&black, 1, nullptr);
  EXPECT_EQ(outcome.classAfterStep, Classes{3});
  EXPECT_EQ(outcome.slices[1][Event::AxonLookups], 2);
  EXPECT_EQ(outcome.slices[1][Event::SynapticOps], 3);
  EXPECT_EQ(outcome.slices[1][Event::SynapseWords], 3); // 3 * (10 + 4) bits in words of 16
}

TEST(FunctionalEngine, ACodebookLeavesIndicesToFetch) {
  ChipModel chip = makeTestChip(1, 1, 1);
  chip.limits.neurons = 1000;
  chip.timing.synapseWordBits = 4;
  auto wordsOf = [&](std::vector<int8_t> weights, image::SynapseLayout layout) {
    ImageBuilder b(chip);
    uint32_t p = b.addPopulation(1, 1, 1), out = b.addReadout(6, 1);
    b.population(p).bias = {1};
    b.addSlice(0, p);
    image::SynapsesT &synapses = b.addDense(b.addSlice(0, out), p, b.addWeights(weights));
    synapses.layout = layout;
    synapses.codebook = true;
    return makeFunctionalEngine(b.build(), chip)
        ->run(&black, 1, nullptr)
        .slices[1][Event::SynapseWords];
  };
  using image::SynapseLayout;
  // Five weights take 3 bits each, whatever their width: 18 bits in words of 4.
  EXPECT_EQ(wordsOf({100, 0, -100, 1, 2, 2}, SynapseLayout::Rows), 5);
  // Listed they are four, of 2 bits and 10 for the target: 5 * 12 bits.
  EXPECT_EQ(wordsOf({100, 0, -100, 1, 2, 2}, SynapseLayout::Sparse), 15);
  // A single weight still takes a bit.
  EXPECT_EQ(wordsOf({7, 7, 7, 7, 7, 7}, SynapseLayout::Rows), 2);
}

TEST(FunctionalEngine, PacketsAndHopsFollowTheRoute) {
  // Three cores of a 3 x 2 mesh with two cores a tile: 1 on tile (0,0), 6 on (0,1), 10 on (2,1).
  ChipModel chip = makeTestChip(3, 2, 2);
  chip.timing.synapseWordBits = 16;
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(1, 1, 1), q = b.addPopulation(3, 1, 1), out = b.addReadout(1, 2);
  b.population(p).bias = {1};
  b.population(q).depth = 1;
  b.population(q).theta = {100};
  uint32_t toQ = b.addWeights({1, 2, 3}), toOut = b.addWeights({1}),
           fromQ = b.addWeights({1, 1, 1});
  b.addSlice(1, p);
  b.addDense(b.addSlice(6, q), p, toQ);
  image::SliceT &readout = b.addSlice(10, out);
  b.addDense(readout, p, toOut, 2);
  b.addDense(readout, q, fromQ);
  auto engine = makeFunctionalEngine(b.build(), chip);
  SampleOutcome outcome = engine->run(&black, 2, nullptr);
  const Counters &sender = outcome.slices[0], &middle = outcome.slices[1];
  EXPECT_EQ(sender[Event::PacketsSent], 4); // two spikes, two cores
  EXPECT_EQ(sender[Event::HopsNorthSouth], 2 + 2);
  EXPECT_EQ(sender[Event::HopsEastWest], 2 * 2);
  EXPECT_EQ(sender[Event::HopsLocal], 4);
  EXPECT_EQ(middle[Event::PacketsSent], 0);
  EXPECT_EQ(middle[Event::SynapticOps], 6);
  EXPECT_EQ(middle[Event::SynapseWords], 2 * 2); // 3 weights of 8 bits in words of 16
}

TEST(FunctionalEngine, SeveralSpikesAStepAreSeveralPackets) {
  ChipModel chip = makeTestChip(1, 1, 1);
  ImageBuilder b(chip);
  uint32_t p = b.addPopulation(1, 1, 1), out = b.addReadout(1, 1);
  b.population(p).bias = {10};
  b.population(p).theta = {3};
  *b.population(p).options = image::NeuronOptions(image::Reset::Subtract, false, 4, 0, 0, 0, 0, 24);
  b.addSlice(0, p);
  b.addDense(b.addSlice(0, out), p, b.addWeights({1}));
  auto engine = makeFunctionalEngine(b.build(), chip);
  std::vector<Spike> spikes;
  SampleOutcome outcome = engine->run(&black, 1, &spikes);
  EXPECT_EQ(spikes, (std::vector<Spike>(3, Spike{p, 0, 0}))); // 10 = 3 * 3 + 1
  EXPECT_EQ(outcome.slices[0][Event::PacketsSent], 3);
  EXPECT_EQ(outcome.slices[1][Event::SynapticOps], 3);
}

TEST(FunctionalEngine, SaturationIsCounted) {
  ChipModel chip = makeTestChip(1, 1, 1);
  ImageBuilder b(chip);
  uint32_t out = b.addReadout(2, 0);
  b.population(out).bias = {50, -60};
  *b.population(out).options = image::NeuronOptions(image::Reset::None, false, 1, 0, 0, 0, 0, 8);
  b.addSlice(0, out);
  auto engine = makeFunctionalEngine(b.build(), chip);
  // 50, 100, 127!, 127! and -60, -120, -128!, -128!
  EXPECT_EQ(engine->run(&black, 4, nullptr).slices[0][Event::Saturations], 4);
}

TEST(FunctionalEngine, HostLoadsTheFirstLayer) {
  ChipModel chip = makeTestChip(1, 1, 1);
  chip.limits.membraneBits = 20;
  chip.timing.hostWordBits = 10;
  ImageBuilder b(chip);
  b.image.input_channels = 2;
  b.image.input_zero_point = 10;
  uint32_t out = b.addReadout(2, 0);
  b.population(out).bias = {5, 0};
  b.addSlice(0, out);
  b.addHostDense(out, b.addWeights({1, 2, 3, -4}));
  auto engine = makeFunctionalEngine(b.build(), chip);
  // Zero point off: (0, 20). Biases 5 + 40 = 45 and -80.
  const uint8_t bright[] = {10, 30};
  SampleOutcome outcome = engine->run(bright, 1, nullptr);
  EXPECT_EQ(outcome.classAfterStep, Classes{0});
  EXPECT_EQ(outcome.slices[0][Event::HostMacs], 4); // also for pixels that are zero
  EXPECT_EQ(outcome.slices[0][Event::HostBiasLoads], 2);
  EXPECT_EQ(outcome.slices[0][Event::HostReads], 2);
  // 24 bits of bias and 20 of membrane in words of 10 bits.
  EXPECT_EQ(outcome.slices[0][Event::HostWords], 2 * 3 + 2 * 2);
  // (0, -10): 5 - 20 = -15 and 40.
  const uint8_t dark[] = {10, 0};
  EXPECT_EQ(engine->run(dark, 1, nullptr).classAfterStep, Classes{1});
}

TEST(FunctionalEngine, PopulationRestsOutsideItsSteps) {
  // A deep population with a bias must not integrate while it waits, or after its T steps.
  ChipModel chip = makeTestChip(1, 1, 1);
  ImageBuilder b(chip);
  uint32_t late = b.addPopulation(1, 1, 1), out = b.addReadout(1, 4);
  b.population(late).depth = 3;
  b.population(late).bias = {1};
  b.addSlice(0, late);
  b.addDense(b.addSlice(0, out), late, b.addWeights({1}));
  auto engine = makeFunctionalEngine(b.build(), chip);
  std::vector<Spike> spikes;
  SampleOutcome outcome = engine->run(&black, 2, &spikes);
  EXPECT_EQ(spikes, (std::vector<Spike>{{late, 0, 0}, {late, 0, 1}}));
  EXPECT_EQ(outcome.slices[0][Event::UpdatesActive], 2);
  EXPECT_EQ(outcome.chip.chipSteps, 6);
}
