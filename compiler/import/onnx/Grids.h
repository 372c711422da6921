// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Constants that lie on a grid: quantized weights, through whatever moves their elements.
#pragma once
#include "compiler/import/onnx/Lowering.h"

namespace nacre::onnx {

/// Finds the grid of the constants that a node with constant inputs makes: it quantizes one
/// (Quant, BipolarQuant, QuantizeLinear, DequantizeLinear), or moves or scales one that has a grid.
void traceGrids(Lowering &lowering, const Node &node, const OnnxOperatorRegistry &operators);

} // namespace nacre::onnx
