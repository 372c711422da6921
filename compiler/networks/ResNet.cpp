// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Residual networks (He et al. 2016) for ImageNet and CIFAR. Where a shortcut changes shape it is a
// 1x1 convolution; bottlenecks have their stride in the 3x3 convolution, as all current
// implementations. The maximum pool behind the first layer is the published one; an integrate-and-
// fire neuron realises it as an OR, which only method noise-adaptor accepts. The global average
// pool has neurons of its own, which is not published: folded into the last layer it would let
// each class read all positions, 100,352 inputs in ResNet-50, more than a core has axons for. For
// CIFAR there is a 3x3 first layer and no pool: resnet18-cifar has the widths of ResNet-18,
// resnet20-cifar those of the paper.
#include "compiler/networks/BuiltinNetwork.h"
#include <fmt/format.h>

namespace nacre {

namespace {

struct Shape {
  int layers;
  std::vector<int> blocks; ///< of each stage; from the second on it halves rows and columns
  int64_t width; ///< channels of the first stage's 3x3 convolutions; each stage doubles it
  bool bottleneck;
};

/// The block's last convolution and the shortcut meet before the activation.
void addBlock(NetworkBuilder &network, int64_t width, int64_t stride, bool bottleneck) {
  mlir::Value input = network.current();
  int64_t inputs = network.channels(), outputs = bottleneck ? 4 * width : width;
  if (bottleneck) {
    network.conv2d(width, 1).batchNorm().act();
    network.conv2d(width, 3, 1, stride).batchNorm().act();
    network.conv2d(outputs, 1).batchNorm();
  } else {
    network.conv2d(width, 3, 1, stride).batchNorm().act();
    network.conv2d(outputs, 3, 1).batchNorm();
  }
  mlir::Value branch = network.current();
  network.from(input);
  if (stride != 1 || inputs != outputs)
    network.conv2d(outputs, 1, 0, stride).batchNorm();
  network.add(branch).act();
}

void addStages(NetworkBuilder &network, const Shape &shape) {
  int64_t width = shape.width, stride = 1;
  for (int blocks : shape.blocks) {
    for (int block = 0; block < blocks; ++block)
      addBlock(network, width, block == 0 ? stride : 1, shape.bottleneck);
    width *= 2;
    stride = 2;
  }
  network.globalAvgPool().act().flatten();
}

std::string nameOf(const Shape &shape) { return fmt::format("resnet{}", shape.layers); }

BuiltinNetwork forImageNet(const Shape &shape) {
  std::string summary = fmt::format("3x224x224 image, {} weighted layers in residual blocks{}, one "
                                    "maximum pool",
                                    shape.layers, shape.bottleneck ? " with bottlenecks" : "");
  return {summary, imageNetPixels, [=](mlir::MLIRContext *context, WeightSeed seed) {
            NetworkBuilder network(context, nameOf(shape), 3, 224, 224, seed);
            network.input(imageNetPixels).conv2d(64, 7, 3, 2).batchNorm().act().maxPool(3, 2, 1);
            addStages(network, shape);
            network.linear(1000);
            return network.finish();
          }};
}

BuiltinNetwork forCifar(const Shape &shape) {
  std::string summary =
      fmt::format("3x32x32 image, {} weighted layers in residual blocks", shape.layers);
  return {summary, cifar10Pixels, [=](mlir::MLIRContext *context, WeightSeed seed) {
            NetworkBuilder network(context, nameOf(shape), 3, 32, 32, seed);
            network.input(cifar10Pixels).conv2d(shape.width, 3, 1).batchNorm().act();
            addStages(network, shape);
            network.linear(10);
            return network.finish();
          }};
}

} // namespace

void registerResNet(BuiltinNetworkRegistry &registry) {
  for (const Shape &shape : {Shape{18, {2, 2, 2, 2}, 64, false}, Shape{34, {3, 4, 6, 3}, 64, false},
                             Shape{50, {3, 4, 6, 3}, 64, true}, Shape{101, {3, 4, 23, 3}, 64, true},
                             Shape{152, {3, 8, 36, 3}, 64, true}})
    registry.add(nameOf(shape), forImageNet(shape));
  for (const Shape &shape : {Shape{18, {2, 2, 2, 2}, 64, false}, Shape{20, {3, 3, 3}, 16, false}})
    registry.add(nameOf(shape) + "-cifar", forCifar(shape));
}

} // namespace nacre
