// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

struct MappingOptions {
  std::string packing = "neighbours";
  std::string placement = "sequential";
  uint64_t seed = 1;
};

/// check, balance depths, partition, place, route, verify. A refusal with exit code DoesNotFit also
/// names the shipped chips on which the network does fit.
Status solve(MappingProblem &problem, const MappingOptions &options);

} // namespace nacre
