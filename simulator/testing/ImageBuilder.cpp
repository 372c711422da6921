// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/testing/ImageBuilder.h"
#include "hw_models/image/WeightSpan.h"
#include "simulator/BoxIndex.h"
#include "simulator/testing/RandomTables.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace nacre {

ImageBuilder::ImageBuilder(const ChipModel &chip) : chip(chip) {
  image.network = "test";
  image.chip = chip.name;
  image.chip_hash = chip.hash;
  image.input_channels = image.input_height = image.input_width = 1;
}

uint32_t ImageBuilder::addPopulation(uint32_t channels, uint32_t height, uint32_t width) {
  auto p = std::make_unique<image::PopulationT>();
  p->name = "p" + std::to_string(image.populations.size());
  p->channels = channels, p->height = height, p->width = width;
  p->spiking = true;
  p->model = "if";
  p->options =
      std::make_unique<image::NeuronOptions>(image::Reset::Subtract, false, 1, 0, 0, 0, 0, 24);
  p->theta = {1}, p->v0 = {0}, p->bias = {0};
  p->amplitude = 1;
  image.populations.push_back(std::move(p));
  return uint32_t(image.populations.size() - 1);
}

uint32_t ImageBuilder::addReadout(uint32_t channels, uint32_t depth) {
  uint32_t index = addPopulation(channels, 1, 1);
  image::PopulationT &p = population(index);
  p.depth = depth;
  p.spiking = false;
  p.model.clear();
  p.theta.clear();
  image.readout = index;
  return index;
}

image::Box ImageBuilder::wholeBox(uint32_t population) const {
  const image::PopulationT &p = *image.populations[population];
  return {0, p.channels, 0, p.height, 0, p.width};
}

uint32_t ImageBuilder::addAnyWeights(const std::vector<int16_t> &values, uint8_t bits) {
  const uint32_t index = addWeights(std::vector<int8_t>(), bits);
  image::WeightsT &weights = *image.weights[index];
  if (bits > mostByteBits)
    weights.wide_values = values;
  else
    weights.values.assign(values.begin(), values.end());
  return index;
}

uint32_t ImageBuilder::addWeights(std::vector<int8_t> values, uint8_t bits) {
  auto weights = std::make_unique<image::WeightsT>();
  weights->bits = bits;
  weights->values = std::move(values);
  image.weights.push_back(std::move(weights));
  return uint32_t(image.weights.size() - 1);
}

image::SliceT &ImageBuilder::addSlice(uint32_t core, uint32_t population,
                                      std::optional<image::Box> box) {
  auto &entry = cores[core];
  if (!entry) {
    entry = std::make_unique<image::CoreT>();
    entry->id = core;
  }
  auto slice = std::make_unique<image::SliceT>();
  slice->population = population;
  slice->box = std::make_unique<image::Box>(box.value_or(wholeBox(population)));
  entry->slices.push_back(std::move(slice));
  return *entry->slices.back();
}

image::SynapsesT &ImageBuilder::addDense(image::SliceT &target, uint32_t source, uint32_t weights,
                                         uint32_t delay, std::optional<image::Box> sources) {
  auto synapses = std::make_unique<image::SynapsesT>();
  synapses->source = source;
  synapses->source_box = std::make_unique<image::Box>(sources.value_or(wholeBox(source)));
  synapses->format = image::SynapseFormat::Dense;
  synapses->weights = weights;
  synapses->delay = delay;
  target.synapses.push_back(std::move(synapses));
  return *target.synapses.back();
}

image::SynapsesT &ImageBuilder::addConvolution(image::SliceT &target, uint32_t source,
                                               uint32_t weights, const image::Window &window,
                                               uint32_t delay, std::optional<image::Box> sources) {
  image::SynapsesT &synapses = addDense(target, source, weights, delay, sources);
  synapses.format = image::SynapseFormat::Convolution;
  synapses.window = std::make_unique<image::Window>(window);
  return synapses;
}

void ImageBuilder::addHostDense(uint32_t target, uint32_t weights) {
  auto host = std::make_unique<image::HostSynapsesT>();
  host->target = target;
  host->format = image::SynapseFormat::Dense;
  host->weights = weights;
  image.host.push_back(std::move(host));
}

void ImageBuilder::addHostConvolution(uint32_t target, uint32_t weights,
                                      const image::Window &window) {
  addHostDense(target, weights);
  image.host.back()->format = image::SynapseFormat::Convolution;
  image.host.back()->window = std::make_unique<image::Window>(window);
}

void ImageBuilder::setRows(uint32_t weights, size_t sources,
                           const std::vector<std::pair<size_t, size_t>> &ends) {
  image::WeightsT &w = *image.weights[weights];
  w.offsets.assign(sources + 1, 0);
  for (auto [source, target] : ends) {
    w.targets.push_back(uint32_t(target));
    for (size_t later = source; later < sources; ++later)
      ++w.offsets[later + 1];
  }
}

image::SynapsesT &ImageBuilder::addSparse(image::SliceT &target, uint32_t source, uint32_t weights,
                                          uint32_t delay) {
  image::SynapsesT &synapses = addDense(target, source, weights, delay);
  synapses.format = image::SynapseFormat::Sparse;
  return synapses;
}

/// Neurons one by one, or a box of them.
std::vector<image::Box> ImageBuilder::axonsOf(const image::SliceT &target,
                                              const image::SynapsesT &synapses) {
  if (synapses.format != image::SynapseFormat::Sparse)
    return {*synapses.source_box};
  auto pointOf = [](const image::PopulationT &p, uint32_t neuron) {
    return Point{neuron / (p.height * p.width), neuron / p.width % p.height, neuron % p.width};
  };
  const image::WeightsT &w = *image.weights[synapses.weights];
  std::vector<image::Box> axons;
  for (uint32_t source = 0; source + 1 < w.offsets.size(); ++source) {
    Point p = pointOf(population(synapses.source), source);
    for (uint32_t i = w.offsets[source]; i < w.offsets[source + 1]; ++i)
      if (contains(*target.box, pointOf(population(target.population), w.targets[i]))) {
        axons.push_back({p.c, p.c + 1, p.y, p.y + 1, p.x, p.x + 1});
        break;
      }
  }
  return axons;
}

void ImageBuilder::addRoute(image::CoreT &sender, const image::SliceT &slice, uint32_t destination,
                            const std::vector<image::Box> &axons) {
  std::vector<image::Box> wanted;
  for (const image::Box &source : axons)
    if (image::Box box = intersection(*slice.box, source); volume(box) > 0)
      wanted.push_back(box);
  if (wanted.empty())
    return;
  const image::Box hull = hullOf(wanted);
  sender.routes.push_back({slice.population, hull, destination});
  const size_t firstWord = sender.sent.size();
  sender.sent.resize(firstWord + (volume(hull) + 63) / 64);
  size_t bit = 64 * firstWord;
  for (uint32_t c = hull.c0(); c < hull.c1(); ++c)
    for (uint32_t y = hull.y0(); y < hull.y1(); ++y)
      for (uint32_t x = hull.x0(); x < hull.x1(); ++x, ++bit)
        for (const image::Box &box : wanted)
          if (contains(box, {c, y, x}))
            sender.sent[bit / 64] |= uint64_t(1) << bit % 64;
}

void ImageBuilder::addRoutes() {
  // By source population, then core.
  std::map<uint32_t, std::map<uint32_t, std::vector<image::Box>>> axons;
  for (auto &[id, receiver] : cores)
    for (const auto &slice : receiver->slices)
      for (const auto &synapses : slice->synapses)
        for (const image::Box &box : axonsOf(*slice, *synapses))
          axons[synapses->source][id].push_back(box);
  const bool sparse = std::any_of(image.weights.begin(), image.weights.end(),
                                  [](const auto &weights) { return !weights->targets.empty(); });
  for (auto &[id, sender] : cores) {
    for (const auto &slice : sender->slices)
      for (const auto &[destination, boxes] : axons[slice->population])
        addRoute(*sender, *slice, destination, boxes);
    if (!sparse || sendWholeBoxes)
      sender->sent.clear();
  }
}

std::string ImageBuilder::pack() {
  addRoutes();
  for (auto &[id, core] : cores)
    image.cores.push_back(std::move(core));
  cores.clear();
  if (chip.routesByTables())
    addRandomTables(image, chip, tableSeed);
  flatbuffers::FlatBufferBuilder buffer;
  image::FinishImageBuffer(buffer, image::CreateImage(buffer, &image));
  std::string_view bytes(reinterpret_cast<const char *>(buffer.GetBufferPointer()),
                         buffer.GetSize());
  return packImage(bytes);
}

ChipImage ImageBuilder::build() {
  auto loaded = ChipImage::fromBytes(pack(), "image of a test");
  if (!loaded) {
    std::fputs(loaded.error().text().c_str(), stderr);
    std::abort();
  }
  return *loaded;
}

} // namespace nacre
