// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nacre {

constexpr int32_t mostWeightBits = 16; ///< of a synapse
constexpr int32_t mostByteBits = 8;    ///< weights of more bits take two bytes each

/// A view of weights as they are stored: one byte each, or two.
class WeightSpan {
  std::span<const int8_t> narrow;
  std::span<const int16_t> wide;

public:
  WeightSpan() = default;
  template <class Stored>
    requires std::convertible_to<const Stored &, std::span<const int8_t>>
  WeightSpan(const Stored &weights) : narrow(weights) {}
  template <class Stored>
    requires std::convertible_to<const Stored &, std::span<const int16_t>>
  WeightSpan(const Stored &weights) : wide(weights) {}

  bool isWide() const { return !wide.empty(); }
  size_t size() const { return isWide() ? wide.size() : narrow.size(); }
  size_t bytes() const { return narrow.size_bytes() + wide.size_bytes(); }
  int16_t operator[](size_t index) const { return isWide() ? wide[index] : narrow[index]; }
  WeightSpan subspan(size_t first, size_t count) const {
    return isWide() ? WeightSpan(wide.subspan(first, count))
                    : WeightSpan(narrow.subspan(first, count));
  }

  /// Calls visit(span) with the stored elements, so that loops over them are of one type.
  template <class Visit> decltype(auto) visit(Visit visit) const {
    return isWide() ? visit(wide) : visit(narrow);
  }

  std::vector<int16_t> vec() const {
    return visit([](auto of) { return std::vector<int16_t>(of.begin(), of.end()); });
  }
  int64_t zeros() const {
    return visit([](auto weights) { return std::ranges::count(weights, 0); });
  }
};

/// Does the weight fit that many bits, two's complement?
inline bool fitsBits(int32_t weight, int32_t bits) {
  const int32_t high = (int32_t(1) << (bits - 1)) - 1;
  return weight >= -high - 1 && weight <= high;
}

} // namespace nacre
