// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/partition/sparse/PartNeeds.h"

namespace nacre {

/// Moves neurons to parts where they lessen connectivity, as long as every part keeps within the
/// limits, which all keep to begin with. A pass looks at each neuron once; at most `passes`, or
/// until one is of little use. Returns by how much connectivity fell.
int64_t refineParts(const SparseNets &nets, const PartLimits &limits, std::vector<uint32_t> &partOf,
                    uint32_t parts, int passes);

} // namespace nacre
