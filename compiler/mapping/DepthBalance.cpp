// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/DepthBalance.h"
#include "compiler/mapping/DifferenceSystem.h"
#include "hw_models/image/Bounds.h"
#include <algorithm>
#include <cassert>
#include <fmt/format.h>

namespace nacre {

namespace {

using Constraint = DifferenceSystem::Constraint;

/// Of constraints that stand for no edge's longest delay.
constexpr size_t noEdge = SIZE_MAX;

/// depth(target) >= depth(source) + 1 - k(e).
void addHops(DifferenceSystem &system, const MappingProblem &problem) {
  for (const auto &edge : problem.edges)
    system.constraints.push_back({edge.source, edge.target, 1 - edge.logicalDelay, noEdge});
}

/// depth(source) >= depth(target) + k(e) - longest.
void addLongestDelays(DifferenceSystem &system, const MappingProblem &problem) {
  for (size_t e = 0; e < problem.edges.size(); ++e) {
    const auto &edge = problem.edges[e];
    system.constraints.push_back(
        {edge.target, edge.source, edge.logicalDelay - problem.chip.limits.axonalDelaySteps, e});
  }
}

/// All depths from 0, for which one more unknown stands, the last.
void addZero(DifferenceSystem &system) {
  size_t zero = system.unknowns++;
  for (size_t p = 0; p < zero; ++p)
    system.constraints.push_back({zero, p, 0, noEdge});
}

/// All depths up to `greatest`.
void addGreatest(DifferenceSystem &system, int64_t greatest) {
  size_t zero = system.unknowns - 1;
  for (size_t p = 0; p < zero; ++p)
    system.constraints.push_back({p, zero, -greatest, noEdge});
}

Error refuseLoop(const MappingProblem &problem, std::vector<Constraint> cycle) {
  auto first = std::min_element(cycle.begin(), cycle.end(),
                                [](const auto &a, const auto &b) { return a.from < b.from; });
  std::rotate(cycle.begin(), first, cycle.end());
  std::string names = problem.populations[cycle.front().from].name;
  for (const Constraint &hop : cycle)
    names += " -> " + problem.populations[hop.to].name;
  return Error{fmt::format("the loop {} has more hops than its logical delay, and a hop takes at "
                           "least one step on a chip",
                           names),
               "raise the steps of an snn.delay in the loop", ExitCode::DoesNotFit};
}

/// What the cycle has too much, the named delay has, even if all others on it are the longest.
Error refuseDelay(const MappingProblem &problem, const std::vector<Constraint> &cycle) {
  int64_t tooMuch = 0;
  size_t named = noEdge;
  for (const Constraint &constraint : cycle) {
    tooMuch += constraint.distance;
    if (named == noEdge)
      named = constraint.tag;
  }
  assert(named != noEdge && "hops alone have a solution");
  const auto &edge = problem.edges[named];
  int64_t longest = problem.chip.limits.axonalDelaySteps;
  return Error{
      fmt::format("the synapses from layer '{}' to layer '{}' do not fit chip '{}': axonal "
                  "delay steps needed {}, limit {}",
                  problem.populations[edge.source].name, problem.populations[edge.target].name,
                  problem.chip.name, longest + tooMuch, longest),
      edge.logicalDelay > longest ? "lower the steps of its snn.delay"
                                  : "shorten the longest path of layers between them",
      ExitCode::DoesNotFit};
}

/// From any depths that keep the constraints, which end with zero and greatest depth, to those with
/// the least sum of delays: that of (edges in - edges out) * depth, and a constant.
void settle(MappingProblem &problem, DifferenceSystem &system, std::vector<int64_t> depths) {
  std::vector<int64_t> cost(system.unknowns, 0);
  for (const auto &edge : problem.edges) {
    ++cost[edge.target];
    --cost[edge.source];
  }
  cost.back() = int64_t(problem.edges.size()) + 1; // more than raising 0 itself could gain
  problem.depth = system.cheapest(std::move(depths), cost);
  problem.depth.pop_back();
  problem.delay.clear();
  for (const auto &edge : problem.edges)
    problem.delay.push_back(edge.logicalDelay + problem.depth[edge.target] -
                            problem.depth[edge.source]);
}

} // namespace

Status balanceDepth(MappingProblem &problem) {
  DifferenceSystem system{problem.populations.size(), {}};
  addHops(system, problem);
  auto hops = system.least();
  if (!hops.cycle.empty())
    return refuseLoop(problem, hops.cycle);

  addLongestDelays(system, problem);
  addZero(system);
  addGreatest(system, maxSteps);
  auto least = system.least();
  if (!least.cycle.empty())
    return refuseDelay(problem, least.cycle);

  // No solution has a depth below its least, nor so a lower greatest one.
  addGreatest(system, *std::max_element(least.x.begin(), least.x.end()));
  settle(problem, system, std::move(least.x));
  return success();
}

Status balanceFreely(MappingProblem &problem) {
  DifferenceSystem system{problem.populations.size(), {}};
  addHops(system, problem);
  auto least = system.least();
  if (!least.cycle.empty())
    return refuseLoop(problem, least.cycle);
  addZero(system);
  addGreatest(system, maxSteps);
  least.x.push_back(0);
  settle(problem, system, std::move(least.x));
  return success();
}

} // namespace nacre
