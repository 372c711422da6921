// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/networks/GaussianLevels.h"
#include <cmath>

namespace nacre {

/// P(z >= x)
static double upperTail(Moments z, double x) {
  if (z.variance == 0)
    return z.mean >= x;
  return 0.5 * std::erfc((x - z.mean) / std::sqrt(2 * z.variance));
}

double meanMagnitude(Moments z) {
  if (z.variance == 0)
    return std::abs(z.mean);
  double a = z.mean / std::sqrt(2 * z.variance);
  return std::sqrt(2 * z.variance / M_PI) * std::exp(-a * a) + z.mean * std::erf(a);
}

LevelDistribution::LevelDistribution(Moments z, double step, int64_t levels) {
  for (int64_t k = 1; k <= levels; ++k)
    atLeast.push_back(upperTail(z, (double(k) - 0.5) * step));
}

LevelDistribution LevelDistribution::maximumOf(int64_t count) const {
  LevelDistribution result = *this;
  for (double &p : result.atLeast)
    p = 1 - std::pow(1 - p, double(count));
  return result;
}

Moments LevelDistribution::moments() const {
  double mean = 0, square = 0; // sums over k of P(q >= k), and of (k^2 - (k-1)^2) P(q >= k)
  for (size_t k = 1; k <= atLeast.size(); ++k) {
    mean += atLeast[k - 1];
    square += double(2 * k - 1) * atLeast[k - 1];
  }
  return {mean, square - mean * mean};
}

} // namespace nacre
