// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Half of the packets go east-west first, half north-south first, each in virtual channels of its
// own: near-optimal worst-case throughput on a mesh (Seo et al., ISCA 2005).
#include "hw_models/noc/Mesh.h"
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

static Ways ways(const Topology &mesh, uint32_t here, uint32_t to, uint8_t order) {
  return {{order == 0 ? rowFirst(mesh, here, to) : columnFirst(mesh, here, to), order}};
}

void registerO1turn(RoutingRegistry &registry) {
  RoutingPolicy policy{"xy or yx, half of the packets each", ways};
  policy.classes = policy.startClasses = 2;
  registry.add("o1turn", policy);
}

} // namespace nacre
