// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Small random networks, chips and mappings; the same for the same seed everywhere.
#pragma once
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/NaiveNetwork.h"
#include <random>

namespace nacre {

class Random {
  std::mt19937 engine;

public:
  explicit Random(uint32_t seed) : engine(seed) {}
  /// In [low, high]. Not the standard's distribution, which differs between libraries.
  int64_t in(int64_t low, int64_t high) {
    return low + int64_t(engine() % uint64_t(high - low + 1));
  }
  bool chance(int64_t percent) { return in(1, 100) <= percent; }
};

/// Dense, sparse and convolution layers, recurrent and skipping edges, all neuron options.
NaiveNetwork makeRandomNetwork(Random &random);

/// Costs, buffers, routing and grid at random.
ChipModel makeRandomChip(Random &random);

/// Cuts each population into boxes, puts them on random cores and stores their synapses at
/// random.
ChipImage mapAtRandom(const NaiveNetwork &network, const ChipModel &chip, Random &random);

std::vector<uint8_t> makeRandomPixels(const NaiveNetwork &network, Random &random);

} // namespace nacre
