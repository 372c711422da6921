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

/// What a flow sends: its box, or a box for each of its neurons.
static std::vector<Box> boxesOf(const MappingProblem::Flow &flow, const Box &extent) {
  if (flow.neurons.empty())
    return {flow.box};
  const int64_t width = extent.x.size(), plane = extent.y.size() * width;
  std::vector<Box> boxes;
  for (int64_t neuron : flow.neurons) {
    const int64_t c = neuron / plane, y = neuron % plane / width, x = neuron % width;
    boxes.push_back({{c, c + 1}, {y, y + 1}, {x, x + 1}});
  }
  return boxes;
}

PackingProblem packingProblemOf(const MappingProblem &problem, NeedsCounter &counter) {
  const ChipModel::Limits &chip = problem.chip.limits;
  const size_t slices = problem.slices.size();
  PackingProblem result{
      {chip.neurons, chip.axonsIn, chip.synapseMemoryBits, chip.axonsOut}, {}, {}, {}};
  std::vector<size_t> alone;
  for (const auto &slice : problem.slices) {
    SliceNeeds needs = counter.of(slice.population, slice.box);
    // A part of a sparse population is cut to fill a core.
    const int64_t neurons = problem.isRenumbered(slice.population) ? chip.neurons : needs.neurons;
    result.needs.push_back({neurons, needs.axonsIn, needs.synapseMemoryBits, 0});
    alone.push_back(alone.size());
  }
  result.into.resize(slices);
  result.outOf.resize(slices);
  for (const auto &flow : flowsOf(problem, alone)) { // by source, then target
    const size_t from = size_t(flow.from), to = size_t(flow.to);
    if (result.into[to].empty() || result.into[to].back().source != from) {
      result.into[to].push_back({from, {}});
      result.outOf[from].push_back({to, 0});
    }
    const bool bothAlone = problem.isRenumbered(problem.slices[from].population) &&
                           problem.isRenumbered(problem.slices[to].population);
    if (!bothAlone)
      for (const Box &box : boxesOf(flow, problem.extent(flow.population)))
        result.into[to].back().boxes.push_back(box);
    result.into[to].back().spikes += flow.sources();
    result.outOf[from].back().spikes += flow.sources();
    result.needs[from].back() += flow.sources();
  }
  return result;
}

} // namespace nacre
