// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/MappingProblem.h"
#include <bitset>
#include <fmt/format.h>
#include <map>

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

/// A set of weights; those that are not 0 need an axon each.
class WeightSet {
  std::bitset<256> seen;

public:
  void insert(int8_t weight) { seen.set(uint8_t(weight)); }
  void insert(const WeightSet &other) { seen |= other.seen; }
  int64_t axons() const { return int64_t(seen.count()) - seen.test(0); }
};

/// Through which taps of the window outputs `out` read a position, and how many positions of `in`
/// they read through just these.
std::map<std::vector<int64_t>, int64_t> tapSets(Range in, Range out, const Window &window) {
  std::map<std::vector<int64_t>, int64_t> sets;
  for (int64_t i = in.begin; i < in.end; ++i) {
    std::vector<int64_t> taps;
    for (int64_t k = 0; k < window.kernel; ++k) {
      int64_t distance = i - window.inputOf(0, k), o = distance / window.stride;
      if (distance >= 0 && distance % window.stride == 0 && o >= out.begin && o < out.end)
        taps.push_back(k);
    }
    ++sets[taps];
  }
  return sets;
}

int64_t typedAxonsOfDense(const MappingProblem &p, const Edge &e, Range out) {
  int64_t sources = p.populations[e.source].shape.volume(), axons = 0;
  for (int64_t n = 0; n < sources; ++n) {
    WeightSet weights;
    for (int64_t o = out.begin; o < out.end; ++o)
      weights.insert(e.weights[size_t(o * sources + n)]);
    axons += weights.axons();
  }
  return axons;
}

int64_t typedAxonsOfConvolution(const MappingProblem &p, const Edge &e, const Box &target,
                                const Box &source) {
  ChannelGroups groups(p, e);
  int64_t height = e.window.y.kernel, width = e.window.x.kernel;
  auto rows = tapSets(source.y, target.y, e.window.y);
  auto columns = tapSets(source.x, target.x, e.window.x);
  int64_t axons = 0;
  for (int64_t c = source.c.begin; c < source.c.end; ++c) {
    int64_t group = c / groups.inPerGroup;
    Range out = intersect(target.c, {group * groups.outPerGroup, (group + 1) * groups.outPerGroup});
    std::vector<WeightSet> ofTap(size_t(height * width));
    for (int64_t o = out.begin; o < out.end; ++o)
      for (size_t k = 0; k < ofTap.size(); ++k)
        ofTap[k].insert(
            e.weights[size_t(o * groups.inPerGroup + c % groups.inPerGroup) * ofTap.size() + k]);
    for (const auto &[rowTaps, rowCount] : rows)
      for (const auto &[columnTaps, columnCount] : columns) {
        WeightSet weights;
        for (int64_t ky : rowTaps)
          for (int64_t kx : columnTaps)
            weights.insert(ofTap[size_t(ky * width + kx)]);
        axons += weights.axons() * rowCount * columnCount;
      }
  }
  return axons;
}

int64_t axonsIn(const MappingProblem &p, const Edge &e, const Box &target, const Box &source) {
  if (!p.chip.limits.typedAxons)
    return source.volume();
  return e.convolution ? typedAxonsOfConvolution(p, e, target, source)
                       : typedAxonsOfDense(p, e, target.c);
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
