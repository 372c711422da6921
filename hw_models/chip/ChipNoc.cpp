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
  // Where there is no border, no link is of that kind.
  const bool border = chip.hasBorder();
  const int64_t linkBorderCycles = border ? t.linkBorderCycles : t.linkEastWestCycles;
  timing.linkCycles = {t.linkEastWestCycles, t.linkNorthSouthCycles, t.linkLocalCycles,
                       linkBorderCycles};
  timing.creditCycles = timing.linkCycles;
  for (int64_t &cycles : timing.creditCycles.values)
    cycles += t.creditCycles;
  timing.flitIntervalCycles = t.flitIntervalCycles;
  if (border)
    timing.flitIntervalCycles.values[size_t(LinkKind::Border)] = t.flitIntervalBorderCycles;
  return {chip.grid.topology(),         *policy, uint32_t(t.virtualChannels),
          uint32_t(t.inputBufferFlits), timing,  uint32_t(t.axonInFifoPackets)};
}

} // namespace nacre
