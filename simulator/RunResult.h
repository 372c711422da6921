// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is known of the samples that were run, and how to run them.
#pragma once
#include "simulator/Engine.h"
#include "support/Dataset.h"
#include "support/Result.h"
#include <functional>
#include <string>

namespace nacre {

/// The events of one sample on the whole chip.
struct SampleTotals {
  Counters events;
  ChipCounters chip;
  bool operator==(const SampleTotals &) const = default;
};

/// Of consecutive samples. Whole numbers only, so that a run is the sum of its chunks exactly.
struct RunResult {
  int64_t samples = 0, steps = 0, cycleSamples = 0;
  std::vector<int64_t> correctAfterStep; ///< of `samples`, after each step; empty where there are no classes
  std::vector<int32_t> predictions;      ///< class after the last step, per sample
  std::vector<Counters> slices;   ///< summed over `samples` (cycle-only events: cycleSamples)
  ChipCounters chip;              ///< chipSteps over `samples`, cycles over `cycleSamples`
  std::vector<int64_t> linkFlits; ///< if counted, over `cycleSamples`: see Noc::takeLinkFlits()
  std::vector<SampleTotals> cycleTotals; ///< per cycle sample, for the spread of time and energy

  /// Appends the samples that follow.
  RunResult &operator+=(const RunResult &next);
  bool operator==(const RunResult &) const = default;
};

/// Some consecutive samples, with what is too large to be kept of all.
struct Chunk {
  int64_t first = 0; ///< sample
  RunResult result;
  std::vector<std::vector<Spike>> spikes; ///< per sample, where recorded
};

struct RunOptions {
  int64_t steps = 4;         ///< T
  int64_t samples = 0;       ///< first N of the data set; 0: all
  int64_t cycleSamples = -1; ///< of those, the first M are run by the cycle engine; -1: all
  int64_t threads = 1;
  int64_t chunkSamples = 32; ///< samples between two calls of chunkDone
  bool recordSpikes = false;
  bool countLinks = false; ///< fill RunResult::linkFlits
  /// Called from one thread at a time.
  std::function<void(int64_t done, int64_t total)> progress = {};
  /// Called in the order of the chunks, from one thread at a time, with the sum up to and with the
  /// chunk. An error ends the run.
  std::function<Status(const RunResult &sum, const Chunk &chunk)> chunkDone = {};
};

/// Where a sample runs on the cycle engine its events are taken from there; the functional engine
/// runs it too and a difference in spikes or shared counters is an internal error.
/// `begun` is what an earlier call with these options reported as a sum; the run goes on after it.
/// The result does not depend on `threads`, `chunkSamples` and `begun`.
Result<RunResult> runDataset(const ChipImage &image, const ChipModel &chip, const Dataset &data,
                             const RunOptions &options, RunResult begun = {});

} // namespace nacre
