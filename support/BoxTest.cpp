// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Box.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

const Box whole{{0, 4}, {0, 5}, {0, 6}};

TEST(Box, IntersectsPerAxis) {
  EXPECT_EQ(intersect(whole, Box{{2, 9}, {1, 2}, {0, 6}}), (Box{{2, 4}, {1, 2}, {0, 6}}));
  EXPECT_TRUE(intersect(whole, Box{{4, 5}, {0, 5}, {0, 6}}).empty()); // touching is not meeting
}

/// Every neuron of `whole` lies in exactly one part or in `hole`.
void expectPartition(const Box &hole) {
  std::vector<Box> parts = subtract(whole, hole);
  int64_t rest = whole.volume() - intersect(whole, hole).volume(), sum = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    sum += parts[i].volume();
    EXPECT_TRUE(intersect(parts[i], hole).empty());
    for (size_t j = 0; j < i; ++j)
      EXPECT_TRUE(intersect(parts[i], parts[j]).empty());
  }
  EXPECT_EQ(sum, rest);
}

TEST(Box, SubtractsIntoDisjointParts) {
  expectPartition({{1, 2}, {1, 3}, {2, 4}}); // inside: six parts
  expectPartition({{3, 9}, {4, 9}, {5, 9}}); // at a corner
  expectPartition({{7, 9}, {0, 5}, {0, 6}}); // outside
  EXPECT_EQ(subtract(whole, {{1, 2}, {1, 3}, {2, 4}}).size(), 6u);
  EXPECT_TRUE(subtract(whole, whole).empty());
}

} // namespace
