// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a core's update unit does in a chip step: its packets, and the work between them.
#pragma once
#include "simulator/SpikeRecord.h"

namespace nacre {

struct PlannedPacket {
  uint32_t message = 0;
  uint32_t neuron = 0; ///< within the sending slice
  int64_t work = 0;    ///< cycles since the packet before, or since the start of the step
};

struct UpdatePlan {
  std::vector<PlannedPacket> packets;
  int64_t trailingWork = 0; ///< after the last packet
};

/// Updates the membranes of the core's slices: their input is complete since the barrier. What
/// remains is when each packet leaves.
class UpdatePlanner {
  const Network &network;
  ChipState &state;
  UpdatePlan plan;
  std::vector<Firing> firings;
  std::vector<uint8_t> active;

  void addSlice(uint32_t slice, Counters &count);

public:
  UpdatePlanner(const Network &network, ChipState &state) : network(network), state(state) {}

  /// Valid until the next call. `steps`: logical ones of the sample; `counters`: of slices.
  const UpdatePlan &update(const Network::Core &core, int64_t chipStep, int64_t steps,
                           SpikeRecord &record, std::vector<Counters> &counters);
};

} // namespace nacre
