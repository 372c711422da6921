// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Clusters in order onto cores in order: row-major over tiles, all cores of a tile first.
#include "compiler/mapping/place/Placement.h"
#include <numeric>

namespace nacre {

static std::vector<uint32_t> place(const PlacementProblem &problem, const PlacementOptions &) {
  std::vector<uint32_t> cores(problem.clusters());
  std::iota(cores.begin(), cores.end(), 0);
  return cores;
}

void registerSequential(PlacementRegistry &registry) {
  registry.add("sequential", {"layer after layer onto cores in order", place});
}

} // namespace nacre
