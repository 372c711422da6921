// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/equivalence/RandomSnn.h"
#include "support/Window.h"
#include <fmt/format.h>
#include <vector>

namespace nacre {

namespace {

class Generator {
  std::mt19937_64 &random;
  std::string text;
  int64_t values = 0;

  struct Shape {
    int64_t c, y, x;
    int64_t volume() const { return c * y * x; }
  };
  struct Source {
    std::string value;
    Shape shape;
  };
  std::vector<Source> populations;
  const bool spiking;  ///< of spikes, as NIR has them
  std::string choices; ///< of all neurons of such a network

public:
  Generator(std::mt19937_64 &random, bool spiking) : random(random), spiking(spiking) {}

  std::string network() {
    text = "snn.network @random {\n";
    Source input = {"%input", {imageChannels, imageHeight, imageWidth}};
    if (spiking) {
      text += fmt::format("%input = snn.input : {}\n", type(input.shape, "i1"));
      choices = resetAndComparison();
    } else {
      text += fmt::format("%input = snn.input {{zero_point = {} : i32}} : {}\n", pick(0, 9),
                          type(input.shape, "i16"));
    }
    addPopulation(input, spiking ? "i1" : "i16");
    for (int64_t more = pick(2, 5); more > 0; --more)
      addPopulation(anyPopulation(), "i1");
    addReadout();
    return text + "}\n";
  }

private:
  int64_t pick(int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  }
  bool chance(int64_t percent) { return pick(1, 100) <= percent; }
  std::string resetAndComparison() {
    std::string options;
    if (chance(20))
      options += ", reset = #snn<reset to_value>, reset_value = -3 : i32";
    if (chance(20))
      options += ", strict";
    return options;
  }
  const Source &anyPopulation() {
    return populations[size_t(pick(0, int64_t(populations.size()) - 1))];
  }

  static std::string type(const Shape &s, const char *element) {
    return fmt::format("tensor<{}x{}x{}x{}>", s.c, s.y, s.x, element);
  }

  std::string weights(const std::string &shape, int64_t count) {
    std::string hex;
    int64_t zeros = chance(30) ? 90 : 0, most = chance(30) ? 1 : 7; // percent, weight
    std::mt19937_64 apart = random; // so that the other draws do not depend on these
    const bool wide = !spiking && apart() % 7 == 0;
    for (int64_t i = 0; i < count; ++i) {
      const auto weight = int16_t((chance(zeros) ? 0 : pick(-most, most)) * (wide ? 40 : 1));
      hex += fmt::format("{:02X}", uint8_t(weight));
      if (wide)
        hex += fmt::format("{:02X}", uint8_t(weight >> 8));
    }
    return fmt::format("weight = dense<\"0x{}\"> : tensor<{}xi{}>, weight_bits = {} : i32", hex,
                       shape, wide ? 16 : 8, wide ? 10 : 4);
  }

  std::string fresh() { return fmt::format("%v{}", values++); }

  /// Sometimes the source's spikes of some steps ago.
  Source maybeDelayed(const Source &source) {
    if (!chance(25))
      return source;
    Source delayed = {fresh(), source.shape};
    text += fmt::format("{} = snn.delay {} {{steps = {} : i64}} : {}\n", delayed.value,
                        source.value, pick(1, 3), type(source.shape, "i1"));
    return delayed;
  }

  /// A convolution of random geometry that fits the source.
  Source convolution(const Source &source, const char *element) {
    Window y, x;
    for (Window *w : {&y, &x}) {
      int64_t size = w == &y ? source.shape.y : source.shape.x;
      do
        *w = {pick(1, 3), pick(1, 2), pick(1, 2), pick(0, 1), pick(0, 1)};
      while (w->outputs(size) < 1);
    }
    int64_t groups = source.shape.c % 2 == 0 && chance(40) ? 2 : 1;
    int64_t channels = groups * pick(1, 2);
    Source result = {fresh(), {channels, y.outputs(source.shape.y), x.outputs(source.shape.x)}};
    int64_t inGroup = source.shape.c / groups;
    text += fmt::format(
        "{} = snn.conv2d {} {{{}, strides = array<i64: {}, {}>, pads = array<i64: {}, {}, {}, {}>, "
        "dilations = array<i64: {}, {}>, groups = {} : i64}} : {} -> {}\n",
        result.value, source.value,
        weights(fmt::format("{}x{}x{}x{}", channels, inGroup, y.kernel, x.kernel),
                channels * inGroup * y.kernel * x.kernel),
        y.stride, x.stride, y.padBefore, x.padBefore, y.padAfter, x.padAfter, y.dilation,
        x.dilation, groups, type(source.shape, element), type(result.shape, "i32"));
    return result;
  }

  Source linear(const Source &source, int64_t outputs, const char *element) {
    Source result = {fresh(), {outputs, 1, 1}};
    int64_t inputs = source.shape.volume();
    text += fmt::format("{} = snn.linear {} {{{}}} : {} -> {}\n", result.value, source.value,
                        weights(fmt::format("{}x{}", outputs, inputs), outputs * inputs),
                        type(source.shape, element), type(result.shape, "i32"));
    return result;
  }

  /// Each pair of neurons with some probability; at least one synapse.
  Source sparse(const Source &source, const Shape &target) {
    Source result = {fresh(), target};
    std::string offsets = "0", targets, weights;
    int64_t percent = chance(50) ? 5 : 40, count = 0;
    for (int64_t from = 0; from < source.shape.volume(); ++from) {
      for (int64_t to = 0; to < target.volume(); ++to)
        if (chance(percent) || (count == 0 && from + 1 == source.shape.volume())) {
          targets += fmt::format("{}{}", count ? ", " : "", to);
          weights += fmt::format("{}{}", count ? ", " : "", pick(-3, 4));
          ++count;
        }
      offsets += fmt::format(", {}", count);
    }
    text += fmt::format("{} = snn.sparse {} {{offsets = dense<[{}]> : tensor<{}xi32>, targets = "
                        "dense<[{}]> : tensor<{}xi32>, weight = dense<[{}]> : tensor<{}xi8>, "
                        "weight_bits = 4 : i32}} : {} -> {}\n",
                        result.value, source.value, offsets, source.shape.volume() + 1, targets,
                        count, weights, count, type(source.shape, "i1"), type(target, "i32"));
    return result;
  }

  void addPopulation(const Source &from, const char *element) {
    bool spikes = std::string(element) == "i1";
    std::vector<Source> currents;
    std::string self; // the population's own spikes, later in the text
    if (spikes && chance(30)) {
      Shape shape = spiking || chance(50) ? Shape{pick(4, 30), 1, 1}
                                          : Shape{pick(1, 2), pick(2, 5), pick(2, 5)};
      for (int64_t parts = pick(1, 2); parts > 0; --parts)
        currents.push_back(sparse(
            maybeDelayed(parts == 1 || populations.empty() ? from : anyPopulation()), shape));
      if (chance(50)) {
        self = fresh();
        currents.push_back(sparse({self, shape}, shape));
      }
    } else if (spikes && chance(40)) {
      // Several dense sources may meet in one population.
      int64_t outputs = pick(2, 6);
      for (int64_t parts = pick(1, 2); parts > 0; --parts)
        currents.push_back(
            linear(maybeDelayed(parts == 1 || populations.empty() ? from : anyPopulation()),
                   outputs, "i1"));
    } else {
      currents.push_back(convolution(spikes ? maybeDelayed(from) : from, element));
      // A shortcut: another convolution of the same geometry onto the same neurons.
      if (spikes && chance(30)) {
        std::string line = text.substr(text.rfind('\n', text.size() - 2) + 1), name = fresh();
        Source twin = {name, currents[0].shape};
        text += name + line.substr(line.find(" = "));
        currents.push_back(twin);
      }
    }
    Shape shape = currents[0].shape;
    std::string operands, types;
    for (const Source &current : currents) {
      operands += (operands.empty() ? "" : ", ") + current.value;
      types += (types.empty() ? "" : ", ") + type(shape, "i32");
    }
    bool leaky = chance(30);
    std::string options = leaky ? ", leak_shift = 2 : i32" : "";
    options += spiking ? choices : resetAndComparison();
    std::mt19937_64 apart = random; // so that the other draws do not depend on these
    std::string model = leaky ? "lif" : "if";
    if (spikes && !spiking && !leaky && apart() % 4 == 0) {
      model = "cuba";
      options += ", leak_multiplier = 14 : i32, leak_scale_bits = 4 : i32, "
                 "current_leak_multiplier = 3 : i32, current_leak_scale_bits = 2 : i32";
    }
    const bool fraction =
        spikes && !spiking && apart() % 4 == 0; // theta is then 3/4 of what it was
    if (fraction)
      options += ", input_shift = 3 : i32";
    Source population = {fresh(), shape};
    const int64_t theta = (spikes ? pick(3, 12) : pick(20, 60)) * (fraction ? 6 : 1);
    const int64_t v0 = spiking ? 0 : pick(0, 4);
    std::string bias = std::to_string(pick(-1, 2));
    if (!spiking && apart() % 5 == 0) // of each neuron
      for (int64_t neuron = 1; neuron < shape.c * shape.y * shape.x; ++neuron)
        bias += fmt::format(", {}", int64_t(apart() % 4) - 1);
    text +=
        fmt::format("{} = snn.neuron \"p{}\" \"{}\"({}) {{theta = array<i32: {}>, v0 = array<i32: "
                    "{}>, bias = array<i32: {}>{}}} : {} -> {}\n",
                    population.value, populations.size(), model, operands, theta, v0, bias, options,
                    types, type(shape, "i1"));
    if (!self.empty())
      text += fmt::format("{} = snn.delay {} {{steps = {} : i64}} : {}\n", self, population.value,
                          pick(1, 2), type(shape, "i1"));
    populations.push_back(population);
  }

  void addReadout() {
    auto read = [&](const Source &source) {
      return chance(30) ? sparse(source, {3, 1, 1}) : linear(source, 3, "i1");
    };
    std::vector<Source> all;
    if (spiking)
      for (const Source &population : populations)
        all.push_back(read(population));
    else
      all = {read(populations.back()), read(anyPopulation())};
    std::string operands, types;
    for (const Source &current : all) {
      operands += (operands.empty() ? "" : ", ") + current.value;
      types += (types.empty() ? "" : ", ") + type(current.shape, "i32");
    }
    text += fmt::format("snn.readout \"out\"({}) {{v0 = array<i32: 0>, bias = array<i32: 0, 1, "
                        "2>}} : {}\n",
                        operands, types);
  }
};

} // namespace

std::string randomSnn(std::mt19937_64 &random) { return Generator(random, false).network(); }
std::string randomSpikingSnn(std::mt19937_64 &random) { return Generator(random, true).network(); }

std::vector<uint8_t> randomImage(std::mt19937_64 &random) {
  std::vector<uint8_t> pixels(size_t(imageChannels * imageHeight * imageWidth));
  for (uint8_t &pixel : pixels)
    pixel = uint8_t(random() % 17);
  return pixels;
}

} // namespace nacre
