// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/simulator/NaiveSlice.h"
#include <algorithm>
#include <cassert>
#include <optional>
#include <set>

namespace nacre {
namespace {

struct Shape {
  uint32_t channels = 0, height = 0, width = 0;
  uint32_t index(Point p) const { return (p.c * height + p.y) * width + p.x; }
};

Shape shapeOf(const image::Population &p) { return {p.channels(), p.height(), p.width()}; }

/// One value, or one for each channel.
int32_t ofChannel(const flatbuffers::Vector<int32_t> &values, uint32_t channel) {
  return values.Get(values.size() == 1 ? 0 : channel);
}

/// One value, one for each channel, or one for each neuron.
int32_t biasOf(const image::Population &population, Point p) {
  const Shape shape = shapeOf(population);
  const auto &biases = *population.bias();
  return biases.size() == shape.channels * shape.height * shape.width ? biases.Get(shape.index(p))
                                                                      : ofChannel(biases, p.c);
}

/// Which tap of a kernel reads `source` for output `target` along one axis.
std::optional<uint32_t> tap(uint32_t source, uint32_t target, uint32_t kernel, uint32_t stride,
                            uint32_t dilation, uint32_t pad) {
  for (uint32_t k = 0; k < kernel; ++k)
    if (int64_t(target) * stride + int64_t(k) * dilation - pad == int64_t(source))
      return k;
  return std::nullopt;
}

uint32_t weightCount(const image::Weights &weights) {
  return weights.bits() > 8 ? weights.wide_values()->size() : weights.values()->size();
}

int16_t weightAt(const image::Weights &weights, uint32_t index) {
  return weights.bits() > 8 ? weights.wide_values()->Get(index) : weights.values()->Get(index);
}

/// As chip_image.fbs defines them; none where the neurons are not connected.
std::optional<int16_t> weightBetween(image::SynapseFormat format, const image::Window *window,
                                     const image::Weights &weights, Shape from, Point source,
                                     Shape to, Point target) {
  if (format == image::SynapseFormat::Dense)
    return weightAt(weights,
                    target.c * from.channels * from.height * from.width + from.index(source));
  if (format == image::SynapseFormat::Sparse) {
    const uint32_t row = from.index(source);
    for (uint32_t i = weights.offsets()->Get(row); i < weights.offsets()->Get(row + 1); ++i)
      if (weights.targets()->Get(i) == to.index(target))
        return weightAt(weights, i);
    return std::nullopt;
  }
  uint32_t sources = from.channels / window->groups(), targets = to.channels / window->groups();
  auto ky = tap(source.y, target.y, window->kernel_height(), window->stride_y(),
                window->dilation_y(), window->pad_top());
  auto kx = tap(source.x, target.x, window->kernel_width(), window->stride_x(),
                window->dilation_x(), window->pad_left());
  if (source.c / sources != target.c / targets || !ky || !kx)
    return std::nullopt;
  uint32_t plane = target.c * sources + source.c % sources;
  return weightAt(weights, (plane * window->kernel_height() + *ky) * window->kernel_width() + *kx);
}

/// ceil(log2(things))
int64_t bitsToTell(int64_t things) {
  int64_t bits = 0;
  while (int64_t(1) << bits < things)
    ++bits;
  return bits;
}

template <class Visit> void forEachPoint(const image::Box &box, Visit visit) {
  for (uint32_t c = box.c0(); c < box.c1(); ++c)
    for (uint32_t y = box.y0(); y < box.y1(); ++y)
      for (uint32_t x = box.x0(); x < box.x1(); ++x)
        visit(Point{c, y, x});
}

NeuronOptions optionsOf(const image::Population &population) {
  const image::NeuronOptions &o = *population.options();
  return {Reset(o.reset()),
          o.reset_value(),
          o.strict(),
          o.max_spikes(),
          o.leak_shift(),
          o.leak_multiplier(),
          o.leak_scale_bits(),
          population.input_shift(),
          population.current_leak_multiplier(),
          population.current_leak_scale_bits(),
          o.membrane_bits(),
          population.current_bits()};
}

} // namespace

NaiveSlice::NaiveSlice(const image::Image &image, const image::Slice &slice, const uint8_t *pixels,
                       bool chargedNeuronsActive)
    : image(image), slice(slice), population(*image.populations()->Get(slice.population())),
      chargedNeuronsActive(chargedNeuronsActive), options(optionsOf(population)) {
  if (population.spiking()) {
    NeuronModelRegistry models;
    registerAllNeuronModels(models);
    model = *models.find(population.model()->str());
  }
  forEachPoint(*slice.box(), [&](Point p) {
    neurons.push_back({p, {ofChannel(*population.v0(), p.c)}, biasOf(population, p)});
  });
  bool loaded = false;
  for (const image::HostSynapses *host : *image.host())
    if (host->target() == slice.population()) {
      loadHostBiases(*host, pixels);
      loaded = true;
    }
  if (loaded)
    counters[Event::HostBiasLoads] = int64_t(size());
}

void NaiveSlice::loadHostBiases(const image::HostSynapses &host, const uint8_t *pixels) {
  Shape input{image.input_channels(), image.input_height(), image.input_width()};
  for (Neuron &neuron : neurons)
    forEachPoint({0, input.channels, 0, input.height, 0, input.width}, [&](Point source) {
      auto weight =
          weightBetween(host.format(), host.window(), *image.weights()->Get(host.weights()), input,
                        source, shapeOf(population), neuron.point);
      if (!weight)
        return;
      neuron.bias += *weight * (pixels[input.index(source)] - image.input_zero_point());
      ++counters[Event::HostMacs];
    });
}

uint32_t NaiveSlice::indexInPopulation(size_t neuron) const {
  uint32_t own = shapeOf(population).index(point(neuron));
  return population.order() && population.order()->size() ? population.order()->Get(own) : own;
}

std::vector<uint32_t> NaiveSlice::axonsFor(uint32_t source, Point neuron) const {
  std::vector<uint32_t> axons;
  for (uint32_t i = 0; slice.synapses() && i < slice.synapses()->size(); ++i)
    if (const image::Synapses &synapses = *slice.synapses()->Get(i);
        synapses.source() == source && contains(*synapses.source_box(), neuron) &&
        (synapses.format() != image::SynapseFormat::Sparse || reaches(synapses, neuron)))
      axons.push_back(i);
  return axons;
}

bool NaiveSlice::reaches(const image::Synapses &synapses, Point source) const {
  return std::any_of(neurons.begin(), neurons.end(), [&](const Neuron &neuron) {
    return weightBetween(synapses.format(), synapses.window(),
                         *image.weights()->Get(synapses.weights()),
                         shapeOf(*image.populations()->Get(synapses.source())), source,
                         shapeOf(population), neuron.point)
        .has_value();
  });
}

bool NaiveSlice::hasAxonsFor(uint32_t source) const {
  for (uint32_t i = 0; slice.synapses() && i < slice.synapses()->size(); ++i)
    if (slice.synapses()->Get(i)->source() == source)
      return true;
  return false;
}

void NaiveSlice::drop(int64_t chipStep) {
  for (Neuron &neuron : neurons)
    neuron.input.erase(chipStep), neuron.arrivals.erase(chipStep);
}

void NaiveSlice::countKind(uint32_t axon, int64_t accumulates) {
  const image::SynapseFormat format = slice.synapses()->Get(axon)->format();
  if (format == image::SynapseFormat::Convolution)
    counters[Event::ConvolutionOps] += accumulates;
  if (format == image::SynapseFormat::Sparse)
    counters[Event::SparseOps] += accumulates;
}

NaiveUpdate NaiveSlice::update(size_t number, int64_t chipStep) {
  Neuron &neuron = neurons[number];
  const NeuronInput input{neuron.input[chipStep], neuron.bias};
  neuron.input.erase(chipStep);
  const bool charged =
      neuron.state.v != 0 || neuron.state.current != 0 || neuron.bias != 0 || neuron.arrivals.erase(chipStep) > 0;
  NeuronStep step;
  if (population.spiking())
    step = model.step(neuron.state, input, ofChannel(*population.theta(), neuron.point.c), options);
  else
    neuron.state.v = saturate(neuron.state.v + input.sum(), options.membraneBits, step.saturated);
  bool active = chargedNeuronsActive ? charged : isActive(input.sum(), step);
  ++counters[active ? Event::UpdatesActive : Event::UpdatesIdle];
  counters[Event::Spikes] += step.spikes;
  counters[Event::Saturations] += step.saturated;
  return {active, step.spikes};
}

int64_t NaiveSlice::receive(uint32_t axon, Point source, int64_t chipStep) {
  const image::Synapses &synapses = *slice.synapses()->Get(axon);
  int64_t accumulates = 0;
  for (Neuron &neuron : neurons) {
    auto weight = weightBetween(synapses.format(), synapses.window(),
                                *image.weights()->Get(synapses.weights()),
                                shapeOf(*image.populations()->Get(synapses.source())), source,
                                shapeOf(population), neuron.point);
    if (weight)
      neuron.arrivals.insert(chipStep + synapses.delay());
    // A row of sparse synapses has a weight of 0 where there is none.
    if (!weight && synapses.format() == image::SynapseFormat::Sparse)
      weight = 0;
    if (!weight || (*weight == 0 && isSparse(axon)))
      continue;
    neuron.input[chipStep + synapses.delay()] += *weight;
    ++accumulates;
  }
  return accumulates;
}

int64_t NaiveSlice::bitsPerSynapse(uint32_t axon, const ChipModel::Limits &limits) const {
  const image::Synapses &synapses = *slice.synapses()->Get(axon);
  const image::Weights &weights = *image.weights()->Get(synapses.weights());
  int64_t bits = limits.typedAxons ? 1 : weights.bits();
  if (synapses.codebook()) {
    std::set<int16_t> entries;
    if (synapses.format() == image::SynapseFormat::Sparse) {
      entries.insert(0);
      std::set<uint32_t> held;
      for (const Neuron &neuron : neurons)
        held.insert(shapeOf(population).index(neuron.point));
      for (uint32_t i = 0; i < weights.targets()->size(); ++i)
        if (held.count(weights.targets()->Get(i)))
          entries.insert(weightAt(weights, i));
    }
    uint32_t perChannel = weightCount(weights) / population.channels();
    for (uint32_t i = 0; perChannel && !weights.targets() && i < weightCount(weights); ++i)
      if (uint32_t channel = i / perChannel;
          slice.box()->c0() <= channel && channel < slice.box()->c1())
        entries.insert(weightAt(weights, i));
    if (isSparse(axon))
      entries.erase(0);
    bits = bitsToTell(std::max<int64_t>(int64_t(entries.size()), 2));
  }
  return isSparse(axon) ? bits + bitsToTell(limits.neurons) : bits;
}

} // namespace nacre
