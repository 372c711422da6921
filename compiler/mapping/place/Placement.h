// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A placement algorithm: which physical core holds which cluster.
#pragma once
#include "compiler/mapping/place/PlacementProblem.h"
#include "support/Registry.h"

namespace nacre {

struct Placement {
  std::string summary;
  /// A core for each cluster, all different. The same problem and seed give the same cores.
  std::vector<uint32_t> (*place)(const PlacementProblem &problem, uint64_t seed);
};

using PlacementRegistry = Registry<Placement>;
void registerAllPlacements(PlacementRegistry &registry);

} // namespace nacre
