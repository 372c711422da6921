// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/SparseMemory.h"
#include <algorithm>
#include <optional>

namespace nacre {

SparseCounter::Tally SparseCounter::tallyOf(std::span<const uint32_t> targets) const {
  const SparseRows rows = edge.sparse->byTarget();
  std::vector<uint64_t> synapses; // source, then weight
  for (uint32_t target : targets)
    for (uint32_t i = rows.offsets[target]; i < rows.offsets[target + 1]; ++i)
      synapses.push_back(uint64_t(rows.targets[i]) << 16 | uint16_t(rows.weights[i]));
  std::sort(synapses.begin(), synapses.end());
  Tally tally;
  tally.weights.insert(0);
  for (size_t begin = 0, end = 0; begin < synapses.size(); begin = end) {
    size_t length = 0;
    for (; end < synapses.size() && synapses[end] >> 16 == synapses[begin] >> 16; ++end) {
      const auto weight = int16_t(synapses[end]);
      tally.weights.insert(weight);
      length += weight != 0;
      tally.typedAxons += weight != 0 && (end == begin || synapses[end] != synapses[end - 1]);
    }
    ++tally.axons;
    if (length >= tally.ofLength.size())
      tally.ofLength.resize(length + 1);
    ++tally.ofLength[length];
  }
  return tally;
}

int64_t SparseCounter::words(const Tally &tally, int64_t targets, SynapseStorage storage) const {
  const int64_t wordBits = chip.timing.synapseWordBits;
  const int64_t bits = storage.bitsPerSynapse(chip.limits, edge.weightBits, tally.weights);
  int64_t words = wordsOf(storage.codebookEntries(tally.weights) * edge.weightBits, wordBits);
  if (storage.layout == SynapseLayout::Rows)
    return words + tally.axons * wordsOf(targets * bits, wordBits);
  assert(storage.layout == SynapseLayout::Sparse && "there is no kernel to share");
  for (size_t length = 0; length < tally.ofLength.size(); ++length)
    words += tally.ofLength[length] * wordsOf(int64_t(length) * bits, wordBits);
  return words;
}

int64_t SparseCounter::words(std::span<const uint32_t> targets, SynapseStorage storage) const {
  return words(tallyOf(targets), int64_t(targets.size()), storage);
}

SparseCounter::Needs SparseCounter::of(std::span<const uint32_t> targets) const {
  const Tally tally = tallyOf(targets);
  const ChipModel::Limits &limits = chip.limits;
  std::optional<StoredSynapses> best;
  for (bool codebook : {false, true})
    for (SynapseLayout layout : {SynapseLayout::Rows, SynapseLayout::Sparse}) {
      SynapseStorage storage{layout, codebook};
      if (!hasLayout(limits, layout) || (layout == SynapseLayout::Rows && limits.listsGiven()) ||
          (codebook && (limits.codebookEntries == 0 ||
                        storage.codebookEntries(tally.weights) > limits.codebookEntries)))
        continue;
      if (int64_t needed = words(tally, int64_t(targets.size()), storage);
          !best || needed < best->words)
        best = {storage, needed};
    }
  return {limits.typedAxons ? tally.typedAxons : tally.axons, *best}; // every chip has rows
}

} // namespace nacre
