// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/Rounding.h"
#include <cctype>
#include <cmath>

namespace nacre::onnx {

std::optional<Rounding> roundingOf(std::string mode) {
  for (char &c : mode)
    c = char(std::toupper(static_cast<unsigned char>(c)));
  if (mode == "ROUND" || mode == "HALF_EVEN")
    return [](double x) { return std::nearbyint(x); };
  if (mode == "CEIL")
    return [](double x) { return std::ceil(x); };
  if (mode == "FLOOR")
    return [](double x) { return std::floor(x); };
  if (mode == "UP")
    return [](double x) { return std::copysign(std::ceil(std::abs(x)), x); };
  if (mode == "DOWN")
    return [](double x) { return std::trunc(x); };
  if (mode == "HALF_UP")
    return [](double x) { return std::copysign(std::floor(std::abs(x) + 0.5), x); };
  if (mode == "HALF_DOWN")
    return [](double x) { return std::copysign(std::ceil(std::abs(x) - 0.5), x); };
  return std::nullopt;
}

} // namespace nacre::onnx
