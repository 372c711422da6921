// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/traffic/TrafficPattern.h"

namespace nacre {

static std::string refuse(const Topology &topology) {
  if (std::string reason = refuseTrees(topology); !reason.empty())
    return reason;
  return topology.columns == topology.rows ? "" : "needs as many rows as columns";
}

static uint32_t destination(const Topology &topology, uint32_t core, TrafficRandom &) {
  uint32_t tile = topology.tileOf(core);
  return topology.tileAt(topology.row(tile), topology.column(tile)) * topology.coresPerTile +
         core % topology.coresPerTile;
}

void registerTranspose(TrafficPatternRegistry &registry) {
  registry.add("transpose", {"column and row exchanged", refuse, destination});
}

} // namespace nacre
