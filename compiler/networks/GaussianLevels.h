// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A quantized rectifier of a normally distributed value, in closed form.
#pragma once
#include <cstdint>
#include <vector>

namespace nacre {

struct Moments {
  double mean = 0, variance = 0;
};

inline Moments operator+(Moments a, Moments b) { // of independent values
  return {a.mean + b.mean, a.variance + b.variance};
}

/// E|z| of a normally distributed z.
double meanMagnitude(Moments z);

/// The distribution of clip(floor(z / step + 1/2), 0, levels).
class LevelDistribution {
  std::vector<double> atLeast; ///< [k - 1]: the probability of level k or more

public:
  LevelDistribution(Moments z, double step, int64_t levels);

  /// Of the largest of `count` independent ones.
  LevelDistribution maximumOf(int64_t count) const;
  /// In levels, not in units of z.
  Moments moments() const;
  /// Probability of more than level 0.
  double activeShare() const { return atLeast.front(); }
};

} // namespace nacre
