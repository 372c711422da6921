// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Gives each population a depth and each edge its axonal delay
/// d(e) = k(e) + depth(target) - depth(source), 1 <= d(e) <= the chip's longest (retiming,
/// Leiserson and Saxe 1991): the least depths, as longest paths. Refused: a loop with more hops
/// than logical delay (naming its layers), an edge whose delay is longer than the chip's.
Status balanceDepth(MappingProblem &problem);

} // namespace nacre
