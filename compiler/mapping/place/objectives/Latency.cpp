// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/objectives/LargestOf.h"
#include "compiler/mapping/place/objectives/Objective.h"
#include "compiler/mapping/place/problem/WayCost.h"

namespace nacre {

namespace {

/// The longest, plus the mean of all: the longest alone would not tell a search where to go. A
/// packet's way is that to its farthest target.
class Latency : public PlacementCost {
  const PlacementProblem &problem;
  WayCost way;
  std::vector<uint32_t> tiles;             ///< by cluster
  std::vector<std::vector<uint32_t>> sent; ///< packets from or to a cluster
  LargestOf cycles;                        ///< of packets
  double sum = 0;

  void time(uint32_t index) {
    const Packets &packets = problem.packets[index];
    double farthest = 0;
    for (uint32_t to : packets.to)
      farthest = std::max(farthest, way(tiles[packets.from], tiles[to]));
    sum += packets.spikes * farthest - cycles[index];
    cycles.set(index, packets.spikes * farthest);
  }

public:
  Latency(const PlacementProblem &problem, const std::vector<uint32_t> &cores)
      : problem(problem), way(problem.topology, problem.cycles), sent(problem.clusters()),
        cycles(problem.packets.size()) {
    for (uint32_t core : cores)
      tiles.push_back(problem.topology.tileOf(core));
    for (uint32_t i = 0; i < problem.packets.size(); ++i) {
      sent[problem.packets[i].from].push_back(i);
      for (uint32_t to : problem.packets[i].to)
        sent[to].push_back(i);
      time(i);
    }
  }

  double value() const override {
    return cycles.value() + sum / double(std::max<size_t>(1, problem.packets.size()));
  }

  void apply(const Move &move) override {
    tiles[move.cluster] = move.to;
    if (move.other != Move::none)
      tiles[move.other] = move.from;
    for (uint32_t packet : sent[move.cluster])
      time(packet);
    if (move.other != Move::none)
      for (uint32_t packet : sent[move.other])
        time(packet);
  }
};

} // namespace

void registerLatency(ObjectiveRegistry &registry) {
  registry.add("latency",
               {"longest way of any packets, times their number, plus the mean", "cycles a sample",
                [](const PlacementProblem &problem, const std::vector<uint32_t> &cores) {
                  return std::unique_ptr<PlacementCost>(new Latency(problem, cores));
                }});
}

} // namespace nacre
