// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/route/Packets.h"
#include <algorithm>
#include <span>

namespace nacre {

namespace {

using Flow = MappingProblem::Flow;

/// The places along one axis at which some box begins or ends.
std::vector<int64_t> cutsOf(std::span<const Flow *const> flows, Range Box::*axis) {
  std::vector<int64_t> cuts;
  for (const Flow *flow : flows)
    cuts.insert(cuts.end(), {(flow->box.*axis).begin, (flow->box.*axis).end});
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  return cuts;
}

/// The neurons that flows of one place and population carry, by the places they are all sent to:
/// the boxes' edges cut space into cells that lie in a box as a whole or not at all.
void addCells(PacketsByEnds &sent, std::span<const Flow *const> flows, double rate) {
  const std::vector<int64_t> c = cutsOf(flows, &Box::c), y = cutsOf(flows, &Box::y),
                             x = cutsOf(flows, &Box::x);
  for (size_t i = 0; i + 1 < c.size(); ++i)
    for (size_t j = 0; j + 1 < y.size(); ++j)
      for (size_t k = 0; k + 1 < x.size(); ++k) {
        const Box cell{{c[i], c[i + 1]}, {y[j], y[j + 1]}, {x[k], x[k + 1]}};
        std::vector<uint32_t> to; // ascending, as flows are
        for (const Flow *flow : flows)
          if (!intersect(cell, flow->box).empty())
            to.push_back(uint32_t(flow->to));
        if (!to.empty())
          sent[{uint32_t(flows.front()->from), to}] += double(cell.volume()) * rate;
      }
}

/// The same where flows list their neurons, in the numbers of slices and flows.
void addNeurons(PacketsByEnds &sent, std::span<const Flow *const> flows, const Box &extent,
                double rate) {
  std::map<uint32_t, std::vector<uint32_t>> targets; ///< by neuron, ascending as flows are
  for (const Flow *flow : flows)
    forEachNeuron(*flow, extent,
                  [&](uint32_t neuron) { targets[neuron].push_back(uint32_t(flow->to)); });
  for (const auto &[neuron, to] : targets)
    sent[{uint32_t(flows.front()->from), to}] += rate;
}

void addMulticast(PacketsByEnds &sent, std::span<const Flow *const> flows, const Box &extent,
                  double rate) {
  if (std::any_of(flows.begin(), flows.end(), [](auto *flow) { return !flow->neurons.empty(); }))
    addNeurons(sent, flows, extent, rate);
  else
    addCells(sent, flows, rate);
}

void addUnicast(PacketsByEnds &sent, std::span<const Flow *const> flows, double rate) {
  for (const Flow *flow : flows)
    sent[{uint32_t(flow->from), {uint32_t(flow->to)}}] += double(flow->sources()) * rate;
}

} // namespace

PacketsByEnds packetsOf(const MappingProblem &problem, const std::vector<Flow> &flows) {
  std::map<std::pair<int64_t, size_t>, std::vector<const Flow *>> bySource;
  for (const Flow &flow : flows)
    bySource[{flow.from, flow.population}].push_back(&flow);
  PacketsByEnds sent;
  for (const auto &[source, sourceFlows] : bySource) {
    const MappingProblem::Population &population = problem.populations[source.second];
    if (problem.chip.limits.multicast)
      addMulticast(sent, sourceFlows, problem.extent(source.second), population.rate);
    else
      addUnicast(sent, sourceFlows, population.rate);
  }
  return sent;
}

} // namespace nacre
