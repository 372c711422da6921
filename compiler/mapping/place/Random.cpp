// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The baseline that every placement must beat.
#include "compiler/mapping/place/Placement.h"
#include <numeric>
#include <random>

namespace nacre {

static std::vector<uint32_t> place(const PlacementProblem &problem,
                                   const PlacementOptions &options) {
  std::vector<uint32_t> cores(problem.topology.cores());
  std::iota(cores.begin(), cores.end(), 0);
  // Fisher-Yates by hand: std::shuffle may differ between standard libraries.
  std::mt19937_64 random(options.seed);
  for (size_t i = 0; i < problem.clusters(); ++i)
    std::swap(cores[i], cores[i + random() % (cores.size() - i)]);
  cores.resize(problem.clusters());
  return cores;
}

void registerRandom(PlacementRegistry &registry) {
  registry.add("random", {"uniformly random cores, by seed", place});
}

} // namespace nacre
