// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Quant (= IntQuant), BipolarQuant, Trunc, MultiThreshold. The versions of Trunc differ in the
// number of inputs, not in the opset.
#include "compiler/import/onnx/Rounding.h"
#include "compiler/import/onnx/ops/Broadcast.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre {

using namespace onnx;

namespace {

/// A parameter that broadcasts to the tensor it quantizes.
struct Parameter {
  const Tensor &tensor;
  std::vector<int64_t> indices;
  double at(int64_t i) const { return tensor.at(indices.empty() ? 0 : indices[size_t(i)]); }
};

std::optional<Parameter> parameter(const Call &call, size_t input) {
  const Tensor &tensor = call.in(input);
  const Shape &shape = call.in(0).shape;
  if (tensor.size() == 1)
    return Parameter{tensor, {}};
  if (broadcast(tensor.shape, shape) != shape)
    return call.refuseShapes(
        fmt::format("its input is {}, its parameter {}", textOf(shape), textOf(tensor.shape)));
  return Parameter{tensor, broadcastIndices(tensor.shape, shape)};
}

struct Range {
  double low, high;
};

/// The integers of `bits` bits.
Range rangeOf(double bits, bool isSigned, bool narrow) {
  if (isSigned)
    return {-std::exp2(bits - 1) + narrow, std::exp2(bits - 1) - 1};
  return {0, std::exp2(bits) - 1 - narrow};
}

std::optional<Rounding> rounding(const Call &call, const char *otherwise) {
  std::string mode = call.string("rounding_mode", otherwise);
  if (std::optional<Rounding> found = roundingOf(mode))
    return found;
  return call.refuseAttribute("rounding_mode", mode, "ROUND, CEIL, FLOOR, UP, DOWN, HALF_* are");
}

/// A new tensor of the input's shape from `value(i)`.
template <class Value> Outputs each(const Call &call, Value value) {
  Tensor result(call.in(0).type, call.in(0).shape);
  for (int64_t i = 0; i < result.size(); ++i)
    result.set(i, value(i));
  return only(std::move(result));
}

/// x / scale in the precision of x, as the exporters compute it.
double ratio(const Tensor &x, int64_t i, double scale) { return roundTo(x.type, x.at(i) / scale); }

Outputs quant(const Call &call) {
  auto scale = parameter(call, 1), zero = parameter(call, 2), bits = parameter(call, 3);
  auto round = rounding(call, "ROUND");
  if (!scale || !zero || !bits || !round)
    return std::nullopt;
  const bool isSigned = call.integer("signed", 1), narrow = call.integer("narrow", 1);
  return each(call, [&](int64_t i) {
    Range range = rangeOf(bits->at(i), isSigned, narrow);
    double q = ratio(call.in(0), i, scale->at(i)) + zero->at(i);
    return ((*round)(std::clamp(q, range.low, range.high)) - zero->at(i)) * scale->at(i);
  });
}

Outputs bipolarQuant(const Call &call) {
  auto scale = parameter(call, 1);
  if (!scale)
    return std::nullopt;
  return each(call,
              [&](int64_t i) { return call.in(0).at(i) >= 0 ? scale->at(i) : -scale->at(i); });
}

Outputs trunc(const Call &call) {
  auto scale = parameter(call, 1), zero = parameter(call, 2), in = parameter(call, 3);
  auto round = rounding(call, "FLOOR");
  if (!scale || !zero || !in || !round)
    return std::nullopt;
  auto q = [&](int64_t i) {
    return std::nearbyint(ratio(call.in(0), i, scale->at(i)) + zero->at(i));
  };
  if (call.count() == 5) { // the scale is not changed: a mistake of old, kept
    auto out = parameter(call, 4);
    if (!out)
      return std::nullopt;
    return each(call, [&](int64_t i) {
      double kept = (*round)(q(i) / std::exp2(in->at(i) - out->at(i)));
      return (kept - zero->at(i)) * scale->at(i);
    });
  }
  auto outScale = parameter(call, 4), out = parameter(call, 5);
  if (!outScale || !out)
    return std::nullopt;
  return each(call, [&](int64_t i) {
    double divisor = std::exp2(std::nearbyint(std::log2(outScale->at(i) / scale->at(i))));
    Range range = rangeOf(out->at(i), call.integer("signed", 1), call.integer("narrow", 0));
    double kept = (*round)(std::clamp(q(i) / divisor, range.low, range.high));
    return (kept - zero->at(i) / divisor) * outScale->at(i);
  });
}

Outputs multiThreshold(const Call &call) {
  const Tensor &x = call.in(0), &thresholds = call.in(1);
  const std::string layout = call.string("data_layout", "NCHW");
  if (layout != "NCHW" && layout != "NC")
    return call.refuseAttribute("data_layout", layout, "NCHW and NC are");
  const int64_t channels = x.rank() > 1 ? x.shape[1] : 1;
  if (thresholds.rank() != 2 || (thresholds.shape[0] != 1 && thresholds.shape[0] != channels))
    return call.refuseShapes("its thresholds are not channels x thresholds");
  const int64_t levels = thresholds.shape[1];
  const int64_t inner = x.rank() > 1 ? stridesOf(x.shape)[1] : 1;
  const double scale = call.real("out_scale", 1), bias = call.real("out_bias", 0);
  return each(call, [&](int64_t i) {
    int64_t row = thresholds.shape[0] == 1 ? 0 : i / inner % channels, count = 0;
    for (int64_t t = 0; t < levels; ++t)
      count += x.at(i) >= thresholds.at(row * levels + t);
    return scale * double(count) + bias;
  });
}

} // namespace

void registerQonnx(OnnxOperatorRegistry &registry) {
  Operator integers = from(1, {4, 4, {"signed", "narrow", "rounding_mode"}, quant});
  registry.add("qonnx.Quant", integers);
  registry.add("qonnx.IntQuant", integers);
  registry.add("qonnx.BipolarQuant", from(1, {2, 2, {}, bipolarQuant}));
  registry.add("qonnx.Trunc", from(1, {5, 6, {"signed", "narrow", "rounding_mode"}, trunc}));
  registry.add(
      "qonnx.MultiThreshold",
      from(1, {2, 2, {"out_dtype", "out_scale", "out_bias", "data_layout"}, multiThreshold}));
}

} // namespace nacre
