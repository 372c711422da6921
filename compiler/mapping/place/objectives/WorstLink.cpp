// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/objectives/LinkLoads.h"

namespace nacre {

namespace {

/// The largest, plus the mean of all: the largest alone would not tell a search where to go.
class WorstLink : public PlacementCost {
  LinkLoads loads;
  double links;

public:
  WorstLink(const PlacementProblem &problem, const std::vector<uint32_t> &cores)
      : loads(problem, cores, {1, 1, 1}),
        links(double(std::max<size_t>(1, problem.topology.links().size()))) {}

  double value() const override { return loads.largest() + loads.sum() / links; }
  void apply(const Move &move) override { loads.apply(move); }
};

} // namespace

void registerWorstLink(ObjectiveRegistry &registry) {
  registry.add("worst-link",
               {"packets on the busiest link, plus the mean of all", "packets a sample",
                [](const PlacementProblem &problem, const std::vector<uint32_t> &cores) {
                  return std::unique_ptr<PlacementCost>(new WorstLink(problem, cores));
                }});
}

} // namespace nacre
