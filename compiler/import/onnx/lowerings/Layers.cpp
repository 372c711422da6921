// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/lowerings/Layers.h"
#include "compiler/import/onnx/ops/Broadcast.h"
#include "compiler/import/onnx/ops/Windows.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre::onnx {

std::optional<Form> convolution(Lowering &lowering, const Node &node, const Form &form,
                                const Grid &weights) {
  const Shape &shape = weights.integers.shape;
  if (shape.size() != 4 || form.shape.size() != 3)
    return lowering.refuse(node, "NCR1214", "it is no convolution over two dimensions",
                           "images are N x C x H x W");
  const Call call = lowering.call(node);
  std::optional<Windows> w = windowsOf(call, {form.shape[1], form.shape[2]}, {shape[2], shape[3]});
  if (!w)
    return std::nullopt;
  const Window2 window{
      w->kernel, w->strides, {w->before[0], w->before[1], w->after[0], w->after[1]}, w->dilations};
  return lowering.layer(node, form, weights, /*linear=*/false, window, call.integer("group", 1));
}

std::optional<Form> added(Lowering &lowering, const Node &node, const Form &one,
                          const Form &other) {
  if (one.shape != other.shape)
    return lowering.refuse(node, "NCR1214",
                           "it adds values of shapes " + textOf(one.shape) + " and " +
                               textOf(other.shape),
                           "add values of one shape");
  Form result;
  result.node = node.name;
  result.base = std::make_shared<const Sum>(Sum{node.name, {one, other}});
  result.shape = result.baseShape = one.shape;
  return result;
}

std::optional<Form> globalMean(Lowering &lowering, const Node &node, const Form &form) {
  if (form.shape.size() != 3)
    return lowering.refuse(node, "NCR1214", "it does not pool over two dimensions",
                           "images are N x C x H x W");
  return lowering.averagePool(node, form,
                              {{form.shape[1], form.shape[2]}, {form.shape[1], form.shape[2]}});
}

std::optional<Form> dequantized(Lowering &lowering, const Node &node, const Form &form,
                                size_t scale) {
  const Tensor *step = lowering.constant(node, scale), *zero = lowering.constant(node, scale + 1);
  if (!step || (lowering.has(node, scale + 1) && !zero))
    return lowering.refuse(node, "NCR1209", "a scale or zero point is not constant",
                           "use static quantization");
  if (step->size() != 1 || (zero && zero->size() != 1))
    return lowering.refuse(node, "NCR1216", "an activation has a scale for each channel",
                           "use one scale for all channels of an activation");
  return lowering.affine(node, form, {step->at(0)}, {zero ? -step->at(0) * zero->at(0) : 0});
}

static Tensor transposed(const Tensor &matrix) {
  const int64_t rows = matrix.shape[0], columns = matrix.shape[1];
  Tensor result(matrix.type, {columns, rows});
  for (int64_t i = 0; i < matrix.size(); ++i)
    result.reals[size_t(i % columns * rows + i / columns)] = matrix.reals[size_t(i)];
  return result;
}

std::optional<Form> product(Lowering &lowering, const Node &node, const Form &form,
                            const Grid &weights, bool outputsFirst) {
  if (weights.integers.rank() != 2 || form.shape.size() != 1)
    return lowering.refuse(node, "NCR1214", "it is no product of a vector and a matrix",
                           "flatten before it");
  return lowering.layer(
      node, form,
      outputsFirst ? weights : Grid{transposed(weights.integers), transposed(weights.scales)},
      /*linear=*/true, {}, 1);
}

/// Symmetric: scale = max|w| / (2^(bits - 1) - 1), of all weights or of those of each channel.
static Grid quantized(Lowering &lowering, const Node &node, const Tensor &weights, int64_t axis) {
  const PostTraining &options = lowering.calibration->options;
  const double limit = double((1 << (options.weightBits - 1)) - 1);
  // Scores are compared, so the layer that makes them has one scale.
  const bool each = options.perChannel && node.name != lowering.calibration->lastLayer;
  const int64_t channels = weights.shape[size_t(axis)];
  const int64_t inner = stridesOf(weights.shape)[size_t(axis)];
  auto channel = [&](int64_t i) { return size_t(each ? i / inner % channels : 0); };
  std::vector<double> scale(size_t(each ? channels : 1), 0);
  for (int64_t i = 0; i < weights.size(); ++i)
    scale[channel(i)] = std::max(scale[channel(i)], std::abs(weights.at(i)) / limit);
  Grid grid{Tensor(ElementType::Double, weights.shape), Tensor(ElementType::Double, weights.shape)};
  double error = 0, square = 0;
  for (int64_t i = 0; i < weights.size(); ++i) {
    const double w = weights.at(i), s = scale[channel(i)] > 0 ? scale[channel(i)] : 1;
    const double q = std::nearbyint(w / s);
    grid.integers.reals[size_t(i)] = q;
    grid.scales.reals[size_t(i)] = s;
    error += (w - q * s) * (w - q * s);
    square += w * w;
  }
  lowering.report.weights.push_back(
      {node.name, int64_t(scale.size()), square > 0 ? std::sqrt(error / square) : 0});
  return grid;
}

std::optional<Grid> weightsOf(Lowering &lowering, const Node &node, size_t input, int64_t axis) {
  if (const Grid *grid = lowering.grid(node.inputs[input]))
    return *grid;
  if (!lowering.constant(node, input))
    return lowering.refuse(node, "NCR1209", "its weights are not constant",
                           "only layers with fixed weights have a form as spikes");
  const Tensor &weights = *lowering.constant(node, input);
  if (lowering.calibration && weights.real() && axis < weights.rank())
    return quantized(lowering, node, weights, axis);
  return lowering.refuse(node, "NCR1211", "its weights are real numbers",
                         "quantize them before export, or here: nacre import --calibrate");
}

std::optional<Grid> dequantized(Lowering &lowering, const Node &node, size_t input,
                                const Tensor *zeroPoint, const Tensor *scale, int64_t axis) {
  const Grid *given = lowering.grid(node.inputs[input]);
  const Tensor *constant = lowering.constant(node, input);
  if (!constant)
    return lowering.refuse(node, "NCR1209", "its weights are not constant",
                           "only layers with fixed weights have a form as spikes");
  Grid grid{Tensor(ElementType::Double, constant->shape),
            Tensor(ElementType::Double, constant->shape)};
  const int64_t rank = constant->rank();
  const int64_t inner = axis < rank ? stridesOf(constant->shape)[size_t(axis)] : 1;
  const int64_t length = axis < rank ? constant->shape[size_t(axis)] : 1;
  for (const Tensor *parameter : {zeroPoint, scale})
    if (parameter && parameter->size() != 1 && parameter->size() != length)
      return lowering.refuse(node, "NCR1207",
                             fmt::format("{} values of scale or zero point for {} channels",
                                         parameter->size(), length),
                             "the file contradicts itself; export it again");
  auto of = [&](const Tensor *parameter, int64_t i, double otherwise) {
    if (!parameter)
      return otherwise;
    return parameter->at(parameter->size() == 1 ? 0 : i / inner % length);
  };
  for (int64_t i = 0; i < constant->size(); ++i) {
    const double integer = given ? given->integers.reals[size_t(i)] : constant->at(i);
    grid.integers.reals[size_t(i)] = integer - of(zeroPoint, i, 0);
    grid.scales.reals[size_t(i)] = of(scale, i, 1);
  }
  return grid;
}

} // namespace nacre::onnx
