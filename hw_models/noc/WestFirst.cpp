// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Turn model: who has to go west does so first (Glass and Ni, ISCA 1992).
#include "hw_models/noc/Mesh.h"
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

static Ways ways(const Topology &mesh, uint32_t here, uint32_t to, uint8_t) {
  auto x = alongRow(mesh, here, to), y = alongColumn(mesh, here, to);
  if (!x || !y || *x == Direction::West)
    return {{rowFirst(mesh, here, to)}};
  return {{*x}, {*y}};
}

void registerWestFirst(RoutingRegistry &registry) {
  RoutingPolicy policy{"west first, then adaptive along shortest paths", ways};
  policy.adaptive = true;
  registry.add("west-first", policy);
}

} // namespace nacre
