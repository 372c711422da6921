// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A routing function is free of deadlock if its channel dependency graph has no cycle (Dally and
// Seitz, IEEE Trans. Computers C-36(5):547, 1987). One virtual channel: channels are links.
#pragma once
#include "hw_models/noc/RoutingPolicy.h"
#include "support/Result.h"
#include <vector>

namespace nacre {

/// Links of which each waits for the next and the last for the first; empty if there are none.
std::vector<Link> dependencyCycle(const Topology &topology, const RoutingPolicy &policy);

/// Refuses a policy by which some flit leaves the mesh, never arrives or stops early, and one with
/// a dependency cycle, whose channels the message lists.
Status checkRouting(const Topology &topology, const RoutingPolicy &policy);

} // namespace nacre
