// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/problem/PlacementProblem.h"
#include "compiler/mapping/route/Flows.h"
#include "compiler/mapping/route/Packets.h"
#include "hw_models/chip/ChipNoc.h"
#include <cmath>
#include <tuple>

namespace nacre {

void PlacementProblem::send(uint32_t clusters, std::vector<Packets> sent) {
  packets = std::move(sent);
  std::vector<std::tuple<uint32_t, uint32_t, double>> ways;
  for (const Packets &group : packets)
    for (uint32_t to : group.to) {
      ways.emplace_back(group.from, to, group.spikes);
      ways.emplace_back(to, group.from, group.spikes);
    }
  std::sort(ways.begin(), ways.end());
  traffic.assign(clusters, {});
  for (const auto &[from, to, spikes] : ways) {
    if (traffic[from].empty() || traffic[from].back().cluster != to)
      traffic[from].push_back({to, 0});
    traffic[from].back().spikes += spikes;
  }
}

PlacementProblem placementProblemOf(const MappingProblem &problem) {
  PacketsByEnds sent;
  for (auto &[ends, spikes] : packetsOf(problem, flowsOf(problem))) {
    auto to = ends.second;
    std::erase(to, ends.first);
    if (!to.empty())
      sent[{ends.first, to}] += spikes;
  }

  const NocModel noc = nocModelOf(problem.chip);
  const NocTiming &timing = noc.timing;
  auto cycles = [&](LinkKind link) {
    return double(timing.routeCycles + timing.vcAllocationCycles + timing.traversal(link));
  };
  const double flits = double(problem.chip.timing.packetFlits);
  const ChipModel::Energy &energy = problem.chip.energy;
  PlacementProblem result{
      noc.topology,
      noc.policy,
      {flits * double(energy.hopEastWestFj), flits * double(energy.hopNorthSouthFj),
       flits * double(energy.hopBorderFj)},
      {cycles(LinkKind::EastWest), cycles(LinkKind::NorthSouth), cycles(LinkKind::Border)},
      {},
      {}};
  std::vector<Packets> packets;
  for (const auto &[ends, spikes] : sent)
    packets.push_back({ends.first, ends.second, std::round(spikes * 1024) / 1024});
  result.send(uint32_t(problem.clusters), std::move(packets));
  return result;
}

} // namespace nacre
