// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/Spread.h"
#include <cmath>
#include <gtest/gtest.h>

using namespace nacre;

namespace {

// Two-sided 95 % point for two degrees of freedom.
const double t2 = 0.95 * std::sqrt(2 / (4 * 0.975 * 0.025));

/// An operation costs 1 fJ, a clock cycle 10.
ChipModel plainChip() {
  ChipModel chip;
  chip.timing.cycleFs = 1;
  chip.energy = {};
  chip.energy.synapticOpFj = 1, chip.energy.clockCycleFj = 10;
  return chip;
}

/// Three cycle samples of `samples`.
RunResult threeOf(int64_t samples) {
  RunResult run;
  run.samples = samples, run.cycleSamples = 3;
  const int64_t operations[] = {4000, 4300, 4900}, cycles[] = {200, 300, 310};
  for (int i = 0; i < 3; ++i) {
    SampleTotals &sample = run.cycleTotals.emplace_back();
    sample.events[Event::SynapticOps] = operations[i];
    sample.chip.cycles = cycles[i];
  }
  return run;
}

TEST(Spread, Latency) {
  auto latency = latencyOf(threeOf(3).cycleTotals);
  ASSERT_TRUE(latency && latency->interval);
  // Mean 270; (70^2 + 30^2 + 40^2) / 2 = 3700.
  EXPECT_EQ(latency->meanCycles, 270);
  EXPECT_EQ(latency->minCycles, 200);
  EXPECT_EQ(latency->maxCycles, 310);
  EXPECT_NEAR(latency->interval->low, 270 - t2 * std::sqrt(3700 / 3.0), 1e-9);
  EXPECT_NEAR(latency->interval->high, 270 + t2 * std::sqrt(3700 / 3.0), 1e-9);
  EXPECT_FALSE(latencyOf({}));
}

TEST(Spread, EnergyWhereAllSamplesAreTimed) {
  // 6000, 7300 and 8000 fJ: mean 7100, (1100^2 + 200^2 + 900^2) / 2 = 1030000.
  auto interval = energyInterval(threeOf(3), plainChip(), 7100);
  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, 7100 - t2 * std::sqrt(1030000 / 3.0), 1e-6);
  EXPECT_NEAR(interval->high, 7100 + t2 * std::sqrt(1030000 / 3.0), 1e-6);
}

TEST(Spread, UntimedSamplesNarrowTheEnergyByTheirEvents) {
  // The clock's 2000, 3000 and 3100 fJ have variance 370000.
  auto interval = energyInterval(threeOf(12), plainChip(), 7000);
  ASSERT_TRUE(interval);
  double variance = 1030000 / 12.0 + (1 / 3.0 - 1 / 12.0) * 370000;
  EXPECT_NEAR(interval->high - 7000, t2 * std::sqrt(variance), 1e-6);
  EXPECT_NEAR(7000 - interval->low, t2 * std::sqrt(variance), 1e-6);
}

TEST(Spread, NoEnergyIsNegative) {
  auto interval = energyInterval(threeOf(3), plainChip(), 1000);
  ASSERT_TRUE(interval);
  EXPECT_EQ(interval->low, 0);
  EXPECT_GT(interval->high, 2000);
}

TEST(Spread, FewerThanTwoCycleSamplesTellNothing) {
  RunResult run = threeOf(3);
  run.cycleSamples = 1;
  run.cycleTotals.resize(1);
  EXPECT_FALSE(energyInterval(run, plainChip(), 6000));
  EXPECT_FALSE(latencyOf(run.cycleTotals)->interval);
  EXPECT_EQ(latencyOf(run.cycleTotals)->meanCycles, 200);
  run.cycleSamples = 0;
  run.cycleTotals.clear();
  EXPECT_FALSE(energyInterval(run, plainChip(), 4000));
}

} // namespace
