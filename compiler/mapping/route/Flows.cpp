// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/route/Flows.h"
#include "compiler/mapping/route/SparseFlows.h"
#include "hw_models/noc/Path.h"
#include "support/BoxIndex.h"
#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <tuple>

namespace nacre {

namespace {

using Flow = MappingProblem::Flow;

bool byEnds(const Flow &a, const Flow &b) {
  return std::tie(a.from, a.to, a.population, a.box, a.neurons) <
         std::tie(b.from, b.to, b.population, b.box, b.neurons);
}

/// Slices of one population.
struct Slices {
  std::vector<size_t> numbers;                  ///< copies too
  std::vector<size_t> own;                      ///< no copies
  std::map<size_t, std::vector<size_t>> copies; ///< by cluster that they serve
  std::optional<BoxIndex> index;                ///< of `own`, where spikes are read from

  const std::vector<size_t> &copiesFor(size_t cluster) const {
    static const std::vector<size_t> none;
    auto found = copies.find(cluster);
    return found == copies.end() ? none : found->second;
  }
};

/// What synapses need, by ends, into disjoint boxes.
std::vector<Flow> disjoint(const std::vector<Flow> &needed) {
  std::vector<Flow> flows;
  size_t first = 0; // with these ends
  for (const Flow &need : needed) {
    auto ends = [](const Flow &flow) { return std::tie(flow.from, flow.to, flow.population); };
    if (first < flows.size() && ends(flows[first]) != ends(need))
      first = flows.size();
    std::span<const Flow> known(flows.begin() + std::ptrdiff_t(first), flows.end());
    std::vector<Box> parts = {need.box};
    for (const Flow &flow : known)
      parts = subtract(parts, flow.box);
    for (const Box &box : parts)
      flows.push_back({need.from, need.to, need.population, box, {}});
  }
  return flows;
}

} // namespace

std::vector<Flow> flowsOf(const MappingProblem &problem, const std::vector<size_t> &clusterOf) {
  std::vector<Slices> slicesOf(problem.populations.size());
  for (size_t s = 0; s < problem.slices.size(); ++s) {
    const auto &slice = problem.slices[s];
    Slices &slices = slicesOf[slice.population];
    slices.numbers.push_back(s);
    if (!slice.isCopy())
      slices.own.push_back(s);
    for (size_t cluster : slice.serves)
      slices.copies[cluster].push_back(s);
  }
  std::vector<Flow> needed;
  for (const auto &edge : problem.edges) {
    if (edge.sparse)
      continue;
    Slices &sources = slicesOf[edge.source];
    if (!sources.index) {
      std::vector<Box> boxes;
      for (size_t s : sources.own)
        boxes.push_back(problem.slices[s].box);
      sources.index.emplace(boxes);
    }
    for (size_t target : slicesOf[edge.target].numbers) {
      const Box field = problem.receptiveField(edge, problem.slices[target].box);
      auto need = [&](size_t source, const Box &box) {
        needed.push_back(
            {int64_t(clusterOf[source]), int64_t(clusterOf[target]), edge.source, box, {}});
      };
      const std::vector<size_t> &copies = sources.copiesFor(problem.slices[target].cluster);
      for (size_t i : sources.index->meeting(field)) {
        std::vector<Box> parts = {intersect(field, problem.slices[sources.own[i]].box)};
        for (size_t copy : copies)
          parts = subtract(parts, problem.slices[copy].box);
        for (const Box &box : parts)
          need(sources.own[i], box);
      }
      for (size_t copy : copies)
        if (Box box = intersect(field, problem.slices[copy].box); !box.empty())
          need(copy, box);
    }
  }
  std::sort(needed.begin(), needed.end(), byEnds);
  std::vector<Flow> flows = disjoint(needed);
  addSparseFlows(problem, clusterOf, flows);
  std::sort(flows.begin(), flows.end(), byEnds);
  return flows;
}

std::vector<Flow> flowsOf(const MappingProblem &problem) {
  std::vector<size_t> clusterOf;
  for (const auto &slice : problem.slices)
    clusterOf.push_back(slice.cluster);
  return flowsOf(problem, clusterOf);
}

Status routeFlows(MappingProblem &problem) {
  problem.flows = flowsOf(problem);
  std::vector<int64_t> coreOf(problem.clusters);
  for (const auto &slice : problem.slices)
    coreOf[slice.cluster] = slice.core;
  for (auto &flow : problem.flows) {
    flow.from = coreOf[size_t(flow.from)];
    flow.to = coreOf[size_t(flow.to)];
  }
  std::sort(problem.flows.begin(), problem.flows.end(), byEnds);
  if (problem.chip.routesByTables())
    return success();
  RoutingRegistry policies;
  registerAllRoutings(policies);
  auto policy = policies.get(problem.chip.routingPolicy, "routing policy");
  if (!policy)
    return policy.error();
  Topology topology = problem.chip.grid.topology();
  for (auto &flow : problem.flows)
    for (uint32_t tile : routersOfPath(topology, **policy, topology.tileOf(uint32_t(flow.from)),
                                       topology.tileOf(uint32_t(flow.to))))
      flow.tiles.push_back(tile);
  return success();
}

} // namespace nacre
