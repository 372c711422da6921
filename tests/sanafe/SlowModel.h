// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// SANA-FE's semantics from its description alone: neurons in doubles, one synapse after the other,
// one message for each spike and core that it reaches.
#pragma once
#include "compiler/import/sanafe/Architecture.h"
#include "compiler/import/sanafe/Network.h"
#include <tuple>

namespace nacre::sanafe {

struct SlowRun {
  std::vector<std::tuple<size_t, size_t, int64_t>> spikes; ///< group, neuron, step; sorted
  std::vector<int64_t> fired;                              ///< of each group
  int64_t messages = 0, hopsEastWest = 0, hopsNorthSouth = 0;
  int64_t events[3] = {}; ///< synaptic, by Edge::Kind
  int64_t updated = 0;    ///< neurons with potential, bias or arrivals at the start of a step
  double energyJ = 0;

  int64_t allFired() const;
  int64_t allEvents() const { return events[0] + events[1] + events[2]; }
};

/// Source group and neuron, target group and neuron, weight; sorted.
using SynapseList = std::vector<std::tuple<size_t, size_t, size_t, size_t, double>>;
SynapseList synapsesOf(const Network &network);

SlowRun runSlowly(const Network &network, const Architecture &architecture, int64_t steps);

} // namespace nacre::sanafe
