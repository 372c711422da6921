// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// VGG-11 and VGG-16 (Simonyan and Zisserman 2015, configurations A and D) as they are used for
// CIFAR: batch norm, and one linear layer. Maximum pools are average pools, as in QCFS (Bu et al.
// 2022) and the papers after it: all conversion methods take them, and exactly.
#include "compiler/networks/BuiltinNetwork.h"

namespace nacre {

using Stage = std::vector<int64_t>; // output channels of the convolutions before a pool

static BuiltinNetwork vgg(int layers, const std::vector<Stage> &stages) {
  std::string summary = "3x32x32 image, " + std::to_string(layers - 3) +
                        " 3x3 convolutions, five average pools, one linear layer";
  return {summary, cifar10Pixels, [=](mlir::MLIRContext *context, WeightSeed seed) {
            NetworkBuilder network(context, "vgg" + std::to_string(layers), 3, 32, 32, seed);
            network.input(cifar10Pixels);
            for (const Stage &stage : stages) {
              for (int64_t channels : stage)
                network.conv2d(channels, 3, 1).batchNorm().act();
              network.avgPool(2);
            }
            network.flatten().linear(10);
            return network.finish();
          }};
}

void registerVgg(BuiltinNetworkRegistry &registry) {
  registry.add("vgg11-cifar", vgg(11, {{64}, {128}, {256, 256}, {512, 512}, {512, 512}}));
  registry.add("vgg16-cifar",
               vgg(16, {{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}}));
}

} // namespace nacre
