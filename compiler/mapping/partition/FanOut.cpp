// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/FanOut.h"
#include "compiler/mapping/Taps.h"
#include <numeric>

namespace nacre {

/// By position, in how many ranges all positions before lie, summed.
static std::vector<int64_t> sumsOf(const std::vector<Range> &ranges, int64_t size) {
  std::vector<int64_t> sums(size_t(size) + 2, 0);
  for (Range range : ranges) {
    ++sums[size_t(range.begin) + 1];
    --sums[size_t(range.end) + 1];
  }
  for (int times = 0; times < 2; ++times)
    std::partial_sum(sums.begin(), sums.end(), sums.begin());
  return sums;
}

static int64_t in(const std::vector<int64_t> &sums, Range range) {
  return sums[size_t(range.end)] - sums[size_t(range.begin)];
}

FanOut::FanOut(const MappingProblem &problem, size_t population, const std::vector<Grid> &grids) {
  const Box &shape = problem.populations[population].shape;
  for (const auto &edge : problem.edges) {
    const Grid &grid = grids[edge.target];
    if (edge.source != population || edge.sparse || grid.tiles() == 0)
      continue;
    EdgeGeometry geometry(problem, edge);
    std::vector<Range> c, y, x;
    for (Range part : grid.c) {
      Range groups = geometry.groupsOf(part);
      c.push_back({groups.begin * geometry.inPerGroup, groups.end * geometry.inPerGroup});
    }
    for (Range part : grid.y)
      y.push_back(readBy(part, geometry.window.y, shape.y.size()));
    for (Range part : grid.x)
      x.push_back(readBy(part, geometry.window.x, shape.x.size()));
    readers.push_back(
        {sumsOf(c, shape.c.size()), sumsOf(y, shape.y.size()), sumsOf(x, shape.x.size())});
  }
}

int64_t FanOut::entries(const Box &box) const {
  int64_t entries = 0;
  for (const Readers &r : readers)
    entries += in(r.c, box.c) * in(r.y, box.y) * in(r.x, box.x);
  return entries;
}

std::vector<int64_t> FanOut::channels(Range range) const {
  std::vector<int64_t> counts;
  for (const Readers &r : readers)
    counts.push_back(in(r.c, range));
  return counts;
}

std::vector<int64_t> FanOut::rows(Range range) const {
  std::vector<int64_t> counts;
  for (const Readers &r : readers)
    counts.push_back(in(r.y, range));
  return counts;
}

std::vector<int64_t> FanOut::columns(Range range) const {
  std::vector<int64_t> counts;
  for (const Readers &r : readers)
    counts.push_back(in(r.x, range));
  return counts;
}

} // namespace nacre
