// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The energy of a memory access, scaled from a memory of another size.
#pragma once
#include <cmath>
#include <cstdint>

namespace nacre {

struct Sram {
  int64_t bits = 0, wordBits = 0;
};

/// What a word of `sram` costs if one of `reference` costs `referenceFj`: in proportion to the
/// width of the word and to the square root of the size, since bit and word lines grow with the
/// edge of the array. M. Horowitz, ISSCC 2014 (45 nm, 64 bits: 8 KiB 10 pJ, 32 KiB 20 pJ, 1 MiB
/// 100 pJ) is met within 14 %. The nearest double; the caller rounds.
inline double scaledWordFj(double referenceFj, const Sram &reference, const Sram &sram) {
  return referenceFj * (double(sram.wordBits) / double(reference.wordBits)) *
         std::sqrt(double(sram.bits) / double(reference.bits));
}

} // namespace nacre
