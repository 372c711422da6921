// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/formats/Clock.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(Clock, WrapsAndLateEvents) {
  Clock clock(4); // 0..15
  EXPECT_EQ(clock.advance(3), 3);
  EXPECT_EQ(clock.advance(15), 15) << "nothing to go back to";
  EXPECT_EQ(clock.advance(1), 17) << "wraps";
  EXPECT_EQ(clock.advance(14), 14) << "comes late, across the wrap";
  EXPECT_EQ(clock.advance(2), 18);
  EXPECT_EQ(clock.advance(9), 25);
  EXPECT_EQ(clock.advance(5), 21) << "comes late";
  EXPECT_EQ(clock.advance(13), 29);
  EXPECT_EQ(clock.advance(0), 32);
}
