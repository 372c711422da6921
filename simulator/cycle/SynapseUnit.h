// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The part of a core that looks packets up and accumulates their weights, one packet at a time.
#pragma once
#include "simulator/cycle/Channel.h"
#include "simulator/cycle/StepContext.h"

namespace nacre {

class SynapseUnit {
  Cycle busyUntil = 0;

  Cycle process(const Flit &flit, StepContext &step);

public:
  /// Returns the next cycle to evaluate, as far as this unit knows.
  Cycle evaluate(Cycle now, Channel &axonIn, StepContext &step);

  Cycle finishedAt() const { return busyUntil; }
};

} // namespace nacre
