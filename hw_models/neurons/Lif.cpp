// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Leaky integrate and fire: the membrane decays before it integrates, by a shift or a multiplier.
#include "hw_models/neurons/NeuronModel.h"

namespace nacre {

static NeuronStep step(NeuronState &state, NeuronInput input, int32_t theta,
                       const NeuronOptions &options) {
  const int32_t v = state.v;
  int64_t leaked = options.leakShift ? v - divideByPowerOfTwo(v, options.leakShift)
                                     : divideByPowerOfTwo(int64_t(v) * options.leakMultiplier,
                                                          options.leakScaleBits);
  return integrateAndFire(state.v, leaked, input.sum(), theta, options);
}

static std::string refuse(const NeuronOptions &options) {
  bool shift = options.leakShift != 0, multiplier = options.leakMultiplier != 0;
  if (shift == multiplier)
    return "a 'lif' neuron needs either leak_shift or leak_multiplier with leak_scale_bits";
  if (shift && (options.leakShift < 1 || options.leakShift > 30))
    return "leak_shift must lie in 1..30";
  if (multiplier &&
      (options.leakScaleBits < 1 || options.leakScaleBits > 30 || options.leakMultiplier < 0 ||
       options.leakMultiplier > (int64_t(1) << options.leakScaleBits)))
    return "leak_multiplier must lie in 0..2^leak_scale_bits, leak_scale_bits in 1..30";
  std::string reason = refuseCurrent(options);
  return reason.empty() ? refuseInputShift(options) : reason;
}

void registerLif(NeuronModelRegistry &registry) {
  registry.add("lif", {"leaky integrate and fire, fixed-point decay", step,
                       CpuVersions<updateRow<step>>::best(), refuse});
}

} // namespace nacre
