// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/reference/QannInterpreter.h"
#include "compiler/reference/testing/ParsedModule.h"

using namespace nacre;

namespace {

/// The scores of one image, of a network `C x H x W -> classes` made of `body`: from %x, the image
/// as real numbers, to %y, the scores.
struct Network : ParsedModule {
  Network(const std::string &shape, int classes, const std::string &body)
      : ParsedModule(
            "func.func @net(%image: tensor<?x" + shape + "xui8>) -> tensor<?x" +
            std::to_string(classes) + "xf32> {\n%x = qann.input %image {scale = 0.5 : f32, " +
            "zero_point = 100 : i32} : tensor<?x" + shape + "xui8> -> tensor<?x" + shape +
            "xf32>\n" + body + "\n%z = qann.output %y : tensor<?x" + std::to_string(classes) +
            "xf32>\nreturn %z : tensor<?x" + std::to_string(classes) + "xf32>\n}") {}

  QannInterpreter interpreter() {
    auto created = QannInterpreter::create(*module);
    EXPECT_TRUE(created) << created.error().text();
    return std::move(*created);
  }
  std::vector<double> scores(const std::vector<uint8_t> &image) {
    return interpreter().scores(image.data());
  }
};

using Scores = std::vector<double>;

TEST(QannInterpreter, ScalesTheImage) {
  Network network("1x1x3", 3, "%y = qann.flatten %x : tensor<?x1x1x3xf32> -> tensor<?x3xf32>");
  EXPECT_EQ(network.scores({100, 103, 90}), (Scores{0, 1.5, -5}));
}

TEST(QannInterpreter, RoundsHalvesUpOrToEven) {
  auto act = [](const std::string &rounding) {
    return Network("1x1x7", 7,
                   "%a = qann.act %x {step = array<f32: 1.0>, levels = 3 : i32, rounding = "
                   "#qann<rounding " +
                       rounding +
                       ">} : tensor<?x1x1x7xf32>\n"
                       "%y = qann.flatten %a : tensor<?x1x1x7xf32> -> tensor<?x7xf32>");
  };
  std::vector<uint8_t> image = {99, 101, 103, 105, 104, 200, 102}; // -0.5 0.5 1.5 2.5 2 50 1
  EXPECT_EQ(act("half_up").scores(image), (Scores{0, 1, 2, 3, 2, 3, 1}));
  EXPECT_EQ(act("half_even").scores(image), (Scores{0, 0, 2, 2, 2, 3, 1}));
}

TEST(QannInterpreter, QuantizesPerChannel) {
  Network network("2x1x1", 2,
                  "%a = qann.act %x {step = array<f32: 0.25, 2.0>, levels = 15 : i32}"
                  " : tensor<?x2x1x1xf32>\n"
                  "%y = qann.flatten %a : tensor<?x2x1x1xf32> -> tensor<?x2xf32>");
  EXPECT_EQ(network.scores({103, 103}), (Scores{1.5, 2.0})); // 1.5/0.25 = 6 steps; 0.75 -> 1 step
}

TEST(QannInterpreter, Pools) {
  Network average("1x2x4", 2,
                  "%p = qann.avg_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>}"
                  " : tensor<?x1x2x4xf32> -> tensor<?x1x1x2xf32>\n"
                  "%y = qann.flatten %p : tensor<?x1x1x2xf32> -> tensor<?x2xf32>");
  Network maximum("1x2x4", 3,
                  "%p = qann.max_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 2, 1>}"
                  " : tensor<?x1x2x4xf32> -> tensor<?x1x1x3xf32>\n"
                  "%y = qann.flatten %p : tensor<?x1x1x3xf32> -> tensor<?x3xf32>");
  std::vector<uint8_t> image = {100, 102, 104, 90,  //  0  1  2 -5
                                106, 100, 96,  92}; //  3  0 -2 -4
  EXPECT_EQ(average.scores(image), (Scores{1.0, -2.25}));
  EXPECT_EQ(maximum.scores(image), (Scores{3, 2, 2}));
}

TEST(QannInterpreter, PaddingIsNoMaximum) {
  Network network("1x2x3", 2,
                  "%p = qann.max_pool %x {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, "
                  "pads = array<i64: 1, 1, 1, 1>} : tensor<?x1x2x3xf32> -> tensor<?x1x1x2xf32>\n"
                  "%y = qann.flatten %p : tensor<?x1x1x2xf32> -> tensor<?x2xf32>");
  EXPECT_EQ(network.scores({90, 98, 94, 92, 96, 80}), (Scores{-1, -1})); // all below 0
  EXPECT_EQ(network.scores({90, 92, 94, 98, 80, 70}), (Scores{-1, -3}));
}

TEST(QannInterpreter, AddsAndNormalises) {
  Network network("2x1x1", 2,
                  "%n = qann.batch_norm %x {gamma = array<f32: 2.0, 1.0>, beta = array<f32: 1.0, "
                  "0.0>, mean = array<f32: 3.0, 0.0>, variance = array<f32: 3.0, 0.0>, epsilon = "
                  "1.0 : f32} : tensor<?x2x1x1xf32>\n"
                  "%s = qann.add %n, %x : tensor<?x2x1x1xf32>\n"
                  "%y = qann.flatten %s : tensor<?x2x1x1xf32> -> tensor<?x2xf32>");
  // 2 * (5 - 3) / sqrt(3 + 1) + 1 = 3, plus 5; 2 / sqrt(1), plus 2.
  EXPECT_EQ(network.scores({110, 104}), (Scores{8, 4}));
  EXPECT_EQ(network.interpreter().parameterCount(), 4);
}

TEST(QannInterpreter, LinearAppliesScaleThenBias) {
  Network network("1x1x2", 2,
                  "%f = qann.flatten %x : tensor<?x1x1x2xf32> -> tensor<?x2xf32>\n"
                  "%y = qann.linear %f {weight = dense<[[3, -1], [2, 7]]> : tensor<2x2xi8>, "
                  "weight_bits = 4 : i32, weight_scale = array<f32: 0.5, 0.25>, "
                  "bias = array<f32: 10.0, -1.0>} : tensor<?x2xf32> -> tensor<?x2xf32>");
  EXPECT_EQ(network.scores({102, 108}), (Scores{0.5 * (3 - 4) + 10, 0.25 * (2 + 28) - 1}));
  EXPECT_EQ(network.interpreter().macsPerSample(), 4);
  EXPECT_EQ(network.interpreter().parameterCount(), 6);
}

TEST(QannInterpreter, TiesGoToTheLowestClass) {
  Network network("1x1x3", 3, "%y = qann.flatten %x : tensor<?x1x1x3xf32> -> tensor<?x3xf32>");
  std::vector<uint8_t> tie = {1, 7, 7};
  EXPECT_EQ(network.interpreter().classify(tie.data()), 1);
}

struct ConvolutionCase {
  int64_t inputs, rows, columns, outputs, kernelRows, kernelColumns, strideY, strideX, top, left,
      bottom, right, dilationY, dilationX, groups;
};

class QannConvolution : public testing::TestWithParam<ConvolutionCase> {};

// The definition in docs/semantics/qann.md, for each output on its own.
TEST_P(QannConvolution, EqualsItsDefinition) {
  ConvolutionCase c = GetParam();
  auto outputs = [](int64_t size, int64_t pads, int64_t kernel, int64_t dilation, int64_t stride) {
    return (size + pads - dilation * (kernel - 1) - 1) / stride + 1;
  };
  int64_t rows = outputs(c.rows, c.top + c.bottom, c.kernelRows, c.dilationY, c.strideY);
  int64_t columns = outputs(c.columns, c.left + c.right, c.kernelColumns, c.dilationX, c.strideX);
  int64_t groupInputs = c.inputs / c.groups, classes = c.outputs * rows * columns;
  std::vector<int> weights =
      scrambled(size_t(c.outputs * groupInputs * c.kernelRows * c.kernelColumns), -7, 7);
  std::vector<int> pixels = scrambled(size_t(c.inputs * c.rows * c.columns), 0, 255);
  std::vector<int> bias = scrambled(size_t(c.outputs), -50, 50);

  Scores expected;
  int64_t macs = 0;
  for (int64_t o = 0; o < c.outputs; ++o)
    for (int64_t y = 0; y < rows; ++y)
      for (int64_t x = 0; x < columns; ++x) {
        double sum = 0;
        for (int64_t i = 0; i < groupInputs; ++i)
          for (int64_t ky = 0; ky < c.kernelRows; ++ky)
            for (int64_t kx = 0; kx < c.kernelColumns; ++kx) {
              int64_t inY = y * c.strideY + ky * c.dilationY - c.top;
              int64_t inX = x * c.strideX + kx * c.dilationX - c.left;
              if (inY < 0 || inY >= c.rows || inX < 0 || inX >= c.columns)
                continue;
              int64_t channel = o / (c.outputs / c.groups) * groupInputs + i;
              sum += weights[size_t(((o * groupInputs + i) * c.kernelRows + ky) * c.kernelColumns +
                                    kx)] *
                     0.5 * (pixels[size_t((channel * c.rows + inY) * c.columns + inX)] - 100);
              ++macs;
            }
        expected.push_back(0.25 * sum + bias[size_t(o)]);
      }

  auto shape = [](std::initializer_list<int64_t> sizes) {
    std::string text;
    for (int64_t size : sizes)
      text += (text.empty() ? "" : "x") + std::to_string(size);
    return text;
  };
  std::string in = shape({c.inputs, c.rows, c.columns}), out = shape({c.outputs, rows, columns});
  Network network(
      in, int(classes),
      "%c = qann.conv2d %x {weight = dense<\"0x" + hexBytes(weights) + "\"> : tensor<" +
          shape({c.outputs, groupInputs, c.kernelRows, c.kernelColumns}) +
          "xi8>, weight_bits = 4 : i32, weight_scale = array<f32: 0.25>, bias = array<f32: " +
          commaSeparated(std::vector<double>(bias.begin(), bias.end())) +
          ">, strides = array<i64: " + commaSeparated(std::vector<int64_t>{c.strideY, c.strideX}) +
          ">, pads = array<i64: " +
          commaSeparated(std::vector<int64_t>{c.top, c.left, c.bottom, c.right}) +
          ">, dilations = array<i64: " +
          commaSeparated(std::vector<int64_t>{c.dilationY, c.dilationX}) +
          ">, groups = " + std::to_string(c.groups) + " : i64} : tensor<?x" + in +
          "xf32> -> tensor<?x" + out + "xf32>\n%y = qann.flatten %c : tensor<?x" + out +
          "xf32> -> tensor<?x" + std::to_string(classes) + "xf32>");
  EXPECT_EQ(network.scores(std::vector<uint8_t>(pixels.begin(), pixels.end())), expected);
  EXPECT_EQ(network.interpreter().macsPerSample(), macs);
}

INSTANTIATE_TEST_SUITE_P(
    Geometries, QannConvolution,
    testing::Values(
        ConvolutionCase{1, 5, 5, 2, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1},   // plain
        ConvolutionCase{2, 6, 5, 3, 3, 2, 2, 1, 1, 0, 2, 1, 1, 1, 1},   // uneven pads
        ConvolutionCase{4, 7, 7, 6, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 2},   // groups
        ConvolutionCase{3, 8, 8, 3, 3, 3, 1, 1, 2, 2, 2, 2, 2, 2, 3},   // depthwise, dilated
        ConvolutionCase{1, 3, 3, 2, 1, 1, 3, 2, 2, 3, 0, 0, 1, 1, 1})); // pads beyond kernel

TEST(QannInterpreter, RefusesAModuleWithoutOutput) {
  ParsedModule module("func.func @f(%x: tensor<1x2xf32>) { return }");
  auto created = QannInterpreter::create(*module.module);
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().message, "no qann.output in the module");
}

TEST(QannInterpreter, RefusesForeignOperations) {
  Network network("1x1x2", 2,
                  "%c = builtin.unrealized_conversion_cast %x : tensor<?x1x1x2xf32> to "
                  "tensor<?x1x1x2xf32>\n"
                  "%y = qann.flatten %c : tensor<?x1x1x2xf32> -> tensor<?x2xf32>");
  auto created = QannInterpreter::create(*network.module);
  ASSERT_FALSE(created);
  EXPECT_NE(created.error().message.find("unrealized_conversion_cast"), std::string::npos);
}

} // namespace
