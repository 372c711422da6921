// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/SynapseBlock.h"
#include <gtest/gtest.h>

using namespace nacre;

static Window axis(int64_t kernel, int64_t stride, int64_t pad) {
  Window w;
  w.kernel = kernel, w.stride = stride, w.padBefore = pad;
  return w;
}

static int64_t spike(const SynapseBlock &block, Point from, std::vector<int32_t> &sum) {
  block.accumulate(&from, 1, sum.data());
  return block.accumulates(from);
}

TEST(SynapseBlock, DenseAddsOneColumnOfTheMatrix) {
  // Two targets, source of one channel and three columns.
  const int8_t weights[] = {1, 2, 3, 10, 20, 30};
  Connection c{{axis(1, 1, 0), axis(3, 1, 0)}, 1, 1, 2};
  SynapseBlock block(c, {0, 1, 0, 1, 0, 3}, {0, 2, 0, 1, 0, 1},
                     std::make_shared<Kernel>(c, weights, 0, 2));
  std::vector<int32_t> sum(2);
  EXPECT_EQ(spike(block, {0, 0, 1}, sum), 2);
  EXPECT_EQ(sum, (std::vector<int32_t>{2, 20}));
  block.accumulateTimes({0, 0, 2}, -3, sum.data());
  EXPECT_EQ(sum, (std::vector<int32_t>{2 - 9, 20 - 90}));
  EXPECT_EQ(block.synapses(), 6);
  EXPECT_EQ(block.nonZeros({0, 0, 1}), 2);
}

TEST(SynapseBlock, CountsTheWeightsThatAreNotZero) {
  // Two targets; a row of 3, kernel 3 with padding 1 and stride 1, the middle tap of target 1 is 0.
  const int8_t weights[] = {1, 2, 3, 4, 0, 6};
  Connection c{{axis(1, 1, 0), axis(3, 1, 1)}, 1, 1, 2};
  SynapseBlock block(c, {0, 1, 0, 1, 0, 3}, {0, 2, 0, 1, 0, 3},
                     std::make_shared<Kernel>(c, weights, 0, 2));
  // The ends reach two outputs, one of them through the middle tap; the middle reaches three.
  EXPECT_EQ(block.nonZeros({0, 0, 0}), 3);
  EXPECT_EQ(block.nonZeros({0, 0, 1}), 5);
  EXPECT_EQ(block.nonZeros({0, 0, 2}), 3);
}

TEST(SynapseBlock, ConvolutionMirrorsTheKernel) {
  // 3x3 kernel 1..9 over 3x3, padding 1: a spike in the centre leaves the mirrored kernel.
  const int8_t weights[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  Connection c{{axis(3, 1, 1), axis(3, 1, 1)}, 1, 1, 1};
  auto kernel = std::make_shared<Kernel>(c, weights, 0, 1);
  SynapseBlock block(c, {0, 1, 0, 3, 0, 3}, {0, 1, 0, 3, 0, 3}, kernel);
  std::vector<int32_t> sum(9);
  EXPECT_EQ(spike(block, {0, 1, 1}, sum), 9);
  EXPECT_EQ(sum, (std::vector<int32_t>{9, 8, 7, 6, 5, 4, 3, 2, 1}));
  // 4 corners reach 4 outputs, 4 edges 6, the centre 9.
  EXPECT_EQ(block.synapses(), 4 * 4 + 4 * 6 + 9);

  // The right half of the outputs only.
  SynapseBlock right(c, {0, 1, 0, 3, 0, 3}, {0, 1, 0, 3, 2, 3}, kernel);
  std::vector<int32_t> column(3);
  EXPECT_EQ(spike(right, {0, 1, 1}, column), 3);
  EXPECT_EQ(column, (std::vector<int32_t>{7, 4, 1}));
  EXPECT_EQ(spike(right, {0, 1, 0}, column), 0);
}

TEST(SynapseBlock, StrideSkipsOutputs) {
  // One row of 5, kernel 3, stride 2, no padding: outputs 0 and 1 read {0,1,2} and {2,3,4}.
  const int8_t weights[] = {1, 2, 3};
  Connection c{{axis(1, 1, 0), axis(3, 2, 0)}, 1, 1, 1};
  SynapseBlock block(c, {0, 1, 0, 1, 0, 5}, {0, 1, 0, 1, 0, 2},
                     std::make_shared<Kernel>(c, weights, 0, 1));
  const std::vector<int32_t> expected[] = {{1, 0}, {2, 0}, {3, 1}, {0, 2}, {0, 3}};
  for (uint32_t x = 0; x < 5; ++x) {
    std::vector<int32_t> sum(2);
    EXPECT_EQ(spike(block, {0, 0, x}, sum), x == 2 ? 2 : 1);
    EXPECT_EQ(sum, expected[x]) << x;
  }
}

TEST(SynapseBlock, GroupsKeepApart) {
  // Two groups of one source and two targets each; the slice holds targets 1 and 2.
  const int8_t weights[] = {1, 2, 3, 4};
  Connection c{{axis(1, 1, 0), axis(1, 1, 0)}, 2, 2, 4};
  SynapseBlock block(c, {0, 2, 0, 1, 0, 1}, {1, 3, 0, 1, 0, 1},
                     std::make_shared<Kernel>(c, weights, 1, 3));
  std::vector<int32_t> sum(2);
  EXPECT_EQ(spike(block, {0, 0, 0}, sum), 1);
  EXPECT_EQ(sum, (std::vector<int32_t>{2, 0}));
  EXPECT_EQ(spike(block, {1, 0, 0}, sum), 1);
  EXPECT_EQ(sum, (std::vector<int32_t>{2, 3}));
}

TEST(SynapseBlock, AddsSeveralSpikesOverManyTargets) {
  // Target t has weights t - 50 and 2 t - 100 for the two sources.
  constexpr uint32_t targets = 99;
  std::vector<int8_t> weights;
  for (int32_t t = 0; t < int32_t(targets); ++t)
    weights.push_back(int8_t(t - 50)), weights.push_back(int8_t(2 * t - 100));
  Connection c{{axis(1, 1, 0), axis(2, 1, 0)}, 1, 1, targets};
  SynapseBlock block(c, {0, 1, 0, 1, 0, 2}, {0, targets, 0, 1, 0, 1},
                     std::make_shared<Kernel>(c, weights.data(), 0, targets));
  const Point spikes[] = {{0, 0, 1}, {0, 0, 0}, {0, 0, 1}};
  std::vector<int32_t> sum(targets, 1000);
  block.accumulate(spikes, 3, sum.data());
  for (int32_t t = 0; t < int32_t(targets); ++t)
    EXPECT_EQ(sum[size_t(t)], 1000 + 5 * (t - 50));
}
