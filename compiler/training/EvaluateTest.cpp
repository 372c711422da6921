// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/Evaluate.h"
#include "compiler/training/TensorData.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include <ATen/ATen.h>
#include <gmock/gmock.h>

using namespace mlir;
using testing::ElementsAre;

namespace nacre {

/// One pixel through one act, step 1 and 3 levels; the scores are (y, 2).
struct EvaluateTest : testing::Test {
  MLIRContext context;
  OwningOpRef<ModuleOp> module;

  TorchGraph graph(double scale) {
    context.loadDialect<qann::QannDialect, func::FuncDialect>();
    module =
        parseSourceString<ModuleOp>("func.func @f(%image: tensor<?x1x1x1xui8>) -> tensor<?x2xf32> {"
                                    " %x = qann.input %image {scale = " +
                                        std::to_string(scale) + R"( : f32, zero_point = 0 : i32}
              : tensor<?x1x1x1xui8> -> tensor<?x1x1x1xf32>
            %y = qann.act %x {step = array<f32: 1.0>, levels = 3 : i32} : tensor<?x1x1x1xf32>
            %v = qann.flatten %y : tensor<?x1x1x1xf32> -> tensor<?x1xf32>
            %scores = qann.linear %v {weight = dense<[[1.0], [0.0]]> : tensor<2x1xf32>,
              bias = array<f32: 0.0, 2.0>} : tensor<?x1xf32> -> tensor<?x2xf32>
            %out = qann.output %scores : tensor<?x2xf32>
            return %out : tensor<?x2xf32> })",
                                    &context);
    return std::move(*TorchGraph::create(*module));
  }

  static std::vector<float> firstScore(const std::vector<at::Tensor> &scores) {
    std::vector<float> values;
    for (const at::Tensor &step : scores)
      values.push_back(step[0][0].item<float>());
    return values;
  }
};

TEST_F(EvaluateTest, NeuronByHand) {
  // Current 2.5, threshold 3, start 1.5: 4 fires, 3.5 fires, 3 fires (>=), 2.5 does not.
  TorchGraph g = graph(0.5);
  auto scores = spikingScores(g, at::full({1, 1, 1, 1}, 5.0f), 4);
  EXPECT_THAT(firstScore(scores), ElementsAre(3, 6, 9, 9));
}

TEST_F(EvaluateTest, ANeuronRunForLevelsStepsIsTheQuantizer) {
  TorchGraph g = graph(0.03125); // pixels 0..255 are 0..7.97 steps, all exact in binary
  at::Tensor pixels = at::arange(256, at::kFloat).view({256, 1, 1, 1});
  at::Tensor spiking = spikingScores(g, pixels, 3).back() / 3;
  EXPECT_TRUE(at::equal(spiking, g.infer(pixels)));
}

TEST_F(EvaluateTest, CountsTheArgmaxAndGivesTiesToTheLowestClass) {
  TorchGraph g = graph(1);
  // The scores are (0, 2), (2, 2), (3, 2), (1, 2): classes 1, 0, 0, 1.
  Dataset data{"four", 1, 1, 1, 2, {0, 2, 9, 1}, {1, 0, 1, 1}};
  EXPECT_EQ(quantizedAccuracy(g, data), 0.75);
  // After 1 step (0, 2), (3, 2), (3, 2), (0, 2); after 2 steps (0, 4), (3, 4), (6, 4), (3, 4);
  // after 3 steps (0, 6), (6, 6), (9, 6), (3, 6).
  EXPECT_THAT(spikingAccuracy(g, data, {3, 1, 2}), ElementsAre(0.75, 0.75, 0.5));
}

} // namespace nacre
