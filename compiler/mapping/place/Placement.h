// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A placement algorithm: which physical core holds which slice.
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include "support/Registry.h"

namespace nacre {

struct Placement {
  std::string summary;
  /// Gives each slice a core of its own. There are at least as many cores as slices. The same
  /// problem and seed give the same placement.
  void (*place)(MappingProblem &problem, uint64_t seed);
};

using PlacementRegistry = Registry<Placement>;
void registerAllPlacements(PlacementRegistry &registry);

} // namespace nacre
