// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network on chip with virtual channels, as numbers; rules in docs/semantics/noc.md.
#pragma once
#include "hw_models/noc/RoutingPolicy.h"
#include "support/Result.h"

namespace nacre {

struct NocTiming {
  int64_t routeCycles = 0;        ///< from a head flit's arrival to its first request
  int64_t vcAllocationCycles = 1; ///< from a virtual channel's grant to the first switch request
  int64_t switchAllocationCycles = 1; ///< from the request that wins to the switch
  int64_t switchCycles = 1;           ///< through the switch, onto the link
  int64_t linkCycles = 1;             ///< router to router, and between core and router
  int64_t creditCycles = 2;           ///< from a slot's release to its next use by the sender, >= 1
  int64_t flitIntervalCycles = 1;     ///< least distance of two flits on a link, >= 1

  /// From the request that wins the switch to the arrival behind the link; >= 1.
  int64_t traversal() const { return switchAllocationCycles + switchCycles + linkCycles; }
};

struct NocModel {
  Topology topology;
  RoutingPolicy policy;
  uint32_t virtualChannels = 1; ///< of each link
  uint32_t bufferFlits = 1;     ///< of each virtual channel
  NocTiming timing;

  uint32_t ports() const { return 4 + topology.coresPerTile; } ///< of a router

  /// The virtual channels of one of several classes, as bits: equal shares, the first the lowest.
  uint16_t channelsOfClass(uint32_t vcClass, uint32_t classes) const {
    uint32_t share = virtualChannels / classes;
    return uint16_t(((1u << share) - 1) << vcClass * share);
  }

  /// From creation to arrival of a packet in an idle network, by links between routers.
  int64_t zeroLoadLatency(int64_t links, int64_t flits) const;

  /// Refuses what no network can be made of, naming the option.
  Status check() const;
};

} // namespace nacre
