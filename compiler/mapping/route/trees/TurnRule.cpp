// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/route/trees/TurnRule.h"
#include <algorithm>
#include <tuple>

namespace nacre {

namespace {

/// Links from each router to the root, counted breadth first.
std::vector<uint32_t> levels(const Topology &topology, uint32_t root) {
  std::vector<uint32_t> level(topology.routers(), ~0u), reached = {root};
  level[root] = 0;
  for (size_t i = 0; i < reached.size(); ++i)
    for (uint8_t port = 0; port < topology.linkPorts(); ++port)
      if (auto next = topology.neighbour(reached[i], port); next && level[*next] == ~0u) {
        level[*next] = level[reached[i]] + 1;
        reached.push_back(*next);
      }
  return level;
}

TurnRule upDown(const Topology &topology, uint32_t root) {
  const std::vector<uint32_t> level = levels(topology, root);
  return TurnRule(topology, [&](const Link &link) {
    return std::tie(level[link.to], link.to) < std::tie(level[link.from], link.from);
  });
}

} // namespace

std::vector<TurnRule> turnRules(const Topology &topology) {
  if (topology.kind != TopologyKind::Mesh) // the last router is a tree's root, and a hub of rings
    return {upDown(topology, topology.routers() - 1)};
  using enum Direction;
  const std::vector<std::vector<Direction>> sides = {
      {West}, {East}, {North}, {South}, {West, North}, {East, South}, {West, South}, {East, North}};
  std::vector<TurnRule> rules;
  for (const auto &first : sides)
    rules.emplace_back(topology, [&](const Link &link) {
      return std::find(first.begin(), first.end(), Direction(link.port)) != first.end();
    });
  return rules;
}

} // namespace nacre
