// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The spikes of one sample in logical time, where somebody wants them.
#pragma once
#include "simulator/ChipState.h"
#include "simulator/Engine.h"
#include <algorithm>

namespace nacre {

class SpikeRecord {
  const Network &network;
  std::vector<Spike> *spikes; ///< null: nobody does
  size_t first = 0;           ///< of this sample

public:
  SpikeRecord(const Network &network, std::vector<Spike> *spikes)
      : network(network), spikes(spikes), first(spikes ? spikes->size() : 0) {}

  /// A neuron that fires several times in a step is recorded as often; copies are not.
  void add(uint32_t slice, int64_t chipStep, const std::vector<Firing> &firings) {
    const Network::Slice &s = network.slices[slice];
    if (!spikes || s.copy)
      return;
    const Network::Population &population = network.populations[s.population];
    for (Firing firing : firings)
      spikes->insert(spikes->end(), firing.spikes,
                     {s.population, population.index(s.point(firing.neuron)),
                      uint32_t(chipStep) - population.depth});
  }

  void sort() {
    if (spikes)
      std::sort(spikes->begin() + ptrdiff_t(first), spikes->end());
  }
};

} // namespace nacre
