// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/ChunkOrder.h"
#include <algorithm>
#include <cassert>

namespace nacre {

ChunkOrder::ChunkOrder(const RunOptions &options, int64_t samples, int64_t cycleSamples,
                       RunResult begun)
    : options(options), samples(samples), cycleSamples(cycleSamples), sum(std::move(begun)),
      next(sum.samples), done(sum.samples) {
  assert(options.chunkSamples >= 1 && sum.samples <= samples);
}

std::optional<int64_t> ChunkOrder::take() {
  std::unique_lock lock(mutex);
  auto mayGoOn = [&] {
    const int64_t ahead = std::max(options.threads, options.chunkSamples);
    return !status || next >= samples || next < sum.samples + options.chunkSamples + ahead;
  };
  closed.wait(lock, mayGoOn);
  if (!status || next >= samples)
    return std::nullopt;
  return next++;
}

ChunkOrder::OpenChunk &ChunkOrder::chunkOf(int64_t sample) {
  const size_t index = size_t((sample - sum.samples) / options.chunkSamples);
  while (open.size() <= index) {
    const int64_t first = sum.samples + int64_t(open.size()) * options.chunkSamples;
    OpenChunk &chunk = open.emplace_back();
    chunk.chunk.first = first;
    chunk.missing = std::min(options.chunkSamples, samples - first);
    RunResult &result = chunk.chunk.result;
    result.samples = chunk.missing;
    result.steps = options.steps;
    result.cycleSamples = std::clamp<int64_t>(cycleSamples - first, 0, chunk.missing);
    result.predictions.resize(size_t(result.samples));
    result.cycleTotals.resize(size_t(result.cycleSamples));
    chunk.chunk.spikes.resize(options.recordSpikes ? size_t(result.samples) : 0);
  }
  return open[index];
}

/// Sums are of integers: they do not depend on who finishes first.
void ChunkOrder::finish(int64_t sample, std::optional<int64_t> label, const SampleOutcome &outcome,
                        std::vector<Spike> spikes) {
  std::lock_guard lock(mutex);
  OpenChunk &target = chunkOf(sample);
  RunResult &result = target.chunk.result;
  const size_t place = size_t(sample - target.chunk.first);
  result.predictions[place] = outcome.classAfterStep.empty() ? -1 : outcome.classAfterStep.back();
  if (label)
    result.correctAfterStep.resize(outcome.classAfterStep.size());
  for (size_t t = 0; t < result.correctAfterStep.size(); ++t)
    result.correctAfterStep[t] += outcome.classAfterStep[t] == *label;
  Counters events;
  result.slices.resize(outcome.slices.size());
  for (size_t i = 0; i < outcome.slices.size(); ++i) {
    result.slices[i] += outcome.slices[i];
    events += outcome.slices[i];
  }
  result.chip += outcome.chip;
  result.linkFlits.resize(std::max(result.linkFlits.size(), outcome.linkFlits.size()));
  for (size_t i = 0; i < outcome.linkFlits.size(); ++i)
    result.linkFlits[i] += outcome.linkFlits[i];
  if (sample < cycleSamples)
    result.cycleTotals[place] = {events, outcome.chip};
  if (options.recordSpikes)
    target.chunk.spikes[place] = std::move(spikes);
  --target.missing;
  ++done;
  if (options.progress)
    options.progress(done, samples);
  closeChunks();
}

void ChunkOrder::fail(const Error &error) {
  std::lock_guard lock(mutex);
  if (status)
    status = error;
  closed.notify_all();
}

void ChunkOrder::closeChunks() {
  while (status && !open.empty() && open.front().missing == 0) {
    const Chunk chunk = std::move(open.front().chunk);
    open.pop_front();
    sum += chunk.result;
    if (options.chunkDone)
      status = options.chunkDone(sum, chunk);
    closed.notify_all();
  }
}

Result<RunResult> ChunkOrder::result() && {
  if (!status)
    return status.error();
  assert(sum.samples == samples);
  return std::move(sum);
}

} // namespace nacre
