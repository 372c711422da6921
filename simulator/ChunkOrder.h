// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Samples that finish in any order, put together in the order of the data set.
#pragma once
#include "simulator/RunResult.h"
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace nacre {

/// Hands out samples to threads and takes back what became of them. Threads need not wait for the
/// last sample of a chunk; they get one chunk ahead of it, or each one sample, which bounds what is
/// held.
class ChunkOrder {
  struct OpenChunk {
    Chunk chunk;
    int64_t missing = 0; ///< samples not yet taken back
  };

  const RunOptions &options;
  const int64_t samples, cycleSamples; ///< of the whole run
  RunResult sum;                       ///< of all before the open chunks
  std::deque<OpenChunk> open;          ///< in order
  int64_t next = 0, done = 0;          ///< sample to hand out; number of those taken back
  Status status = success();
  std::mutex mutex;
  std::condition_variable closed; ///< chunks, or the run by an error

  OpenChunk &chunkOf(int64_t sample);
  void closeChunks();

public:
  /// The samples from `begun.samples` up to `samples`, of which those below `cycleSamples` are
  /// timed.
  ChunkOrder(const RunOptions &options, int64_t samples, int64_t cycleSamples, RunResult begun);

  /// Nothing once all are handed out, or after an error.
  std::optional<int64_t> take();

  void finish(int64_t sample, std::optional<int64_t> label, const SampleOutcome &outcome,
              std::vector<Spike> spikes);

  /// Ends the run.
  void fail(const Error &error);

  /// The sum, or the error that ended the run; when no sample is out.
  Result<RunResult> result() &&;
};

} // namespace nacre
