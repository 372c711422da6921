// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/transforms/QuantizeWeights.h"
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

struct QuantizeWeightsTest : testing::Test {
  MLIRContext context;
  std::string diagnostic;
  ScopedDiagnosticHandler handler{&context, [this](Diagnostic &d) { diagnostic += d.str(); }};

  OwningOpRef<ModuleOp> withWeights(const std::string &attributes) {
    context.loadDialect<qann::QannDialect, func::FuncDialect>();
    return parseSourceString<ModuleOp>(
        "func.func @f(%x: tensor<?x3xf32>) -> tensor<?x2xf32> { %y = qann.linear %x {" +
            attributes + "} : tensor<?x3xf32> -> tensor<?x2xf32> return %y : tensor<?x2xf32> }",
        &context);
  }

  static qann::LinearOp layer(ModuleOp module) {
    qann::LinearOp found;
    module.walk([&](qann::LinearOp op) { found = op; });
    return found;
  }

  static std::vector<int8_t> integers(qann::LinearOp op) {
    return readWeights<int8_t>(op.getWeight(), [&] { return op.emitError(); })->vec();
  }
};

TEST_F(QuantizeWeightsTest, ScalesEachChannelByItsGreatestMagnitude) {
  auto module =
      withWeights("weight = dense<[[0.7, -1.4, 0.29], [-12.7, 0.0, 6.3]]> : tensor<2x3xf32>");
  ASSERT_TRUE(module) << diagnostic;
  ASSERT_TRUE(succeeded(quantizeWeights(*module, 4)));
  ASSERT_TRUE(succeeded(verify(*module)));
  qann::LinearOp op = layer(*module);
  // limit 7; scales 0.2 and 12.7 / 7 = 1.8143: 3.5 goes to the even 4, 1.45 to 1, 3.47 to 3
  EXPECT_THAT(integers(op), ElementsAre(4, -7, 1, -7, 0, 3));
  EXPECT_THAT(op.getWeightScale()->vec(),
              ElementsAre(testing::FloatEq(0.2f), testing::FloatEq(12.7f / 7)));
  EXPECT_EQ(op.getWeightBits(), 4u);
}

TEST_F(QuantizeWeightsTest, UsesTheWholeRangeOfEightBits) {
  auto module =
      withWeights("weight = dense<[[1.0, -1.0, 0.5], [0.0, 0.0, 0.0]]> : tensor<2x3xf32>");
  ASSERT_TRUE(module) << diagnostic;
  ASSERT_TRUE(succeeded(quantizeWeights(*module, 8)));
  EXPECT_THAT(integers(layer(*module)), ElementsAre(127, -127, 64, 0, 0, 0)); // 63.5 to even
  EXPECT_EQ((*layer(*module).getWeightScale())[1], 1.0f) << "a channel of zeros";
  EXPECT_TRUE(succeeded(verify(*module)));
}

TEST_F(QuantizeWeightsTest, GivesScoresOneScale) {
  context.loadDialect<qann::QannDialect, func::FuncDialect>();
  auto module = parseSourceString<ModuleOp>(R"(
    func.func @f(%x: tensor<?x2xf32>) -> tensor<?x2xf32> {
      %y = qann.linear %x {weight = dense<[[0.5, 0.1], [1.5, -2.7]]> : tensor<2x2xf32>}
        : tensor<?x2xf32> -> tensor<?x2xf32>
      %z = qann.output %y : tensor<?x2xf32>
      return %z : tensor<?x2xf32>
    })",
                                            &context);
  ASSERT_TRUE(module) << diagnostic;
  ASSERT_TRUE(succeeded(quantizeWeights(*module, 3)));
  EXPECT_THAT(layer(*module).getWeightScale()->vec(), ElementsAre(testing::FloatEq(0.9f)));
  EXPECT_THAT(integers(layer(*module)), ElementsAre(1, 0, 2, -3)); // 0.56, 0.11, 1.67, -3
}

TEST_F(QuantizeWeightsTest, LeavesIntegersAlone) {
  auto module = withWeights("weight = dense<3> : tensor<2x3xi8>, weight_bits = 3 : i32, "
                            "weight_scale = array<f32: 0.5>");
  ASSERT_TRUE(module) << diagnostic;
  ASSERT_TRUE(succeeded(quantizeWeights(*module, 8)));
  EXPECT_EQ(layer(*module).getWeightBits(), 3u);
}

TEST_F(QuantizeWeightsTest, RefusesWhatIsNotFinite) {
  auto module = withWeights("weight = dense<0x7F800000> : tensor<2x3xf32>");
  ASSERT_TRUE(module) << diagnostic;
  EXPECT_TRUE(failed(quantizeWeights(*module, 8)));
  EXPECT_THAT(diagnostic, HasSubstr("output channel 0 are not finite"));
}

} // namespace nacre
