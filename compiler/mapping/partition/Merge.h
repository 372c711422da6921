// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Makes one slice of two of a cluster where they lie side by side and nothing is read between
/// them: the cluster then needs no more than before, and less where both read the same.
void mergeSlices(MappingProblem &problem);

} // namespace nacre
