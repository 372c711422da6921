// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/route/trees/UsualTrees.h"
#include "hw_models/noc/Path.h"

namespace nacre {

/// Paths from one tile are a tree: how they go on follows from where they are.
std::vector<NetTree> usualTrees(const RoutingProblem &problem) {
  std::vector<NetTree> trees;
  std::vector<bool> entered(problem.topology.routers());
  for (const Net &net : problem.nets) {
    NetTree &tree = trees.emplace_back();
    for (uint32_t tile : problem.tilesOf(net))
      for (const Link &link :
           linksOfPath(problem.topology, problem.usual, problem.topology.tileOf(net.from), tile))
        if (!entered[link.to]) {
          entered[link.to] = true;
          tree.push_back(link);
        }
    for (const Link &link : tree)
      entered[link.to] = false;
  }
  return trees;
}

} // namespace nacre
