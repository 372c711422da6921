// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/RoutingTree.h"
#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace nacre {

RoutingTree treeOf(const Topology &topology, const std::vector<Link> &links,
                   const std::vector<uint32_t> &cores) {
  std::map<uint32_t, uint64_t> outputs;
  for (const Link &link : links)
    outputs[link.from] |= uint64_t(1) << link.port;
  for (uint32_t core : cores)
    outputs[topology.tileOf(core)] |= outputTo(topology, core);
  RoutingTree tree;
  for (auto [router, mask] : outputs)
    tree.push_back({router, mask});
  return tree;
}

std::vector<Link> linksOfTree(const Topology &topology, const RoutingTree &tree) {
  std::vector<Link> links;
  for (const TreeEntry &entry : tree)
    for (uint8_t port = 0; port < topology.linkPorts(); ++port)
      if (leavesBy(entry, port))
        links.push_back({entry.router, port, topology.neighbour(entry.router, port).value()});
  return links;
}

int64_t linksAlong(const Topology &topology, const RoutingTree &tree, uint32_t from, uint32_t to) {
  std::map<uint32_t, uint32_t> before; // routers
  for (const Link &link : linksOfTree(topology, tree))
    before[link.to] = link.from;
  int64_t links = 0;
  for (uint32_t router = topology.tileOf(to); router != topology.tileOf(from); ++links)
    router = before.at(router);
  return links;
}

Result<std::vector<uint32_t>> coresReached(const Topology &topology, const RoutingTree &tree,
                                           uint32_t from) {
  const uint32_t linkPorts = topology.linkPorts();
  std::vector<bool> passed(tree.size());
  std::vector<uint32_t> cores, ahead = {topology.tileOf(from)};
  for (size_t i = 0; i < ahead.size(); ++i) {
    const uint32_t router = ahead[i];
    auto entry = std::lower_bound(tree.begin(), tree.end(), router,
                                  [](const TreeEntry &e, uint32_t r) { return e.router < r; });
    if (entry == tree.end() || entry->router != router)
      return Error{fmt::format("have no entry at router {}", router)};
    if (passed[size_t(entry - tree.begin())])
      return Error{fmt::format("come to router {} twice", router)};
    passed[size_t(entry - tree.begin())] = true;
    for (uint8_t port = 0; port < 64; ++port) {
      if (!leavesBy(*entry, port))
        continue;
      const uint32_t core = router * topology.coresPerTile + port - linkPorts;
      if (port >= linkPorts + topology.coresPerTile ||
          (port >= linkPorts && core >= topology.cores()))
        return Error{fmt::format("leave router {} by port {}, which it has not", router, port)};
      if (port >= linkPorts)
        cores.push_back(core);
      else if (auto next = topology.neighbour(router, port))
        ahead.push_back(*next);
      else
        return Error{fmt::format("leave the network at router {}", router)};
    }
  }
  for (size_t i = 0; i < tree.size(); ++i)
    if (!passed[i])
      return Error{fmt::format("never come to router {}, which has an entry", tree[i].router)};
  std::sort(cores.begin(), cores.end());
  return cores;
}

} // namespace nacre
