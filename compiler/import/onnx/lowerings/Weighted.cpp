// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conv, MatMul, Gemm of quantized weights, and the integer operators, which are the same with
// scales and zero points in other places: ConvInteger, MatMulInteger, QLinearConv, QLinearMatMul.
#include "compiler/import/onnx/lowerings/Layers.h"
#include "compiler/import/onnx/lowerings/Quantizers.h"

namespace nacre {

using namespace onnx;

/// Adds one constant a channel to the layer.
static std::optional<Form> withBias(Lowering &lowering, const Node &node, const Form &form,
                                    size_t input, double factor) {
  if (!lowering.has(node, input))
    return form;
  const Tensor *bias = lowering.constant(node, input);
  if (!bias)
    return lowering.refuse(node, "NCR1209", "its bias is not constant", "use a constant");
  Tensor values(ElementType::Double, {bias->size()});
  for (int64_t c = 0; c < bias->size(); ++c)
    values.reals[size_t(c)] = factor * bias->at(c);
  if (bias->size() != 1 && bias->size() != form.channels())
    return lowering.refuse(node, "NCR1207", "its bias has not one value a channel",
                           "the file contradicts itself; export it again");
  return lowering.affine(node, form, {1}, values.reals);
}

static void conv(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form)
    return;
  std::optional<Grid> weights = weightsOf(lowering, node, 1, 0);
  std::optional<Form> layer = weights ? convolution(lowering, node, *form, *weights) : std::nullopt;
  layer = layer ? withBias(lowering, node, *layer, 2, 1) : layer;
  if (layer)
    lowering.define(node.outputs[0], *layer);
}

static void matMul(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  if (!form) {
    if (lowering.form(node, 1))
      lowering.refuse(node, "NCR1217", "it multiplies a constant by a value",
                      "the value stands first, the weights second");
    return;
  }
  std::optional<Grid> weights = weightsOf(lowering, node, 1, 1);
  std::optional<Form> layer =
      weights ? product(lowering, node, *form, *weights, false) : std::nullopt;
  if (layer)
    lowering.define(node.outputs[0], *layer);
}

static void gemm(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  const Call call = lowering.call(node);
  if (!form)
    return;
  if (call.integer("transA", 0)) {
    lowering.refuse(node, "NCR1205", "transA is not supported", "transpose the weights instead");
    return;
  }
  std::optional<Grid> weights = weightsOf(lowering, node, 1, call.integer("transB", 0) ? 0 : 1);
  std::optional<Form> layer =
      weights ? product(lowering, node, *form, *weights, call.integer("transB", 0)) : std::nullopt;
  layer = layer ? lowering.affine(node, *layer, {call.real("alpha", 1)}, {0}) : layer;
  layer = layer ? withBias(lowering, node, *layer, 2, call.real("beta", 1)) : layer;
  if (layer)
    lowering.define(node.outputs[0], *layer);
}

/// The integers minus their zero point, an input that may be absent.
static std::optional<Form> minusZeroPoint(Lowering &lowering, const Node &node, const Form &form,
                                          size_t input) {
  const Tensor *zero = lowering.constant(node, input);
  if (lowering.has(node, input) && (!zero || zero->size() != 1))
    return lowering.refuse(node, "NCR1209", "the zero point of its input is not one constant",
                           "use static quantization");
  return lowering.affine(node, form, {1}, {zero ? -zero->at(0) : 0});
}

static void integerLayer(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  const bool isConv = node.op == "ConvInteger";
  if (!form)
    return;
  std::optional<Form> input = minusZeroPoint(lowering, node, *form, 2);
  std::optional<Grid> weights =
      dequantized(lowering, node, 1, lowering.constant(node, 3), nullptr, isConv ? 0 : 1);
  if (!input || !weights)
    return;
  std::optional<Form> layer = isConv ? convolution(lowering, node, *input, *weights)
                                     : product(lowering, node, *input, *weights, false);
  if (layer)
    lowering.define(node.outputs[0], *layer);
}

static void qlinearLayer(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  const bool isConv = node.op == "QLinearConv";
  if (!form)
    return;
  for (size_t i : {1, 2, 4, 5, 6, 7})
    if (!lowering.constant(node, i)) {
      lowering.refuse(node, "NCR1209", "a scale or zero point is not constant",
                      "use static quantization");
      return;
    }
  const Call call = lowering.call(node);
  if (call.in(1).size() != 1 || call.in(6).size() != 1) {
    lowering.refuse(node, "NCR1216", "an activation has a scale for each channel",
                    "use one scale for all channels of an activation");
    return;
  }
  const double inputScale = call.in(1).at(0);
  std::optional<Form> input =
      lowering.affine(node, *form, {inputScale}, {-inputScale * call.in(2).at(0)});
  std::optional<Grid> weights =
      dequantized(lowering, node, 3, &call.in(5), &call.in(4), isConv ? 0 : 1);
  if (!input || !weights)
    return;
  std::optional<Form> layer = isConv ? convolution(lowering, node, *input, *weights)
                                     : product(lowering, node, *input, *weights, false);
  if (layer && isConv && call.has(8)) { // in steps of input scale * weight scale
    const Tensor &scales = call.in(4), *bias = lowering.constant(node, 8);
    Channels values;
    for (int64_t c = 0; bias && c < bias->size(); ++c)
      values.push_back(bias->at(c) * inputScale * scales.at(scales.size() == 1 ? 0 : c));
    if (int64_t(values.size()) != layer->channels()) {
      lowering.refuse(node, "NCR1207", "its bias has not one constant a channel",
                      "the file contradicts itself; export it again");
      return;
    }
    layer = lowering.affine(node, *layer, {1}, values);
  }
  if (layer)
    defineQuantized(lowering, node, *layer, {call.in(6).at(0)}, call.in(7).at(0), call.in(7).type);
}

void registerWeighted(OnnxLoweringRegistry &registry) {
  registry.add("Conv", {conv});
  registry.add("MatMul", {matMul});
  registry.add("Gemm", {gemm});
  registry.add("ConvInteger", {integerLayer});
  registry.add("MatMulInteger", {integerLayer});
  registry.add("QLinearConv", {qlinearLayer});
  registry.add("QLinearMatMul", {qlinearLayer});
}

} // namespace nacre
