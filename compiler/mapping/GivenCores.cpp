// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/GivenCores.h"
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace nacre {

namespace {

/// Joins boxes that follow each other along an axis and are alike along the others.
template <class Axis> std::vector<Box> joinAlong(std::vector<Box> boxes, Axis axis) {
  auto others = [axis](Box box) {
    axis(box) = {};
    return box;
  };
  std::sort(boxes.begin(), boxes.end(), [&](Box a, Box b) {
    return std::pair(others(a), axis(a)) < std::pair(others(b), axis(b));
  });
  std::vector<Box> joined;
  for (Box box : boxes)
    if (!joined.empty() && others(joined.back()) == others(box) &&
        axis(joined.back()).end == axis(box).begin)
      axis(joined.back()).end = axis(box).end;
    else
      joined.push_back(box);
  return joined;
}

/// The neurons of a population on each core.
std::map<int64_t, std::vector<Box>> boxesOf(const MappingProblem::Population &population) {
  const int64_t rows = population.shape.y.size(), columns = population.shape.x.size();
  std::map<int64_t, std::vector<Box>> boxes;
  for (size_t i = 0; i < population.cores.size(); ++i) {
    const int64_t neuron = int64_t(i), x = neuron % columns, y = neuron / columns % rows,
                  c = neuron / columns / rows;
    boxes[population.cores[i]].push_back({{c, c + 1}, {y, y + 1}, {x, x + 1}});
  }
  for (auto &[core, ofCore] : boxes) {
    ofCore = joinAlong(std::move(ofCore), [](Box &box) -> Range & { return box.x; });
    ofCore = joinAlong(std::move(ofCore), [](Box &box) -> Range & { return box.y; });
    ofCore = joinAlong(std::move(ofCore), [](Box &box) -> Range & { return box.c; });
    std::sort(ofCore.begin(), ofCore.end());
  }
  return boxes;
}

} // namespace

bool hasGivenCores(const MappingProblem &problem) {
  return std::ranges::any_of(problem.populations, [](const auto &p) { return !p.cores.empty(); });
}

Status takeGivenCores(MappingProblem &problem) {
  std::set<int64_t> used;
  for (const auto &population : problem.populations) {
    if (population.cores.empty())
      return Error{fmt::format("layer '{}' has no cores, while others say theirs", population.name),
                   "give cores to all layers or to none"};
    used.insert(population.cores.begin(), population.cores.end());
  }
  if (*used.rbegin() >= problem.chip.grid.cores())
    return Error{fmt::format("the network is mapped to core {}, chip '{}' has {}", *used.rbegin(),
                             problem.chip.name, problem.chip.grid.cores()),
                 "name the chip that it was mapped to with --chip", ExitCode::DoesNotFit};
  problem.order.assign(problem.populations.size(), {});
  problem.slices.clear();
  problem.clusters = used.size();
  for (size_t p = 0; p < problem.populations.size(); ++p) {
    const size_t first = problem.slices.size();
    for (const auto &[core, boxes] : boxesOf(problem.populations[p]))
      for (const Box &box : boxes)
        problem.slices.push_back(
            {p, box, size_t(std::distance(used.begin(), used.find(core))), core});
    std::sort(problem.slices.begin() + ptrdiff_t(first), problem.slices.end(),
              [](const auto &a, const auto &b) { return a.box < b.box; });
  }
  return success();
}

} // namespace nacre
