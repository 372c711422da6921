// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Routes, spelled out.
#pragma once
#include "hw_models/noc/RoutingPolicy.h"
#include <vector>

namespace nacre {

/// The links a flit passes between two tiles, in order, if it takes the preferred way everywhere;
/// none if the tiles are the same. The policy passes checkRouting().
std::vector<Link> linksOfPath(const Topology &topology, const RoutingPolicy &policy, uint32_t from,
                              uint32_t to);

/// The routers it visits, both ends included.
std::vector<uint32_t> routersOfPath(const Topology &topology, const RoutingPolicy &policy,
                                    uint32_t from, uint32_t to);

} // namespace nacre
