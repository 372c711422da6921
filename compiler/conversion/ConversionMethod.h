// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A conversion method: which neuron realises a quantized activation, and what that promises.
#pragma once
#include "dialects/qann/Qann.h"
#include "support/Registry.h"
#include <string>

namespace nacre {

/// The neuron for one `qann.act`, in real numbers.
struct NeuronPlan {
  double theta = 0;       ///< threshold
  double v0OverTheta = 0; ///< membrane before the first step, as a share of theta
  double amplitude = 0;   ///< value of one spike; times spikes / T estimates the activation
};

struct ConversionMethod {
  std::string summary;
  /// What the method guarantees of the spiking network, one sentence; attached to the module.
  std::string promise;
  /// Why the method cannot convert this operation; empty if it can.
  std::string (*refuse)(mlir::Operation *op);
  /// The neuron that realises an activation it does not refuse.
  NeuronPlan (*plan)(qann::ActOp act);
};

using ConversionMethodRegistry = Registry<ConversionMethod>;
void registerAllConversionMethods(ConversionMethodRegistry &registry);

/// The plan all rate-coded methods share: theta = amplitude = step * levels, v0 = theta / 2.
/// `levels` evenly spread inputs then give clip(round(x / step), 0, levels) spikes exactly.
NeuronPlan planHalfThreshold(qann::ActOp act);

/// Refuses what an integrate-and-fire neuron with planHalfThreshold cannot realise: half-to-even
/// rounding (v0 = theta/2 rounds half up) and a step per channel (the next layer's integer weights
/// would no longer share one unit).
std::string refuseForHalfThreshold(mlir::Operation *op);

} // namespace nacre
