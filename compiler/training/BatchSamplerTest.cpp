// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/BatchSampler.h"
#include <gmock/gmock.h>
#include <set>

using testing::ElementsAre;

namespace nacre {

/// Image i is 2 x 3 pixels of value i; its label is i.
static Dataset numbered(int64_t images) {
  Dataset data{"numbered", 1, 2, 3, images, {}, {}};
  for (int64_t i = 0; i < images; ++i) {
    data.pixels.insert(data.pixels.end(), 6, uint8_t(i));
    data.labels.push_back(uint8_t(i));
  }
  return data;
}

static std::vector<int64_t> orderOf(const Dataset &data, uint64_t seed, int64_t epoch) {
  BatchSampler sampler(data, data.size(), 4, 0, seed, epoch);
  BatchSampler::Batch batch;
  std::vector<int64_t> order;
  while (sampler.next(batch))
    order.insert(order.end(), batch.labels.begin(), batch.labels.end());
  return order;
}

TEST(BatchSampler, EveryImageOnce) {
  Dataset data = numbered(10);
  std::vector<int64_t> order = orderOf(data, 1, 1);
  EXPECT_EQ(order.size(), 10u);
  EXPECT_EQ(std::set<int64_t>(order.begin(), order.end()).size(), 10u);
}

TEST(BatchSampler, SeedAndEpochDecideTheOrder) {
  Dataset data = numbered(30);
  EXPECT_EQ(orderOf(data, 1, 1), orderOf(data, 1, 1));
  EXPECT_NE(orderOf(data, 1, 1), orderOf(data, 1, 2));
  EXPECT_NE(orderOf(data, 1, 1), orderOf(data, 2, 1));
}

TEST(BatchSampler, BatchesAreNearlyEqual) {
  Dataset data = numbered(9); // 4 + 4 + 1 would leave a batch of one
  BatchSampler sampler(data, 9, 4, 0, 1, 1);
  BatchSampler::Batch batch;
  std::vector<size_t> sizes;
  while (sampler.next(batch))
    sizes.push_back(batch.labels.size());
  EXPECT_THAT(sizes, ElementsAre(3, 3, 3));
}

TEST(BatchSampler, LeavesHeldOutImagesAlone) {
  Dataset data = numbered(10);
  BatchSampler sampler(data, 6, 6, 0, 1, 1);
  BatchSampler::Batch batch;
  ASSERT_TRUE(sampler.next(batch));
  for (int64_t label : batch.labels)
    EXPECT_LT(label, 6);
  EXPECT_FALSE(sampler.next(batch));
}

TEST(BatchSampler, ShiftsImagesAndFillsWithZero) {
  Dataset data{"corner", 1, 2, 2, 1, {1, 2, 3, 4}, {0}};
  // All nine shifts by -1..1 of [[1, 2], [3, 4]].
  std::set<std::vector<float>> allowed = {{4, 0, 0, 0}, {3, 4, 0, 0}, {0, 3, 0, 0},
                                          {2, 0, 4, 0}, {1, 2, 3, 4}, {0, 1, 0, 3},
                                          {0, 0, 2, 0}, {0, 0, 1, 2}, {0, 0, 0, 1}};
  std::set<std::vector<float>> seen;
  for (int64_t epoch = 1; epoch <= 200; ++epoch) {
    BatchSampler sampler(data, 1, 2, 1, 1, epoch);
    BatchSampler::Batch batch;
    ASSERT_TRUE(sampler.next(batch));
    seen.insert(batch.pixels);
  }
  EXPECT_EQ(seen, allowed);
}

} // namespace nacre
