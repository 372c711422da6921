// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "hw_models/noc/Topology.h"

namespace nacre {

/// All tiles in an order in which near ones are near on the chip: on meshes and tori along a
/// Hilbert curve (places beside the grid are left out), else by number.
std::vector<uint32_t> tileCurve(const Topology &topology);

/// Their cores, tile by tile.
std::vector<uint32_t> coreCurve(const Topology &topology);

} // namespace nacre
