// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/BoxIndex.h"
#include "hw_models/image/ChipImage.h"
#include "simulator/testing/RandomNetwork.h"
#include <gtest/gtest.h>

using namespace nacre;

static std::vector<uint32_t> query(const BoxIndex &index, Point p) {
  std::vector<uint32_t> found;
  index.forEachContaining(p, [&](uint32_t box) { found.push_back(box); });
  return found;
}

TEST(BoxIndex, EmptyListContainsNothing) {
  EXPECT_TRUE(query(BoxIndex(), {0, 0, 0}).empty());
  EXPECT_TRUE(query(BoxIndex(std::vector<image::Box>{}), {0, 0, 0}).empty());
}

TEST(BoxIndex, OverlappingAndOutside) {
  BoxIndex index({{0, 2, 0, 4, 0, 4}, {1, 3, 2, 6, 2, 6}});
  EXPECT_EQ(query(index, {1, 3, 3}), (std::vector<uint32_t>{0, 1}));
  EXPECT_EQ(query(index, {0, 3, 3}), std::vector<uint32_t>{0});
  EXPECT_EQ(query(index, {2, 5, 5}), std::vector<uint32_t>{1});
  EXPECT_TRUE(query(index, {2, 0, 0}).empty()); // in the hull, in no box
  EXPECT_TRUE(query(index, {3, 3, 3}).empty()); // beyond the hull
}

class BoxIndexOf : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Boxes, BoxIndexOf, testing::Values(1, 4, 5, 64, 65, 200));

TEST_P(BoxIndexOf, AgreesWithItsDefinition) {
  Random random(1);
  auto range = [&](uint32_t &from, uint32_t &to) {
    from = uint32_t(random.in(0, 6));
    to = uint32_t(random.in(from + 1, 8));
  };
  std::vector<image::Box> boxes;
  for (int i = 0; i < GetParam(); ++i) {
    uint32_t c0, c1, y0, y1, x0, x1;
    range(c0, c1), range(y0, y1), range(x0, x1);
    boxes.push_back({c0, c1, y0, y1, x0, x1});
  }
  BoxIndex index(boxes);
  for (uint32_t c = 0; c < 9; ++c)
    for (uint32_t y = 0; y < 9; ++y)
      for (uint32_t x = 0; x < 9; ++x) {
        std::vector<uint32_t> expected;
        for (uint32_t i = 0; i < boxes.size(); ++i)
          if (contains(boxes[i], {c, y, x}))
            expected.push_back(i);
        ASSERT_EQ(query(index, {c, y, x}), expected);
      }
}

static std::vector<uint32_t> corners(const image::Box &b) {
  return {b.c0(), b.c1(), b.y0(), b.y1(), b.x0(), b.x1()};
}

TEST(Box, IntersectionAndHull) {
  using Corners = std::vector<uint32_t>;
  image::Box a(0, 4, 0, 4, 0, 4), b(2, 6, 3, 5, 0, 1), apart(4, 5, 0, 4, 0, 4);
  EXPECT_EQ(corners(intersection(a, b)), (Corners{2, 4, 3, 4, 0, 1}));
  EXPECT_EQ(volume(intersection(a, apart)), 0u);
  EXPECT_EQ(corners(hullOf({a, b})), (Corners{0, 6, 0, 5, 0, 4}));
}
