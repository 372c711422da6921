// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Multidirectional broadcasting, and walks over the elements of tensors. Source:
// docs/Broadcasting.md.
#pragma once
#include "compiler/import/onnx/Operator.h"

namespace nacre::onnx {

/// The common shape; nothing if two sizes differ and neither is 1.
std::optional<Shape> broadcast(const Shape &one, const Shape &other);

/// Row-major strides of a tensor, in elements.
std::vector<int64_t> stridesOf(const Shape &shape);

/// For each element of `shape` in order: where the element of a tensor of shape `from`, which
/// broadcasts to it, lies.
std::vector<int64_t> broadcastIndices(const Shape &from, const Shape &shape);

/// Calls body(index, coordinates) for each element of a shape in order.
template <class Body> void forEachIndex(const Shape &shape, Body body) {
  std::vector<int64_t> at(shape.size(), 0);
  const int64_t count = *elementsOf(shape);
  for (int64_t i = 0; i < count; ++i) {
    body(i, at);
    for (size_t d = shape.size(); d-- > 0;) {
      if (++at[d] < shape[d])
        break;
      at[d] = 0;
    }
  }
}

/// Elementwise function(a, b) of numbers of one type; real or integer as the type is.
using RealBinary = double (*)(double, double);
using IntegerBinary = int64_t (*)(int64_t, int64_t);

/// A result of type `result`, or of that of `a` if None. Refuses types that differ.
std::optional<Tensor> elementwise(const Call &call, const Tensor &a, const Tensor &b,
                                  RealBinary real, IntegerBinary integer,
                                  ElementType result = ElementType::None);

} // namespace nacre::onnx
