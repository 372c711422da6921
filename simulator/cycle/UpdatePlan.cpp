// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/UpdatePlan.h"
#include <algorithm>

namespace nacre {

const UpdatePlan &UpdatePlanner::planFor(const Network::Core &core, const StepActivity &activity,
                                         std::vector<Counters> &counters) {
  plan.packets.clear();
  plan.trailingWork = 0;
  for (uint32_t slice = core.firstSlice; slice < core.endSlice; ++slice)
    addSlice(slice, activity[slice], counters[slice]);
  return plan;
}

void UpdatePlanner::addSlice(uint32_t slice, const SliceActivity &activity, Counters &count) {
  const ChipModel::Timing &timing = network.timing;
  int64_t busy = 0;
  const auto &[firings, active] = activity;
  auto firing = firings.begin();
  for (size_t first = 0; first < active.size(); first += size_t(timing.neuronLanes)) {
    // Neurons updated together take as long as the slowest of them.
    size_t end = std::min(active.size(), first + size_t(timing.neuronLanes));
    int64_t cycles = 0;
    for (size_t neuron = first; neuron < end; ++neuron)
      cycles = std::max(cycles, active[neuron] ? timing.neuronUpdateActiveCycles
                                               : timing.neuronUpdateIdleCycles);
    busy += cycles;
    plan.trailingWork += cycles;
    for (; firing != firings.end() && firing->neuron < end; ++firing)
      for (uint32_t spike = 0; spike < firing->spikes; ++spike)
        network.forEachMessage(
            slice, firing->neuron, network.slices[slice].point(firing->neuron),
            [&](uint32_t message) {
              plan.packets.push_back(
                  {message, firing->neuron, plan.trailingWork + timing.spikeOutCycles});
              plan.trailingWork = 0;
              busy += timing.spikeOutCycles;
            });
  }
  count[Event::UpdateCycles] += busy;
}

} // namespace nacre
