// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// From the work of a chip step to its length (barrier, fixed tick); time at the host's port.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "simulator/Counters.h"
#include <algorithm>

namespace nacre {

/// `work`: cycles until the last core was done.
inline ChipCounters timeOfStep(int64_t work, int64_t barrierCycles, int64_t tickCycles) {
  ChipCounters step;
  int64_t needed = work + barrierCycles;
  step.chipSteps = 1;
  step.cycles = std::max(needed, tickCycles);
  step.barrierCycles = barrierCycles;
  step.tickOverruns = tickCycles > 0 && needed > tickCycles;
  step.tickSlackCycles = std::max<int64_t>(tickCycles - needed, 0);
  return step;
}

/// The port carries one word after the other, before the first and after the last chip step.
inline ChipCounters timeAtHostPort(const std::vector<Counters> &slices, int64_t wordCycles) {
  ChipCounters port;
  for (const Counters &slice : slices)
    port.hostCycles += slice[Event::HostWords] * wordCycles;
  port.cycles = port.hostCycles;
  return port;
}

} // namespace nacre
