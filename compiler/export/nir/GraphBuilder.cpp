// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/export/nir/GraphBuilder.h"
#include "compiler/export/nir/SymmetricPadding.h"
#include "compiler/import/nir/Loops.h"
#include "compiler/import/nir/Primitive.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace nacre::nir {

namespace {

/// How a connection is written.
enum class Form { Edge, Scale, Matrix, Convolution };

bool isOne(double value) { return std::fabs(value - 1) < 1e-9; }

bool isVector(const Extent &extent) { return extent.volume() == extent.channels; }

bool isIdentity(const LinearMap &map) {
  if (!map.dense)
    return map.isScale() && std::all_of(map.weights.begin(), map.weights.end(), isOne);
  const int64_t size = map.from.volume();
  for (int64_t i = 0; i < size * map.to.volume(); ++i)
    if (i % size == i / size ? !isOne(map.weights[size_t(i)]) : map.weights[size_t(i)] != 0)
      return false;
  return size == map.to.volume();
}

bool hasBias(const Population &population) {
  return std::any_of(population.bias.begin(), population.bias.end(),
                     [](double bias) { return bias != 0; });
}

Array scalar(double value) { return {{}, {value}}; }
Array list(std::vector<double> values) { return {{int64_t(values.size())}, std::move(values)}; }

class GraphBuilder {
  const Network &network;
  const double dt;
  Findings &findings;
  std::vector<std::vector<Form>> forms;            ///< by population and connection
  std::vector<std::optional<size_t>> biasCarriers; ///< connections, by population
  std::vector<bool> isImage;                       ///< by population; else a vector
  bool inputIsImage = false;
  Links delays; ///< that are written
  std::set<std::string> names;
  std::vector<std::string> populationNames;
  std::string inputName;
  BuiltGraph result;

public:
  GraphBuilder(const Network &network, double dt, Findings &findings)
      : network(network), dt(dt), findings(findings) {
    result.graph.type = "NIRGraph";
  }

  BuiltGraph build() {
    if (network.populations.size() > 2000)
      findings.add("NCR1308", "", fmt::format("has {} populations", network.populations.size()),
                   "2000 nodes at most");
    else
      checkWays();
    if (!findings.empty())
      return std::move(result);
    chooseForms();
    chooseImages();
    chooseDelays();
    chooseNames();
    add(inputName, {.type = "Input", .numbers = {{"shape", shapeOf(Connection::input)}}});
    for (size_t p = 0; p < network.populations.size(); ++p)
      addPopulation(p);
    std::sort(result.graph.edges.begin(), result.graph.edges.end());
    if (result.graph.nodes.size() > 2000)
      findings.add("NCR1308", "", fmt::format("has {} nodes", result.graph.nodes.size()),
                   "2000 at most");
    return std::move(result);
  }

private:
  size_t readout() const { return network.populations.size() - 1; }

  /// Every population lies between the input and the readout.
  void checkWays() {
    const size_t count = network.populations.size();
    std::vector<bool> behind(count, false), ahead(count, false);
    ahead[readout()] = true;
    auto set = [](std::vector<bool> &marks, size_t p) { return !marks[p] && (marks[p] = true); };
    for (bool changed = true; changed;) {
      changed = false;
      for (size_t p = 0; p < count; ++p)
        for (const Connection &connection : network.populations[p].connections) {
          const bool ofInput = connection.source == Connection::input;
          if (ofInput || behind[connection.source])
            changed |= set(behind, p);
          if (!ofInput && ahead[p])
            changed |= set(ahead, connection.source);
        }
    }
    for (size_t p = 0; p < count; ++p)
      if (!behind[p] || !ahead[p])
        findings.add("NCR1308", network.populations[p].name,
                     "lies on no way from the input to the readout", "leave it out, or connect it");
  }

  /// Whether the readout only counts the spikes of one population: Output itself stands for it.
  bool isCounted() const {
    const Population &population = network.populations[readout()];
    if (population.connections.size() != 1 || hasBias(population))
      return false;
    const Connection &only = population.connections.front();
    return isIdentity(only.map) && only.map.dense != isVector(only.map.from);
  }

  void chooseForms() {
    for (size_t p = 0; p < network.populations.size(); ++p) {
      const Population &population = network.populations[p];
      std::vector<Form> &of = forms.emplace_back();
      std::optional<size_t> &carrier = biasCarriers.emplace_back();
      for (const Connection &connection : population.connections) {
        of.push_back(connection.map.dense       ? Form::Matrix
                     : connection.map.isScale() ? Form::Scale
                                                : Form::Convolution);
        if (of.back() != Form::Scale && !carrier)
          carrier = of.size() - 1;
      }
      if (!hasBias(population))
        carrier = std::nullopt;
      else if (!carrier)
        carrier = 0, of[0] = Form::Convolution; // a Scale has no bias
      if (p == readout()
              ? isCounted()
              : of.size() == 1 && of[0] == Form::Scale && isIdentity(population.connections[0].map))
        of[0] = Form::Edge;
    }
  }

  /// What a convolution reads or makes is an image, and what is one with it but for factors.
  void chooseImages() {
    for (const Population &population : network.populations)
      isImage.push_back(!isVector(population.extent));
    inputIsImage = !isVector(network.input);
    auto image = [&](size_t source) {
      return source == Connection::input ? inputIsImage : bool(isImage[source]);
    };
    for (bool changed = true; changed;) {
      changed = false;
      for (size_t p = 0; p < network.populations.size(); ++p)
        for (size_t i = 0; i < forms[p].size(); ++i) {
          const size_t source = network.populations[p].connections[i].source;
          const bool both = forms[p][i] == Form::Convolution ||
                            (forms[p][i] != Form::Matrix && (image(source) || isImage[p]));
          if (!both || (image(source) && isImage[p]))
            continue;
          changed = isImage[p] = true;
          if (source == Connection::input)
            inputIsImage = true;
          else
            isImage[source] = true;
        }
    }
  }

  /// A delay of one step where the importer closes a loop anyway is not written.
  void chooseDelays() {
    const Links all = linksOf(network);
    Links bare = all;
    for (auto &into : bare)
      for (Link &link : into)
        link.delaySteps -= link.delaySteps == 1;
    delays = all;
    std::set<std::pair<size_t, size_t>> left;
    for (auto [p, i] : closingLinks(bare))
      if (all[p][i].delaySteps == 1) {
        left.insert({p, i});
        delays[p][i].delaySteps = 0;
      }
    const auto closed = closingLinks(delays);
    if (std::set(closed.begin(), closed.end()) != left)
      delays = all;
  }

  /// A name that no node has: as wanted, without what HDF5 takes for a path.
  std::string fresh(std::string name) {
    std::replace_if(name.begin(), name.end(), [](char c) { return c == '/' || c == '\0'; }, '_');
    if (name == ".")
      name = "_";
    while (!names.insert(name).second)
      name += '_';
    return name;
  }

  void chooseNames() {
    for (const Population &population : network.populations) {
      populationNames.push_back(fresh(population.name));
      if (populationNames.back() != population.name)
        result.notes.push_back(
            fmt::format("'{}' is named '{}'", population.name, populationNames.back()));
    }
    inputName = fresh("input");
  }

  void add(const std::string &name, Node node) { result.graph.nodes[name] = std::move(node); }

  void connect(const std::string &from, const std::string &to) {
    result.graph.edges.emplace_back(from, to);
  }

  /// Of the values of a population, or the input.
  std::vector<int64_t> sizesOf(size_t source) const {
    const bool ofInput = source == Connection::input;
    const Extent extent = ofInput ? network.input : network.populations[source].extent;
    if (ofInput ? inputIsImage : bool(isImage[source]))
      return {extent.channels, extent.rows, extent.columns};
    return {extent.channels};
  }

  Array shapeOf(size_t source) const {
    const std::vector<int64_t> sizes = sizesOf(source);
    return list({sizes.begin(), sizes.end()});
  }

  /// One number a neuron, from one a channel.
  Array ofNeurons(size_t population, const std::vector<double> &ofChannels) const {
    const Extent extent = network.populations[population].extent;
    Array array{sizesOf(population), {}};
    for (double value : ofChannels)
      array.values.insert(array.values.end(), size_t(extent.rows * extent.columns), value);
    return array;
  }

  void addPopulation(size_t p) {
    const Population &population = network.populations[p];
    const std::string &name = populationNames[p];
    Node node = neurons(p);
    node.metadata.numbers[unitField] = list(population.unit);
    if (p == readout() && forms[p][0] == Form::Edge)
      node = {.type = "Output",
              .numbers = {{"shape", shapeOf(population.connections[0].source)}},
              .text = {},
              .metadata = std::move(node.metadata)};
    const bool integrates = p == readout() && node.type == "I";
    add(name, std::move(node));
    if (integrates) {
      const std::string output = fresh("output");
      add(output, {.type = "Output", .numbers = {{"shape", shapeOf(p)}}});
      connect(name, output);
    }
    addConnections(p);
  }

  Node neurons(size_t p) {
    const Population &population = network.populations[p];
    auto all = [&](double value) {
      return ofNeurons(p, std::vector<double>(size_t(population.extent.channels), value));
    };
    Node node = {.type = population.fires ? "IF" : "I", .numbers = {{"r", all(1)}}};
    if (!population.fires)
      return node;
    node.numbers["v_threshold"] = ofNeurons(p, population.threshold);
    if (!population.subtracts)
      node.numbers["v_reset"] = ofNeurons(p, population.resetValue);
    if (population.keep == 1)
      return node;
    node.type = "LIF";
    node.numbers["tau"] = all(dt / (1 - population.keep));
    node.numbers["r"] = all(1 / (1 - population.keep));
    node.numbers["v_leak"] = all(0);
    result.timed = true;
    return node;
  }

  /// The importer takes connections in the order of the names of their last nodes.
  void addConnections(size_t p) {
    const size_t count = network.populations[p].connections.size();
    const int digits = int(fmt::formatted_size("{}", count - 1));
    std::string base = populationNames[p];
    auto taken = [&] {
      return std::any_of(names.begin(), names.end(), [&](const std::string &name) {
        return name.starts_with(base + "_weight");
      });
    };
    while (taken())
      base += '_';
    for (size_t i = 0; i < count; ++i)
      addConnection(p, i, base, count == 1 ? "" : fmt::format("{:0{}}", i, digits));
  }

  void addConnection(size_t p, size_t i, const std::string &base, const std::string &number) {
    const Connection &connection = network.populations[p].connections[i];
    const size_t source = connection.source;
    std::string from = source == Connection::input ? inputName : populationNames[source];
    auto append = [&](const char *kind, Node node) {
      const std::string name = fresh(base + kind + number);
      add(name, std::move(node));
      connect(from, name);
      from = name;
    };
    if (const int64_t steps = delays[p][i].delaySteps; steps > 0) {
      Array delay{sizesOf(source), {}};
      delay.values.assign(size_t(connection.map.from.volume()), double(steps) * dt);
      append("_delay", {.type = "Delay", .numbers = {{"delay", std::move(delay)}}});
      result.timed = true;
    }
    if (forms[p][i] == Form::Matrix && sizesOf(source).size() > 1)
      append("_flatten", {.type = "Flatten",
                          .numbers = {{"start_dim", scalar(0)},
                                      {"end_dim", scalar(-1)},
                                      {"input_type", shapeOf(source)}}});
    if (forms[p][i] != Form::Edge)
      append("_weight", weight(p, i));
    connect(from, populationNames[p]);
  }

  Node weight(size_t p, size_t i) {
    const Population &population = network.populations[p];
    const LinearMap &map = population.connections[i].map;
    const bool biased = biasCarriers[p] == i;
    if (forms[p][i] == Form::Scale)
      return {.type = "Scale", .numbers = {{"scale", ofNeurons(p, map.weights)}}};
    if (forms[p][i] == Form::Convolution)
      return convolution(population, map, biased);
    Node node = {.type = biased ? "Affine" : "Linear",
                 .numbers = {{"weight", {{map.to.volume(), map.from.volume()}, map.weights}}}};
    if (biased)
      node.numbers["bias"] = list(population.bias);
    return node;
  }

  Node convolution(const Population &population, const LinearMap &map, bool biased) {
    const bool same =
        isSamePadding(map.window) && (map.window.y.padBefore != map.window.y.padAfter ||
                                      map.window.x.padBefore != map.window.x.padAfter);
    auto symmetric = same ? Result<LinearMap>(map) : withSymmetricPadding(map);
    if (!symmetric) {
      findings.add("NCR1314", population.name, symmetric.error().message,
                   "the same padding before and behind");
      return {};
    }
    const Window &y = symmetric->window.y, &x = symmetric->window.x;
    auto pair = [](int64_t first, int64_t second) { return list({double(first), double(second)}); };
    Node node = {
        .type = "Conv2d",
        .numbers = {{"weight",
                     {{map.to.channels, map.from.channels / map.groups, y.kernel, x.kernel},
                      std::move(symmetric->weights)}},
                    {"bias", list(biased ? population.bias
                                         : std::vector<double>(size_t(map.to.channels), 0.0))},
                    {"stride", pair(y.stride, x.stride)},
                    {"dilation", pair(y.dilation, x.dilation)},
                    {"groups", scalar(double(map.groups))},
                    {"input_shape", pair(map.from.rows, map.from.columns)}}};
    if (same)
      node.text["padding"] = "same";
    else
      node.numbers["padding"] = pair(y.padBefore, x.padBefore);
    return node;
  }
};

} // namespace

BuiltGraph buildGraph(const Network &network, double dtSeconds, Findings &findings) {
  return GraphBuilder(network, dtSeconds, findings).build();
}

} // namespace nacre::nir
