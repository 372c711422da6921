// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/import/onnx/Lowering.h"

namespace nacre::onnx {

/// The node's output is saturate(round(form / step) + zero point) of an integer type, as of
/// QuantizeLinear.
void defineQuantized(Lowering &lowering, const Node &node, const Form &form, const Channels &step,
                     double zeroPoint, ElementType type);

/// That the file rounds halves another way than neurons do.
void noteRounding(Lowering &lowering, const std::string &mode);

} // namespace nacre::onnx
