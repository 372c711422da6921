// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/Merge.h"
#include <map>

namespace nacre {

/// The smallest box around both.
static Box hull(const Box &a, const Box &b) {
  auto both = [](Range r, Range s) {
    return Range{std::min(r.begin, s.begin), std::max(r.end, s.end)};
  };
  return {both(a.c, b.c), both(a.y, b.y), both(a.x, b.x)};
}

static bool fillTheirHull(const Box &a, const Box &b) {
  if (a.empty() || b.empty())
    return a.empty() && b.empty();
  return hull(a, b).volume() == a.volume() + b.volume() - intersect(a, b).volume();
}

static bool canMerge(const MappingProblem &problem, NeedsCounter &needs, size_t population,
                     const Box &a, const Box &b) {
  if (!fillTheirHull(a, b))
    return false;
  for (const auto &edge : problem.edges)
    if (edge.target == population &&
        !fillTheirHull(problem.receptiveField(edge, a), problem.receptiveField(edge, b)))
      return false;
  // Memory may grow: a codebook of both may have too many entries.
  SliceNeeds apart = needs.of(population, a);
  apart += needs.of(population, b);
  const SliceNeeds together = needs.of(population, hull(a, b));
  return together.axonsIn <= apart.axonsIn && together.synapseMemoryBits <= apart.synapseMemoryBits;
}

void mergeSlices(MappingProblem &problem, NeedsCounter &needs) {
  std::map<std::pair<size_t, size_t>, std::vector<Box>> boxesOf; // by population and cluster
  for (const auto &slice : problem.slices) {
    std::vector<Box> &boxes = boxesOf[{slice.population, slice.cluster}];
    Box grown = slice.box;
    for (size_t i = 0; i < boxes.size();)
      if (canMerge(problem, needs, slice.population, grown, boxes[i])) {
        grown = hull(grown, boxes[i]);
        boxes.erase(boxes.begin() + std::ptrdiff_t(i));
        i = 0; // what did not fit may fit the larger one
      } else {
        ++i;
      }
    boxes.push_back(grown);
  }
  problem.slices.clear();
  for (const auto &[key, boxes] : boxesOf)
    for (const Box &box : boxes)
      problem.slices.push_back({key.first, box, key.second, -1});
  std::sort(problem.slices.begin(), problem.slices.end(), [](const auto &a, const auto &b) {
    return std::tie(a.population, a.box) < std::tie(b.population, b.box);
  });
}

} // namespace nacre
