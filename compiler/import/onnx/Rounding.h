// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rounding modes of QONNX: docs/qonnx-custom-ops of fastmachinelearning/qonnx.
#pragma once
#include <optional>
#include <string>

namespace nacre::onnx {

using Rounding = double (*)(double);

/// ROUND = HALF_EVEN, CEIL, FLOOR, UP (away from 0), DOWN (to 0), HALF_UP (half away from 0),
/// HALF_DOWN (half to 0), in any case.
std::optional<Rounding> roundingOf(std::string mode);

} // namespace nacre::onnx
