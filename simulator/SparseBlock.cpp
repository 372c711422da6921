// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/SparseBlock.h"
#include <algorithm>
#include <cassert>

namespace nacre {

size_t SparseBlock::axonOf(uint32_t source) const {
  auto found = std::lower_bound(sources.begin(), sources.end(), source);
  return found != sources.end() && *found == source ? size_t(found - sources.begin())
                                                    : sources.size();
}

void SparseBlock::accumulate(uint32_t source, int32_t *to) const {
  const size_t axon = axonOf(source);
  assert(axon < sources.size() && "asked for with hasAxon()");
  const auto add = [&](const auto &of) {
    for (uint32_t i = first[axon]; i < first[axon + 1]; ++i)
      to[accumulators[i]] += of[i];
  };
  if (wideWeights.empty())
    add(weights);
  else
    add(wideWeights);
}

void SparseBlocks::add(SparseBlock &block, const image::Box &target, uint32_t height,
                       uint32_t width) {
  const uint32_t channels = target.c1() - target.c0();
  uint32_t position = 0;
  for (uint32_t y = target.y0(); y < target.y1(); ++y)
    for (uint32_t x = target.x0(); x < target.x1(); ++x, ++position)
      for (uint32_t c = target.c0(); c < target.c1(); ++c)
        places[(c * height + y) * width + x] = {uint32_t(blocks.size()),
                                                position * channels + c - target.c0()};
  blocks.push_back(&block);
}

void SparseBlocks::fill(const SparseRows &rows) {
  // First how much each block takes, so that none grows, then what.
  struct Size {
    uint32_t axons = 0, synapses = 0;
    int64_t last = -1; ///< source seen
  };
  std::vector<Size> sizes(blocks.size());
  auto forEachSynapse = [&](auto visit) {
    for (uint32_t source = 0; source < rows.sources(); ++source)
      for (uint32_t i = rows.offsets[source]; i < rows.offsets[source + 1]; ++i)
        if (const Place &place = places[rows.targets[i]]; place.block < blocks.size())
          visit(source, place, rows.weights[i]);
  };
  forEachSynapse([&](uint32_t source, const Place &place, int16_t weight) {
    Size &size = sizes[place.block];
    size.axons += size.last != source;
    size.last = source;
    size.synapses += weight != 0;
  });
  for (size_t i = 0; i < blocks.size(); ++i) {
    blocks[i]->sources.reserve(sizes[i].axons);
    blocks[i]->first.reserve(sizes[i].axons + 1);
    blocks[i]->accumulators.reserve(sizes[i].synapses);
    if (rows.weights.isWide())
      blocks[i]->wideWeights.reserve(sizes[i].synapses);
    else
      blocks[i]->weights.reserve(sizes[i].synapses);
  }
  forEachSynapse([&](uint32_t source, const Place &place, int16_t weight) {
    SparseBlock &block = *blocks[place.block];
    if (block.sources.empty() || block.sources.back() != source) {
      block.sources.push_back(source);
      block.first.push_back(uint32_t(block.synapses()));
    }
    if (weight == 0)
      return;
    block.accumulators.push_back(place.accumulator);
    if (rows.weights.isWide())
      block.wideWeights.push_back(weight);
    else
      block.weights.push_back(int8_t(weight));
  });
  for (SparseBlock *block : blocks)
    block->first.push_back(uint32_t(block->synapses()));
}

} // namespace nacre
