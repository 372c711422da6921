// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/DepthBalance.h"
#include "compiler/mapping/Remedies.h"
#include "compiler/mapping/pack/Packing.h"
#include "compiler/mapping/partition/Partition.h"
#include "compiler/mapping/place/Placement.h"
#include "compiler/mapping/route/Flows.h"

namespace nacre {

namespace {

/// Everything that can refuse for want of room.
Status fit(MappingProblem &problem, const Packing &packing) {
  if (auto status = problem.check(); !status)
    return status;
  if (auto status = balanceDepth(problem); !status)
    return status;
  return partition(problem, packing);
}

} // namespace

Status solve(MappingProblem &problem, const MappingOptions &options) {
  PlacementRegistry placements;
  registerAllPlacements(placements);
  auto placement = placements.get(options.placement, "placement");
  if (!placement)
    return placement.error();
  PackingRegistry packings;
  registerAllPackings(packings);
  auto packing = packings.get(options.packing, "packing");
  if (!packing)
    return packing.error();
  if (auto status = fit(problem, **packing); !status) {
    Error error = status.error();
    if (error.exitCode == ExitCode::DoesNotFit)
      error.remedy += "; " + remediesOf(problem, [&](MappingProblem &other) {
                        return bool(fit(other, **packing));
                      });
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
