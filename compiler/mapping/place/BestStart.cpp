// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/BestStart.h"

namespace nacre {

std::vector<uint32_t> bestStart(const PlacementProblem &problem, const PlacementOptions &options) {
  PlacementRegistry placements;
  registerAllPlacements(placements);
  std::vector<uint32_t> best = placements.find("sequential")->place(problem, options);
  double bestValue = options.objective.start(problem, best)->value();
  for (const auto &[name, placement] : placements) {
    if (!placement.isStart || options.stopped())
      continue;
    std::vector<uint32_t> cores = placement.place(problem, options);
    const double value = options.objective.start(problem, cores)->value();
    if (value < bestValue)
      best = std::move(cores), bestValue = value;
  }
  return best;
}

} // namespace nacre
