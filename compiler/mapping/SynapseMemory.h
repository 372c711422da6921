// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How the synapses of an edge into a part of its target are stored in a core, and what that takes.
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include "hw_models/chip/SynapseStorage.h"

namespace nacre {

/// Words of synapse memory. `target` is what the core holds of the edge's target, and `source` its
/// receptive field. Only a convolution can be stored shared.
int64_t synapseWords(const MappingProblem &problem, const MappingProblem::Edge &edge,
                     const Box &target, const Box &source, SynapseStorage storage);

struct StoredSynapses {
  SynapseStorage storage;
  int64_t words = 0;
};

/// What takes fewest words of all that the chip has; of equals one without codebook, and the first
/// in SynapseLayout.
StoredSynapses storedSynapses(const MappingProblem &problem, const MappingProblem::Edge &edge,
                              const Box &target, const Box &source);

} // namespace nacre
