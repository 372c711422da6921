// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include <functional>
#include <string_view>

namespace nacre {

/// The nets of all populations with sparse synapses, as hMETIS and others read them (.hgr):
/// vertices are the neurons of these populations and of those that have synapses to them, numbered
/// from 1 in the network's order, as a comment for each population says; a line for each net of two
/// or more. Refused where there is none.
Status writeHypergraph(const MappingProblem &problem,
                       const std::function<void(std::string_view)> &write);

} // namespace nacre
