// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/CycleEngine.h"
#include "simulator/cycle/Mesh.h"
#include "simulator/cycle/StepTime.h"

namespace nacre {
namespace {

class CycleEngine final : public Engine {
  std::shared_ptr<const Network> shared;
  const Network &network;
  const CycleOptions options;
  const int64_t barrierCycles;
  const Cycle restCycles; ///< after which no credit is under way and every link is free
  ChipState state;
  Mesh mesh;
  Agenda agenda;
  std::vector<uint32_t> due;
  Cycle clock = 0; ///< never set back, so that the stamps of earlier steps lie in the past

  /// Plays the chip step of `step`. Returns the cycles until the last core was done.
  Cycle play(StepContext &step) {
    const Cycle start = clock;
    agenda.reset(start);
    mesh.start(start, step);
    for (Cycle now = start; step.packetsToProcess > 0; ++now) {
      if (options.skipIdle)
        now = agenda.next();
      else
        for (uint32_t component = 0; component < mesh.components(); ++component)
          agenda.wake(component, now);
      assert(now != never && "deadlock");
      agenda.take(now, due);
      if (options.reverseOrder)
        std::reverse(due.begin(), due.end());
      for (uint32_t component : due)
        agenda.wake(component, mesh.evaluate(component, now, step));
    }
    Cycle end = std::max(start, mesh.finishedAt());
    clock = end + restCycles;
    return end - start;
  }

public:
  CycleEngine(std::shared_ptr<const Network> n, const CycleOptions &options)
      : shared(std::move(n)), network(*shared), options(options),
        barrierCycles(network.timing.barrierCycles(network.tilesInUse)),
        restCycles(std::max({network.timing.linkEastWestCycles, network.timing.linkNorthSouthCycles,
                             network.timing.linkLocalCycles, network.timing.flitIntervalCycles})),
        state(network), mesh(network), agenda(mesh.components()) {}

  SampleOutcome run(const uint8_t *pixels, int64_t steps, std::vector<Spike> *spikes) override {
    SampleOutcome outcome;
    outcome.slices.resize(network.slices.size());
    SpikeRecord record(network, spikes);
    state.start(pixels, outcome.slices);
    StepContext step{network, state, agenda, record, outcome.slices, steps};
    const Network::Population &readout = network.populations[network.readout];
    for (step.chipStep = 0; step.chipStep < network.chipSteps(steps); ++step.chipStep) {
      outcome.chip += timeOfStep(play(step), barrierCycles, network.timing.tickCycles);
      if (network.isActive(readout, step.chipStep, steps))
        outcome.classAfterStep.push_back(state.readoutClass());
    }
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
