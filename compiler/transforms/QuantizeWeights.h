// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Real weights into small integers. C++17, because training includes it.
#pragma once
#include "mlir/IR/Operation.h"

namespace nacre {

/// Turns the f32 weights of every `qann.conv2d` and `qann.linear` under `root` into i8 with one
/// scale per output channel (one for all where the result is the scores): scale = max|w| /
/// (2^(bits-1) - 1), W = round(w / scale), ties to even. A channel of zeros has scale 1. `bits`
/// is 2..8. Integer weights stay as they are.
mlir::LogicalResult quantizeWeights(mlir::Operation *root, int bits);

/// Of a layer's result: are the weights of all its channels on one scale? True for the scores of
/// `qann.output`, because they are compared.
bool sharesOneScale(mlir::Value result);

} // namespace nacre
