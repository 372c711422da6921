// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What each qann operation computes: docs/semantics/qann.md, one function an operation.
#pragma once
#include "compiler/reference/Tensor.h"
#include "dialects/qann/Qann.h"
#include "llvm/ADT/ArrayRef.h"

namespace nacre {

/// A layer's weights: w = scale[c] * weight, both as real numbers.
struct RealWeights {
  std::vector<double> weight, scale, bias; ///< scale and bias: one value a channel
};

/// `op` is a verified qann.conv2d or qann.linear.
template <class Op> RealWeights realWeightsOf(Op op);

Tensor evalInput(qann::InputOp op, const Tensor &image);
Tensor evalConv2D(qann::Conv2DOp op, const RealWeights &weights, const Tensor &input);
Tensor evalLinear(qann::LinearOp op, const RealWeights &weights, const Tensor &input);
Tensor evalBatchNorm(qann::BatchNormOp op, const Tensor &input);
Tensor evalAct(qann::ActOp op, const Tensor &input);
Tensor evalAdd(qann::AddOp op, const Tensor &lhs, const Tensor &rhs);
Tensor evalAvgPool(qann::AvgPoolOp op, const Tensor &input);
Tensor evalMaxPool(qann::MaxPoolOp op, const Tensor &input);
Tensor evalFlatten(qann::FlattenOp op, const Tensor &input);

} // namespace nacre
