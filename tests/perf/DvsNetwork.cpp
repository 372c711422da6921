// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/perf/DvsNetwork.h"
#include "simulator/testing/ImageBuilder.h"
#include <random>

namespace nacre {

namespace {

/// Of `channels` x side x side neurons; cores hold whole channels.
struct Layer {
  uint32_t channels, side, cores;
  int32_t theta;
};

// Thresholds are set so that about as many neurons fire in each layer as in the published network.
constexpr Layer layers[] = {
    {1, 32, 1, 254}, {16, 15, 8, 596}, {32, 13, 8, 798}, {64, 11, 22, 1377}, {11, 9, 9, 1668}};
constexpr uint32_t classes = 11, lastCore = 48;

using Random = std::mt19937;

uint32_t below(Random &random, uint32_t limit) {
  return uint32_t(uint64_t(random()) * limit >> 32);
}

std::vector<int8_t> randomWeights(Random &random, size_t count) {
  std::vector<int8_t> weights(count);
  for (int8_t &weight : weights)
    weight = int8_t(int32_t(below(random, 201)) - 90);
  return weights;
}

uint32_t addLayer(ImageBuilder &b, const Layer &layer, uint32_t depth) {
  uint32_t index = b.addPopulation(layer.channels, layer.side, layer.side);
  image::PopulationT &p = b.population(index);
  p.depth = depth;
  p.theta = {layer.theta};
  p.model = "lif";
  *p.options = image::NeuronOptions(image::Reset::ToValue, true, 1, 0, 0, 4095, 12, 24);
  return index;
}

/// Seven of ten pixels are dark, most others take some 40 steps to make their neuron fire.
std::vector<uint8_t> randomPixels(Random &random) {
  constexpr uint8_t values[] = {6, 6, 6, 6, 6, 6, 11, 11, 17, 28};
  std::vector<uint8_t> pixels(DvsNetwork::side * DvsNetwork::side);
  for (uint8_t &pixel : pixels)
    if (below(random, 100) < 29)
      pixel = below(random, 10) ? values[below(random, 10)] : uint8_t(40 + below(random, 190));
  return pixels;
}

} // namespace

DvsNetwork makeDvsNetwork() {
  DvsNetwork made{*loadChip("loihi"), {}, {}};
  Random random(2025);
  ImageBuilder b(made.chip);
  b.image.input_height = b.image.input_width = DvsNetwork::side;
  uint32_t before = 0, core = 0;
  for (const Layer &layer : layers) {
    const bool input = core == 0;
    const Layer &source = input ? layer : (&layer)[-1];
    const uint32_t index = addLayer(b, layer, uint32_t(&layer - layers));
    const uint32_t stride = input || source.channels > 1 ? 1 : 2, kernel = input ? 1 : 3;
    const uint32_t weights =
        b.addWeights(input ? std::vector<int8_t>{1}
                           : randomWeights(random, layer.channels * source.channels * 9));
    const image::Window window(kernel, kernel, stride, stride, 0, 0, 1, 1, 1);
    if (input)
      b.addHostConvolution(index, weights, window);
    for (uint32_t i = 0; i < layer.cores; ++i, ++core) {
      uint32_t from = i * layer.channels / layer.cores, to = (i + 1) * layer.channels / layer.cores;
      image::SliceT &slice =
          b.addSlice(core, index, image::Box(from, to, 0, layer.side, 0, layer.side));
      if (!input)
        b.addConvolution(slice, before, weights, window);
    }
    before = index;
  }
  uint32_t readout = b.addReadout(classes, uint32_t(std::size(layers)));
  const Layer &last = layers[std::size(layers) - 1];
  b.addDense(b.addSlice(lastCore, readout), before,
             b.addWeights(randomWeights(random, classes * last.channels * last.side * last.side)));
  made.image = b.pack();
  made.pixels = randomPixels(random);
  return made;
}

} // namespace nacre
