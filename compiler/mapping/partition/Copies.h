// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/Needs.h"

namespace nacre {

struct CopyOptions {
  bool sharesCores = true; ///< else each copy has a core of its own
  size_t mostClusters = 0; ///< no more copies are made once there are as many
};

/// Where neurons have more destination cores than the chip sends a spike to, adds copies: slices
/// that hold these neurons again, with the same synapses, and serve some of those cores. Copies
/// share clusters with other copies only.
///
/// Whoever sends to a population sends to its copies too, so populations come after all that read
/// them. Those on a cycle would read their own copies without end, and targets of sparse synapses
/// are looked up by neuron, in one place each: neither are copied, nor what sparse synapses read.
///
/// `flows` are flowsOf the problem, and are so again afterwards.
void addCopies(MappingProblem &problem, NeedsCounter &needs, const CopyOptions &options,
               std::vector<MappingProblem::Flow> &flows);

} // namespace nacre
