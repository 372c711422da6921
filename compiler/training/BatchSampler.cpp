// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/BatchSampler.h"
#include <algorithm>
#include <cassert>
#include <numeric>

namespace nacre {

/// SplitMix64 (Steele et al. 2014): neighbouring seeds give unrelated streams.
static uint64_t mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

uint64_t epochSeed(uint64_t seed, int64_t epoch, uint64_t purpose) {
  return mix(mix(mix(seed) + uint64_t(epoch)) + purpose);
}

BatchSampler::BatchSampler(const Dataset &data, int64_t images, int64_t batchSize,
                           int64_t maxShiftPixels, uint64_t seed, int64_t epoch)
    : data(data), batchSize(batchSize), maxShiftPixels(maxShiftPixels),
      random(epochSeed(seed, epoch, 0)), order(size_t(images)) {
  assert(images <= data.size());
  std::iota(order.begin(), order.end(), 0);
  for (int64_t i = images - 1; i > 0; --i) // Fisher-Yates; std::shuffle differs between libraries
    std::swap(order[size_t(i)], order[size_t(draw(i + 1))]);
}

int64_t BatchSampler::draw(int64_t limit) {
  return int64_t(random() % uint64_t(limit)); // the bias is below 2^-40 for any data set
}

int64_t BatchSampler::batches() const {
  return (int64_t(order.size()) + batchSize - 1) / batchSize;
}

bool BatchSampler::next(Batch &out) {
  out.pixels.clear();
  out.labels.clear();
  if (batch == batches())
    return false;
  int64_t images = int64_t(order.size());
  int64_t first = batch * images / batches(), last = (batch + 1) * images / batches();
  ++batch;
  for (int64_t i = first; i < last; ++i)
    append(order[size_t(i)], out);
  return true;
}

void BatchSampler::append(int64_t image, Batch &out) {
  int64_t range = 2 * maxShiftPixels + 1;
  int64_t dy = draw(range) - maxShiftPixels, dx = draw(range) - maxShiftPixels;
  const uint8_t *pixels = data.image(image);
  for (int64_t c = 0; c < data.channels; ++c)
    for (int64_t y = 0; y < data.height; ++y)
      for (int64_t x = 0; x < data.width; ++x) {
        int64_t sy = y - dy, sx = x - dx;
        bool inside = sy >= 0 && sy < data.height && sx >= 0 && sx < data.width;
        out.pixels.push_back(inside ? pixels[(c * data.height + sy) * data.width + sx] : 0);
      }
  out.labels.push_back(data.labels[size_t(image)]);
}

} // namespace nacre
