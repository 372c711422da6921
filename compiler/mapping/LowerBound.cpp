// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/LowerBound.h"
#include "compiler/mapping/Taps.h"
#include "hw_models/chip/SynapseStorage.h"
#include <cmath>

namespace nacre {

namespace {

using Edge = MappingProblem::Edge;

/// By length of a range of outputs, the least that one so long reads wherever it lies.
std::vector<int64_t> leastReads(const Window &window, int64_t outputs, int64_t inputs) {
  std::vector<int64_t> least(size_t(outputs) + 1, INT64_MAX);
  for (int64_t begin = 0; begin < outputs; ++begin)
    for (int64_t end = begin + 1; end <= outputs; ++end) {
      int64_t &of = least[size_t(end - begin)];
      of = std::min(of, readBy({begin, end}, window, inputs).size());
    }
  return least;
}

/// By the taps that lie inside the input: how many positions have these.
std::map<std::vector<bool>, int64_t> positionsOf(const Window &window, int64_t outputs,
                                                 int64_t inputs) {
  std::map<std::vector<bool>, int64_t> positions;
  for (int64_t o = 0; o < outputs; ++o) {
    std::vector<bool> inside;
    for (int64_t k = 0; k < window.kernel; ++k)
      inside.push_back(window.inputOf(o, k) >= 0 && window.inputOf(o, k) < inputs);
    ++positions[inside];
  }
  return positions;
}

int64_t positionsRead(Range outputs, const Window &window, int64_t inputs) {
  int64_t count = 0;
  for (const auto &[taps, positions] : tapSets({0, inputs}, outputs, window))
    count += taps.empty() ? 0 : positions;
  return count;
}

/// Source neurons of an edge that have synapses.
int64_t neuronsRead(const MappingProblem &problem, const Edge &edge) {
  if (edge.sparse) {
    const SparseRows rows = edge.sparse->bySource();
    int64_t count = 0;
    for (size_t source = 0; source < rows.sources(); ++source)
      count += !rows.targetsOf(source).empty();
    return count;
  }
  const Box &source = problem.populations[edge.source].shape;
  const Box &target = problem.populations[edge.target].shape;
  const Window2D window = EdgeGeometry(problem, edge).window;
  return source.c.size() * positionsRead(target.y, window.y, source.y.size()) *
         positionsRead(target.x, window.x, source.x.size());
}

/// What the synapses of an edge need at least.
class EdgeBound {
  const ChipModel::Limits &limits;
  const Edge &edge;
  EdgeGeometry geometry;
  std::vector<int64_t> rows, columns; ///< leastReads

  /// Into one channel's neurons, which all have `kernel` if they share it, or else their own.
  struct Bits {
    double kernel = INFINITY;
    std::vector<std::pair<double, int64_t>> own; ///< of a neuron, and how many have so many
  };
  std::vector<Bits> channels;

public:
  EdgeBound(const MappingProblem &problem, const Edge &edge)
      : limits(problem.chip.limits), edge(edge), geometry(problem, edge) {
    const Box &source = problem.populations[edge.source].shape;
    const Box &target = problem.populations[edge.target].shape;
    const Window2D &window = geometry.window;
    const size_t width = size_t(window.x.kernel);
    rows = leastReads(window.y, target.y.size(), source.y.size());
    columns = leastReads(window.x, target.x.size(), source.x.size());
    const auto rowPositions = positionsOf(window.y, target.y.size(), source.y.size());
    const auto columnPositions = positionsOf(window.x, target.x.size(), source.x.size());
    for (int64_t o = 0; o < target.c.size(); ++o) {
      Bits &bits = channels.emplace_back();
      const size_t perTarget = size_t(geometry.weightsPerTarget()), taps = size_t(geometry.taps());
      const int16_t *weights = edge.weights.data() + size_t(o) * perTarget;
      WeightSet distinct;
      std::vector<int64_t> nonZeros(taps, 0);
      for (size_t i = 0; i < perTarget; ++i) {
        distinct.insert(weights[i]);
        nonZeros[i % taps] += weights[i] != 0;
      }
      if (limits.sharedKernels && edge.convolution)
        bits.kernel = bitsOf(SynapseLayout::Shared, distinct) * double(perTarget);
      const double inRows = bitsOf(SynapseLayout::Rows, distinct);
      const double inLists = bitsOf(SynapseLayout::Sparse, distinct);
      for (const auto &[insideRows, rowCount] : rowPositions)
        for (const auto &[insideColumns, columnCount] : columnPositions) {
          int64_t synapses = 0, listed = 0;
          for (size_t k = 0; k < taps; ++k)
            if (insideRows[k / width] && insideColumns[k % width]) {
              synapses += geometry.inPerGroup;
              listed += nonZeros[k];
            }
          double own = double(synapses) * inRows;
          if (limits.listsNonZeros())
            own = std::min(own, double(listed) * inLists);
          bits.own.emplace_back(own, rowCount * columnCount);
        }
    }
  }

  /// Of a box so high and wide that lies in one group of channels. With typed axons none: a source
  /// whose weights are all 0 needs none.
  int64_t axons(int64_t height, int64_t width) const {
    if (limits.typedAxons)
      return 0;
    return geometry.inPerGroup * rows[size_t(height)] * columns[size_t(width)];
  }

  int64_t outPerGroup() const { return geometry.outPerGroup; }

  /// Of all neurons, if `positions` share a kernel at most.
  double memoryBits(int64_t positions) const {
    double all = 0;
    for (const Bits &bits : channels)
      for (auto [own, neurons] : bits.own)
        all += double(neurons) * std::min(bits.kernel / double(positions), own);
    return all;
  }

private:
  /// Least of a synapse, in a block that has this channel's weights and maybe others.
  double bitsOf(SynapseLayout layout, const WeightSet &distinct) const {
    int64_t bits = SynapseStorage{layout, false}.bitsPerSynapse(limits, edge.weightBits, distinct);
    SynapseStorage coded{layout, true};
    if (limits.codebookEntries > 0 && coded.codebookEntries(distinct) <= limits.codebookEntries)
      bits = std::min(bits, coded.bitsPerSynapse(limits, edge.weightBits, distinct));
    return double(bits);
  }
};

/// Cores' worth, by resource.
enum Resource { Neurons, AxonsIn, Memory, AxonsOut, resources };
constexpr const char *names[resources] = {"neurons", "input axons", "synapse memory bits",
                                          "output axons"};
using Cores = std::array<double, resources>;

/// Of sparse synapses: whatever the layout, a weight that is not 0 is there, or its number in a
/// codebook.
double sparseBits(const Edge &edge, const ChipModel::Limits &limits) {
  const WeightSpan weights = edge.sparse->bySource().weights;
  const int64_t nonZeros = int64_t(weights.size()) - weights.zeros();
  return double(nonZeros *
                (limits.codebookEntries > 0 ? 1 : limits.storedWeightBits(edge.weightBits)));
}

Cores leastOf(const MappingProblem &problem, size_t population) {
  const Box &shape = problem.populations[population].shape;
  const ChipModel::Limits &limits = problem.chip.limits;
  std::vector<EdgeBound> edges;
  int64_t sending = 0;
  double sparse = 0;
  for (const Edge &edge : problem.edges) {
    if (edge.source == population)
      sending = std::max(sending, neuronsRead(problem, edge));
    if (edge.target == population && edge.sparse)
      sparse += sparseBits(edge, limits);
    else if (edge.target == population)
      edges.emplace_back(problem, edge);
  }
  double axonsOfNeuron = INFINITY;
  int64_t positions = 1;
  for (int64_t height = 1; height <= shape.y.size(); ++height)
    for (int64_t width = 1; width <= shape.x.size(); ++width) {
      const int64_t channels = std::min(shape.c.size(), limits.neurons / (height * width));
      int64_t all = 0;
      double ofNeuron = 0;
      for (const EdgeBound &edge : edges) {
        const int64_t axons = edge.axons(height, width);
        all += axons;
        ofNeuron += double(axons) / double(std::min(channels, edge.outPerGroup()) * height * width);
      }
      if (channels == 0 || all > limits.axonsIn)
        continue;
      axonsOfNeuron = std::min(axonsOfNeuron, ofNeuron);
      positions = std::max(positions, height * width);
    }
  const auto neurons = double(shape.volume());
  Cores least{};
  least[Neurons] = neurons / double(limits.neurons);
  if (std::isfinite(axonsOfNeuron)) // else not even one neuron fits
    least[AxonsIn] = axonsOfNeuron * neurons / double(limits.axonsIn);
  least[Memory] = sparse / double(limits.synapseMemoryBits);
  for (const EdgeBound &edge : edges)
    least[Memory] += edge.memoryBits(positions) / double(limits.synapseMemoryBits);
  least[AxonsOut] = double(sending) / double(limits.axonsOut);
  return least;
}

/// Not one more for the sake of a rounding error.
int64_t roundUp(double cores) { return int64_t(std::ceil(cores * (1 - 1e-12))); }

} // namespace

CoreBound coresAtLeast(const MappingProblem &problem) {
  Cores all{};
  for (size_t p = 0; p < problem.populations.size(); ++p) {
    const Cores least = leastOf(problem, p);
    for (size_t r = 0; r < resources; ++r)
      all[r] += least[r];
  }
  CoreBound bound;
  for (size_t r = 0; r < resources; ++r)
    if (int64_t cores = roundUp(all[r]); cores > bound.cores)
      bound = {cores, names[r]};
  return bound;
}

int64_t coresByLayer(const MappingProblem &problem) {
  double all = 0;
  for (size_t p = 0; p < problem.populations.size(); ++p) {
    const Cores least = leastOf(problem, p);
    all += *std::max_element(least.begin(), least.end());
  }
  return roundUp(all);
}

} // namespace nacre
