// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Adds several rows of weights to one row of accumulators, which is loaded and stored once.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace nacre {

/// Sums of so many weights fit 16 bits: 256 * -128 is the least number of 16 bits.
constexpr size_t mostSummedRows = 256;

template <uint32_t n>
[[gnu::always_inline]] inline void addWeightSumsOf(int32_t *to, const int8_t *const *rows,
                                                   size_t count, size_t offset) {
  typedef int8_t Weights [[gnu::vector_size(n)]];
  typedef int16_t Sums [[gnu::vector_size(n * sizeof(int16_t))]];
  typedef int32_t Accumulators [[gnu::vector_size(n * sizeof(int32_t))]];
  Sums sums{};
  for (size_t i = 0; i < count; ++i) {
    Weights weights;
    std::memcpy(&weights, rows[i] + offset, sizeof(weights));
    sums += __builtin_convertvector(weights, Sums);
  }
  Accumulators accumulators;
  std::memcpy(&accumulators, to, sizeof(accumulators));
  accumulators += __builtin_convertvector(sums, Accumulators);
  std::memcpy(to, &accumulators, sizeof(accumulators));
}

/// to[j] += the sum of rows[i][offset + j] over i < count, for j < n; count <= mostSummedRows.
/// For CpuVersions.
[[gnu::always_inline]] inline void addWeightSums(int32_t *to, const int8_t *const *rows,
                                                 size_t count, size_t offset, uint32_t n) {
  uint32_t j = 0;
  for (; j + 64 <= n; j += 64)
    addWeightSumsOf<64>(to + j, rows, count, offset + j);
  for (; j + 32 <= n; j += 32)
    addWeightSumsOf<32>(to + j, rows, count, offset + j);
  for (; j + 8 <= n; j += 8)
    addWeightSumsOf<8>(to + j, rows, count, offset + j);
  for (; j < n; ++j)
    addWeightSumsOf<1>(to + j, rows, count, offset + j);
}

} // namespace nacre
