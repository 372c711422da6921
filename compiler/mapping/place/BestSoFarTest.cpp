// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/BestSoFar.h"
#include <gtest/gtest.h>
#include <random>

using namespace nacre;

TEST(BestSoFar, IsTheCopyOfThatMoment) {
  std::mt19937 random(5);
  for (int improvements : {0, 3, 40, 400}) { // one in so many moves
    std::vector<uint32_t> now(10, 0), copy = now;
    BestSoFar best(now);
    for (int i = 0; i < 20000; ++i) {
      const uint32_t cluster = random() % 10, core = random() % 1000;
      now[cluster] = core;
      best.moved(cluster, core);
      if (improvements && random() % uint32_t(improvements) == 0) {
        copy = now;
        best.improved(now);
      }
      if (i % 997 == 0) {
        ASSERT_EQ(best.cores(), copy) << i;
      }
    }
    EXPECT_EQ(best.cores(), copy);
  }
}
