// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/reference/Synapses.h"
#include "compiler/reference/testing/ParsedModule.h"

using namespace nacre;

namespace {

/// A network with one layer, `line`, from %in (spikes of the given shape).
ParsedModule withLayer(const std::string &shape, const std::string &line) {
  return ParsedModule("func.func @f(%in: tensor<" + shape + "xi1>) {\n" + line + "\nreturn\n}");
}

TEST(Synapses, ConvolutionEqualsItsDefinition) {
  // 4 x 6 x 5, two groups, 3 x 2 kernel, stride (2, 1), pads (1, 0, 2, 1), dilation (1, 2).
  const int64_t inputs = 4, rows = 6, columns = 5, outputs = 6, groups = 2, kernelRows = 3,
                kernelColumns = 2;
  const int64_t outRows = (6 + 3 - 3) / 2 + 1, outColumns = (5 + 1 - 3) / 1 + 1;
  std::vector<int> weights =
      scrambled(size_t(outputs * inputs / groups * kernelRows * kernelColumns), -8, 7);
  ParsedModule module = withLayer(
      "4x6x5", "%c = snn.conv2d %in {weight = dense<\"0x" + hexBytes(weights) +
                   "\"> : tensor<6x2x3x2xi8>, weight_bits = 4 : i32, strides = array<i64: 2, 1>, "
                   "pads = array<i64: 1, 0, 2, 1>, dilations = array<i64: 1, 2>, groups = 2 : i64}"
                   " : tensor<4x6x5xi1> -> tensor<6x4x4xi32>");
  ASSERT_EQ(outRows * 10 + outColumns, 44);
  Synapses synapses(module.first<snn::Conv2DOp>());
  std::vector<int> source = scrambled(size_t(inputs * rows * columns), -2, 2);

  std::vector<int32_t> accumulators(synapses.targetCount());
  int64_t operations = 0;
  for (size_t neuron = 0; neuron < source.size(); ++neuron)
    if (source[neuron])
      operations += synapses.add(neuron, source[neuron], accumulators.data());

  int64_t expectedOperations = 0;
  for (int64_t o = 0; o < outputs; ++o)
    for (int64_t y = 0; y < outRows; ++y)
      for (int64_t x = 0; x < outColumns; ++x) {
        int64_t sum = 0;
        for (int64_t i = 0; i < 2; ++i)
          for (int64_t ky = 0; ky < kernelRows; ++ky)
            for (int64_t kx = 0; kx < kernelColumns; ++kx) {
              int64_t inY = y * 2 + ky - 1, inX = x + kx * 2;
              if (inY < 0 || inY >= rows || inX >= columns)
                continue;
              int value = source[size_t(((o / 3 * 2 + i) * rows + inY) * columns + inX)];
              sum += value * weights[size_t(((o * 2 + i) * 3 + ky) * 2 + kx)];
              expectedOperations += value != 0;
            }
        EXPECT_EQ(accumulators[size_t((y * outColumns + x) * outputs + o)], sum)
            << o << "," << y << "," << x;
      }
  EXPECT_EQ(operations, expectedOperations);
}

TEST(Synapses, LinearReadsTheSourceInIndexOrder) {
  ParsedModule module =
      withLayer("1x2x2", "%c = snn.linear %in {weight = dense<[[1, 2, 3, 4], [-5, 6, -7, 0]]> : "
                         "tensor<2x4xi8>, weight_bits = 4 : i32} : tensor<1x2x2xi1> -> "
                         "tensor<2x1x1xi32>");
  Synapses synapses(module.first<snn::LinearOp>());
  std::vector<int32_t> accumulators(2);
  EXPECT_EQ(synapses.add(0, 1, accumulators.data()), 2);
  EXPECT_EQ(synapses.add(3, 10, accumulators.data()), 2); // also where the weight is 0
  EXPECT_EQ(accumulators, (std::vector<int32_t>{41, -5}));
  EXPECT_EQ(synapses.worstCase(255), 255 * (5 + 6 + 7));
}

TEST(Synapses, SparseGoWhereTheyAreGiven) {
  // From 3 neurons to 2 x 1 x 2: neuron (c, 0, x) is number 2c + x and accumulator 2x + c.
  ParsedModule module = withLayer(
      "3x1x1", "%c = snn.sparse %in {offsets = dense<[0, 2, 2, 3]> : tensor<4xi32>, targets = "
               "dense<[1, 2, 3]> : tensor<3xi32>, weight = dense<[5, -6, 0]> : tensor<3xi8>, "
               "weight_bits = 4 : i32} : tensor<3x1x1xi1> -> tensor<2x1x2xi32>");
  Synapses synapses(module.first<snn::SparseOp>());
  std::vector<int32_t> accumulators(4);
  EXPECT_EQ(synapses.sourceCount(), 3u);
  EXPECT_EQ(synapses.add(0, 1, accumulators.data()), 2);
  EXPECT_EQ(synapses.add(1, 1, accumulators.data()), 0);
  EXPECT_EQ(synapses.add(2, 1, accumulators.data()), 1); // also where the weight is 0
  EXPECT_EQ(accumulators, (std::vector<int32_t>{0, -6, 5, 0}));
  EXPECT_EQ(synapses.worstCase(1), 6);
}

TEST(Synapses, PaddingHasNone) {
  // A corner of a 3 x 3 map reaches 4 outputs of a padded 3 x 3 kernel, the middle all 9.
  ParsedModule module =
      withLayer("1x3x3", "%c = snn.conv2d %in {weight = dense<1> : tensor<2x1x3x3xi8>, weight_bits "
                         "= 2 : i32, pads = array<i64: 1, 1, 1, 1>} : tensor<1x3x3xi1> -> "
                         "tensor<2x3x3xi32>");
  Synapses synapses(module.first<snn::Conv2DOp>());
  std::vector<int32_t> accumulators(18);
  EXPECT_EQ(synapses.add(0, 1, accumulators.data()), 2 * 4);
  EXPECT_EQ(synapses.add(4, 1, accumulators.data()), 2 * 9);
}

} // namespace
