// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the components share during a chip step.
#pragma once
#include "simulator/SpikeRecord.h"
#include "simulator/cycle/Agenda.h"

namespace nacre {

struct StepContext {
  const Network &network;
  ChipState &state;
  Agenda &agenda;
  SpikeRecord &record;
  std::vector<Counters> &counters; ///< per slice
  int64_t steps = 0;               ///< logical, of the sample
  int64_t chipStep = 0;
  int64_t packetsToProcess = 0; ///< of this chip step, not yet taken by a synapse unit
};

} // namespace nacre
