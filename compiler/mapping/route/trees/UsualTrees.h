// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/route/trees/TreeRouting.h"

namespace nacre {

/// A tree of the topology's usual paths for each net. On a mesh and a tree they cannot deadlock.
std::vector<NetTree> usualTrees(const RoutingProblem &problem);

} // namespace nacre
