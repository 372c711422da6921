// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A round-robin arbiter is the number of whom it chose last, and firstAfter().
#pragma once
#include <bit>
#include <cstdint>
#include <utility>

namespace nacre {

/// The turn of whoever has number 0: nobody comes before.
inline constexpr uint16_t startTurn = 63;

/// The first set bit behind that of `last`, who was chosen last, else the first of all. `requests`
/// is not 0.
inline uint32_t firstAfter(uint64_t requests, uint32_t last) {
  uint64_t ahead = requests & (~uint64_t(1) << last);
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
