// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Who sends to whom in synthetic traffic (Dally and Towles, Principles and Practices of
// Interconnection Networks, 2004, table 3.1).
#pragma once
#include "hw_models/noc/Topology.h"
#include "support/Registry.h"
#include <random>
#include <string>

namespace nacre {

using TrafficRandom = std::mt19937_64;

struct TrafficPattern {
  std::string summary;
  /// Why the pattern is not defined on a topology; empty if it is.
  std::string (*refuse)(const Topology &topology);
  /// The core that a packet of `core` goes to; may be itself.
  uint32_t (*destination)(const Topology &topology, uint32_t core, TrafficRandom &random);
};

/// Refuses topologies whose tiles do not lie in columns and rows.
inline std::string refuseTrees(const Topology &topology) {
  return topology.kind == TopologyKind::Tree ? "needs columns and rows of tiles" : "";
}

using TrafficPatternRegistry = Registry<TrafficPattern>;
void registerAllTrafficPatterns(TrafficPatternRegistry &registry);

} // namespace nacre
