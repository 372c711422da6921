// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/RangeRule.h"
#include <cmath>
#include <gtest/gtest.h>

namespace nacre {

using onnx::Histogram;

struct Ranges : testing::Test {
  RangeRuleRegistry rules;
  Ranges() { registerAllRangeRules(rules); }

  double range(const char *rule, const Histogram &histogram, int64_t levels = 4,
               double percentile = 99) {
    return rules.find(rule)->range(histogram, levels, percentile);
  }
};

// 0.5, 1.5, ..., 99.5: a hundred bins with one value each.
static Histogram even() {
  Histogram histogram(100, 100);
  for (int i = 0; i < 100; ++i)
    histogram.add(i + 0.5);
  return histogram;
}

TEST_F(Ranges, MaximumTakesAll) { EXPECT_EQ(range("max", even()), 100); }

TEST_F(Ranges, PercentileLeavesOutTheLargest) {
  EXPECT_DOUBLE_EQ(range("percentile", even(), 4, 99), 99);
  EXPECT_DOUBLE_EQ(range("percentile", even(), 4, 80), 80);
  EXPECT_DOUBLE_EQ(range("percentile", even(), 4, 100), 100);
}

// Evenly spread in 0..100 with L levels of step s = r/L: below r + s/2 the error is s^2/12 in the
// mean (s^2/12 too in the half interval at 0), above it (x - r)^2. The optimum has r + s/2 = 100.
TEST_F(Ranges, MeanSquaredErrorFindsTheOptimumOfAnEvenSpread) {
  Histogram histogram(100, 4096);
  for (int i = 0; i < 4096; ++i)
    histogram.add((i + 0.5) * 100 / 4096);
  for (int64_t levels : {1, 3, 7, 15})
    EXPECT_NEAR(range("mse", histogram, levels), 100 / (1 + 0.5 / double(levels)), 0.5) << levels;
}

TEST_F(Ranges, ErrorsOfAHistogramAreThoseOfItsValues) {
  Histogram histogram = even();
  // Two levels of step 50: 0.5..24.5 to 0, 25.5..74.5 to 50, 75.5..99.5 to 100.
  double sum = 0, square = 0;
  for (int i = 0; i < 100; ++i) {
    const double x = i + 0.5, q = x < 25 ? 0 : x < 75 ? 50 : 100;
    sum += (x - q) * (x - q);
    square += x * x;
  }
  EXPECT_NEAR(histogram.squaredError(100, 2), sum / 100, 1e-9);
  EXPECT_NEAR(histogram.meanSquare(), square / 100, 1e-9);
  EXPECT_DOUBLE_EQ(histogram.shareAbove(90), 0.1);
}

} // namespace nacre
