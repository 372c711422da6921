// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/CapacityCheck.h"
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/CoreNeeds.h"
#include "hw_models/image/ImageRows.h"
#include <array>
#include <bit>
#include <fmt/format.h>
#include <map>

namespace nacre {
namespace {

/// Two's complement bits of every value from low to high.
int64_t bitsFor(int64_t low, int64_t high) {
  auto width = [](int64_t v) { return std::bit_width(uint64_t(v < 0 ? ~v : v)); };
  return 1 + std::max(width(low), width(high));
}

/// From the sum of all negative terms to that of all positive ones.
struct SumRange {
  int64_t low = 0, high = 0;
  void add(int64_t term, int64_t times = 1) { (term < 0 ? low : high) += term * times; }
};

/// Of one target channel or neuron, from all sources of a block.
struct FanIn {
  SumRange sum;
  WeightSet weights;

  void add(int16_t weight) {
    sum.add(weight);
    weights.insert(weight);
  }
  void add(const FanIn &block, int64_t spikes) {
    sum.add(block.sum.low, spikes);
    sum.add(block.sum.high, spikes);
    weights.insert(block.weights);
  }
};

class CapacityCheck {
  const image::Image &image;
  const ChipModel &chip;
  CoreNeedsCounter counter;
  std::vector<bool> checked; ///< populations whose neurons are
  /// By source, target, weights, groups, channels of the target, channels of the source.
  std::map<std::array<uint32_t, 8>, std::vector<FanIn>> fanIns;
  /// Of each target neuron, by sparse weights and population.
  std::map<std::pair<uint32_t, uint32_t>, std::vector<FanIn>> sparseFanIns;

public:
  CapacityCheck(const image::Image &image, const ChipModel &chip)
      : image(image), chip(chip), counter(image, chip), checked(image.populations()->size()) {}

  Status run() {
    for (const image::Core *core : *image.cores()) {
      const CoreNeeds needs = counter.of(*core);
      for (const CoreResource &resource : coreResources) {
        const Need &need = needs.*resource.need;
        if (auto s = require(*core, need.population, resource.name, need.total,
                             chip.limits.*resource.limit);
            !s)
          return s;
      }
      for (const image::Slice *slice : *core->slices()) {
        if (auto s = checkNeurons(*core, slice->population()); !s)
          return s;
        if (auto s = checkFanIn(*core, *slice); !s)
          return s;
      }
    }
    return success();
  }

private:
  Status require(const image::Core &core, uint32_t population, const char *resource, int64_t need,
                 int64_t limit) const {
    if (need <= limit)
      return success();
    return Error{fmt::format("layer '{}' does not fit core {} of chip '{}': {} needed {}, limit {}",
                             image.populations()->Get(population)->name()->str(), core.id(),
                             chip.name, resource, need, limit),
                 "", ExitCode::DoesNotFit};
  }

  Status checkNeurons(const image::Core &core, uint32_t index) {
    if (checked[index])
      return success();
    checked[index] = true;
    const image::Population &p = *image.populations()->Get(index);
    const auto &limits = chip.limits;
    if (p.theta())
      for (int32_t theta : *p.theta())
        if (auto s =
                require(core, index, "threshold bits", bitsFor(0, theta), limits.thresholdBits);
            !s)
          return s;
    for (const SumRange &bias : biases(index))
      if (auto s = require(core, index, "bias bits (host currents included)",
                           bitsFor(bias.low, bias.high), limits.biasBits);
          !s)
        return s;
    if (auto s = require(core, index, "bits of a synaptic current", p.current_bits(),
                         limits.synapticCurrentBits);
        !s)
      return s;
    return require(core, index, "membrane bits", p.options()->membrane_bits(), limits.membraneBits);
  }

  /// By channel, over all images. A pixel in the padding adds nothing, like one of the zero point.
  std::vector<SumRange> biases(uint32_t index) const {
    const image::Population &p = *image.populations()->Get(index);
    const int64_t darkest = -int64_t(image.input_zero_point()), brightest = 255 + darkest;
    std::vector<SumRange> ranges(p.channels());
    for (const image::HostSynapses *host : *image.host()) {
      if (host->target() != index)
        continue;
      const WeightSpan weights = spanOf(*image.weights()->Get(host->weights()));
      const size_t perChannel = weights.size() / p.channels();
      for (size_t i = 0; i < weights.size(); ++i)
        for (int64_t pixel : {darkest, brightest})
          ranges[i / perChannel].add(weights[i] * pixel);
    }
    const auto &bias = *p.bias();
    for (uint32_t c = 0; c < p.channels(); ++c) {
      const uint32_t values = std::max<uint32_t>(1, bias.size() / p.channels());
      const uint32_t first = bias.size() == 1 ? 0 : c * values;
      const auto [low, high] =
          std::minmax_element(bias.data() + first, bias.data() + first + values);
      ranges[c].low += *low;
      ranges[c].high += *high;
    }
    return ranges;
  }

  /// Whole kernels count, also where some of their sources lie in the padding.
  Status checkFanIn(const image::Core &core, const image::Slice &slice) {
    if (!slice.synapses())
      return success();
    const image::Box &box = *slice.box();
    std::vector<FanIn> ofChannels(box.c1() - box.c0());
    bool sparse = false;
    for (const image::Synapses *synapses : *slice.synapses()) {
      if (auto s =
              require(core, slice.population(), "weight bits",
                      image.weights()->Get(synapses->weights())->bits(), chip.limits.weightBits);
          !s)
        return s;
      if (synapses->format() == image::SynapseFormat::Sparse) {
        sparse = true;
        continue;
      }
      const std::vector<FanIn> &block = fanIn(slice, *synapses);
      for (size_t c = 0; c < ofChannels.size(); ++c)
        ofChannels[c].add(block[c], spikesOf(*synapses));
    }
    for (uint32_t c = box.c0(); c < box.c1(); ++c)
      if (auto s = sparse ? checkNeuronFanIn(core, slice, c, ofChannels[c - box.c0()])
                          : checkFanIn(core, slice, ofChannels[c - box.c0()]);
          !s)
        return s;
    return success();
  }

  int64_t spikesOf(const image::Synapses &synapses) const {
    return image.populations()->Get(synapses.source())->options()->max_spikes();
  }

  Status checkFanIn(const image::Core &core, const image::Slice &slice, const FanIn &in) const {
    if (auto s = require(core, slice.population(), "accumulator bits",
                         bitsFor(in.sum.low, in.sum.high), chip.limits.accumulatorBits);
        !s)
      return s;
    return require(core, slice.population(), "distinct weights per neuron", in.weights.nonZeros(),
                   chip.limits.weightValuesPerNeuron);
  }

  /// Of each neuron of a channel of the slice, to whose fan-in from other blocks sparse ones add.
  Status checkNeuronFanIn(const image::Core &core, const image::Slice &slice, uint32_t channel,
                          const FanIn &others) {
    const image::Population &p = *image.populations()->Get(slice.population());
    const image::Box &box = *slice.box();
    for (uint32_t y = box.y0(); y < box.y1(); ++y)
      for (uint32_t x = box.x0(); x < box.x1(); ++x) {
        FanIn in = others;
        for (const image::Synapses *synapses : *slice.synapses())
          if (synapses->format() == image::SynapseFormat::Sparse)
            in.add(sparseFanIn(slice, *synapses)[indexOf(p, channel, y, x)], spikesOf(*synapses));
        if (auto s = checkFanIn(core, slice, in); !s)
          return s;
      }
    return success();
  }

  const std::vector<FanIn> &sparseFanIn(const image::Slice &slice,
                                        const image::Synapses &synapses) {
    auto &neurons = sparseFanIns[{synapses.weights(), slice.population()}];
    if (neurons.empty()) {
      neurons.resize(volume(*image.populations()->Get(slice.population())));
      const SparseRows rows = rowsOf(*image.weights()->Get(synapses.weights()));
      for (size_t i = 0; i < rows.synapses(); ++i)
        neurons[rows.targets[i]].add(rows.weights[i]);
    }
    return neurons;
  }

  const std::vector<FanIn> &fanIn(const image::Slice &slice, const image::Synapses &synapses) {
    const image::Box &to = *slice.box(), &from = *synapses.source_box();
    const bool dense = synapses.format() == image::SynapseFormat::Dense;
    const uint32_t groups = dense ? 1 : synapses.window()->groups();
    auto [entry, fresh] =
        fanIns.try_emplace({synapses.source(), slice.population(), synapses.weights(), groups,
                            to.c0(), to.c1(), from.c0(), from.c1()});
    std::vector<FanIn> &channels = entry->second;
    if (!fresh)
      return channels;
    const uint32_t targets = image.populations()->Get(slice.population())->channels() / groups;
    const uint32_t sources = image.populations()->Get(synapses.source())->channels() / groups;
    const WeightSpan values = spanOf(*image.weights()->Get(synapses.weights()));
    const uint64_t taps = uint64_t(values.size()) / targets / groups / sources;
    channels.resize(to.c1() - to.c0());
    for (uint32_t o = to.c0(); o < to.c1(); ++o) {
      const uint32_t first = o / targets * sources; // of its group
      const uint32_t begin = std::max(from.c0(), first), end = std::min(from.c1(), first + sources);
      FanIn &channel = channels[o - to.c0()];
      for (uint32_t source = begin; source < end; ++source)
        for (uint64_t tap = 0; tap < taps; ++tap)
          channel.add(values[(uint64_t(o) * sources + source - first) * taps + tap]);
    }
    return channels;
  }
};

} // namespace

Status checkCapacity(const image::Image &image, const ChipModel &chip) {
  return CapacityCheck(image, chip).run();
}

} // namespace nacre
