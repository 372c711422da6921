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
  int32_t inputShift = 0;            ///< the input counts 2^inputShift membrane units
  int32_t currentLeakMultiplier = 0; ///< i = i * currentLeakMultiplier / 2^currentLeakScaleBits
  int32_t currentLeakScaleBits = 0;  ///< 0: no synaptic current
  int32_t membraneBits = 32;         ///< two's complement width at which v saturates
  int32_t currentBits = 32;          ///< the same of a synaptic current

  bool operator==(const NeuronOptions &) const = default;
};

/// What a neuron remembers from step to step.
struct NeuronState {
  int32_t v = 0;       ///< membrane
  int32_t current = 0; ///< synaptic current, of models that have one
};

/// What reaches a neuron in a step.
struct NeuronInput {
  int64_t synapses = 0, bias = 0;
  int64_t sum() const { return synapses + bias; }
};

/// What one neuron did in one step.
struct NeuronStep {
  int32_t spikes = 0;
  bool saturated = false; ///< v was clipped to membraneBits, or the current to currentBits
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

/// Why a model without synaptic current cannot have the options; empty if it can.
inline std::string refuseCurrent(const NeuronOptions &options) {
  return options.currentLeakMultiplier || options.currentLeakScaleBits
             ? "only a 'cuba' neuron has a synaptic current that leaks"
             : "";
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
  int32_t *spikes = nullptr;  ///< result: of each neuron
  uint8_t *active = nullptr;  ///< result: isActive() of each neuron
  int32_t *current = nullptr; ///< of models that have one
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
template <auto step, bool hasCurrent>
[[gnu::always_inline]] inline NeuronRowCounts updateEach(NeuronRow row, NeuronOptions options) {
  const size_t size = row.size;
  int32_t *__restrict v = row.v, *__restrict spikes = row.spikes, *__restrict current = row.current;
  uint8_t *__restrict active = row.active;
  const int32_t *synapses = row.synapses, *bias = row.bias, *theta = row.theta;
  uint32_t fired = 0, activeNeurons = 0, saturated = 0;
  for (size_t i = 0; i < size; ++i) {
    const NeuronInput input{synapses[i], bias[i]};
    NeuronState state{v[i]};
    if constexpr (hasCurrent)
      state.current = current[i];
    NeuronStep result = step(state, input, theta[i], options);
    v[i] = state.v;
    if constexpr (hasCurrent)
      current[i] = state.current;
    spikes[i] = result.spikes;
    active[i] = isActive(input.sum(), result);
    fired += result.spikes != 0;
    activeNeurons += isActive(input.sum(), result);
    saturated += result.saturated;
  }
  return {fired, activeNeurons, saturated};
}

/// The update() of a model, made of its step().
template <auto step, bool hasCurrent = false>
[[gnu::always_inline]] inline NeuronRowCounts updateRow(const NeuronRow &row,
                                                        const NeuronOptions &options) {
  if (options.maxSpikes != 1)
    return updateEach<step, hasCurrent>(row, options);
  NeuronOptions single = options;
  single.maxSpikes = 1; // as a constant: no loop within the loop, so that it vectorises
  if (options.inputShift)
    return updateEach<step, hasCurrent>(row, single);
  single.inputShift = 0; // likewise: most populations need no shift
  return updateEach<step, hasCurrent>(row, single);
}

struct NeuronModel {
  std::string summary;
  /// `theta` > 0.
  NeuronStep (*step)(NeuronState &state, NeuronInput input, int32_t theta,
                     const NeuronOptions &options);
  /// The same for many neurons: CpuVersions<updateRow<step>>::best().
  NeuronRowCounts (*update)(const NeuronRow &row, const NeuronOptions &options);
  /// Why these options cannot be used with this model; empty if they can.
  std::string (*refuse)(const NeuronOptions &options);
  bool hasCurrent = false; ///< remembers a synaptic current besides the membrane
};

using NeuronModelRegistry = Registry<NeuronModel>;
void registerAllNeuronModels(NeuronModelRegistry &registry);

} // namespace nacre
