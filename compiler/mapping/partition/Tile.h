// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Cuts each population into a grid of boxes, channels x rows x columns, one box a core: the fewest
/// boxes whose needs fit, among equals the one with the fewest input axons (each is a packet
/// received). A population whose neurons reach too many cores for its axon-out table is cut
/// further. Fills `slices`, not their cores. Refused where even one neuron does not fit, or where
/// the chip has too few cores.
Status partitionByTiles(MappingProblem &problem);

} // namespace nacre
