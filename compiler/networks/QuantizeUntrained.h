// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network of random weights, made ready for conversion without data or training.
#pragma once
#include "compiler/networks/PixelStatistics.h"
#include "mlir/IR/BuiltinOps.h"

namespace nacre {

/// Gives a network that NetworkBuilder made integer weights of `weightBits` (2..8) bits, folds its
/// batch norms, and sets the steps of its activations, which get `levels` (1..255) levels. Layers
/// stay lively at every depth: docs/networks.md, "Untrained".
void quantizeUntrained(mlir::ModuleOp network, const PixelStatistics &pixels, int weightBits,
                       int64_t levels);

} // namespace nacre
