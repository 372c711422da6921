// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/SpikeHops.h"
#include "compiler/mapping/route/Flows.h"
#include <map>

namespace nacre {

std::vector<std::vector<Traffic>> trafficOf(MappingProblem &problem) {
  for (size_t slice = 0; slice < problem.slices.size(); ++slice)
    problem.slices[slice].core = int64_t(slice); // a flow then names the slices
  std::map<std::pair<uint32_t, uint32_t>, int64_t> spikes;
  for (const MappingProblem::Flow &flow : flowsOf(problem)) {
    auto ends = std::minmax(uint32_t(flow.from), uint32_t(flow.to));
    if (ends.first != ends.second)
      spikes[ends] += flow.box.volume();
  }
  std::vector<std::vector<Traffic>> traffic(problem.slices.size());
  for (const auto &[ends, count] : spikes) {
    traffic[ends.first].push_back({ends.second, count});
    traffic[ends.second].push_back({ends.first, count});
  }
  return traffic;
}

int64_t spikeHops(const MappingProblem &problem, const std::vector<std::vector<Traffic>> &traffic) {
  const Topology topology = problem.chip.grid.topology();
  auto tileOf = [&](size_t slice) { return topology.tileOf(uint32_t(problem.slices[slice].core)); };
  int64_t twice = 0;
  for (size_t slice = 0; slice < traffic.size(); ++slice)
    for (const Traffic &other : traffic[slice])
      twice += other.spikes * topology.distance(tileOf(slice), tileOf(other.slice));
  return twice / 2;
}

} // namespace nacre
