// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Slices in order along a Hilbert curve over the grid: what is near in the network is near on the
// chip (Hilbert, Math. Annalen 38:459, 1891). Trees and rings number their tiles like that anyway.
#include "compiler/mapping/place/Placement.h"
#include "compiler/mapping/place/TileCurve.h"

namespace nacre {

static void place(MappingProblem &problem, uint64_t) {
  const Topology topology = problem.chip.grid.topology();
  const std::vector<uint32_t> tiles = tileCurve(topology);
  for (size_t i = 0; i < problem.slices.size(); ++i)
    problem.slices[i].core = int64_t(tiles[i / topology.coresPerTile]) * topology.coresPerTile +
                             int64_t(i % topology.coresPerTile);
}

void registerHilbert(PlacementRegistry &registry) {
  registry.add("hilbert", {"layer after layer along a Hilbert curve", place});
}

} // namespace nacre
