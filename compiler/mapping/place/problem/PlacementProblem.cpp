// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/problem/PlacementProblem.h"
#include "compiler/mapping/route/Flows.h"
#include "hw_models/chip/ChipNoc.h"
#include <cmath>
#include <map>
#include <span>

namespace nacre {

namespace {

using Flow = MappingProblem::Flow;
/// Spikes by the clusters they come from and go to.
using Sent = std::map<std::pair<uint32_t, std::vector<uint32_t>>, double>;

/// The places along one axis at which some box begins or ends.
std::vector<int64_t> cutsOf(std::span<const Flow *const> flows, Range Box::*axis) {
  std::vector<int64_t> cuts;
  for (const Flow *flow : flows)
    cuts.insert(cuts.end(), {(flow->box.*axis).begin, (flow->box.*axis).end});
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  return cuts;
}

/// The neurons that flows of one cluster and population carry, by the clusters they are all sent
/// to: the boxes' edges cut space into cells that lie in a box as a whole or not at all.
void addCells(Sent &sent, std::span<const Flow *const> flows, double rate) {
  const std::vector<int64_t> c = cutsOf(flows, &Box::c), y = cutsOf(flows, &Box::y),
                             x = cutsOf(flows, &Box::x);
  for (size_t i = 0; i + 1 < c.size(); ++i)
    for (size_t j = 0; j + 1 < y.size(); ++j)
      for (size_t k = 0; k + 1 < x.size(); ++k) {
        const Box cell{{c[i], c[i + 1]}, {y[j], y[j + 1]}, {x[k], x[k + 1]}};
        std::vector<uint32_t> to; // ascending, as flows are
        for (const Flow *flow : flows)
          if (flow->from != flow->to && !intersect(cell, flow->box).empty())
            to.push_back(uint32_t(flow->to));
        if (!to.empty())
          sent[{uint32_t(flows.front()->from), to}] += double(cell.volume()) * rate;
      }
}

/// The same where flows list their neurons.
void addNeurons(Sent &sent, std::span<const Flow *const> flows, const Box &shape, double rate) {
  std::map<uint32_t, std::vector<uint32_t>> targets; ///< by neuron, ascending as flows are
  for (const Flow *flow : flows) {
    if (flow->from == flow->to)
      continue;
    auto send = [&](uint32_t neuron) { targets[neuron].push_back(uint32_t(flow->to)); };
    if (!flow->neurons.empty())
      std::for_each(flow->neurons.begin(), flow->neurons.end(), send);
    else
      for (int64_t c = flow->box.c.begin; c < flow->box.c.end; ++c)
        for (int64_t y = flow->box.y.begin; y < flow->box.y.end; ++y)
          for (int64_t x = flow->box.x.begin; x < flow->box.x.end; ++x)
            send(uint32_t((c * shape.y.size() + y) * shape.x.size() + x));
  }
  for (const auto &[neuron, to] : targets)
    sent[{uint32_t(flows.front()->from), to}] += rate;
}

void addMulticast(Sent &sent, std::span<const Flow *const> flows, const Box &shape, double rate) {
  if (std::any_of(flows.begin(), flows.end(), [](auto *flow) { return !flow->neurons.empty(); }))
    addNeurons(sent, flows, shape, rate);
  else
    addCells(sent, flows, rate);
}

void addUnicast(Sent &sent, std::span<const Flow *const> flows, double rate) {
  for (const Flow *flow : flows)
    if (flow->from != flow->to)
      sent[{uint32_t(flow->from), {uint32_t(flow->to)}}] += double(flow->sources()) * rate;
}

} // namespace

void PlacementProblem::send(uint32_t clusters, std::vector<Packets> sent) {
  packets = std::move(sent);
  std::vector<std::tuple<uint32_t, uint32_t, double>> ways;
  for (const Packets &group : packets)
    for (uint32_t to : group.to) {
      ways.emplace_back(group.from, to, group.spikes);
      ways.emplace_back(to, group.from, group.spikes);
    }
  std::sort(ways.begin(), ways.end());
  traffic.assign(clusters, {});
  for (const auto &[from, to, spikes] : ways) {
    if (traffic[from].empty() || traffic[from].back().cluster != to)
      traffic[from].push_back({to, 0});
    traffic[from].back().spikes += spikes;
  }
}

PlacementProblem placementProblemOf(const MappingProblem &problem) {
  const std::vector<Flow> flows = flowsOf(problem);
  std::map<std::pair<int64_t, size_t>, std::vector<const Flow *>> bySource;
  for (const Flow &flow : flows)
    bySource[{flow.from, flow.population}].push_back(&flow);
  Sent sent;
  for (const auto &[source, sourceFlows] : bySource) {
    const MappingProblem::Population &population = problem.populations[source.second];
    if (problem.chip.limits.multicast)
      addMulticast(sent, sourceFlows, population.shape, population.rate);
    else
      addUnicast(sent, sourceFlows, population.rate);
  }

  const NocModel noc = nocModelOf(problem.chip);
  const NocTiming &timing = noc.timing;
  auto cycles = [&](LinkKind link) {
    return double(timing.routeCycles + timing.vcAllocationCycles + timing.traversal(link));
  };
  const double flits = double(problem.chip.timing.packetFlits);
  const ChipModel::Energy &energy = problem.chip.energy;
  PlacementProblem result{
      noc.topology,
      noc.policy,
      {flits * double(energy.hopEastWestFj), flits * double(energy.hopNorthSouthFj),
       flits * double(energy.hopBorderFj)},
      {cycles(LinkKind::EastWest), cycles(LinkKind::NorthSouth), cycles(LinkKind::Border)},
      {},
      {}};
  std::vector<Packets> packets;
  for (const auto &[ends, spikes] : sent)
    packets.push_back({ends.first, ends.second, std::round(spikes * 1024) / 1024});
  result.send(uint32_t(problem.clusters), std::move(packets));
  return result;
}

} // namespace nacre
