// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// I, IF and LIF by one step of forward Euler, which is exact for what trained them step by step:
// v += dt / tau * ((v_leak - v) + r * input). Without a time constant a step is the unit of time.
#include "compiler/import/nir/Primitive.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre {

using namespace nir;

namespace {

/// Threshold and reset, of those that have them.
std::optional<Refusal> addFiring(const Node &node, NeuronNode &neurons) {
  auto threshold = field(node, "v_threshold");
  if (!threshold)
    return threshold.refusal();
  neurons.threshold = threshold->values;
  for (double value : neurons.threshold)
    if (value <= 0)
      return Refusal{"NCR1309", fmt::format("a threshold is {}", value), "thresholds are above 0"};
  if (!node.numbers.count("v_reset"))
    return std::nullopt;
  auto reset = field(node, "v_reset");
  if (!reset)
    return reset.refusal();
  neurons.resetValue = reset->values;
  return std::nullopt;
}

Checked<NeuronNode> integrator(const Node &node, double) {
  NeuronNode neurons;
  auto r = field(node, "r");
  if (!r)
    return r.refusal();
  neurons.gain = r->values;
  if (node.type == "I") {
    neurons.fires = false;
    return neurons;
  }
  if (auto refusal = addFiring(node, neurons))
    return *refusal;
  return neurons;
}

Checked<NeuronNode> leaky(const Node &node, double dtSeconds) {
  NeuronNode neurons;
  neurons.needsDt = true;
  auto tau = field(node, "tau"), r = field(node, "r"), leak = field(node, "v_leak");
  for (auto *array : {&tau, &r, &leak})
    if (!*array)
      return array->refusal();
  const size_t count = std::max({tau->values.size(), r->values.size(), leak->values.size()});
  for (auto *array : {&tau, &r, &leak}) {
    if ((*array)->values.size() != 1 && (*array)->values.size() != count)
      return Refusal{"NCR1305", "its parameters have different shapes", "export the network again"};
    (*array)->values.resize(count, (*array)->values.empty() ? 0 : (*array)->values[0]);
  }
  if (auto refusal = addFiring(node, neurons))
    return *refusal;
  neurons.keep.clear(), neurons.gain.clear(), neurons.offset.clear();
  for (size_t i = 0; i < count; ++i) {
    const double share = dtSeconds / tau->values[i];
    if (dtSeconds > 0 && (tau->values[i] <= 0 || share >= 1))
      return Refusal{"NCR1309",
                     fmt::format("tau is {} s, a time step {} s", tau->values[i], dtSeconds),
                     "a time constant is longer than a step: another --nir-dt"};
    neurons.keep.push_back(1 - share);
    neurons.gain.push_back(share * r->values[i]);
    neurons.offset.push_back(share * leak->values[i]);
  }
  return neurons;
}

} // namespace

void registerNeurons(NirPrimitiveRegistry &registry) {
  registry.add("I", {"v' = r I, before the output only", {"r"}, nullptr, integrator});
  registry.add("IF", {"v' = r I, fires", {"r", "v_threshold", "v_reset"}, nullptr, integrator});
  registry.add("LIF", {"tau v' = (v_leak - v) + r I, fires",
                       {"tau", "r", "v_leak", "v_threshold", "v_reset"},
                       nullptr,
                       leaky});
}

} // namespace nacre
