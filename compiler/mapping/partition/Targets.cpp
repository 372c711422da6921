// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/Targets.h"
#include <algorithm>
#include <map>
#include <set>

namespace nacre {

namespace {

/// Raises `most` to the most of `boxes` that share a neuron. One at the lower corner of their
/// intersection is in as many as any, so on each axis only the places where boxes begin are tried.
void raiseToMostShared(const std::vector<const Box *> &boxes, size_t axis, size_t &most) {
  static constexpr Range Box::*axes[] = {&Box::c, &Box::y, &Box::x};
  if (boxes.size() <= most)
    return;
  if (axis == std::size(axes)) {
    most = boxes.size();
    return;
  }
  std::set<int64_t> begins;
  for (const Box *box : boxes)
    begins.insert((box->*axes[axis]).begin);
  for (int64_t begin : begins) {
    std::vector<const Box *> here;
    for (const Box *box : boxes)
      if (Range range = box->*axes[axis]; range.begin <= begin && begin < range.end)
        here.push_back(box);
    raiseToMostShared(here, axis + 1, most);
  }
}

/// Neuron by neuron, where flows list them.
int64_t mostTargetsOfNeurons(std::span<const MappingProblem::Flow> flows,
                             const MappingProblem &problem) {
  std::map<std::pair<size_t, uint32_t>, int64_t> targets; // by population and neuron
  int64_t most = 0;
  for (const auto &flow : flows)
    forEachNeuron(flow, problem.extent(flow.population), [&](uint32_t neuron) {
      most = std::max(most, ++targets[{flow.population, neuron}]);
    });
  return most;
}

} // namespace

int64_t mostShared(const std::vector<Box> &boxes) {
  std::vector<const Box *> all;
  for (const Box &box : boxes)
    all.push_back(&box);
  size_t most = 0;
  raiseToMostShared(all, 0, most);
  return int64_t(most);
}

int64_t mostTargets(std::span<const MappingProblem::Flow> flows, const MappingProblem &problem) {
  if (std::any_of(flows.begin(), flows.end(),
                  [](const auto &flow) { return !flow.neurons.empty(); }))
    return mostTargetsOfNeurons(flows, problem);
  std::map<size_t, std::vector<Box>> boxes; // by population
  for (const auto &flow : flows)
    boxes[flow.population].push_back(flow.box);
  int64_t most = 0;
  for (const auto &[population, of] : boxes)
    most = std::max(most, mostShared(of));
  return most;
}

int64_t axonsOutOf(std::span<const MappingProblem::Flow> flows, const MappingProblem::Slice &slice,
                   int64_t targets) {
  int64_t entries = 0;
  for (const auto &flow : flows)
    if (flow.population == slice.population && !intersect(flow.box, slice.box).empty())
      entries += flow.sources();
  return std::min(entries, slice.box.volume() * targets);
}

} // namespace nacre
