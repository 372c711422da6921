// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/reference/Calibrate.h"
#include "compiler/reference/testing/ParsedModule.h"

using namespace nacre;

// Neuron 0 of "n" fires in each step in which its potential, once the pixel a step, has reached 4,
// and starts anew; neuron 1 gets twice as much. "never" has no such threshold.
static const char *const network = R"(
snn.network @net {
  %in = snn.input {zero_point = 0 : i32} : tensor<1x1x1xi16>
  %i = snn.linear %in {weight = dense<[[1], [2]]> : tensor<2x1xi8>, weight_bits = 3 : i32}
      : tensor<1x1x1xi16> -> tensor<2x1x1xi32>
  %s = snn.neuron "n" "if" (%i) {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>,
      rate = 77.0, reset = #snn<reset to_value>} : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %never = snn.neuron "never" "if" (%i) {theta = array<i32: 1000000>, v0 = array<i32: 0>,
      bias = array<i32: 0>} : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
  %o = snn.linear %s {weight = dense<1> : tensor<2x2xi8>, weight_bits = 2 : i32}
      : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "scores" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
})";

TEST(Calibrate, RatesAreSpikesOfANeuronInASample) {
  ParsedModule module(network);
  auto net = module.first<snn::NetworkOp>();
  // In two steps: 1 never and once; 2 once and twice; 4 twice and twice.
  const Dataset data{"pixels", 1, 1, 1, 2, {1, 2, 4}, {0, 0, 0}};
  ASSERT_TRUE(calibrate(net, data, 2, {.threads = 2}));
  std::vector<double> rates;
  for (auto neuron : net.getBody().getOps<snn::NeuronOp>())
    rates.push_back(neuron.getRate()->convertToDouble());
  EXPECT_EQ(rates, (std::vector<double>{(1 + 3 + 4) / 6.0, 0}));
}

TEST(Calibrate, RefusesImagesOfAnotherShape) {
  ParsedModule module(network);
  const Dataset data{"wide", 1, 1, 2, 2, {1, 2}, {0}};
  EXPECT_FALSE(calibrate(module.first<snn::NetworkOp>(), data, 2, {}));
}
