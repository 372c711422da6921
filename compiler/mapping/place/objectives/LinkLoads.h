// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Packets on each link, by the preferred paths of the chip's routing policy. A packet for several
// clusters passes each link of its tree once.
#pragma once
#include "compiler/mapping/place/objectives/LargestOf.h"
#include "compiler/mapping/place/objectives/Objective.h"

namespace nacre {

class LinkLoads {
  const PlacementProblem &problem;
  const uint32_t linkPorts;
  std::vector<uint8_t> ports;   ///< by router and tile; of small networks: faster than the policy
  std::vector<uint32_t> behind; ///< a link's router, by router and port
  std::vector<double> costs;    ///< by link, as `behind`
  std::vector<uint32_t> tiles;  ///< by cluster
  std::vector<std::vector<uint32_t>> sent; ///< packets from or to a cluster
  std::vector<uint32_t> touched;           ///< packets of a move
  std::vector<uint64_t> packetStamp, linkStamp;
  uint64_t stamp = 0;
  LargestOf loads;
  double total = 0;

  void touch(uint32_t cluster);
  void add(const Packets &packets, double spikes);

public:
  /// `costs`: of a packet at a link, for sum().
  LinkLoads(const PlacementProblem &problem, const std::vector<uint32_t> &cores,
            const LinkCosts &costs);
  double largest() const { return loads.value(); }
  double sum() const { return total; }
  void apply(const Move &move);
};

} // namespace nacre
