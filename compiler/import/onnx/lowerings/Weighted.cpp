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

/// A constant bias in steps of input scale * weight scale.
static std::optional<Form> withIntegerBias(Lowering &lowering, const Node &node, const Form &form,
                                           size_t input, double inputScale, const Tensor &scales) {
  const Tensor *bias = lowering.constant(node, input);
  if (!bias || bias->size() != form.channels())
    return lowering.refuse(node, "NCR1207", "its bias has not one constant a channel",
                           "the file contradicts itself; export it again");
  Channels values;
  for (int64_t c = 0; c < bias->size(); ++c)
    values.push_back(bias->at(c) * inputScale * scales.at(scales.size() == 1 ? 0 : c));
  return lowering.affine(node, form, {1}, values);
}

/// QLinearConv, QLinearMatMul and QGemm: three inputs of the value, three of the weights.
static void qlinearLayer(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  const Call call = lowering.call(node);
  const bool isConv = node.op == "QLinearConv", isGemm = node.op == "QGemm";
  const bool outputsFirst = isConv || call.integer("transB", 0);
  const size_t bias = isConv ? 8 : 6, result = isGemm ? 7 : 6;
  if (!form)
    return;
  for (size_t i : {size_t(4), size_t(5), result, result + 1})
    if (lowering.has(node, i) && !lowering.constant(node, i)) {
      lowering.refuse(node, "NCR1209", "a scale or zero point is not constant",
                      "use static quantization");
      return;
    }
  std::optional<Form> input = dequantized(lowering, node, *form, 1);
  std::optional<Grid> weights =
      dequantized(lowering, node, 3, &call.in(5), &call.in(4), outputsFirst ? 0 : 1);
  if (!input || !weights)
    return;
  std::optional<Form> layer = isConv ? convolution(lowering, node, *input, *weights)
                                     : product(lowering, node, *input, *weights, outputsFirst);
  if (layer && (isConv || isGemm) && call.has(bias))
    layer = withIntegerBias(lowering, node, *layer, bias, call.in(1).at(0), call.in(4));
  if (layer && isGemm)
    layer = lowering.affine(node, *layer, {call.real("alpha", 1)}, {0});
  if (!layer)
    return;
  if (call.has(result) && call.has(result + 1))
    defineQuantized(lowering, node, *layer, {call.in(result).at(0)}, call.in(result + 1).at(0),
                    call.in(result + 1).type);
  else
    lowering.define(node.outputs[0], *layer);
}

/// The value in the steps of a result: the inputs `scale` and `scale` + 1.
static void defineScaled(Lowering &lowering, const Node &node, const Form &form, size_t scale) {
  const Tensor *step = lowering.constant(node, scale), *zero = lowering.constant(node, scale + 1);
  if (step && zero && step->size() == 1 && zero->size() == 1)
    defineQuantized(lowering, node, form, {step->at(0)}, zero->at(0), zero->type);
  else
    lowering.refuse(node, "NCR1209", "the scale or zero point of its result is not one constant",
                    "use static quantization");
}

/// Sums and means of ONNX Runtime: dequantized, computed, quantized again.
static void qlinearAdd(Lowering &lowering, const Node &node) {
  const Form *one = lowering.form(node, 0), *other = lowering.form(node, 3);
  if (!one || !other) {
    if (lowering.constant(node, 0) || lowering.constant(node, 3))
      lowering.refuse(node, "NCR1217", "it adds a constant",
                      "put the constant into the bias before");
    return;
  }
  std::optional<Form> a = dequantized(lowering, node, *one, 1);
  std::optional<Form> b = dequantized(lowering, node, *other, 4);
  std::optional<Form> sum = a && b ? added(lowering, node, *a, *b) : std::nullopt;
  if (sum)
    defineScaled(lowering, node, *sum, 6);
}

static void qlinearMean(Lowering &lowering, const Node &node) {
  const Form *form = lowering.form(node, 0);
  std::optional<Form> input = form ? dequantized(lowering, node, *form, 1) : std::nullopt;
  std::optional<Form> mean = input ? globalMean(lowering, node, *input) : std::nullopt;
  if (mean)
    defineScaled(lowering, node, *mean, 3);
}

void registerWeighted(OnnxLoweringRegistry &registry) {
  registry.add("Conv", {conv});
  registry.add("MatMul", {matMul});
  registry.add("Gemm", {gemm});
  registry.add("ConvInteger", {integerLayer});
  registry.add("MatMulInteger", {integerLayer});
  registry.add("QLinearConv", {qlinearLayer});
  registry.add("QLinearMatMul", {qlinearLayer});
  registry.add("com.microsoft.QGemm", {qlinearLayer});
  registry.add("com.microsoft.QLinearAdd", {qlinearAdd});
  registry.add("com.microsoft.QLinearGlobalAveragePool", {qlinearMean});
}

} // namespace nacre
