// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/Interval.h"
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>

namespace nacre {

static constexpr double tail = (1 - confidenceLevel) / 2; ///< on either side

std::optional<Interval> studentInterval(double mean, double meanVariance, int64_t samples) {
  assert(meanVariance >= 0);
  if (samples < 2)
    return std::nullopt;
  boost::math::students_t t(double(samples - 1));
  double half = quantile(complement(t, tail)) * std::sqrt(meanVariance);
  return Interval{mean - half, mean + half};
}

Interval wilsonInterval(int64_t successes, int64_t trials) {
  assert(trials >= 1 && successes >= 0 && successes <= trials);
  const double z = quantile(complement(boost::math::normal(), tail));
  const double n = double(trials), p = double(successes) / n, w = z * z / n;
  const double middle = (p + w / 2) / (1 + w);
  const double half = std::sqrt(p * (1 - p) * w + w * w / 4) / (1 + w);
  // The ends are 0 and 1 exactly where p is; rounding must not lead beyond them.
  return {successes == 0 ? 0 : std::max(0.0, middle - half),
          successes == trials ? 1 : std::min(1.0, middle + half)};
}

} // namespace nacre
