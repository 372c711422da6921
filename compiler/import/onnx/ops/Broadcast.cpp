// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/ops/Broadcast.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre::onnx {

std::optional<Shape> broadcast(const Shape &one, const Shape &other) {
  const Shape &longer = one.size() < other.size() ? other : one;
  const Shape &shorter = one.size() < other.size() ? one : other;
  Shape shape = longer;
  for (size_t i = 0; i < shorter.size(); ++i) {
    int64_t &size = shape[shape.size() - 1 - i];
    int64_t given = shorter[shorter.size() - 1 - i];
    if (size == 1)
      size = given;
    else if (given != 1 && given != size)
      return std::nullopt;
  }
  return shape;
}

std::vector<int64_t> stridesOf(const Shape &shape) {
  std::vector<int64_t> strides(shape.size());
  int64_t stride = 1;
  for (size_t d = shape.size(); d-- > 0; stride *= shape[d])
    strides[d] = stride;
  return strides;
}

std::vector<int64_t> broadcastIndices(const Shape &from, const Shape &shape) {
  std::vector<int64_t> strides = stridesOf(from), indices(size_t(*elementsOf(shape)));
  for (size_t d = 0; d < from.size(); ++d)
    if (from[d] == 1)
      strides[d] = 0;
  strides.insert(strides.begin(), shape.size() - from.size(), 0);
  forEachIndex(shape, [&](int64_t i, const std::vector<int64_t> &at) {
    int64_t index = 0;
    for (size_t d = 0; d < at.size(); ++d)
      index += at[d] * strides[d];
    indices[size_t(i)] = index;
  });
  return indices;
}

std::optional<Tensor> elementwise(const Call &call, const Tensor &a, const Tensor &b,
                                  RealBinary real, IntegerBinary integer, ElementType type) {
  if (a.type != b.type)
    return call.refuse("NCR1208",
                       fmt::format("its inputs are {} and {}", nameOf(a.type), nameOf(b.type)),
                       "both must be of one type");
  if (a.real() ? !real : !integer)
    return call.refuse("NCR1208", "its inputs are " + nameOf(a.type),
                       a.real() ? "it takes integers" : "it takes real numbers");
  std::optional<Shape> shape = broadcast(a.shape, b.shape);
  if (!shape)
    return call.refuseShapes(
        fmt::format("its inputs are {} and {}", textOf(a.shape), textOf(b.shape)));
  std::optional<Tensor> result = call.make(type == ElementType::None ? a.type : type, *shape);
  if (!result)
    return std::nullopt;
  const bool plain = a.shape == b.shape;
  std::vector<int64_t> ia, ib;
  if (!plain) {
    ia = broadcastIndices(a.shape, *shape);
    ib = broadcastIndices(b.shape, *shape);
  }
  for (int64_t i = 0; i < result->size(); ++i) {
    size_t x = size_t(plain ? i : ia[size_t(i)]), y = size_t(plain ? i : ib[size_t(i)]);
    if (a.real())
      result->set(i, real(a.reals[x], b.reals[y]));
    else
      result->set(i, integer(a.integers[x], b.integers[y]));
  }
  return result;
}

} // namespace nacre::onnx
