// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/NocModel.h"
#include <bit>
#include <fmt/format.h>

namespace nacre {

int64_t NocModel::zeroLoadLatency(int64_t links, int64_t flits) const {
  int64_t router = timing.routeCycles + timing.vcAllocationCycles + timing.traversal();
  return 1 + timing.linkCycles + (links + 1) * router + (flits - 1) * timing.flitIntervalCycles;
}

Status NocModel::check() const {
  auto inRange = [](std::string_view what, int64_t value, int64_t least, int64_t most) -> Status {
    if (value >= least && value <= most)
      return success();
    return Error{fmt::format("{} must lie in {}..{} but is {}", what, least, most, value), "",
                 ExitCode::Usage};
  };
  if (topology.kind != policy.serves)
    return Error{policy.serves == TopologyKind::Torus ? "the routing policy needs a torus"
                                                      : "the routing policy needs a mesh",
                 "", ExitCode::Usage};
  if (virtualChannels % policy.classes)
    return Error{fmt::format("the routing policy needs a multiple of {} virtual channels, not {}",
                             policy.classes, virtualChannels),
                 "", ExitCode::Usage};
  constexpr int64_t longest = 1 << 16;
  struct {
    std::string_view what;
    int64_t value, least, most;
  } const bounds[] = {
      {"columns", topology.columns, 1, 1024},
      {"rows", topology.rows, 1, 1024},
      {"routers x cores", int64_t(topology.tiles()) * topology.cores(), 1, 1 << 24},
      {"cores per tile", topology.coresPerTile, 1, 60},
      {"virtual channels", virtualChannels, 1, 16},
      {"buffer flits", bufferFlits, 1, 1 << 12},
      {"route cycles", timing.routeCycles, 0, longest},
      {"VC allocation cycles", timing.vcAllocationCycles, 0, longest},
      {"switch allocation cycles", timing.switchAllocationCycles, 0, longest},
      {"switch cycles", timing.switchCycles, 0, longest},
      {"link cycles", timing.linkCycles, 1, longest},
      {"credit cycles", timing.creditCycles, 1, longest},
      {"flit interval cycles", timing.flitIntervalCycles, 1, longest},
      {"flits of all buffers",
       int64_t(topology.tiles()) * ports() * std::bit_ceil(virtualChannels) * bufferFlits, 1,
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
