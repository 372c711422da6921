// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random quantized networks: the imported module, run by the interpreter of qann, has the scores
// that the evaluator computes from the file. The two share no arithmetic.
#include "compiler/import/Findings.h"
#include "compiler/import/onnx/Importer.h"
#include "compiler/import/onnx/Reader.h"
#include "compiler/import/onnx/Trace.h"
#include "compiler/import/onnx/testing/ModelBuilder.h"
#include "compiler/reference/QannInterpreter.h"
#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>

namespace nacre::onnx {

namespace {

using I = std::vector<int64_t>;

class RandomModel {
  std::mt19937_64 random;
  int names = 0;
  std::string value = "image";
  Shape shape;            ///< channels, rows, columns; or features
  bool isUnsigned = true; ///< zero padding is allowed

public:
  ModelBuilder model{13};

  explicit RandomModel(uint64_t seed) : random(seed) {
    shape = {pick(1, 3), pick(6, 9), pick(6, 9)};
    model.input("image", {-1, shape[0], shape[1], shape[2]});
    if (chance()) { // a quantizer on the image itself
      node("Mul", {value, number(2)});
      node("Sub", {value, number(1)});
      quantize();
    }
    for (int64_t blocks = pick(1, 3); blocks > 0; --blocks)
      block();
    node("Flatten", {value});
    shape = {shape[0] * shape[1] * shape[2]};
    if (chance()) {
      linear(pick(3, 6));
      quantize();
    }
    linear(4);
    if (chance())
      node("Mul", {value, number(real(0.5, 2))});
    if (chance())
      node("Softmax", {value}, {{"axis", -1}});
    model.output(value, {-1, 4});
  }

private:
  int64_t pick(int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  }
  bool chance() { return pick(0, 1); }
  double real(double low, double high) {
    return low + (high - low) * double(random() >> 11) * 0x1p-53;
  }
  std::string fresh() { return fmt::format("v{}", ++names); }

  std::string tensor(const Shape &of, const std::vector<double> &values,
                     ElementType type = ElementType::Float) {
    std::string name = fresh();
    model.constant(name, of, values, type);
    return name;
  }
  std::string number(double value, ElementType type = ElementType::Float) {
    return tensor({}, {value}, type);
  }
  std::vector<double> reals(int64_t count, double low, double high) {
    std::vector<double> values;
    for (int64_t i = 0; i < count; ++i)
      values.push_back(real(low, high));
    return values;
  }

  void node(const std::string &op, const std::vector<std::string> &inputs,
            const ModelBuilder::Attributes &attributes = {}, const std::string &domain = "") {
    value = fresh();
    model.node(op, inputs, value, attributes, domain);
  }

  void block() {
    if (chance() && std::min(shape[1], shape[2]) >= 3) {
      convolution(pick(1, 4), isUnsigned ? pick(0, 1) : 0);
      affine();
      quantize();
      if (chance() && isUnsigned) { // residual: a padded convolution keeps the shape
        const std::string shortcut = value;
        convolution(shape[0], 1);
        affine(/*relu=*/false);
        node("Add", {value, shortcut});
        quantize();
      }
    }
    if (chance() && std::min(shape[1], shape[2]) >= 4)
      pool();
  }

  void convolution(int64_t outputs, int64_t pad) {
    const bool depthwise = chance() && outputs == shape[0];
    const int64_t inputs = depthwise ? 1 : shape[0];
    const std::string w = weights({outputs, inputs, 3, 3}, 0);
    node("Conv", {value, w},
         {{"kernel_shape", I{3, 3}},
          {"pads", I{pad, pad, pad, pad}},
          {"group", int(depthwise ? shape[0] : 1)}});
    shape = {outputs, shape[1] + 2 * pad - 2, shape[2] + 2 * pad - 2};
  }

  void linear(int64_t outputs) {
    const std::string b = tensor({outputs}, reals(outputs, -1, 1));
    if (chance()) {
      node("Gemm", {value, weights({outputs, shape[0]}, 0), b}, {{"transB", 1}});
    } else {
      const std::string before = value, w = weights({outputs, shape[0]}, 0);
      node("Transpose", {w}, {{"perm", I{1, 0}}});
      node("MatMul", {before, value});
      node("Add", {value, b});
    }
    shape = {outputs};
  }

  /// Integer weights: behind Quant, BipolarQuant or DequantizeLinear; a scale for all or each
  /// output.
  std::string weights(const Shape &of, int64_t axis) {
    const int64_t count = *elementsOf(of), each = chance() ? of[size_t(axis)] : 1;
    Shape scaleShape(of.size(), 1);
    scaleShape[size_t(axis)] = each;
    std::vector<double> scales = reals(each, 0.05, 0.3), values;
    const std::string kept = value;
    const int64_t style = pick(0, 2);
    for (int64_t i = 0; i < count; ++i)
      values.push_back(double(pick(-7, 7)));
    if (style == 0) {
      const std::string s = each == 1 ? number(scales[0]) : tensor({each}, scales);
      node("DequantizeLinear", {tensor(of, values, ElementType::Int8), s}, {{"axis", int(axis)}});
    } else {
      for (int64_t i = 0; i < count; ++i)
        values[size_t(i)] *= scales[each == 1 ? 0 : size_t(i / (count / each))];
      const std::string w = tensor(of, values), s = tensor(scaleShape, scales);
      if (style == 1)
        node("Quant", {w, s, number(0), number(4)}, {{"signed", 1}, {"narrow", 1}},
             "onnx.brevitas");
      else
        node("BipolarQuant", {w, s}, {}, "onnx.brevitas");
    }
    std::string result = value;
    value = kept;
    return result;
  }

  void affine(bool relu = true) {
    const int64_t c = shape[0];
    if (chance()) {
      const std::string gamma = tensor({c}, reals(c, -2, 2)), beta = tensor({c}, reals(c, -1, 1)),
                        mean = tensor({c}, reals(c, -1, 1)),
                        variance = tensor({c}, reals(c, 0.5, 2));
      node("BatchNormalization", {value, gamma, beta, mean, variance}, {{"epsilon", 1e-5f}});
    }
    if (chance())
      node("Add", {value, tensor({1, c, 1, 1}, reals(c, -0.5, 0.5))});
    if (relu && chance())
      node("Relu", {value});
  }

  void quantize() {
    const double step = real(0.2, 0.6);
    // Never of a sum that cancels: which side of a level it is on would be up to rounding errors.
    node("Add", {value, number(real(0.01, 0.05))});
    switch (pick(0, 4)) {
    case 0: // unsigned
      node("Quant", {value, number(step), number(0), number(double(pick(2, 4)))},
           {{"signed", 0}, {"narrow", int(pick(0, 1))}}, "onnx.brevitas");
      isUnsigned = true;
      break;
    case 1: // signed
      node("Quant", {value, number(step), number(0), number(double(pick(2, 4)))},
           {{"signed", 1},
            {"narrow", int(pick(0, 1))},
            {"rounding_mode", std::string(chance() ? "ROUND" : "FLOOR")}},
           "onnx.brevitas");
      isUnsigned = false;
      break;
    case 2:
      node("BipolarQuant", {value, number(step)}, {}, "onnx.brevitas");
      isUnsigned = false;
      break;
    case 3: { // QCDQ with a zero point
      const int64_t zero = pick(-3, 3);
      const std::string s = number(step), z = number(double(zero), ElementType::Int8);
      node("QuantizeLinear", {value, s, z});
      node("Clip", {value, number(-4, ElementType::Int8), number(5, ElementType::Int8)});
      node("DequantizeLinear", {value, s, z});
      isUnsigned = zero == -4;
      break;
    }
    default: { // evenly spaced thresholds, different in each channel
      const int64_t c = shape[0], levels = pick(1, 5);
      std::vector<double> thresholds;
      for (int64_t i = 0; i < c; ++i)
        for (int64_t t = 0, first = pick(-2, 2); t < levels; ++t)
          thresholds.push_back(double(first) * 0.37 + (0.21 + 0.13 * double(i)) * double(t));
      node("MultiThreshold", {value, tensor({c, levels}, thresholds)},
           {{"out_scale", float(step)}, {"out_bias", chance() ? -0.5f : 0.0f}},
           "finn.custom_op.general");
      isUnsigned = false;
    }
    }
  }

  void pool() {
    const std::string op = chance() ? "MaxPool" : "AveragePool";
    if (value == "image")
      return;
    node(op, {value}, {{"kernel_shape", I{2, 2}}, {"strides", I{2, 2}}});
    shape = {shape[0], shape[1] / 2, shape[2] / 2};
  }
};

} // namespace

TEST(ImportEquivalence, ScoresAreTheEvaluators) {
  OnnxOperatorRegistry operators;
  registerAllOnnxOperators(operators);
  int imported = 0, differences = 0, scores = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    RandomModel random(seed);
    mlir::MLIRContext context;
    Findings findings;
    Graph graph = readGraph(random.model.bytes(), "", findings);
    ASSERT_TRUE(findings.empty()) << findings.text("");
    Imported result = importOnnx(graph, "net.onnx", {}, findings, context);
    if (!findings.empty()) { // a constant behind Relu, or one that a clamp keeps from being scaled
      for (const Finding &finding : findings)
        ASSERT_TRUE(finding.code == "NCR1212" || finding.code == "NCR1216") << finding.text();
      continue;
    }
    ASSERT_TRUE(result.module);
    auto network = QannInterpreter::create(*result.module);
    ASSERT_TRUE(network) << network.error().message;
    ++imported;
    std::mt19937_64 pixels(seed);
    for (int sample = 0; sample < 3; ++sample) {
      Shape shape = graph.inputs[0].shape;
      shape[0] = 1;
      Tensor image(ElementType::Float, shape);
      std::vector<uint8_t> bytes;
      for (int64_t i = 0; i < image.size(); ++i) {
        bytes.push_back(uint8_t(pixels()));
        image.set(i, bytes.back() / 255.0);
      }
      // Up to the tail, whose order alone is kept.
      Trace trace = run(graph, operators, {{"image", image}}, findings);
      const Node &last = graph.nodes.back();
      const Tensor &theirs = trace.values[last.op == "Softmax" ? last.inputs[0] : last.outputs[0]];
      const std::vector<double> ours = network->scores(bytes.data());
      ASSERT_EQ(int64_t(ours.size()), theirs.size());
      for (size_t c = 0; c < ours.size(); ++c, ++scores)
        differences += std::abs(ours[c] - theirs.at(int64_t(c))) > 1e-4 * (1 + std::abs(ours[c]));
    }
  }
  EXPECT_GT(imported, 250);
  EXPECT_EQ(differences, 0) << "of " << scores;
}

} // namespace nacre::onnx
