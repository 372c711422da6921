// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/CycleEngine.h"
#include "simulator/SpikeDelivery.h"
#include "simulator/SpikeRecord.h"
#include "simulator/cycle/StepPlayer.h"
#include "simulator/cycle/StepTime.h"
#include "support/ParallelFor.h"

namespace nacre {
namespace {

/// The time of a chip step depends on nothing but what its neurons did. With one thread each step
/// is played as it comes, and the packets it delivers are accumulated; with several the spikes of
/// some steps are delivered at once, and then these steps are played side by side.
class CycleEngine final : public Engine {
  std::shared_ptr<const Network> shared;
  const Network &network;
  const CycleOptions options;
  const int64_t barrierCycles;
  ChipState state;
  SpikeDelivery delivery;
  std::vector<std::unique_ptr<StepPlayer>> players; ///< one a thread

  /// A step being played by a player, and what came of it.
  struct Step {
    int64_t chipStep = 0;
    StepActivity activity;
    std::optional<Error> stuck;
    int64_t work = 0;
    StepRecord record;
  };
  std::vector<Step> window;

  void play(Step &step, StepPlayer &player, PacketReceiver &receiver,
            std::vector<Counters> &counters) {
    auto work = player.play(step.chipStep, step.activity, receiver, counters);
    step.stuck = work ? std::nullopt : std::optional(work.error());
    step.work = work ? *work : 0;
    if (options.stepDone)
      step.record = std::move(player.recorded());
  }

  void update(Step &step, int64_t steps, SpikeRecord &record, std::vector<Counters> &counters) {
    step.activity.resize(network.slices.size());
    for (uint32_t slice = 0; slice < network.slices.size(); ++slice) {
      auto &[firings, active] = step.activity[slice];
      state.update(slice, step.chipStep, steps, counters[slice], firings, active);
      record.add(slice, step.chipStep, firings);
    }
  }

  void deliver(const Step &step, std::vector<Counters> &counters) {
    for (uint32_t slice = 0; slice < network.slices.size(); ++slice)
      delivery.deliver(slice, step.activity[slice].firings, step.chipStep, counters,
                       [](uint32_t, uint32_t) {}); // packets are counted where they are sent
  }

  void playSideBySide(size_t steps, SampleOutcome &outcome) {
    std::vector<std::vector<Counters>> counters(players.size(), outcome.slices);
    for (auto &own : counters)
      std::fill(own.begin(), own.end(), Counters{});
    const int64_t threads = int64_t(players.size());
    parallelFor(threads, threads, [&](int64_t thread) {
      CostingReceiver receiver(network);
      for (size_t i = size_t(thread); i < steps; i += players.size())
        play(window[i], *players[size_t(thread)], receiver, counters[size_t(thread)]);
    });
    for (const auto &own : counters)
      for (size_t slice = 0; slice < own.size(); ++slice)
        outcome.slices[slice] += own[slice];
  }

  void addTime(Step &step, SampleOutcome &outcome) {
    const ChipCounters time = timeOfStep(step.work, barrierCycles, network.timing.tickCycles);
    if (options.stepDone) {
      step.record.chipStep = step.chipStep;
      step.record.start = outcome.chip.cycles;
      step.record.work = step.work;
      step.record.cycles = time.cycles;
      options.stepDone(step.record);
    }
    outcome.chip += time;
  }

public:
  CycleEngine(std::shared_ptr<const Network> n, const CycleOptions &options)
      : shared(std::move(n)), network(*shared), options(options),
        barrierCycles(network.timing.barrierCycles(network.tilesInUse)), state(network),
        delivery(network, state), window(size_t(options.threads > 1 ? 8 * options.threads : 1)) {
    for (int64_t thread = 0; thread < options.threads; ++thread)
      players.push_back(std::make_unique<StepPlayer>(network, options));
  }

  SampleOutcome run(Stimulus input, int64_t steps, std::vector<Spike> *spikes) override {
    SampleOutcome outcome;
    outcome.slices.resize(network.slices.size());
    SpikeRecord record(network, spikes);
    state.start(input, outcome.slices);
    const int64_t chipSteps = network.chipSteps(steps);
    for (int64_t first = 0; first < chipSteps;) {
      const size_t count = size_t(std::min<int64_t>(int64_t(window.size()), chipSteps - first));
      for (size_t i = 0; i < count; ++i) {
        window[i].chipStep = first++;
        update(window[i], steps, record, outcome.slices);
        if (players.size() == 1) {
          AccumulatingReceiver receiver(state, window[i].chipStep, outcome.slices);
          play(window[i], *players.front(), receiver, outcome.slices);
        } else {
          deliver(window[i], outcome.slices);
        }
        if (network.readsOut(window[i].chipStep, steps))
          outcome.classAfterStep.push_back(state.readoutClass());
      }
      if (players.size() > 1)
        playSideBySide(count, outcome);
      for (size_t i = 0; i < count && !outcome.stuck; ++i) {
        outcome.stuck = window[i].stuck;
        addTime(window[i], outcome);
      }
      if (outcome.stuck)
        return outcome;
    }
    if (options.countLinks)
      for (const auto &player : players)
        addLinkFlits(player->takeLinkFlits(), outcome.linkFlits);
    state.readOut(outcome.slices);
    outcome.chip += timeAtHostPort(outcome.slices, network.timing.hostWordCycles);
    record.sort();
    return outcome;
  }

private:
  static void addLinkFlits(const std::vector<int64_t> &flits, std::vector<int64_t> &sum) {
    sum.resize(flits.size());
    for (size_t i = 0; i < flits.size(); ++i)
      sum[i] += flits[i];
  }
};

} // namespace

std::unique_ptr<Engine> makeCycleEngine(std::shared_ptr<const Network> network,
                                        const CycleOptions &options) {
  return std::make_unique<CycleEngine>(std::move(network), options);
}

std::unique_ptr<Engine> makeCycleEngine(const ChipImage &image, const ChipModel &chip,
                                        const CycleOptions &options) {
  return makeCycleEngine(std::make_shared<const Network>(*image, chip), options);
}

} // namespace nacre
