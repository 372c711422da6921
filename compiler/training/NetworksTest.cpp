// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/networks/BuiltinNetwork.h"
#include "mlir/IR/Verifier.h"
#include "llvm/Support/raw_ostream.h"
#include <gtest/gtest.h>

using namespace mlir;

namespace nacre {

static BuiltinNetworkRegistry networks() {
  BuiltinNetworkRegistry registry;
  registerAllBuiltinNetworks(registry);
  return registry;
}

static std::string text(const BuiltinNetwork &network, uint64_t seed) {
  MLIRContext context;
  std::string text;
  llvm::raw_string_ostream stream(text);
  network.build(&context, seed)->print(stream);
  return text;
}

TEST(BuiltinNetworks, AreValidModules) {
  for (const auto &[name, network] : networks()) {
    MLIRContext context;
    EXPECT_TRUE(succeeded(verify(*network.build(&context, 1)))) << name;
  }
}

TEST(BuiltinNetworks, TheSeedDecidesTheWeights) {
  for (const auto &[name, network] : networks()) {
    EXPECT_EQ(text(network, 1), text(network, 1)) << name;
    EXPECT_NE(text(network, 1), text(network, 2)) << name;
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

} // namespace nacre
