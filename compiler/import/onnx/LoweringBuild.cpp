// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Forms to qann operations: what computes factor * base + offset.
#include "compiler/import/onnx/Lowering.h"
#include "dialects/Weights.h"
#include <algorithm>
#include <fmt/format.h>

using namespace mlir;

namespace nacre::onnx {

constexpr int64_t largestDiagonal = 4096;

/// 2..8: the smallest symmetric range that holds all weights.
static int32_t bitsOf(ArrayRef<int8_t> weights) {
  int largest = 1;
  for (int8_t weight : weights)
    largest = std::max(largest, std::abs(int(weight)));
  int32_t bits = 2;
  while ((1 << (bits - 1)) - 1 < largest)
    ++bits;
  return bits;
}

Location Lowering::locationOf(const std::string &node) {
  return NameLoc::get(builder.getStringAttr(node),
                      FileLineColLoc::get(builder.getStringAttr(file), 0, 0));
}

RankedTensorType Lowering::typeOf(const Shape &shape) {
  SmallVector<int64_t> sizes(shape.begin(), shape.end());
  sizes.insert(sizes.begin(), ShapedType::kDynamic);
  return RankedTensorType::get(sizes, builder.getF32Type());
}

Value Lowering::weighted(const Layer &layer, const Channels &factor, const Channels &offset,
                         const Shape &shape) {
  if (!building())
    return {};
  const int64_t outputs = layer.weightShape[0];
  const int64_t each = int64_t(layer.weights.size()) / outputs;
  std::vector<int8_t> weights = layer.weights;
  Channels scale, bias;
  for (int64_t c = 0; c < outputs; ++c) {
    const double f = at(factor, c), s = at(layer.scale, c) * f;
    for (int64_t i = c * each; s <= 0 && i < (c + 1) * each; ++i)
      weights[size_t(i)] = int8_t(s < 0 ? -weights[size_t(i)] : 0);
    scale.push_back(s == 0 ? 1 : std::abs(s));
    bias.push_back(f * at(layer.bias, c) + at(offset, c));
  }
  if (std::optional<double> one = uniform(scale))
    scale = {*one};
  auto scales = builder.getDenseF32ArrayAttr(floats(scale));
  auto bits = builder.getI32IntegerAttr(bitsOf(weights));
  auto biases = allZero(bias) ? nullptr : builder.getDenseF32ArrayAttr(floats(bias));
  auto attribute =
      makeWeights<int8_t>(layer.weightShape, weights, layer.node, builder.getContext());
  Location loc = locationOf(layer.node);
  if (layer.linear)
    return qann::LinearOp::create(builder, loc, typeOf(shape), layer.input, attribute, scales, bits,
                                  biases);
  const Window2 &w = layer.window;
  return qann::Conv2DOp::create(
      builder, loc, typeOf(shape), layer.input, attribute, scales, bits, biases,
      builder.getDenseI64ArrayAttr(w.strides), builder.getDenseI64ArrayAttr(w.pads),
      builder.getDenseI64ArrayAttr(w.dilations), builder.getI64IntegerAttr(layer.groups));
}

/// scale[c] * value + bias[c] as a layer: 1x1 depthwise on a map, diagonal on a vector.
Value Lowering::identity(const std::string &node, Value value, const Shape &shape,
                         const Channels &scale, const Channels &bias) {
  Layer layer;
  layer.node = node;
  layer.input = value;
  layer.linear = shape.size() == 1;
  const int64_t channels = shape[0];
  layer.scale.assign(size_t(channels), 1);
  layer.bias.assign(size_t(channels), 0);
  if (!layer.linear) {
    layer.weightShape = {channels, 1, 1, 1};
    layer.weights.assign(size_t(channels), 1);
    layer.window.kernel = layer.window.strides = {1, 1};
    layer.groups = channels;
  } else {
    if (channels > largestDiagonal) {
      refuse(node, "NCR1216",
             fmt::format("a vector of {} needs a layer of its own to be scaled", channels),
             "scale the layer before it");
      return {};
    }
    layer.weightShape = {channels, channels};
    layer.weights.assign(size_t(channels * channels), 0);
    for (int64_t c = 0; c < channels; ++c)
      layer.weights[size_t(c * channels + c)] = 1;
  }
  return weighted(layer, scale, bias, shape);
}

Value Lowering::applyLater(const Form &form, Value value) {
  for (const Later &step : form.later) {
    if (!building())
      return {};
    if (step.maxPool)
      value =
          qann::MaxPoolOp::create(builder, locationOf(step.node), typeOf(step.shape), value,
                                  step.maxPool->kernel, step.maxPool->strides, step.maxPool->pads);
    else
      value = qann::FlattenOp::create(builder, locationOf(step.node), typeOf(step.shape), value);
  }
  return value;
}

std::optional<Value> Lowering::real(const Form &given, const Channels &more) {
  Form form = given;
  if (form.get<Quantizer>()) {
    std::optional<Form> integers = build(form);
    if (!integers)
      return std::nullopt;
    form = *integers;
  }
  const Channels offset = plus(form.offset, more);
  if (form.clamped() || !form.later.empty())
    return refuse(form.node, "NCR1210", "its result is not quantized before the next layer",
                  "put a quantizer behind it (Quant, or QuantizeLinear and DequantizeLinear)");
  if (const Layer *layer = form.get<Layer>())
    return weighted(*layer, form.factor, offset, form.baseShape);
  if (const Sum *sum = form.get<Sum>())
    return added(*sum, form.factor, offset);
  if (form.get<Image>()) {
    const double scale = std::abs(form.factor[0]) > 0 ? std::abs(form.factor[0]) : 1;
    return identity(form.node, imageValue(scale, 0), form.baseShape,
                    times(form.factor, {1 / scale}), offset);
  }
  const Built &there = *form.get<Built>();
  if (!there.spikes && form.factor == Channels{1} && allZero(offset))
    return there.value;
  return identity(form.node, there.value, form.baseShape, form.factor, offset);
}

std::optional<Value> Lowering::added(const Sum &sum, const Channels &factor,
                                     const Channels &offset) {
  // Bring all terms to a value each; the constants go to one that has a bias anyway.
  std::vector<Form> terms;
  Channels constant = offset;
  for (const Form &term : sum.terms) {
    Form part = term;
    if (part.get<Quantizer>()) {
      std::optional<Form> integers = build(part);
      if (!integers)
        return std::nullopt;
      part = *integers;
    }
    if (part.clamped() || !part.later.empty())
      return refuse(part.node, "NCR1210", "its result is not quantized before it is added",
                    "put a quantizer behind it (Quant, or QuantizeLinear and DequantizeLinear)");
    constant = plus(constant, times(factor, part.offset));
    part.factor = times(part.factor, factor);
    part.offset = {0};
    terms.push_back(std::move(part));
  }
  auto hasBias = [](const Form &term) { return !term.get<Built>() || term.factor != Channels{1}; };
  auto holder = std::find_if(terms.begin(), terms.end(), hasBias);
  (holder == terms.end() ? terms.front() : *holder).offset = constant;
  Value total;
  for (const Form &term : terms) {
    std::optional<Value> value;
    if (const Built *there = term.get<Built>(); there && term.exact())
      value = there->value;
    else
      value = real(term, {0});
    if (!value)
      return std::nullopt;
    if (building())
      total =
          total ? qann::AddOp::create(builder, locationOf(sum.node), total.getType(), total, *value)
                      .getResult()
                : *value;
  }
  return total;
}

Value Lowering::imageValue(double scale, int32_t zeroPoint) {
  if (!building())
    return {};
  Value &value = inputs[{scale, zeroPoint}];
  if (!value) {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(builder.getInsertionBlock());
    auto shape = cast<RankedTensorType>(image.getType()).getShape();
    value = qann::InputOp::create(
        builder, image.getLoc(), RankedTensorType::get(shape, builder.getF32Type()), image,
        builder.getF32FloatAttr(float(scale)), builder.getI32IntegerAttr(zeroPoint));
  }
  return value;
}

} // namespace nacre::onnx
