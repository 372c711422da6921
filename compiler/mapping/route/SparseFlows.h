// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Adds the flows between clusters that sparse synapses need: from a slice to a cluster one with
/// just the neurons that have a synapse there and are not in one of `flows` already. clusterOf: by
/// slice.
void addSparseFlows(const MappingProblem &problem, const std::vector<size_t> &clusterOf,
                    std::vector<MappingProblem::Flow> &flows);

} // namespace nacre
