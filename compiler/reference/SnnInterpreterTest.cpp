// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/reference/SnnInterpreter.h"
#include "compiler/reference/testing/ParsedModule.h"

using namespace nacre;

namespace {

struct Network : ParsedModule {
  explicit Network(const std::string &body) : ParsedModule("snn.network @net {\n" + body + "}\n") {}

  SnnRun run(const std::vector<uint8_t> &image, int64_t steps) {
    auto created = SnnInterpreter::create(first<snn::NetworkOp>());
    EXPECT_TRUE(created) << created.error().text();
    return created->run(image.data(), steps, /*recordSpikes=*/true);
  }
};

/// The steps in which a neuron fired.
std::vector<int32_t> stepsOf(const SnnRun &run, int32_t population, int32_t neuron = 0) {
  std::vector<int32_t> steps;
  for (const SnnSpike &spike : run.spikes)
    if (spike.population == population && spike.neuron == neuron)
      steps.push_back(spike.step);
  return steps;
}

using Steps = std::vector<int32_t>;

/// One pixel with zero point 128, one neuron with the input pixel - 128 in each step, a readout.
std::string oneNeuron(const std::string &attributes, const std::string &rest = "") {
  return "%in = snn.input {zero_point = 128 : i32} : tensor<1x1x1xi16>\n"
         "%i = snn.linear %in {weight = dense<1> : tensor<1x1xi8>, weight_bits = 2 : i32} : "
         "tensor<1x1x1xi16> -> tensor<1x1x1xi32>\n"
         "%s = snn.neuron \"n\" \"if\" (%i) {bias = array<i32: 0>, " +
         attributes + "} : tensor<1x1x1xi32> -> tensor<1x1x1xi1>\n" + rest +
         "%o = snn.linear %s {weight = dense<[[0], [1]]> : tensor<2x1xi8>, weight_bits = 2 : i32} "
         ": "
         "tensor<1x1x1xi1> -> tensor<2x1x1xi32>\n"
         "snn.readout \"scores\" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : "
         "tensor<2x1x1xi32>\n";
}

// step s = 4, levels p = 3: theta = 12, v0 = 6. With a constant input z and T = p the spikes are
// clip(floor(z / s + 1/2), 0, p): the neuron is the quantized activation.
TEST(SnnInterpreter, ConstantInputGivesTheQuantizedActivation) {
  Network network(oneNeuron("theta = array<i32: 12>, v0 = array<i32: 6>"));
  for (int pixel = 0; pixel < 256; ++pixel) {
    int z = pixel - 128;
    int rounded = z < -2 ? 0 : (z + 2) / 4; // floor(z/4 + 1/2) where it is not negative
    SnnRun run = network.run({uint8_t(pixel)}, 3);
    EXPECT_EQ(run.activity[0].spikes, std::min(rounded, 3)) << "z = " << z;
    EXPECT_EQ(run.potentials, (std::vector<int32_t>{0, std::min(rounded, 3)})) << "z = " << z;
  }
}

TEST(SnnInterpreter, FiresInTheseSteps) {
  Network network(oneNeuron("theta = array<i32: 12>, v0 = array<i32: 6>"));
  // v: 11, 16 -> 4, 9, 14 -> 2, 7, 12 -> 0
  EXPECT_EQ(stepsOf(network.run({133}, 6), 0), (Steps{1, 3, 5}));
  // The same with v > theta: 11, 16 -> 4, 9, 14 -> 2, 7, 12
  Network strict(oneNeuron("theta = array<i32: 12>, v0 = array<i32: 6>, strict"));
  EXPECT_EQ(stepsOf(strict.run({133}, 6), 0), (Steps{1, 3}));
  // Reset to 3: 11, 16 -> 3, 8, 13 -> 3
  Network toValue(oneNeuron("theta = array<i32: 12>, v0 = array<i32: 6>, reset = "
                            "#snn<reset to_value>, reset_value = 3 : i32"));
  EXPECT_EQ(stepsOf(toValue.run({133}, 4), 0), (Steps{1, 3}));
}

TEST(SnnInterpreter, SpikesComeInStepByStep) {
  // Class 0 counts the first input, class 1 twice the second, a step later.
  Network network("%in = snn.input : tensor<2x1x1xi1>\n"
                  "%late = snn.delay %in {steps = 1 : i64} : tensor<2x1x1xi1>\n"
                  "%a = snn.linear %in {weight = dense<[[1, 0], [0, 0]]> : tensor<2x2xi8>, "
                  "weight_bits = 3 : i32} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>\n"
                  "%b = snn.linear %late {weight = dense<[[0, 0], [0, 2]]> : tensor<2x2xi8>, "
                  "weight_bits = 3 : i32} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>\n"
                  "snn.readout \"scores\" (%a, %b) {v0 = array<i32: 0>, bias = array<i32: 0>} : "
                  "tensor<2x1x1xi32>, tensor<2x1x1xi32>\n");
  auto created = SnnInterpreter::create(network.first<snn::NetworkOp>());
  ASSERT_TRUE(created) << created.error().text();
  EXPECT_TRUE(created->takesSpikes());
  SnnRun run = created->run(SpikeTrain{{{0, 1}, {}, {1}}}, 3);
  EXPECT_EQ(run.classAfterStep, (Steps{0, 1, 1}));
  EXPECT_EQ(run.potentials, (std::vector<int32_t>{1, 2})) << "the last spike comes after the end";
  EXPECT_EQ(created->run(SpikeTrain{{{0, 1}, {}, {1}}}, 4).potentials,
            (std::vector<int32_t>{1, 4}));
  EXPECT_EQ(run.activity[0].synapticOperations, (3 + 2) * 2)
      << "each spike that arrives passes two synapses";
}

TEST(SnnInterpreter, ASynapticCurrentOutlivesItsSpikeAndEndsWithTheSample) {
  Network network(
      "%in = snn.input : tensor<1x1x1xi1>\n"
      "%i = snn.linear %in {weight = dense<1> : tensor<1x1xi8>, weight_bits = 2 : i32} "
      ": tensor<1x1x1xi1> -> tensor<1x1x1xi32>\n"
      "%s = snn.neuron \"n\" \"cuba\" (%i) {bias = array<i32: 0>, v0 = array<i32: 0>, "
      "theta = array<i32: 100>, strict, reset = #snn<reset to_value>, "
      "input_shift = 6 : i32, leak_multiplier = 3968 : i32, leak_scale_bits = 12 : i32, "
      "current_leak_multiplier = 3072 : i32, current_leak_scale_bits = 12 : i32} "
      ": tensor<1x1x1xi32> -> tensor<1x1x1xi1>\n"
      "%o = snn.linear %s {weight = dense<[[0], [1]]> : tensor<2x1xi8>, weight_bits = 2 "
      ": i32} : tensor<1x1x1xi1> -> tensor<2x1x1xi32>\n"
      "snn.readout \"scores\" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : "
      "tensor<2x1x1xi32>\n");
  auto created = SnnInterpreter::create(network.first<snn::NetworkOp>());
  ASSERT_TRUE(created) << created.error().text();
  // As in NeuronModelTest: 64, 110 fires, 36, 61, 79, 91, 99, 103 fires.
  for (int sample = 0; sample < 2; ++sample)
    EXPECT_EQ(stepsOf(created->run(SpikeTrain{{{0}}}, 8, true), 0), (Steps{1, 7}));
}

TEST(SnnInterpreter, ClassesAfterEachStep) {
  // Class 0 leads on the tie of step 0, class 1 from its first spike in step 1.
  Network network(oneNeuron("theta = array<i32: 12>, v0 = array<i32: 6>"));
  EXPECT_EQ(network.run({133}, 3).classAfterStep, (Steps{0, 1, 1}));
}

TEST(SnnInterpreter, DelaysSpikes) {
  // The neuron fires in each step; two steps later its spikes reach a second one.
  Network network(oneNeuron(
      "theta = array<i32: 1>, v0 = array<i32: 0>",
      "%late = snn.delay %s {steps = 2 : i64} : tensor<1x1x1xi1>\n"
      "%j = snn.linear %late {weight = dense<1> : tensor<1x1xi8>, weight_bits = 2 : i32} : "
      "tensor<1x1x1xi1> -> tensor<1x1x1xi32>\n"
      "%t = snn.neuron \"later\" \"if\" (%j) {theta = array<i32: 1>, v0 = array<i32: 0>, "
      "bias = array<i32: 0>} : tensor<1x1x1xi32> -> tensor<1x1x1xi1>\n"));
  SnnRun run = network.run({129}, 5);
  EXPECT_EQ(stepsOf(run, 0), (Steps{0, 1, 2, 3, 4}));
  EXPECT_EQ(stepsOf(run, 1), (Steps{2, 3, 4}));
  EXPECT_EQ(run.activity[1].synapticOperations, 3);
}

TEST(SnnInterpreter, RunsLoopsThroughDelays) {
  // Each spike takes 4 from the next step's input of 4: fires every other step. The loop is written
  // before its operands, as a graph region allows.
  Network network(
      "%back = snn.linear %late {weight = dense<-4> : tensor<1x1xi8>, weight_bits = 4 : "
      "i32} : tensor<1x1x1xi1> -> tensor<1x1x1xi32>\n"
      "%s = snn.neuron \"n\" \"if\" (%i, %back) {theta = array<i32: 4>, v0 = array<i32: "
      "0>, bias = array<i32: 4>} : tensor<1x1x1xi32>, tensor<1x1x1xi32> -> "
      "tensor<1x1x1xi1>\n"
      "%late = snn.delay %s {steps = 1 : i64} : tensor<1x1x1xi1>\n"
      "%in = snn.input {zero_point = 0 : i32} : tensor<1x1x1xi16>\n"
      "%i = snn.linear %in {weight = dense<0> : tensor<1x1xi8>, weight_bits = 2 : i32} : "
      "tensor<1x1x1xi16> -> tensor<1x1x1xi32>\n"
      "%o = snn.linear %s {weight = dense<1> : tensor<2x1xi8>, weight_bits = 2 : i32} : "
      "tensor<1x1x1xi1> -> tensor<2x1x1xi32>\n"
      "snn.readout \"scores\" (%o) {v0 = array<i32: 0>, bias = array<i32: 0, -1>} : "
      "tensor<2x1x1xi32>\n");
  SnnRun run = network.run({77}, 6);
  EXPECT_EQ(stepsOf(run, 0), (Steps{0, 2, 4}));
  EXPECT_EQ(run.potentials, (std::vector<int32_t>{3, 3 - 6}));
}

TEST(SnnInterpreter, RunsSparseLoops) {
  // A ring of three: neuron 0 fires first by its v0, then each makes the next one fire.
  Network network(
      "%in = snn.input {zero_point = 0 : i32} : tensor<1x1x1xi16>\n"
      "%s = snn.neuron \"ring\" \"if\" (%back) {theta = array<i32: 4>, v0 = array<i32: 4, 0, 0>, "
      "bias = array<i32: 0>} : tensor<3x1x1xi32> -> tensor<3x1x1xi1>\n"
      "%late = snn.delay %s {steps = 1 : i64} : tensor<3x1x1xi1>\n"
      "%back = snn.sparse %late {offsets = dense<[0, 1, 2, 3]> : tensor<4xi32>, targets = "
      "dense<[1, "
      "2, 0]> : tensor<3xi32>, weight = dense<4> : tensor<3xi8>, weight_bits = 4 : i32} : "
      "tensor<3x1x1xi1> -> tensor<3x1x1xi32>\n"
      "%o = snn.linear %s {weight = dense<1> : tensor<2x3xi8>, weight_bits = 2 : i32} : "
      "tensor<3x1x1xi1> -> tensor<2x1x1xi32>\n"
      "snn.readout \"scores\" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : "
      "tensor<2x1x1xi32>\n");
  SnnRun run = network.run({0}, 5);
  EXPECT_EQ(stepsOf(run, 0, 0), (Steps{0, 3}));
  EXPECT_EQ(stepsOf(run, 0, 1), (Steps{1, 4}));
  EXPECT_EQ(stepsOf(run, 0, 2), (Steps{2}));
  EXPECT_EQ(run.activity[0].synapticOperations, 4); // of the spikes of steps 0 to 3
}

TEST(SnnInterpreter, OrdersChannelsRowsAndColumns) {
  // A 1 x 1 convolution to two channels; only channel 1 at row 0, column 1 reaches its threshold.
  Network network(
      "%in = snn.input {zero_point = 0 : i32} : tensor<1x2x3xi16>\n"
      "%i = snn.conv2d %in {weight = dense<[[[[1]]], [[[2]]]]> : tensor<2x1x1x1xi8>, "
      "weight_bits = 3 : i32} : tensor<1x2x3xi16> -> tensor<2x2x3xi32>\n"
      "%s = snn.neuron \"n\" \"if\" (%i) {theta = array<i32: 100, 20>, v0 = array<i32: "
      "0>, bias = array<i32: 0>} : tensor<2x2x3xi32> -> tensor<2x2x3xi1>\n"
      "%o = snn.linear %s {weight = dense<1> : tensor<2x12xi8>, weight_bits = 2 : i32} : "
      "tensor<2x2x3xi1> -> tensor<2x1x1xi32>\n"
      "snn.readout \"scores\" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : "
      "tensor<2x1x1xi32>\n");
  SnnRun run = network.run({9, 10, 0, 0, 0, 0}, 1);
  EXPECT_EQ(run.spikes, (std::vector<SnnSpike>{{0, (1 * 2 + 0) * 3 + 1, 0}}));
  EXPECT_EQ(run.activity[0].synapticOperations, 0); // the input's are the host's
  EXPECT_EQ(run.activity[1].synapticOperations, 2);
}

TEST(SnnInterpreter, CountsSaturations) {
  // The readout gains 2^30 a step by its bias: it leaves 32 bits in step 1.
  Network network(
      "%in = snn.input {zero_point = 0 : i32} : tensor<1x1x1xi16>\n"
      "%o = snn.linear %in {weight = dense<0> : tensor<2x1xi8>, weight_bits = 2 : i32} : "
      "tensor<1x1x1xi16> -> tensor<2x1x1xi32>\n"
      "snn.readout \"scores\" (%o) {v0 = array<i32: 0>, bias = array<i32: 1073741824, "
      "-1073741824>} : tensor<2x1x1xi32>\n");
  SnnRun run = network.run({0}, 3);
  EXPECT_EQ(run.potentials, (std::vector<int32_t>{2147483647, -2147483647 - 1}));
  EXPECT_EQ(run.activity[0].saturations, 2 + 1); // -2^31 itself is still in range
}

TEST(SnnInterpreter, RefusesCurrentsBeyond32Bits) {
  Network network(
      "%in = snn.input {zero_point = 0 : i32} : tensor<1x300x300xi16>\n"
      "%o = snn.linear %in {weight = dense<-128> : tensor<2x90000xi8>, weight_bits = 8 : "
      "i32} : tensor<1x300x300xi16> -> tensor<2x1x1xi32>\n"
      "snn.readout \"scores\" (%o) {v0 = array<i32: 0>, bias = array<i32: 0>} : "
      "tensor<2x1x1xi32>\n");
  auto created = SnnInterpreter::create(network.first<snn::NetworkOp>());
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().message,
            "the currents into 'scores' may reach 2937600000, which leaves 32 bits");
}

} // namespace
