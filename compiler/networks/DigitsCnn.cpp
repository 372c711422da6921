// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A small network for 8 x 8 digits with pixels 0..16.
#include "compiler/networks/BuiltinNetwork.h"

namespace nacre {

static mlir::OwningOpRef<mlir::ModuleOp> build(mlir::MLIRContext *context, WeightSeed seed) {
  NetworkBuilder network(context, "digits_cnn", 1, 8, 8, seed);
  network.input(1.0f / 16);
  network.conv2d(16, 3, 1).batchNorm().act();
  network.conv2d(32, 3, 1).batchNorm().act().avgPool(2);
  network.conv2d(32, 3, 1).batchNorm().act().avgPool(2);
  network.flatten().linear(10);
  return network.finish();
}

void registerDigitsCnn(BuiltinNetworkRegistry &registry) {
  registry.add("digits-cnn",
               {"1x8x8 image, three 3x3 convolutions, one linear layer", digitsPixels, build});
}

} // namespace nacre
