// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The largest numbers an image may hold, and so every level above it. They keep each product of two
// sizes far below 64 bits, and each field of the image in its 32. C++17, because training includes
// it.
#pragma once
#include <cstdint>

namespace nacre {

inline constexpr int64_t maxExtent = 1 << 20; ///< channels, rows or columns
inline constexpr int64_t maxVolume = 1 << 28; ///< neurons of a population, weights of a layer
inline constexpr int64_t maxKernel = 1 << 10; ///< kernel, stride, dilation or padding on one axis
inline constexpr int64_t maxSteps = 1 << 20;  ///< of a delay, or of a population's depth
inline constexpr int64_t maxImageWeights = 1 << 30; ///< bytes; a FlatBuffer ends at 2 GiB
inline constexpr int64_t maxCoreId = UINT32_MAX;

/// Is the product of sizes >= 0 at most maxVolume? Never overflows.
template <class Sizes> bool isVolumeInBounds(const Sizes &sizes) {
  int64_t room = maxVolume;
  for (int64_t size : sizes)
    if (size == 0)
      return true;
    else if ((room /= size) == 0)
      return false;
  return true;
}

} // namespace nacre
