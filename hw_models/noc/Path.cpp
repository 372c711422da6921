// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/Path.h"
#include <cassert>

namespace nacre {

std::vector<Link> linksOfPath(const Topology &topology, const RoutingPolicy &policy, uint32_t from,
                              uint32_t to) {
  std::vector<Link> links;
  uint8_t vcClass = 0;
  for (uint32_t here = from; here != to;) {
    Way way = *policy.ways(topology, here, to, vcClass).begin();
    auto router = topology.neighbour(here, way.port);
    assert(router && links.size() < size_t(topology.routers()) * policy.classes &&
           "policies pass checkRouting()");
    links.push_back({here, way.port, *router});
    here = *router;
    vcClass = way.vcClass;
  }
  return links;
}

std::vector<uint32_t> routersOfPath(const Topology &topology, const RoutingPolicy &policy,
                                    uint32_t from, uint32_t to) {
  std::vector<uint32_t> routers = {from};
  for (const Link &link : linksOfPath(topology, policy, from, to))
    routers.push_back(link.to);
  return routers;
}

} // namespace nacre
