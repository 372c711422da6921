// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A round-robin arbiter is a turn and firstFrom().
#pragma once
#include <bit>
#include <cstdint>
#include <utility>

namespace nacre {

/// The first set bit at or after `turn`, else the first of all. `requests` is not 0.
inline uint32_t firstFrom(uint64_t requests, uint32_t turn) {
  uint64_t ahead = requests & (~uint64_t(0) << turn);
  return uint32_t(std::countr_zero(ahead ? ahead : requests));
}

/// Calls f(bit) for each set bit, lowest first.
template <class F> void forEachBit(uint64_t bits, F f) {
  for (; bits; bits &= bits - 1)
    f(uint32_t(std::countr_zero(bits)));
}

/// Calls f(bit) for each set bit, highest first.
template <class F> void forEachBitDown(uint64_t bits, F f) {
  while (bits) {
    uint32_t bit = 63 - uint32_t(std::countl_zero(bits));
    bits ^= uint64_t(1) << bit;
    f(bit);
  }
}

} // namespace nacre
