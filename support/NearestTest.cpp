// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Nearest.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(Nearest, FindsTheNameMeant) {
  std::vector<std::string> commands = {"chips", "compile", "evaluate", "simulate"};
  EXPECT_EQ(nearestName("simualte", commands), "simulate");
  EXPECT_EQ(nearestName("chip", commands), "chips");
  EXPECT_EQ(nearestName("compile", commands), "compile");
}

TEST(Nearest, SuggestsNothingFarAway) {
  EXPECT_EQ(nearestName("report", {"chips", "compile"}), "");
  EXPECT_EQ(nearestName("x", {}), "");
  EXPECT_EQ(nearestName("", {"chips"}), "");
}
