// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/onnx/Operator.h"

namespace nacre::onnx {

/// The sums of a convolution in double, as type double; `call` gives attributes and takes refusals.
/// x and w are read as real numbers, whatever their type.
std::optional<Tensor> convolve(const Call &call, const Tensor &x, const Tensor &w);

/// The tensor minus its zero point, in double. The point is one number, or one for each index of
/// dimension `axis`; refuses others. `point` may be null.
std::optional<Tensor> minusZeroPoint(const Call &call, const Tensor &x, const Tensor *point,
                                     int64_t axis);

/// saturate(round_half_even(x * scale) + zero point) of type of the zero point; all but x one
/// number.
std::optional<Tensor> requantize(const Call &call, const Tensor &x, const Tensor &scale,
                                 const Tensor &zeroPoint);

} // namespace nacre::onnx
