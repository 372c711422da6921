// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Dimension order: along the row first, then along the column (Dally and Seitz 1987).
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

static Direction next(const Topology &topology, uint32_t here, uint32_t to) {
  uint32_t x = topology.column(here), y = topology.row(here);
  if (x != topology.column(to))
    return x < topology.column(to) ? Direction::East : Direction::West;
  if (y != topology.row(to))
    return y < topology.row(to) ? Direction::South : Direction::North;
  return Direction::Local;
}

void registerXy(RoutingRegistry &registry) {
  registry.add("xy", {"dimension order, east-west before north-south", next});
}

} // namespace nacre
