// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipNoc.h"

namespace nacre {

static RoutingPolicy policyOf(const ChipModel &chip) {
  RoutingRegistry policies;
  registerAllRoutings(policies);
  const RoutingPolicy *policy = policies.find(
      chip.routesByTables() ? std::string(usualRouting(chip.grid.kind)) : chip.routingPolicy);
  assert(policy && "chip files are checked");
  if (!chip.routesByTables())
    return *policy;
  RoutingPolicy usual{"usual paths, for estimates", {}};
  usual.serves = policy->serves;
  usual.detours = true; // the tables may take some
  usual.ways = [ways = policy->ways](const Topology &topology, uint32_t here, uint32_t to,
                                     uint8_t) -> Ways {
    return {Way(ways(topology, here, to, 0).begin()->port)};
  };
  return usual;
}

NocModel nocModelOf(const ChipModel &chip) {
  const ChipModel::Timing &t = chip.timing;
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
  return {chip.grid.topology(),         policyOf(chip), uint32_t(t.virtualChannels),
          uint32_t(t.inputBufferFlits), timing,         uint32_t(t.axonInFifoPackets)};
}

} // namespace nacre
