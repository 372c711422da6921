// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Gives each population a depth and each edge its axonal delay
/// d(e) = k(e) + depth(target) - depth(source), 1 <= d(e) <= the chip's longest (retiming,
/// Leiserson and Saxe 1991). The greatest depth is the least for which there are such delays, so
/// that a run takes no longer than it must, and then the sum of all delays is the least possible.
/// Refused: a loop with more hops than logical delay (naming its layers), delays for which the
/// chip's longest is too short wherever the depths lie that an image can hold (naming one).
Status balanceDepth(MappingProblem &problem);

/// The depths with the least sum of delays if these could be of any length. Refused: such loops.
Status balanceFreely(MappingProblem &problem);

} // namespace nacre
