// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/SynapseMemory.h"
#include "compiler/mapping/Taps.h"
#include <optional>

namespace nacre {

using Edge = MappingProblem::Edge;

namespace {

/// How many synapses an axon stores for each source channel and tap: [channel][tap].
std::vector<int32_t> synapsesPerTap(const Edge &edge, const EdgeGeometry &geometry, Range source,
                                    Range target, bool withZeros) {
  const size_t perTarget = size_t(geometry.weightsPerTarget());
  std::vector<int32_t> counts(size_t(source.end * geometry.taps()), 0);
  for (int64_t o = target.begin; o < target.end; ++o) {
    const int8_t *weights = edge.weights.data() + size_t(o) * perTarget;
    int32_t *count = counts.data() + size_t(o / geometry.outPerGroup) * perTarget;
    for (size_t i = 0; i < perTarget; ++i)
      count[i] += withZeros || weights[i] != 0;
  }
  return counts;
}

/// Words of the axons of all source neurons, each of which starts a new word.
int64_t wordsOfAxons(const MappingProblem &problem, const Edge &edge, const Box &target,
                     const Box &source, SynapseLayout layout, int64_t bits) {
  const EdgeGeometry geometry(problem, edge);
  const int64_t width = geometry.window.x.kernel, wordBits = problem.chip.timing.synapseWordBits;
  const std::vector<int32_t> counts =
      synapsesPerTap(edge, geometry, source.c, target.c, layout == SynapseLayout::Rows);
  const TapSets rows = tapSets(source.y, target.y, geometry.window.y);
  const TapSets columns = tapSets(source.x, target.x, geometry.window.x);
  int64_t words = 0;
  for (int64_t c = source.c.begin; c < source.c.end; ++c)
    for (const auto &[rowTaps, rowCount] : rows)
      for (const auto &[columnTaps, columnCount] : columns) {
        int64_t synapses = 0;
        for (int64_t ky : rowTaps)
          for (int64_t kx : columnTaps)
            synapses += counts[size_t(c * geometry.taps() + ky * width + kx)];
        words += rowCount * columnCount * wordsOf(synapses * bits, wordBits);
      }
  return words;
}

WeightSet weightsInto(const Edge &edge, const EdgeGeometry &geometry, Range target) {
  const size_t perTarget = size_t(geometry.weightsPerTarget());
  WeightSet weights;
  for (size_t i = size_t(target.begin) * perTarget; i < size_t(target.end) * perTarget; ++i)
    weights.insert(edge.weights[i]);
  return weights;
}

int64_t synapseWords(const MappingProblem &problem, const Edge &edge, const Box &target,
                     const Box &source, SynapseStorage storage, const WeightSet &weights) {
  const int64_t wordBits = problem.chip.timing.synapseWordBits;
  const int64_t bits = storage.bitsPerSynapse(problem.chip.limits, edge.weightBits, weights);
  const int64_t table = wordsOf(storage.codebookEntries(weights) * edge.weightBits, wordBits);
  if (storage.layout != SynapseLayout::Shared)
    return table + wordsOfAxons(problem, edge, target, source, storage.layout, bits);
  assert(edge.convolution && "a dense edge has no kernel to share");
  int64_t kernel = target.c.size() * EdgeGeometry(problem, edge).weightsPerTarget();
  return table + wordsOf(kernel * bits, wordBits);
}

} // namespace

int64_t synapseWords(const MappingProblem &problem, const Edge &edge, const Box &target,
                     const Box &source, SynapseStorage storage) {
  return synapseWords(problem, edge, target, source, storage,
                      weightsInto(edge, EdgeGeometry(problem, edge), target.c));
}

StoredSynapses storedSynapses(const MappingProblem &problem, const Edge &edge, const Box &target,
                              const Box &source) {
  const ChipModel::Limits &limits = problem.chip.limits;
  WeightSet weights; // of use for codebooks only
  if (limits.codebookEntries > 0)
    weights = weightsInto(edge, EdgeGeometry(problem, edge), target.c);
  std::optional<StoredSynapses> best;
  for (bool codebook : {false, true})
    for (SynapseLayout layout : allSynapseLayouts) {
      SynapseStorage storage{layout, codebook};
      if (!hasLayout(limits, layout) || (layout == SynapseLayout::Shared && !edge.convolution) ||
          (codebook && limits.codebookEntries == 0) ||
          storage.codebookEntries(weights) > limits.codebookEntries)
        continue;
      int64_t words = synapseWords(problem, edge, target, source, storage, weights);
      if (!best || words < best->words)
        best = {storage, words};
    }
  return *best; // every chip has rows
}

} // namespace nacre
