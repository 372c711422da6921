// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What Nacre's placements are compared with: gpmetis (Debian package `metis`) groups clusters, and
// the groups are placed greedily. Not part of Nacre.
#pragma once
#include "compiler/mapping/place/problem/PlacementProblem.h"
#include "support/Result.h"

namespace nacre {

/// Groups are as large as a tile, or, on chips with one core a tile, as two by two tiles. Runs
/// gpmetis in a scratch folder; fails where there is none.
Result<std::vector<uint32_t>> placeByMetis(const PlacementProblem &problem, uint64_t seed);

} // namespace nacre
