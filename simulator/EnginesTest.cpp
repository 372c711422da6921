// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random networks on random chips: both engines against each other and the naive reference.
#include "hw_models/image/BlockWeights.h"
#include "simulator/StepRecord.h"
#include "simulator/cycle/CycleEngine.h"
#include "simulator/functional/FunctionalEngine.h"
#include "simulator/testing/NaiveCosts.h"
#include "simulator/testing/RandomNetwork.h"
#include <gtest/gtest.h>
#include <map>

using namespace nacre;

namespace {

constexpr uint32_t networks = 120;
constexpr int64_t steps = 6;

const Event logicalEvents[] = {Event::Spikes,      Event::UpdatesActive, Event::UpdatesIdle,
                               Event::Saturations, Event::HostBiasLoads, Event::HostMacs,
                               Event::HostReads};
const Event cycleOnlyEvents[] = {Event::UpdateCycles, Event::SynapseCycles, Event::StallSendCycles,
                                 Event::StallReceiveCycles};

struct Case {
  Random random;
  NaiveNetwork network;
  ChipModel chip;
  ChipImage image;
  std::shared_ptr<const Network> resolved;
  std::vector<uint8_t> pixels;

  explicit Case(uint32_t seed)
      : random(seed), network(makeRandomNetwork(random)), chip(makeRandomChip(random)),
        image(mapAtRandom(network, chip, random)),
        resolved(std::make_shared<const Network>(*image, chip)),
        pixels(makeRandomPixels(network, random)) {}
};

struct Trace {
  std::vector<Spike> spikes;
  SampleOutcome outcome;
};

Trace run(Engine &engine, const Case &c) {
  Trace r;
  r.outcome = engine.run(c.pixels.data(), steps, &r.spikes);
  return r;
}

bool operator==(const Trace &a, const Trace &b) {
  return a.spikes == b.spikes && a.outcome.classAfterStep == b.outcome.classAfterStep &&
         a.outcome.slices == b.outcome.slices && a.outcome.chip == b.outcome.chip;
}

} // namespace

TEST(Engines, FunctionalMatchesNaiveReference) {
  Counters seen;
  for (uint32_t seed = 0; seed < networks; ++seed) {
    SCOPED_TRACE(seed);
    Case c(seed);
    NaiveOutcome expected = runNaively(c.network, c.pixels, steps);
    Trace got = run(*makeFunctionalEngine(c.resolved), c);
    ASSERT_EQ(got.spikes, expected.spikes);
    ASSERT_EQ(got.outcome.classAfterStep, expected.classAfterStep);
    std::vector<Counters> sums(c.network.populations.size());
    for (size_t i = 0; i < c.resolved->slices.size(); ++i)
      sums[c.resolved->slices[i].population] += got.outcome.slices[i];
    for (size_t p = 0; p < sums.size(); ++p) {
      for (Event event : logicalEvents)
        ASSERT_EQ(sums[p][event], expected.populations[p][event]) << p << eventName(event);
      seen += sums[p];
    }
  }
  // The cases are not vacuous.
  for (Event event : logicalEvents)
    EXPECT_GT(seen[event], 100) << eventName(event);
  EXPECT_GT(seen[Event::PacketsSent], 1000);
}

TEST(Engines, SynapsesCostWhatTheirStorageSays) {
  std::map<SynapseStorage, int64_t> used;
  for (uint32_t seed = 0; seed < networks; ++seed) {
    SCOPED_TRACE(seed);
    Case c(seed);
    Trace got = run(*makeFunctionalEngine(c.resolved), c);
    std::vector<Counters> expected = naiveCosts(c.network, *c.image, c.chip, got.spikes);
    ASSERT_EQ(expected.size(), got.outcome.slices.size());
    for (size_t i = 0; i < expected.size(); ++i)
      for (Event event :
           {Event::SynapseWords, Event::SynapticOps, Event::ConvolutionOps, Event::SparseOps})
        ASSERT_EQ(got.outcome.slices[i][event], expected[i][event]) << i << eventName(event);
    size_t slice = 0;
    for (const image::Core *core : *c.image->cores())
      for (const image::Slice *s : *core->slices()) {
        if (s->synapses() && expected[slice][Event::SynapticOps] > 0)
          for (const image::Synapses *synapses : *s->synapses())
            ++used[storageOf(*synapses)];
        ++slice;
      }
  }
  EXPECT_EQ(used.size(), 6u);
  for (const auto &[storage, count] : used)
    EXPECT_GT(count, 5) << storage.name();
}

TEST(Engines, CycleMatchesFunctional) {
  Counters seen;
  for (uint32_t seed = 0; seed < networks; ++seed) {
    SCOPED_TRACE(seed);
    Case c(seed);
    Trace functional = run(*makeFunctionalEngine(c.resolved), c);
    Trace cycle = run(*makeCycleEngine(c.resolved, {}), c);
    ASSERT_EQ(cycle.spikes, functional.spikes);
    ASSERT_EQ(cycle.outcome.classAfterStep, functional.outcome.classAfterStep);
    ASSERT_EQ(cycle.outcome.chip.chipSteps, functional.outcome.chip.chipSteps);
    for (Counters &counters : cycle.outcome.slices) {
      seen += counters;
      for (Event event : cycleOnlyEvents)
        counters[event] = 0;
    }
    ASSERT_EQ(cycle.outcome.slices, functional.outcome.slices);
  }
  for (Event event : cycleOnlyEvents)
    EXPECT_GT(seen[event], 100) << eventName(event);
}

TEST(Engines, OrderOfComponentsMakesNoDifference) {
  for (uint32_t seed = 0; seed < networks; ++seed) {
    Case c(seed);
    Trace forward = run(*makeCycleEngine(c.resolved, {}), c);
    CycleOptions reverse;
    reverse.reverseOrder = true;
    ASSERT_TRUE(run(*makeCycleEngine(c.resolved, reverse), c) == forward) << seed;
  }
}

TEST(Engines, SkippingIdleCyclesMakesNoDifference) {
  for (uint32_t seed = 0; seed < networks; ++seed) {
    Case c(seed);
    Trace skipping = run(*makeCycleEngine(c.resolved, {}), c);
    for (bool reverse : {false, true}) {
      CycleOptions everyCycle;
      everyCycle.skipIdle = false;
      everyCycle.reverseOrder = reverse;
      ASSERT_TRUE(run(*makeCycleEngine(c.resolved, everyCycle), c) == skipping) << seed;
    }
  }
}

TEST(Engines, StepsSideBySideMakeNoDifference) {
  for (uint32_t seed = 0; seed < networks; ++seed) {
    Case c(seed);
    auto watch = [&](int64_t threads, std::vector<int64_t> &starts) {
      CycleOptions options;
      options.threads = threads;
      options.countLinks = true;
      options.stepDone = [&](const StepRecord &step) {
        starts.insert(starts.end(), {step.chipStep, step.start, int64_t(step.deliveries.size())});
      };
      return run(*makeCycleEngine(c.resolved, options), c);
    };
    std::vector<int64_t> alone, together;
    Trace one = watch(1, alone), three = watch(3, together);
    ASSERT_TRUE(one == three) << seed;
    ASSERT_EQ(one.outcome.linkFlits, three.outcome.linkFlits) << seed;
    ASSERT_EQ(alone, together) << seed;
  }
}

TEST(Engines, SampleDoesNotDependOnTheOneBefore) {
  for (uint32_t seed = 0; seed < networks; ++seed) {
    Case c(seed);
    std::vector<uint8_t> other = makeRandomPixels(c.network, c.random);
    for (bool timed : {false, true}) {
      auto make = [&] {
        return timed ? makeCycleEngine(c.resolved, {}) : makeFunctionalEngine(c.resolved);
      };
      Trace fresh = run(*make(), c);
      auto engine = make();
      engine->run(other.data(), steps, nullptr);
      ASSERT_TRUE(run(*engine, c) == fresh) << seed;
    }
  }
}

TEST(Engines, PacketsAreConserved) {
  for (uint32_t seed = 0; seed < networks; ++seed) {
    Case c(seed);
    Trace cycle = run(*makeCycleEngine(c.resolved, {}), c);
    Counters sum;
    for (const Counters &counters : cycle.outcome.slices) {
      sum += counters;
      // Each flit leaves the network once, or with multicast at least once.
      int64_t flits = counters[Event::PacketsSent] * c.chip.timing.packetFlits;
      if (c.chip.limits.multicast)
        ASSERT_GE(counters[Event::HopsLocal], flits) << seed;
      else
        ASSERT_EQ(counters[Event::HopsLocal], flits) << seed;
    }
    // Each delivered packet is looked up at least once.
    ASSERT_GE(sum[Event::AxonLookups] * c.chip.timing.packetFlits, sum[Event::HopsLocal]) << seed;
    // On a fixed tick, time is ticks plus what overran them.
    if (c.chip.timing.tickCycles && cycle.outcome.chip.tickOverruns == 0)
      ASSERT_EQ(cycle.outcome.chip.cycles - cycle.outcome.chip.hostCycles,
                cycle.outcome.chip.chipSteps * c.chip.timing.tickCycles);
  }
}

// Whatever a chip file may say: zero times, a fixed tick, one core or thousands.
TEST(Engines, EveryShippedChipMakesTheSameSpikes) {
  for (const std::string &name : shippedChips()) {
    ChipModel chip = *loadChip(name);
    Counters seen;
    for (uint32_t seed = 0; seed < 5; ++seed) {
      SCOPED_TRACE(name + " " + std::to_string(seed));
      Random random(seed);
      NaiveNetwork network = makeRandomNetwork(random);
      auto resolved = std::make_shared<const Network>(*mapAtRandom(network, chip, random), chip);
      std::vector<uint8_t> pixels = makeRandomPixels(network, random);
      std::vector<Spike> expected, spikes;
      auto reference = makeFunctionalEngine(resolved)->run(pixels.data(), steps, &expected);
      auto outcome = makeCycleEngine(resolved, {})->run(pixels.data(), steps, &spikes);
      ASSERT_EQ(spikes, expected);
      ASSERT_EQ(outcome.classAfterStep, reference.classAfterStep);
      for (const Counters &counters : outcome.slices)
        seen += counters;
    }
    EXPECT_GT(seen[Event::Spikes], 100) << name;
    EXPECT_GT(seen[Event::SynapticOps], 1000) << name;
  }
}
