// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Clusters in order along a Hilbert curve over the grid: what is near in the network is near on the
// chip (Hilbert, Math. Annalen 38:459, 1891). Trees and rings number their tiles like that anyway.
#include "compiler/mapping/place/Placement.h"
#include "compiler/mapping/place/TileCurve.h"

namespace nacre {

static std::vector<uint32_t> place(const PlacementProblem &problem, const PlacementOptions &) {
  std::vector<uint32_t> cores = coreCurve(problem.topology);
  cores.resize(problem.clusters());
  return cores;
}

void registerHilbert(PlacementRegistry &registry) {
  registry.add("hilbert", {"layer after layer along a Hilbert curve", place, true});
}

} // namespace nacre
