// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What lies between two populations: a convolution or a matrix of real weights, into which chains
// of pooling, scaling and one weighted layer are multiplied.
#pragma once
#include "support/Result.h"
#include "support/Window.h"
#include <vector>

namespace nacre::nir {

struct Extent {
  int64_t channels = 1, rows = 1, columns = 1;
  int64_t volume() const { return channels * rows * columns; }
  bool operator==(const Extent &) const = default;
};

struct LinearMap {
  Extent from, to;
  bool dense = false;          ///< else a convolution
  bool flat = false;           ///< the result is a vector, in the order of its neurons
  Window2D window;             ///< convolution only
  int64_t groups = 1;          ///< convolution only
  std::vector<double> weights; ///< [to channel][from channel / groups][ky][kx], or [to][from]

  static LinearMap identity(Extent extent);

  bool isDepthwise() const {
    return !dense && groups == from.channels && to.channels == from.channels;
  }
  /// Each channel times a number.
  bool isScale() const;
  bool isIdentity() const;

  /// Weight of a convolution.
  double &at(int64_t o, int64_t i, int64_t ky, int64_t kx);
  double at(int64_t o, int64_t i, int64_t ky, int64_t kx) const {
    return const_cast<LinearMap *>(this)->at(o, i, ky, kx);
  }
};

/// `second` after `first`, exactly. Refuses two weighted layers, and windows that pad what another
/// window made.
Result<LinearMap> compose(const LinearMap &first, const LinearMap &second);

} // namespace nacre::nir
