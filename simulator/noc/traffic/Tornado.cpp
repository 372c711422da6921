// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/traffic/TrafficPattern.h"

namespace nacre {

static uint32_t halfway(uint32_t position, uint32_t size) {
  return (position + (size + 1) / 2 - 1) % size;
}

static uint32_t destination(const Topology &topology, uint32_t core, TrafficRandom &) {
  uint32_t tile = topology.tileOf(core);
  uint32_t to = topology.tileAt(halfway(topology.column(tile), topology.columns),
                                halfway(topology.row(tile), topology.rows));
  return to * topology.coresPerTile + core % topology.coresPerTile;
}

void registerTornado(TrafficPatternRegistry &registry) {
  registry.add("tornado",
               {"just short of half way round, in each dimension", refuseTrees, destination});
}

} // namespace nacre
