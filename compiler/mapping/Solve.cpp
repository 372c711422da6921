// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/DepthBalance.h"
#include "compiler/mapping/GivenCores.h"
#include "compiler/mapping/Needs.h"
#include "compiler/mapping/Place.h"
#include "compiler/mapping/Remedies.h"
#include "compiler/mapping/pack/Packing.h"
#include "compiler/mapping/partition/Partition.h"
#include "compiler/mapping/route/Flows.h"
#include "compiler/mapping/route/Trees.h"

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

std::string remediesWith(const MappingProblem &problem, const Packing &packing) {
  return remediesOf(problem, [&](MappingProblem &other) { return bool(fit(other, packing)); });
}

Result<Packing> packingOf(const std::string &name) {
  PackingRegistry packings;
  registerAllPackings(packings);
  auto packing = packings.get(name, "packing");
  return packing ? Result<Packing>(**packing) : packing.error();
}

/// Of single neurons, whatever the others are mapped like.
bool isOfNeuron(int64_t ChipModel::Limits::*limit) {
  return limit == &ChipModel::Limits::axonsIn || limit == &ChipModel::Limits::synapseMemoryBits ||
         limit == &ChipModel::Limits::neurons;
}

/// The same as fit(), without stopping.
Misfits allMisfits(MappingProblem &problem, const Packing &packing) {
  const ChipModel given = problem.chip;
  Misfits all = problem.misfits();
  all.add(depthMisfits(problem));
  for (bool raised = false, again = true; again; raised = true) {
    again = false;
    for (Misfit misfit : partitionMisfits(problem, packing)) {
      if (misfit.of)
        misfit = doesNotFit(given, misfit.layer, misfit.where,
                            {misfit.resource, misfit.need, misfit.of}, misfit.error.remedy);
      else if (raised)
        misfit.error.remedy += ", once each layer fits";
      if (isOfNeuron(misfit.of)) {
        int64_t &limit = problem.chip.limits.*misfit.of;
        limit = std::max(limit, misfit.need);
        again = true;
      }
      all.add(std::move(misfit));
    }
  }
  return all;
}

/// Where the network says itself.
Status asGiven(MappingProblem &problem) {
  if (auto status = problem.check(); !status)
    return status;
  if (auto status = balanceDepth(problem); !status)
    return status;
  return takeGivenCores(problem);
}

Status search(MappingProblem &problem, const Packing &packing, const MappingOptions &options) {
  if (auto status = fit(problem, packing); !status) {
    Error error = status.error();
    if (error.exitCode == ExitCode::DoesNotFit)
      error.remedy += "; " + remediesWith(problem, packing);
    return error;
  }
  return placeClusters(problem, options);
}

} // namespace

Status solve(MappingProblem &problem, const MappingOptions &options) {
  if (auto choice = PlacementChoice::of(options); !choice)
    return choice.error();
  if (auto choice = RoutingChoice::of(options, problem.chip); !choice)
    return choice.error();
  auto packing = packingOf(options.packing);
  if (!packing)
    return packing.error();
  if (auto status = hasGivenCores(problem) ? asGiven(problem) : search(problem, *packing, options);
      !status)
    return status;
  if (auto status = routeFlows(problem); !status)
    return status;
  if (problem.chip.routesByTables())
    if (auto status = routeTrees(problem, options); !status)
      return status;
  return problem.verify();
}

Result<Fit> checkFit(MappingProblem problem, const std::string &packingName) {
  auto packing = packingOf(packingName);
  if (!packing)
    return packing.error();
  Fit result;
  result.misfits = allMisfits(problem, *packing);
  if (result.misfits.empty())
    result.cores = int64_t(problem.clusters);
  return result;
}

Result<std::string> remediesFor(const MappingProblem &problem, const std::string &packingName) {
  auto packing = packingOf(packingName);
  return packing ? Result<std::string>(remediesWith(problem, *packing)) : packing.error();
}

} // namespace nacre
