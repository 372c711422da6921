// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/networks/snn/Sheet.h"
#include "dialects/SparseWeights.h"
#include "dialects/snn/Snn.h"
#include "mlir/IR/Verifier.h"
#include <cmath>
#include <gtest/gtest.h>
#include <optional>

using namespace nacre;

namespace {

struct Made {
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;

  explicit Made(const SheetOptions &options) {
    auto made = makeSheet(options, &context);
    EXPECT_TRUE(made) << made.error().text();
    module = std::move(*made);
    EXPECT_TRUE(mlir::succeeded(mlir::verify(*module)));
  }

  /// From the sheet to itself.
  SparseWeights recurrent() {
    std::optional<SparseWeights> weights;
    module->walk([&](snn::SparseOp op) {
      if (op.getSource().getDefiningOp<snn::DelayOp>())
        weights = sparseWeightsOf(op);
    });
    return std::move(*weights);
  }

  std::string text() {
    std::string text;
    llvm::raw_string_ostream out(text);
    module->print(out);
    return text;
  }
};

TEST(Sheet, ConnectsByDistance) {
  // sigma^2 = 20 / (2 pi * 0.1) = 31.8 in each direction, away from the borders.
  Made made({2500, 20, 3});
  SparseWeights weights = made.recurrent();
  SparseRows rows = weights.rows();
  ASSERT_EQ(rows.sources(), 2500u);
  double squares = 0;
  int64_t synapses = 0, inhibitory = 0;
  for (uint32_t source = 0; source < 2500; ++source) {
    ASSERT_EQ(rows.targetsOf(source).size(), 20u);
    inhibitory += rows.weightsOf(source)[0] < 0;
    for (int16_t weight : rows.weightsOf(source).vec())
      EXPECT_TRUE(rows.weightsOf(source)[0] < 0 ? weight == -8 : weight >= 1 && weight <= 3);
    int64_t y = source / 50, x = source % 50;
    if (y < 23 || y > 26 || x < 23 || x > 26)
      continue;
    for (uint32_t target : rows.targetsOf(source)) {
      EXPECT_NE(target, source);
      squares += std::pow(target / 50 - y, 2) + std::pow(target % 50 - x, 2);
      ++synapses;
    }
  }
  EXPECT_EQ(synapses, 16 * 20);
  // Two coordinates; the mean of 320 sums of squares has a standard deviation of 6 %. Redrawing
  // what is drawn twice widens it a little.
  EXPECT_NEAR(squares / synapses, 2 * 31.8, 0.25 * 2 * 31.8);
  EXPECT_NEAR(inhibitory, 500, 4 * 20); // four standard deviations of a binomial distribution
}

TEST(Sheet, DependsOnItsSeedOnly) {
  EXPECT_EQ(Made({400, 5, 1}).text(), Made({400, 5, 1}).text());
  EXPECT_NE(Made({400, 5, 1}).text(), Made({400, 5, 2}).text());
}

TEST(Sheet, RefusesWhatCannotBe) {
  mlir::MLIRContext context;
  auto refusal = [&](int64_t neurons, int64_t fanOut) {
    auto made = makeSheet({neurons, fanOut, 1}, &context);
    return made ? "" : made.error().message;
  };
  EXPECT_EQ(refusal(0, 1), "a sheet of 0 neurons");
  EXPECT_EQ(refusal((1 << 20) + 1, 1), "a sheet of 1048577 neurons");
  EXPECT_EQ(refusal(100, 6), "a fan-out of 6 in a sheet of 100 neurons");
  EXPECT_EQ(refusal(1000000, 300), "a fan-out of 300 in a sheet of 1000000 neurons");
  EXPECT_EQ(refusal(100, 5), "");
}

} // namespace
