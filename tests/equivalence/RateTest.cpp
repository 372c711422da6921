// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Spike rates against activations, on a network with shortcuts, strides, groups and average pools.
// An integrate-and-fire neuron of threshold theta that is given z a step on average spikes with a
// rate of clip(z / theta, 0, 1) in the long run, so rates times amplitudes approach the activations
// of the quantized network, as far as its levels are fine.
#include "compiler/Pipelines.h"
#include "compiler/networks/NetworkBuilder.h"
#include "compiler/networks/QuantizeUntrained.h"
#include "compiler/reference/QannInterpreter.h"
#include "compiler/reference/SnnInterpreter.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

constexpr PixelStatistics pixels = {128, 60};
constexpr int64_t levels = 255;

void addBlock(NetworkBuilder &network, int64_t outputs, int64_t stride, int64_t groups) {
  mlir::Value input = network.current();
  int64_t inputs = network.channels();
  network.conv2d(outputs, 3, 1, stride, groups).batchNorm().act();
  network.conv2d(outputs, 3, 1).batchNorm();
  mlir::Value branch = network.current();
  network.from(input);
  if (stride != 1 || inputs != outputs)
    network.conv2d(outputs, 1, 0, stride).batchNorm();
  network.add(branch).act();
}

/// The activations reach from 0 to four standard deviations.
mlir::OwningOpRef<mlir::ModuleOp> residualNetwork(mlir::MLIRContext *context) {
  NetworkBuilder network(context, "residual", 3, 8, 8, 11);
  network.input(pixels).conv2d(8, 3, 1).batchNorm().act();
  addBlock(network, 8, 1, 1);
  addBlock(network, 16, 2, 4);
  network.conv2d(16, 3, 1, 1, 16).batchNorm().act().avgPool(2);
  network.conv2d(16, 1).batchNorm().act().globalAvgPool().flatten().linear(5);
  auto module = network.finish();
  quantizeUntrained(*module, pixels, 8, levels);
  module->walk([](qann::ActOp act) { act.setStep(4.0f / levels); });
  return module;
}

class Rates : public testing::Test {
protected:
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> quantized, spiking;
  std::vector<uint8_t> image;
  std::vector<double> amplitudes;

  void SetUp() override {
    loadAllDialects(context);
    quantized = residualNetwork(&context);
    spiking = quantized->clone();
    ASSERT_TRUE(runStages(*spiking, {}, "convert", ""));
    for (uint32_t i = 0, state = 1; i < 3 * 8 * 8; ++i, state = state * 1664525u + 1013904223u)
      image.push_back(uint8_t(state >> 24));
    spiking->walk([&](snn::NeuronOp op) { // in order of the populations
      amplitudes.push_back(op.getAmplitude().convertToDouble());
    });
  }

  snn::NetworkOp network() { return *spiking->getOps<snn::NetworkOp>().begin(); }

  /// Of each activation, in order.
  std::vector<Tensor> activations() {
    auto interpreter = QannInterpreter::create(*quantized);
    std::vector<Tensor> values = interpreter->values(image.data()), result;
    size_t index = 0;
    quantized->walk([&](mlir::Operation *op) {
      if (op->getName().getDialectNamespace() == "qann" && ++index && llvm::isa<qann::ActOp>(op))
        result.push_back(values[index]);
    });
    return result;
  }

  /// Sum of |rate * amplitude - activation| over the sum of activations, of each layer.
  std::vector<double> errors(int64_t steps) {
    std::vector<Tensor> expected = activations();
    auto interpreter = SnnInterpreter::create(network());
    SnnRun run = interpreter->run(image.data(), steps, true);
    std::vector<std::vector<double>> decoded;
    for (const Tensor &tensor : expected)
      decoded.emplace_back(tensor.values.size(), 0.0);
    for (const SnnSpike &spike : run.spikes)
      decoded[size_t(spike.population)][size_t(spike.neuron)] +=
          amplitudes[size_t(spike.population)] / double(steps);
    std::vector<double> result;
    for (size_t layer = 0; layer < expected.size(); ++layer) {
      double error = 0, total = 0;
      for (size_t i = 0; i < decoded[layer].size(); ++i) {
        error += std::abs(decoded[layer][i] - expected[layer].values[i]);
        total += expected[layer].values[i];
      }
      EXPECT_GT(total, 0.1 * double(decoded[layer].size())) << "layer " << layer << " is silent";
      result.push_back(error / total);
    }
    return result;
  }
};

} // namespace

TEST_F(Rates, ApproachTheActivations) {
  std::vector<double> few = errors(16), many = errors(4000);
  ASSERT_EQ(many.size(), 7u);
  for (size_t layer = 0; layer < many.size(); ++layer) {
    // Weights that meet a shortcut are rounded to its unit, which no number of steps undoes.
    EXPECT_LT(many[layer], 0.05) << "layer " << layer;
    EXPECT_LT(many[layer], 0.5 * few[layer]) << "layer " << layer;
  }
}

TEST_F(Rates, ShortcutsArriveBesideWeights) {
  auto currents = [&](llvm::StringRef name) {
    size_t count = 0;
    network().walk([&](snn::NeuronOp op) {
      if (op.getName() == name)
        count = op.getCurrents().size();
    });
    return count;
  };
  EXPECT_EQ(currents("layer2"), 1u);
  EXPECT_EQ(currents("layer3"), 2u); // identity
  EXPECT_EQ(currents("layer5"), 2u); // 1x1 convolution
}
