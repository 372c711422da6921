// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Barrier and fixed tick: from the work of a chip step to its length.
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

} // namespace nacre
