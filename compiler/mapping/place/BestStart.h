// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/place/Placement.h"

namespace nacre {

/// The best of all placements that do not search; in order of cores unless another is
/// better. At least one, also if it is to stop.
std::vector<uint32_t> bestStart(const PlacementProblem &problem, const PlacementOptions &options);

} // namespace nacre
