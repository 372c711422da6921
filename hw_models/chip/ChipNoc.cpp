// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipNoc.h"

namespace nacre {

NocModel nocModelOf(const ChipModel &chip) {
  const ChipModel::Timing &t = chip.timing;
  RoutingRegistry policies;
  registerAllRoutings(policies);
  const RoutingPolicy *policy = policies.find(chip.routingPolicy);
  assert(policy && "chip files are checked");
  NocTiming timing;
  timing.routeCycles = t.routeCycles;
  timing.vcAllocationCycles = t.vcAllocationCycles;
  timing.switchAllocationCycles = t.switchAllocationCycles;
  timing.switchCycles = t.switchCycles;
  timing.linkCycles = {t.linkEastWestCycles, t.linkNorthSouthCycles, t.linkLocalCycles};
  timing.creditCycles = {t.linkEastWestCycles + t.creditCycles,
                         t.linkNorthSouthCycles + t.creditCycles,
                         t.linkLocalCycles + t.creditCycles};
  timing.flitIntervalCycles = t.flitIntervalCycles;
  return {chip.grid.topology(),         *policy, uint32_t(t.virtualChannels),
          uint32_t(t.inputBufferFlits), timing,  uint32_t(t.axonInFifoPackets)};
}

} // namespace nacre
