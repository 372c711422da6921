// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/SpikeDelivery.h"
#include <algorithm>

namespace nacre {

SpikeDelivery::SpikeDelivery(const Network &network, ChipState &state)
    : network(network), state(state) {
  for (uint32_t slice = 0; slice < network.slices.size(); ++slice)
    sent.resize(
        std::max<size_t>(sent.size(), network.endRoute(slice) - network.slices[slice].firstRoute));
}

void SpikeDelivery::receive(uint32_t slice, int64_t chipStep, std::vector<Counters> &counters) {
  const uint32_t first = network.slices[slice].firstRoute, end = network.endRoute(slice);
  for (uint32_t route = first; route < end; ++route) {
    std::vector<Point> &sources = sent[route - first];
    state.receive(network.routes[route], sources, chipStep, counters);
    sources.clear();
  }
}

} // namespace nacre
