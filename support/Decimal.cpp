// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Decimal.h"
#include <cstdlib>
#include <limits>
#include <string>

namespace nacre {

static bool isDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<Decimal> Decimal::parse(std::string_view text) {
  size_t at = 0;
  auto peek = [&] { return at < text.size() ? text[at] : '\0'; };
  Decimal number;
  bool negative = peek() == '-';
  at += negative;
  if (!isDigit(peek()) || (peek() == '0' && at + 1 < text.size() && isDigit(text[at + 1])))
    return std::nullopt;
  auto digits = [&](bool fraction) {
    for (; isDigit(peek()); ++at, number.exponent -= fraction)
      if (__builtin_mul_overflow(number.digits, 10, &number.digits) ||
          __builtin_add_overflow(number.digits, peek() - '0', &number.digits))
        return false;
    return true;
  };
  if (!digits(false))
    return std::nullopt;
  if (peek() == '.') {
    ++at;
    if (!isDigit(peek()) || !digits(true))
      return std::nullopt;
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at;
    int sign = peek() == '-' ? -1 : 1;
    at += peek() == '-' || peek() == '+';
    int power = 0;
    if (!isDigit(peek()))
      return std::nullopt;
    for (; isDigit(peek()); ++at)
      if ((power = power * 10 + (peek() - '0')) > 1000)
        return std::nullopt;
    number.exponent += sign * power;
  }
  if (at != text.size())
    return std::nullopt;
  if (negative)
    number.digits = -number.digits;
  return number;
}

std::optional<int64_t> Decimal::times(int64_t factor) const {
  __int128 product = __int128(digits) * factor; // below 2^126
  if (product == 0)
    return 0;
  for (int i = exponent; i < 0; ++i) {
    if (product % 10 != 0)
      return std::nullopt;
    product /= 10;
  }
  constexpr __int128 limit = std::numeric_limits<int64_t>::max();
  auto fits = [&] { return product <= limit && product >= -limit; };
  for (int i = 0; i < exponent && fits(); ++i)
    product *= 10;
  return fits() ? std::optional(int64_t(product)) : std::nullopt;
}

double Decimal::toDouble() const {
  std::string text = std::to_string(digits) + "e" + std::to_string(exponent);
  return std::strtod(text.c_str(), nullptr);
}

} // namespace nacre
