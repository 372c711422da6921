// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conv, ConvInteger, QLinearConv.
#include "compiler/import/onnx/ops/Convolve.h"

namespace nacre {

using namespace onnx;

static const std::vector<std::string> attributes = {"auto_pad", "dilations",    "group",
                                                    "pads",     "kernel_shape", "strides"};

/// One value a channel (dimension 1) added; refuses another number of them.
static bool addBias(const Call &call, Tensor &sums, const Tensor &bias, double scale,
                    const Tensor *scales) {
  const int64_t channels = sums.shape[1],
                inner = sums.size() / std::max<int64_t>(1, sums.shape[0] * channels);
  if (bias.size() != channels) {
    call.refuseShapes("its bias has not one value a channel");
    return false;
  }
  for (int64_t i = 0; i < sums.size(); ++i) {
    int64_t c = i / inner % channels;
    sums.reals[size_t(i)] +=
        bias.at(c) * scale * (scales ? scales->at(scales->size() == 1 ? 0 : c) : 1);
  }
  return true;
}

static Outputs conv(const Call &call) {
  std::optional<Tensor> sums = convolve(call, call.in(0), call.in(1));
  if (!sums || (call.has(2) && !addBias(call, *sums, call.in(2), 1, nullptr)))
    return std::nullopt;
  Tensor result(call.in(0).type, sums->shape);
  for (int64_t i = 0; i < sums->size(); ++i)
    result.set(i, sums->reals[size_t(i)]);
  return only(std::move(result));
}

static Outputs convInteger(const Call &call) {
  auto x = minusZeroPoint(call, call.in(0), call.has(2) ? &call.in(2) : nullptr, 1);
  auto w = minusZeroPoint(call, call.in(1), call.has(3) ? &call.in(3) : nullptr, 0);
  std::optional<Tensor> sums = x && w ? convolve(call, *x, *w) : std::nullopt;
  if (!sums)
    return std::nullopt;
  Tensor result(ElementType::Int32, sums->shape);
  for (int64_t i = 0; i < sums->size(); ++i)
    result.set(i, int64_t(sums->reals[size_t(i)]));
  return only(std::move(result));
}

static Outputs qlinearConv(const Call &call) {
  const Tensor &xScale = call.in(1), &wScale = call.in(4);
  auto x = minusZeroPoint(call, call.in(0), &call.in(2), 1);
  auto w = minusZeroPoint(call, call.in(3), &call.in(5), 0);
  std::optional<Tensor> sums = x && w ? convolve(call, *x, *w) : std::nullopt;
  if (!sums)
    return std::nullopt;
  if (xScale.size() != 1 || (wScale.size() != 1 && wScale.size() != sums->shape[1]))
    return call.refuseShapes("its scales are neither one number nor one a channel");
  const int64_t channels = sums->shape[1],
                inner = sums->size() / std::max<int64_t>(1, sums->shape[0] * channels);
  for (int64_t i = 0; i < sums->size(); ++i)
    sums->reals[size_t(i)] *=
        xScale.at(0) * wScale.at(wScale.size() == 1 ? 0 : i / inner % channels);
  if (call.has(8) && !addBias(call, *sums, call.in(8), xScale.at(0), &wScale))
    return std::nullopt;
  std::optional<Tensor> result = requantize(call, *sums, call.in(6), call.in(7));
  return result ? only(std::move(*result)) : std::nullopt;
}

void registerConv(OnnxOperatorRegistry &registry) {
  registry.add("Conv", {2, 3, attributes, conv});
  registry.add("ConvInteger", from(10, {2, 4, attributes, convInteger}));
  registry.add("QLinearConv", from(10, {8, 9, attributes, qlinearConv}));
}

} // namespace nacre
