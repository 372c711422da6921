// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/nir/RandomGraph.h"
#include "support/Window.h"
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace nacre::nir {

namespace {

using Sizes = std::vector<int64_t>; ///< one: a vector, three: an image

struct Value {
  std::string node;
  Sizes sizes;
  bool isImage() const { return sizes.size() == 3; }
  int64_t volume() const {
    int64_t all = 1;
    for (int64_t size : sizes)
      all *= size;
    return all;
  }
};

Array list(std::vector<double> values) { return {{int64_t(values.size())}, std::move(values)}; }
Array pair(int64_t first, int64_t second) { return list({double(first), double(second)}); }
Array scalar(double value) { return {{}, {value}}; }
Array shapeOf(const Value &value) { return list({value.sizes.begin(), value.sizes.end()}); }

class Generator {
  std::mt19937_64 &random;
  const bool normal;
  Node graph;
  std::vector<Value> populations;
  int64_t count = 0;
  bool hard = false; ///< a value to reset to stands in the file

public:
  Generator(std::mt19937_64 &random, bool normal) : random(random), normal(normal) {
    graph.type = "NIRGraph";
    hard = chance(40);
  }

  Node make() {
    Value input{"input",
                chance(60) ? Sizes{pick(1, 2), pick(5, 7), pick(5, 7)} : Sizes{pick(3, 6)}};
    graph.nodes["input"] = {.type = "Input", .numbers = {{"shape", shapeOf(input)}}};
    Value last = input;
    for (int64_t more = pick(1, 3); more >= 0; --more)
      populations.push_back(last = population(last));
    addOutput(last);
    if (!normal && chance(30))
      nest();
    return std::move(graph);
  }

private:
  int64_t pick(int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  }
  bool chance(int64_t percent) { return pick(1, 100) <= percent; }

  std::string add(const std::string &kind, Node node) {
    const std::string name = fmt::format("{}{:03}", kind, count++);
    graph.nodes[name] = std::move(node);
    return name;
  }

  Value behind(const Value &source, const std::string &kind, Node node, Sizes sizes) {
    Value value{add(kind, std::move(node)), std::move(sizes)};
    graph.edges.push_back({source.node, value.node});
    return value;
  }

  /// Of the form; the greatest weight of each of `channels` is 127 units where it is in normal
  /// form.
  Array weights(Sizes shape, int64_t channels) {
    int64_t all = 1;
    for (int64_t size : shape)
      all *= size;
    Array array{std::move(shape), {}};
    const int64_t each = all / channels;
    for (int64_t i = 0; i < all; ++i)
      array.values.push_back(double(pick(-127, 127)) * unit);
    for (int64_t c = 0; c < channels; ++c)
      array.values[size_t(c * each + pick(0, each - 1))] = (chance(70) ? 127 : -127) * unit;
    if (!normal)
      for (double &value : array.values)
        value *= 0.3 + double(random() % 1000) / 1000;
    return array;
  }

  double unit = 1.0 / 64; ///< of the population that is being made

  std::vector<double> bias(int64_t channels) {
    std::vector<double> values;
    for (int64_t c = 0; c < channels; ++c)
      values.push_back(double(pick(1, 9)) * unit * (normal ? 1 : 1.1));
    return values;
  }

  Value delayed(const Value &source) {
    Array delay{source.sizes, {}};
    delay.values.assign(size_t(source.volume()), double(pick(1, 3)) * randomGraphDt);
    return behind(source, "delay", {.type = "Delay", .numbers = {{"delay", delay}}}, source.sizes);
  }

  Value flattened(const Value &source) {
    if (!source.isImage())
      return source;
    return behind(source, "flat",
                  {.type = "Flatten",
                   .numbers = {{"start_dim", scalar(0)},
                               {"end_dim", scalar(-1)},
                               {"input_type", shapeOf(source)}}},
                  {source.volume()});
  }

  Value matrix(const Value &source, int64_t outputs, bool biased) {
    const Value from = flattened(source);
    Node node = {.type = biased ? "Affine" : "Linear",
                 .numbers = {{"weight", weights({outputs, from.volume()}, outputs)}}};
    if (biased)
      node.numbers["bias"] = list(bias(outputs));
    return behind(from, "fc", std::move(node), {outputs});
  }

  Value convolution(const Value &source, bool biased) {
    const Sizes &from = source.sizes;
    Window y, x;
    for (Window *w : {&y, &x}) {
      const int64_t size = w == &y ? from[1] : from[2];
      do {
        *w = {pick(1, 3), pick(1, 2), pick(1, 2), pick(0, 1), 0};
        w->padAfter = w->padBefore;
      } while (w->outputs(size) < 2);
    }
    const int64_t groups = from[0] == 2 && chance(40) ? 2 : 1, channels = groups * pick(1, 2);
    if (groups == channels && channels == from[0])
      y.kernel = 2, y.padBefore = y.padAfter = 1; // else it may be a Scale
    Node node = {
        .type = "Conv2d",
        .numbers = {
            {"weight", weights({channels, from[0] / groups, y.kernel, x.kernel}, channels)},
            {"bias", list(biased ? bias(channels) : std::vector<double>(size_t(channels), 0.0))},
            {"stride", pair(y.stride, x.stride)},
            {"padding", pair(y.padBefore, x.padBefore)},
            {"dilation", pair(y.dilation, x.dilation)},
            {"groups", scalar(double(groups))},
            {"input_shape", pair(from[1], from[2])}}};
    Sizes to = {channels, y.outputs(from[1]), x.outputs(from[2])};
    if (y.stride == 1 && x.stride == 1 && chance(20)) {
      const bool even = (y.extent() - 1) % 2 || (x.extent() - 1) % 2; // else it is a number
      if (even || !normal) {
        node.numbers.erase("padding");
        node.text["padding"] = "same";
        to = {channels, from[1], from[2]};
      }
    }
    return behind(source, "conv", std::move(node), to);
  }

  /// One factor a channel.
  Value scaled(const Value &source) {
    Array scale{source.sizes, {}};
    const int64_t channels = source.sizes[0], each = source.volume() / channels;
    for (int64_t c = 0; c < channels; ++c)
      scale.values.insert(scale.values.end(), size_t(each),
                          (chance(50) ? 127 : -127) * unit * (normal ? 1 : 1.3));
    return behind(source, "scale", {.type = "Scale", .numbers = {{"scale", scale}}}, source.sizes);
  }

  Value pooled(const Value &source) {
    const int64_t size = pick(1, 2);
    Sizes to = {source.sizes[0], source.sizes[1] / size, source.sizes[2] / size};
    return behind(source, "pool",
                  {.type = chance(50) ? "SumPool2d" : "AvgPool2d",
                   .numbers = {{"kernel_size", pair(size, size)},
                               {"stride", pair(size, size)},
                               {"padding", pair(0, 0)}}},
                  to);
  }

  Value population(const Value &from) {
    unit = std::ldexp(1.0, -int(pick(4, 7)));
    if (normal && chance(15) && from.volume() > 1) { // spikes as they are: weights of 1
      unit = 1.0 / 127;
      return neurons(from, 127);
    }
    Value source = chance(25) ? delayed(from) : from;
    if (!normal && source.isImage() && source.sizes[1] > 3 && source.sizes[2] > 3 && chance(30))
      source = pooled(source);
    const bool biased = chance(40);
    const bool image = source.isImage() && chance(60);
    Value current = image ? convolution(source, biased) : matrix(source, pick(2, 6), biased);
    Value value = neurons(current, pick(100, 900));
    if (!image && !populations.empty() && chance(40)) { // another source
      Value other = matrix(populations[size_t(pick(0, int64_t(populations.size()) - 1))],
                           value.volume(), false);
      graph.edges.push_back({other.node, value.node});
    }
    if (chance(30)) { // a loop
      const Value late = !normal && chance(50) ? delayed(value) : value;
      const Value back = image || chance(30) ? scaled(late) : matrix(late, value.volume(), false);
      graph.edges.push_back({back.node, value.node});
    }
    return value;
  }

  Value neurons(const Value &current, int64_t threshold) {
    auto all = [&](double value) {
      return Array{current.sizes, std::vector<double>(size_t(current.volume()), value)};
    };
    Node node = {.type = "IF",
                 .numbers = {{"r", all(1)}, {"v_threshold", all(double(threshold) * unit)}}};
    if (hard)
      node.numbers["v_reset"] = all(double(-pick(0, 3)) * unit);
    if (chance(40) && unit != 1.0 / 127) {
      const double steps = std::ldexp(1.0, int(pick(1, 4))) * (normal ? 1 : 1.2);
      node.type = "LIF";
      node.numbers["tau"] = all(steps * randomGraphDt);
      node.numbers["r"] = normal || chance(50) ? all(steps) : scalar(1.7);
      node.numbers["v_leak"] = normal ? all(0) : scalar(0.1);
    }
    return behind(current, "if", std::move(node), current.sizes);
  }

  void addOutput(const Value &last) {
    Value from = last;
    if (chance(50) || last.volume() < 2) {
      unit = 1.0 / 64;
      const int64_t classes = pick(2, 4);
      const Value current = matrix(last, classes, chance(30));
      from = behind(
          current, "sum",
          {.type = "I", .numbers = {{"r", {{classes}, std::vector<double>(size_t(classes), 1.0)}}}},
          {classes});
    }
    graph.nodes["output"] = {.type = "Output", .numbers = {{"shape", shapeOf(from)}}};
    graph.edges.push_back({from.node, "output"});
  }

  /// All but input and output goes into a sub-graph.
  void nest() {
    Node outer = {.type = "NIRGraph"};
    outer.nodes["input"] = graph.nodes["input"];
    outer.nodes["output"] = graph.nodes["output"];
    outer.nodes["block"] = std::move(graph);
    outer.edges = {{"input", "block"}, {"block", "output"}};
    graph = std::move(outer);
  }
};

} // namespace

Node randomGraph(std::mt19937_64 &random, bool normalForm) {
  return Generator(random, normalForm).make();
}

} // namespace nacre::nir
