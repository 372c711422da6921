// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Topologies as options and in reports.
#pragma once
#include "hw_models/noc/Topology.h"
#include "support/Result.h"
#include <string>

namespace nacre {

/// "8x8 mesh"; of a tree children x levels.
std::string topologyText(const Topology &topology);

/// Reads "tree:4x3", or "tree" alone: a topology without columns and rows.
Result<Topology> parseTopology(std::string_view text);

} // namespace nacre
