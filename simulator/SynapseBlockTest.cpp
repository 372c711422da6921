// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/SynapseBlock.h"
#include "hw_models/image/ChipImage.h"
#include <gtest/gtest.h>
#include <random>

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
                     std::make_shared<Kernel>(c, weights, 0, targets));
  const Point spikes[] = {{0, 0, 1}, {0, 0, 0}, {0, 0, 1}};
  std::vector<int32_t> sum(targets, 1000);
  block.accumulate(spikes, 3, sum.data());
  for (int32_t t = 0; t < int32_t(targets); ++t)
    EXPECT_EQ(sum[size_t(t)], 1000 + 5 * (t - 50));
}

namespace {

/// A connection, boxes and spikes drawn at random, and what the definition of a window makes of
/// them, output by output.
class RandomBlock {
  std::mt19937 random;
  Connection connection;
  bool wide; ///< weights of two bytes
  std::vector<int16_t> weights;
  image::Box source, target;

  uint32_t draw(uint32_t from, uint32_t to) { return from + uint32_t(random() % (to - from + 1)); }

  Window drawWindow(uint32_t size) {
    Window w;
    w.kernel = draw(1, size);
    w.stride = draw(1, 3), w.dilation = draw(1, 2), w.padBefore = draw(0, 2);
    w.padAfter = w.extent(); // at least one output
    return w;
  }

  /// Part of an axis or all of it.
  std::pair<uint32_t, uint32_t> drawRange(uint32_t size) {
    uint32_t from = random() % 2 ? 0 : draw(0, size - 1);
    return {from, random() % 2 ? size : draw(from + 1, size)};
  }

  image::Box drawBox(uint32_t channels, uint32_t height, uint32_t width) {
    auto [c0, c1] = drawRange(channels);
    auto [y0, y1] = drawRange(height);
    auto [x0, x1] = drawRange(width);
    return {c0, c1, y0, y1, x0, x1};
  }

  int32_t weight(Point from, Point to) const {
    const uint32_t perGroup = connection.sourceChannels / connection.groups;
    if (from.c / perGroup != to.c / (connection.targetChannels / connection.groups))
      return 0;
    const Window &y = connection.window.y, &x = connection.window.x;
    const int16_t *kernel =
        &weights[(to.c * perGroup + from.c % perGroup) * size_t(y.kernel * x.kernel)];
    for (int64_t ky = 0; ky < y.kernel; ++ky)
      for (int64_t kx = 0; kx < x.kernel; ++kx)
        if (y.inputOf(to.y, ky) == from.y && x.inputOf(to.x, kx) == from.x)
          return kernel[ky * x.kernel + kx];
    return 0;
  }

public:
  std::vector<Point> spikes;

  RandomBlock(uint32_t seed, uint32_t activityPercent) : random(seed), wide(seed % 4 == 0) {
    const uint32_t height = draw(1, 4), width = draw(1, 5);
    connection.window = {drawWindow(height), drawWindow(width)};
    connection.groups = draw(1, 3);
    connection.sourceChannels = connection.groups * draw(1, 40);
    connection.targetChannels = connection.groups * draw(1, 25);
    weights.resize(size_t(connection.targetChannels) * connection.sourceChannels /
                   connection.groups *
                   size_t(connection.window.y.kernel * connection.window.x.kernel));
    for (int16_t &w : weights)
      w = wide ? int16_t(random()) : int8_t(random());
    source = drawBox(connection.sourceChannels, height, width);
    target = drawBox(connection.targetChannels, uint32_t(connection.window.y.outputs(height)),
                     random() % 3 ? uint32_t(connection.window.x.outputs(width)) : 1);
    for (uint32_t y = source.y0(); y < source.y1(); ++y)
      for (uint32_t x = source.x0(); x < source.x1(); ++x)
        for (uint32_t c = source.c0(); c < source.c1(); ++c)
          if (draw(1, 100) <= activityPercent)
            spikes.insert(spikes.end(), draw(1, 3), {c, y, x});
  }

  void shuffle() {
    for (size_t i = 1; i < spikes.size(); ++i)
      std::swap(spikes[i], spikes[draw(0, uint32_t(i))]);
  }

  std::vector<int32_t> sums() const {
    const std::vector<int8_t> bytes(weights.begin(), weights.end());
    SynapseBlock block(connection, source, target,
                       std::make_shared<Kernel>(connection,
                                                wide ? WeightSpan(weights) : WeightSpan(bytes),
                                                target.c0(), target.c1()));
    std::vector<int32_t> sums(volume(target), 1 << 20);
    block.accumulate(spikes.data(), spikes.size(), sums.data());
    return sums;
  }

  std::vector<int32_t> expected() const {
    std::vector<int32_t> sums;
    for (uint32_t y = target.y0(); y < target.y1(); ++y)
      for (uint32_t x = target.x0(); x < target.x1(); ++x)
        for (uint32_t c = target.c0(); c < target.c1(); ++c) {
          sums.push_back(1 << 20);
          for (Point from : spikes)
            sums.back() += weight(from, {c, y, x});
        }
    return sums;
  }
};

} // namespace

TEST(SynapseBlock, ManySpikesAddTheWeightsOfTheirWindows) {
  for (uint32_t activityPercent : {2, 20, 50, 100})
    for (uint32_t seed = 0; seed < 60; ++seed) {
      RandomBlock block(seed, activityPercent);
      ASSERT_EQ(block.sums(), block.expected()) << seed << ", " << activityPercent << " %";
      block.shuffle();
      ASSERT_EQ(block.sums(), block.expected()) << seed << ", " << activityPercent << " %";
    }
}

TEST(SynapseBlock, HundredsOfSpikesOfOnePositionDoNotOverflow) {
  // 600 channels of one position, all weights -128, into a row of two and into a single neuron.
  const std::vector<int8_t> weights(600, -128);
  Connection c{{axis(1, 1, 0), axis(1, 1, 0)}, 1, 600, 1};
  std::vector<Point> spikes;
  for (uint32_t channel = 0; channel < 600; ++channel)
    spikes.push_back({channel, 0, 1});
  auto kernel = std::make_shared<Kernel>(c, weights, 0, 1);
  std::vector<int32_t> row(2), single(1);
  SynapseBlock(c, {0, 600, 0, 1, 0, 2}, {0, 1, 0, 1, 0, 2}, kernel)
      .accumulate(spikes.data(), spikes.size(), row.data());
  EXPECT_EQ(row, (std::vector<int32_t>{0, -76800}));
  SynapseBlock(c, {0, 600, 0, 1, 0, 2}, {0, 1, 0, 1, 1, 2}, kernel)
      .accumulate(spikes.data(), spikes.size(), single.data());
  EXPECT_EQ(single, (std::vector<int32_t>{-76800}));
}
