// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Dimension order: along the column first, then along the row.
#include "hw_models/noc/Mesh.h"
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

static Ways ways(const Topology &mesh, uint32_t here, uint32_t to, uint8_t) {
  return {{columnFirst(mesh, here, to)}};
}

void registerYx(RoutingRegistry &registry) {
  registry.add("yx", {"dimension order, north-south before east-west", ways});
}

} // namespace nacre
