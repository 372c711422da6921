// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Interrupt.h"
#include <csignal>
#include <gtest/gtest.h>

using namespace nacre;

TEST(Interrupt, IsRememberedOnce) {
  {
    Interrupt interrupt;
    EXPECT_FALSE(interrupt.raised());
    std::raise(SIGINT);
    EXPECT_TRUE(interrupt.raised());
  }
  Interrupt next;
  EXPECT_FALSE(next.raised());
}

TEST(InterruptDeathTest, ASecondOneEndsTheProgram) {
  EXPECT_EXIT(
      {
        Interrupt interrupt;
        std::raise(SIGINT);
        std::raise(SIGINT);
      },
      ::testing::KilledBySignal(SIGINT), "");
}

TEST(InterruptDeathTest, NobodyWatchingItEndsTheProgram) {
  EXPECT_EXIT(
      {
        {
          Interrupt interrupt;
        }
        std::raise(SIGINT);
      },
      ::testing::KilledBySignal(SIGINT), "");
}
