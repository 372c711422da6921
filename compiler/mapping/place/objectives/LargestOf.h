// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include <algorithm>
#include <vector>

namespace nacre {

/// The largest of many values of which a few change at a time; 0 if there are none above.
class LargestOf {
  std::vector<double> values;
  mutable double largest = 0;
  mutable size_t holders; ///< values that are the largest; 0: look again

public:
  explicit LargestOf(size_t count) : values(count, 0.0), holders(count) {}

  double operator[](size_t index) const { return values[index]; }

  void set(size_t index, double value) {
    if (values[index] == largest && holders > 0)
      --holders;
    values[index] = value;
    if (value > largest)
      largest = value, holders = 0;
    if (value == largest)
      ++holders;
  }

  double value() const {
    if (holders == 0 && !values.empty()) {
      largest = *std::max_element(values.begin(), values.end());
      holders = size_t(std::count(values.begin(), values.end(), largest));
    }
    return largest;
  }
};

} // namespace nacre
