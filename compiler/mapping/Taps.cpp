// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/Taps.h"

namespace nacre {

EdgeGeometry::EdgeGeometry(const MappingProblem &problem, const MappingProblem::Edge &edge)
    : window(edge.window) {
  const Box &source = problem.populations[edge.source].shape;
  const Box &target = problem.populations[edge.target].shape;
  if (!edge.convolution)
    window = {{source.y.size()}, {source.x.size()}};
  inPerGroup = source.c.size() / edge.groups;
  outPerGroup = target.c.size() / edge.groups;
}

TapSets tapSets(Range in, Range out, const Window &window) {
  TapSets sets;
  for (int64_t i = in.begin; i < in.end; ++i) {
    // Output o reads i through tap k where k * dilation is how far i lies behind o's first input.
    std::vector<int64_t> taps;
    for (int64_t o = std::min(out.end - 1, (i + window.padBefore) / window.stride); o >= out.begin;
         --o) {
      int64_t distance = i - window.inputOf(o, 0);
      if (distance >= window.extent())
        break;
      if (distance % window.dilation == 0)
        taps.push_back(distance / window.dilation);
    }
    ++sets[taps];
  }
  return sets;
}

} // namespace nacre
