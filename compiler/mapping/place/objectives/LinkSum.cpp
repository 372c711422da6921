// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/objectives/LinkSum.h"
#include "compiler/mapping/place/objectives/LinkLoads.h"
#include "compiler/mapping/place/objectives/PairwiseCost.h"

namespace nacre {

namespace {

/// Trees, whose links depend on all targets together.
class TreeCost : public PlacementCost {
  LinkLoads loads;

public:
  TreeCost(const PlacementProblem &problem, const std::vector<uint32_t> &cores,
           const LinkCosts &costs)
      : loads(problem, cores, costs) {}

  double value() const override { return loads.sum(); }
  void apply(const Move &move) override { loads.apply(move); }
};

} // namespace

std::unique_ptr<PlacementCost> linkSum(const PlacementProblem &problem,
                                       const std::vector<uint32_t> &cores, const LinkCosts &costs) {
  for (const Packets &packets : problem.packets)
    if (packets.to.size() > 1)
      return std::make_unique<TreeCost>(problem, cores, costs);
  return std::make_unique<PairwiseCost>(problem, cores, costs);
}

} // namespace nacre
