// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Kernel, strides, pads and dilations of convolutions and pools over any number of dimensions.
// Source: docs/Operators.md, auto_pad of Conv and MaxPool.
#pragma once
#include "compiler/import/onnx/Operator.h"

namespace nacre::onnx {

struct Windows {
  std::vector<int64_t> input, kernel, strides, dilations, before, after, output;
  /// With ceil_mode a last window may begin in the padding after the input; it counts no further
  /// than that padding.

  size_t rank() const { return kernel.size(); }
  /// Where position k of window o lies along a dimension; may be outside the input.
  int64_t at(size_t d, int64_t o, int64_t k) const {
    return o * strides[d] + k * dilations[d] - before[d];
  }
};

/// Of a node whose input is N x C x `input`; `kernel` is from the weights, or empty: the node's
/// kernel_shape. Refuses what does not go together.
std::optional<Windows> windowsOf(const Call &call, const Shape &input, std::vector<int64_t> kernel);

} // namespace nacre::onnx
