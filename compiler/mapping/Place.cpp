// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/Place.h"
#include "support/Interrupt.h"
#include <chrono>
#include <fmt/format.h>

namespace nacre {

Result<PlacementChoice> PlacementChoice::of(const MappingOptions &options) {
  PlacementRegistry placements;
  registerAllPlacements(placements);
  auto placement = placements.get(options.placement, "placement");
  if (!placement)
    return placement.error();
  auto objective = ObjectiveSum::parse(options.objective);
  if (!objective)
    return objective.error();
  const Registry<Effort> known = efforts();
  auto effort = known.get(options.effort, "effort");
  if (!effort)
    return effort.error();
  return PlacementChoice{**placement, {*objective, **effort, options.seed}};
}

Status placeClusters(MappingProblem &problem, const MappingOptions &options) {
  auto choice = PlacementChoice::of(options);
  if (!choice)
    return choice.error();
  const PlacementProblem placement = placementProblemOf(problem);
  if (auto status = choice->options.objective.check(placement); !status)
    return status;

  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const std::chrono::duration<double> limit(options.placementSeconds);
  Interrupt interrupt;
  std::string end;
  choice->options.stop = [&] {
    if (end.empty() && interrupt.raised())
      end = "by an interrupt";
    if (end.empty() && options.placementSeconds > 0 && Clock::now() - start >= limit)
      end = fmt::format("after {:g} s", options.placementSeconds);
    return !end.empty();
  };
  const std::vector<uint32_t> cores = choice->placement.place(placement, choice->options);
  if (!end.empty() && options.note)
    options.note(fmt::format("placement was ended {}; the best so far is used", end));
  for (auto &slice : problem.slices)
    slice.core = cores[slice.cluster];
  return success();
}

} // namespace nacre
