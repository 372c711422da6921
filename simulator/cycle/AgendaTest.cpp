// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/Agenda.h"
#include <gtest/gtest.h>

using namespace nacre;

using Due = std::vector<uint32_t>;

static Due take(Agenda &agenda, Cycle cycle) {
  Due due;
  agenda.take(cycle, due);
  return due;
}

TEST(Agenda, EarliestWakeUpCounts) {
  Agenda agenda(3);
  agenda.reset(100);
  EXPECT_EQ(agenda.next(), never);
  agenda.wake(0, 110);
  agenda.wake(1, 105);
  agenda.wake(0, 105); // earlier than before
  agenda.wake(1, 107); // later: its evaluation at 105 will ask again
  agenda.wake(2, never);
  EXPECT_EQ(agenda.next(), 105);
  EXPECT_EQ(take(agenda, 105), (Due{1, 0}));
  // What is left for 107 and 110 is void.
  EXPECT_EQ(take(agenda, 107), Due{});
  EXPECT_EQ(take(agenda, 110), Due{});
  EXPECT_EQ(agenda.next(), never);
}

TEST(Agenda, EachComponentOnce) {
  Agenda agenda(1);
  agenda.wake(0, 5);
  agenda.wake(0, 3);
  EXPECT_EQ(take(agenda, 3), Due{0});
  agenda.wake(0, 5); // its bucket still holds the void entry
  EXPECT_EQ(take(agenda, 5), Due{0});
}

TEST(Agenda, WheelTurns) {
  Agenda agenda(1);
  Cycle now = 0;
  // 1021 is prime, so all buckets come by.
  for (int i = 0; i < 3000; ++i) {
    agenda.wake(0, now + 1021);
    ASSERT_EQ(agenda.next(), now + 1021);
    now += 1021;
    ASSERT_EQ(take(agenda, now), Due{0});
  }
}

TEST(Agenda, BeyondTheWheel) {
  Agenda agenda(3);
  agenda.wake(0, 1'000'000);
  agenda.wake(0, 1'000'000);
  agenda.wake(1, 2'000'000);
  EXPECT_EQ(agenda.next(), 1'000'000);
  agenda.wake(1, 10); // earlier: its evaluation will ask again
  EXPECT_EQ(agenda.next(), 10);
  EXPECT_EQ(take(agenda, 10), Due{1});
  EXPECT_EQ(take(agenda, 1'000'000), Due{0});
  agenda.wake(2, 2'000'000);
  EXPECT_EQ(take(agenda, 2'000'000), Due{2}) << "what component 1 asked for first is void";
  EXPECT_EQ(agenda.next(), never);
}

TEST(Agenda, ResetForgets) {
  Agenda agenda(2);
  agenda.wake(0, 3);
  agenda.wake(1, 1000);
  agenda.wake(1, 10'000);
  agenda.reset(2);
  EXPECT_EQ(agenda.next(), never);
  agenda.wake(0, 3);
  EXPECT_EQ(take(agenda, 3), Due{0});
}
