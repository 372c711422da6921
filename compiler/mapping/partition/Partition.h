// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

struct Packing;

/// Cuts each population into tiles and packs them into clusters, each of which fits a core. Fills
/// `slices`, not their cores, and `clusters`. In the way are, whichever come first: layers of which
/// even one neuron does not fit; neurons with too many targets; too few cores.
Misfits partitionMisfits(MappingProblem &problem, const Packing &packing);

/// The same, refused for the first.
inline Status partition(MappingProblem &problem, const Packing &packing) {
  return partitionMisfits(problem, packing).status();
}

} // namespace nacre
