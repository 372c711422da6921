// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

struct Packing;

/// Cuts each population into tiles and packs them into clusters, each of which fits a core. Fills
/// `slices`, not their cores, and `clusters`. Refused where even one neuron does not fit, where one
/// has too many targets, or where the chip has too few cores.
Status partition(MappingProblem &problem, const Packing &packing);

} // namespace nacre
