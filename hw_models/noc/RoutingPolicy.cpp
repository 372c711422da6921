// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/RoutingPolicy.h"
#include <fmt/format.h>

namespace nacre {

Status RoutingPolicy::checkServes(const Topology &topology) const {
  if (topology.kind == serves)
    return success();
  return Error{fmt::format("the routing policy needs a {}, not a {}", topologyName(serves),
                           topologyName(topology.kind)),
               "", ExitCode::Usage};
}

std::string namesServing(const RoutingRegistry &registry, TopologyKind kind) {
  std::string names;
  for (const auto &[name, policy] : registry)
    if (policy.serves == kind)
      names += (names.empty() ? "" : ", ") + name;
  return names;
}

std::string_view usualRouting(TopologyKind kind) {
  switch (kind) {
  case TopologyKind::Mesh:
    return "xy";
  case TopologyKind::Torus:
    return "dateline";
  case TopologyKind::Ring:
    return "hub-dateline";
  case TopologyKind::Tree:
    return "up-down";
  }
  return {};
}

} // namespace nacre
