// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The numbers of a group as a population of integers has them.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/sanafe/Network.h"
#include "hw_models/neurons/NeuronModel.h"
#include <string>
#include <vector>

namespace nacre::sanafe {

struct IntegerGroup {
  std::string model; ///< "if" or "lif"
  NeuronOptions options;
  int32_t threshold = 0;
  std::vector<int32_t> biases; ///< one a neuron, or one for all
};

/// Exact, but for a leak that is no fraction of a power of two: that is noted. Refuses (NCR1503)
/// thresholds, resets and leaks that differ within the group, and (NCR1504) what is no integer.
IntegerGroup integersOf(const Group &group, Findings &findings, std::vector<std::string> &notes);

struct IntegerWeights {
  std::vector<int16_t> values; ///< in the order of Edge::weights
  int32_t bits = 1;            ///< the least that they fit
};

/// Refuses (NCR1504) weights that are no integers of 16 bits. `name` is that of the edge.
IntegerWeights integersOf(const Edge &edge, const std::string &name, Findings &findings);

} // namespace nacre::sanafe
