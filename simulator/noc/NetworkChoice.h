// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Networks to be compared, as they are asked for by name.
#pragma once
#include "hw_models/noc/NocModel.h"
#include <string>
#include <vector>

namespace nacre {

struct NetworkChoice {
  std::vector<std::string> topologies; ///< "mesh", "tree:4x3"
  std::vector<std::string> routings;   ///< none, nor a table: the usual one of each topology
  std::string routingTable;            ///< a file for the only topology, or empty
  uint32_t columns = 0, rows = 0;      ///< of topologies without a size; 0: the usual ones
};

/// 64 tiles: 8 columns and 8 rows, of trees 4 and 3.
Topology usualSize(TopologyKind kind);

struct NamedNetwork {
  std::string routing; ///< a policy's name, or the table's file
  NocModel model;
};

/// Each topology with each of the policies that serves it, by which packets arrive without
/// deadlock; all else is as in `common`. Refuses topologies that are left without a policy, and
/// policies without a topology.
Result<std::vector<NamedNetwork>> chooseNetworks(const NetworkChoice &choice,
                                                 const NocModel &common);

} // namespace nacre
