// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/route/trees/RoutingLoads.h"
#include <algorithm>

namespace nacre {

std::vector<uint32_t> RoutingProblem::tilesOf(const Net &net) const {
  std::vector<uint32_t> tiles;
  for (uint32_t core : net.to)
    if (uint32_t tile = topology.tileOf(core);
        tile != topology.tileOf(net.from) && (tiles.empty() || tiles.back() != tile))
      tiles.push_back(tile);
  return tiles;
}

RoutingLoads::RoutingLoads(const RoutingProblem &problem)
    : problem(problem), linkPorts(problem.topology.linkPorts()),
      links(size_t(problem.topology.routers()) * linkPorts), routers(problem.topology.routers()) {}

RoutingLoads::RoutingLoads(const RoutingProblem &problem, const std::vector<NetTree> &trees)
    : RoutingLoads(problem) {
  for (size_t i = 0; i < trees.size(); ++i)
    add(problem.nets[i], trees[i]);
}

void RoutingLoads::add(const Net &net, const NetTree &tree, int sign) {
  routers[problem.topology.tileOf(net.from)] += sign;
  for (const Link &link : tree) {
    links[linkIndex(link)] += sign * net.packets;
    routers[link.to] += sign;
  }
}

RoutingQuality RoutingLoads::quality() const {
  RoutingQuality quality;
  for (int64_t entries : routers)
    quality.missingEntries += std::max<int64_t>(0, entries - problem.tableEntries);
  for (double packets : links) {
    quality.worstLink = std::max(quality.worstLink, packets);
    quality.linkSum += packets;
  }
  return quality;
}

} // namespace nacre
