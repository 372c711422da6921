// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Gives each population a depth and each edge its axonal delay
/// d(e) = k(e) + depth(target) - depth(source), 1 <= d(e) <= the chip's longest (retiming,
/// Leiserson and Saxe 1991). The greatest depth is the least for which there are such delays, so
/// that a run takes no longer than it must, and then the sum of all delays is the least possible.
/// In the way, and then nothing is given: loops with more hops than logical delay, delays for which
/// the chip's longest is too short wherever the depths lie that an image can hold. Of those that
/// lie on one loop or between the same layers, not all are named: the others may keep to what they
/// have if those get what they need.
Misfits depthMisfits(MappingProblem &problem);

/// The same, refused for the first.
inline Status balanceDepth(MappingProblem &problem) { return depthMisfits(problem).status(); }

/// The depths with the least sum of delays if these could be of any length. Refused: such loops.
Status balanceFreely(MappingProblem &problem);

} // namespace nacre
