// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include <map>

namespace nacre {

/// Packets a sample, expected, by the ends of flows: where they come from, and the ascending places
/// that they all go to, which may be the same. One place where the chip does not multicast.
using PacketsByEnds = std::map<std::pair<uint32_t, std::vector<uint32_t>>, double>;

/// Of flows in the order of flowsOf, between clusters or between cores.
PacketsByEnds packetsOf(const MappingProblem &problem,
                        const std::vector<MappingProblem::Flow> &flows);

} // namespace nacre
