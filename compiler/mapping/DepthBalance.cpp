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

/// Of constraints that stand for no edge.
constexpr size_t noEdge = SIZE_MAX;

/// Of each edge: the logical delay k(e), and how long its axons may be.
struct Delays {
  std::vector<int64_t> logical, longest;
};

Delays delaysOf(const MappingProblem &problem) {
  Delays delays;
  for (const auto &edge : problem.edges)
    delays.logical.push_back(edge.logicalDelay);
  delays.longest.assign(problem.edges.size(), problem.chip.limits.axonalDelaySteps);
  return delays;
}

/// depth(target) >= depth(source) + 1 - k(e).
void addHops(DifferenceSystem &system, const MappingProblem &problem, const Delays &delays) {
  for (size_t e = 0; e < problem.edges.size(); ++e)
    system.constraints.push_back(
        {problem.edges[e].source, problem.edges[e].target, 1 - delays.logical[e], e});
}

/// depth(source) >= depth(target) + k(e) - longest(e). Tagged beyond the hops.
void addLongestDelays(DifferenceSystem &system, const MappingProblem &problem,
                      const Delays &delays) {
  const size_t edges = problem.edges.size();
  for (size_t e = 0; e < edges; ++e)
    system.constraints.push_back({problem.edges[e].target, problem.edges[e].source,
                                  delays.logical[e] - delays.longest[e], edges + e});
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

int64_t sumOf(const std::vector<Constraint> &cycle) {
  int64_t sum = 0;
  for (const Constraint &constraint : cycle)
    sum += constraint.distance;
  return sum;
}

Misfit refuseLoop(const MappingProblem &problem, std::vector<Constraint> cycle) {
  auto first = std::min_element(cycle.begin(), cycle.end(),
                                [](const auto &a, const auto &b) { return a.from < b.from; });
  std::rotate(cycle.begin(), first, cycle.end());
  std::string names = problem.populations[cycle.front().from].name;
  for (const Constraint &hop : cycle)
    names += " -> " + problem.populations[hop.to].name;
  const int64_t hops = int64_t(cycle.size());
  return {names,
          "hops of a loop",
          hops,
          hops - sumOf(cycle), // a hop lacks what its delay does not cover
          {fmt::format("the loop {} has more hops than its logical delay, and a hop takes at "
                       "least one step on a chip",
                       names),
           "raise the steps of an snn.delay in the loop", ExitCode::DoesNotFit}};
}

Misfit refuseDelay(const MappingProblem &problem, size_t named, int64_t need) {
  const auto &edge = problem.edges[named];
  const std::string &source = problem.populations[edge.source].name;
  const std::string &target = problem.populations[edge.target].name;
  const int64_t longest = problem.chip.limits.axonalDelaySteps;
  return {source + " -> " + target,
          "axonal delay steps",
          need,
          longest,
          {fmt::format("the synapses from layer '{}' to layer '{}' do not fit chip '{}': axonal "
                       "delay steps needed {}, limit {}",
                       source, target, problem.chip.name, need, longest),
           edge.logicalDelay > longest ? "lower the steps of its snn.delay"
                                       : "shorten the longest path of layers between them",
           ExitCode::DoesNotFit}};
}

/// Loops with more hops than delay, each of which then gets what it lacks.
Misfits lengthenLoops(const MappingProblem &problem, Delays &delays) {
  Misfits misfits;
  while (true) {
    DifferenceSystem system{problem.populations.size(), {}};
    addHops(system, problem, delays);
    const std::vector<Constraint> cycle = system.least().cycle;
    if (cycle.empty())
      return misfits;
    misfits.add(refuseLoop(problem, cycle));
    delays.logical[cycle.front().tag] += sumOf(cycle);
  }
}

/// Edges that need longer axons than there are, and then have them; the least depths with these.
Misfits lengthenAxons(const MappingProblem &problem, Delays &delays, DifferenceSystem &system,
                      std::vector<int64_t> &depths) {
  Misfits misfits;
  while (true) {
    system = {problem.populations.size(), {}};
    addHops(system, problem, delays);
    addLongestDelays(system, problem, delays);
    addZero(system);
    addGreatest(system, maxSteps);
    DifferenceSystem::Solution least = system.least();
    if (least.cycle.empty()) {
      depths = std::move(least.x);
      return misfits;
    }
    // What the cycle has too much, the named delay has, even if all others on it are the longest.
    auto named = std::find_if(least.cycle.begin(), least.cycle.end(), [&](const Constraint &c) {
      return c.tag != noEdge && c.tag >= problem.edges.size();
    });
    assert(named != least.cycle.end() && "hops alone have a solution");
    const size_t edge = named->tag - problem.edges.size();
    delays.longest[edge] += sumOf(least.cycle);
    misfits.add(refuseDelay(problem, edge, delays.longest[edge]));
  }
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

Misfits depthMisfits(MappingProblem &problem) {
  Delays delays = delaysOf(problem);
  DifferenceSystem system;
  std::vector<int64_t> least;
  Misfits misfits = lengthenLoops(problem, delays);
  misfits.add(lengthenAxons(problem, delays, system, least));
  if (!misfits.empty())
    return misfits;

  // No solution has a depth below its least, nor so a lower greatest one.
  addGreatest(system, *std::max_element(least.begin(), least.end()));
  settle(problem, system, std::move(least));
  return misfits;
}

Status balanceFreely(MappingProblem &problem) {
  Delays delays = delaysOf(problem);
  if (Misfits loops = lengthenLoops(problem, delays); !loops.empty())
    return loops.status();
  DifferenceSystem system{problem.populations.size(), {}};
  addHops(system, problem, delays);
  std::vector<int64_t> least = system.least().x;
  addZero(system);
  addGreatest(system, maxSteps);
  least.push_back(0);
  settle(problem, system, std::move(least));
  return success();
}

} // namespace nacre
