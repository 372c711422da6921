// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How the synapses of an edge into a part of its target are stored in a core, and what that takes.
#pragma once
#include "compiler/mapping/Taps.h"
#include "hw_models/chip/SynapseStorage.h"

namespace nacre {

struct StoredSynapses {
  SynapseStorage storage;
  int64_t words = 0; ///< of synapse memory
};

/// Counts for boxes of an edge's target, each being what a core holds of it. What boxes have in
/// common is counted once: rows and columns that read alike, channels, and whole boxes.
class SynapseCounter {
public:
  /// Both must outlive the counter, and keep chip, shapes and weights.
  SynapseCounter(const MappingProblem &problem, const MappingProblem::Edge &edge);

  const AxisReads::Reads &readRows(Range target) { return rows.of(target); }
  const AxisReads::Reads &readColumns(Range target) { return columns.of(target); }
  const EdgeGeometry &shape() const { return geometry; }

  /// Entries of the axon table.
  int64_t axons(const Box &target);

  /// Only a convolution can be stored shared.
  int64_t words(const Box &target, SynapseStorage storage);

  /// What takes fewest words of all that the chip has; of equals one without codebook, and the
  /// first in SynapseLayout.
  StoredSynapses stored(const Box &target);

private:
  struct Key {
    Range channels;
    const ReadPattern *rows, *columns;
    SynapseStorage storage;
    bool operator==(const Key &) const = default;
  };
  struct HashOfKey {
    size_t operator()(const Key &key) const;
  };

  const ChipModel &chip;
  const MappingProblem::Edge &edge;
  EdgeGeometry geometry;
  AxisReads rows, columns;
  std::vector<int64_t> nonZeros; ///< [target channel][tap], of all channels before; made on demand
  std::vector<WeightSet> weightsOfChannel;           ///< made on demand
  std::map<Range, std::vector<int32_t>> listLengths; ///< of the last channels asked for
  std::unordered_map<Key, int64_t, HashOfKey> knownWords, knownAxons;
  std::unordered_map<Key, StoredSynapses, HashOfKey> knownStored;

  int64_t typedAxons(const Box &target);
  Key keyOf(const Box &target, SynapseStorage storage = {});
  StoredSynapses smallest(const Box &target);
  WeightSet weightsInto(Range channels);
  int64_t synapses(const Box &target, SynapseLayout layout);
  int64_t bitsOf(Range channels, SynapseStorage storage);
  int64_t tableWords(Range channels, SynapseStorage storage);
  int64_t leastWords(const Box &target, SynapseStorage storage);
  int64_t wordsOfRows(const Box &target, int64_t bits);
  int64_t wordsOfLists(const Box &target, int64_t bits);
  const std::vector<int32_t> &lengthsOfLists(Range channels);
};

} // namespace nacre
