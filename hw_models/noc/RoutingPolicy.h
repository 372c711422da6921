// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which port a flit takes. Compiler (congestion) and simulator (routers) call the same function.
#pragma once
#include "hw_models/noc/Topology.h"
#include "support/Registry.h"
#include <string>

namespace nacre {

struct RoutingPolicy {
  std::string summary;
  /// Pure. Local exactly when `here` is `to`; both are tiles.
  Direction (*next)(const Topology &topology, uint32_t here, uint32_t to);
};

using RoutingRegistry = Registry<RoutingPolicy>;
void registerAllRoutings(RoutingRegistry &registry);

} // namespace nacre
