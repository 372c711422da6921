// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/TorchGraph.h"
#include "compiler/networks/NetworkBuilder.h"
#include "compiler/networks/QuantizeUntrained.h"
#include "compiler/reference/QannInterpreter.h"
#include "compiler/training/TensorData.h"
#include "compiler/transforms/QuantizeWeights.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include <ATen/ATen.h>
#include <gmock/gmock.h>

using namespace mlir;
using testing::ElementsAre;
using testing::HasSubstr;

namespace nacre {

struct TorchGraphTest : testing::Test {
  MLIRContext context;
  OwningOpRef<ModuleOp> module;

  /// A network from a 1 x 2 x 2 image to `classes` scores.
  Result<TorchGraph> graph(const std::string &body, int classes) {
    context.loadDialect<qann::QannDialect, func::FuncDialect>();
    std::string scores = "tensor<?x" + std::to_string(classes) + "xf32>";
    module = parseSourceString<ModuleOp>(
        "func.func @f(%image: tensor<?x1x2x2xui8>) -> " + scores + "{" + body +
            " %out = qann.output %scores : " + scores + " return %out : " + scores + "}",
        &context);
    EXPECT_TRUE(module);
    return TorchGraph::create(*module);
  }

  /// Of the image 2 4 / 6 8.
  static std::vector<float> infer(const TorchGraph &graph) {
    return valuesOf(graph.infer(tensorOf({2, 4, 6, 8}).view({1, 1, 2, 2})));
  }
};

// Pixels 2 4 / 6 8 as 0 1 / 2 3.
static const std::string input = R"(
  %x = qann.input %image {scale = 0.5 : f32, zero_point = 2 : i32}
    : tensor<?x1x2x2xui8> -> tensor<?x1x2x2xf32>
)";
static const std::string flatten =
    " %scores = qann.flatten %y : tensor<?x1x2x2xf32> -> tensor<?x4xf32>";

TEST_F(TorchGraphTest, ConvolutionWithUnevenPads) {
  auto g = graph(input + R"(
    %y = qann.conv2d %x {weight = dense<[[[[1.0, 2.0], [3.0, 4.0]]]]> : tensor<1x1x2x2xf32>,
      bias = array<f32: 10.0>, pads = array<i64: 1, 0, 0, 1>}
      : tensor<?x1x2x2xf32> -> tensor<?x1x2x2xf32>)" +
                     flatten,
                 4);
  ASSERT_TRUE(g) << g.error().message;
  // A row of zeros above, a column of zeros to the right.
  EXPECT_THAT(infer(*g), ElementsAre(10 + 4, 10 + 3, 10 + 2 + 6 + 12, 10 + 1 + 9));
}

TEST_F(TorchGraphTest, IntegerWeightsStandForRealOnes) {
  auto g = graph(input + R"(
    %v = qann.flatten %x : tensor<?x1x2x2xf32> -> tensor<?x4xf32>
    %scores = qann.linear %v {weight = dense<[[1, 1, 1, 1], [0, 0, -2, 3]]> : tensor<2x4xi8>,
      weight_scale = array<f32: 0.5, 0.25>, weight_bits = 3 : i32, bias = array<f32: 0.0, 1.0>}
      : tensor<?x4xf32> -> tensor<?x2xf32>)",
                 2);
  ASSERT_TRUE(g) << g.error().message;
  EXPECT_THAT(infer(*g), ElementsAre(3, 1 + 0.25 * (-4 + 9)));
}

TEST_F(TorchGraphTest, BatchNormUsesItsStatistics) {
  auto g = graph(input + R"(
    %y = qann.batch_norm %x {gamma = array<f32: 6.0>, beta = array<f32: 1.0>,
      mean = array<f32: 1.0>, variance = array<f32: 3.0>, epsilon = 1.0 : f32}
      : tensor<?x1x2x2xf32>)" +
                     flatten,
                 4);
  ASSERT_TRUE(g) << g.error().message;
  EXPECT_THAT(infer(*g), ElementsAre(-2, 1, 4, 7));
}

TEST_F(TorchGraphTest, ActRoundsAsItsAttributeSays) {
  // x / step is 0, 0.5, 1, 1.5
  for (auto [rounding, half] : {std::pair("half_up", 2.0f), {"half_even", 0.0f}}) {
    auto g = graph(input + R"(
      %y = qann.act %x {step = array<f32: 2.0>, levels = 1 : i32, rounding = #qann<rounding )" +
                       rounding + ">} : tensor<?x1x2x2xf32>" + flatten,
                   4);
    ASSERT_TRUE(g) << g.error().message;
    EXPECT_THAT(infer(*g), ElementsAre(0, half, 2, 2)) << rounding;
  }
}

TEST_F(TorchGraphTest, PoolsAndResidualSums) {
  auto g = graph(input + R"(
    %a = qann.avg_pool %x {kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>}
      : tensor<?x1x2x2xf32> -> tensor<?x1x1x1xf32>
    %m = qann.max_pool %x {kernel = array<i64: 1, 2>, strides = array<i64: 2, 2>}
      : tensor<?x1x2x2xf32> -> tensor<?x1x1x1xf32>
    %s = qann.add %a, %m : tensor<?x1x1x1xf32>
    %v = qann.flatten %s : tensor<?x1x1x1xf32> -> tensor<?x1xf32>
    %scores = qann.linear %v {weight = dense<[[1.0], [-1.0]]> : tensor<2x1xf32>}
      : tensor<?x1xf32> -> tensor<?x2xf32>)",
                 2);
  ASSERT_TRUE(g) << g.error().message;
  EXPECT_THAT(infer(*g), ElementsAre(1.5 + 1, -2.5));
}

TEST_F(TorchGraphTest, PaddingIsNoMaximum) {
  auto g = graph(input + R"(
    %n = qann.conv2d %x {weight = dense<-1.0> : tensor<1x1x1x1xf32>, bias = array<f32: -1.0>}
      : tensor<?x1x2x2xf32> -> tensor<?x1x2x2xf32>
    %y = qann.max_pool %n {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>,
      pads = array<i64: 1, 1, 1, 1>} : tensor<?x1x2x2xf32> -> tensor<?x1x2x2xf32>)" +
                     flatten,
                 4);
  ASSERT_TRUE(g) << g.error().message;
  EXPECT_THAT(infer(*g), ElementsAre(-1, -2, -3, -4));
}

// Strides, groups, padded pools and shortcuts, against the interpreter.
TEST_F(TorchGraphTest, InfersWhatTheInterpreterComputes) {
  constexpr PixelStatistics pixels = {128, 60};
  NetworkBuilder network(&context, "small", 3, 16, 16, 1);
  network.input(pixels).conv2d(8, 7, 3, 2).batchNorm().act().maxPool(3, 2, 1);
  Value shortcut = network.current();
  network.conv2d(8, 3, 1, 1, 8).batchNorm().act().conv2d(8, 1).batchNorm();
  network.add(shortcut).act().conv2d(16, 3, 1, 2, 4).batchNorm().act();
  module = network.globalAvgPool().flatten().linear(10).finish();
  quantizeUntrained(*module, pixels, 8, 15);
  auto graph = TorchGraph::create(*module);
  ASSERT_TRUE(graph) << graph.error().message;
  auto interpreter = QannInterpreter::create(*module);
  ASSERT_TRUE(interpreter);
  std::mt19937 random(1);
  std::vector<uint8_t> image(3 * 16 * 16);
  for (uint8_t &pixel : image)
    pixel = uint8_t(random());
  std::vector<float> floats(image.begin(), image.end());
  at::Tensor scores = graph->infer(tensorOf(floats).view({1, 3, 16, 16}));
  std::vector<double> expected = interpreter->scores(image.data());
  for (int64_t c = 0; c < 10; ++c)
    EXPECT_NEAR(scores[0][c].item<double>(), expected[size_t(c)], 1e-4);
}

static const std::string realLinear = R"(
    %v = qann.flatten %x : tensor<?x1x2x2xf32> -> tensor<?x4xf32>
    %scores = qann.linear %v {weight = dense<[[0.1, 0.2, 0.33, 0.7], [-2.0, 0.0, 1.0, 3.0]]>
      : tensor<2x4xf32>, bias = array<f32: 0.0, 0.0>} : tensor<?x4xf32> -> tensor<?x2xf32>)";

/// Scores behind a hidden layer: one scale a channel there, one for all here.
static const std::string twoLayers = R"(
    %v = qann.flatten %x : tensor<?x1x2x2xf32> -> tensor<?x4xf32>
    %h = qann.linear %v {weight = dense<[[0.1, 0.2, 0.33, 0.7], [-2.0, 0.0, 1.0, 3.0]]>
      : tensor<2x4xf32>} : tensor<?x4xf32> -> tensor<?x2xf32>
    %scores = qann.linear %h {weight = dense<[[0.5, 0.1], [1.5, -2.7]]> : tensor<2x2xf32>}
      : tensor<?x2xf32> -> tensor<?x2xf32>)";

TEST_F(TorchGraphTest, RoundsWeightsAsQuantizeWeightsDoes) {
  auto g = graph(input + twoLayers, 2);
  ASSERT_TRUE(g) << g.error().message;
  TorchGraph::Pass pass;
  pass.roundWeightBits = 3;
  at::Tensor scores = g->forward(tensorOf({2, 4, 6, 8}).view({1, 1, 2, 2}), pass);
  // Hidden: 0.7 / 3 * (0, 1, 1, 3) and (-2, 0, 1, 3); scores: 0.9 * ((1, 0), (2, -3)).
  float h0 = 0.7f / 3 * (1 + 2 + 9), h1 = 2 + 9;
  EXPECT_THAT(valuesOf(scores), ElementsAre(testing::FloatEq(0.9f * h0),
                                            testing::FloatNear(1.8f * h0 - 2.7f * h1, 1e-4f)));
  ASSERT_TRUE(succeeded(quantizeWeights(*module, 3)));
  auto quantized = TorchGraph::create(*module);
  ASSERT_TRUE(quantized);
  EXPECT_THAT(valuesOf(scores), testing::Pointwise(testing::FloatNear(1e-4f), infer(*quantized)));
}

TEST_F(TorchGraphTest, TheGradientPassesThroughRounding) {
  auto g = graph(input + realLinear, 2);
  ASSERT_TRUE(g) << g.error().message;
  TorchGraph::Pass pass;
  pass.roundWeightBits = 3;
  g->forward(tensorOf({2, 4, 6, 8}).view({1, 1, 2, 2}), pass).select(1, 0).sum().backward();
  EXPECT_THAT(valuesOf(g->parameters()[0].value.grad()), ElementsAre(0, 1, 2, 3, 0, 0, 0, 0));
}

TEST_F(TorchGraphTest, WritesParametersBack) {
  auto g = graph(input + realLinear, 2);
  ASSERT_TRUE(g) << g.error().message;
  for (TorchGraph::Parameter &parameter : g->parameters())
    parameter.value.detach().fill_(parameter.role == TorchGraph::Role::Weight ? 2 : -1);
  g->writeBack();
  EXPECT_TRUE(succeeded(verify(*module)));
  auto again = TorchGraph::create(*module);
  ASSERT_TRUE(again);
  EXPECT_THAT(infer(*again), ElementsAre(2 * 6 - 1, 2 * 6 - 1));
}

TEST_F(TorchGraphTest, RefusesAModuleWithoutOutput) {
  context.loadDialect<qann::QannDialect, func::FuncDialect>();
  OwningOpRef<ModuleOp> empty = parseSourceString<ModuleOp>("module {}", &context);
  auto g = TorchGraph::create(*empty);
  ASSERT_FALSE(g);
  EXPECT_THAT(g.error().message, HasSubstr("one qann.output"));
}

} // namespace nacre
