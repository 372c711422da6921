// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/BoxIndex.h"
#include <gmock/gmock.h>
#include <random>

using namespace nacre;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(BoxIndex, FindsBoxesThatShareANeuronNotThoseThatTouch) {
  BoxIndex index(
      {{{0, 2}, {0, 2}, {0, 2}}, {{2, 4}, {0, 2}, {0, 2}}, {}, {{0, 4}, {1, 2}, {0, 1}}});
  EXPECT_THAT(index.meeting({{0, 2}, {0, 1}, {0, 2}}), ElementsAre(0));
  EXPECT_THAT(index.meeting({{1, 3}, {1, 2}, {0, 1}}), ElementsAre(0, 1, 3));
  EXPECT_THAT(index.meeting({{0, 4}, {2, 3}, {0, 2}}), IsEmpty());
  EXPECT_THAT(index.meeting({{1, 1}, {0, 1}, {0, 1}}), IsEmpty());
  EXPECT_THAT(BoxIndex({}).meeting({{0, 1}, {0, 1}, {0, 1}}), IsEmpty());
}

TEST(BoxIndex, AgreesWithTryingEach) {
  std::mt19937 random(1);
  auto range = [&] {
    int64_t begin = int64_t(random() % 30);
    return Range{begin, begin + int64_t(random() % 6)};
  };
  std::vector<Box> boxes(500);
  for (Box &box : boxes)
    box = {range(), range(), range()};
  BoxIndex index(boxes);
  for (int round = 0; round < 200; ++round) {
    Box box{range(), range(), range()};
    std::vector<size_t> expected;
    for (size_t i = 0; i < boxes.size(); ++i)
      if (!intersect(boxes[i], box).empty())
        expected.push_back(i);
    EXPECT_EQ(index.meeting(box), expected);
  }
}
