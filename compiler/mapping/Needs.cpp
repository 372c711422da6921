// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/Needs.h"
#include <fmt/format.h>

namespace nacre {

Box MappingProblem::receptiveField(const Edge &edge, const Box &target) const {
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
    : problem(problem), into(problem.populations.size()) {
  for (const auto &edge : problem.edges)
    into[edge.target].push_back(&counters.emplace_back(problem, edge));
}

SliceNeeds NeedsCounter::of(size_t population, const Box &box) {
  SliceNeeds needs;
  needs.neurons = box.volume();
  for (SynapseCounter *synapses : into[population]) {
    needs.axonsIn += synapses->axons(box);
    needs.synapseMemoryBits += synapses->stored(box).words * problem.chip.timing.synapseWordBits;
  }
  return needs;
}

SliceNeeds needsOf(const MappingProblem &problem, size_t population, const Box &box) {
  return NeedsCounter(problem).of(population, box);
}

std::vector<Shortage> shortagesOf(const SliceNeeds &needs, const ChipModel::Limits &limits) {
  std::vector<Shortage> found;
  auto require = [&](const char *resource, int64_t need, int64_t limit) {
    if (need > limit)
      found.push_back({resource, need, limit});
  };
  require("neurons", needs.neurons, limits.neurons);
  require("input axons", needs.axonsIn, limits.axonsIn);
  require("synapse memory bits", needs.synapseMemoryBits, limits.synapseMemoryBits);
  return found;
}

Error doesNotFit(const MappingProblem &problem, size_t population, const std::string &where,
                 const Shortage &shortage, const std::string &remedy) {
  return Error{fmt::format("layer '{}' does not fit {} of chip '{}': {} needed {}, limit {}",
                           problem.populations[population].name, where, problem.chip.name,
                           shortage.resource, shortage.need, shortage.limit),
               remedy, ExitCode::DoesNotFit};
}

} // namespace nacre
