// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipModel.h"
#include "hw_models/chip/ChipNoc.h"
#include "hw_models/noc/DeadlockCheck.h"
#include <cmath>
#include <gtest/gtest.h>

using namespace nacre;

static ChipModel load(const std::string &name) {
  auto chip = loadChip(name);
  EXPECT_TRUE(chip) << chip.error().text();
  return *chip;
}

TEST(ChipModel, EveryShippedChipLoadsUnderItsOwnName) {
  EXPECT_EQ(shippedChips(),
            (std::vector<std::string>{"generic", "loihi", "loihi2", "odin", "paicore", "speck",
                                      "spinnaker2", "truenorth", "unit"}));
  for (const std::string &name : shippedChips())
    EXPECT_EQ(load(name).name, name);
}

TEST(ChipModel, LoihiHasTheNumbersOfDaviesTable2) {
  ChipModel chip = load("loihi");
  EXPECT_EQ(chip.grid.cores(), 128);
  EXPECT_EQ(chip.limits.synapseMemoryBits, 128 * 1024 * 8);
  EXPECT_EQ(chip.energy.synapticOpFj, 23600);
  EXPECT_EQ(chip.energy.neuronUpdateActiveFj, 81000);
  EXPECT_EQ(chip.energy.neuronUpdateIdleFj, 52000);
  EXPECT_EQ(chip.energy.hopEastWestFj, 3000);
  EXPECT_EQ(chip.energy.hopNorthSouthFj, 4000);
  EXPECT_EQ(chip.energy.hopLocalFj, 1700);
  EXPECT_EQ(chip.energy.staticPowerNw, 104000000);
  auto picoseconds = [&](int64_t cycles) { return cycles * chip.timing.cycleFs / 1000; };
  EXPECT_EQ(picoseconds(chip.timing.synapticOpCycles), 3500);
  EXPECT_EQ(picoseconds(chip.timing.neuronUpdateActiveCycles), 8400);
  EXPECT_EQ(picoseconds(chip.timing.neuronUpdateIdleCycles), 5300);
  EXPECT_EQ(picoseconds(chip.timing.linkEastWestCycles), 4100);
  EXPECT_EQ(picoseconds(chip.timing.linkNorthSouthCycles), 6500);
  EXPECT_EQ(picoseconds(2 * chip.timing.linkLocalCycles), 2100) << "spike within a tile";
  EXPECT_EQ(picoseconds(chip.timing.flitIntervalCycles), 300) << "290.7 ps, rounded up";
  EXPECT_EQ(picoseconds(chip.timing.barrierCycles(1)), 113000);
  EXPECT_EQ(picoseconds(chip.timing.barrierCycles(32)), 465000);
}

// Akopyan 2015, Fig. 17: 71 mW measured at 20.07 Hz; the fit gives 70.62 mW.
TEST(ChipModel, TrueNorthMeetsTheHeldOutPowerWithinOnePercent) {
  ChipModel chip = load("truenorth");
  double eventsPerSecond = double(chip.grid.cores() * chip.limits.neurons) * 20.07 * 128;
  double milliwatts = eventsPerSecond * double(chip.energy.synapticOpFj) * 1e-12 +
                      double(chip.energy.staticPowerNw) * 1e-6;
  EXPECT_NEAR(milliwatts, 70.62, 0.005);
  EXPECT_NEAR(milliwatts / 71, 1, 0.01);
  EXPECT_EQ(chip.timing.tickCycles * chip.timing.cycleFs, 1000000000000) << "1 ms";
}

TEST(ChipModel, Loihi2HasTheSpeedOfItsRatiosAndTheEnergyOfLoihi) {
  ChipModel first = load("loihi"), second = load("loihi2");
  EXPECT_EQ(first.timing.cycleFs, second.timing.cycleFs);
  EXPECT_EQ(5 * second.timing.synapticOpCycles, first.timing.synapticOpCycles);
  EXPECT_EQ(2 * second.timing.neuronUpdateActiveCycles, first.timing.neuronUpdateActiveCycles);
  EXPECT_EQ(2 * second.timing.neuronUpdateIdleCycles, first.timing.neuronUpdateIdleCycles);
  EXPECT_EQ(second.energy.synapticOpFj, first.energy.synapticOpFj);
  for (const ChipQuantity &quantity : second.quantities)
    if (quantity.key.starts_with("energy.") && quantity.value > 0) {
      EXPECT_EQ(quantity.provenance, "scaled") << quantity.key;
    }
}

// Frenkel 2019: 65,536 synapses of 0.68 um2 are 44,564 um2, 51.6 % of the core of 320 x 270 um.
TEST(ChipModel, OdinsSynapsesFillHalfOfItsArea) {
  ChipModel chip = load("odin");
  int64_t synapses = chip.limits.synapseMemoryBits / chip.limits.weightBits;
  EXPECT_EQ(synapses, 256 * 256);
  EXPECT_NEAR(double(synapses * *chip.area.synapseNm2) / 1e6, 44564, 1);
  EXPECT_EQ(*chip.area.coreNm2, int64_t(320) * 270 * 1000000);
  EXPECT_NEAR(double(synapses * *chip.area.synapseNm2) / double(*chip.area.coreNm2), 0.516, 5e-4);
  EXPECT_NEAR(1e9 / double(chip.timing.cycleFs), 75, 1e-5) << "MHz";
}

TEST(ChipModel, GenericScalesItsMemoriesFromEightKib) {
  ChipModel chip = load("generic");
  auto picojoules = [](double kib, double bits) { return 10 * bits / 64 * std::sqrt(kib / 8); };
  EXPECT_EQ(chip.limits.synapseMemoryBits, 64 * 1024 * 8);
  EXPECT_EQ(chip.energy.synapseWordFj, 28284) << "10 pJ x sqrt(8)";
  const double state = picojoules(double(chip.limits.neurons) * 24 / 8 / 1024, 24);
  EXPECT_NEAR(double(chip.energy.neuronUpdateActiveFj) / 1000, 2 * state + 0.3, 1e-3);
  EXPECT_NEAR(double(chip.energy.neuronUpdateIdleFj) / 1000, state + 0.1, 1e-3);
  const double table = picojoules(double(chip.limits.axonsIn) * 32 / 8 / 1024, 32);
  EXPECT_NEAR(double(chip.energy.axonLookupFj) / 1000, table, 1e-3);
  EXPECT_NEAR(double(chip.energy.spikeOutFj) / 1000, table, 1e-3);
}

// Speck's memories differ from core to core; every core here is the smallest.
TEST(ChipModel, SpeckHoldsNoMoreThanItsSmallestCores) {
  ChipModel chip = load("speck");
  EXPECT_EQ(chip.grid.cores(), 9);
  EXPECT_EQ(chip.limits.neurons, 16 * 1024);
  EXPECT_EQ(chip.limits.synapseMemoryBits, 16 * 1024 * chip.limits.weightBits);
}

TEST(ChipModel, PaicoreHolds64NeuronsOf8BitWeights) {
  ChipModel chip = load("paicore");
  EXPECT_EQ(chip.grid.cores(), 1024);
  EXPECT_EQ(chip.limits.synapseMemoryBits, chip.limits.neurons * chip.limits.axonsIn);
  EXPECT_EQ(chip.limits.synapseMemoryBits / (chip.limits.axonsIn * 8), 64);
}

TEST(ChipModel, BarrierIsLinearBetweenPointsConstantBeyondAndRoundedUp) {
  ChipModel::Timing timing;
  timing.barrier = {{2, 10}, {5, 20}, {6, 17}};
  std::vector<int64_t> expected = {10, 10, 14, 17, 20, 17, 17}; // 10 + 10/3, 10 + 20/3
  for (int64_t tiles = 1; tiles <= 7; ++tiles)
    EXPECT_EQ(timing.barrierCycles(tiles), expected[size_t(tiles - 1)]) << tiles;
}

TEST(ChipModel, AnUnknownChipIsAUsageErrorThatNamesTheNearest) {
  auto chip = loadChip("lohi");
  ASSERT_FALSE(chip);
  EXPECT_EQ(chip.error().exitCode, ExitCode::Usage);
  EXPECT_NE(chip.error().message.find("'lohi'"), std::string::npos);
  EXPECT_NE(chip.error().remedy.find("'loihi'"), std::string::npos);
  EXPECT_NE(loadChip("akida").error().remedy.find("loihi, loihi2, odin"), std::string::npos);
  EXPECT_EQ(loadChip("nowhere/chip.yaml").error().exitCode, ExitCode::Failed);
}

// Of chips with tables this is about the usual paths; their tables are checked with each image.
TEST(ChipModel, NoShippedChipsNetworkCanDeadlock) {
  for (const std::string &name : shippedChips()) {
    ChipModel chip = load(name);
    Topology topology = {uint32_t(chip.grid.columns), uint32_t(chip.grid.rows),
                         uint32_t(chip.grid.coresPerTile)};
    Status status = checkRouting(topology, nocModelOf(chip).policy);
    EXPECT_TRUE(status) << name << ": " << status.error().text();
  }
}
