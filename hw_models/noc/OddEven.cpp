// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// No turn from east to north or south in an even column, none from there to west in an odd one
// (Chiu, IEEE TPDS 11(7):729, 2000). As his ROUTE, but without the exception for the source's
// column, which would need to know the source.
#include "hw_models/noc/Mesh.h"
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

static Ways ways(const Topology &mesh, uint32_t here, uint32_t to, uint8_t) {
  auto x = alongRow(mesh, here, to), y = alongColumn(mesh, here, to);
  if (!x || !y)
    return {{rowFirst(mesh, here, to)}};
  bool odd = mesh.column(here) % 2;
  if (*x == Direction::West)
    return odd ? Ways{{*x}} : Ways{{*x}, {*y}};
  // In an even column to its goal a packet could not turn any more.
  bool mayEnter = mesh.column(to) % 2 || mesh.column(to) - mesh.column(here) != 1;
  if (!odd)
    return {{*x}};
  return mayEnter ? Ways{{*x}, {*y}} : Ways{{*y}};
}

void registerOddEven(RoutingRegistry &registry) {
  RoutingPolicy policy{"adaptive along shortest paths, turns by odd and even columns", ways};
  policy.adaptive = true;
  registry.add("odd-even", policy);
}

} // namespace nacre
