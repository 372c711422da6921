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
  std::string routing = ""; ///< "": negotiated where the chip routes by tables, else policy
};

/// check, balance depths, partition, place (or take the cores that are given), route, verify. A refusal with exit code DoesNotFit, for
/// the first that stands in the way, also names the shipped chips on which the network does fit.
Status solve(MappingProblem &problem, const MappingOptions &options);

/// Whether a network fits a chip.
struct Fit {
  Misfits misfits;   ///< all that stands in the way: none exactly if solve() finds room
  int64_t cores = 0; ///< that it takes, if it fits
};

/// All at once: where single neurons need more of a core than there is, layers are cut as if cores
/// had that much. Where layers so cut lack outputs, cores are not counted. Refuses an unknown
/// packing.
Result<Fit> checkFit(MappingProblem problem, const std::string &packing);

/// What would let a network fit that does not: fewer weight bits, other shipped chips.
Result<std::string> remediesFor(const MappingProblem &problem, const std::string &packing);

} // namespace nacre
