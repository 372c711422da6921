// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Many samples through an engine, summed in a fixed order.
#pragma once
#include "simulator/Engine.h"
#include "support/Dataset.h"
#include <functional>
#include <string>

namespace nacre {

struct RunOptions {
  int64_t steps = 4;         ///< T
  int64_t samples = 0;       ///< first N of the data set; 0: all
  int64_t cycleSamples = -1; ///< of those, the first M are run by the cycle engine; -1: all
  int64_t threads = 1;
  bool recordSpikes = false;
  std::function<void(int64_t done, int64_t total)> progress =
      {}; ///< called from one thread at a time
};

struct RunResult {
  int64_t samples = 0, steps = 0, cycleSamples = 0;
  std::vector<int64_t> correctAfterStep; ///< of `samples`, after each step
  std::vector<int32_t> predictions;      ///< class after the last step, per sample
  std::vector<Counters> slices;      ///< summed over `samples` (cycle-only events: cycleSamples)
  ChipCounters chip;                 ///< chipSteps over `samples`, cycles over `cycleSamples`
  std::vector<int64_t> sampleCycles; ///< per cycle sample
  std::vector<std::vector<Spike>> spikes; ///< per sample, where recorded
};

/// Where a sample runs on the cycle engine its events are taken from there; the functional engine
/// runs it too and a difference in spikes or shared counters is an internal error.
/// The result does not depend on `threads`.
RunResult runDataset(const ChipImage &image, const ChipModel &chip, const Dataset &data,
                     const RunOptions &options);

} // namespace nacre
