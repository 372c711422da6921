// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How large a quantized network is: docs/semantics/qann.md, "Counting". C++17, because training
// includes it.
#pragma once
#include "dialects/qann/Qann.h"

namespace nacre::qann {

struct NetworkSize {
  int64_t parameters = 0; ///< weights and biases; of a batch norm gamma and beta
  int64_t macs = 0;       ///< multiply-accumulates of one image; those on zero padding do not exist
  int64_t neurons = 0;    ///< results of activations and maximum pools, and class scores
};

/// Of all qann operations in `root`, which are verified.
NetworkSize sizeOf(mlir::Operation *root);

} // namespace nacre::qann
