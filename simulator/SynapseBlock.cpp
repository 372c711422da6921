// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/SynapseBlock.h"
#include "simulator/WeightSums.h"
#include "support/CpuVersions.h"
#include <algorithm>
#include <cassert>

namespace nacre {
namespace {

/// Output `output` reads a source position through kernel tap `k`.
struct Tap {
  uint32_t output = 0, k = 0;
};

/// Taps of one source position into outputs [from, to), ascending in output.
std::vector<Tap> tapsOf(const Window &w, int64_t position, uint32_t from, uint32_t to) {
  std::vector<Tap> taps;
  for (int64_t k = w.kernel - 1; k >= 0; --k) {
    int64_t scaled = position + w.padBefore - k * w.dilation;
    if (scaled < 0 || scaled % w.stride != 0)
      continue;
    int64_t output = scaled / w.stride;
    if (output >= from && output < to)
      taps.push_back({uint32_t(output), uint32_t(k)});
  }
  return taps;
}

} // namespace

SynapseBlock::SynapseBlock(const Connection &connection, const image::Box &source,
                           const image::Box &target, std::shared_ptr<const Kernel> kernel)
    : source(source), channels(target.c1() - target.c0()),
      onePosition(target.y1() - target.y0() == 1 && target.x1() - target.x0() == 1),
      kernel(std::move(kernel)) {
  const Window2D &window = connection.window;
  const uint32_t width = target.x1() - target.x0();
  for (uint32_t y = source.y0(); y < source.y1(); ++y) {
    rowStart.push_back(uint32_t(rows.size()));
    for (Tap tap : tapsOf(window.y, y, target.y0(), target.y1()))
      rows.push_back(
          {(tap.output - target.y0()) * width * channels, tap.k * uint32_t(window.x.kernel)});
  }
  rowStart.push_back(uint32_t(rows.size()));

  for (uint32_t x = source.x0(); x < source.x1(); ++x) {
    spanStart.push_back(uint32_t(spans.size()));
    std::vector<Tap> taps = tapsOf(window.x, x, target.x0(), target.x1());
    for (Tap tap : taps) {
      Span next{(tap.output - target.x0()) * channels, this->kernel->tapOf(tap.k), 1};
      bool joins = spans.size() > spanStart.back() &&
                   spans.back().accumulator + spans.back().taps * channels == next.accumulator &&
                   spans.back().tap + spans.back().taps == next.tap;
      if (joins)
        ++spans.back().taps;
      else
        spans.push_back(next);
    }
    columnTaps.push_back(uint32_t(taps.size()));
  }
  spanStart.push_back(uint32_t(spans.size()));

  sourcesMeet = onePosition;
  for (uint32_t c = source.c0(); c + 1 < source.c1(); ++c)
    sourcesMeet |= this->kernel->fan(c).hasTargetsOf(this->kernel->fan(c + 1));
}

int64_t SynapseBlock::accumulates(Point from) const {
  assert(contains(source, from));
  const uint32_t row = from.y - source.y0(), column = from.x - source.x0();
  return int64_t(rowStart[row + 1] - rowStart[row]) * columnTaps[column] *
         kernel->fan(from.c).targets;
}

template <class Add>
[[gnu::always_inline]] inline void SynapseBlock::forEachRow(Point from, Add add) const {
  assert(contains(source, from));
  const uint32_t targets = kernel->fan(from.c).targets;
  const uint32_t row = from.y - source.y0(), column = from.x - source.x0();
  for (uint32_t r = rowStart[row]; r < rowStart[row + 1]; ++r)
    for (uint32_t s = spanStart[column]; s < spanStart[column + 1]; ++s) {
      const Span &span = spans[s];
      const size_t to = rows[r].accumulator + span.accumulator;
      const size_t weight = size_t(rows[r].tap + span.tap) * targets;
      const uint32_t joined = targets == channels ? span.taps : 1;
      for (uint32_t tap = 0; tap < span.taps; tap += joined)
        add(to + size_t(tap) * channels, weight + size_t(tap) * targets, joined * targets);
    }
}

template <class Weight, class Add>
[[gnu::always_inline]] inline void SynapseBlock::spread(Point from, int32_t *accumulators,
                                                        Add add) const {
  const Kernel::Fan &fan = kernel->fan(from.c);
  const Weight *weights = kernel->weightsOf<Weight>(fan);
  int32_t *first = accumulators + fan.firstTarget;
  forEachRow(from,
             [&](size_t to, size_t weight, uint32_t n) { add(first + to, weights + weight, n); });
}

size_t SynapseBlock::together(const Point *sources, size_t count) const {
  const Point first = sources[0];
  const Kernel::Fan &fan = kernel->fan(first.c);
  size_t n = 1;
  for (; n < std::min(count, mostSummedRows); ++n) {
    const bool samePosition = sources[n].y == first.y && sources[n].x == first.x;
    if (!(samePosition || onePosition) || !kernel->fan(sources[n].c).hasTargetsOf(fan))
      break;
  }
  return n;
}

void SynapseBlock::addTogether(const Point *sources, size_t count, int32_t *accumulators) const {
  const Kernel::Fan &fan = kernel->fan(sources[0].c);
  int32_t *first = accumulators + fan.firstTarget;
  const int8_t *weights[mostSummedRows];
  if (onePosition) {
    size_t reaching = 0;
    for (size_t i = 0; i < count; ++i)
      forEachRow(sources[i], [&](size_t, size_t weight, uint32_t) {
        weights[reaching++] = kernel->weightsOf<int8_t>(kernel->fan(sources[i].c)) + weight;
      });
    addWeightSums(first, weights, reaching, 0, fan.targets);
    return;
  }
  for (size_t i = 0; i < count; ++i)
    weights[i] = kernel->weightsOf<int8_t>(kernel->fan(sources[i].c));
  // Inlined, or it is not compiled for the processor.
  auto add = [&](size_t to, size_t weight, uint32_t n) __attribute__((always_inline)) {
    addWeightSums(first + to, weights, count, weight, n);
  };
  forEachRow(sources[0], add);
}

template <class Weight>
void SynapseBlock::addEach(const Point *sources, size_t count, int32_t *accumulators) const {
  for (size_t i = 0; i < count; ++i)
    spread<Weight>(sources[i], accumulators,
                   [](int32_t *__restrict to, const Weight *__restrict weights, uint32_t n) {
                     for (uint32_t j = 0; j < n; ++j)
                       to[j] += weights[j];
                   });
}

void SynapseBlock::addSpikes(const SynapseBlock &block, const Point *sources, size_t count,
                             int32_t *accumulators) {
  if (block.sourcesMeet) {
    for (size_t i = 0; i < count;) {
      const size_t n = block.together(sources + i, count - i);
      block.addTogether(sources + i, n, accumulators);
      i += n;
    }
    return;
  }
  block.addEach<int8_t>(sources, count, accumulators);
}

void SynapseBlock::addWideSpikes(const SynapseBlock &block, const Point *sources, size_t count,
                                 int32_t *accumulators) {
  block.addEach<int16_t>(sources, count, accumulators);
}

void SynapseBlock::accumulate(const Point *sources, size_t count, int32_t *accumulators) const {
  static const auto addNarrow = CpuVersions<addSpikes>::best();
  static const auto addWide = CpuVersions<addWideSpikes>::best();
  const auto add = kernel->isWide() ? addWide : addNarrow;
  add(*this, sources, count, accumulators);
}

void SynapseBlock::accumulateTimes(Point from, int32_t value, int32_t *accumulators) const {
  const auto add = [value](int32_t *__restrict to, const auto *__restrict weights, uint32_t n) {
    for (uint32_t i = 0; i < n; ++i)
      to[i] += value * weights[i];
  };
  if (kernel->isWide())
    spread<int16_t>(from, accumulators, add);
  else
    spread<int8_t>(from, accumulators, add);
}

int64_t SynapseBlock::nonZeros(Point from) const {
  const uint32_t row = from.y - source.y0(), column = from.x - source.x0();
  int64_t count = 0;
  for (uint32_t r = rowStart[row]; r < rowStart[row + 1]; ++r)
    for (uint32_t s = spanStart[column]; s < spanStart[column + 1]; ++s)
      for (uint32_t tap = 0; tap < spans[s].taps; ++tap)
        count += kernel->nonZerosOf(from.c, rows[r].tap + spans[s].tap + tap);
  return count;
}

int64_t SynapseBlock::synapses() const {
  int64_t targets = 0, columns = 0;
  for (uint32_t c = source.c0(); c < source.c1(); ++c)
    targets += kernel->fan(c).targets;
  for (uint32_t taps : columnTaps)
    columns += taps;
  return targets * int64_t(rows.size()) * columns;
}

} // namespace nacre
