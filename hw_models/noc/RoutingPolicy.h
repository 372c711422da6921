// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which ports a packet may take. Compiler (congestion) and simulator (routers) call the same
// function.
#pragma once
#include "hw_models/noc/Topology.h"
#include "support/Registry.h"
#include <array>
#include <cassert>
#include <functional>
#include <string>

namespace nacre {

/// A way on: an output, and the class of virtual channels that may be taken there.
struct Way {
  uint8_t port = 0;
  uint8_t vcClass = 0;

  Way() = default;
  Way(uint8_t port, uint8_t vcClass = 0) : port(port), vcClass(vcClass) {}
  Way(Direction direction, uint8_t vcClass = 0) : Way(uint8_t(direction), vcClass) {}
};

/// Up to four ways, the preferred first.
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
  /// Pure. From router `here`, which is not the tile `to`; at least one way if packets can come
  /// here. `vcClass` is the class of the virtual channel that the packet holds.
  std::function<Ways(const Topology &topology, uint32_t here, uint32_t to, uint8_t vcClass)> ways;
  TopologyKind serves = TopologyKind::Mesh;
  uint8_t classes = 1;      ///< of virtual channels on links between routers, at most 3
  uint8_t startClasses = 1; ///< that a packet may start in, on the link from its core
  bool adaptive = false;    ///< there can be several ways
  bool detours = false;     ///< paths need not be shortest ones; then the policy is fixed

  /// Each pair of tiles has one path, whatever else is under way.
  bool isFixed() const { return startClasses == 1 && !adaptive; }

  /// Refuses topologies that the policy does not serve.
  Status checkServes(const Topology &topology) const;
};

using RoutingRegistry = Registry<RoutingPolicy>;
void registerAllRoutings(RoutingRegistry &registry);

/// The policies that serve a kind of topology: "xy, yx".
std::string namesServing(const RoutingRegistry &registry, TopologyKind kind);

/// The policy that a kind of topology has if none is asked for.
std::string_view usualRouting(TopologyKind kind);

} // namespace nacre
