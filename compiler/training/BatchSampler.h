// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The order and the augmentation of training images.
#pragma once
#include "support/Dataset.h"
#include <cstdint>
#include <random>
#include <vector>

namespace nacre {

/// One epoch over the first `images` of a data set in random order. Everything follows from
/// (seed, epoch), so a resumed run needs no stored random state. The batches differ in size by at
/// most one image: none is too small for a batch norm.
class BatchSampler {
  const Dataset &data;
  int64_t batchSize, maxShiftPixels;
  std::mt19937_64 random;
  std::vector<int64_t> order;
  int64_t batch = 0;

public:
  BatchSampler(const Dataset &data, int64_t images, int64_t batchSize, int64_t maxShiftPixels,
               uint64_t seed, int64_t epoch);

  struct Batch {
    std::vector<float> pixels;
    std::vector<int64_t> labels;
  };

  int64_t batches() const;
  /// False at the end of the epoch.
  bool next(Batch &out);

private:
  /// Uniform in 0..limit-1.
  int64_t draw(int64_t limit);
  void append(int64_t image, Batch &out);
};

/// A random number generator's seed for one purpose in one epoch.
uint64_t epochSeed(uint64_t seed, int64_t epoch, uint64_t purpose);

} // namespace nacre
