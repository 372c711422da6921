// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How sure a mean or a share is that was taken over some samples.
#pragma once
#include <cstdint>
#include <optional>

namespace nacre {

/// Share of repetitions whose interval holds the true value.
inline constexpr double confidenceLevel = 0.95;

struct Interval {
  double low = 0, high = 0;
  bool operator==(const Interval &) const = default;
};

/// Student's t about a mean whose variance was estimated from `samples` independent draws: that is,
/// with samples - 1 degrees of freedom. Absent below two, which tell nothing of the spread.
/// `meanVariance`: square of the mean's standard error.
std::optional<Interval> studentInterval(double mean, double meanVariance, int64_t samples);

/// The score interval of E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212, for a share of
/// `trials` >= 1 independent draws. Unlike mean +- t it stays within 0 and 1 and is not empty at
/// either end.
Interval wilsonInterval(int64_t successes, int64_t trials);

} // namespace nacre
