// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include <bitset>
#include <cstdint>
#include <set>

namespace nacre {

/// Distinct weights.
class WeightSet {
  std::bitset<256> seen;
  std::set<int16_t> others; ///< beyond a byte

public:
  void insert(int16_t weight) {
    if (weight == int8_t(weight))
      seen.set(uint8_t(weight));
    else
      others.insert(weight);
  }
  void insert(const WeightSet &other) {
    seen |= other.seen;
    others.insert(other.others.begin(), other.others.end());
  }
  int64_t size() const { return int64_t(seen.count() + others.size()); }
  int64_t nonZeros() const { return size() - seen.test(0); }
};

} // namespace nacre
