// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/transforms/FoldBatchNorm.h"
#include "dialects/Weights.h"
#include "dialects/qann/Qann.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include <gmock/gmock.h>

using namespace mlir;
using testing::ElementsAre;
using testing::HasSubstr;

namespace nacre {

struct FoldBatchNormTest : testing::Test {
  MLIRContext context;
  std::string diagnostic;
  ScopedDiagnosticHandler handler{&context, [this](Diagnostic &d) { diagnostic += d.str(); }};

  OwningOpRef<ModuleOp> parse(const std::string &body) {
    context.loadDialect<qann::QannDialect, func::FuncDialect>();
    return parseSourceString<ModuleOp>(
        "func.func @f(%x: tensor<?x2xf32>) -> tensor<?x2xf32> {" + body + "}", &context);
  }
};

static const std::string norm = R"(
  %n = qann.batch_norm %y {gamma = array<f32: 6.0, -2.0>, beta = array<f32: 0.5, 1.0>,
    mean = array<f32: 1.0, 4.0>, variance = array<f32: 3.0, 0.0>, epsilon = 1.0 : f32}
    : tensor<?x2xf32>
)";

TEST_F(FoldBatchNormTest, ScalesWeightsAndShiftsTheBias) {
  auto module = parse(R"(
    %y = qann.linear %x {weight = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>,
      bias = array<f32: 10.0, 20.0>} : tensor<?x2xf32> -> tensor<?x2xf32>)" +
                      norm + "return %n : tensor<?x2xf32>");
  ASSERT_TRUE(module) << diagnostic;
  ASSERT_TRUE(succeeded(foldBatchNorms(*module)));
  ASSERT_TRUE(succeeded(verify(*module)));
  module->walk([](qann::BatchNormOp) { FAIL() << "a batch norm is left"; });
  module->walk([](qann::LinearOp op) {
    auto weights = *readWeights<float>(op.getWeight(), [&] { return op.emitError(); });
    // k = 6 / sqrt(3 + 1) = 3 and -2 / sqrt(0 + 1) = -2
    EXPECT_THAT(weights.vec(), ElementsAre(3, 6, -6, -8));
    EXPECT_THAT(op.getBias()->vec(), ElementsAre(3 * (10 - 1) + 0.5, -2 * (20 - 4) + 1));
  });
}

TEST_F(FoldBatchNormTest, MakesABiasWhereThereIsNone) {
  auto module = parse(R"(
    %y = qann.linear %x {weight = dense<1.0> : tensor<2x2xf32>} : tensor<?x2xf32> -> tensor<?x2xf32>)" +
                      norm + "return %n : tensor<?x2xf32>");
  ASSERT_TRUE(module) << diagnostic;
  ASSERT_TRUE(succeeded(foldBatchNorms(*module)));
  module->walk(
      [](qann::LinearOp op) { EXPECT_THAT(op.getBias()->vec(), ElementsAre(-3 + 0.5, 8 + 1)); });
}

TEST_F(FoldBatchNormTest, RefusesABatchNormOfTheArgument) {
  context.loadDialect<qann::QannDialect, func::FuncDialect>();
  auto module =
      parseSourceString<ModuleOp>("func.func @f(%y: tensor<?x2xf32>) -> tensor<?x2xf32> {" + norm +
                                      "return %n : tensor<?x2xf32> }",
                                  &context);
  ASSERT_TRUE(module) << diagnostic;
  EXPECT_TRUE(failed(foldBatchNorms(*module)));
  EXPECT_THAT(diagnostic, HasSubstr("must follow a qann.conv2d or qann.linear"));
}

TEST_F(FoldBatchNormTest, RefusesABatchNormOfASum) {
  auto module =
      parse("%y = qann.add %x, %x : tensor<?x2xf32>" + norm + "return %n : tensor<?x2xf32>");
  ASSERT_TRUE(module) << diagnostic;
  EXPECT_TRUE(failed(foldBatchNorms(*module)));
  EXPECT_THAT(diagnostic, HasSubstr("must follow a qann.conv2d or qann.linear"));
}

TEST_F(FoldBatchNormTest, RefusesALayerWithAnotherUser) {
  auto module = parse(R"(
    %y = qann.linear %x {weight = dense<1.0> : tensor<2x2xf32>} : tensor<?x2xf32> -> tensor<?x2xf32>)" +
                      norm + "%s = qann.add %n, %y : tensor<?x2xf32> return %s : tensor<?x2xf32>");
  ASSERT_TRUE(module) << diagnostic;
  EXPECT_TRUE(failed(foldBatchNorms(*module)));
  EXPECT_THAT(diagnostic, HasSubstr("has another user"));
}

TEST_F(FoldBatchNormTest, IntegerWeightsGetScalesAndSigns) {
  auto module = parse(R"(
    %y = qann.linear %x {weight = dense<[[1, -2], [3, 0]]> : tensor<2x2xi8>, weight_bits = 3 : i32,
      weight_scale = array<f32: 0.5>} : tensor<?x2xf32> -> tensor<?x2xf32>)" +
                      norm + "return %n : tensor<?x2xf32>");
  ASSERT_TRUE(module) << diagnostic;
  ASSERT_TRUE(succeeded(foldBatchNorms(*module)));
  ASSERT_TRUE(succeeded(verify(*module)));
  module->walk([](qann::LinearOp op) {
    auto weights = *readWeights<int8_t>(op.getWeight(), [&] { return op.emitError(); });
    EXPECT_THAT(weights.vec(), ElementsAre(1, -2, -3, 0)); // k is 3 and -2
    EXPECT_THAT(op.getWeightScale()->vec(), ElementsAre(1.5, 1));
    EXPECT_THAT(op.getBias()->vec(), ElementsAre(-3 + 0.5, 8 + 1));
  });
}

} // namespace nacre
