// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// LeNet-5 (LeCun et al. 1998) with fully connected feature maps, wider convolutions and batch
// norm, for 28 x 28 images.
#include "compiler/networks/BuiltinNetwork.h"

namespace nacre {

static mlir::OwningOpRef<mlir::ModuleOp> build(mlir::MLIRContext *context, WeightSeed seed) {
  NetworkBuilder network(context, "lenet5", 1, 28, 28, seed);
  network.input(1.0f / 255);
  network.conv2d(16, 5).batchNorm().act().avgPool(2);
  network.conv2d(32, 5).batchNorm().act().avgPool(2);
  network.flatten();
  network.linear(120).batchNorm().act();
  network.linear(84).batchNorm().act();
  network.linear(10);
  return network.finish();
}

void registerLenet5(BuiltinNetworkRegistry &registry) {
  registry.add("lenet5",
               {"1x28x28 image, two 5x5 convolutions, three linear layers", mnistPixels, build});
}

} // namespace nacre
