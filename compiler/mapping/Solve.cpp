// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/DepthBalance.h"
#include "compiler/mapping/Place.h"
#include "compiler/mapping/Remedies.h"
#include "compiler/mapping/pack/Packing.h"
#include "compiler/mapping/partition/Partition.h"
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
  if (auto choice = PlacementChoice::of(options); !choice)
    return choice.error();
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
  if (auto status = placeClusters(problem, options); !status)
    return status;
  if (auto status = routeFlows(problem); !status)
    return status;
  return problem.verify();
}

} // namespace nacre
