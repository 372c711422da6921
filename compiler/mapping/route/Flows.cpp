// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/route/Flows.h"
#include "hw_models/noc/Path.h"
#include <algorithm>
#include <map>
#include <tuple>

namespace nacre {

std::vector<MappingProblem::Flow> flowsOf(const MappingProblem &problem) {
  std::vector<std::vector<const MappingProblem::Slice *>> slicesOf(problem.populations.size());
  for (const auto &slice : problem.slices)
    slicesOf[slice.population].push_back(&slice);

  // (from, to, population) -> disjoint boxes.
  std::map<std::tuple<size_t, size_t, size_t>, std::vector<Box>> sent;
  for (const auto &edge : problem.edges)
    for (const auto *target : slicesOf[edge.target]) {
      Box field = problem.receptiveField(edge, target->box);
      for (const auto *source : slicesOf[edge.source]) {
        std::vector<Box> fresh = {intersect(field, source->box)};
        if (fresh.front().empty())
          continue;
        auto &boxes = sent[{source->cluster, target->cluster, edge.source}];
        for (const Box &known : boxes) {
          std::vector<Box> rest;
          for (const Box &box : fresh)
            for (const Box &piece : subtract(box, known))
              rest.push_back(piece);
          fresh = std::move(rest);
        }
        boxes.insert(boxes.end(), fresh.begin(), fresh.end());
      }
    }

  std::vector<MappingProblem::Flow> flows;
  for (auto &[key, boxes] : sent) {
    std::sort(boxes.begin(), boxes.end());
    for (const Box &box : boxes)
      flows.push_back(
          {int64_t(std::get<0>(key)), int64_t(std::get<1>(key)), std::get<2>(key), box, {}});
  }
  return flows;
}

Status routeFlows(MappingProblem &problem) {
  RoutingRegistry policies;
  registerAllRoutings(policies);
  auto policy = policies.get(problem.chip.routingPolicy, "routing policy");
  if (!policy)
    return policy.error();
  Topology topology = problem.chip.grid.topology();
  problem.flows = flowsOf(problem);
  std::vector<int64_t> coreOf(problem.clusters);
  for (const auto &slice : problem.slices)
    coreOf[slice.cluster] = slice.core;
  for (auto &flow : problem.flows) {
    flow.from = coreOf[size_t(flow.from)];
    flow.to = coreOf[size_t(flow.to)];
  }
  std::sort(problem.flows.begin(), problem.flows.end(), [](const auto &a, const auto &b) {
    return std::tie(a.from, a.to, a.population, a.box) <
           std::tie(b.from, b.to, b.population, b.box);
  });
  for (auto &flow : problem.flows)
    for (uint32_t tile : routersOfPath(topology, **policy, topology.tileOf(uint32_t(flow.from)),
                                       topology.tileOf(uint32_t(flow.to))))
      flow.tiles.push_back(tile);
  return success();
}

} // namespace nacre
