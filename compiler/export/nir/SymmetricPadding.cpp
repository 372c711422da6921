// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/export/nir/SymmetricPadding.h"
#include <algorithm>

namespace nacre::nir {

bool isSamePadding(const Window2D &window) {
  auto isSame = [](const Window &w) {
    const int64_t all = w.extent() - 1;
    return w.stride == 1 && w.padBefore == all / 2 && w.padAfter == all - all / 2;
  };
  return isSame(window.y) && isSame(window.x);
}

namespace {

/// A window with other taps: tap k of the old one is tap first + k * apart of the new one.
struct Widened {
  Window window;
  int64_t first = 0, apart = 1;
};

Widened widened(const Window &old) {
  if (old.padBefore == old.padAfter)
    return {old};
  const int64_t padding = std::max(old.padBefore, old.padAfter);
  Widened result{old, padding - old.padBefore, old.dilation};
  result.window.dilation = 1;
  result.window.kernel = result.first + old.extent() + (padding - old.padAfter);
  result.window.padBefore = result.window.padAfter = padding;
  return result;
}

} // namespace

Result<LinearMap> withSymmetricPadding(const LinearMap &convolution) {
  const Widened y = widened(convolution.window.y), x = widened(convolution.window.x);
  if (y.window.kernel > 1024 || x.window.kernel > 1024)
    return Error{"padding that differs before and behind needs a kernel wider than 1024"};
  LinearMap map = convolution;
  map.window = {y.window, x.window};
  const int64_t inputs = map.from.channels / map.groups;
  map.weights.assign(size_t(map.to.channels * inputs * y.window.kernel * x.window.kernel), 0.0);
  for (int64_t o = 0; o < map.to.channels; ++o)
    for (int64_t i = 0; i < inputs; ++i)
      for (int64_t ky = 0; ky < convolution.window.y.kernel; ++ky)
        for (int64_t kx = 0; kx < convolution.window.x.kernel; ++kx)
          map.at(o, i, y.first + ky * y.apart, x.first + kx * x.apart) =
              convolution.at(o, i, ky, kx);
  return map;
}

} // namespace nacre::nir
