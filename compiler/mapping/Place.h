// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/place/Placement.h"

namespace nacre {

/// The algorithm and what it needs, by the names in MappingOptions; refuses unknown ones.
struct PlacementChoice {
  Placement placement;
  PlacementOptions options;

  static Result<PlacementChoice> of(const MappingOptions &options);
};

/// A core for each cluster. The limit of time, or an interrupt, ends the search, not the program.
Status placeClusters(MappingProblem &problem, const MappingOptions &options);

} // namespace nacre
