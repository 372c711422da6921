// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Batch norm into the weights before it. C++17, because training includes it.
#pragma once
#include "mlir/IR/Operation.h"

namespace nacre {

/// Replaces each `qann.batch_norm` under `root` by new weights and a bias of the convolution or
/// linear layer before it, which no one else may use:
///   k = gamma / sqrt(variance + epsilon);  w' = k * w;  b' = k * (b - mean) + beta.
/// Integer weights keep their magnitudes: |k| goes into weight_scale, its sign into them. A batch
/// norm anywhere else is an error on it.
mlir::LogicalResult foldBatchNorms(mlir::Operation *root);

} // namespace nacre
