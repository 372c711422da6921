// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/route/trees/TreeGrower.h"
#include <cassert>

namespace nacre {

TreeGrower::TreeGrower(const Topology &topology, const TurnRule &rule)
    : rule(rule), links(topology.links()), firstLink(topology.routers() + 1),
      cost(2 * size_t(topology.routers()), std::numeric_limits<double>::infinity()),
      last(cost.size()), before(cost.size()), inTree(topology.routers(), none) {
  for (const Link &link : links)
    ++firstLink[link.from + 1];
  for (size_t router = 1; router < firstLink.size(); ++router)
    firstLink[router] += firstLink[router - 1];
}

/// With positive costs a way passes no router twice: what it could do on the second visit it could
/// have done on the first, over fewer links.
void TreeGrower::addPath(State reached, std::vector<uint32_t> &passed, NetTree &tree) {
  const size_t first = tree.size();
  for (State state = reached; before[state] != none; state = before[state]) {
    const uint32_t router = state / 2;
    assert(inTree[router] == none);
    inTree[router] = state;
    passed.push_back(router);
    tree.push_back(links[last[state]]);
  }
  std::reverse(tree.begin() + std::ptrdiff_t(first), tree.end());
}

NetTree TreeGrower::spanning(uint32_t from, const std::vector<uint32_t> &routers) {
  // Who is reached over early links stays so: that way on, nothing is barred that the other allows.
  std::vector<uint32_t> into(inTree.size(), none), reached = {from};
  std::vector<uint32_t> distance(inTree.size(), none);
  distance[from] = 0;
  auto visit = [&](uint32_t router, bool early) {
    for (size_t i = firstLink[router]; i < firstLink[router + 1]; ++i)
      if (rule.isEarly(links[i]) == early && distance[links[i].to] == none) {
        distance[links[i].to] = distance[router] + 1;
        into[links[i].to] = uint32_t(i);
        reached.push_back(links[i].to);
      }
  };
  for (size_t i = 0; i < reached.size(); ++i)
    visit(reached[i], true);
  // Then all others, the nearest first: `reached` ascends in distance, and so does what is added.
  std::vector<uint32_t> starts = std::move(reached);
  reached.clear();
  size_t start = 0;
  for (size_t i = 0; start < starts.size() || i < reached.size();) {
    const bool old = i == reached.size() ||
                     (start < starts.size() && distance[starts[start]] <= distance[reached[i]]);
    visit(old ? starts[start++] : reached[i++], false);
  }
  NetTree tree;
  std::vector<bool> taken(inTree.size());
  for (uint32_t router : routers) {
    const size_t first = tree.size();
    for (; router != from && !taken[router]; router = links[into[router]].from) {
      assert(into[router] != none && "the rule lets every router reach every other one");
      taken[router] = true;
      tree.push_back(links[into[router]]);
    }
    std::reverse(tree.begin() + std::ptrdiff_t(first), tree.end());
  }
  return tree;
}

} // namespace nacre
