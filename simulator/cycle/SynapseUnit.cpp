// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/SynapseUnit.h"

namespace nacre {

Cycle SynapseUnit::process(const Flit &flit, StepContext &step) {
  const Network::Route &route = step.network.routes[flit.route];
  const ChipModel::Timing &timing = step.network.timing;
  Cycle total = 0;
  step.state.receive(route, step.network.slices[route.slice].point(flit.neuron), step.chipStep,
                     step.counters, [&](const Lookup &lookup) {
                       int64_t rounds =
                           (lookup.accumulates + timing.synapticLanes - 1) / timing.synapticLanes;
                       Cycle cycles = timing.axonLookupCycles +
                                      lookup.words * timing.synapseWordCycles +
                                      rounds * timing.synapticOpCycles;
                       step.counters[lookup.slice][Event::SynapseCycles] += cycles;
                       total += cycles;
                     });
  return total;
}

Cycle SynapseUnit::evaluate(Cycle now, Channel &axonIn, StepContext &step) {
  while (busyUntil <= now && axonIn.visibleAt() <= now) {
    busyUntil = now + process(axonIn.pop(now, step.agenda), step);
    --step.packetsToProcess;
  }
  return axonIn.empty() ? never : std::max(busyUntil, axonIn.visibleAt());
}

} // namespace nacre
