// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Integrate and fire: no leak.
#include "hw_models/neurons/NeuronModel.h"

namespace nacre {

static NeuronStep step(NeuronState &state, NeuronInput input, int32_t theta,
                       const NeuronOptions &options) {
  return integrateAndFire(state.v, state.v, input.sum(), theta, options);
}

static std::string refuse(const NeuronOptions &options) {
  if (options.leakShift || options.leakMultiplier)
    return "an 'if' neuron has no leak; use 'lif'";
  std::string reason = refuseCurrent(options);
  return reason.empty() ? refuseInputShift(options) : reason;
}

void registerIf(NeuronModelRegistry &registry) {
  registry.add("if",
               {"integrate and fire, no leak", step, CpuVersions<updateRow<step>>::best(), refuse});
}

} // namespace nacre
