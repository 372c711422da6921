// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/lowerings/Quantizers.h"

namespace nacre::onnx {

Form quantizedTo(Lowering &lowering, const Node &node, const Form &form, const Channels &step,
                 double zeroPoint, ElementType type) {
  noteRounding(lowering, node, "half to even");
  Form result = lowering.quantize(node, form, step, double(lowestOf(type)) - zeroPoint,
                                  double(highestOf(type)) - zeroPoint);
  result.offset = {zeroPoint};
  return result;
}

void noteRounding(Lowering &lowering, const Node &, const std::string &mode) {
  lowering.note("the file rounds " + mode + ", neurons half up: exact halves may differ");
}

} // namespace nacre::onnx
