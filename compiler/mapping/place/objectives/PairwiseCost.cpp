// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/objectives/PairwiseCost.h"

namespace nacre {

PairwiseCost::PairwiseCost(const PlacementProblem &problem, const std::vector<uint32_t> &cores,
                           const LinkCosts &costs)
    : way(problem.topology, costs) {
  for (uint32_t core : cores)
    tiles.push_back(problem.topology.tileOf(core));
  first.push_back(0);
  for (uint32_t cluster = 0; cluster < problem.clusters(); ++cluster) {
    for (const Traffic &other : problem.traffic[cluster]) {
      neighbours.push_back({other.cluster, other.spikes});
      if (other.cluster < cluster)
        sum += other.spikes * way(tiles[cluster], tiles[other.cluster]);
    }
    first.push_back(neighbours.size());
  }
}

/// The way to `partner`, who changes places with the cluster, stays as long as it is.
double PairwiseCost::change(uint32_t cluster, uint32_t from, uint32_t to, uint32_t partner) const {
  double change = 0;
  for (size_t i = first[cluster]; i < first[cluster + 1]; ++i) {
    const Neighbour &other = neighbours[i];
    const uint32_t tile = tiles[other.cluster];
    if (other.cluster != partner)
      change += other.spikes * (way(to, tile) - way(from, tile));
  }
  return change;
}

double PairwiseCost::change(const Move &move) {
  double sum = change(move.cluster, move.from, move.to, move.other);
  if (move.other != Move::none)
    sum += change(move.other, move.to, move.from, move.cluster);
  return sum;
}

void PairwiseCost::apply(const Move &move) {
  sum += change(move);
  tiles[move.cluster] = move.to;
  if (move.other != Move::none)
    tiles[move.other] = move.from;
}

} // namespace nacre
