// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/SramEnergy.h"
#include <gtest/gtest.h>

using namespace nacre;

// M. Horowitz, ISSCC 2014: 64-bit reads of caches in 45 nm at 0.9 V.
TEST(SramEnergy, MeetsHorowitzsPointsFromTheSmallest) {
  const int64_t kib = 8 * 1024;
  auto picojoules = [&](int64_t sizeKib) {
    return scaledWordFj(10'000, {8 * kib, 64}, {sizeKib * kib, 64}) / 1000;
  };
  EXPECT_DOUBLE_EQ(picojoules(8), 10);
  EXPECT_DOUBLE_EQ(picojoules(32), 20);
  EXPECT_NEAR(picojoules(1024) / 100, 1.13, 0.002) << "sqrt(128) * 10 pJ: 13 % above 100 pJ";
}

TEST(SramEnergy, IsInProportionToTheWidth) {
  EXPECT_DOUBLE_EQ(scaledWordFj(500, {4096, 32}, {4096, 8}), 125);
  EXPECT_DOUBLE_EQ(scaledWordFj(500, {4096, 32}, {1024, 64}), 500) << "twice as wide, a quarter";
}
