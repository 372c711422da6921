// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a core's update unit does in a chip step: its packets, and the work between them.
#pragma once
#include "simulator/StepActivity.h"

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

/// From what the neurons did to when each packet leaves.
class UpdatePlanner {
  const Network &network;
  UpdatePlan plan;

  void addSlice(uint32_t slice, const SliceActivity &activity, Counters &count);

public:
  explicit UpdatePlanner(const Network &network) : network(network) {}

  /// Valid until the next call. `counters`: of slices.
  const UpdatePlan &planFor(const Network::Core &core, const StepActivity &activity,
                            std::vector<Counters> &counters);
};

} // namespace nacre
