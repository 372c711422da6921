// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/Form.h"
#include "compiler/import/onnx/ops/Broadcast.h"
#include <algorithm>

namespace nacre::onnx {

std::optional<double> uniform(const Channels &values) {
  for (double value : values)
    if (value != values[0])
      return std::nullopt;
  return values[0];
}

bool allZero(const Channels &values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return x == 0; });
}

llvm::SmallVector<float> floats(const Channels &values) {
  return llvm::SmallVector<float>(values.begin(), values.end());
}

std::optional<Channels> Form::perChannel(const Tensor &constant) const {
  if (constant.size() == 1)
    return Channels{constant.at(0)};
  Shape whole = shape;
  whole.insert(whole.begin(), 1);
  if (broadcast(constant.shape, whole) != whole)
    return std::nullopt;
  const std::vector<int64_t> indices = broadcastIndices(constant.shape, whole);
  const int64_t block = int64_t(indices.size()) / std::max<int64_t>(1, channels());
  if (!block)
    return std::nullopt;
  Channels values;
  for (size_t i = 0; i < indices.size(); ++i) {
    double value = constant.at(indices[i]);
    if (int64_t(i) % block == 0)
      values.push_back(value);
    else if (value != values.back())
      return std::nullopt;
  }
  if (std::optional<double> one = uniform(values))
    return Channels{*one};
  return values;
}

std::optional<Form> Form::affine(const Channels &by, const Channels &more) const {
  Form result = *this;
  result.factor = times(factor, by);
  result.offset = plus(times(offset, by), more);
  const bool pooled = std::any_of(later.begin(), later.end(),
                                  [](const Later &step) { return step.maxPool.has_value(); });
  const bool positive = std::all_of(by.begin(), by.end(), [](double x) { return x > 0; });
  if (pooled && !positive)
    return std::nullopt;
  if (clamped()) {
    std::optional<double> b = uniform(by), p = uniform(more);
    if (!b || !p || *b <= 0)
      return std::nullopt;
    result.low = low * *b + *p;
    result.high = high * *b + *p;
  }
  return result;
}

} // namespace nacre::onnx
