// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

struct CoreBound {
  int64_t cores = 0;
  std::string resource; ///< that asks for so many, as refusals name it
};

/// No mapping of the problem onto its chip has fewer cores, however its populations are cut into
/// boxes. For each resource the least that all neurons need of it, over what a core has; the
/// largest counts. A neuron's least of input axons and of a shared kernel is its share in the best
/// box that fits a core, wherever that lies in the layer.
CoreBound coresAtLeast(const MappingProblem &problem);

/// The largest resource of each layer, summed: a bound for mappings in which layers of different
/// needs share no cores. Those that do may have fewer.
int64_t coresByLayer(const MappingProblem &problem);

} // namespace nacre
