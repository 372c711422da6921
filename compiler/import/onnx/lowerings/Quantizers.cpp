// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/lowerings/Quantizers.h"

namespace nacre::onnx {

void defineQuantized(Lowering &lowering, const Node &node, const Form &form, const Channels &step,
                     double zeroPoint, ElementType type) {
  noteRounding(lowering, "half to even");
  const Form integers = lowering.quantize(node, form, step, double(lowestOf(type)) - zeroPoint,
                                          double(highestOf(type)) - zeroPoint);
  if (std::optional<Form> result = lowering.affine(node, integers, {1}, {zeroPoint}))
    lowering.define(node.outputs[0], *result);
}

void noteRounding(Lowering &lowering, const std::string &mode) {
  lowering.note("the file rounds " + mode + ", neurons half up: exact halves may differ");
}

} // namespace nacre::onnx
