// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/SynapseMemory.h"
#include "compiler/mapping/Taps.h"
#include <fmt/format.h>

namespace nacre {

using Edge = MappingProblem::Edge;

namespace {

int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

/// From the first to the last input position that outputs `out` read; empty if they read padding.
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

/// Each weight that a source neuron uses and that is not 0 needs an axon.
int64_t typedAxons(const MappingProblem &p, const Edge &e, const Box &target, const Box &source) {
  EdgeGeometry geometry(p, e);
  int64_t width = geometry.window.x.kernel;
  TapSets rows = tapSets(source.y, target.y, geometry.window.y);
  TapSets columns = tapSets(source.x, target.x, geometry.window.x);
  int64_t axons = 0;
  for (int64_t c = source.c.begin; c < source.c.end; ++c) {
    int64_t group = c / geometry.inPerGroup, inGroup = c % geometry.inPerGroup;
    Range out =
        intersect(target.c, {group * geometry.outPerGroup, (group + 1) * geometry.outPerGroup});
    std::vector<WeightSet> ofTap(size_t(geometry.taps()));
    for (int64_t o = out.begin; o < out.end; ++o)
      for (size_t k = 0; k < ofTap.size(); ++k)
        ofTap[k].insert(e.weights[size_t(o * geometry.inPerGroup + inGroup) * ofTap.size() + k]);
    for (const auto &[rowTaps, rowCount] : rows)
      for (const auto &[columnTaps, columnCount] : columns) {
        WeightSet weights;
        for (int64_t ky : rowTaps)
          for (int64_t kx : columnTaps)
            weights.insert(ofTap[size_t(ky * width + kx)]);
        axons += weights.nonZeros() * rowCount * columnCount;
      }
  }
  return axons;
}

} // namespace

Box MappingProblem::receptiveField(const Edge &edge, const Box &target) const {
  const Box &shape = populations[edge.source].shape;
  if (target.empty())
    return {};
  if (!edge.convolution)
    return shape;
  EdgeGeometry geometry(*this, edge);
  Range channels = {target.c.begin / geometry.outPerGroup * geometry.inPerGroup,
                    ((target.c.end - 1) / geometry.outPerGroup + 1) * geometry.inPerGroup};
  return {channels, readBy(target.y, edge.window.y, shape.y.size()),
          readBy(target.x, edge.window.x, shape.x.size())};
}

SliceNeeds needsOf(const MappingProblem &problem, size_t population, const Box &box) {
  SliceNeeds needs;
  needs.neurons = box.volume();
  for (const Edge &edge : problem.edges) {
    if (edge.target != population)
      continue;
    Box source = problem.receptiveField(edge, box);
    if (source.empty())
      continue;
    needs.axonsIn +=
        problem.chip.limits.typedAxons ? typedAxons(problem, edge, box, source) : source.volume();
    needs.synapseMemoryBits +=
        storedSynapses(problem, edge, box, source).words * problem.chip.timing.synapseWordBits;
  }
  return needs;
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
