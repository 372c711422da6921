// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/Histogram.h"
#include <algorithm>
#include <cmath>

namespace nacre::onnx {

void Histogram::add(double value) {
  const double position = value / top * double(bins());
  const double last = double(bins() - 1);
  ++counts[size_t(std::clamp(position, 0.0, last))];
  ++values;
}

double Histogram::shareAbove(double value) const {
  int64_t above = 0;
  for (int64_t bin = 0; bin < bins(); ++bin)
    above += center(bin) > value ? count(bin) : 0;
  return values ? double(above) / double(values) : 0;
}

double Histogram::squaredError(double range, int64_t levels) const {
  const double step = range / double(levels);
  double sum = 0;
  for (int64_t bin = 0; bin < bins(); ++bin) {
    const double x = center(bin);
    const double q = step * std::clamp(std::floor(x / step + 0.5), 0.0, double(levels));
    sum += double(count(bin)) * (x - q) * (x - q);
  }
  return values ? sum / double(values) : 0;
}

double Histogram::meanSquare() const {
  double sum = 0;
  for (int64_t bin = 0; bin < bins(); ++bin)
    sum += double(count(bin)) * center(bin) * center(bin);
  return values ? sum / double(values) : 0;
}

} // namespace nacre::onnx
