// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The integer neuron machine (docs/semantics/snn.md): leak, integrate, fire, reset.
// Interpreter and simulator call the same step(), so each model carries hand-computed vectors.
#pragma once
#include "support/Registry.h"
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace nacre {

enum class Reset : uint8_t { Subtract, ToValue, None };

/// Options of a population; what a model does not use stays at its default.
struct NeuronOptions {
  Reset reset = Reset::Subtract;
  int32_t resetValue = 0;
  bool strict = false;        ///< fire if v > theta instead of v >= theta
  int32_t maxSpikes = 1;      ///< spikes a step
  int32_t leakShift = 0;      ///< v -= v / 2^leakShift, 0: none
  int32_t leakMultiplier = 0; ///< v = v * leakMultiplier / 2^leakScaleBits, 0: none
  int32_t leakScaleBits = 0;
  int32_t membraneBits = 32; ///< two's complement width at which v saturates

  bool operator==(const NeuronOptions &) const = default;
};

/// What one neuron did in one step.
struct NeuronStep {
  int32_t spikes = 0;
  bool saturated = false; ///< v was clipped to membraneBits
};

/// A neuron is "active" in a step, for timing and energy, if its summed input (synapses and bias)
/// is not zero or it fires.
inline bool isActive(int64_t input, const NeuronStep &step) {
  return input != 0 || step.spikes != 0;
}

/// Saturates to a two's complement width.
inline int32_t saturate(int64_t v, int32_t bits, bool &saturated) {
  int64_t high = (int64_t(1) << (bits - 1)) - 1, low = -high - 1;
  int64_t clipped = std::clamp(v, low, high);
  saturated |= clipped != v;
  return int32_t(clipped);
}

/// Integrate, saturate, fire, reset: the part all models share. `v` is already leaked.
inline NeuronStep integrateAndFire(int32_t &v, int64_t leaked, int64_t input, int32_t theta,
                                   const NeuronOptions &o) {
  NeuronStep step;
  v = saturate(leaked + input, o.membraneBits, step.saturated);
  int64_t needed = int64_t(theta) + o.strict;
  while (step.spikes < o.maxSpikes && v >= needed) {
    ++step.spikes;
    if (o.reset == Reset::Subtract)
      v = saturate(int64_t(v) - theta, o.membraneBits, step.saturated);
    else
      break;
  }
  if (step.spikes && o.reset == Reset::ToValue)
    v = o.resetValue;
  return step;
}

struct NeuronModel {
  std::string summary;
  /// `input`: synaptic sum plus bias. `theta` > 0.
  NeuronStep (*step)(int32_t &v, int64_t input, int32_t theta, const NeuronOptions &options);
  /// Why these options cannot be used with this model; empty if they can.
  std::string (*refuse)(const NeuronOptions &options);
};

using NeuronModelRegistry = Registry<NeuronModel>;
void registerAllNeuronModels(NeuronModelRegistry &registry);

} // namespace nacre
