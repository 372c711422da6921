// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Grows the tree of one net by shortest ways from the tree so far to the nearest tile ahead.
#pragma once
#include "compiler/mapping/route/trees/TreeRouting.h"
#include "compiler/mapping/route/trees/TurnRule.h"
#include <algorithm>
#include <limits>
#include <queue>

namespace nacre {

class TreeGrower {
  /// A router, entered over early links only (or not at all) or not: 2 * router + 1 if not.
  using State = uint32_t;
  static constexpr uint32_t none = ~uint32_t(0);

  const TurnRule rule;
  std::vector<Link> links; ///< by router
  std::vector<size_t> firstLink;
  std::vector<double> cost;   ///< by state
  std::vector<uint32_t> last; ///< link into the state
  std::vector<State> before;  ///< state in front of that link
  std::vector<State> inTree;  ///< by router; none
  std::vector<State> touched; ///< states with a cost

public:
  TreeGrower(const Topology &topology, const TurnRule &rule);

  /// Appends to `tree` the links from router `from` to these others. cost(link) > 0, of links to
  /// routers that are not in the tree. False if the tree got in its own way.
  template <class Cost>
  bool grow(uint32_t from, std::vector<uint32_t> routers, NetTree &tree, Cost linkCost) {
    std::vector<uint32_t> passed = {from}; // in the tree
    inTree[from] = 2 * from;
    while (!routers.empty()) {
      const State reached = search(passed, routers, linkCost);
      if (reached == none)
        break;
      addPath(reached, passed, tree);
      std::erase_if(routers, [&](uint32_t router) { return inTree[router] != none; });
    }
    for (uint32_t router : passed)
      inTree[router] = none;
    return routers.empty();
  }

  /// The same, with as few links to each as goes if early ones are preferred; always succeeds.
  NetTree spanning(uint32_t from, const std::vector<uint32_t> &routers);

private:
  void addPath(State reached, std::vector<uint32_t> &passed, NetTree &tree);

  /// The first of the routers that is reached, with the cheapest way to it.
  template <class Cost>
  State search(const std::vector<uint32_t> &passed, const std::vector<uint32_t> &routers,
               Cost linkCost) {
    for (State state : touched)
      cost[state] = std::numeric_limits<double>::infinity();
    touched.clear();
    std::priority_queue<std::pair<double, State>, std::vector<std::pair<double, State>>,
                        std::greater<>>
        open;
    auto reach = [&](State state, double at, uint32_t link, State from) {
      if (at >= cost[state])
        return;
      if (cost[state] == std::numeric_limits<double>::infinity())
        touched.push_back(state);
      cost[state] = at;
      last[state] = link;
      before[state] = from;
      open.emplace(at, state);
    };
    for (uint32_t router : passed)
      reach(inTree[router], 0, none, none);
    while (!open.empty()) {
      const auto [at, state] = open.top();
      open.pop();
      if (at > cost[state])
        continue;
      const uint32_t router = state / 2;
      if (inTree[router] == none && std::binary_search(routers.begin(), routers.end(), router))
        return state;
      for (size_t i = firstLink[router]; i < firstLink[router + 1]; ++i) {
        const Link &link = links[i];
        const bool early = rule.isEarly(link);
        if (inTree[link.to] == none && (!early || state % 2 == 0))
          reach(2 * link.to + !early, at + linkCost(link), uint32_t(i), state);
      }
    }
    return none;
  }
};

} // namespace nacre
