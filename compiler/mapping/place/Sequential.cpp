// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Slices in order onto cores in order: row-major over tiles, all cores of a tile first.
#include "compiler/mapping/place/Placement.h"

namespace nacre {

static void place(MappingProblem &problem, uint64_t) {
  int64_t core = 0;
  for (auto &slice : problem.slices)
    slice.core = core++;
}

void registerSequential(PlacementRegistry &registry) {
  registry.add("sequential", {"layer after layer onto cores in order", place});
}

} // namespace nacre
