// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// docs/semantics/cycle.md written down rule by rule, for comparison with the cycle engine: an
// object for each unit of each core, and each of them looked at in each cycle.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "hw_models/image/ChipImage.h"
#include "simulator/Engine.h"

namespace nacre {

struct NaiveChipOutcome {
  SampleOutcome sample;
  std::vector<Spike> spikes;       ///< sorted
  std::vector<int64_t> workCycles; ///< of each chip step, without its barrier
  bool stuck = false; ///< a chip step did not end within `maxStepCycles`; the rest is missing
};

/// `pixels` and `steps` as for an Engine.
NaiveChipOutcome runNaiveChip(const ChipImage &image, const ChipModel &chip, const uint8_t *pixels,
                              int64_t steps, int64_t maxStepCycles);

} // namespace nacre
