// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network on chip with virtual channels, as numbers; rules in docs/semantics/noc.md.
#pragma once
#include "hw_models/noc/RoutingPolicy.h"
#include "support/Result.h"
#include <algorithm>

namespace nacre {

/// A value for each kind of link.
struct PerLinkKind {
  std::array<int64_t, linkKinds> values;

  PerLinkKind(int64_t all) { values.fill(all); }
  PerLinkKind(int64_t eastWest, int64_t northSouth, int64_t local, int64_t border)
      : values{eastWest, northSouth, local, border} {}
  int64_t operator[](LinkKind kind) const { return values[size_t(kind)]; }
  int64_t most() const { return *std::max_element(values.begin(), values.end()); }
  int64_t least() const { return *std::min_element(values.begin(), values.end()); }
};

struct NocTiming {
  int64_t routeCycles = 0;        ///< from a head flit's arrival to its first request
  int64_t vcAllocationCycles = 1; ///< from a virtual channel's grant to the first switch request
  int64_t switchAllocationCycles = 1; ///< from the request that wins to the switch
  int64_t switchCycles = 1;           ///< through the switch, onto the link
  PerLinkKind linkCycles = 1;         ///< >= 1
  PerLinkKind creditCycles = 2;       ///< from a slot's release to its next use by the sender, >= 1
  PerLinkKind flitIntervalCycles = 1; ///< least distance of two flits on a link, >= 1

  /// From the request that wins the switch to the arrival behind the link; >= 1.
  int64_t traversal(LinkKind link) const {
    return switchAllocationCycles + switchCycles + linkCycles[link];
  }
};

struct NocModel {
  Topology topology;
  RoutingPolicy policy;
  uint32_t virtualChannels = 1; ///< of each link
  uint32_t bufferFlits = 1;     ///< of each virtual channel
  NocTiming timing;
  uint32_t coreBufferFlits = 0; ///< of each virtual channel into a core; 0: bufferFlits

  uint32_t ports() const { return topology.linkPorts() + topology.coresPerTile; } ///< of a router
  uint32_t coreBuffer() const { return coreBufferFlits ? coreBufferFlits : bufferFlits; }

  /// The virtual channels of one of several classes, as bits: equal shares, the first the lowest.
  uint16_t channelsOfClass(uint32_t vcClass, uint32_t classes) const {
    uint32_t share = virtualChannels / classes;
    return uint16_t(((1u << share) - 1) << vcClass * share);
  }

  /// From creation to arrival of a packet between two tiles in an idle network.
  int64_t zeroLoadLatency(uint32_t from, uint32_t to, int64_t flits) const;

  /// Cycles after which a packet of so many flits reaches a core if any is in the network,
  /// consumers permitting and packets taking shortest paths, or passing no router twice where the
  /// policy has detours: all buffers full, each core in the middle of a packet, and only one flit
  /// moves at a time.
  int64_t patience(int64_t packetFlits) const;

  /// Refuses what no network can be made of, naming the option.
  Status check() const;
};

} // namespace nacre
