// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/place/objectives/Objective.h"

namespace nacre {

/// What all packets cost at all links they pass.
std::unique_ptr<PlacementCost> linkSum(const PlacementProblem &problem,
                                       const std::vector<uint32_t> &cores, const LinkCosts &costs);

} // namespace nacre
