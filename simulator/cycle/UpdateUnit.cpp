// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/UpdateUnit.h"

namespace nacre {

Cycle UpdateUnit::start(const Network::Core &core, Cycle now, StepContext &step) {
  packets.clear();
  next = 0;
  trailingWork = 0;
  for (uint32_t slice = core.firstSlice; slice < core.endSlice; ++slice) {
    step.state.update(slice, step.chipStep, step.steps, step.counters[slice], firings, active);
    step.record.add(slice, step.chipStep, firings);
    plan(slice, step);
  }
  step.packetsToProcess += int64_t(packets.size());
  ready = now + (packets.empty() ? trailingWork : packets.front().work);
  return packets.empty() ? never : ready;
}

void UpdateUnit::plan(uint32_t slice, StepContext &step) {
  const Network &network = step.network;
  const ChipModel::Timing &timing = network.timing;
  Cycle busy = 0;
  auto firing = firings.begin();
  for (size_t first = 0; first < active.size(); first += size_t(timing.neuronLanes)) {
    // Neurons updated together take as long as the slowest of them.
    size_t end = std::min(active.size(), first + size_t(timing.neuronLanes));
    Cycle cycles = 0;
    for (size_t neuron = first; neuron < end; ++neuron)
      cycles = std::max(cycles, active[neuron] ? timing.neuronUpdateActiveCycles
                                               : timing.neuronUpdateIdleCycles);
    busy += cycles;
    trailingWork += cycles;
    for (; firing != firings.end() && firing->neuron < end; ++firing)
      for (uint32_t spike = 0; spike < firing->spikes; ++spike)
        network.forEachRoute(
            slice, network.slices[slice].point(firing->neuron), [&](uint32_t route) {
              Cycle work = trailingWork + timing.spikeOutCycles;
              uint32_t first = network.routes[route].firstPort;
              packets.push_back({work, {route, firing->neuron, first, network.ports[first]}});
              trailingWork = 0;
              busy += timing.spikeOutCycles;
            });
  }
  step.counters[slice][Event::UpdateCycles] += busy;
}

Cycle UpdateUnit::evaluate(Cycle now, Channel &axonOut, StepContext &step) {
  while (next < packets.size() && ready <= now) {
    const Flit &flit = packets[next].flit;
    if (axonOut.creditAt() > now) {
      stalledSince = std::min(stalledSince, now);
      return axonOut.creditAt();
    }
    Counters &count = step.counters[step.network.routes[flit.route].slice];
    if (stalledSince != never)
      count[Event::StallSendCycles] += now - stalledSince;
    stalledSince = never;
    ++count[Event::PacketsSent];
    axonOut.send(flit, now, step.agenda);
    ++next;
    ready = now + (next < packets.size() ? packets[next].work : trailingWork);
  }
  return next < packets.size() ? ready : never;
}

} // namespace nacre
