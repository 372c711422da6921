// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Dimension order on a torus, the shorter way round each ring, past a dateline.
#include "hw_models/noc/Ring.h"

namespace nacre {

static Ways ways(const Topology &torus, uint32_t here, uint32_t to, uint8_t) {
  uint32_t x = torus.column(here), y = torus.row(here);
  if (x != torus.column(to))
    return {roundRing(x, torus.column(to), torus.columns, Direction::East, Direction::West)};
  return {roundRing(y, torus.row(to), torus.rows, Direction::South, Direction::North)};
}

void registerDateline(RoutingRegistry &registry) {
  RoutingPolicy policy{"dimension order on a torus, east-west before north-south", ways};
  policy.serves = TopologyKind::Torus;
  policy.classes = 2;
  registry.add("dateline", policy);
}

} // namespace nacre
