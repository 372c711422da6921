// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Dimension order: along the column first, then along the row (Dally and Seitz 1987).
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

static Direction next(const Topology &topology, uint32_t here, uint32_t to) {
  uint32_t x = topology.column(here), y = topology.row(here);
  if (y != topology.row(to))
    return y < topology.row(to) ? Direction::South : Direction::North;
  if (x != topology.column(to))
    return x < topology.column(to) ? Direction::East : Direction::West;
  return Direction::Local;
}

void registerYx(RoutingRegistry &registry) {
  registry.add("yx", {"dimension order, north-south before east-west", next});
}

} // namespace nacre
