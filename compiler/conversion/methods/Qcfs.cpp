// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Quantization clip-floor-shift, Bu et al., ICLR 2022, arXiv 2303.04347: theta = lambda = step * L.
#include "compiler/conversion/ConversionMethod.h"

namespace nacre {

static std::string refuse(mlir::Operation *op) {
  // Its theorems take averages: the authors replace every max pool.
  if (llvm::isa<qann::MaxPoolOp>(op))
    return "'qcfs' is defined for average pooling; train with avg_pool or use 'noise-adaptor'";
  return refuseForHalfThreshold(op);
}

void registerQcfs(ConversionMethodRegistry &registry) {
  registry.add(
      "qcfs",
      {"theta = lambda, v0 = theta / 2; networks trained with clip-floor-shift activations",
       "statistical: the first layer's spike counts are its quantized activations after "
       "T = levels steps, up to the rounding of threshold and bias; the expected error of "
       "each layer is zero for any T (Theorem 2 of arXiv 2303.04347, evenly arriving input)",
       refuse, planHalfThreshold});
}

} // namespace nacre
