// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Current-based leaky integrate and fire, as on Loihi (Davies et al., IEEE Micro 38(1):82, 2018):
// spikes charge a synaptic current, which decays by itself and flows into the leaky membrane; the
// bias goes into the membrane. In integers as Lava's bit-accurate model of Loihi's neuron
// (lava-nc/lava, src/lava/proc/lif/models.py, AbstractPyLifModelFixed.subthr_dynamics): with
// input_shift 6, scale bits 12 and multipliers 4096 - (du + 1) and 4096 - dv; v > theta fires, v
// becomes 0. There a current beyond 24 bits wraps around; here it saturates, and is counted.
#include "hw_models/neurons/NeuronModel.h"

namespace nacre {

static NeuronStep step(NeuronState &state, NeuronInput input, int32_t theta,
                       const NeuronOptions &o) {
  bool currentSaturated = false;
  const int64_t current = divideByPowerOfTwo(int64_t(state.current) * o.currentLeakMultiplier,
                                             o.currentLeakScaleBits),
                leaked = divideByPowerOfTwo(int64_t(state.v) * o.leakMultiplier, o.leakScaleBits);
  state.current =
      saturate(current + (input.synapses << o.inputShift), o.currentBits, currentSaturated);
  NeuronStep result = integrateAndFire(state.v, leaked + state.current, input.bias, theta, o);
  result.saturated |= currentSaturated;
  return result;
}

static std::string refuse(const NeuronOptions &o) {
  auto keepsPart = [](int32_t multiplier, int32_t scaleBits) {
    return scaleBits >= 1 && scaleBits <= 30 && multiplier >= 0 &&
           multiplier <= int64_t(1) << scaleBits;
  };
  if (o.leakShift || !keepsPart(o.leakMultiplier, o.leakScaleBits) ||
      !keepsPart(o.currentLeakMultiplier, o.currentLeakScaleBits))
    return "a 'cuba' neuron needs leak_multiplier in 0..2^leak_scale_bits and "
           "current_leak_multiplier in 0..2^current_leak_scale_bits, scale bits in 1..30, and no "
           "leak_shift";
  return refuseInputShift(o);
}

void registerCuba(NeuronModelRegistry &registry) {
  registry.add("cuba",
               {"current-based leaky integrate and fire: synaptic current and membrane decay", step,
                CpuVersions<updateRow<step, /*hasCurrent=*/true>>::best(), refuse,
                /*hasCurrent=*/true});
}

} // namespace nacre
