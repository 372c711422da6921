// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sum over pairs of clusters: their spikes times the cost of the way between them.
#pragma once
#include "compiler/mapping/place/objectives/Objective.h"
#include "compiler/mapping/place/problem/WayCost.h"

namespace nacre {

class PairwiseCost : public PlacementCost {
  struct Neighbour {
    uint32_t cluster;
    double spikes;
  };
  WayCost way;
  std::vector<uint32_t> tiles; ///< by cluster
  std::vector<size_t> first;   ///< of a cluster's neighbours; one more than clusters
  std::vector<Neighbour> neighbours;
  double sum = 0;

  double change(uint32_t cluster, uint32_t from, uint32_t to, uint32_t partner) const;

public:
  PairwiseCost(const PlacementProblem &problem, const std::vector<uint32_t> &cores,
               const LinkCosts &costs);
  double value() const override { return sum; }
  double change(const Move &move) override;
  void apply(const Move &move) override;
};

} // namespace nacre
