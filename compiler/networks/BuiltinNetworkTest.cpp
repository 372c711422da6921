// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The built-in networks have the published sizes.
#include "compiler/networks/BuiltinNetwork.h"
#include "dialects/Weights.h"
#include "dialects/qann/QannSize.h"
#include "mlir/IR/Verifier.h"
#include <gtest/gtest.h>

using namespace mlir;

namespace nacre {

static BuiltinNetworkRegistry networks() {
  BuiltinNetworkRegistry registry;
  registerAllBuiltinNetworks(registry);
  return registry;
}

/// FNV-1a of all weights.
static uint64_t weightsHash(const BuiltinNetwork &network, uint64_t seed) {
  MLIRContext context;
  uint64_t hash = 14695981039346656037u;
  network.build(&context, seed)->walk([&](Operation *op) {
    auto weight = op->getAttrOfType<ElementsAttr>("weight");
    if (!weight)
      return;
    auto weights = *readWeights<float>(weight, [&] { return op->emitError(); });
    for (float w : weights)
      hash = (hash ^ llvm::bit_cast<uint32_t>(w)) * 1099511628211u;
  });
  return hash;
}

TEST(BuiltinNetworks, AreValidModules) {
  for (const auto &[name, network] : networks()) {
    MLIRContext context;
    EXPECT_TRUE(succeeded(verify(*network.build(&context, std::nullopt)))) << name;
  }
}

TEST(BuiltinNetworks, TheSeedDecidesTheWeights) {
  for (const char *name : {"digits-cnn", "lenet5", "resnet20-cifar", "mobilenetv1"}) {
    BuiltinNetwork network = *networks().find(name);
    EXPECT_EQ(weightsHash(network, 1), weightsHash(network, 1)) << name;
    EXPECT_NE(weightsHash(network, 1), weightsHash(network, 2)) << name;
  }
}

TEST(BuiltinNetworks, Lenet5HasFiveWeightedLayers) {
  MLIRContext context;
  auto module = networks().find("lenet5")->build(&context, 1);
  int layers = 0;
  std::vector<int64_t> flattened;
  module->walk([&](Operation *op) {
    layers += isa<qann::Conv2DOp, qann::LinearOp>(op);
    if (auto flatten = dyn_cast<qann::FlattenOp>(op))
      flattened = flatten.getType().getShape();
  });
  EXPECT_EQ(layers, 5);
  EXPECT_EQ(flattened[1], 32 * 4 * 4); // ((28 - 4) / 2 - 4) / 2 = 4
}

namespace {

struct Published {
  const char *name;
  int64_t parameters; ///< batch norm's gamma and beta included
  int64_t ofBatchNorm;
  double macs; ///< those on zero padding included, as is usual
};

} // namespace

// ImageNet: torchvision's models (ResNet-50 and larger with the stride in the 3x3 convolution) and
// table 8 of the MobileNet paper. CIFAR: ResNet-20 0.27 M (He et al. 2016, table 6), with 2752 more
// for projections in place of padded shortcuts; the others are the models of
// kuangliu/pytorch-cifar, whose VGG convolutions have biases besides (2752 and 4224).
constexpr Published published[] = {
    {"mobilenetv1", 4231976, 21888, 569e6},
    {"resnet101", 44549160, 105344, 7.80e9},
    {"resnet152", 60192808, 151424, 11.51e9},
    {"resnet18", 11689512, 9600, 1.81e9},
    {"resnet18-cifar", 11173962, 9600, 0.556e9},
    {"resnet20-cifar", 269722 + 2752, 1568, 40.8e6},
    {"resnet34", 21797672, 17024, 3.66e9},
    {"resnet50", 25557032, 53120, 4.09e9},
    {"vgg11-cifar", 9231114 - 2752, 2 * 2752, 0.153e9},
    {"vgg16-cifar", 14728266 - 4224, 2 * 4224, 0.313e9},
};

class PublishedSize : public testing::TestWithParam<Published> {};

TEST_P(PublishedSize, IsTheNetworks) {
  const Published &expected = GetParam();
  MLIRContext context;
  auto module = networks().find(expected.name)->build(&context, std::nullopt);
  int64_t ofBatchNorm = 0;
  double macs = 0; // each output times the weights it meets
  module->walk([&](Operation *op) {
    if (auto norm = dyn_cast<qann::BatchNormOp>(op))
      ofBatchNorm += int64_t(norm.getGamma().size() + norm.getBeta().size());
    if (auto weight = op->getAttrOfType<ElementsAttr>("weight")) {
      auto result = cast<RankedTensorType>(op->getResult(0).getType()).getShape().drop_front();
      macs += double(ShapedType::getNumElements(result)) * double(weight.getNumElements()) /
              double(weight.getShapedType().getDimSize(0));
    }
  });
  qann::NetworkSize size = qann::sizeOf(*module);
  EXPECT_EQ(size.parameters, expected.parameters);
  EXPECT_EQ(ofBatchNorm, expected.ofBatchNorm);
  EXPECT_NEAR(macs, expected.macs, 0.01 * expected.macs);
  EXPECT_LE(double(size.macs), macs);
  EXPECT_GT(double(size.macs), 0.7 * macs);
}

INSTANTIATE_TEST_SUITE_P(Networks, PublishedSize, testing::ValuesIn(published),
                         [](const auto &info) {
                           std::string name = info.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// Neurons of ResNet-20 by hand: 7 layers of 16x32x32, 6 of 32x16x16, 6 of 64x8x8, the 64 of
// the global pool, and 10 classes.
TEST(BuiltinNetworks, NeuronsAreActivationsAndScores) {
  MLIRContext context;
  auto module = networks().find("resnet20-cifar")->build(&context, std::nullopt);
  EXPECT_EQ(qann::sizeOf(*module).neurons, 7 * 16384 + 6 * 8192 + 6 * 4096 + 64 + 10);
}

} // namespace nacre
