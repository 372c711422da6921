// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Layers with weights, shared by the real and the integer operators.
#pragma once
#include "compiler/import/onnx/Lowering.h"

namespace nacre::onnx {

/// A convolution of a map; attributes from the node. The window is over two dimensions.
std::optional<Form> convolution(Lowering &lowering, const Node &node, const Form &form,
                                const Grid &weights);

/// form x weights, where weights are in x out, or out x in if `transposed`.
std::optional<Form> product(Lowering &lowering, const Node &node, const Form &form,
                            const Grid &weights, bool transposed);

/// The sum of two values of one shape: a residual connection.
std::optional<Form> added(Lowering &lowering, const Node &node, const Form &one, const Form &other);

/// The mean over all rows and columns.
std::optional<Form> globalMean(Lowering &lowering, const Node &node, const Form &form);

/// (integers - zero point) * scale, which are the inputs scale and scale + 1, of one number each;
/// refuses others.
std::optional<Form> dequantized(Lowering &lowering, const Node &node, const Form &form,
                                size_t scale);

/// The constant input as integers and scales. Constants that lie on no grid are quantized where the
/// network is (`axis`: that of the output channels), else refused (NCR1211).
std::optional<Grid> weightsOf(Lowering &lowering, const Node &node, size_t input, int64_t axis);

/// Integers minus their zero point (a constant input, may be absent), times scale (null: 1); both
/// one number, or one for each index of `axis`.
std::optional<Grid> dequantized(Lowering &lowering, const Node &node, size_t input,
                                const Tensor *zeroPoint, const Tensor *scale, int64_t axis);

} // namespace nacre::onnx
