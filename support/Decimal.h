// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A decimal number exactly as it was written: 23.6 is 236 * 10^-1, not the nearest double.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace nacre {

struct Decimal {
  int64_t digits = 0;
  int exponent = 0;

  /// JSON's number syntax and nothing else: no octal `010`, no `0x`, `1_000`, `.5`, `inf`.
  /// Empty for other text, and for more digits than an int64 holds.
  static std::optional<Decimal> parse(std::string_view text);

  /// The value times `factor`; empty if that is no integer or does not fit.
  std::optional<int64_t> times(int64_t factor) const;

  double toDouble() const;
};

} // namespace nacre
