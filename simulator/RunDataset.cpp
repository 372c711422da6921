// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/RunResult.h"
#include "simulator/cycle/CycleEngine.h"
#include "simulator/functional/FunctionalEngine.h"
#include <algorithm>
#include <atomic>
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace nacre {
namespace {

[[noreturn]] void reportDifference(int64_t sample, const char *what) {
  std::fprintf(
      stderr,
      "internal error: the cycle and the functional engine differ in the %s of sample %lld\n", what,
      static_cast<long long>(sample));
  std::abort();
}

/// Events that both engines count.
Counters shared(Counters counters) {
  for (Event cycleOnly : {Event::UpdateCycles, Event::SynapseCycles, Event::StallSendCycles,
                          Event::StallReceiveCycles})
    counters[cycleOnly] = 0;
  return counters;
}

bool sameEvents(const std::vector<Counters> &a, const std::vector<Counters> &b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Counters &x, const Counters &y) { return shared(x) == shared(y); });
}

void add(std::vector<Counters> &sum, const std::vector<Counters> &counters) {
  sum.resize(counters.size());
  for (size_t i = 0; i < counters.size(); ++i)
    sum[i] += counters[i];
}

/// Runs samples on behalf of one thread. What belongs to a sample goes to its place in the result;
/// sums are kept apart, and being sums of integers do not depend on who ran what.
class Worker {
  const Dataset &data;
  const RunOptions &options;
  RunResult &result;
  std::unique_ptr<Engine> functional, cycle;
  RunResult sums;

  /// Both engines, which must agree.
  SampleOutcome runBoth(int64_t sample, std::vector<Spike> &spikes) {
    std::vector<Spike> expected;
    SampleOutcome reference = functional->run(data.image(sample), options.steps, &expected);
    SampleOutcome outcome = cycle->run(data.image(sample), options.steps, &spikes);
    if (spikes != expected || outcome.classAfterStep != reference.classAfterStep)
      reportDifference(sample, "spikes");
    if (!sameEvents(outcome.slices, reference.slices) ||
        outcome.chip.chipSteps != reference.chip.chipSteps)
      reportDifference(sample, "events");
    return outcome;
  }

public:
  Worker(const std::shared_ptr<const Network> &network, const Dataset &data,
         const RunOptions &options, RunResult &result)
      : data(data), options(options), result(result), functional(makeFunctionalEngine(network)) {
    if (result.cycleSamples > 0)
      cycle = makeCycleEngine(network, {});
    sums.correctAfterStep.resize(size_t(options.steps));
  }

  void run(int64_t sample) {
    std::vector<Spike> spikes;
    const bool timed = sample < result.cycleSamples;
    SampleOutcome outcome = timed ? runBoth(sample, spikes)
                                  : functional->run(data.image(sample), options.steps,
                                                    options.recordSpikes ? &spikes : nullptr);
    result.predictions[size_t(sample)] = outcome.classAfterStep.back();
    if (timed)
      result.sampleCycles[size_t(sample)] = outcome.chip.cycles;
    if (options.recordSpikes)
      result.spikes[size_t(sample)] = std::move(spikes);
    for (size_t t = 0; t < outcome.classAfterStep.size(); ++t)
      sums.correctAfterStep[t] += outcome.classAfterStep[t] == data.labels[size_t(sample)];
    add(sums.slices, outcome.slices);
    sums.chip += outcome.chip;
  }

  void addSums() const {
    for (size_t t = 0; t < sums.correctAfterStep.size(); ++t)
      result.correctAfterStep[t] += sums.correctAfterStep[t];
    if (!sums.slices.empty())
      add(result.slices, sums.slices);
    result.chip += sums.chip;
  }
};

} // namespace

RunResult runDataset(const ChipImage &image, const ChipModel &chip, const Dataset &data,
                     const RunOptions &options) {
  assert(options.steps >= 1 && options.threads >= 1);
  RunResult result;
  result.steps = options.steps;
  result.samples = options.samples > 0 ? std::min(options.samples, data.size()) : data.size();
  result.cycleSamples =
      options.cycleSamples < 0 ? result.samples : std::min(options.cycleSamples, result.samples);
  result.correctAfterStep.resize(size_t(options.steps));
  result.predictions.resize(size_t(result.samples));
  result.sampleCycles.resize(size_t(result.cycleSamples));
  result.spikes.resize(options.recordSpikes ? size_t(result.samples) : 0);

  auto network = std::make_shared<const Network>(*image, chip);
  result.slices.resize(network->slices.size());
  const int64_t threads = std::clamp<int64_t>(result.samples, 1, options.threads);
  std::vector<Worker> workers;
  for (int64_t i = 0; i < threads; ++i)
    workers.emplace_back(network, data, options, result);

  std::atomic<int64_t> nextSample = 0;
  int64_t done = 0;
  std::mutex progressMutex;
  auto work = [&](Worker &worker) {
    for (int64_t sample; (sample = nextSample++) < result.samples;) {
      worker.run(sample);
      std::lock_guard lock(progressMutex);
      ++done;
      if (options.progress)
        options.progress(done, result.samples);
    }
  };
  std::vector<std::thread> others;
  for (int64_t i = 1; i < threads; ++i)
    others.emplace_back(work, std::ref(workers[size_t(i)]));
  work(workers.front());
  for (std::thread &thread : others)
    thread.join();
  for (const Worker &worker : workers)
    worker.addSums();
  return result;
}

} // namespace nacre
