// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What tests of networks on chip go over.
#pragma once
#include "hw_models/noc/RoutingPolicy.h"
#include "hw_models/noc/TopologyText.h"
#include <queue>

namespace nacre {

inline RoutingRegistry routingPolicies() {
  RoutingRegistry registry;
  registerAllRoutings(registry);
  return registry;
}

/// Sizes of a kind, all degenerate ones among them.
inline std::vector<Topology> smallTopologies(TopologyKind kind) {
  std::vector<Topology> sizes;
  switch (kind) {
  case TopologyKind::Mesh:
  case TopologyKind::Torus:
    for (auto [columns, rows] : {std::pair{1, 1}, {5, 1}, {1, 4}, {2, 2}, {3, 5}, {8, 4}, {7, 7}})
      sizes.push_back({uint32_t(columns), uint32_t(rows), 1, kind});
    if (kind == TopologyKind::Mesh)
      sizes.push_back({6, 4, 1, kind, 2, 4}); // three chips in a row
    break;
  case TopologyKind::Ring:
    for (uint32_t columns = 1; columns <= 5; ++columns)
      for (uint32_t rows = 1; rows <= 5; ++rows)
        sizes.push_back({columns, rows, 1, kind});
    break;
  case TopologyKind::Tree:
    for (uint32_t children = 2; children <= 4; ++children)
      for (uint32_t levels = 0; levels <= 3; ++levels)
        sizes.push_back({children, levels, 1, kind});
    break;
  }
  return sizes;
}

inline std::vector<Topology> smallTopologies() {
  std::vector<Topology> all;
  for (std::string_view name : topologyNames())
    for (const Topology &topology : smallTopologies(*findTopology(name)))
      all.push_back(topology);
  return all;
}

/// Links from each router to `to`, counted by breadth-first search: all links go both ways.
inline std::vector<uint32_t> linksTo(const Topology &topology, uint32_t to) {
  std::vector<std::vector<uint32_t>> next(topology.routers());
  for (const Link &link : topology.links())
    next[link.from].push_back(link.to);
  std::vector<uint32_t> links(topology.routers(), ~0u);
  links[to] = 0;
  std::queue<uint32_t> reached({to});
  for (; !reached.empty(); reached.pop())
    for (uint32_t router : next[reached.front()])
      if (links[router] == ~0u) {
        links[router] = links[reached.front()] + 1;
        reached.push(router);
      }
  return links;
}

} // namespace nacre
