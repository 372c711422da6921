// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What placements minimise: links passed by spikes, if each neuron fires once.
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Between two slices, both ways.
struct Traffic {
  uint32_t slice = 0; ///< the other one
  int64_t spikes = 0;
};

/// Of each slice. Gives all slices cores, which are of no meaning.
std::vector<std::vector<Traffic>> trafficOf(MappingProblem &problem);

/// Of placed slices.
int64_t spikeHops(const MappingProblem &problem, const std::vector<std::vector<Traffic>> &traffic);

} // namespace nacre
