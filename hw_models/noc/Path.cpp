// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/Path.h"
#include <cassert>

namespace nacre {

std::vector<Link> linksOfPath(const Topology &topology, const RoutingPolicy &policy, uint32_t from,
                              uint32_t to) {
  std::vector<Link> links;
  for (uint32_t here = from; here != to;) {
    Direction direction = policy.next(topology, here, to);
    auto tile = topology.neighbour(here, direction);
    assert(tile && links.size() < topology.tiles() && "policies pass checkRouting()");
    links.push_back({here, direction, *tile});
    here = *tile;
  }
  return links;
}

std::vector<uint32_t> tilesOfPath(const Topology &topology, const RoutingPolicy &policy,
                                  uint32_t from, uint32_t to) {
  std::vector<uint32_t> tiles = {from};
  for (const Link &link : linksOfPath(topology, policy, from, to))
    tiles.push_back(link.to);
  return tiles;
}

} // namespace nacre
