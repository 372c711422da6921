// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/traffic/TrafficPattern.h"

namespace nacre {

/// Complementing all bits of a core's number is counting from the other end, for any number.
static uint32_t destination(const Topology &topology, uint32_t core, TrafficRandom &) {
  return topology.cores() - 1 - core;
}

void registerBitComplement(TrafficPatternRegistry &registry) {
  registry.add("bit-complement", {"the opposite core through the centre",
                                  [](const Topology &) { return std::string(); }, destination});
}

} // namespace nacre
