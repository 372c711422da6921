// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Frady et al., arXiv 2004.12691, 2020: a nearest-neighbour query among 76,800 patterns on 32 Loihi
// chips, one neuron a pattern and 60 time steps; 667 to 750 input spikes, each to all neurons.
// Measured dynamic energy: 1.33 mJ.
#include "tests/silicon/Silicon.h"
#include <fmt/format.h>
#include <gtest/gtest.h>

using namespace nacre;

namespace {

constexpr uint32_t steps = 60;
constexpr uint32_t patternCores = 256, patternsPerCore = 300; // 76,800
constexpr uint32_t patterns = patternCores * patternsPerCore;
/// 16 inputs with 256 destinations each take a core's 4096 axon-out entries.
constexpr uint32_t inputsPerCore = 16;
/// 300 patterns of 750 weights take 110 of a core's 128 KiB.
constexpr uint8_t weightBits = 4;

/// 32 chips of 8 x 4 tiles side by side, 8 in a row, as one mesh of 64 x 16.
ChipModel thirtyTwoChips() { return shippedChipWith("loihi", {{"columns", "64"}, {"rows", "16"}}); }

/// `spikes` inputs that fire once each, in steps 0 to `spread` - 1 in turn, at every pattern. Every
/// sixteenth core holds patterns, so that all chips do; inputs lie between them. The last group of
/// patterns is the readout. No pattern fires: the winner's spike would be one of hundreds.
ChipImage query(const ChipModel &chip, uint32_t spikes, uint32_t spread) {
  ImageBuilder b(chip);
  uint32_t inputs = b.addPopulation(spikes, 1, 1);
  image::PopulationT &p = b.population(inputs);
  p.theta = {1000};
  p.bias = {1}; // the next spike would come after 1000 steps
  p.v0.resize(spikes);
  for (uint32_t i = 0; i < spikes; ++i)
    p.v0[i] = int32_t(1000 - 1 - i * spread / spikes);
  for (uint32_t first = 0; first < spikes; first += inputsPerCore)
    b.addSlice(first / inputsPerCore * 80 + 8, inputs,
               image::Box(first, std::min(first + inputsPerCore, spikes), 0, 1, 0, 1));
  const uint32_t weights =
      b.addWeights(std::vector<int8_t>(patternsPerCore * spikes, 1), weightBits);
  for (uint32_t core = 0; core < patternCores; ++core) {
    bool last = core + 1 == patternCores;
    uint32_t group =
        last ? b.addReadout(patternsPerCore, 1) : b.addPopulation(patternsPerCore, 1, 1);
    b.population(group).depth = 1;
    if (!last)
      b.population(group).theta = {1 << 22};
    b.addDense(b.addSlice(16 * core, group), inputs, weights);
  }
  return b.build();
}

/// A query with the chip's limits kept; returns its measurement after exact checks of its events.
Measurement ask(uint32_t spikes, uint32_t spread) {
  ChipModel chip = thirtyTwoChips();
  EXPECT_EQ(chip.grid.cores(), 32 * 128);
  EXPECT_LE(int64_t(patternsPerCore) * spikes * weightBits, chip.limits.synapseMemoryBits);
  EXPECT_LE(int64_t(spikes), chip.limits.axonsIn);
  EXPECT_LE(int64_t(inputsPerCore) * patternCores, chip.limits.axonsOut);
  Measurement m = measure(query(chip, spikes, spread), chip, steps);
  EXPECT_EQ(m.events[Event::Spikes], spikes);
  EXPECT_EQ(m.events[Event::SynapticOps], int64_t(spikes) * patterns);
  // Every update is active or idle, never both; inputs have a bias and so are always active.
  EXPECT_EQ(m.events[Event::UpdatesActive], int64_t(patterns) * spread + int64_t(spikes) * steps);
  EXPECT_EQ(m.events[Event::UpdatesIdle], int64_t(patterns) * (steps - spread));
  return m;
}

double millijoules(const Measurement &m) { return double(m.dynamicFj()) * 1e-12; }

void check(uint32_t spikes) {
  Measurement m = ask(spikes, 1);
  EXPECT_NEAR(
      compare(fmt::format("Loihi, query of {} spikes at once", spikes), 1.33, millijoules(m), "mJ"),
      0, bound);
  fmt::print("  synaptic operations {:.3f}, neurons {:.3f}, network {:.3f} mJ\n",
             double(m.energy[EnergyPart::Compute]) * 1e-12,
             double(m.energy[EnergyPart::Neuron]) * 1e-12,
             double(m.energy[EnergyPart::Network]) * 1e-12);
}

} // namespace

// How the spikes arrive is not published. If all come at once, nearly all updates are idle.
TEST(LoihiQuery, FewestSpikes) { check(667); }
TEST(LoihiQuery, MostSpikes) { check(750); }

// If some come in every step, all updates are active: the most that the two published energies of
// an update allow, and no energy is charged twice.
TEST(LoihiQuery, MostSpikesSpreadOverAllSteps) {
  Measurement m = ask(750, steps);
  compare("Loihi, query of 750 spikes over all steps (not bounded)", 1.33, millijoules(m), "mJ");
  EXPECT_EQ(m.energy[EnergyPart::Neuron], int64_t(patterns + 750) * steps * 81'000);
}
