// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where to put clusters of neurons, apart from what they are made of.
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

/// Between two clusters, both ways.
struct Traffic {
  uint32_t cluster = 0; ///< the other one
  double spikes = 0;    ///< a sample
};

/// Spikes of a cluster that all go to the same clusters: a packet each where the chip multicasts,
/// otherwise there is one target.
struct Packets {
  uint32_t from = 0;
  std::vector<uint32_t> to; ///< ascending, without `from`
  double spikes = 0;        ///< a sample
};

/// What a packet costs at a link between routers.
struct LinkCosts {
  double eastWest = 1, northSouth = 1, border = 1;
  double operator[](LinkKind kind) const {
    return kind == LinkKind::EastWest ? eastWest : kind == LinkKind::Border ? border : northSouth;
  }
};

/// Spikes are whole multiples of 2^-10, so that sums of them are exact and do not depend on their
/// order.
struct PlacementProblem {
  Topology topology;
  RoutingPolicy routing;
  LinkCosts energyFj, cycles;
  std::vector<Packets> packets;              ///< by from, then to
  std::vector<std::vector<Traffic>> traffic; ///< the same by cluster, then other cluster

  uint32_t clusters() const { return uint32_t(traffic.size()); } ///< at most topology.cores()

  /// Sets packets, and traffic to what follows from them.
  void send(uint32_t clusters, std::vector<Packets> packets);
};

/// Of a partitioned problem.
PlacementProblem placementProblemOf(const MappingProblem &problem);

} // namespace nacre
