// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// MobileNet (Howard et al. 2017), width 1: a depthwise and a pointwise convolution in turn. The
// global average pool has neurons of its own, as in ResNet.cpp.
#include "compiler/networks/BuiltinNetwork.h"

namespace nacre {

static mlir::OwningOpRef<mlir::ModuleOp> build(mlir::MLIRContext *context, WeightSeed seed) {
  NetworkBuilder network(context, "mobilenetv1", 3, 224, 224, seed);
  network.input(imageNetPixels).conv2d(32, 3, 1, 2).batchNorm().act();
  struct Pair {
    int64_t outputs, stride;
  };
  for (auto [outputs, stride] : {Pair{64, 1},
                                 {128, 2},
                                 {128, 1},
                                 {256, 2},
                                 {256, 1},
                                 {512, 2},
                                 {512, 1},
                                 {512, 1},
                                 {512, 1},
                                 {512, 1},
                                 {512, 1},
                                 {1024, 2},
                                 {1024, 1}}) {
    network.conv2d(network.channels(), 3, 1, stride, network.channels()).batchNorm().act();
    network.conv2d(outputs, 1).batchNorm().act();
  }
  network.globalAvgPool().act().flatten().linear(1000);
  return network.finish();
}

void registerMobileNetV1(BuiltinNetworkRegistry &registry) {
  registry.add("mobilenetv1", {"3x224x224 image, 13 pairs of depthwise and pointwise convolutions",
                               imageNetPixels, build});
}

} // namespace nacre
