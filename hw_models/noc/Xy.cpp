// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Dimension order: along the row first, then along the column (Dally and Seitz 1987).
#include "hw_models/noc/Mesh.h"
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

static Ways ways(const Topology &mesh, uint32_t here, uint32_t to, uint8_t) {
  return {{rowFirst(mesh, here, to)}};
}

void registerXy(RoutingRegistry &registry) {
  registry.add("xy", {"dimension order, east-west before north-south", ways});
}

} // namespace nacre
