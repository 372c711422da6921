// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include <bitset>
#include <cstdint>

namespace nacre {

/// Distinct weights.
class WeightSet {
  std::bitset<256> seen;

public:
  void insert(int8_t weight) { seen.set(uint8_t(weight)); }
  void insert(const WeightSet &other) { seen |= other.seen; }
  int64_t size() const { return int64_t(seen.count()); }
  int64_t nonZeros() const { return size() - seen.test(0); }
};

} // namespace nacre
