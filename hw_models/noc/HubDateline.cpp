// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Rings of rings, the shorter way round each: to the hub of the row, round the hubs, to the tile.
//
// A row's dateline is its hub: class 0 of virtual channels is for packets that have it ahead, class
// 1 for all others. In either direction the row's links of class 0 are a line that ends at the hub,
// those of class 1 a line that begins there; what arrives at a hub goes on in the ring of hubs,
// which has a dateline of its own, or in class 1 of the row. So whatever waits does so for a link
// further on in the order: rows' class 0, hubs' class 0, hubs' class 1, rows' class 1.
#include "hw_models/noc/Ring.h"

namespace nacre {

static Ways ways(const Topology &rings, uint32_t here, uint32_t to, uint8_t) {
  const uint32_t hub = rings.columns; // its place in a row
  const uint32_t row = rings.ringOf(here), place = rings.positionInRing(here);
  if (place == hub && row != rings.row(to))
    return {roundRing(row, rings.row(to), rings.rows, Direction::South, Direction::North)};
  const uint32_t end = row == rings.row(to) ? rings.column(to) : hub;
  const bool east = isShorterUp(place, end, rings.columns + 1);
  const bool hubAhead = place != hub && (end == hub || (east ? end < place : end > place));
  return {{east ? Direction::East : Direction::West, uint8_t(hubAhead ? 0 : 1)}};
}

void registerHubDateline(RoutingRegistry &registry) {
  RoutingPolicy policy{"the shorter way round each ring of a ring of rings", ways};
  policy.serves = TopologyKind::Ring;
  policy.classes = 2;
  registry.add("hub-dateline", policy);
}

} // namespace nacre
