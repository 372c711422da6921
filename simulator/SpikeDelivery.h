// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Spikes into accumulators at once, without time: delays are at least one chip step, so no update
// of this step can see them.
#pragma once
#include "simulator/ChipState.h"

namespace nacre {

class SpikeDelivery {
  const Network &network;
  ChipState &state;
  std::vector<std::vector<Point>> sent; ///< sources of the packets of a slice, by route

public:
  SpikeDelivery(const Network &network, ChipState &state);

  /// What the slice fired in `chipStep`, core by core, so that weights and accumulators stay in the
  /// cache. Calls count(message, spikes) for each firing and message.
  template <class Count>
  void deliver(uint32_t slice, const std::vector<Firing> &firings, int64_t chipStep,
               std::vector<Counters> &counters, Count count) {
    if (firings.empty())
      return;
    const uint32_t first = network.slices[slice].firstRoute;
    for (Firing firing : firings) {
      Point neuron = network.slices[slice].point(firing.neuron);
      network.forEachMessage(slice, firing.neuron, neuron, [&](uint32_t message) {
        count(message, firing.spikes);
        for (uint32_t route : network.messages[message].routes)
          for (uint32_t spike = 0; spike < firing.spikes; ++spike)
            sent[route - first].push_back(neuron);
      });
    }
    receive(slice, chipStep, counters);
  }

private:
  void receive(uint32_t slice, int64_t chipStep, std::vector<Counters> &counters);
};

} // namespace nacre
