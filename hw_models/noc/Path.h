// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The tiles that packets pass.
#pragma once
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

/// Tiles from `from` to `to` under a policy, both included. A policy that does not arrive within
/// as many hops as there are tiles is a bug of the policy (asserted).
std::vector<uint32_t> pathTiles(const Topology &topology, const RoutingPolicy &policy, uint32_t from,
                                uint32_t to);

} // namespace nacre
