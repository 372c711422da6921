// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/CycleEngine.h"
#include "simulator/cycle/StepPlayer.h"
#include "simulator/cycle/StepTime.h"

namespace nacre {
namespace {

class CycleEngine final : public Engine {
  std::shared_ptr<const Network> shared;
  const Network &network;
  const CycleOptions options;
  const int64_t barrierCycles;
  ChipState state;
  StepPlayer player;

public:
  CycleEngine(std::shared_ptr<const Network> n, const CycleOptions &options)
      : shared(std::move(n)), network(*shared), options(options),
        barrierCycles(network.timing.barrierCycles(network.tilesInUse)), state(network),
        player(network, state, options) {}

  SampleOutcome run(const uint8_t *pixels, int64_t steps, std::vector<Spike> *spikes) override {
    SampleOutcome outcome;
    outcome.slices.resize(network.slices.size());
    SpikeRecord record(network, spikes);
    state.start(pixels, outcome.slices);
    const Network::Population &readout = network.populations[network.readout];
    for (int64_t chipStep = 0; chipStep < network.chipSteps(steps); ++chipStep) {
      auto work = player.play(chipStep, steps, record, outcome.slices);
      if (!work) {
        outcome.stuck = work.error();
        return outcome;
      }
      const ChipCounters time = timeOfStep(*work, barrierCycles, network.timing.tickCycles);
      if (options.stepDone) {
        StepRecord &record = player.recorded();
        record.chipStep = chipStep;
        record.start = outcome.chip.cycles;
        record.work = *work;
        record.cycles = time.cycles;
        options.stepDone(record);
      }
      outcome.chip += time;
      if (network.isActive(readout, chipStep, steps))
        outcome.classAfterStep.push_back(state.readoutClass());
    }
    if (options.countLinks)
      outcome.linkFlits = player.takeLinkFlits();
    state.readOut(outcome.slices);
    outcome.chip += timeAtHostPort(outcome.slices, network.timing.hostWordCycles);
    record.sort();
    return outcome;
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
