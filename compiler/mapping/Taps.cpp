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

static int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

Range readBy(Range out, const Window &window, int64_t inputs) {
  Range read = {inputs, 0};
  for (int64_t k = 0; k < window.kernel; ++k) {
    int64_t offset = window.inputOf(0, k);
    if (offset >= inputs)
      break;
    int64_t first = std::max(out.begin, ceilDiv(-offset, window.stride));
    int64_t last = std::min(out.end - 1, (inputs - 1 - offset) / window.stride);
    if (first > last)
      continue;
    read.begin = std::min(read.begin, window.inputOf(first, k));
    read.end = std::max(read.end, window.inputOf(last, k) + 1);
  }
  return read.begin < read.end ? read : Range{};
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

const AxisReads::Reads &AxisReads::of(Range out) {
  auto [entry, fresh] = known.try_emplace(out.begin << 32 | out.end);
  Reads &reads = entry->second;
  if (!fresh)
    return reads;
  reads.inputs = readBy(out, window, inputs);
  TapSets sets = tapSets(reads.inputs, out, window);
  auto [pattern, first] = patterns.try_emplace(sets);
  reads.pattern = &pattern->second;
  if (!first)
    return reads;
  ReadPattern &made = pattern->second;
  made.reads.resize(size_t(window.kernel));
  for (const auto &[taps, positions] : sets) {
    made.ofTaps[int64_t(taps.size())] += positions;
    for (int64_t tap : taps)
      made.reads[size_t(tap)] += positions;
  }
  made.sets = std::move(sets);
  return reads;
}

} // namespace nacre
