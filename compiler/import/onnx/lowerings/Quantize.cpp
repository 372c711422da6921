// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Quantizers of values: QuantizeLinear; Quant (IntQuant), BipolarQuant and MultiThreshold of QONNX.
// And what narrows their range: Clip, Relu.
#include "compiler/import/onnx/Rounding.h"
#include "compiler/import/onnx/lowerings/Quantizers.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre {

using namespace onnx;

/// The quantizer's integers as what the file takes them for.
static void defineAffine(Lowering &lowering, const Node &node, const Form &integers,
                         const Channels &by, const Channels &plus) {
  if (std::optional<Form> result = lowering.affine(node, integers, by, plus))
    lowering.define(node.outputs[0], *result);
}

static void quantizeLinear(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  const Tensor *scale = lowering.constant(node, 1), *zero = lowering.constant(node, 2);
  if (!form)
    return;
  if (!scale || (lowering.has(node, 2) && !zero)) {
    lowering.refuse(node, "NCR1209", "its scale is not constant", "use static quantization");
    return;
  }
  if (scale->size() != 1) {
    lowering.refuse(node, "NCR1216", "an activation has a scale for each channel",
                    "use one scale for all channels of an activation");
    return;
  }
  const int64_t given = lowering.call(node).integer("output_dtype", 0);
  const ElementType type = zero    ? zero->type
                           : given ? elementTypeOf(int32_t(given)).value_or(ElementType::Uint8)
                                   : ElementType::Uint8;
  defineQuantized(lowering, node, *form, {scale->at(0)}, zero ? zero->at(0) : 0, type);
}

/// The constant parameters of a QONNX quantizer; refuses others.
static bool constants(Lowering &lowering, const Node &node, size_t first) {
  for (size_t i = first; i < node.inputs.size(); ++i)
    if (!lowering.constant(node, i)) {
      lowering.refuse(node, "NCR1209", "its scale, zero point or width is not constant",
                      "use static quantization");
      return false;
    }
  return true;
}

static void quant(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form || !constants(lowering, node, 1))
    return;
  const Call call = lowering.call(node);
  std::optional<Channels> scale = lowering.perChannel(node, *form, call.in(1));
  std::optional<Channels> zero = lowering.perChannel(node, *form, call.in(2));
  if (!scale || !zero)
    return;
  std::optional<double> z = uniform(*zero);
  const double bits = call.in(3).size() == 1 ? call.in(3).at(0) : 0;
  if (!z || *z != std::nearbyint(*z) || bits < 1 || bits > 32 || bits != std::nearbyint(bits)) {
    lowering.refuse(node, "NCR1212", "its zero point or width is no integer, or differs by channel",
                    "use an integer width, and zero point 0");
    return;
  }
  std::string mode = call.string("rounding_mode", "ROUND");
  for (char &c : mode)
    c = char(std::toupper(static_cast<unsigned char>(c)));
  const bool isSigned = call.integer("signed", 1), narrow = call.integer("narrow", 1);
  if (isSigned && bits == 1) {
    lowering.refuse(node, "NCR1212", "it has one bit and a sign",
                    "use BipolarQuant: exporters disagree about what this means");
    return;
  }
  const bool nearest = mode == "ROUND" || mode.rfind("HALF_", 0) == 0;
  if (!nearest && mode != "FLOOR") {
    lowering.refuse(node, "NCR1212", "rounding " + mode + " has no form as a neuron",
                    "ROUND, HALF_EVEN, HALF_UP, HALF_DOWN and FLOOR have");
    return;
  }
  if (mode == "ROUND" || mode == "HALF_EVEN")
    noteRounding(lowering, "half to even");
  else if (nearest && (isSigned || mode == "HALF_DOWN"))
    noteRounding(lowering, mode);
  const double low = isSigned ? -std::exp2(bits - 1) + narrow : 0;
  const double high = isSigned ? std::exp2(bits - 1) - 1 : std::exp2(bits) - 1 - narrow;
  Form result =
      lowering.quantize(node, *form, *scale, low - *z, high - *z, /*floor=*/mode == "FLOOR");
  defineAffine(lowering, node, result, *scale, {0});
}

/// x >= 0 ? scale : -scale: of step 2 * scale, the levels 0 and 1 of x + scale.
static void bipolarQuant(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form || !constants(lowering, node, 1))
    return;
  std::optional<Channels> scale = lowering.perChannel(node, *form, lowering.call(node).in(1));
  std::optional<Form> shifted = scale ? lowering.affine(node, *form, {1}, *scale) : std::nullopt;
  if (!shifted)
    return;
  const Channels step = combine(*scale, {2}, [](double a, double b) { return a * b; });
  Form result = lowering.quantize(node, *shifted, step, 0, 1);
  defineAffine(lowering, node, result, step,
               combine(*scale, {-1}, [](double a, double b) { return a * b; }));
}

/// out_scale * count(t : x >= t) + out_bias. Thresholds that are evenly spaced are a quantizer.
static void multiThreshold(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form || !constants(lowering, node, 1))
    return;
  const Call call = lowering.call(node);
  const Tensor &thresholds = call.in(1);
  const int64_t rows = thresholds.shape[0], levels = thresholds.shape[1];
  const double scale = call.real("out_scale", 1), bias = call.real("out_bias", 0);
  Channels by, plus; // so that all channels have the step out_scale
  for (int64_t row = 0; row < rows; ++row) {
    auto threshold = [&](int64_t t) { return thresholds.at(row * levels + t); };
    const double spacing =
        levels > 1 ? (threshold(levels - 1) - threshold(0)) / double(levels - 1) : scale;
    for (int64_t t = 0; t < levels; ++t)
      if (!(spacing > 0) ||
          std::abs(threshold(t) - threshold(0) - double(t) * spacing) > 1e-4 * spacing) {
        lowering.refuse(node, "NCR1212",
                        fmt::format("the thresholds of channel {} are not evenly "
                                    "spaced",
                                    row),
                        "a neuron has one step; export it before streamlining");
        return;
      }
    by.push_back(scale / spacing);
    plus.push_back(scale * (0.5 - threshold(0) / spacing));
  }
  if (!(scale > 0)) {
    lowering.refuse(node, "NCR1212", fmt::format("its out_scale is {}", scale),
                    "use a positive one");
    return;
  }
  if (rows != 1 && rows != form->channels()) {
    lowering.refuse(node, "NCR1216", "its thresholds are not for each channel",
                    "flatten behind it");
    return;
  }
  std::optional<Form> even = lowering.affine(node, *form, by, plus);
  if (!even)
    return;
  Form result = lowering.quantize(node, *even, {scale}, 0, double(levels));
  defineAffine(lowering, node, result, {scale}, {bias});
}

/// Defines the clamped value; in a float network with the quantizer that calibration chose for it.
static void defineClamped(Lowering &lowering, const Node &node, double low, double high) {
  std::optional<Form> clamped = lowering.clamp(node, *lowering.form(node, 0), low, high);
  if (!clamped)
    return;
  if (lowering.calibration)
    if (auto step = lowering.calibration->steps.find(node.name);
        step != lowering.calibration->steps.end()) {
      Form result = lowering.quantize(node, *clamped, {step->second}, 0,
                                      double(lowering.calibration->options.levels));
      return defineAffine(lowering, node, result, {step->second}, {0});
    }
  lowering.define(node.outputs[0], *clamped);
}

static void clip(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  const Call call = lowering.call(node);
  if (!form)
    return;
  for (size_t i : {1, 2})
    if (lowering.has(node, i) && !lowering.constant(node, i)) {
      lowering.refuse(node, "NCR1209", "its bounds are not constant", "use constants");
      return;
    }
  const double low = call.has(1) ? call.in(1).at(0) : call.real("min", -INFINITY);
  const double high = call.has(2) ? call.in(2).at(0) : call.real("max", INFINITY);
  defineClamped(lowering, node, low, high);
}

static void relu(Lowering &lowering, const Node &node) {
  if (lowering.form(node, 0))
    defineClamped(lowering, node, 0, INFINITY);
}

void registerQuantize(OnnxLoweringRegistry &registry) {
  registry.add("QuantizeLinear", {quantizeLinear});
  registry.add("qonnx.Quant", {quant});
  registry.add("qonnx.IntQuant", {quant});
  registry.add("qonnx.BipolarQuant", {bipolarQuant});
  registry.add("qonnx.MultiThreshold", {multiThreshold});
  registry.add("Clip", {clip});
  registry.add("Relu", {relu});
}

} // namespace nacre
