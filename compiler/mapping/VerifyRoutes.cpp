// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/VerifyRoutes.h"
#include "hw_models/noc/DeadlockCheck.h"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <set>

namespace nacre {

namespace {

/// By core: the sets of cores that packets of its neurons go to, counted neuron by neuron.
std::set<std::pair<int64_t, std::vector<int64_t>>> packetEnds(const MappingProblem &problem) {
  std::map<int64_t, std::vector<const MappingProblem::Flow *>> flowsFrom;
  for (const auto &flow : problem.flows)
    flowsFrom[flow.from].push_back(&flow);
  std::set<std::pair<int64_t, std::vector<int64_t>>> ends;
  for (const auto &[core, flows] : flowsFrom) {
    std::map<std::pair<size_t, int64_t>, std::set<int64_t>> targets; // by population and neuron
    for (const auto *flow : flows)
      forEachNeuron(*flow, problem.extent(flow->population), [&, from = flow](int64_t neuron) {
        targets[{from->population, neuron}].insert(from->to);
      });
    for (const auto &[neuron, to] : targets)
      if (problem.chip.limits.multicast)
        ends.emplace(core, std::vector<int64_t>(to.begin(), to.end()));
      else
        for (int64_t one : to)
          ends.emplace(core, std::vector<int64_t>{one});
  }
  return ends;
}

/// Routers follow tables: packets of each kind have one tree, and reach by it what they should.
Status treesReach(const MappingProblem &problem) {
  const Topology topology = problem.chip.grid.topology();
  std::vector<RoutingTree> trees;
  std::vector<int64_t> entries(topology.routers());
  auto expected = packetEnds(problem);
  for (const auto &tree : problem.trees) {
    const auto ends = fmt::format("from core {} to {}", tree.from, fmt::join(tree.to, ", "));
    if (!expected.erase({tree.from, tree.to}))
      return Error{fmt::format("there is a tree {} for no packet, or twice", ends)};
    for (const Link &link : tree.links)
      if (link.from >= topology.routers() ||
          topology.neighbour(link.from, link.port) != std::optional(link.to))
        return Error{fmt::format("the tree {} takes a link that does not exist", ends)};
    trees.push_back(treeOf(topology, tree.links, {tree.to.begin(), tree.to.end()}));
    auto reached = coresReached(topology, trees.back(), uint32_t(tree.from));
    if (!reached)
      return Error{fmt::format("packets {}: {}", ends, reached.error().message)};
    if (!std::equal(reached->begin(), reached->end(), tree.to.begin(), tree.to.end()))
      return Error{fmt::format("packets {} come to {}", ends, fmt::join(*reached, ", "))};
    for (const TreeEntry &entry : trees.back())
      if (++entries[entry.router] > problem.chip.limits.routingTableEntries)
        return Error{fmt::format("the routing table of router {} has more than {} entries",
                                 entry.router, problem.chip.limits.routingTableEntries),
                     "", ExitCode::DoesNotFit};
  }
  if (!expected.empty())
    return Error{fmt::format("there is no tree from core {} to {}", expected.begin()->first,
                             fmt::join(expected.begin()->second, ", "))};
  return checkDeadlock(topology, trees);
}

/// Whether the routers are those of the policy's preferred path.
bool isPath(const Topology &topology, const RoutingPolicy &policy, uint32_t from, uint32_t to,
            const std::vector<int64_t> &routers) {
  if (routers.empty() || routers.front() != from || routers.back() != to)
    return false;
  uint8_t vcClass = 0;
  for (size_t i = 1; i < routers.size(); ++i) {
    if (from == to)
      return false;
    Way way = *policy.ways(topology, from, to, vcClass).begin();
    auto next = topology.neighbour(from, way.port);
    if (!next || routers[i] != *next)
      return false;
    from = *next;
    vcClass = way.vcClass;
  }
  return true;
}

/// Routers follow the chip's policy and nothing else, so a route must be the policy's path.
Status routesConnect(const MappingProblem &problem) {
  if (!problem.trees.empty())
    return Error{fmt::format("there are trees, but the routers of chip '{}' have no tables",
                             problem.chip.name)};
  RoutingRegistry policies;
  registerAllRoutings(policies);
  auto policy = policies.get(problem.chip.routingPolicy, "routing policy");
  if (!policy)
    return policy.error();
  Topology topology = problem.chip.grid.topology();
  std::vector<TilePair> pairs;
  for (const auto &flow : problem.flows) {
    uint32_t from = topology.tileOf(uint32_t(flow.from)), to = topology.tileOf(uint32_t(flow.to));
    pairs.push_back({from, to});
    if (!isPath(topology, **policy, from, to, flow.tiles))
      return Error{fmt::format("the route from core {} to core {} is not the path of policy '{}'",
                               flow.from, flow.to, problem.chip.routingPolicy)};
  }
  return checkRouting(topology, **policy, std::move(pairs));
}

} // namespace

Status verifyRoutes(const MappingProblem &problem) {
  return problem.chip.routesByTables() ? treesReach(problem) : routesConnect(problem);
}

} // namespace nacre
