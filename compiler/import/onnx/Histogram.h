// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How the values of an activation are spread over a calibration set.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nacre::onnx {

/// Of values >= 0; larger ones than the largest known at construction count as that.
class Histogram {
  double top;
  std::vector<int64_t> counts;
  int64_t values = 0;

public:
  explicit Histogram(double largest, int64_t bins = 4096)
      : top(largest > 0 ? largest : 1), counts(std::size_t(bins), 0) {}

  void add(double value);

  double largest() const { return top; }
  int64_t total() const { return values; }
  int64_t bins() const { return int64_t(counts.size()); }
  int64_t count(int64_t bin) const { return counts[std::size_t(bin)]; }
  double center(int64_t bin) const { return (double(bin) + 0.5) * top / double(bins()); }

  /// Share of values above `value`.
  double shareAbove(double value) const;
  /// Mean of (x - q(x))^2, where q rounds to `levels` steps of range / levels and saturates.
  double squaredError(double range, int64_t levels) const;
  double meanSquare() const;
};

} // namespace nacre::onnx
