// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a core's memory holds the synapses of one block (docs/semantics/chip.md, "Synapse memory"):
// what compiler, image and simulator must agree on to count the same bits and words.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "hw_models/chip/WeightSet.h"

namespace nacre {

enum class SynapseLayout : uint8_t {
  Rows,   ///< an axon has a weight for each of its synapses, in order
  Shared, ///< the weights of a convolution once for all axons
  Sparse, ///< an axon lists its non-zero weights, each with its target
};

inline constexpr SynapseLayout allSynapseLayouts[] = {SynapseLayout::Rows, SynapseLayout::Shared,
                                                      SynapseLayout::Sparse};

/// Whether the chip's cores can hold synapses so.
bool hasLayout(const ChipModel::Limits &limits, SynapseLayout layout);

struct SynapseStorage {
  SynapseLayout layout = SynapseLayout::Rows;
  bool codebook = false; ///< instead of weights their numbers in a table that the block has once

  /// "rows", "sparse with codebook".
  std::string name() const;

  /// Of the table, if there is one; `weights` are those into the slice's channels.
  int64_t codebookEntries(const WeightSet &weights) const;

  /// What a spike fetches for each synapse.
  int64_t bitsPerSynapse(const ChipModel::Limits &limits, int64_t weightBits,
                         const WeightSet &weights) const;

  auto operator<=>(const SynapseStorage &) const = default;
};

/// Memory words that hold so many bits.
inline int64_t wordsOf(int64_t bits, int64_t wordBits) { return (bits + wordBits - 1) / wordBits; }

} // namespace nacre
