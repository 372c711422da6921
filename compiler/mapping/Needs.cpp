// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/Needs.h"
#include <fmt/format.h>

namespace nacre {

Box MappingProblem::extent(size_t population) const {
  const Box &shape = populations[population].shape;
  if (!isRenumbered(population))
    return shape;
  return {{0, shape.volume()}, {0, 1}, {0, 1}};
}

std::vector<uint32_t> MappingProblem::neuronsOf(size_t population, const Box &box) const {
  const Box whole = extent(population);
  std::vector<uint32_t> neurons;
  neurons.reserve(size_t(box.volume()));
  for (int64_t c = box.c.begin; c < box.c.end; ++c)
    for (int64_t y = box.y.begin; y < box.y.end; ++y)
      for (int64_t x = box.x.begin; x < box.x.end; ++x)
        neurons.push_back(uint32_t((c * whole.y.size() + y) * whole.x.size() + x));
  if (isRenumbered(population))
    for (uint32_t &neuron : neurons)
      neuron = order[population][neuron];
  return neurons;
}

Box MappingProblem::receptiveField(const Edge &edge, const Box &target) const {
  if (edge.sparse)
    return extent(edge.source);
  const Box &shape = populations[edge.source].shape;
  if (target.empty())
    return {};
  if (!edge.convolution)
    return shape;
  EdgeGeometry geometry(*this, edge);
  Range groups = geometry.groupsOf(target.c);
  return {{groups.begin * geometry.inPerGroup, groups.end * geometry.inPerGroup},
          readBy(target.y, edge.window.y, shape.y.size()),
          readBy(target.x, edge.window.x, shape.x.size())};
}

NeedsCounter::NeedsCounter(const MappingProblem &problem)
    : problem(problem), into(problem.populations.size()), sparseInto(problem.populations.size()) {
  for (const auto &edge : problem.edges) {
    counters.push_back(nullptr);
    if (edge.sparse) {
      sparseInto[edge.target].emplace_back(problem, edge);
      continue;
    }
    counters.back() = std::make_unique<SynapseCounter>(problem, edge);
    into[edge.target].push_back(counters.back().get());
  }
}

SliceNeeds NeedsCounter::of(size_t population, const Box &box) {
  SliceNeeds needs;
  needs.neurons = box.volume();
  for (SynapseCounter *synapses : into[population]) {
    needs.axonsIn += synapses->axons(box);
    needs.synapseMemoryBits += synapses->stored(box).words * problem.chip.timing.synapseWordBits;
  }
  if (sparseInto[population].empty())
    return needs;
  const std::vector<uint32_t> neurons = problem.neuronsOf(population, box);
  for (const SparseCounter &synapses : sparseInto[population]) {
    const SparseCounter::Needs sparse = synapses.of(neurons);
    needs.axonsIn += sparse.axons;
    needs.synapseMemoryBits += sparse.stored.words * problem.chip.timing.synapseWordBits;
  }
  return needs;
}

SliceNeeds needsOf(const MappingProblem &problem, size_t population, const Box &box) {
  return NeedsCounter(problem).of(population, box);
}

std::vector<Shortage> shortagesOf(const SliceNeeds &needs, const ChipModel::Limits &limits) {
  std::vector<Shortage> found;
  auto require = [&](const char *resource, int64_t need, int64_t ChipModel::Limits::*limit) {
    if (need > limits.*limit)
      found.push_back({resource, need, limit});
  };
  require("neurons", needs.neurons, &ChipModel::Limits::neurons);
  require("input axons", needs.axonsIn, &ChipModel::Limits::axonsIn);
  require("synapse memory bits", needs.synapseMemoryBits, &ChipModel::Limits::synapseMemoryBits);
  return found;
}

Misfit doesNotFit(const ChipModel &chip, const std::string &layer, const std::string &where,
                  const Shortage &shortage, const std::string &remedy) {
  const int64_t limit = chip.limits.*shortage.limit;
  return {layer,
          shortage.resource,
          shortage.need,
          limit,
          {fmt::format("layer '{}' does not fit {} of chip '{}': {} needed {}, limit {}", layer,
                       where, chip.name, shortage.resource, shortage.need, limit),
           remedy, ExitCode::DoesNotFit},
          where,
          shortage.limit};
}

} // namespace nacre
