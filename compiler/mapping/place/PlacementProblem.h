// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where to put clusters of neurons, apart from what they are made of.
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Between two clusters, both ways.
struct Traffic {
  uint32_t cluster = 0; ///< the other one
  int64_t spikes = 0;
};

struct PlacementProblem {
  Topology topology;
  std::vector<std::vector<Traffic>> traffic; ///< by cluster; at most topology.cores()

  uint32_t clusters() const { return uint32_t(traffic.size()); }
};

/// Of a partitioned problem, if each neuron fires once.
PlacementProblem placementProblemOf(const MappingProblem &problem);

/// Links passed by spikes. `cores`: by cluster.
int64_t spikeHops(const PlacementProblem &problem, const std::vector<uint32_t> &cores);

} // namespace nacre
