// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the cycle engine tells of its chip steps: times by the closed form of
// docs/semantics/cycle.md, by hand; flits of links against the hops it counts.
#include "simulator/StepRecord.h"
#include "simulator/cycle/CycleEngine.h"
#include "simulator/testing/PairNetwork.h"
#include "simulator/testing/RandomNetwork.h"
#include "simulator/testing/TestChip.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

struct Watched {
  SampleOutcome outcome;
  std::vector<StepRecord> steps;
};

Watched watch(const ChipImage &image, const ChipModel &chip, const std::vector<uint8_t> &pixels,
              int64_t steps) {
  Watched watched;
  CycleOptions options;
  options.countLinks = true;
  options.stepDone = [&](const StepRecord &step) { watched.steps.push_back(step); };
  watched.outcome = makeCycleEngine(image, chip, options)->run(pixels.data(), steps, nullptr);
  return watched;
}

void expectSpans(const std::vector<StepRecord::Span> &got,
                 const std::vector<StepRecord::Span> &expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].core, expected[i].core) << i;
    EXPECT_EQ(got[i].begin, expected[i].begin) << i;
    EXPECT_EQ(got[i].end, expected[i].end) << i;
  }
}

} // namespace

TEST(StepRecord, OnePacket) {
  ChipModel chip = makeTestChip(7, 7, 2);
  ChipModel::Timing &t = chip.timing;
  t.neuronUpdateActiveCycles = 2;
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
  t.synapseWordCycles = 19; // five weights of 8 bits: one word
  t.synapticOpCycles = 23;
  t.barrier = {{1, 29}};
  t.tickCycles = 2000;
  // From column 1, row 5 over two links east and three north to column 3, row 2.
  const uint32_t from = (5 * 7 + 1) * 2, to = (2 * 7 + 3) * 2 + 1;
  Watched watched = watch(buildPair(chip, from, 1, to, 5), chip, {0}, 1);
  ASSERT_EQ(watched.steps.size(), 2u);

  // Cores are numbered as in the image, by physical number: the receiver is core 0.
  const StepRecord &first = watched.steps[0];
  EXPECT_EQ(first.chipStep, 0);
  EXPECT_EQ(first.start, 0);
  ASSERT_EQ(first.packets.size(), 1u);
  EXPECT_EQ(first.packets[0].slice, 1u);
  EXPECT_EQ(first.packets[0].neuron, 0u);
  EXPECT_EQ(first.packets[0].queued, 2 + 3);
  EXPECT_EQ(first.packets[0].sent, 5 + 1 + 2 * 47);
  expectSpans(first.updates, {{1, 0, 5}});
  EXPECT_TRUE(first.sendStalls.empty());
  ASSERT_EQ(first.deliveries.size(), 1u);
  const StepRecord::Delivery &delivery = first.deliveries[0];
  EXPECT_EQ(delivery.packet, 0u);
  EXPECT_EQ(delivery.core, 0u);
  const int64_t arrived = 5 + 1 + 5 + 6 * (7 + 37 + 41 + 43) + 2 * 11 + 3 * 13 + 5 + 2 * 47;
  EXPECT_EQ(delivery.arrived, arrived);
  EXPECT_EQ(delivery.taken, arrived);
  EXPECT_EQ(delivery.done, arrived + 17 + 19 + 5 * 23);
  EXPECT_EQ(first.work, delivery.done);
  EXPECT_EQ(first.cycles, 2000);

  const StepRecord &second = watched.steps[1];
  EXPECT_EQ(second.chipStep, 1);
  EXPECT_EQ(second.start, 2000);
  expectSpans(second.updates, {{0, 0, 5 * 2}});
  EXPECT_TRUE(second.packets.empty());
  EXPECT_TRUE(second.deliveries.empty());
  EXPECT_EQ(second.work, 10);

  // Three flits over each link of the path: five between routers, one from and one into a core.
  const Topology mesh = chip.grid.topology();
  const uint32_t ports = mesh.linkPorts() + mesh.coresPerTile;
  std::vector<int64_t> expected(mesh.routers() * ports + mesh.cores());
  auto over = [&](uint32_t router, Direction direction) {
    auto input = mesh.behind(router, uint8_t(direction));
    expected[input->router * ports + input->port] = 3;
  };
  expected[mesh.tileOf(from) * ports + 4] = 3;
  over(mesh.tileAt(1, 5), Direction::East);
  over(mesh.tileAt(2, 5), Direction::East);
  for (uint32_t row : {5, 4, 3})
    over(mesh.tileAt(3, row), Direction::North);
  expected[mesh.routers() * ports + to] = 3;
  EXPECT_EQ(watched.outcome.linkFlits, expected);
}

// A queue of one packet: each waits for the one before to leave; the receiver falls behind too.
TEST(StepRecord, FullQueues) {
  ChipModel chip = makeTestChip(2, 1, 1);
  chip.timing.spikeOutCycles = 0;
  chip.timing.axonOutFifoPackets = 1;
  Watched watched = watch(buildPair(chip, 1, 3, 1, 1), chip, {0}, 1);
  const StepRecord &step = watched.steps.at(0);
  // One neuron a cycle. Ready in 1: in the queue in 1, sent in 2, so there is room from 3 on.
  expectSpans(step.updates, {{0, 0, 2}, {0, 3, 4}});
  expectSpans(step.sendStalls, {{0, 2, 3}, {0, 4, 5}});
  ASSERT_EQ(step.packets.size(), 3u);
  ASSERT_EQ(step.deliveries.size(), 3u);
  for (uint32_t i = 0; i < 3; ++i) {
    EXPECT_EQ(step.packets[i].neuron, i);
    EXPECT_EQ(step.packets[i].queued, 1 + 2 * i);
    EXPECT_EQ(step.packets[i].sent, 2 + 2 * i);
    EXPECT_EQ(step.deliveries[i].packet, i);
    // Over two local links and a switch.
    EXPECT_EQ(step.deliveries[i].arrived, 2 + 2 * i + 3);
    // Look-up, word and accumulate: every three cycles.
    EXPECT_EQ(step.deliveries[i].taken, 5 + 3 * i);
    EXPECT_EQ(step.deliveries[i].done, 8 + 3 * i);
  }
  EXPECT_EQ(step.work, 14);
}

TEST(StepRecord, AddsUpToTheCountersAndChangesNothing) {
  constexpr int64_t steps = 5;
  int64_t packets = 0;
  for (uint32_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    NaiveNetwork network = makeRandomNetwork(random);
    ChipModel chip = makeRandomChip(random);
    ChipImage image = mapAtRandom(network, chip, random);
    std::vector<uint8_t> pixels = makeRandomPixels(network, random);
    Watched watched = watch(image, chip, pixels, steps);
    SampleOutcome plain = makeCycleEngine(image, chip)->run(pixels.data(), steps, nullptr);
    EXPECT_EQ(watched.outcome.slices, plain.slices);
    EXPECT_EQ(watched.outcome.chip, plain.chip);
    EXPECT_TRUE(plain.linkFlits.empty());

    Counters sum;
    for (const Counters &counters : plain.slices)
      sum += counters;
    Counters recorded;
    int64_t end = 0;
    for (const StepRecord &step : watched.steps) {
      EXPECT_EQ(step.start, end);
      end += step.cycles;
      recorded[Event::PacketsSent] += int64_t(step.packets.size());
      for (const StepRecord::Span &span : step.updates)
        recorded[Event::UpdateCycles] += span.end - span.begin;
      for (const StepRecord::Span &span : step.sendStalls)
        recorded[Event::StallSendCycles] += span.end - span.begin;
      for (const StepRecord::Delivery &delivery : step.deliveries) {
        recorded[Event::SynapseCycles] += delivery.done - delivery.taken;
        EXPECT_LT(step.packets[delivery.packet].sent, delivery.arrived);
        EXPECT_LE(delivery.arrived, delivery.taken);
        EXPECT_LE(delivery.done, step.work);
      }
    }
    EXPECT_EQ(end, plain.chip.cycles - plain.chip.hostCycles);

    const Topology topology = chip.grid.topology();
    const uint32_t ports = topology.linkPorts() + topology.coresPerTile;
    const std::vector<int64_t> &flits = watched.outcome.linkFlits;
    ASSERT_EQ(flits.size(), topology.routers() * ports + topology.cores());
    for (const Link &link : topology.links()) {
      auto input = topology.behind(link.from, link.port);
      recorded[hopsOver(topology.linkKind(link.from, link.port))] +=
          flits[input->router * ports + input->port];
    }
    for (uint32_t core = 0; core < topology.cores(); ++core)
      recorded[Event::HopsLocal] += flits[topology.routers() * ports + core];
    for (Event event :
         {Event::PacketsSent, Event::UpdateCycles, Event::StallSendCycles, Event::SynapseCycles,
          Event::HopsEastWest, Event::HopsNorthSouth, Event::HopsLocal})
      EXPECT_EQ(recorded[event], sum[event]) << eventName(event);
    packets += sum[Event::PacketsSent];
  }
  EXPECT_GT(packets, 1000);
}
