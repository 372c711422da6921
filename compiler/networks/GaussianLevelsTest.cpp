// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Closed forms against numeric integration.
#include "compiler/networks/GaussianLevels.h"
#include <algorithm>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>

namespace nacre {

static double density(Moments z, double x) {
  double d = x - z.mean;
  return std::exp(-d * d / (2 * z.variance)) / std::sqrt(2 * M_PI * z.variance);
}

/// Integral of value(x, share of z below x) over the density of z; midpoint rule.
static double expect(Moments z, const std::function<double(double, double)> &value) {
  constexpr int points = 400000;
  double deviation = std::sqrt(z.variance), width = 20 * deviation / points, sum = 0, below = 0;
  for (int i = 0; i < points; ++i) {
    double x = z.mean - 10 * deviation + (i + 0.5) * width, mass = density(z, x) * width;
    sum += value(x, below + mass / 2) * mass;
    below += mass;
  }
  return sum;
}

static double levelOf(double x, double step, double levels) {
  return std::clamp(std::floor(x / step + 0.5), 0.0, levels);
}

static constexpr double tolerance = 1e-3; // of the integral, mostly at the jumps between levels

TEST(GaussianLevels, MomentsAreThoseOfTheIntegral) {
  for (Moments z : {Moments{0, 1}, {0.7, 2.5}, {-1.2, 0.3}})
    for (int64_t levels : {1, 3, 15, 255})
      for (double step : {0.05, 0.92, 3.0}) {
        auto level = [&](double x) { return levelOf(x, step, double(levels)); };
        double mean = expect(z, [&](double x, double) { return level(x); });
        double square = expect(z, [&](double x, double) { return level(x) * level(x); });
        LevelDistribution distribution(z, step, levels);
        EXPECT_NEAR(distribution.moments().mean, mean, tolerance * (1 + mean));
        EXPECT_NEAR(distribution.moments().variance, square - mean * mean,
                    tolerance * (1 + square));
        EXPECT_NEAR(distribution.activeShare(),
                    expect(z, [&](double x, double) { return level(x) > 0; }), tolerance);
      }
}

// The largest of n values below which a share F lies has the density n F^(n-1) f.
TEST(GaussianLevels, MaximumIsThatOfTheIntegral) {
  Moments z = {0.2, 1.5};
  for (int n : {1, 4, 9}) {
    auto ofMaximum = [&](auto value) {
      return expect(z, [&](double x, double below) {
        return n * std::pow(below, n - 1) * value(levelOf(x, 0.9, 3));
      });
    };
    double mean = ofMaximum([](double q) { return q; });
    double square = ofMaximum([](double q) { return q * q; });
    Moments moments = LevelDistribution(z, 0.9, 3).maximumOf(n).moments();
    EXPECT_NEAR(moments.mean, mean, tolerance * mean);
    EXPECT_NEAR(moments.variance, square - mean * mean, tolerance * square);
  }
}

TEST(GaussianLevels, MeanMagnitudeIsThatOfTheIntegral) {
  for (Moments z : {Moments{0, 1}, {0.7, 2.5}, {-3, 0.25}})
    EXPECT_NEAR(meanMagnitude(z), expect(z, [](double x, double) { return std::abs(x); }),
                tolerance);
}

TEST(GaussianLevels, WithoutVarianceThereIsOneLevel) {
  Moments moments = LevelDistribution({1.6, 0}, 1, 3).moments();
  EXPECT_EQ(moments.mean, 2);
  EXPECT_EQ(moments.variance, 0);
  EXPECT_EQ(meanMagnitude({-2, 0}), 2);
}

} // namespace nacre
