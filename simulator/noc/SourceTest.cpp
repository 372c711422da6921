// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/Source.h"
#include <gtest/gtest.h>

using namespace nacre;

// Packets are ready 3, 1, 1, 1 cycles after the one before has entered; a queue of two.
TEST(Source, WaitsForRoomInTheQueue) {
  Source source(2);
  source.start(100);
  EXPECT_TRUE(source.add({0}, 3));
  EXPECT_FALSE(source.add({1}, 1));
  EXPECT_FALSE(source.add({2}, 1));
  EXPECT_FALSE(source.add({3}, 1));
  EXPECT_EQ(source.earliest(), 104) << "it enters in 103";
  source.depart(110);
  EXPECT_EQ(source.front().id, 1u);
  EXPECT_EQ(source.earliest(), 105) << "it entered in 104";
  source.depart(111);
  // Ready in 105; the first one's place is free from 111 on.
  EXPECT_EQ(source.earliest(), 112);
  source.depart(120);
  // Ready in 112; the second one's place has been free since 112.
  EXPECT_EQ(source.earliest(), 113);
  source.depart(121);
  EXPECT_TRUE(source.empty());
  EXPECT_EQ(source.lastEntered(), 112);
  std::vector<std::pair<uint32_t, Cycle>> stalls;
  source.forEachStall([&](const Packet &p, Cycle cycles) { stalls.push_back({p.id, cycles}); });
  EXPECT_EQ(stalls, (std::vector<std::pair<uint32_t, Cycle>>{{2, 6}}));
  source.start(200);
  EXPECT_TRUE(source.add({4}, 0));
  EXPECT_EQ(source.earliest(), 201) << "nothing of the run before is left";
}

TEST(Source, AnUnboundedQueueNeverStalls) {
  Source source;
  for (uint32_t id = 0; id < 1000; ++id)
    source.add({id}, 0);
  for (uint32_t id = 0; id < 1000; ++id) {
    ASSERT_EQ(source.front().id, id);
    ASSERT_EQ(source.earliest(), 1);
    source.depart(Cycle(10 + id));
    if (id < 500) // added while it is drained: what has left is forgotten
      source.add({1000 + id}, 0);
  }
  EXPECT_EQ(source.front().id, 1000u);
}
