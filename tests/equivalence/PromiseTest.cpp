// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every conversion method against what it promises, on the shipped digits network.
#include "compiler/Passes.h"
#include "compiler/Pipelines.h"
#include "compiler/conversion/ConversionMethod.h"
#include "compiler/io/ModuleFile.h"
#include "compiler/reference/SnnInterpreter.h"
#include "dialects/Weights.h"
#include "simulator/data/DatasetReader.h"
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

using namespace nacre;

namespace {

std::vector<std::string> methodNames() {
  ConversionMethodRegistry methods;
  registerAllConversionMethods(methods);
  std::vector<std::string> names;
  for (const auto &[name, method] : methods)
    names.push_back(name);
  return names;
}

Dataset digits(int64_t samples) {
  DatasetReaderRegistry readers;
  registerAllDatasetReaders(readers);
  Dataset data = *readers.find("digits")->read({.path = "", .split = Split::Test});
  data.labels.resize(size_t(samples));
  return data;
}

} // namespace

class Promise : public ::testing::TestWithParam<std::string> {
protected:
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  int32_t levels = 0;
  double step = 0;

  void SetUp() override {
    loadAllDialects(context);
    auto read = readModule("models/digits.mlir", &context);
    ASSERT_TRUE(read) << read.error().message;
    module = std::move(*read);
    module->walk([&](qann::ActOp act) {
      if (!levels) {
        levels = act.getLevels();
        step = double(act.getStep()[0]);
      }
    });
    CompileOptions options;
    options.method = GetParam();
    ASSERT_TRUE(runStages(*module, options, "convert", ""));
  }
};

// For a constant input z an integrate-and-fire neuron has fired clip(floor((T*z + v0)/theta), 0, T)
// times after T steps. With T = levels that is the quantized activation, in integers. z is the
// host's current, computed here by a plain loop over the digit.
TEST_P(Promise, FirstLayerIsTheQuantizedActivationAfterLevelsSteps) {
  snn::NetworkOp op = *module->getOps<snn::NetworkOp>().begin();
  auto conv = *op.getBody().getOps<snn::Conv2DOp>().begin();
  auto neuron = *op.getBody().getOps<snn::NeuronOp>().begin();
  auto weights = readWeights<int8_t>(conv.getWeight(), [&] { return conv.emitOpError(); });
  ASSERT_TRUE(mlir::succeeded(weights));
  auto in = conv.getSource().getType().getShape(), out = conv.getType().getShape();
  auto kernel = conv.getWeight().getShapedType().getShape();
  ASSERT_EQ(in[0], 1);
  auto channel = [](llvm::ArrayRef<int32_t> values, int64_t c) {
    return int64_t(values.size() == 1 ? values[0] : values[size_t(c)]);
  };

  auto network = SnnInterpreter::create(op);
  ASSERT_TRUE(network);
  Dataset data = digits(20);
  int64_t fired = 0, offByRounding = 0;
  for (int64_t sample = 0; sample < data.size(); ++sample) {
    SnnRun run = network->run(data.image(sample), levels, true);
    std::vector<int64_t> counts(size_t(out[0] * out[1] * out[2]), 0);
    for (const SnnSpike &spike : run.spikes)
      counts[size_t(spike.neuron)] += spike.population == 0;
    for (int64_t c = 0; c < out[0]; ++c)
      for (int64_t y = 0; y < out[1]; ++y)
        for (int64_t x = 0; x < out[2]; ++x) {
          int64_t z = channel(neuron.getBias(), c);
          for (int64_t ky = 0; ky < kernel[2]; ++ky)
            for (int64_t kx = 0; kx < kernel[3]; ++kx) {
              int64_t row = y * conv.getStrides()[0] + ky - conv.getPads()[0];
              int64_t column = x * conv.getStrides()[1] + kx - conv.getPads()[1];
              if (row >= 0 && row < in[1] && column >= 0 && column < in[2])
                z += (*weights)[size_t((c * kernel[2] + ky) * kernel[3] + kx)] *
                     (data.image(sample)[row * in[2] + column] - op.getInput().imageZeroPoint());
            }
          int64_t theta = channel(neuron.getTheta(), c), v0 = theta / 2;
          int64_t charge = std::max<int64_t>(0, levels * z + v0);
          int64_t expected = std::min<int64_t>(charge / theta, levels);
          int64_t count = counts[size_t((c * out[1] + y) * out[2] + x)];
          ASSERT_EQ(count, expected)
              << "sample " << sample << ", neuron " << c << ", " << y << ", " << x;
          // The real activation can differ only where theta's or the bias's rounding decides.
          double unit = (*neuron.getUnit())[size_t(c)];
          double level = std::clamp(std::floor(double(z) * unit / step + 0.5), 0.0, double(levels));
          offByRounding += level != double(count);
          fired += count;
        }
  }
  EXPECT_GT(fired, 1000);
  EXPECT_LT(double(offByRounding), 0.01 * double(data.size() * out[0] * out[1] * out[2]));
}

INSTANTIATE_TEST_SUITE_P(Methods, Promise, ::testing::ValuesIn(methodNames()),
                         [](const auto &info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });
