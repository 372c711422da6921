// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The geometry of convolutions and pooling, in one place. C++17, because training includes it.
#pragma once
#include <cstdint>

namespace nacre {

/// A sliding window along one axis: output `o` reads input `o * stride + k * dilation - padBefore`
/// for k in 0..kernel-1; positions outside the input are zero padding.
struct Window {
  int64_t kernel = 1, stride = 1, dilation = 1, padBefore = 0, padAfter = 0;

  /// Input positions from the first to the last one a window touches.
  int64_t extent() const { return (kernel - 1) * dilation + 1; }

  /// How many windows fit an axis of `input` positions; 0 if not even one does.
  int64_t outputs(int64_t input) const {
    int64_t slack = input + padBefore + padAfter - extent();
    return slack < 0 ? 0 : slack / stride + 1;
  }

  int64_t inputOf(int64_t output, int64_t k) const {
    return output * stride + k * dilation - padBefore;
  }

  /// Pairs of a window and an input position it reads; padding is not read.
  int64_t reads(int64_t input) const {
    int64_t count = 0;
    for (int64_t output = 0; output < outputs(input); ++output)
      for (int64_t k = 0; k < kernel; ++k)
        count += inputOf(output, k) >= 0 && inputOf(output, k) < input;
    return count;
  }
};

/// A window over rows and columns.
struct Window2D {
  Window y, x;
};

} // namespace nacre
