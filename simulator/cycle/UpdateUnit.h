// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The part of a core that updates neurons and hands their packets to the axon-out FIFO.
#pragma once
#include "simulator/cycle/Channel.h"
#include "simulator/cycle/StepContext.h"

namespace nacre {

class UpdateUnit {
  struct Outgoing {
    Cycle work = 0; ///< cycles since the packet before, or since the start of the step
    Flit flit;
  };

  std::vector<Outgoing> packets; ///< of this step
  size_t next = 0;
  Cycle ready = 0;        ///< when the work for the next packet, or the last work, is done
  Cycle trailingWork = 0; ///< after the last packet
  Cycle stalledSince = never;
  std::vector<Firing> firings;
  std::vector<uint8_t> active;

  void plan(uint32_t slice, StepContext &step);

public:
  /// Updates the membranes of the core's slices: their input is complete since the barrier. What
  /// remains to be played is when each packet leaves. Returns the first cycle to evaluate.
  Cycle start(const Network::Core &core, Cycle now, StepContext &step);

  /// Returns the next cycle to evaluate, as far as this unit knows.
  Cycle evaluate(Cycle now, Channel &axonOut, StepContext &step);

  /// Once all packets have left.
  Cycle finishedAt() const { return ready; }
};

} // namespace nacre
