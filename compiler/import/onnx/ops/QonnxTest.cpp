// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Hand-computed values of QONNX's operators, after docs/qonnx-custom-ops of
// fastmachinelearning/qonnx.
#include "compiler/import/onnx/Operator.h"
#include <gmock/gmock.h>

using testing::ElementsAre;
using testing::HasSubstr;

namespace nacre::onnx {

struct Qonnx : testing::Test {
  Findings findings;
  Node node;
  std::vector<Tensor> inputs;

  Tensor tensor(Shape shape, std::vector<double> values) {
    Tensor tensor(ElementType::Float, std::move(shape));
    for (size_t i = 0; i < values.size(); ++i)
      tensor.set(int64_t(i), values[i]);
    return tensor;
  }

  void set(const char *name, int value) {
    Attribute attribute;
    attribute.kind = Attribute::Kind::Integer;
    attribute.integer = value;
    node.attributes[name] = attribute;
  }
  void set(const char *name, const char *value) {
    Attribute attribute;
    attribute.kind = Attribute::Kind::String;
    attribute.string = value;
    node.attributes[name] = attribute;
  }
  void set(const char *name, double value) {
    Attribute attribute;
    attribute.kind = Attribute::Kind::Real;
    attribute.real = value;
    node.attributes[name] = attribute;
  }

  std::vector<double> run(const char *op) {
    node.op = op;
    node.domain = "qonnx";
    OnnxOperatorRegistry operators;
    registerAllOnnxOperators(operators);
    std::vector<const Tensor *> given;
    for (const Tensor &input : inputs)
      given.push_back(&input);
    Outputs outputs = evaluate(*operators.find(node.kind()), Call(node, 1, given, findings));
    return outputs ? outputs->front().reals : std::vector<double>();
  }

  /// Quant of values with a scale, zero point 0 and a width.
  std::vector<double> quant(std::vector<double> values, double scale, double bits) {
    const int64_t count = int64_t(values.size());
    inputs = {tensor({count}, std::move(values)), tensor({}, {scale}), tensor({}, {0}),
              tensor({}, {bits})};
    return run("Quant");
  }
};

TEST_F(Qonnx, QuantClampsThenRoundsHalfToEven) {
  set("signed", 1);
  set("narrow", 0);
  EXPECT_THAT(quant({-9, -0.75, -0.25, 0.25, 0.75, 1.25, 9}, 0.5, 3),
              ElementsAre(-2, -1, 0, 0, 1, 1, 1.5)); // -4..3 times 0.5
  set("narrow", 1);
  EXPECT_THAT(quant({-9, 9}, 0.5, 3), ElementsAre(-1.5, 1.5));
}

TEST_F(Qonnx, QuantOfUnsignedIntegers) {
  set("signed", 0);
  set("narrow", 0);
  EXPECT_THAT(quant({-1, 1, 99}, 1, 2), ElementsAre(0, 1, 3));
  set("narrow", 1);
  EXPECT_THAT(quant({-1, 1, 99}, 1, 2), ElementsAre(0, 1, 2));
}

TEST_F(Qonnx, QuantKnowsTheRoundingModes) {
  set("signed", 1);
  set("narrow", 0);
  const std::vector<double> values = {-1.5, -0.5, 0.5, 1.2, 1.5};
  const std::pair<const char *, std::vector<double>> modes[] = {
      {"ROUND", {-2, 0, 0, 1, 2}},    {"half_even", {-2, 0, 0, 1, 2}}, {"CEIL", {-1, 0, 1, 2, 2}},
      {"FLOOR", {-2, -1, 0, 1, 1}},   {"UP", {-2, -1, 1, 2, 2}},       {"DOWN", {-1, 0, 0, 1, 1}},
      {"HALF_UP", {-2, -1, 1, 1, 2}}, {"HALF_DOWN", {-1, 0, 0, 1, 1}},
  };
  for (const auto &[mode, expected] : modes) {
    set("rounding_mode", mode);
    EXPECT_EQ(quant(values, 1, 4), expected) << mode;
  }
  set("rounding_mode", "SIDEWAYS");
  EXPECT_TRUE(quant(values, 1, 4).empty());
  EXPECT_THAT(findings.text(""), HasSubstr("NCR1205"));
}

TEST_F(Qonnx, QuantHasAScaleForEachChannel) {
  set("signed", 1);
  set("narrow", 1);
  inputs = {tensor({2, 2}, {1, -1, 1, -1}), tensor({2, 1}, {1, 0.25}), tensor({}, {0}),
            tensor({}, {2})};
  EXPECT_THAT(run("Quant"), ElementsAre(1, -1, 0.25, -0.25));
}

TEST_F(Qonnx, BipolarQuantKeepsTheSignAndZeroIsPositive) {
  inputs = {tensor({3}, {-0.1, 0, 7}), tensor({}, {0.5})};
  EXPECT_THAT(run("BipolarQuant"), ElementsAre(-0.5, 0.5, 0.5));
}

// 13 = 0b1101 of 4 bits, 2 of which are dropped: 3; of version 1 the scale stays as it is.
TEST_F(Qonnx, TruncHasTwoVersions) {
  inputs = {tensor({1}, {13 * 0.5}), tensor({}, {0.5}), tensor({}, {0}), tensor({}, {4}),
            tensor({}, {2})};
  EXPECT_THAT(run("Trunc"), ElementsAre(3 * 0.5));
  set("signed", 0);
  set("narrow", 0);
  inputs = {tensor({1}, {13 * 0.5}), tensor({}, {0.5}), tensor({}, {0}),
            tensor({}, {4}),         tensor({}, {2}),   tensor({}, {2})};
  EXPECT_THAT(run("Trunc"), ElementsAre(3 * 2)); // t = 4, out_scale = 2
}

TEST_F(Qonnx, MultiThresholdCounts) {
  set("out_scale", 2.0);
  set("out_bias", -1.0);
  inputs = {tensor({1, 2, 1, 2}, {0.9, 1, 1, 5}), tensor({2, 2}, {1, 2, 0, 4})};
  EXPECT_THAT(run("MultiThreshold"), ElementsAre(-1, 1, 1, 3));
}

TEST_F(Qonnx, RefusesParametersThatDoNotBroadcast) {
  inputs = {tensor({2}, {1, 2}), tensor({3}, {1, 1, 1}), tensor({}, {0}), tensor({}, {2})};
  run("Quant");
  EXPECT_THAT(findings.text(""), HasSubstr("NCR1207"));
}

} // namespace nacre::onnx
