// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Learned step size quantization (LSQ), Esser et al., ICLR 2020, arXiv 1902.08153.
#pragma once
#include <ATen/core/Tensor.h>

namespace nacre {

/// x = v / step + noise;  xc = clip(x, 0, levels);  result = step * floor(xc + 1/2)
/// Gradients (g: of the result, N: elements of v for each step):
///   dv    = g where 0 < x < levels, else 0
///   dstep = sum(g * (floor(xc + 1/2) - xc inside; levels above; 0 below)) / sqrt(levels * N)
/// `step` broadcasts against v.
at::Tensor learnedStep(const at::Tensor &v, const at::Tensor &step, int64_t levels,
                       const c10::optional<at::Tensor> &noise);

/// Scales the gradient by 1 / sqrt(levels * N) and leaves the value.
at::Tensor scaleStepGradient(const at::Tensor &step, int64_t levels, int64_t elements);

} // namespace nacre
