// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Arrays in NumPy's .npy format, versions 1.0 and 2.0 (NEP 1, numpy.lib.format).
// C++17, because training includes it.
#pragma once
#include "support/Result.h"
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nacre {

/// Booleans, integers or floating-point numbers, row major.
struct NpyArray {
  char kind = 'u';            ///< 'b', 'i', 'u' or 'f'
  int64_t itemBytes = 1;      ///< 1, 2, 4 or 8
  std::vector<int64_t> shape; ///< none: one number
  std::string_view data;      ///< little endian, in the bytes that were parsed

  int64_t size() const { return int64_t(data.size()) / itemBytes; }
  double at(int64_t index) const; ///< the nearest double
  std::string shapeText() const;  ///< "60000x28x28"
};

/// `name` is the file in messages. Refuses other types, big-endian numbers, column-major order,
/// and data of another length than the shape says. The array refers to `bytes`.
Result<NpyArray> parseNpy(std::string_view bytes, const std::string &name);

/// The numbers, which must be whole and from 0 to 255; `what` they are, in the refusal: "pixel".
Result<std::vector<uint8_t>> bytesOf(const NpyArray &array, const std::string &name,
                                     const std::string &what);

/// A file of unsigned integers of 8 or 16 bits; as many values as the shape says.
std::string npyBytes(const std::vector<int64_t> &shape, const std::vector<uint8_t> &values);
std::string npyBytes(const std::vector<int64_t> &shape, const std::vector<uint16_t> &values);

} // namespace nacre
