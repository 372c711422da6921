// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a chip's cores remember during a sample: membranes, synaptic currents, biases and
// accumulators.
#pragma once
#include "simulator/CacheAligned.h"
#include "simulator/Counters.h"
#include "simulator/Network.h"
#include "support/SpikeTrain.h"

namespace nacre {

/// A neuron that fired in a step, by its number within the slice.
struct Firing {
  uint32_t neuron = 0;
  uint32_t spikes = 0;
};

enum class FiringOrder {
  Index,      ///< that in which a core sends
  ByPosition, ///< the channels of a position together, as SynapseBlock adds them fastest
};

/// What one look-up of a packet costs a core.
struct Lookup {
  uint32_t slice = 0;
  int64_t words = 0;
  int64_t accumulates = 0;
};

class ChipState {
  /// Channel last, [y][x][c], like the rows of weights that spikes add.
  struct SliceState {
    CacheAlignedVector<int32_t> membranes, biases;
    CacheAlignedVector<int32_t> currents;     ///< empty where neurons have none
    CacheAlignedVector<int32_t> accumulators; ///< a slot per chip step ahead
    CacheAlignedVector<int32_t> arrivals;     ///< likewise, where the chip counts them
  };

  const Network &network;
  std::vector<SliceState> slices;
  const SpikeTrain *train = nullptr;        ///< of this sample, where the input is spikes
  std::vector<int32_t> spikes;              ///< of the slice being updated, channel last
  std::vector<uint8_t> activeNeurons;       ///< likewise
  std::vector<uint8_t> chargedNeurons;      ///< likewise, see ChipModel::Limits
  std::vector<std::vector<Point>> arrivals; ///< of the packets being received, by axon

  int32_t *slot(uint32_t slice, int64_t chipStep);
  int32_t *arrivalSlot(uint32_t slice, int64_t chipStep); ///< null where they are not counted
  void markCharged(uint32_t slice, const int32_t *accumulators, const int32_t *arrivals);
  int64_t collectFirings(const Network::Slice &slice, FiringOrder order,
                         std::vector<Firing> &firings) const;
  void addInputSpikes(uint32_t slice, int64_t step, int32_t *accumulators, Counters &count) const;
  void loadHostBiases(const uint8_t *pixels, std::vector<Counters> &counters);
  Lookup accumulate(uint32_t synapses, Point source, int64_t chipStep,
                    std::vector<Counters> &counters);
  void accumulate(uint32_t synapses, const std::vector<Point> &sources, int64_t chipStep,
                  std::vector<Counters> &counters);
  Lookup miss(const Network::Route &route, std::vector<Counters> &counters);

public:
  explicit ChipState(const Network &network);

  /// Resets everything and lets the host load its biases. Spikes must live as long as the sample.
  void start(Stimulus input, std::vector<Counters> &counters);

  /// The host reads the readout's membranes, after the last step.
  void readOut(std::vector<Counters> &counters) const;

  /// Updates a slice in a chip step, or, where its population is not active, drops what was
  /// accumulated for this step; returns which of the two.
  bool update(uint32_t slice, int64_t chipStep, int64_t steps, Counters &count,
              std::vector<Firing> &firings, FiringOrder order = FiringOrder::Index);

  /// The same; `active` says of each neuron, in index order, whether it was active, and is left
  /// empty when none was updated.
  void update(uint32_t slice, int64_t chipStep, int64_t steps, Counters &count,
              std::vector<Firing> &firings, std::vector<uint8_t> &active);

  /// Receives a packet fired in `chipStep`: accumulates it through each axon of the core that knows
  /// its neuron, and calls visit(Lookup) for each. A packet that no axon knows is looked up once
  /// and dropped.
  template <class Visit>
  void receive(const Network::Route &route, Point source, int64_t chipStep,
               std::vector<Counters> &counters, Visit visit) {
    const Network::AxonTable &table = network.axonTables[route.axons];
    bool known = network.forEachAxon(table, source, [&](uint32_t i) {
      visit(accumulate(table.synapses[i], source, chipStep, counters));
    });
    if (!known)
      visit(miss(route, counters));
  }

  /// Receives the packets that neurons of one slice sent to one core in `chipStep`. A neuron that
  /// fired several times is there as often.
  void receive(const Network::Route &route, const std::vector<Point> &sources, int64_t chipStep,
               std::vector<Counters> &counters);

  /// Index of the greatest readout membrane, the lowest one on ties.
  int32_t readoutClass() const;
};

} // namespace nacre
