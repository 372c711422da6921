// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/ops/Convolve.h"
#include "compiler/import/onnx/ops/Broadcast.h"
#include "compiler/import/onnx/ops/Windows.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre::onnx {

/// Output positions of dimension d whose position k lies inside the input: first and end.
static std::pair<int64_t, int64_t> inside(const Windows &w, size_t d, int64_t k) {
  int64_t first = 0, end = w.output[d];
  while (first < end && w.at(d, first, k) < 0)
    ++first;
  while (end > first && w.at(d, end - 1, k) >= w.input[d])
    --end;
  return {first, end};
}

/// to += weight * from, shifted by kernel position `k`, over the spatial dimensions.
static void addShifted(const Windows &w, const std::vector<int64_t> &k, double weight,
                       const double *from, double *to, size_t d = 0) {
  auto [first, end] = inside(w, d, k[d]);
  int64_t fromSize = 1, toSize = 1;
  for (size_t e = d + 1; e < w.rank(); ++e) {
    fromSize *= w.input[e];
    toSize *= w.output[e];
  }
  if (d + 1 == w.rank()) {
    const int64_t stride = w.strides[d];
    from += w.at(d, 0, k[d]);
    for (int64_t o = first; o < end; ++o)
      to[o] += weight * from[o * stride];
    return;
  }
  for (int64_t o = first; o < end; ++o)
    addShifted(w, k, weight, from + w.at(d, o, k[d]) * fromSize, to + o * toSize, d + 1);
}

static std::vector<double> realsOf(const Tensor &tensor) {
  return tensor.real() ? tensor.reals
                       : std::vector<double>(tensor.integers.begin(), tensor.integers.end());
}

std::optional<Tensor> convolve(const Call &call, const Tensor &x, const Tensor &weight) {
  const int64_t groups = call.integer("group", 1);
  if (x.rank() < 3 || weight.rank() != x.rank() || groups < 1 || groups > maxElements ||
      x.shape[1] != weight.shape[1] * groups || weight.shape[0] % groups != 0 || !weight.size())
    return call.refuseShapes(fmt::format("input {}, weights {}, {} groups", textOf(x.shape),
                                         textOf(weight.shape), groups));
  std::optional<Windows> w = windowsOf(call, {x.shape.begin() + 2, x.shape.end()},
                                       {weight.shape.begin() + 2, weight.shape.end()});
  if (!w)
    return std::nullopt;
  Shape shape = {x.shape[0], weight.shape[0]};
  shape.insert(shape.end(), w->output.begin(), w->output.end());
  std::optional<Tensor> result = call.make(ElementType::Double, shape);
  if (!result || !call.affords(result->size(), weight.size() / weight.shape[0]))
    return std::nullopt;
  const std::vector<double> values = realsOf(x), weights = realsOf(weight);
  const int64_t inputs = x.shape[1], perGroup = weight.shape[1], outputs = weight.shape[0];
  const int64_t inSize = *elementsOf(w->input), outSize = *elementsOf(w->output);
  for (int64_t n = 0; n < x.shape[0]; ++n)
    for (int64_t o = 0; o < outputs; ++o)
      for (int64_t i = 0; i < perGroup; ++i) {
        const int64_t channel = o / (outputs / groups) * perGroup + i;
        const int64_t kernelSize = *elementsOf(w->kernel), base = (o * perGroup + i) * kernelSize;
        forEachIndex(w->kernel, [&](int64_t at, const std::vector<int64_t> &k) {
          if (double value = weights[size_t(base + at)]; value != 0)
            addShifted(*w, k, value, values.data() + (n * inputs + channel) * inSize,
                       result->reals.data() + (n * outputs + o) * outSize);
        });
      }
  return result;
}

std::optional<Tensor> minusZeroPoint(const Call &call, const Tensor &x, const Tensor *point,
                                     int64_t axis) {
  Tensor result(ElementType::Double, x.shape);
  result.reals = realsOf(x);
  if (!point)
    return result;
  const int64_t count = point->size();
  const bool perAxis = count != 1;
  if (perAxis && (axis >= x.rank() || point->rank() != 1 || count != x.shape[size_t(axis)]))
    return call.refuseShapes("a zero point has neither one value nor one a channel");
  const int64_t inner = perAxis ? stridesOf(x.shape)[size_t(axis)] : 1;
  for (int64_t i = 0; i < x.size(); ++i)
    result.reals[size_t(i)] -= point->at(perAxis ? i / inner % count : 0);
  return result;
}

std::optional<Tensor> requantize(const Call &call, const Tensor &x, const Tensor &scale,
                                 const Tensor &zeroPoint) {
  if (scale.size() != 1 || zeroPoint.size() != 1 || zeroPoint.real())
    return call.refuseShapes("the scale and zero point of its result must be one number each");
  Tensor result(zeroPoint.type, x.shape);
  const double low = double(lowestOf(result.type)), high = double(highestOf(result.type));
  for (int64_t i = 0; i < x.size(); ++i)
    result.integers[size_t(i)] = int64_t(
        std::clamp(std::nearbyint(x.reals[size_t(i)] / scale.at(0)) + zeroPoint.at(0), low, high));
  return result;
}

} // namespace nacre::onnx
