// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Topologies as options and in reports.
#pragma once
#include "hw_models/noc/Topology.h"
#include "support/Result.h"
#include <string>

namespace nacre {

/// "8x8 mesh"; of a tree children x levels.
std::string topologyText(const Topology &topology);

/// Reads "tree:4x3", or "tree" alone, which keeps the columns and rows of `usual`; the cores of a
/// tile are always those of `usual`.
Result<Topology> parseTopology(std::string_view text, const Topology &usual);

} // namespace nacre
