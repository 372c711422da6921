// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/DepthBalance.h"
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/bellman_ford_shortest_paths.hpp>
#include <fmt/format.h>

namespace nacre {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                                    boost::property<boost::edge_weight_t, int64_t>>;

/// Walks predecessors back into a loop and names its layers.
std::string nameLoop(const MappingProblem &problem, const std::vector<size_t> &predecessor) {
  size_t count = problem.populations.size(), at = 0;
  // Some vertex still improves; from it, `count` steps back lie inside the loop.
  for (const auto &edge : problem.edges)
    if (problem.depth[edge.target] < problem.depth[edge.source] + 1 - edge.logicalDelay)
      at = edge.target;
  for (size_t i = 0; i < count; ++i)
    at = predecessor[at];
  std::string names = problem.populations[at].name;
  for (size_t v = predecessor[at]; v != at; v = predecessor[v])
    names = problem.populations[v].name + " -> " + names;
  return problem.populations[at].name + " -> " + names;
}

} // namespace

Status balanceDepth(MappingProblem &problem) {
  size_t count = problem.populations.size();
  // depth(target) >= depth(source) + 1 - k as a longest path: shortest with negated weights.
  Graph graph(count);
  for (const auto &edge : problem.edges)
    boost::add_edge(edge.source, edge.target, edge.logicalDelay - 1, graph);
  std::vector<int64_t> distance(count, 0);
  std::vector<size_t> predecessor(count);
  for (size_t v = 0; v < count; ++v)
    predecessor[v] = v;
  bool consistent = boost::bellman_ford_shortest_paths(
      graph, int(count), boost::distance_map(distance.data()).predecessor_map(predecessor.data()));
  problem.depth.clear();
  for (int64_t d : distance)
    problem.depth.push_back(-d);
  if (!consistent)
    return Error{fmt::format("the loop {} has more hops than its logical delay, and a hop takes at "
                             "least one step on a chip",
                             nameLoop(problem, predecessor)),
                 "raise the steps of an snn.delay in the loop", ExitCode::DoesNotFit};
  problem.delay.clear();
  for (const auto &edge : problem.edges) {
    int64_t delay = edge.logicalDelay + problem.depth[edge.target] - problem.depth[edge.source];
    if (delay > problem.chip.limits.axonalDelaySteps)
      return doesNotFit(
          problem, edge.target, "any core",
          {fmt::format("axonal delay steps from layer '{}'", problem.populations[edge.source].name),
           delay, problem.chip.limits.axonalDelaySteps},
          "shorten the path that the shortcut skips");
    problem.delay.push_back(delay);
  }
  return success();
}

} // namespace nacre
