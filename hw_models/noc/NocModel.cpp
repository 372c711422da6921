// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/NocModel.h"
#include "hw_models/noc/Path.h"
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace nacre {

int64_t NocModel::zeroLoadLatency(uint32_t from, uint32_t to, int64_t flits) const {
  int64_t latency = 1 + timing.linkCycles[LinkKind::Local];
  // From the head to the tail, which catches up while the head waits for route and channel.
  int64_t length = (flits - 1) * timing.flitIntervalCycles[LinkKind::Local];
  auto pass = [&](LinkKind link) {
    const int64_t ahead = timing.routeCycles + timing.vcAllocationCycles;
    length = std::max(length - ahead, (flits - 1) * timing.flitIntervalCycles[link]);
    latency += ahead + timing.traversal(link);
  };
  for (const Link &link : linksOfPath(topology, policy, from, to))
    pass(topology.linkKind(link.from, link.port));
  pass(LinkKind::Local);
  return latency + length;
}

int64_t NocModel::patience(int64_t packetFlits) const {
  int64_t flits = int64_t(topology.routers()) * ports() * virtualChannels * bufferFlits +
                  topology.cores() * packetFlits;
  int64_t links = policy.detours                        ? topology.routers()
                  : topology.kind == TopologyKind::Tree ? 2 * topology.rows
                                                        : topology.columns + topology.rows + 2;
  int64_t hop = timing.routeCycles + timing.vcAllocationCycles + timing.switchAllocationCycles +
                timing.switchCycles + timing.linkCycles.most() + timing.creditCycles.most() +
                timing.flitIntervalCycles.most();
  constexpr __int128 most = std::numeric_limits<int64_t>::max();
  return int64_t(std::min(most, __int128(flits) * (links + 1) * hop));
}

Status NocModel::check() const {
  auto inRange = [](std::string_view what, int64_t value, int64_t least, int64_t most) -> Status {
    if (value >= least && value <= most)
      return success();
    return Error{fmt::format("{} must lie in {}..{} but is {}", what, least, most, value), "",
                 ExitCode::Usage};
  };
  if (auto status = policy.checkServes(topology); !status)
    return status;
  if (virtualChannels % policy.classes)
    return Error{fmt::format("the routing policy needs a multiple of {} virtual channels, not {}",
                             policy.classes, virtualChannels),
                 "", ExitCode::Usage};
  if (topology.kind == TopologyKind::Tree &&
      (topology.columns < 2 || topology.columns > 60 || topology.rows > 20 ||
       std::pow(double(topology.columns), double(topology.rows)) > 1 << 20))
    return Error{fmt::format("a tree has 2 to 60 children a router and at most 2^20 leaves, not {} "
                             "children on {} levels",
                             topology.columns, topology.rows),
                 "", ExitCode::Usage};
  constexpr int64_t longest = 1 << 18;
  struct {
    std::string_view what;
    int64_t value, least, most;
  } const bounds[] = {
      {"columns", topology.columns, 1, 1024},
      {"rows", topology.rows, 1, 1024},
      {"cores per tile", topology.coresPerTile, 1, 60},
      {"virtual channels", virtualChannels, 1, 16},
      {"buffer flits", bufferFlits, 1, 1 << 12},
      {"buffer flits of a core", coreBuffer(), 1, 1 << 12},
      {"route cycles", timing.routeCycles, 0, longest},
      {"VC allocation cycles", timing.vcAllocationCycles, 0, longest},
      {"switch allocation cycles", timing.switchAllocationCycles, 0, longest},
      {"switch cycles", timing.switchCycles, 0, longest},
      {"link cycles", timing.linkCycles.least(), 1, longest},
      {"link cycles", timing.linkCycles.most(), 1, longest},
      {"credit cycles", timing.creditCycles.least(), 1, longest},
      {"credit cycles", timing.creditCycles.most(), 1, longest},
      {"flit interval cycles", timing.flitIntervalCycles.least(), 1, longest},
      {"flit interval cycles", timing.flitIntervalCycles.most(), 1, longest},
      {"flits of all buffers",
       int64_t(topology.routers()) * ports() * std::bit_ceil(virtualChannels) * bufferFlits, 1,
       1 << 27},
      {"input channels of a router (ports x virtual channels)",
       int64_t(ports()) * std::bit_ceil(virtualChannels), 1, 64},
  };
  for (const auto &bound : bounds)
    if (auto status = inRange(bound.what, bound.value, bound.least, bound.most); !status)
      return status;
  return success();
}

} // namespace nacre
