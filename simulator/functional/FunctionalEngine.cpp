// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/functional/FunctionalEngine.h"
#include "simulator/SpikeDelivery.h"
#include "simulator/SpikeRecord.h"

namespace nacre {
namespace {

class FunctionalEngine final : public Engine {
  std::shared_ptr<const Network> shared;
  const Network &network;
  ChipState state;
  std::vector<int64_t> packets; ///< of this sample, per message
  std::vector<Firing> firings;
  SpikeDelivery delivery;

  void countPackets(std::vector<Counters> &counters) const {
    for (size_t i = 0; i < packets.size(); ++i)
      network.countPackets(uint32_t(i), packets[i], counters);
  }

public:
  explicit FunctionalEngine(std::shared_ptr<const Network> n)
      : shared(std::move(n)), network(*shared), state(network), packets(network.messages.size()),
        delivery(network, state) {}

  SampleOutcome run(Stimulus input, int64_t steps, std::vector<Spike> *spikes) override {
    SampleOutcome outcome;
    outcome.slices.resize(network.slices.size());
    std::fill(packets.begin(), packets.end(), 0);
    SpikeRecord record(network, spikes);
    state.start(input, outcome.slices);
    for (int64_t chipStep = 0; chipStep < network.chipSteps(steps); ++chipStep) {
      for (uint32_t slice = 0; slice < network.slices.size(); ++slice) {
        state.update(slice, chipStep, steps, outcome.slices[slice], firings,
                     FiringOrder::ByPosition);
        record.add(slice, chipStep, firings);
        delivery.deliver(slice, firings, chipStep, outcome.slices,
                         [&](uint32_t message, uint32_t spikes) { packets[message] += spikes; });
      }
      if (network.readsOut(chipStep, steps))
        outcome.classAfterStep.push_back(state.readoutClass());
      ++outcome.chip.chipSteps;
    }
    countPackets(outcome.slices);
    state.readOut(outcome.slices);
    record.sort();
    return outcome;
  }
};

} // namespace

std::unique_ptr<Engine> makeFunctionalEngine(std::shared_ptr<const Network> network) {
  return std::make_unique<FunctionalEngine>(std::move(network));
}

std::unique_ptr<Engine> makeFunctionalEngine(const ChipImage &image, const ChipModel &chip) {
  return makeFunctionalEngine(std::make_shared<const Network>(*image, chip));
}

} // namespace nacre
