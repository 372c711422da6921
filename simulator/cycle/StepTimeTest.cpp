// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/StepTime.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(StepTime, WithoutTickAStepTakesWhatItNeeds) {
  ChipCounters step = timeOfStep(40, 7, 0);
  EXPECT_EQ(step.chipSteps, 1);
  EXPECT_EQ(step.cycles, 47);
  EXPECT_EQ(step.barrierCycles, 7);
  EXPECT_EQ(step.tickOverruns, 0);
  EXPECT_EQ(step.tickSlackCycles, 0);
}

TEST(StepTime, TickLeavesSlack) {
  ChipCounters step = timeOfStep(40, 7, 100);
  EXPECT_EQ(step.cycles, 100);
  EXPECT_EQ(step.tickOverruns, 0);
  EXPECT_EQ(step.tickSlackCycles, 53);
}

TEST(StepTime, TickIsOverrun) {
  ChipCounters step = timeOfStep(100, 7, 100);
  EXPECT_EQ(step.cycles, 107);
  EXPECT_EQ(step.tickOverruns, 1);
  EXPECT_EQ(step.tickSlackCycles, 0);
}

TEST(StepTime, TheHostsPortCarriesOneWordAfterTheOther) {
  std::vector<Counters> slices(2);
  slices[0][Event::HostWords] = 5;
  slices[1][Event::HostWords] = 2;
  ChipCounters port = timeAtHostPort(slices, 3);
  EXPECT_EQ(port.hostCycles, 21);
  EXPECT_EQ(port.cycles, 21);
  EXPECT_EQ(port.chipSteps, 0);
  EXPECT_EQ(timeAtHostPort(slices, 0).cycles, 0) << "not modelled";
}

TEST(StepTime, TickIsJustMet) {
  ChipCounters step = timeOfStep(93, 7, 100);
  EXPECT_EQ(step.cycles, 100);
  EXPECT_EQ(step.tickOverruns, 0);
  EXPECT_EQ(step.tickSlackCycles, 0);
}
