// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/ChunkOrder.h"
#include "simulator/cycle/CycleEngine.h"
#include "simulator/functional/FunctionalEngine.h"
#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstdlib>
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

/// Runs samples on behalf of one thread.
class Worker {
  const Dataset &data;
  const RunOptions &options;
  const int64_t cycleSamples;
  std::unique_ptr<Engine> functional, cycle;

  /// Both engines, which must agree.
  SampleOutcome runBoth(int64_t sample, std::vector<Spike> &spikes) {
    std::vector<Spike> expected;
    SampleOutcome reference = functional->run(data.stimulus(sample), options.steps, &expected);
    SampleOutcome outcome = cycle->run(data.stimulus(sample), options.steps, &spikes);
    if (outcome.stuck)
      return outcome;
    if (spikes != expected || outcome.classAfterStep != reference.classAfterStep)
      reportDifference(sample, "spikes");
    if (!sameEvents(outcome.slices, reference.slices) ||
        outcome.chip.chipSteps != reference.chip.chipSteps)
      reportDifference(sample, "events");
    return outcome;
  }

  SampleOutcome run(int64_t sample, std::vector<Spike> &spikes) {
    if (sample < cycleSamples)
      return runBoth(sample, spikes);
    return functional->run(data.stimulus(sample), options.steps,
                           options.recordSpikes ? &spikes : nullptr);
  }

public:
  /// No cycle engine where no sample that is left needs one.
  Worker(const std::shared_ptr<const Network> &network, const Dataset &data,
         const RunOptions &options, int64_t cycleSamples, int64_t begun, int64_t threads)
      : data(data), options(options), cycleSamples(cycleSamples),
        functional(makeFunctionalEngine(network)) {
    CycleOptions timing;
    timing.countLinks = options.countLinks;
    timing.threads = threads;
    if (begun < cycleSamples)
      cycle = makeCycleEngine(network, timing);
  }

  void runAll(ChunkOrder &order) {
    while (std::optional<int64_t> sample = order.take()) {
      std::vector<Spike> spikes;
      SampleOutcome outcome = run(*sample, spikes);
      if (outcome.stuck)
        return order.fail({"sample " + std::to_string(*sample) + ": " + outcome.stuck->message,
                           outcome.stuck->remedy});
      order.finish(*sample, data.label(*sample), outcome, std::move(spikes));
    }
  }
};

} // namespace

Result<RunResult> runDataset(const ChipImage &image, const ChipModel &chip, const Dataset &data,
                             const RunOptions &options, RunResult begun) {
  assert(options.steps >= 1 && options.threads >= 1);
  const int64_t samples =
      options.samples > 0 ? std::min(options.samples, data.size()) : data.size();
  const int64_t cycleSamples =
      options.cycleSamples < 0 ? samples : std::min(options.cycleSamples, samples);
  const int64_t first = begun.samples;

  auto network = std::make_shared<const Network>(*image, chip);
  ChunkOrder order(options, samples, cycleSamples, std::move(begun));
  const int64_t threads = std::clamp<int64_t>(samples - first, 1, options.threads);
  std::vector<Worker> workers;
  // Threads that find no sample of their own play chip steps.
  for (int64_t i = 0; i < threads; ++i)
    workers.emplace_back(network, data, options, cycleSamples, first, options.threads / threads);
  std::vector<std::thread> others;
  for (int64_t i = 1; i < threads; ++i)
    others.emplace_back(&Worker::runAll, &workers[size_t(i)], std::ref(order));
  workers.front().runAll(order);
  for (std::thread &thread : others)
    thread.join();
  return std::move(order).result();
}

} // namespace nacre
