// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/Energy.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(Energy, EveryEventChangesTheEnergyOrSaysWhyNot) {
  // Costs 1, 2, 3, ...: one event of each kind is charged what its own member says.
  ChipModel::Energy costs;
  int64_t next = 1;
  for (const EventCost &entry : eventCosts)
    if (entry.cost)
      costs.*entry.cost = next++;
  EXPECT_EQ(next - 1, 11) << "eleven of the fourteen costs belong to slices";
  for (size_t i = 0; i < eventCount; ++i) {
    Counters one;
    one.values[i] = 1;
    Result<PartsFj> energy = sliceEnergy(one, costs);
    ASSERT_TRUE(energy);
    const EventCost &entry = eventCosts[i];
    EXPECT_EQ(entry.event, Event(i));
    EXPECT_EQ(energy->total(), entry.cost ? costs.*entry.cost : 0);
    EXPECT_EQ(entry.freeBecause.empty(), entry.cost != nullptr);
    if (entry.cost) {
      EXPECT_EQ((*energy)[entry.part], energy->total());
      EXPECT_LT(size_t(entry.part), sliceEnergyPartCount);
    }
  }
}

TEST(Energy, ChipsMayTellKindsOfSynapticOpsApart) {
  ChipModel::Energy costs;
  costs.synapticOpFj = 35;
  Counters counters;
  counters[Event::SynapticOps] = 10, counters[Event::ConvolutionOps] = 6;
  counters[Event::SparseOps] = 3, counters[Event::Spikes] = 2;
  EXPECT_EQ(sliceEnergy(counters, costs)->total(), 10 * 35);
  costs.convolutionOpFj = 24, costs.sparseOpFj = 33, costs.spikeFj = 7;
  Result<PartsFj> energy = sliceEnergy(counters, costs);
  EXPECT_EQ((*energy)[EnergyPart::Compute], 6 * 24 + 3 * 33 + 1 * 35);
  EXPECT_EQ((*energy)[EnergyPart::Neuron], 2 * 7);
  costs.convolutionOpFj = 0;
  EXPECT_EQ((*sliceEnergy(counters, costs))[EnergyPart::Compute], 3 * 33 + 1 * 35);
}

TEST(Energy, ClockBarrierAndStaticPowerAreOfEachChip) {
  ChipModel chip;
  chip.timing.cycleFs = 1'000'000;
  chip.energy.barrierFj = 50, chip.energy.clockCycleFj = 7;
  chip.energy.staticPowerNw = 1'000'000'000; // 1 W: 1 pJ a nanosecond
  chip.grid.chipColumns = 3, chip.grid.chipRows = 2;
  ChipCounters counters;
  counters.chipSteps = 3, counters.cycles = 4;
  Result<PartsFj> energy = wholeChipEnergy(counters, chip);
  ASSERT_TRUE(energy);
  EXPECT_EQ((*energy)[EnergyPart::Barrier], 6 * 3 * 50);
  EXPECT_EQ((*energy)[EnergyPart::Clock], 6 * 4 * 7);
  EXPECT_EQ((*energy)[EnergyPart::Static], 6 * 4 * 1'000'000);
}

TEST(Energy, WholeChipByHand) {
  ChipModel chip;
  chip.timing.cycleFs = 10'000'000; // 10 ns
  chip.energy.barrierFj = 50;
  chip.energy.clockCycleFj = 7;
  chip.energy.staticPowerNw = 1'000'000'000; // 1 W
  ChipCounters counters;
  counters.chipSteps = 3;
  counters.cycles = 4;
  Result<PartsFj> energy = wholeChipEnergy(counters, chip);
  ASSERT_TRUE(energy);
  EXPECT_EQ((*energy)[EnergyPart::Barrier], 150);
  EXPECT_EQ((*energy)[EnergyPart::Clock], 28);
  EXPECT_EQ((*energy)[EnergyPart::Static], 40'000'000) << "1 W for 40 ns is 40 nJ";
}

TEST(Energy, StaticEnergyIsRoundedToTheNearestFemtojoule) {
  ChipModel chip;
  chip.timing.cycleFs = 1;
  chip.energy.staticPowerNw = 500'000'000; // half a femtojoule in a femtosecond is 1/2 fJ
  ChipCounters counters;
  counters.cycles = 1;
  EXPECT_EQ((*wholeChipEnergy(counters, chip))[EnergyPart::Static], 1);
  chip.energy.staticPowerNw = 499'999'999;
  EXPECT_EQ((*wholeChipEnergy(counters, chip))[EnergyPart::Static], 0);
}

TEST(Energy, RefusesWhatDoesNotFit) {
  Counters counters;
  ChipModel::Energy costs;
  counters[Event::SynapticOps] = INT64_MAX / 2;
  costs.synapticOpFj = 2;
  EXPECT_TRUE(sliceEnergy(counters, costs));
  costs.synapticOpFj = 3;
  EXPECT_FALSE(sliceEnergy(counters, costs));
  costs.synapticOpFj = 2;
  counters[Event::SynapseWords] = 2;
  costs.synapseWordFj = 1;
  EXPECT_FALSE(sliceEnergy(counters, costs)) << "the sum over parts does not fit";

  ChipModel chip;
  chip.timing.cycleFs = 1'000'000;
  ChipCounters run;
  run.cycles = INT64_MAX / 1000;
  EXPECT_FALSE(wholeChipEnergy(run, chip));
}
