// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a synapse unit does with a packet that it takes.
#pragma once
#include "simulator/ChipState.h"

namespace nacre {

class PacketReceiver {
public:
  virtual ~PacketReceiver() = default;

  /// Appends what each look-up costs.
  virtual void receive(const Network::Route &route, Point source, std::vector<Lookup> &lookups) = 0;
};

/// Accumulates into the state of a chip, and counts.
class AccumulatingReceiver final : public PacketReceiver {
  ChipState &state;
  const int64_t chipStep;
  std::vector<Counters> &counters;

public:
  AccumulatingReceiver(ChipState &state, int64_t chipStep, std::vector<Counters> &counters)
      : state(state), chipStep(chipStep), counters(counters) {}

  void receive(const Network::Route &route, Point source, std::vector<Lookup> &lookups) override {
    state.receive(route, source, chipStep, counters,
                  [&](const Lookup &lookup) { lookups.push_back(lookup); });
  }
};

/// Costs only: somebody else has accumulated and counted.
class CostingReceiver final : public PacketReceiver {
  const Network &network;

public:
  explicit CostingReceiver(const Network &network) : network(network) {}

  void receive(const Network::Route &route, Point source, std::vector<Lookup> &lookups) override {
    const Network::AxonTable &table = network.axonTables[route.axons];
    bool known = network.forEachAxon(table, source, [&](uint32_t i) {
      const Network::Synapses &synapses = network.synapses[table.synapses[i]];
      const int64_t stored = network.stored(synapses, source);
      lookups.push_back({synapses.slice, network.words(synapses, stored), stored});
    });
    if (!known)
      lookups.push_back({network.firstSliceOf(route)});
  }
};

} // namespace nacre
