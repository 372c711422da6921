// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Ways for packets of chips that route by tables: a tree for each key. A solver knows topology,
// nets and table sizes, nothing of neurons.
#pragma once
#include "hw_models/noc/RoutingPolicy.h"
#include "support/Registry.h"
#include <vector>

namespace nacre {

/// Packets from a core to several: what a key stands for.
struct Net {
  uint32_t from = 0;
  std::vector<uint32_t> to; ///< cores, ascending
  double packets = 0;       ///< a sample; a multiple of 2^-10, so that sums are exact
};

/// The links that a net's packets pass, each after the one that leads to it.
using NetTree = std::vector<Link>;

struct RoutingProblem {
  Topology topology;
  RoutingPolicy usual;      ///< the topology's usual paths, without classes of virtual channels
  int64_t tableEntries = 0; ///< that a router has
  std::vector<Net> nets;

  /// Other tiles than the net's own that it goes to, ascending.
  std::vector<uint32_t> tilesOf(const Net &net) const;
};

struct TreeRouting {
  std::string summary;
  /// A tree for each net, in which no router is entered twice. Those of a good solver are free of
  /// deadlock and fit into the tables; who calls it checks. `rounds`: how often it may improve all
  /// trees. The same problem and rounds give the same trees.
  std::vector<NetTree> (*route)(const RoutingProblem &problem, int64_t rounds);
};

using TreeRoutingRegistry = Registry<TreeRouting>;
void registerAllTreeRoutings(TreeRoutingRegistry &registry);

} // namespace nacre
