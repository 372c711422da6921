// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/Path.h"
#include <cassert>

namespace nacre {

std::vector<uint32_t> pathTiles(const Topology &topology, const RoutingPolicy &policy, uint32_t from,
                                uint32_t to) {
  std::vector<uint32_t> tiles = {from};
  while (tiles.back() != to) {
    auto next = topology.neighbour(tiles.back(), policy.next(topology, tiles.back(), to));
    assert(next && tiles.size() < topology.tiles() && "the policy leaves the mesh or never arrives");
    tiles.push_back(*next);
  }
  return tiles;
}

} // namespace nacre
