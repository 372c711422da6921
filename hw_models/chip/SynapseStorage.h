// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a core's memory holds the synapses of one block (docs/semantics/chip.md, "Synapse memory"):
// what compiler, image and simulator must agree on to count the same bits and words.
#pragma once
#include "hw_models/chip/ChipModel.h"

namespace nacre {

enum class SynapseLayout : uint8_t {
  Rows,   ///< an axon has a weight for each of its synapses, in order
  Shared, ///< the weights of a convolution once for all axons
  Sparse, ///< an axon lists its non-zero weights, each with its target
};

inline constexpr SynapseLayout allSynapseLayouts[] = {SynapseLayout::Rows, SynapseLayout::Shared,
                                                      SynapseLayout::Sparse};

/// "rows", "shared", "sparse".
const char *nameOf(SynapseLayout layout);

/// Whether the chip's cores can hold synapses so.
bool hasLayout(const ChipModel::Limits &limits, SynapseLayout layout);

/// What a spike fetches for each synapse whose weight has `weightBits` bits.
int64_t bitsPerSynapse(const ChipModel::Limits &limits, SynapseLayout layout, int64_t weightBits);

/// Memory words that hold so many bits.
inline int64_t wordsOf(int64_t bits, int64_t wordBits) { return (bits + wordBits - 1) / wordBits; }

} // namespace nacre
