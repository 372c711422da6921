// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Dimension order on a torus, the shorter way round each ring. Class 0 of virtual channels is for
// packets that have the wrap-around link of their ring ahead, class 1 for all others, so neither
// has a loop (Dally and Seitz 1987).
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

/// Round a ring from `here` to `to`, which differ.
static Way round(uint32_t here, uint32_t to, uint32_t size, Direction up, Direction down) {
  uint32_t ahead = (to + size - here) % size;
  if (2 * ahead <= size)
    return {up, uint8_t(to < here ? 0 : 1)};
  return {down, uint8_t(to > here ? 0 : 1)};
}

static Ways ways(const Topology &torus, uint32_t here, uint32_t to, uint8_t) {
  uint32_t x = torus.column(here), y = torus.row(here);
  if (x != torus.column(to))
    return {round(x, torus.column(to), torus.columns, Direction::East, Direction::West)};
  return {round(y, torus.row(to), torus.rows, Direction::South, Direction::North)};
}

void registerDateline(RoutingRegistry &registry) {
  RoutingPolicy policy{"dimension order on a torus, east-west before north-south", ways};
  policy.serves = TopologyKind::Torus;
  policy.classes = 2;
  registry.add("dateline", policy);
}

} // namespace nacre
