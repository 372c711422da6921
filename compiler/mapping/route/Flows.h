// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Which spikes must travel from core to core for the placed slices: for each pair of cores
/// disjoint boxes, so that a neuron sends one packet to a core however many synapse groups read it
/// there. Without routes; ordered by from, to, population, box.
std::vector<MappingProblem::Flow> flowsOf(const MappingProblem &problem);

/// flowsOf, with the tiles that the chip's routing policy passes.
Status routeFlows(MappingProblem &problem);

} // namespace nacre
