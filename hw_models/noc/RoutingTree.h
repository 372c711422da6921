// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How packets with one key spread where routers follow tables: one entry for each router they pass.
#pragma once
#include "hw_models/noc/Topology.h"
#include "support/Result.h"
#include <vector>

namespace nacre {

/// A router's entry. Bit p of `outputs`: port p, links to routers first, then the tile's cores.
struct TreeEntry {
  uint32_t router = 0;
  uint64_t outputs = 0;
  bool operator==(const TreeEntry &) const = default;
};

/// Ascending in router.
using RoutingTree = std::vector<TreeEntry>;

/// The bit of a core at its router. A router has 64 ports at most.
inline uint64_t outputTo(const Topology &topology, uint32_t core) {
  return uint64_t(1) << (topology.linkPorts() + core % topology.coresPerTile);
}

/// The entries for packets that pass these links and reach these cores.
RoutingTree treeOf(const Topology &topology, const std::vector<Link> &links,
                   const std::vector<uint32_t> &cores);

/// Whether packets leave by the port.
inline bool leavesBy(const TreeEntry &entry, uint32_t port) { return entry.outputs >> port & 1; }

/// The links that packets pass, by router and port. Entries lead along links that exist.
std::vector<Link> linksOfTree(const Topology &topology, const RoutingTree &tree);

/// Links on a packet's way from a core to one of those that it reaches.
int64_t linksAlong(const Topology &topology, const RoutingTree &tree, uint32_t from, uint32_t to);

/// Follows a packet from a core: the cores it reaches, ascending. Refuses a router without entry,
/// an output that leads nowhere, a router that the packet comes to twice, and entries it never
/// meets.
Result<std::vector<uint32_t>> coresReached(const Topology &topology, const RoutingTree &tree,
                                           uint32_t from);

} // namespace nacre
