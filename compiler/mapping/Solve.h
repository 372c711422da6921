// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include <functional>

namespace nacre {

struct MappingOptions {
  std::string packing = "neighbours";
  std::string placement = "annealing";
  uint64_t seed = 1;
  std::string objective = "spike-hops"; ///< or a weighted sum, "energy+2*worst-link"
  std::string effort = "normal";
  double placementSeconds = 0;                            ///< 0: as long as the effort takes
  std::function<void(const std::string &text)> note = {}; ///< what the user should know
};

/// check, balance depths, partition, place, route, verify. A refusal with exit code DoesNotFit also
/// names the shipped chips on which the network does fit.
Status solve(MappingProblem &problem, const MappingOptions &options);

} // namespace nacre
