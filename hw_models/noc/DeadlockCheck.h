// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Can packets wait for each other in a circle? Dally and Seitz, IEEE Trans. Computers C-36(5), 1987:
// a set of routes is free of deadlock if its channel dependency graph has no cycle.
#pragma once
#include "support/Result.h"
#include <cstdint>
#include <vector>

namespace nacre {

/// `routes`: tiles of each route, first to last, neighbours in the mesh. A channel is a directed link
/// between tiles; a route that takes link b right after link a makes a depend on b. Refused, naming
/// the links of one cycle, if there is one.
Status checkDeadlock(const std::vector<std::vector<uint32_t>> &routes);

} // namespace nacre
