// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/netx/RandomNetx.h"
#include <algorithm>
#include <string>

namespace nacre {

namespace {

class Generator {
  std::mt19937_64 &random;
  RandomNetx result;
  std::vector<int64_t> extent; ///< of the last layer: channels, rows, columns

public:
  explicit Generator(std::mt19937_64 &random) : random(random) {}

  RandomNetx make() {
    const bool image = chance(60);
    extent = image ? std::vector<int64_t>{pick(1, 3), pick(2, 6), pick(2, 6)}
                   : std::vector<int64_t>{pick(2, 9), 1, 1};
    result.input = extent;
    result.saysInput = chance(60);
    if (result.saysInput)
      addInput();
    for (int64_t layers = image ? pick(1, 2) : 0; layers > 0; --layers)
      addConvolution();
    if (image || chance(20))
      add("flatten", {extent[0] * extent[1] * extent[2], 1, 1});
    for (int64_t layers = pick(1, 2); layers > 0; --layers)
      addDense(layers == 1 ? pick(2, 5) : pick(2, 8));
    return std::move(result);
  }

private:
  int64_t pick(int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  }
  bool chance(int64_t percent) { return pick(1, 100) <= percent; }

  netx::Layer &add(const std::string &type, const std::vector<int64_t> &shape) {
    netx::Layer &layer = result.file.layers.emplace_back();
    layer.texts["type"] = type;
    layer.numbers["shape"] = {{int64_t(shape.size())}, {shape.begin(), shape.end()}};
    return layer;
  }

  static void set(netx::Layer &layer, const std::string &name, int64_t value) {
    layer.numbers[name] = {{}, {double(value)}};
  }

  /// SLAYER's are even, up to 254; now and then any of eight bits.
  double weight(bool even) { return double(even ? 2 * pick(-60, 90) : pick(-60, 90)); }

  netx::Array array(const std::vector<int64_t> &shape, bool even) {
    netx::Array array{shape, {}};
    int64_t count = 1;
    for (int64_t size : shape)
      count *= size;
    for (int64_t i = 0; i < count; ++i)
      array.values.push_back(chance(20) ? 0 : weight(even));
    return array;
  }

  void addNeurons(netx::Layer &layer, int64_t threshold) {
    layer.texts["neuron/type"] = chance(50) ? "CUBA" : "LOIHI";
    set(layer, "neuron/iDecay", chance(25) ? 4096 : chance(20) ? 0 : pick(1, 4095));
    set(layer, "neuron/vDecay", chance(25) ? 0 : chance(20) ? 4096 : pick(1, 4095));
    set(layer, "neuron/vThMant", chance(5) ? 0 : threshold);
    set(layer, "neuron/refDelay", 1);
    if (chance(50))
      set(layer, "neuron/gradedSpike", 0);
    if (chance(30))
      set(layer, "neuron/scaleRho", 1);
  }

  void addExtras(netx::Layer &layer, int64_t channels, bool even) {
    if (chance(50)) {
      netx::Array &bias = layer.numbers["bias"] = {{channels}, {}};
      for (int64_t c = 0; c < channels; ++c)
        bias.values.push_back(double(pick(-10, 15) * (even ? 2 : 1)));
    }
    if (chance(50)) {
      netx::Array &delay = layer.numbers["delay"] = {{channels}, {}};
      for (int64_t c = 0; c < channels; ++c)
        delay.values.push_back(double(pick(0, 3)));
      if (chance(30))
        delay = {{}, {2}};
    }
  }

  void addInput() {
    netx::Layer &layer = add("input", extent);
    if (chance(50))
      return;
    addNeurons(layer, pick(20, 120));
    if (chance(50))
      set(layer, "weight", pick(10, 63));
    if (chance(50))
      set(layer, "bias", pick(-10, 60));
  }

  void addConvolution() {
    const int64_t groups = chance(30) ? extent[0] : 1;
    std::vector<int64_t> kernel, stride, padding, dilation, shape;
    for (int axis = 0; axis < 2; ++axis) {
      const int64_t size = extent[size_t(1 + axis)];
      kernel.push_back(pick(1, std::min<int64_t>(3, size)));
      dilation.push_back(2 * (kernel.back() - 1) < size && chance(30) ? 2 : 1);
      stride.push_back(pick(1, 2));
      padding.push_back(pick(0, 1));
      shape.push_back((size + 2 * padding.back() - dilation.back() * (kernel.back() - 1) - 1) /
                          stride.back() +
                      1);
    }
    const bool even = chance(70);
    const std::vector<int64_t> now = {groups * pick(1, 2), shape[0], shape[1]};
    netx::Layer &layer = add("conv", now);
    layer.numbers["weight"] = array({now[0], extent[0] / groups, kernel[0], kernel[1]}, even);
    if (chance(30))
      layer.numbers["weight"].shape.push_back(1);
    auto pair = [&](const char *name, const std::vector<int64_t> &values) {
      layer.numbers[name] = {{2}, {double(values[0]), double(values[1])}};
    };
    pair("kernelSize", kernel), pair("stride", stride), pair("padding", padding);
    pair("dilation", dilation);
    set(layer, "groups", groups);
    set(layer, "inChannels", extent[0]);
    set(layer, "outChannels", now[0]);
    addNeurons(layer, pick(20, 120));
    addExtras(layer, now[0], even);
    extent = now;
  }

  void addDense(int64_t outputs) {
    const int64_t inputs = extent[0] * extent[1] * extent[2];
    const bool even = chance(70), recurrent = chance(30);
    netx::Layer &layer = add(recurrent ? "dense_rec" : "dense", {outputs, 1, 1});
    if (chance(30))
      layer.numbers["shape"] = {{1}, {double(outputs)}};
    layer.numbers["weight"] = array({outputs, inputs}, even);
    if (chance(30))
      layer.numbers["weight"].shape = {outputs * inputs};
    if (recurrent)
      layer.numbers["weight_rec"] = array({outputs, outputs}, even);
    set(layer, "inFeatures", inputs);
    set(layer, "outFeatures", outputs);
    addNeurons(layer, pick(20, 150));
    addExtras(layer, outputs, even);
    extent = {outputs, 1, 1};
  }
};

} // namespace

RandomNetx makeRandomNetx(std::mt19937_64 &random) { return Generator(random).make(); }

SpikeTrain makeRandomTrain(std::mt19937_64 &random, const std::vector<int64_t> &input,
                           int64_t steps) {
  SpikeTrain train;
  for (int64_t step = 0; step < steps; ++step) {
    train.steps.emplace_back();
    for (uint32_t neuron = 0; neuron < uint32_t(input[0] * input[1] * input[2]); ++neuron)
      if (random() % 4 == 0)
        train.steps.back().push_back(neuron);
  }
  return train;
}

} // namespace nacre
