// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/ChildProcess.h"
#include <csignal>
#include <cstdlib>
#include <gtest/gtest.h>

using namespace nacre;

TEST(ChildProcess, WhatBreaksThereDoesNotBreakHere) {
  int here = 0;
  EXPECT_TRUE(survivesInChild([&] { here = 1; }));
  EXPECT_EQ(here, 0);
  EXPECT_FALSE(survivesInChild([] { std::raise(SIGKILL); }));
  EXPECT_FALSE(survivesInChild([] { std::abort(); }));
  EXPECT_FALSE(survivesInChild([] { std::_Exit(3); }));
}
