// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The step of a mapping summary against the cycle engine, on networks whose neurons all fire in
// each step.
#include "simulator/StepRecord.h"
#include "simulator/cycle/CycleEngine.h"
#include "simulator/inspect/MappingSummary.h"
#include "simulator/testing/PairNetwork.h"
#include "simulator/testing/RandomNetwork.h"
#include "simulator/testing/TestChip.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

Counters sumOf(const SampleOutcome &outcome) {
  Counters sum;
  for (const Counters &slice : outcome.slices)
    sum += slice;
  return sum;
}

/// Its bias makes each neuron fire, whatever its synapses say.
void fireAlways(NaiveNetwork &network) {
  for (NaivePopulation &p : network.populations) {
    p.theta = 1, p.v0 = 0, p.biases = {1 << 19};
    p.membraneBits = 24;
    p.maxSpikes = 1;
    p.strict = false;
    p.reset = NaivePopulation::ToValue, p.resetValue = 0;
    p.leakShift = p.leakMultiplier = p.leakScaleBits = p.inputShift = 0;
    p.currentBased = false;
  }
}

} // namespace

// Seven neurons on core 0, two readout neurons on core 1 to the east. Update and spike out: 14
// cycles; the last packet is ready in 14, one later in the queue, then two local links, one between
// routers and two routers, each 1; look-up, word and two accumulates. The synapse unit, which takes
// 4 for each of seven packets that come every 2, has had its first after 2 + 6 and needs 28.
TEST(MappingEstimate, IsBelowTheClosedFormByTheWaitForTheFirstPacket) {
  ChipModel chip = makeTestChip(2, 1, 1);
  ChipModel::Limits &limits = chip.limits;
  limits.axonsIn = limits.axonsOut = limits.targetsPerNeuron = 64;
  limits.synapseMemoryBits = 4096;
  const ChipImage image = buildPair(chip, 0, 7, 1, 2);
  const MappingSummary s = *summarize(image, chip);
  EXPECT_EQ(s.coreCycles, 7 * 4);
  EXPECT_EQ(s.linkCycles, 7);
  EXPECT_EQ(s.stepCycles, 28 + 1);

  std::vector<StepRecord> steps;
  CycleOptions options;
  options.stepDone = [&](const StepRecord &step) { steps.push_back(step); };
  const uint8_t pixel = 0;
  const SampleOutcome outcome = makeCycleEngine(image, chip, options)->run(&pixel, 1, nullptr);
  EXPECT_EQ(steps[0].cycles, 2 + 1 + 5 + 28 + 1);
  Counters sum = sumOf(outcome);
  for (Event event : {Event::Spikes, Event::PacketsSent, Event::HopsEastWest, Event::HopsLocal,
                      Event::AxonLookups, Event::SynapseWords, Event::SynapticOps,
                      Event::UpdatesActive, Event::UpdateCycles, Event::SynapseCycles})
    EXPECT_EQ(s.events[event], sum[event]) << eventName(event);
}

TEST(MappingEstimate, CountsWhatTheCycleEngineCounts) {
  int64_t exactLookups = 0, sparse = 0, multicast = 0;
  for (uint32_t seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    NaiveNetwork network = makeRandomNetwork(random);
    fireAlways(network);
    const ChipModel chip = makeRandomChip(random);
    const ChipImage image = mapAtRandom(network, chip, random);
    // No currents from the host.
    const std::vector<uint8_t> pixels(size_t(network.input.neurons()), uint8_t(network.zeroPoint));
    const MappingSummary s = *summarize(image, chip);

    // In one time step each neuron fires once, at the depth of its layer.
    Counters sum = sumOf(makeCycleEngine(image, chip)->run(pixels.data(), 1, nullptr));
    for (Event event :
         {Event::Spikes, Event::PacketsSent, Event::HopsEastWest, Event::HopsNorthSouth,
          Event::HopsLocal, Event::HopsBorder, Event::SynapseWords, Event::SynapticOps,
          Event::ConvolutionOps, Event::SparseOps, Event::UpdatesActive, Event::UpdatesIdle,
          Event::UpdateCycles})
      ASSERT_EQ(s.events[event], sum[event]) << eventName(event);
    // The engine also looks up packets that no axon knows.
    const int64_t unknown = sum[Event::AxonLookups] - s.events[Event::AxonLookups];
    ASSERT_GE(unknown, 0);
    ASSERT_EQ(s.events[Event::SynapseCycles] + unknown * chip.timing.axonLookupCycles,
              sum[Event::SynapseCycles]);

    // With more steps than layers are deep, all fire in some chip step.
    int64_t longest = 0;
    CycleOptions options;
    options.stepDone = [&](const StepRecord &step) { longest = std::max(longest, step.cycles); };
    makeCycleEngine(image, chip, options)->run(pixels.data(), 12, nullptr);
    ASSERT_LE(s.stepCycles, longest);

    exactLookups += unknown == 0;
    multicast += chip.limits.multicast;
    for (const NaiveEdge &edge : network.edges)
      sparse += edge.sparse;
  }
  // The cases are not vacuous.
  EXPECT_GT(exactLookups, 40);
  EXPECT_GT(sparse, 40);
  EXPECT_GT(multicast, 5);
}
