// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/CoreNeeds.h"
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/ImageRows.h"
#include "hw_models/image/RouteNeurons.h"
#include "support/Window.h"
#include <tuple>

namespace nacre {
namespace {

using Taps = std::vector<uint32_t>;

/// Along one axis: positions of sources by the taps through which the targets read them.
using TapSets = std::map<Taps, int64_t>;

TapSets tapSets(Range targets, Range sources, const Window &window) {
  std::vector<Taps> taps(size_t(sources.size()));
  for (int64_t o = targets.begin; o < targets.end; ++o)
    for (int64_t k = 0; k < window.kernel; ++k)
      if (int64_t i = window.inputOf(o, k); i >= sources.begin && i < sources.end)
        taps[size_t(i - sources.begin)].push_back(uint32_t(k));
  TapSets sets;
  for (const Taps &ofPosition : taps)
    ++sets[ofPosition];
  return sets;
}

} // namespace

struct CoreNeedsCounter::Block {
  uint32_t weights;
  int64_t kernelHeight, kernelWidth;
  int64_t inPerGroup, outPerGroup; ///< channels
  Range sources, targets;          ///< channels
  TapSets rows, columns;
  SynapseStorage storage;
  auto operator<=>(const Block &) const = default;

  int64_t taps() const { return kernelHeight * kernelWidth; }
  Range targetsOf(int64_t source) const {
    const int64_t group = source / inPerGroup;
    return intersect(targets, {group * outPerGroup, (group + 1) * outPerGroup});
  }
};

CoreNeedsCounter::CoreNeedsCounter(const image::Image &image, const ChipModel &chip)
    : image(image), chip(chip), blockWeights(image), sparseTallies(image) {}
CoreNeedsCounter::~CoreNeedsCounter() = default;

BlockNeeds CoreNeedsCounter::of(const image::Slice &slice, const image::Synapses &synapses) {
  if (synapses.format() == image::SynapseFormat::Sparse)
    return ofSparse(slice, synapses);
  const image::Population &from = *image.populations()->Get(synapses.source());
  const image::Population &to = *image.populations()->Get(slice.population());
  const Box sources = boxOf(*synapses.source_box()), targets = boxOf(*slice.box());
  // A dense layer is one window over the whole source.
  Window y = {from.height()}, x = {from.width()};
  int64_t groups = 1;
  if (synapses.format() == image::SynapseFormat::Convolution) {
    const image::Window &w = *synapses.window();
    y = {w.kernel_height(), w.stride_y(), w.dilation_y(), w.pad_top(), 0};
    x = {w.kernel_width(), w.stride_x(), w.dilation_x(), w.pad_left(), 0};
    groups = w.groups();
  }
  Block block = {synapses.weights(),
                 y.kernel,
                 x.kernel,
                 from.channels() / groups,
                 to.channels() / groups,
                 sources.c,
                 targets.c,
                 tapSets(targets.y, sources.y, y),
                 tapSets(targets.x, sources.x, x),
                 storageOf(synapses)};
  auto [entry, fresh] = known.try_emplace(std::move(block));
  if (fresh)
    entry->second =
        count(entry->first,
              entry->first.storage.codebook ? blockWeights.of(slice, synapses) : WeightSet());
  return entry->second;
}

BlockNeeds CoreNeedsCounter::count(const Block &block, const WeightSet &distinct) const {
  const image::Weights &weights = *image.weights()->Get(block.weights);
  const WeightSpan values = spanOf(weights);
  const int64_t wordBits = chip.timing.synapseWordBits;
  const bool shared = block.storage.layout == SynapseLayout::Shared;
  const bool sparse = block.storage.layout == SynapseLayout::Sparse;
  const bool typed = chip.limits.typedAxons;
  const int64_t bits = block.storage.bitsPerSynapse(chip.limits, weights.bits(), distinct);
  BlockNeeds needs;
  needs.memoryWords = wordsOf(block.storage.codebookEntries(distinct) * weights.bits(), wordBits);
  if (shared)
    needs.memoryWords +=
        wordsOf(block.targets.size() * block.inPerGroup * block.taps() * bits, wordBits);
  std::vector<int64_t> synapsesOfTap(size_t(block.taps()));
  std::vector<WeightSet> weightsOfTap(typed ? size_t(block.taps()) : 0);
  for (int64_t source = block.sources.begin; source < block.sources.end; ++source) {
    const Range targets = block.targetsOf(source);
    std::fill(synapsesOfTap.begin(), synapsesOfTap.end(), sparse ? 0 : targets.size());
    std::fill(weightsOfTap.begin(), weightsOfTap.end(), WeightSet());
    if (sparse || typed)
      for (int64_t o = targets.begin; o < targets.end; ++o) {
        const WeightSpan kernel = values.subspan(
            size_t((o * block.inPerGroup + source % block.inPerGroup) * block.taps()),
            size_t(block.taps()));
        for (size_t tap = 0; tap < synapsesOfTap.size(); ++tap) {
          if (sparse)
            synapsesOfTap[tap] += kernel[tap] != 0;
          if (typed)
            weightsOfTap[tap].insert(kernel[tap]);
        }
      }
    for (const auto &[rowTaps, rowCount] : block.rows)
      for (const auto &[columnTaps, columnCount] : block.columns) {
        int64_t synapses = 0;
        WeightSet used;
        for (uint32_t ky : rowTaps)
          for (uint32_t kx : columnTaps) {
            const size_t tap = size_t(ky * block.kernelWidth + kx);
            synapses += synapsesOfTap[tap];
            if (typed)
              used.insert(weightsOfTap[tap]);
          }
        const int64_t axons = rowCount * columnCount;
        const int64_t words = wordsOf(synapses * bits, wordBits);
        needs.axons += axons * (typed ? used.nonZeros() : 1);
        needs.memoryWords += shared ? 0 : axons * words;
        addAxon(needs, synapses, words, axons);
      }
  }
  return needs;
}

BlockNeeds CoreNeedsCounter::ofSparse(const image::Slice &slice, const image::Synapses &synapses) {
  const SparseTally &tally = sparseTallies.of(slice, synapses);
  const SynapseStorage storage = storageOf(synapses);
  const WeightSet distinct = storage.codebook ? blockWeights.of(slice, synapses) : WeightSet();
  const int64_t weightBits = image.weights()->Get(synapses.weights())->bits();
  const int64_t bits = storage.bitsPerSynapse(chip.limits, weightBits, distinct);
  const int64_t wordBits = chip.timing.synapseWordBits;
  BlockNeeds needs;
  needs.axons = chip.limits.typedAxons ? tally.typedAxons : tally.axons;
  needs.memoryWords = wordsOf(storage.codebookEntries(distinct) * weightBits, wordBits);
  for (size_t length = 0; length < tally.ofLength.size(); ++length) {
    const int64_t stored =
        storage.layout == SynapseLayout::Rows ? boxOf(*slice.box()).volume() : int64_t(length);
    const int64_t words = wordsOf(stored * bits, wordBits);
    needs.memoryWords += tally.ofLength[length] * words;
    addAxon(needs, stored, words, tally.ofLength[length]);
  }
  return needs;
}

void CoreNeedsCounter::addAxon(BlockNeeds &needs, int64_t synapses, int64_t words,
                               int64_t axons) const {
  const ChipModel::Timing &timing = chip.timing;
  needs.lookups += axons;
  needs.fetchedWords += axons * words;
  needs.synapticOps += axons * synapses;
  needs.synapseCycles +=
      axons * (timing.axonLookupCycles + words * timing.synapseWordCycles +
               wordsOf(synapses, timing.synapticLanes) * timing.synapticOpCycles);
}

CoreNeeds CoreNeedsCounter::of(const image::Core &core) {
  CoreNeeds needs;
  const RouteNeurons sent(core);
  const uint32_t routes = core.routes() ? core.routes()->size() : 0;
  for (uint32_t r = 0; r < routes; ++r)
    needs.axonsOut.add(int64_t(sent.count(r)), core.routes()->Get(r)->population());
  std::vector<int64_t> routesOf;
  for (const image::Slice *slice : *core.slices()) {
    const Box box = boxOf(*slice->box());
    needs.neurons.add(box.volume(), slice->population());
    if (slice->synapses())
      for (const image::Synapses *synapses : *slice->synapses()) {
        const BlockNeeds block = of(*slice, *synapses);
        needs.axonsIn.add(block.axons, slice->population());
        needs.synapseMemoryBits.add(block.memoryWords * chip.timing.synapseWordBits,
                                    slice->population());
      }
    routesOf.assign(size_t(box.volume()), 0);
    for (uint32_t r = 0; r < routes; ++r) {
      if (core.routes()->Get(r)->population() != slice->population())
        continue;
      sent.forEach(r, [&](int64_t c, int64_t y, int64_t x) {
        if (!box.c.contains(c) || !box.y.contains(y) || !box.x.contains(x))
          return;
        const int64_t neuron =
            ((c - box.c.begin) * box.y.size() + y - box.y.begin) * box.x.size() + x - box.x.begin;
        needs.targetsPerNeuron.max(++routesOf[size_t(neuron)], slice->population());
      });
    }
  }
  return needs;
}

} // namespace nacre
