// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Frenkel et al., IEEE TBioCAS 13(1):145, 2019: ODIN at 0.55 V.
#include "tests/silicon/Silicon.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

constexpr uint32_t spiking = 246, outputs = 10; // the core's 256 neurons

/// Neurons connected with each other and with the readout: a spike is 256 synaptic operations. The
/// first `firing` neurons start at their threshold.
ChipImage crossbar(const ChipModel &chip, uint32_t firing, int32_t bias, int8_t weight) {
  ImageBuilder b(chip);
  uint32_t neurons = b.addPopulation(spiking, 1, 1), out = b.addReadout(outputs, 0);
  b.population(neurons).bias = {bias};
  b.population(neurons).v0.assign(spiking, 0);
  std::fill_n(b.population(neurons).v0.begin(), firing, 1);
  uint32_t recurrent = b.addWeights(std::vector<int8_t>(spiking * spiking, weight), 4);
  uint32_t forward = b.addWeights(std::vector<int8_t>(outputs * spiking, weight), 4);
  b.addDense(b.addSlice(0, neurons), neurons, recurrent);
  b.addDense(b.addSlice(0, out), neurons, forward);
  return b.build();
}

/// Every neuron fires in every step: synaptic operations without pause.
Measurement busy(const ChipModel &chip) { return measure(crossbar(chip, 0, 1, 1), chip, 20); }

} // namespace

TEST(Odin, TwoCyclesAreASynapticOperation) {
  ChipModel chip = shippedChipWith("odin");
  auto run = [&](uint32_t spikes) { return measure(crossbar(chip, spikes, 0, -1), chip, 1); };
  for (uint32_t spikes : {1u, 2u, 16u, 17u, 18u, 100u, 245u}) {
    Measurement fewer = run(spikes), more = run(spikes + 1);
    EXPECT_EQ(fewer.events[Event::Spikes], spikes);
    EXPECT_EQ(more.events[Event::SynapticOps] - fewer.events[Event::SynapticOps], 256);
    EXPECT_EQ(more.chip.cycles - fewer.chip.cycles, 512) << spikes;
  }
}

TEST(Odin, MeetsThePowerOfBothOperatingPoints) {
  ChipModel fast = shippedChipWith("odin");
  Measurement accelerated = busy(fast);
  EXPECT_EQ(accelerated.events[Event::SynapticOps], 20 * spiking * 256);
  // Half of 75 MHz, less what filling and draining a step takes.
  EXPECT_NEAR(accelerated.perSecond(Event::SynapticOps) / 37.5e6, 1, 1e-3);
  EXPECT_NEAR(compare("ODIN, 75 MHz, busy", 477, accelerated.watts() * 1e6, "uW"), 0, bound);

  ChipModel slow = shippedChipWith("odin", {{"cycle_ps", "769230.769"}});
  Measurement biological = busy(slow);
  EXPECT_NEAR(biological.perSecond(Event::SynapticOps) / 650e3, 1, 1e-3);
  // 256 neurons at 10 Hz keep the core busy at this clock.
  EXPECT_NEAR(biological.perSecond(Event::Spikes) / (256 * 10), 1, 0.01);
  EXPECT_NEAR(compare("ODIN, 1.3 MHz, busy", 35, biological.watts() * 1e6, "uW"), 0, bound);
}
