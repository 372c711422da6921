// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a chip's cores remember during a sample: membranes, biases and accumulators.
#pragma once
#include "simulator/Counters.h"
#include "simulator/Network.h"

namespace nacre {

/// A neuron that fired in a step, by its number within the slice.
struct Firing {
  uint32_t neuron = 0;
  uint32_t spikes = 0;
};

/// What one look-up of a packet costs a core.
struct Lookup {
  uint32_t slice = 0;
  int64_t words = 0;
  int64_t accumulates = 0;
};

class ChipState {
  struct SliceState {
    std::vector<int32_t> membranes, biases; ///< in index order
    std::vector<int32_t> accumulators;      ///< a slot per chip step ahead, each [y][x][c]
  };

  const Network &network;
  std::vector<SliceState> slices;

  int32_t *slot(uint32_t slice, int64_t chipStep);
  void loadHostBiases(const uint8_t *pixels, std::vector<Counters> &counters);
  Lookup accumulate(uint32_t synapses, Point source, int64_t chipStep,
                    std::vector<Counters> &counters);
  Lookup miss(const Network::Route &route, std::vector<Counters> &counters);

public:
  explicit ChipState(const Network &network);

  /// Resets everything and lets the host load its biases.
  void start(const uint8_t *pixels, std::vector<Counters> &counters);

  /// The host reads the readout's membranes, after the last step.
  void readOut(std::vector<Counters> &counters) const;

  /// Updates a slice in a chip step, or, where its population is not active, drops what was
  /// accumulated for this step. `firings` are in index order; `active` says of each neuron updated
  /// whether it was active, and is left empty when none was.
  void update(uint32_t slice, int64_t chipStep, int64_t steps, Counters &count,
              std::vector<Firing> &firings, std::vector<uint8_t> &active);

  /// Receives a packet fired in `chipStep`: accumulates it through each axon of the core that knows
  /// its neuron, and calls visit(Lookup) for each. A packet that no axon knows is looked up once
  /// and dropped.
  template <class Visit>
  void receive(const Network::Route &route, Point source, int64_t chipStep,
               std::vector<Counters> &counters, Visit visit) {
    const Network::AxonTable &table = network.axonTables[route.axons];
    bool known = false;
    table.sources.forEachContaining(source, [&](uint32_t i) {
      known = true;
      visit(accumulate(table.synapses[i], source, chipStep, counters));
    });
    if (!known)
      visit(miss(route, counters));
  }

  /// Index of the greatest readout membrane, the lowest one on ties.
  int32_t readoutClass() const;
};

} // namespace nacre
