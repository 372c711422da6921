// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/Needs.h"

namespace nacre {

/// Makes one slice of two of a cluster where they lie side by side, nothing is read between them
/// and the cluster needs no more than before. Where both read the same it needs less.
void mergeSlices(MappingProblem &problem, NeedsCounter &needs);

} // namespace nacre
