// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/conversion/ConversionMethod.h"

namespace nacre {

NeuronPlan planHalfThreshold(qann::ActOp act) {
  double theta = double(act.getStep()[0]) * act.getLevels();
  return {theta, 0.5, theta};
}

std::string refuseForHalfThreshold(mlir::Operation *op) {
  auto act = llvm::dyn_cast<qann::ActOp>(op);
  if (!act)
    return "";
  if (act.getRounding() != qann::Rounding::HalfUp)
    return "an integrate-and-fire neuron rounds half up; train or import with rounding = half_up";
  if (act.getStep().size() != 1)
    return "one step per layer is needed; a step per channel would scale the next layer's weights "
           "unevenly";
  return "";
}

} // namespace nacre
