// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/pack/PackingProblem.h"
#include "compiler/mapping/route/Flows.h"

namespace nacre {

double PackingProblem::share(size_t slice) const {
  double most = 0;
  for (size_t r = 0; r < limits.size(); ++r)
    if (limits[r] > 0)
      most = std::max(most, double(needs[slice][r]) / double(limits[r]));
  return most;
}

PackingProblem packingProblemOf(const MappingProblem &problem, NeedsCounter &counter) {
  const ChipModel::Limits &chip = problem.chip.limits;
  const size_t slices = problem.slices.size();
  PackingProblem result{
      {chip.neurons, chip.axonsIn, chip.synapseMemoryBits, chip.axonsOut}, {}, {}, {}};
  std::vector<size_t> alone;
  for (const auto &slice : problem.slices) {
    SliceNeeds needs = counter.of(slice.population, slice.box);
    result.needs.push_back({needs.neurons, needs.axonsIn, needs.synapseMemoryBits, 0});
    alone.push_back(alone.size());
  }
  result.into.resize(slices);
  result.outOf.resize(slices);
  for (const auto &flow : flowsOf(problem, alone)) { // by source, then target
    const size_t from = size_t(flow.from), to = size_t(flow.to);
    if (result.into[to].empty() || result.into[to].back().source != from) {
      result.into[to].push_back({from, {}});
      result.outOf[from].push_back(to);
    }
    result.into[to].back().boxes.push_back(flow.box);
    result.into[to].back().spikes += flow.box.volume();
    result.needs[from].back() += flow.box.volume();
  }
  return result;
}

} // namespace nacre
