// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mappings that come with the network (Population::cores) in place of partition and placement.
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// Does any population say where its neurons are?
bool hasGivenCores(const MappingProblem &problem);

/// Fills slices and clusters: a core's neurons of a population as boxes, greedily, in index order.
/// Refuses a problem in which only some populations have cores, and cores that the chip has not;
/// whether the cores have room for their neurons is for verify() to say.
Status takeGivenCores(MappingProblem &problem);

} // namespace nacre
