// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/DepthBalance.h"
#include "compiler/mapping/partition/Tile.h"
#include "compiler/mapping/place/Placement.h"
#include "compiler/mapping/route/Flows.h"

namespace nacre {

namespace {

/// Everything that can refuse for want of room.
Status fit(MappingProblem &problem) {
  if (auto status = problem.check(); !status)
    return status;
  if (auto status = balanceDepth(problem); !status)
    return status;
  return partitionByTiles(problem);
}

std::string chipsThatFit(const MappingProblem &problem) {
  std::string names;
  for (const std::string &name : shippedChips()) {
    auto chip = loadChip(name);
    if (!chip || name == problem.chip.name)
      continue;
    MappingProblem other = problem;
    other.chip = *chip;
    if (fit(other))
      names += (names.empty() ? "" : ", ") + name;
  }
  return names.empty() ? "it fits none of the other shipped chips"
                       : "as it is, it fits: " + names + " (--chip)";
}

} // namespace

Status solve(MappingProblem &problem, const MappingOptions &options) {
  PlacementRegistry placements;
  registerAllPlacements(placements);
  auto placement = placements.get(options.placement, "placement");
  if (!placement)
    return placement.error();
  if (auto status = fit(problem); !status) {
    Error error = status.error();
    if (error.exitCode == ExitCode::DoesNotFit)
      error.remedy += "; " + chipsThatFit(problem);
    return error;
  }
  const std::vector<uint32_t> cores =
      (*placement)->place(placementProblemOf(problem), options.seed);
  for (auto &slice : problem.slices)
    slice.core = cores[slice.cluster];
  if (auto status = routeFlows(problem); !status)
    return status;
  return problem.verify();
}

} // namespace nacre
