// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The baseline that every placement must beat.
#include "compiler/mapping/place/Placement.h"
#include <numeric>
#include <random>

namespace nacre {

static void place(MappingProblem &problem, uint64_t seed) {
  std::vector<int64_t> cores(size_t(problem.chip.grid.cores()));
  std::iota(cores.begin(), cores.end(), 0);
  // Fisher-Yates by hand: std::shuffle may differ between standard libraries.
  std::mt19937_64 random(seed);
  for (size_t i = 0; i < problem.slices.size(); ++i) {
    std::swap(cores[i], cores[i + random() % (cores.size() - i)]);
    problem.slices[i].core = cores[i];
  }
}

void registerRandom(PlacementRegistry &registry) {
  registry.add("random", {"uniformly random cores, by seed", place});
}

} // namespace nacre
