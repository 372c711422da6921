// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/objectives/LinkSum.h"

namespace nacre {

static Status check(const PlacementProblem &problem) {
  if (problem.energyFj.eastWest > 0 || problem.energyFj.northSouth > 0 ||
      problem.energyFj.border > 0)
    return success();
  return Error{"placement for energy: the chip's hops cost none, so all placements cost the same",
               "choose --objective spike-hops", ExitCode::Usage};
}

void registerEnergy(ObjectiveRegistry &registry) {
  registry.add("energy", {"energy of the links that packets pass", "fJ a sample",
                          [](const PlacementProblem &problem, const std::vector<uint32_t> &cores) {
                            return linkSum(problem, cores, problem.energyFj);
                          },
                          check});
}

} // namespace nacre
