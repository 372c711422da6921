// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/SynapseMemory.h"
#include <optional>
#include <tuple>

namespace nacre {

SynapseCounter::SynapseCounter(const MappingProblem &problem, const MappingProblem::Edge &edge)
    : chip(problem.chip), edge(edge), geometry(problem, edge),
      rows(geometry.window.y, problem.populations[edge.source].shape.y.size()),
      columns(geometry.window.x, problem.populations[edge.source].shape.x.size()) {}

SynapseCounter::Key SynapseCounter::keyOf(const Box &target, SynapseStorage storage) {
  return {target.c, rows.of(target.y).pattern, columns.of(target.x).pattern, storage};
}

size_t SynapseCounter::HashOfKey::operator()(const Key &key) const {
  size_t hash = 0;
  for (size_t part :
       {size_t(key.channels.begin), size_t(key.channels.end), size_t(key.rows), size_t(key.columns),
        size_t(key.storage.layout), size_t(key.storage.codebook)})
    hash = (hash ^ part) * 0x9e3779b97f4a7c15u + (hash >> 29);
  return hash;
}

int64_t SynapseCounter::axons(const Box &target) {
  if (chip.limits.typedAxons)
    return typedAxons(target);
  return geometry.groupsOf(target.c).size() * geometry.inPerGroup *
         rows.of(target.y).inputs.size() * columns.of(target.x).inputs.size();
}

/// Each weight that a source neuron uses and that is not 0 needs an axon.
int64_t SynapseCounter::typedAxons(const Box &target) {
  const ReadPattern &inRows = *rows.of(target.y).pattern,
                    &inColumns = *columns.of(target.x).pattern;
  auto [entry, fresh] = knownAxons.try_emplace(keyOf(target));
  int64_t &axons = entry->second;
  if (!fresh)
    return axons;
  const int64_t width = geometry.window.x.kernel;
  const Range groups = geometry.groupsOf(target.c);
  std::vector<WeightSet> ofTap(size_t(geometry.taps()));
  for (int64_t group = groups.begin; group < groups.end; ++group) {
    const Range out =
        intersect(target.c, {group * geometry.outPerGroup, (group + 1) * geometry.outPerGroup});
    for (int64_t i = 0; i < geometry.inPerGroup; ++i) {
      std::fill(ofTap.begin(), ofTap.end(), WeightSet());
      for (int64_t o = out.begin; o < out.end; ++o)
        for (size_t k = 0; k < ofTap.size(); ++k)
          ofTap[k].insert(edge.weights[size_t(o * geometry.inPerGroup + i) * ofTap.size() + k]);
      for (const auto &[rowTaps, rowCount] : inRows.sets)
        for (const auto &[columnTaps, columnCount] : inColumns.sets) {
          WeightSet weights;
          for (int64_t ky : rowTaps)
            for (int64_t kx : columnTaps)
              weights.insert(ofTap[size_t(ky * width + kx)]);
          axons += weights.nonZeros() * rowCount * columnCount;
        }
    }
  }
  return axons;
}

WeightSet SynapseCounter::weightsInto(Range channels) {
  const size_t perTarget = size_t(geometry.weightsPerTarget());
  if (weightsOfChannel.empty()) {
    weightsOfChannel.resize(edge.weights.size() / perTarget);
    for (size_t i = 0; i < edge.weights.size(); ++i)
      weightsOfChannel[i / perTarget].insert(edge.weights[i]);
  }
  WeightSet weights;
  for (int64_t c = channels.begin; c < channels.end; ++c)
    weights.insert(weightsOfChannel[size_t(c)]);
  return weights;
}

int64_t SynapseCounter::bitsOf(Range channels, SynapseStorage storage) {
  return storage.bitsPerSynapse(chip.limits, edge.weightBits,
                                storage.codebook ? weightsInto(channels) : WeightSet());
}

int64_t SynapseCounter::tableWords(Range channels, SynapseStorage storage) {
  if (!storage.codebook)
    return 0;
  return wordsOf(storage.codebookEntries(weightsInto(channels)) * edge.weightBits,
                 chip.timing.synapseWordBits);
}

/// Stored in rows or lists.
int64_t SynapseCounter::synapses(const Box &target, SynapseLayout layout) {
  const ReadPattern &inRows = *rows.of(target.y).pattern,
                    &inColumns = *columns.of(target.x).pattern;
  const size_t taps = size_t(geometry.taps()), width = size_t(geometry.window.x.kernel);
  if (layout == SynapseLayout::Sparse && nonZeros.empty()) {
    const size_t targets = edge.weights.size() / size_t(geometry.weightsPerTarget());
    nonZeros.resize((targets + 1) * taps);
    const int16_t *weight = edge.weights.data();
    for (size_t o = 0; o < targets; ++o) {
      int64_t *sums = &nonZeros[(o + 1) * taps];
      std::copy(sums - taps, sums, sums);
      for (int64_t i = 0; i < geometry.inPerGroup; ++i)
        for (size_t k = 0; k < taps; ++k)
          sums[k] += *weight++ != 0;
    }
  }
  int64_t count = 0;
  for (size_t k = 0; k < taps; ++k) {
    const int64_t reads = inRows.reads[k / width] * inColumns.reads[k % width];
    const int64_t weights = layout == SynapseLayout::Sparse
                                ? nonZeros[size_t(target.c.end) * taps + k] -
                                      nonZeros[size_t(target.c.begin) * taps + k]
                                : target.c.size() * geometry.inPerGroup;
    count += reads * weights;
  }
  return count;
}

/// Words if no axon had to start a new one.
int64_t SynapseCounter::leastWords(const Box &target, SynapseStorage storage) {
  if (storage.layout == SynapseLayout::Shared)
    return words(target, storage);
  return tableWords(target.c, storage) +
         wordsOf(synapses(target, storage.layout) * bitsOf(target.c, storage),
                 chip.timing.synapseWordBits);
}

/// Of each source neuron's axon, which starts a new word and has all targets of a tap.
int64_t SynapseCounter::wordsOfRows(const Box &target, int64_t bits) {
  std::map<int64_t, int64_t> groupsOfSize;
  const Range groups = geometry.groupsOf(target.c);
  for (int64_t group = groups.begin; group < groups.end; ++group)
    ++groupsOfSize[intersect(target.c,
                             {group * geometry.outPerGroup, (group + 1) * geometry.outPerGroup})
                       .size()];
  int64_t words = 0;
  for (auto [targets, count] : groupsOfSize)
    for (auto [rowTaps, rowCount] : rows.of(target.y).pattern->ofTaps)
      for (auto [columnTaps, columnCount] : columns.of(target.x).pattern->ofTaps)
        words += count * geometry.inPerGroup * rowCount * columnCount *
                 wordsOf(targets * rowTaps * columnTaps * bits, chip.timing.synapseWordBits);
  return words;
}

/// Targets by source channel, from the first one read, and tap, without weights of 0.
const std::vector<int32_t> &SynapseCounter::lengthsOfLists(Range channels) {
  if (auto known = listLengths.find(channels); known != listLengths.end())
    return known->second;
  listLengths.clear();
  const size_t perTarget = size_t(geometry.weightsPerTarget());
  const Range groups = geometry.groupsOf(channels);
  auto &lengths = listLengths[channels];
  lengths.resize(size_t(groups.size()) * perTarget);
  for (int64_t o = channels.begin; o < channels.end; ++o) {
    const int16_t *weights = edge.weights.data() + size_t(o) * perTarget;
    int32_t *length = lengths.data() + size_t(o / geometry.outPerGroup - groups.begin) * perTarget;
    for (size_t i = 0; i < perTarget; ++i)
      length[i] += weights[i] != 0;
  }
  return lengths;
}

int64_t SynapseCounter::wordsOfLists(const Box &target, int64_t bits) {
  const size_t taps = size_t(geometry.taps()), width = size_t(geometry.window.x.kernel);
  const std::vector<int32_t> &lengths = lengthsOfLists(target.c);
  int64_t words = 0;
  for (size_t first = 0; first < lengths.size(); first += taps)
    for (const auto &[rowTaps, rowCount] : rows.of(target.y).pattern->sets)
      for (const auto &[columnTaps, columnCount] : columns.of(target.x).pattern->sets) {
        int64_t synapses = 0;
        for (int64_t ky : rowTaps)
          for (int64_t kx : columnTaps)
            synapses += lengths[first + size_t(ky) * width + size_t(kx)];
        words += rowCount * columnCount * wordsOf(synapses * bits, chip.timing.synapseWordBits);
      }
  return words;
}

int64_t SynapseCounter::words(const Box &target, SynapseStorage storage) {
  auto count = [&] {
    const int64_t table = tableWords(target.c, storage), bits = bitsOf(target.c, storage);
    switch (storage.layout) {
    case SynapseLayout::Rows:
      return table + wordsOfRows(target, bits);
    case SynapseLayout::Sparse:
      return table + wordsOfLists(target, bits);
    case SynapseLayout::Shared:
      break;
    }
    assert(edge.convolution && "a dense edge has no kernel to share");
    return table + wordsOf(target.c.size() * geometry.weightsPerTarget() * bits,
                           chip.timing.synapseWordBits);
  };
  if (storage.layout == SynapseLayout::Shared && !storage.codebook)
    return count();
  auto [entry, fresh] = knownWords.try_emplace(keyOf(target, storage));
  if (fresh)
    entry->second = count();
  return entry->second;
}

StoredSynapses SynapseCounter::stored(const Box &target) {
  auto [entry, fresh] = knownStored.try_emplace(keyOf(target));
  if (fresh)
    entry->second = smallest(target);
  return entry->second;
}

StoredSynapses SynapseCounter::smallest(const Box &target) {
  const ChipModel::Limits &limits = chip.limits;
  // By words, and of equals in the order of preference.
  using Ranked = std::tuple<int64_t, bool, SynapseLayout>;
  std::vector<Ranked> candidates;
  for (bool codebook : {false, true})
    for (SynapseLayout layout : allSynapseLayouts) {
      SynapseStorage storage{layout, codebook};
      if (!hasLayout(limits, layout) || (layout == SynapseLayout::Shared && !edge.convolution) ||
          (layout == SynapseLayout::Sparse && !limits.listsNonZeros()) ||
          (codebook && (limits.codebookEntries == 0 ||
                        storage.codebookEntries(weightsInto(target.c)) > limits.codebookEntries)))
        continue;
      candidates.emplace_back(leastWords(target, storage), codebook, layout);
    }
  std::sort(candidates.begin(), candidates.end());
  std::optional<Ranked> best;
  for (auto [least, codebook, layout] : candidates) {
    if (best && Ranked(least, codebook, layout) > *best)
      break;
    Ranked exact(words(target, {layout, codebook}), codebook, layout);
    if (!best || exact < *best)
      best = exact;
  }
  auto [words, codebook, layout] = *best; // every chip has rows
  return {{layout, codebook}, words};
}

} // namespace nacre
