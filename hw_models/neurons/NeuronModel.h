// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The integer neuron machine (docs/semantics/snn.md): leak, integrate, fire, reset.
// Interpreter and simulator run the same step(), so each model carries hand-computed vectors.
#pragma once
#include "support/CpuVersions.h"
#include "support/Registry.h"
#include <algorithm>
#include <cstddef>
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
  int32_t inputShift = 0;    ///< the input counts 2^inputShift membrane units
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

/// v / 2^shift, rounded towards zero like any division of C++, but in operations of vector units.
inline int64_t divideByPowerOfTwo(int64_t v, int32_t shift) {
  int64_t roundUp = v < 0 ? (int64_t(1) << shift) - 1 : 0;
  return (v + roundUp) >> shift;
}

/// Why no model can scale its input so; empty if all can. Up to 30, shifted inputs of 32 bits and
/// the membrane they are added to stay within 64.
inline std::string refuseInputShift(const NeuronOptions &options) {
  return options.inputShift < 0 || options.inputShift > 30 ? "input_shift must lie in 0..30" : "";
}

/// Integrate, saturate, fire, reset: the part all models share. `v` is already leaked.
inline NeuronStep integrateAndFire(int32_t &v, int64_t leaked, int64_t input, int32_t theta,
                                   const NeuronOptions &o) {
  NeuronStep step;
  v = saturate(leaked + (input << o.inputShift), o.membraneBits, step.saturated);
  // Nothing below overflows, because v >= theta > 0 where it fires.
  const bool subtract = o.reset == Reset::Subtract;
  const int32_t mostSpikes = subtract ? o.maxSpikes : 1, drop = subtract ? theta : 0;
  const int32_t greatestSilent = theta - (o.strict ? 0 : 1);
  while (step.spikes < mostSpikes && v > greatestSilent) {
    ++step.spikes;
    v -= drop;
  }
  if (step.spikes && o.reset == Reset::ToValue)
    v = o.resetValue;
  return step;
}

/// Neurons of one population that lie side by side.
struct NeuronRow {
  size_t size = 0;
  int32_t *v = nullptr;
  const int32_t *synapses = nullptr, *bias = nullptr; ///< the input is their sum
  const int32_t *theta = nullptr;
  int32_t *spikes = nullptr; ///< result: of each neuron
  uint8_t *active = nullptr; ///< result: isActive() of each neuron
};

/// How many neurons of a row did what in one step.
struct NeuronRowCounts {
  uint32_t fired = 0, active = 0, saturated = 0;
  NeuronRowCounts &operator+=(const NeuronRowCounts &o) {
    fired += o.fired, active += o.active, saturated += o.saturated;
    return *this;
  }
};

/// Each neuron of a row makes a step.
template <auto step>
[[gnu::always_inline]] inline NeuronRowCounts updateEach(NeuronRow row, NeuronOptions options) {
  const size_t size = row.size;
  int32_t *__restrict v = row.v, *__restrict spikes = row.spikes;
  uint8_t *__restrict active = row.active;
  const int32_t *synapses = row.synapses, *bias = row.bias, *theta = row.theta;
  uint32_t fired = 0, activeNeurons = 0, saturated = 0;
  for (size_t i = 0; i < size; ++i) {
    int64_t input = int64_t(synapses[i]) + bias[i];
    int32_t membrane = v[i];
    NeuronStep result = step(membrane, input, theta[i], options);
    v[i] = membrane;
    spikes[i] = result.spikes;
    active[i] = isActive(input, result);
    fired += result.spikes != 0;
    activeNeurons += isActive(input, result);
    saturated += result.saturated;
  }
  return {fired, activeNeurons, saturated};
}

/// The update() of a model, made of its step().
template <auto step>
[[gnu::always_inline]] inline NeuronRowCounts updateRow(const NeuronRow &row,
                                                        const NeuronOptions &options) {
  if (options.maxSpikes != 1)
    return updateEach<step>(row, options);
  NeuronOptions single = options;
  single.maxSpikes = 1; // as a constant: no loop within the loop, so that it vectorises
  if (options.inputShift)
    return updateEach<step>(row, single);
  single.inputShift = 0; // likewise: most populations need no shift
  return updateEach<step>(row, single);
}

struct NeuronModel {
  std::string summary;
  /// `input`: synaptic sum plus bias. `theta` > 0.
  NeuronStep (*step)(int32_t &v, int64_t input, int32_t theta, const NeuronOptions &options);
  /// The same for many neurons: CpuVersions<updateRow<step>>::best().
  NeuronRowCounts (*update)(const NeuronRow &row, const NeuronOptions &options);
  /// Why these options cannot be used with this model; empty if they can.
  std::string (*refuse)(const NeuronOptions &options);
};

using NeuronModelRegistry = Registry<NeuronModel>;
void registerAllNeuronModels(NeuronModelRegistry &registry);

} // namespace nacre
