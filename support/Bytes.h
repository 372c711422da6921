// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Integers in the bytes of files, on any machine. C++17, because training includes it.
#pragma once
#include <cassert>
#include <cstdint>
#include <string_view>

namespace nacre {

/// The unsigned integer T at an offset, lowest byte first. The bytes are there.
template <class T> T littleEndian(std::string_view bytes, size_t offset = 0) {
  assert(offset + sizeof(T) <= bytes.size());
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i)
    value = T(value | T(T(uint8_t(bytes[offset + i])) << 8 * i));
  return value;
}

/// The same, highest byte first.
template <class T> T bigEndian(std::string_view bytes, size_t offset = 0) {
  assert(offset + sizeof(T) <= bytes.size());
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i)
    value = T(value | T(T(uint8_t(bytes[offset + i])) << 8 * (sizeof(T) - 1 - i)));
  return value;
}

} // namespace nacre
