// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Networks of every shape that the built-in ones are made of, run on noise: each layer is as active
// as its closed form says.
#include "compiler/networks/QuantizeUntrained.h"
#include "compiler/networks/GaussianLevels.h"
#include "compiler/networks/NetworkBuilder.h"
#include "compiler/reference/QannInterpreter.h"
#include "dialects/Weights.h"
#include "mlir/IR/Verifier.h"
#include <cmath>
#include <gtest/gtest.h>

using namespace mlir;

namespace nacre {

namespace {

constexpr PixelStatistics pixels = {120, 60};

/// Normally distributed pixels (Box and Muller).
std::vector<uint8_t> noise(int64_t count) {
  std::mt19937_64 random(7);
  auto uniform = [&] { return (double(random() >> 11) + 0.5) * 0x1p-53; };
  std::vector<uint8_t> image;
  while (int64_t(image.size()) < count) {
    double z = std::sqrt(-2 * std::log(uniform())) * std::cos(2 * M_PI * uniform());
    image.push_back(uint8_t(std::clamp(pixels.mean + z * pixels.deviation, 0.0, 255.0)));
  }
  return image;
}

void addBlock(NetworkBuilder &network, int64_t outputs, int64_t stride) {
  Value input = network.current();
  network.conv2d(outputs, 3, 1, stride).batchNorm().act().conv2d(outputs, 3, 1).batchNorm();
  Value branch = network.current();
  network.from(input);
  if (stride != 1)
    network.conv2d(outputs, 1, 0, stride).batchNorm();
  network.add(branch).act();
}

OwningOpRef<ModuleOp> smallNetwork(MLIRContext *context, int weightBits, int64_t levels) {
  NetworkBuilder network(context, "small", 3, 32, 32, 3);
  network.input(pixels).conv2d(48, 7, 3, 2).batchNorm().act().maxPool(3, 2, 1);
  addBlock(network, 48, 1);
  addBlock(network, 48, 1); // a shortcut of a shortcut
  addBlock(network, 64, 2);
  network.conv2d(64, 3, 1, 1, 64).batchNorm().act(); // depthwise
  network.conv2d(64, 1).batchNorm().act().avgPool(2);
  network.conv2d(96, 3, 1).batchNorm().act();
  network.flatten().linear(256).batchNorm().act().linear(10);
  OwningOpRef<ModuleOp> module = network.finish();
  quantizeUntrained(*module, pixels, weightBits, levels);
  return module;
}

} // namespace

class Untrained : public testing::TestWithParam<std::pair<int, int64_t>> {};

TEST_P(Untrained, LayersAreAsActiveAsAStandardNormalVariable) {
  auto [weightBits, levels] = GetParam();
  MLIRContext context;
  OwningOpRef<ModuleOp> module = smallNetwork(&context, weightBits, levels);
  ASSERT_TRUE(succeeded(verify(*module)));
  auto interpreter = QannInterpreter::create(*module);
  ASSERT_TRUE(interpreter);
  std::vector<Tensor> values = interpreter->values(noise(3 * 32 * 32).data());
  size_t index = 0, acts = 0;
  module->walk([&](Operation *op) {
    if (op->getName().getDialectNamespace() != "qann")
      return;
    ++index; // value 0 is the image
    auto act = dyn_cast<qann::ActOp>(op);
    if (!act)
      return;
    ++acts;
    double step = act.getStep()[0], count = double(values[index].values.size());
    double active = 0, full = 0;
    for (double a : values[index].values) {
      active += a > 0;
      full += a > step * (double(levels) - 0.5);
    }
    // What is left besides the small sample: widths are finite, and padding is no noise.
    double expected = LevelDistribution({0, 1}, step, levels).activeShare();
    EXPECT_NEAR(step, 2 * std::sqrt(2 / M_PI) / std::sqrt(double(levels)), 1e-4);
    EXPECT_NEAR(active / count, expected, 0.1) << "activation " << acts;
    EXPECT_LT(full / count, levels == 1 ? 1 : 0.06) << "activation " << acts;
  });
  EXPECT_EQ(acts, 11u);
}

INSTANTIATE_TEST_SUITE_P(BitsAndLevels, Untrained,
                         testing::Values(std::pair(8, 3), std::pair(8, 1), std::pair(4, 15),
                                         std::pair(2, 3)));

TEST(QuantizeUntrained, LeavesIntegersAndNoBatchNorm) {
  MLIRContext context;
  OwningOpRef<ModuleOp> module = smallNetwork(&context, 4, 7);
  module->walk([](Operation *op) {
    EXPECT_FALSE(isa<qann::BatchNormOp>(op));
    if (auto conv = dyn_cast<qann::Conv2DOp>(op))
      EXPECT_EQ(conv.getWeightBits(), 4);
    if (auto act = dyn_cast<qann::ActOp>(op))
      EXPECT_EQ(act.getLevels(), 7u);
  });
}

// One neuron of two inputs: mean and variance by hand.
TEST(QuantizeUntrained, BatchNormMakesMeanZeroAndVarianceOne) {
  MLIRContext context;
  NetworkBuilder network(&context, "hand", 2, 1, 1, 5);
  network.input(0.5f, 10).conv2d(2, 1).batchNorm().act().flatten().linear(2);
  OwningOpRef<ModuleOp> module = network.finish();
  quantizeUntrained(*module, {14, 6}, 8, 3); // inputs of mean 2 and variance 9
  module->walk([](qann::Conv2DOp conv) {
    auto weights = *readWeights<int8_t>(conv.getWeight(), [&] { return conv.emitError(); });
    for (size_t c = 0; c < 2; ++c) {
      double a = weights[2 * c], b = weights[2 * c + 1], scale = (*conv.getWeightScale())[c];
      EXPECT_NEAR(scale * (a + b) * 2 + (*conv.getBias())[c], 0, 1e-4);
      EXPECT_NEAR(scale * scale * (a * a + b * b) * 9, 1, 1e-4);
    }
  });
}

} // namespace nacre
