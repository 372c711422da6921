// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A routing function is free of deadlock if its channel dependency graph has no cycle (Dally and
// Seitz, IEEE Trans. Computers C-36(5):547, 1987). A channel is a class of virtual channels of a
// link. All ways of an adaptive policy count, so some that are safe would be refused.
#pragma once
#include "hw_models/noc/RoutingPolicy.h"
#include "hw_models/noc/RoutingTree.h"
#include "support/Result.h"
#include <vector>

namespace nacre {

struct NocChannel {
  Link link;
  uint8_t vcClass = 0;
};

struct TilePair {
  uint32_t from, to;
};

/// Channels of which each waits for the next and the last for the first; empty if there are none.
std::vector<NocChannel> dependencyCycle(const Topology &topology, const RoutingPolicy &policy);

/// Refuses a policy that does not serve the topology, one by which some packet leaves it, need not
/// arrive or stops early, and one with a dependency cycle, whose channels the message lists.
Status checkRouting(const Topology &topology, const RoutingPolicy &policy);

/// The same if only these pairs of tiles send packets: of large networks few do, and to follow all
/// takes seconds.
Status checkRouting(const Topology &topology, const RoutingPolicy &policy,
                    std::vector<TilePair> pairs);

/// Refuses trees with a dependency cycle: a packet in the channel of a link waits for the channels
/// of all links behind it. Entries lead along links that exist, and virtual channels have one
/// class.
Status checkDeadlock(const Topology &topology, const std::vector<RoutingTree> &trees);

} // namespace nacre
