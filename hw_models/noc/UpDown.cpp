// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The only path in a tree. What goes down never goes up again, so no class of virtual channels has
// to be kept apart.
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

static Ways ways(const Topology &tree, uint32_t here, uint32_t to, uint8_t) {
  if (!tree.isBelow(to, here))
    return {{Topology::up}};
  return {{uint8_t(1 + tree.childTowards(here, to))}};
}

void registerUpDown(RoutingRegistry &registry) {
  RoutingPolicy policy{"up a tree as far as needed, then down", ways};
  policy.serves = TopologyKind::Tree;
  registry.add("up-down", policy);
}

} // namespace nacre
