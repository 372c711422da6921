// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Operators of TOSA that ONNX has no word for: Rescale, and AveragePool of integers. Values are
// N x C x H x W here. Source: TOSA specification 1.0, "Integer arithmetic", RESCALE, AVG_POOL2D.
#include "compiler/import/onnx/ops/Windows.h"
#include <algorithm>

namespace nacre {

using namespace onnx;

/// The specification's apply_scale_32: value * multiplier / 2^shift, rounded half up, or as if the
/// upper 31 bits had been rounded before (away from zero).
static int64_t applyScale(int64_t value, int64_t multiplier, int64_t shift, bool twice) {
  __int128 round = __int128(1) << (shift - 1);
  if (twice && shift > 31)
    round += value >= 0 ? (1 << 30) : -(1 << 30);
  return int64_t((__int128(value) * multiplier + round) >> shift);
}

static int64_t saturated(ElementType type, int64_t value) {
  return std::clamp(value, lowestOf(type), highestOf(type));
}

/// x, multiplier, shift, zero points of input and result (whose type is the result's).
static Outputs rescale(const Call &call) {
  const Tensor &x = call.in(0), &multiplier = call.in(1), &shift = call.in(2), &zero = call.in(4);
  const int64_t channels = multiplier.size();
  for (size_t i = 0; i < 5; ++i)
    if (call.in(i).real())
      return call.refuseShapes("its inputs are not integers");
  if (shift.size() != channels || call.in(3).size() != 1 || zero.size() != 1)
    return call.refuseShapes("it has not one shift for each multiplier, or several zero points");
  if (channels != 1 && (x.rank() < 2 || x.shape[1] != channels))
    return call.refuseShapes("it has not one multiplier a channel");
  for (int64_t c = 0; c < channels; ++c)
    if (shift.integers[size_t(c)] < 2 || shift.integers[size_t(c)] > 62 ||
        multiplier.integers[size_t(c)] < 0)
      return call.refuseShapes("its shifts are not in 2..62, or a multiplier is negative");
  std::optional<Tensor> result = call.make(zero.type, x.shape);
  if (!result)
    return std::nullopt;
  int64_t inner = 1;
  for (int64_t d = 2; d < x.rank(); ++d)
    inner *= x.shape[size_t(d)];
  const bool twice = call.integer("twice", 0);
  for (int64_t i = 0; i < x.size(); ++i) {
    const size_t c = channels == 1 ? 0 : size_t(i / inner % channels);
    const int64_t scaled = applyScale(x.integers[size_t(i)] - call.in(3).integers[0],
                                      multiplier.integers[c], shift.integers[c], twice);
    result->integers[size_t(i)] = saturated(zero.type, scaled + zero.integers[0]);
  }
  return only(std::move(*result));
}

/// x and the zero points of input and result. The mean is a rescale by the reciprocal of the
/// window's size, without padding.
static Outputs averagePool(const Call &call) {
  const Tensor &x = call.in(0);
  if (x.rank() != 4 || x.real() || call.in(1).size() != 1 || call.in(2).size() != 1)
    return call.refuseShapes("its input is no map of integers with one zero point");
  std::optional<Windows> w = windowsOf(call, {x.shape[2], x.shape[3]}, {});
  if (!w)
    return std::nullopt;
  for (size_t d = 0; d < 2; ++d)
    if (w->before[d] || w->after[d])
      return call.refuseAttribute("pad", "not 0", "leave the border out");
  std::optional<Tensor> result =
      call.make(x.type, {x.shape[0], x.shape[1], w->output[0], w->output[1]});
  const int64_t size = w->kernel[0] * w->kernel[1];
  if (!result || !call.affords(result->size(), size))
    return std::nullopt;
  int64_t log = 0; // ceil(log2(size))
  while ((int64_t(1) << log) < size)
    ++log;
  const int64_t multiplier = (((int64_t(1) << 30) + 1) << log) / size;
  int64_t to = 0;
  for (int64_t plane = 0; plane < x.shape[0] * x.shape[1]; ++plane)
    for (int64_t row = 0; row < w->output[0]; ++row)
      for (int64_t column = 0; column < w->output[1]; ++column) {
        int64_t sum = -size * call.in(1).integers[0];
        for (int64_t y = 0; y < w->kernel[0]; ++y)
          for (int64_t k = 0; k < w->kernel[1]; ++k)
            sum += x.integers[size_t((plane * x.shape[2] + w->at(0, row, y)) * x.shape[3] +
                                     w->at(1, column, k))];
        result->integers[size_t(to++)] = saturated(
            x.type, applyScale(sum, multiplier, 30 + log, false) + call.in(2).integers[0]);
      }
  return only(std::move(*result));
}

void registerTosa(OnnxOperatorRegistry &registry) {
  registry.add("tosa.Rescale", from(1, {5, 5, {"twice"}, rescale}));
  registry.add("tosa.AveragePool",
               from(1, {3, 3, {"kernel_shape", "strides", "pads"}, averagePool}));
}

} // namespace nacre
