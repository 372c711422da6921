// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A core: update unit, axon-out FIFO, injection into the router; axon-in FIFO, synapse unit.
#pragma once
#include "simulator/cycle/SynapseUnit.h"
#include "simulator/cycle/UpdateUnit.h"

namespace nacre {

/// The two units work side by side: receiving never waits for updating, so packets always drain.
class Core {
  UpdateUnit updateUnit;
  SynapseUnit synapseUnit;
  Channel axonOut;
  Channel &injection; ///< to the router; its buffer is the router's local input
  Channel &axonIn;    ///< from the router

  Cycle inject(Cycle now, StepContext &step);

public:
  Core(const ChannelShape &axonOut, Channel &injection, Channel &axonIn)
      : axonOut(axonOut), injection(injection), axonIn(axonIn) {}

  Cycle start(const Network::Core &core, Cycle now, StepContext &step) {
    return updateUnit.start(core, now, step);
  }

  /// Returns the next cycle to evaluate, as far as this core knows.
  Cycle evaluate(Cycle now, StepContext &step) {
    Cycle update = updateUnit.evaluate(now, axonOut, step);
    Cycle injected = inject(now, step);
    Cycle synapses = synapseUnit.evaluate(now, axonIn, step);
    return std::min({update, injected, synapses});
  }

  /// Once all packets of the step are processed.
  Cycle finishedAt() const { return std::max(updateUnit.finishedAt(), synapseUnit.finishedAt()); }
};

} // namespace nacre
