// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An image small enough to count by hand.
#pragma once
#include "hw_models/image/ChipImage.h"

namespace nacre {

/// Input 1x4x4 -> (host, 3x3 convolution) "hidden" 2x2x2 on cores 0 and 2 -> dense "readout" 3x1x1
/// on core 2.
inline image::ImageT smallImage() {
  image::ImageT image;
  image.network = "small";
  image.chip = "unit";
  image.chip_hash = loadChip("unit")->hash;
  image.input_channels = 1;
  image.input_height = image.input_width = 4;

  auto hidden = std::make_unique<image::PopulationT>();
  hidden->name = "hidden";
  hidden->channels = hidden->height = hidden->width = 2;
  hidden->spiking = true;
  hidden->model = "if";
  hidden->options =
      std::make_unique<image::NeuronOptions>(image::Reset::Subtract, false, 1, 0, 0, 0, 0, 24);
  hidden->theta = {10, 12};
  hidden->v0 = {5, 6};
  hidden->bias = {0};
  hidden->amplitude = 0.5;
  image.populations.push_back(std::move(hidden));

  auto readout = std::make_unique<image::PopulationT>();
  readout->name = "readout";
  readout->channels = 3;
  readout->height = readout->width = 1;
  readout->depth = 1;
  readout->options =
      std::make_unique<image::NeuronOptions>(image::Reset::None, false, 1, 0, 0, 0, 0, 24);
  readout->v0 = {0};
  readout->bias = {1, -2, 3};
  image.populations.push_back(std::move(readout));
  image.readout = 1;

  auto weights = [&](uint8_t bits, size_t count) {
    auto table = std::make_unique<image::WeightsT>();
    table->bits = bits;
    for (size_t i = 0; i < count; ++i)
      table->values.push_back(int8_t(i % 8) - 4);
    image.weights.push_back(std::move(table));
  };
  weights(4, 2 * 1 * 3 * 3);
  weights(3, 3 * 8);

  auto host = std::make_unique<image::HostSynapsesT>();
  host->target = 0;
  host->format = image::SynapseFormat::Convolution;
  host->weights = 0;
  host->window = std::make_unique<image::Window>(3, 3, 1, 1, 0, 0, 1, 1, 1);
  image.host.push_back(std::move(host));

  auto slice = [](uint32_t population, image::Box box) {
    auto slice = std::make_unique<image::SliceT>();
    slice->population = population;
    slice->box = std::make_unique<image::Box>(box);
    return slice;
  };
  image::Box upper(0, 1, 0, 2, 0, 2), lower(1, 2, 0, 2, 0, 2), all(0, 2, 0, 2, 0, 2);
  auto first = std::make_unique<image::CoreT>(), second = std::make_unique<image::CoreT>();
  first->id = 0;
  first->slices.push_back(slice(0, upper));
  first->routes = {image::Route(0, upper, 2)};
  second->id = 2;
  second->slices.push_back(slice(0, lower));
  second->slices.push_back(slice(1, image::Box(0, 3, 0, 1, 0, 1)));
  auto synapses = std::make_unique<image::SynapsesT>();
  synapses->source = 0;
  synapses->source_box = std::make_unique<image::Box>(all);
  synapses->format = image::SynapseFormat::Dense;
  synapses->weights = 1;
  synapses->delay = 1;
  second->slices[1]->synapses.push_back(std::move(synapses));
  second->routes = {image::Route(0, lower, 2)};
  image.cores.push_back(std::move(first));
  image.cores.push_back(std::move(second));
  return image;
}

/// The readout's synapses sparse: neurons 0, 5 and 6 of "hidden" have some, so core 0 sends neuron
/// 0 only: weights 1 to neuron 0, -2 to 1, 3 to 0 and 0 to 2.
inline void makeSparse(image::ImageT &i) {
  i.weights[1]->offsets = {0, 1, 1, 1, 1, 1, 2, 4, 4};
  i.weights[1]->targets = {0, 1, 0, 2};
  i.weights[1]->values = {1, -2, 3, 0};
  i.cores[1]->slices[1]->synapses[0]->format = image::SynapseFormat::Sparse;
  i.cores[0]->sent = {0b0001};
  i.cores[1]->sent = {0b0110};
  i.populations[0]->order = {7, 6, 5, 4, 3, 2, 1, 0};
}

/// Neuron 2 of "readout" on core 3, to which only neuron 3 of "hidden" has a synapse, of core 0; to
/// the other two, on core 2, all have. The synapses become sparse, of weight 1.
inline void splitReadout(image::ImageT &i) {
  image::WeightsT &weights = *i.weights[1];
  weights.offsets = {0, 2, 4, 6, 9, 11, 13, 15, 17};
  weights.targets = {0, 1, 0, 1, 0, 1, 0, 1, 2, 0, 1, 0, 1, 0, 1, 0, 1};
  weights.values.assign(17, 1);
  image::SliceT &first = *i.cores[1]->slices[1];
  first.synapses[0]->format = image::SynapseFormat::Sparse;
  auto core = std::make_unique<image::CoreT>();
  core->id = 3;
  core->slices.push_back(std::make_unique<image::SliceT>(first));
  *first.box = image::Box(0, 2, 0, 1, 0, 1);
  *core->slices[0]->box = image::Box(2, 3, 0, 1, 0, 1);
  i.cores[0]->routes.emplace_back(0, image::Box(0, 1, 1, 2, 1, 2), 3);
  i.cores.push_back(std::move(core));
}

/// Neuron 2 of "readout" on core 3, which gets its spikes from a copy of "hidden" in the same core.
inline void addCopy(image::ImageT &i) {
  const image::Box all(0, 2, 0, 2, 0, 2);
  auto core = std::make_unique<image::CoreT>();
  core->id = 3;
  core->slices.push_back(std::make_unique<image::SliceT>());
  core->slices[0]->population = 0;
  core->slices[0]->box = std::make_unique<image::Box>(all);
  core->slices[0]->copy = true;
  image::SliceT &first = *i.cores[1]->slices[1];
  core->slices.push_back(std::make_unique<image::SliceT>(first));
  *first.box = image::Box(0, 2, 0, 1, 0, 1);
  *core->slices[1]->box = image::Box(2, 3, 0, 1, 0, 1);
  core->routes = {image::Route(0, all, 3)};
  i.cores.push_back(std::move(core));
}

inline std::string pack(const image::ImageT &image) {
  flatbuffers::FlatBufferBuilder builder;
  image::FinishImageBuffer(builder, image::Image::Pack(builder, &image));
  return packImage({reinterpret_cast<const char *>(builder.GetBufferPointer()), builder.GetSize()});
}

} // namespace nacre
