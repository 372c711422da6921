// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/MappingProblem.h"
#include <bitset>
#include <fmt/format.h>

namespace nacre {

using Edge = MappingProblem::Edge;

namespace {

int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

Range readBy(Range out, const Window &window, int64_t inputs) {
  int64_t first = window.inputOf(out.begin, 0),
          last = window.inputOf(out.end - 1, window.kernel - 1);
  return intersect(Range{first, last + 1}, Range{0, inputs});
}

/// How many outputs of `out` read input position `in`.
int64_t readersOf(int64_t in, Range out, const Window &window) {
  int64_t readers = 0;
  for (int64_t o = out.begin; o < out.end; ++o)
    for (int64_t k = 0; k < window.kernel; ++k)
      readers += window.inputOf(o, k) == in;
  return readers;
}

struct ChannelGroups {
  int64_t inPerGroup, outPerGroup;
  ChannelGroups(const MappingProblem &p, const Edge &e)
      : inPerGroup(p.populations[e.source].shape.c.size() / e.groups),
        outPerGroup(p.populations[e.target].shape.c.size() / e.groups) {}
};

/// Distinct non-zero weights from one source channel (convolution) or neuron (dense) into channels
/// `out`; `in` counts from 0 within all source channels or neurons.
int64_t distinctWeights(const MappingProblem &p, const Edge &e, int64_t in, Range out) {
  std::bitset<256> seen;
  int64_t outputs = p.populations[e.target].shape.c.size();
  int64_t perOutput = int64_t(e.weights.size()) / outputs;
  ChannelGroups groups(p, e);
  int64_t plane = e.convolution ? perOutput / groups.inPerGroup : 1;
  for (int64_t o = out.begin; o < out.end; ++o) {
    int64_t column = in;
    if (e.convolution) {
      if (o / groups.outPerGroup != in / groups.inPerGroup)
        continue;
      column = in % groups.inPerGroup;
    }
    for (int64_t k = 0; k < plane; ++k)
      seen.set(uint8_t(e.weights[size_t(o * perOutput + column * plane + k)]));
  }
  seen.reset(0);
  return int64_t(seen.count());
}

int64_t axonsIn(const MappingProblem &p, const Edge &e, const Box &target, const Box &source) {
  if (!p.chip.limits.typedAxons)
    return source.volume();
  int64_t axons = 0;
  if (e.convolution) {
    for (int64_t c = source.c.begin; c < source.c.end; ++c)
      axons += distinctWeights(p, e, c, target.c) * source.y.size() * source.x.size();
    return axons;
  }
  for (int64_t n = 0; n < source.volume(); ++n) // a dense layer reads its whole source
    axons += distinctWeights(p, e, n, target.c);
  return axons;
}

int64_t memoryBits(const MappingProblem &p, const Edge &e, const Box &target, const Box &source) {
  int64_t word = p.chip.timing.synapseWordBits;
  int64_t bits = p.chip.limits.storedWeightBits(e.weightBits);
  auto words = [&](int64_t weights) { return ceilDiv(weights * bits, word); };
  if (!e.convolution)
    return source.volume() * words(target.volume()) * word;
  if (p.chip.limits.sharedKernels) {
    int64_t perChannel = int64_t(e.weights.size()) / p.populations[e.target].shape.c.size();
    return words(target.c.size() * perChannel) * word;
  }
  // A row of words per source neuron with one weight for each synapse.
  ChannelGroups groups(p, e);
  int64_t total = 0;
  for (int64_t y = source.y.begin; y < source.y.end; ++y)
    for (int64_t x = source.x.begin; x < source.x.end; ++x) {
      int64_t positions = readersOf(y, target.y, e.window.y) * readersOf(x, target.x, e.window.x);
      for (int64_t g = source.c.begin / groups.inPerGroup; g * groups.inPerGroup < source.c.end;
           ++g) {
        Range outputs = intersect(target.c, {g * groups.outPerGroup, (g + 1) * groups.outPerGroup});
        total += groups.inPerGroup * words(outputs.size() * positions);
      }
    }
  return total * word;
}

} // namespace

Box MappingProblem::receptiveField(const Edge &edge, const Box &target) const {
  const Box &shape = populations[edge.source].shape;
  if (target.empty())
    return {};
  if (!edge.convolution)
    return shape;
  ChannelGroups groups(*this, edge);
  Range channels = {target.c.begin / groups.outPerGroup * groups.inPerGroup,
                    ((target.c.end - 1) / groups.outPerGroup + 1) * groups.inPerGroup};
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
    needs.axonsIn += axonsIn(problem, edge, box, source);
    needs.synapseMemoryBits += memoryBits(problem, edge, box, source);
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
