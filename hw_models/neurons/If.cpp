// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Integrate and fire: no leak.
#include "hw_models/neurons/NeuronModel.h"

namespace nacre {

static NeuronStep step(int32_t &v, int64_t input, int32_t theta, const NeuronOptions &options) {
  return integrateAndFire(v, v, input, theta, options);
}

static std::string refuse(const NeuronOptions &options) {
  if (options.leakShift || options.leakMultiplier)
    return "an 'if' neuron has no leak; use 'lif'";
  return refuseInputShift(options);
}

void registerIf(NeuronModelRegistry &registry) {
  registry.add("if",
               {"integrate and fire, no leak", step, CpuVersions<updateRow<step>>::best(), refuse});
}

} // namespace nacre
