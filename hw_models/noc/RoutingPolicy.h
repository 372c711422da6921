// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which ports a packet may take. Compiler (congestion) and simulator (routers) call the same
// function.
#pragma once
#include "hw_models/noc/Topology.h"
#include "support/Registry.h"
#include <array>
#include <cassert>
#include <string>

namespace nacre {

/// A way on: an output, and the class of virtual channels that may be taken there.
struct Way {
  Direction direction = Direction::Local;
  uint8_t vcClass = 0;
};

/// One to four ways, the preferred first.
class Ways {
  std::array<Way, 4> ways;
  uint8_t count = 0;

public:
  Ways(std::initializer_list<Way> list) {
    for (Way way : list)
      add(way);
  }
  void add(Way way) {
    assert(count < ways.size());
    ways[count++] = way;
  }
  size_t size() const { return count; }
  const Way *begin() const { return ways.data(); }
  const Way *end() const { return ways.data() + count; }
};

struct RoutingPolicy {
  std::string summary;
  /// Pure. Local alone exactly when `here` is `to`; both are tiles. `vcClass` is the class of the
  /// virtual channel that the packet holds.
  Ways (*ways)(const Topology &topology, uint32_t here, uint32_t to, uint8_t vcClass);
  TopologyKind serves = TopologyKind::Mesh;
  uint8_t classes = 1;      ///< of virtual channels on links between routers
  uint8_t startClasses = 1; ///< that a packet may start in, on the link from its core
  bool adaptive = false;    ///< there can be several ways

  /// Each pair of tiles has one path, whatever else is under way, without virtual channels.
  bool isFixed() const { return classes == 1 && !adaptive; }

  /// Of a fixed policy: the direction from `here` to `to`.
  Direction next(const Topology &topology, uint32_t here, uint32_t to) const {
    assert(isFixed());
    return ways(topology, here, to, 0).begin()->direction;
  }
};

using RoutingRegistry = Registry<RoutingPolicy>;
void registerAllRoutings(RoutingRegistry &registry);

} // namespace nacre
