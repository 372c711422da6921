// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/Agenda.h"
#include <gtest/gtest.h>

using namespace nacre;

using Due = std::vector<uint32_t>;

static Due take(Agenda &agenda, Cycle cycle, bool reverse = false) {
  Due due;
  agenda.take(cycle, reverse, [&](uint32_t component) { due.push_back(component); });
  return due;
}

TEST(Agenda, EachComponentOnceInOrder) {
  Agenda agenda(200, 10);
  EXPECT_EQ(agenda.next(), never);
  for (uint32_t component : {130, 3, 199, 3, 64})
    agenda.wake(component, 5);
  agenda.wake(7, 6);
  EXPECT_EQ(agenda.next(), 5);
  EXPECT_EQ(take(agenda, 4), Due{});
  EXPECT_EQ(take(agenda, 5), (Due{3, 64, 130, 199}));
  EXPECT_EQ(take(agenda, 6), Due{7});
  EXPECT_EQ(agenda.next(), never);
  for (uint32_t component : {130, 3, 199, 64})
    agenda.wake(component, 9);
  EXPECT_EQ(take(agenda, 9, true), (Due{199, 130, 64, 3}));
}

TEST(Agenda, WakesDuringTheirTurn) {
  Agenda agenda(2, 3);
  agenda.wake(0, 1);
  agenda.take(1, false, [&](uint32_t component) {
    agenda.wake(component, 2);
    agenda.wake(1, 4);
  });
  EXPECT_EQ(agenda.next(), 2);
  EXPECT_EQ(take(agenda, 2), Due{0});
  EXPECT_EQ(take(agenda, 4), Due{1});
}

TEST(Agenda, BucketsComeRound) {
  Agenda agenda(1, 1023);
  Cycle now = 0;
  for (int i = 0; i < 3000; ++i) { // 1021 is prime, so all buckets come by
    agenda.wake(0, now + 1021);
    ASSERT_EQ(agenda.next(), now + 1021);
    now += 1021;
    ASSERT_EQ(take(agenda, now), Due{0});
  }
}

TEST(Agenda, BeyondTheUsualDelay) {
  Agenda agenda(3, 7);
  agenda.wake(1, 2'000'000);
  agenda.wake(0, 1'000'000);
  agenda.wake(2, 3);
  EXPECT_EQ(take(agenda, agenda.next()), Due{2});
  EXPECT_EQ(agenda.next(), 1'000'000);
  agenda.wake(2, 10);
  EXPECT_EQ(take(agenda, 10), Due{2});
  EXPECT_EQ(take(agenda, 1'000'000), Due{0});
  agenda.wake(2, 2'000'000);
  EXPECT_EQ(take(agenda, 2'000'000), (Due{1, 2}));
  EXPECT_EQ(agenda.next(), never);
}
