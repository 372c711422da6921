// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/PlacementProblem.h"
#include "compiler/mapping/route/Flows.h"
#include <map>

namespace nacre {

PlacementProblem placementProblemOf(const MappingProblem &problem) {
  std::map<std::pair<uint32_t, uint32_t>, int64_t> spikes;
  for (const MappingProblem::Flow &flow : flowsOf(problem)) {
    auto ends = std::minmax(uint32_t(flow.from), uint32_t(flow.to));
    if (ends.first != ends.second)
      spikes[ends] += flow.box.volume();
  }
  PlacementProblem result{problem.chip.grid.topology(),
                          std::vector<std::vector<Traffic>>(problem.clusters)};
  for (const auto &[ends, count] : spikes) {
    result.traffic[ends.first].push_back({ends.second, count});
    result.traffic[ends.second].push_back({ends.first, count});
  }
  return result;
}

int64_t spikeHops(const PlacementProblem &problem, const std::vector<uint32_t> &cores) {
  const Topology &topology = problem.topology;
  int64_t twice = 0;
  for (uint32_t cluster = 0; cluster < problem.clusters(); ++cluster)
    for (const Traffic &other : problem.traffic[cluster])
      twice += other.spikes * topology.distance(topology.tileOf(cores[cluster]),
                                                topology.tileOf(cores[other.cluster]));
  return twice / 2;
}

} // namespace nacre
