// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Which spikes must travel between clusters, which `from` and `to` then name: for each pair
/// disjoint boxes, so that a neuron sends one packet to a cluster however many synapse groups read
/// it there. Without routes; ordered by from, to, population, box.
std::vector<MappingProblem::Flow> flowsOf(const MappingProblem &problem);

/// The same if slices were in these clusters; without copies.
std::vector<MappingProblem::Flow> flowsOf(const MappingProblem &problem,
                                          const std::vector<size_t> &clusterOfSlice);

/// flowsOf the placed clusters, by core, with the tiles that the chip's routing policy passes;
/// where the chip routes by tables, trees have to follow (Trees.h).
Status routeFlows(MappingProblem &problem);

} // namespace nacre
