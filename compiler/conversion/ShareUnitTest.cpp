// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The unit that is chosen against all candidates, each weight of each channel rounded to it.
#include "compiler/conversion/ShareUnit.h"
#include "mlir/IR/Builders.h"
#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace nacre {

namespace {

struct ShareUnitTest : testing::Test {
  mlir::MLIRContext context;
  std::mt19937_64 random{1};

  int64_t pick(int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  }
  double real() { return double(random() >> 11) * 0x1p-53; }

  Projection randomPart(int64_t channels) {
    Projection part;
    part.source.amplitude = 0.1 + real();
    part.source.largest = int32_t(pick(1, 2));
    part.bits = int32_t(pick(3, 8));
    int limit = (1 << (part.bits - 1)) - 1;
    part.shape = {channels, pick(1, 6)};
    part.linear = true;
    for (int64_t c = 0; c < channels; ++c) {
      part.scale.push_back(pick(0, 3) ? 0.05 + real() : 1.0);
      for (int64_t i = 0; i < part.shape[1]; ++i)
        part.weights.push_back(int8_t(pick(-limit, limit)));
    }
    return part;
  }

  Current randomCurrent() {
    Current current;
    int64_t channels = pick(1, 4);
    current.type =
        mlir::RankedTensorType::get({channels, 1, 1}, mlir::Builder(&context).getI32Type());
    for (int64_t parts = pick(1, 3); parts > 0; --parts)
      current.parts.push_back(randomPart(channels));
    return current;
  }
};

/// Worst-case error of channel c's current, infinite where a weight leaves its bits.
double errorOf(const Current &current, int64_t c, double unit) {
  double error = 0;
  for (const Projection &part : current.parts)
    for (int64_t i = 0; i < part.shape[1]; ++i) {
      double weight = part.weights[size_t(c * part.shape[1] + i)] * part.unit(c);
      double rounded = std::round(weight / unit);
      if (std::abs(rounded) > (1 << (part.bits - 1)) - 1)
        return INFINITY;
      error += std::abs(weight - rounded * unit) * part.source.largest;
    }
  return error;
}

/// The least error of any part's own unit of the channels.
double leastError(const Current &current, llvm::ArrayRef<int64_t> channels) {
  double least = INFINITY;
  for (const Projection &part : current.parts)
    for (int64_t own : channels) {
      double worst = 0;
      for (int64_t c : channels)
        worst = std::max(worst, errorOf(current, c, part.unit(own)));
      least = std::min(least, worst);
    }
  return least;
}

} // namespace

TEST_F(ShareUnitTest, NoOwnUnitIsBetter) {
  int rounded = 0;
  for (int round = 0; round < 2000; ++round) {
    bool common = round % 2;
    Current before = randomCurrent(), after = before;
    UnitChoice choice = shareUnit(after, common);
    auto all = llvm::to_vector(llvm::seq<int64_t>(before.type.getDimSize(0)));
    double worst = 0, worstInUnits = 0;
    for (int64_t c : all) {
      double unit = choice.unit[size_t(c)], error = errorOf(before, c, unit);
      worst = std::max(worst, error);
      worstInUnits = std::max(worstInUnits, error / unit);
      if (common)
        EXPECT_EQ(unit, choice.unit[0]);
      else
        EXPECT_LE(error, leastError(before, c) + 1e-9);
    }
    if (common)
      EXPECT_LE(worst, leastError(before, all) + 1e-9);
    EXPECT_TRUE(std::isfinite(worst));
    EXPECT_NEAR(choice.worstError, worstInUnits, 1e-6);
    rounded += choice.requantizedWeights > 0;
    for (size_t p = 0; p < before.parts.size(); ++p)
      for (size_t i = 0; i < before.parts[p].weights.size(); ++i) {
        int64_t c = int64_t(i) / before.parts[p].shape[1];
        EXPECT_EQ(after.parts[p].weights[i],
                  std::round(before.parts[p].weights[i] *
                             (before.parts[p].unit(c) / choice.unit[size_t(c)])));
      }
  }
  EXPECT_GT(rounded, 500);
}

} // namespace nacre
