// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/place/objectives/Objective.h"

namespace nacre {

/// Who is where, both ways.
class Layout {
  std::vector<uint32_t> coreOf, clusterOn, tiles; ///< by cluster; by core; tiles by core

public:
  Layout(const Topology &topology, std::vector<uint32_t> cores)
      : coreOf(std::move(cores)), clusterOn(topology.cores(), Move::none) {
    for (uint32_t core = 0; core < topology.cores(); ++core)
      tiles.push_back(topology.tileOf(core));
    for (uint32_t cluster = 0; cluster < coreOf.size(); ++cluster)
      clusterOn[coreOf[cluster]] = cluster;
  }

  const std::vector<uint32_t> &cores() const { return coreOf; }
  uint32_t core(uint32_t cluster) const { return coreOf[cluster]; }
  uint32_t tile(uint32_t cluster) const { return tiles[coreOf[cluster]]; }

  /// Of a cluster to a core, whose cluster comes back.
  Move moveTo(uint32_t cluster, uint32_t core) const {
    return {cluster, clusterOn[core], tile(cluster), tiles[core]};
  }
  void apply(const Move &move, uint32_t core) {
    const uint32_t from = coreOf[move.cluster];
    coreOf[move.cluster] = core, clusterOn[core] = move.cluster;
    clusterOn[from] = move.other;
    if (move.other != Move::none)
      coreOf[move.other] = from;
  }
};

} // namespace nacre
