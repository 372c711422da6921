// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random small networks on random chips: the cycle engine and the naive chip agree on everything
// that they report.
#include "hw_models/chip/ChipNoc.h"
#include "hw_models/image/ImageTables.h"
#include "hw_models/noc/Path.h"
#include "simulator/testing/RandomNetwork.h"
#include "simulator/testing/TestChip.h"
#include "tests/simulator/ChipScenario.h"
#include "tests/simulator/NaiveChip.h"
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sstream>

using namespace nacre;

namespace {

constexpr int64_t maxStepCycles = 1'000'000;

/// What differs, a line each; empty if nothing does.
std::string compare(const NaiveChipOutcome &naive, const SampleOutcome &sample,
                    const std::vector<Spike> &spikes) {
  std::string differences;
  auto expect = [&](const std::string &what, int64_t expected, int64_t got) {
    if (expected != got)
      differences += fmt::format("{}: naive {}, engine {}\n", what, expected, got);
  };
  if (naive.stuck)
    return "the naive chip is stuck\n";
  if (sample.stuck)
    return "the engine says: " + sample.stuck->text();
  expect("chip steps", naive.sample.chip.chipSteps, sample.chip.chipSteps);
  expect("cycles", naive.sample.chip.cycles, sample.chip.cycles);
  expect("barrier cycles", naive.sample.chip.barrierCycles, sample.chip.barrierCycles);
  expect("host cycles", naive.sample.chip.hostCycles, sample.chip.hostCycles);
  expect("tick overruns", naive.sample.chip.tickOverruns, sample.chip.tickOverruns);
  expect("tick slack", naive.sample.chip.tickSlackCycles, sample.chip.tickSlackCycles);
  expect("slices", int64_t(naive.sample.slices.size()), int64_t(sample.slices.size()));
  for (size_t slice = 0; slice < std::min(naive.sample.slices.size(), sample.slices.size());
       ++slice)
    for (size_t event = 0; event < eventCount; ++event)
      expect(fmt::format("slice {}, {}", slice, eventName(Event(event))),
             naive.sample.slices[slice][Event(event)], sample.slices[slice][Event(event)]);
  if (naive.spikes != spikes)
    differences += "the spikes\n";
  if (naive.sample.classAfterStep != sample.classAfterStep)
    differences += "the classes\n";
  return differences;
}

/// The engine's differences from the naive chip, in all its ways to run.
std::string differences(const ChipImage &image, const ChipModel &chip, const uint8_t *pixels,
                        int64_t steps) {
  NaiveChipOutcome naive = runNaiveChip(image, chip, pixels, steps, maxStepCycles);
  std::string text;
  for (bool skipIdle : {true, false}) {
    CycleOptions options;
    options.skipIdle = skipIdle;
    std::vector<Spike> spikes;
    SampleOutcome sample = makeCycleEngine(image, chip, options)->run(pixels, steps, &spikes);
    if (std::string found = compare(naive, sample, spikes); !found.empty())
      text += fmt::format("the engine, {}:\n{}work of the naive chip's steps: {}\n",
                          skipIdle ? "skipping idle cycles" : "in each cycle", found,
                          fmt::join(naive.workCycles, ", "));
  }
  return text;
}

std::string differences(const ChipScenario &scenario) {
  uint8_t pixel = 0;
  return differences(scenario.image(), scenario.chip, &pixel, scenario.steps);
}

} // namespace

RC_GTEST_PROP(ChipEquivalence, SmallNetworksOnAnyChip, ()) {
  ChipScenario scenario = *chipScenarios();
  if (std::string found = differences(scenario); !found.empty())
    RC_FAIL(found);
}

// Convolutions, the host's layer, recurrent edges, all options of neurons.
TEST(ChipEquivalence, LargerNetworksOnAnyChip) {
  for (uint32_t seed = 0; seed < 100; ++seed) {
    ChipModel chip = chips()(rc::Random(seed), rc::kNominalSize).value();
    // Hundreds of accumulates a packet should not take all the time.
    chip.timing.synapseWordBits *= 8;
    chip.timing.synapticLanes *= 8;
    Random random(seed);
    NaiveNetwork network = makeRandomNetwork(random);
    std::vector<uint8_t> pixels = makeRandomPixels(network, random);
    ChipImage image = mapAtRandom(network, chip, random);
    std::ostringstream shown;
    showValue(chip, shown);
    SCOPED_TRACE(fmt::format("seed {}: {}", seed, shown.str()));
    ASSERT_EQ(runNaiveChip(image, chip, pixels.data(), 2, maxStepCycles).spikes,
              runNaively(network, pixels, 2).spikes);
    ASSERT_EQ(differences(image, chip, pixels.data(), 2), "");
  }
}

// Cases that were found at random, or that random ones seldom meet.

TEST(ChipEquivalence, APacketThatNoAxonKnowsIsLookedUpOnce) {
  // Neuron 1 lies between the two that core 1 has axons for, in the box that is sent there. The
  // first slice of core 1 knows nothing of its population, the second one does.
  ChipScenario scenario{makeTestChip(2, 1, 1), {{{1, 1, 1}}, {{0}}, {{0}}}, {}, 2};
  scenario.layers[1].core = scenario.layers[2].core = 1;
  scenario.connections = {{0, 2, 0, 1}, {0, 2, 2, 3}};
  scenario.sendWholeBoxes = true;
  EXPECT_EQ(differences(scenario), "");
  uint8_t pixel = 0;
  NaiveChipOutcome naive = runNaiveChip(scenario.image(), scenario.chip, &pixel, 2, maxStepCycles);
  EXPECT_EQ(naive.sample.slices[1][Event::AxonLookups], 0);
  EXPECT_EQ(naive.sample.slices[2][Event::AxonLookups], 6);
}

TEST(ChipEquivalence, AGroupIsAsSlowAsItsActiveNeuron) {
  ChipScenario scenario{makeTestChip(1, 1, 1), {{{1, 0}}, {{0}}}, {}, 1};
  scenario.chip.timing.neuronLanes = 2;
  scenario.chip.timing.neuronUpdateActiveCycles = 7;
  EXPECT_EQ(differences(scenario), "");
}

TEST(ChipEquivalence, ASlowSynapseUnitIsNoDeadlock) {
  // It takes 1000 cycles a packet, longer than the network would need for all flits under way.
  ChipScenario scenario{makeTestChip(1, 1, 1), {{{1, 1, 1, 1, 1, 1}}, {{0}}}, {{0, 1, 0, 6}}, 1};
  ChipModel::Timing &t = scenario.chip.timing;
  t.inputBufferFlits = t.axonInFifoPackets = t.axonOutFifoPackets = 1;
  t.synapticOpCycles = 1000;
  EXPECT_EQ(differences(scenario), "");
}

TEST(ChipEquivalence, AGroupIsAsSlowAsItsIdleNeuron) {
  ChipScenario scenario{makeTestChip(1, 1, 1), {{{1, 0}}, {{0}}}, {}, 1};
  scenario.chip.timing.neuronLanes = 2;
  scenario.chip.timing.neuronUpdateIdleCycles = 7;
  EXPECT_EQ(differences(scenario), "");
}

// The closed form of docs/semantics/cycle.md.
RC_GTEST_PROP(ChipEquivalence, OnePacketOnAnIdleChip, ()) {
  ChipScenario scenario{*chips(), {{{1}}, {{0, 0, 0}}}, {{0, 1}}};
  Topology topology = scenario.chip.grid.topology();
  auto cores = rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0u, topology.cores()));
  uint32_t from = scenario.layers[0].core = *cores, to = scenario.layers[1].core = *cores;
  scenario.layers[1].depth = 1;
  ChipModel::Timing &t = scenario.chip.timing;
  t.inputBufferFlits = t.axonInFifoPackets = 1000; // so that credits last

  const ChipImage image = scenario.image();
  const ImageTables tables(*image);
  int64_t routers = 1, links = 0;
  for (const Link &link : scenario.chip.routesByTables()
                              ? linksOfTree(topology, tables.tree(0))
                              : linksOfPath(topology, nocModelOf(scenario.chip).policy,
                                            topology.tileOf(from), topology.tileOf(to))) {
    ++routers;
    links += topology.linkKind(link.from, link.port) == LinkKind::EastWest ? t.linkEastWestCycles
                                                                           : t.linkNorthSouthCycles;
  }
  int64_t accumulates = 3, weightBits = 4;
  int64_t words = (accumulates * weightBits + t.synapseWordBits - 1) / t.synapseWordBits;
  int64_t work =
      t.neuronUpdateActiveCycles + t.spikeOutCycles + 1 + t.linkLocalCycles +
      routers * (t.routeCycles + t.vcAllocationCycles + t.switchAllocationCycles + t.switchCycles) +
      links + t.linkLocalCycles + (t.packetFlits - 1) * t.flitIntervalCycles + t.axonLookupCycles +
      words * t.synapseWordCycles +
      (accumulates + t.synapticLanes - 1) / t.synapticLanes * t.synapticOpCycles;
  uint8_t pixel = 0;
  NaiveChipOutcome naive = runNaiveChip(image, scenario.chip, &pixel, 1, maxStepCycles);
  RC_ASSERT(naive.workCycles.at(0) == work);
}
