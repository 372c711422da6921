// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/reference/Evaluate.h"
#include "compiler/reference/testing/ParsedModule.h"

using namespace nacre;

namespace {

/// Class 1 if the pixel is at least 4: the neuron fires once a step then.
const char *const threshold = R"(
snn.network @net {
  %in = snn.input {zero_point = 0 : i32} : tensor<1x1x1xi16>
  %i = snn.linear %in {weight = dense<1> : tensor<1x1xi8>, weight_bits = 2 : i32}
      : tensor<1x1x1xi16> -> tensor<1x1x1xi32>
  %s = snn.neuron "n" "if" (%i) {theta = array<i32: 4>, v0 = array<i32: 0>, bias = array<i32: 0>,
      reset = #snn<reset to_value>} : tensor<1x1x1xi32> -> tensor<1x1x1xi1>
  %o = snn.linear %s {weight = dense<[[0], [1]]> : tensor<2x1xi8>, weight_bits = 2 : i32}
      : tensor<1x1x1xi1> -> tensor<2x1x1xi32>
  snn.readout "scores" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>
})";

Dataset pixels(std::vector<uint8_t> values, std::vector<uint8_t> labels) {
  return {"pixels", 1, 1, 1, 2, std::move(values), std::move(labels)};
}

TEST(Evaluate, CountsCorrectSamplesAfterEachStep) {
  ParsedModule module(threshold);
  auto network = SnnInterpreter::create(module.first<snn::NetworkOp>());
  ASSERT_TRUE(network);
  // 1 never fires in two steps, 2 in the second, 4 and 9 in both; the last label is wrong.
  Dataset data = pixels({1, 2, 4, 9}, {0, 1, 1, 0});
  for (int64_t threads : {1, 3}) {
    auto result = evaluate(*network, data, 2, /*recordSpikes=*/true, {.threads = threads});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->correctAfterStep, (std::vector<int64_t>{2, 3}));
    EXPECT_EQ(result->predictions, (std::vector<int32_t>{0, 1, 1, 1}));
    EXPECT_EQ(result->total().spikes, 0 + 1 + 2 + 2);
    EXPECT_EQ(result->total().synapticOperations, 2 * 5);
    EXPECT_EQ(result->spikes[1], (std::vector<SnnSpike>{{0, 0, 1}}));
  }
}

TEST(Evaluate, RefusesImagesOfAnotherShape) {
  ParsedModule module(threshold);
  auto network = SnnInterpreter::create(module.first<snn::NetworkOp>());
  Dataset data{"wide", 1, 1, 2, 2, {1, 2}, {0}};
  auto result = evaluate(*network, data, 1, false, {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message,
            "the network takes images of 1 x 1 x 1, those of wide are 1 x 1 x 2");
}

TEST(Evaluate, RefusesMoreClassesThanTheNetworkHas) {
  ParsedModule module(threshold);
  auto network = SnnInterpreter::create(module.first<snn::NetworkOp>());
  Dataset data = pixels({1}, {0});
  data.classes = 10;
  EXPECT_FALSE(evaluate(*network, data, 1, false, {}));
}

} // namespace
