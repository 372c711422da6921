// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sparse synapses into one slice.
#pragma once
#include "hw_models/image/SparseRows.h"
#include "simulator/BoxIndex.h"
#include <vector>

namespace nacre {

/// Source neurons are indices in their population.
class SparseBlock {
  std::vector<uint32_t> sources;      ///< those with an axon, ascending
  std::vector<uint32_t> first;        ///< synapse of each, and the end
  std::vector<uint32_t> accumulators; ///< of each synapse whose weight is not 0
  std::vector<int8_t> weights;
  std::vector<int16_t> wideWeights; ///< in place of those, if they take two bytes
  uint32_t neurons = 0;             ///< of the slice

  size_t synapses() const { return accumulators.size(); }

  /// Number of the axon, or sources.size().
  size_t axonOf(uint32_t source) const;

  friend class SparseBlocks;

public:
  explicit SparseBlock(uint32_t neurons) : neurons(neurons) {}

  bool hasAxon(uint32_t source) const { return axonOf(source) < sources.size(); }

  /// In rows layout an axon has a weight for each neuron of the slice.
  int64_t accumulates() const { return neurons; }

  /// Synapses of the source neuron, which has an axon, whose weight is not 0.
  int64_t nonZeros(uint32_t source) const {
    size_t axon = axonOf(source);
    return first[axon + 1] - first[axon];
  }

  /// Adds one spike of the source neuron, which has an axon, to the slice's accumulators,
  /// [y][x][c].
  void accumulate(uint32_t source, int32_t *accumulators) const;
};

/// Fills the blocks of all slices that read the same rows, in one pass over these.
class SparseBlocks {
  struct Place {
    uint32_t block = ~uint32_t(0), accumulator = 0;
  };
  std::vector<Place> places; ///< of each target neuron
  std::vector<SparseBlock *> blocks;

public:
  /// A population of height x width neurons a channel.
  SparseBlocks(uint32_t targets) : places(targets) {}

  /// The block of the synapses into a box of the target population, whose neurons are numbered
  /// (c * height + y) * width + x.
  void add(SparseBlock &block, const image::Box &target, uint32_t height, uint32_t width);

  void fill(const SparseRows &rows);
};

} // namespace nacre
