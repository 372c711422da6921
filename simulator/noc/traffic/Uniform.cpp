// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/traffic/TrafficPattern.h"

namespace nacre {

static uint32_t destination(const Topology &topology, uint32_t, TrafficRandom &random) {
  return uint32_t((random() >> 32) * topology.cores() >> 32);
}

void registerUniform(TrafficPatternRegistry &registry) {
  registry.add("uniform", {"every core with the same chance, the sender too",
                           [](const Topology &) { return std::string(); }, destination});
}

} // namespace nacre
