// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What each core of an image needs of what the chip's cores have, counted from the image's tables
// alone (docs/design/whole-road.md, "Counting"; docs/semantics/chip.md, "Synapse memory").
#pragma once
#include "hw_models/image/BlockWeights.h"
#include "hw_models/image/SparseTally.h"
#include <algorithm>
#include <map>
#include <memory>

namespace nacre {

/// Of one resource, and which layer needs most of it.
struct Need {
  int64_t total = 0, largest = 0;
  uint32_t population = 0;

  void add(int64_t part, uint32_t of) {
    total += part;
    raise(part, of);
  }
  /// For what is a maximum, not a sum.
  void max(int64_t value, uint32_t of) {
    total = std::max(total, value);
    raise(value, of);
  }

private:
  void raise(int64_t value, uint32_t of) {
    if (value > largest)
      largest = value, population = of;
  }
};

struct CoreNeeds {
  Need neurons, axonsIn, synapseMemoryBits, axonsOut, targetsPerNeuron;
};

/// What a core has a limit of.
struct CoreResource {
  const char *name;
  Need CoreNeeds::*need;
  int64_t ChipModel::Limits::*limit;
};

inline constexpr CoreResource coreResources[] = {
    {"neurons", &CoreNeeds::neurons, &ChipModel::Limits::neurons},
    {"input axons", &CoreNeeds::axonsIn, &ChipModel::Limits::axonsIn},
    {"synapse memory bits", &CoreNeeds::synapseMemoryBits, &ChipModel::Limits::synapseMemoryBits},
    {"output axons", &CoreNeeds::axonsOut, &ChipModel::Limits::axonsOut},
    {"destination cores of one neuron", &CoreNeeds::targetsPerNeuron,
     &ChipModel::Limits::targetsPerNeuron},
};

/// What one block of synapses takes, and what happens in it if each source neuron fires once.
struct BlockNeeds {
  int64_t axons = 0, memoryWords = 0;
  int64_t lookups = 0, fetchedWords = 0, synapticOps = 0;
  int64_t synapseCycles = 0; ///< of the core's synapse unit: look-ups, words, accumulates
};

/// Blocks that store the same in the same way are counted once.
class CoreNeedsCounter {
public:
  /// Both outlive the counter; the image's fields and layouts are checked.
  CoreNeedsCounter(const image::Image &image, const ChipModel &chip);
  ~CoreNeedsCounter();

  CoreNeeds of(const image::Core &core);
  BlockNeeds of(const image::Slice &slice, const image::Synapses &synapses);

private:
  struct Block; ///< not sparse
  const image::Image &image;
  const ChipModel &chip;
  BlockWeights blockWeights;
  SparseTallies sparseTallies;
  std::map<Block, BlockNeeds> known;

  BlockNeeds count(const Block &block, const WeightSet &distinct) const;
  BlockNeeds ofSparse(const image::Slice &slice, const image::Synapses &synapses);
  void addAxon(BlockNeeds &needs, int64_t synapses, int64_t words, int64_t axons) const;
};

} // namespace nacre
