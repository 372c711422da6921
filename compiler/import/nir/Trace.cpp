// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Trace.h"
#include "compiler/import/nir/Primitive.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace nacre::nir {

namespace {

/// What arrives at a node, or leaves one: a sum over sources, and a constant.
struct Sum {
  Extent extent;
  bool flat = false;
  std::vector<Connection> terms;
  std::vector<double> bias; ///< one a channel
};

using MaybeSum = std::optional<Sum>; ///< none: there is a finding

/// Passed through by spikes and currents alike.
bool passes(const std::string &type) { return type == "Identity" || type == "Delay"; }

class Tracer {
  const Node &graph;
  const ImportOptions &options;
  Findings &findings;
  NirPrimitiveRegistry primitives;
  std::map<std::string, std::vector<std::string>> before, after; ///< neighbours by name
  std::string input, output;
  std::map<std::string, size_t> populationOf;
  std::set<std::string> open; ///< nodes being followed
  std::vector<size_t> order;  ///< populations, sources first but for loops
  Network network;

public:
  Tracer(const Node &graph, const ImportOptions &options, Findings &findings)
      : graph(graph), options(options), findings(findings) {
    registerAllNirPrimitives(primitives);
  }

  Network run() {
    for (const auto &[from, to] : graph.edges) {
      after[from].push_back(to);
      before[to].push_back(from);
    }
    for (auto &[name, neighbours] : before)
      std::sort(neighbours.begin(), neighbours.end());
    checkNodes();
    if (findings.empty())
      readInput();
    if (findings.empty())
      addReadout();
    if (findings.empty())
      sortPopulations();
    return std::move(network);
  }

private:
  void refuse(const std::string &name, const Refusal &why) {
    findings.add(why.code, name, why.reason, why.remedy);
  }

  std::set<std::string> reached(const std::string &from,
                                std::map<std::string, std::vector<std::string>> &next) {
    std::set<std::string> seen = {from};
    std::vector<std::string> left = {from};
    while (!left.empty()) {
      const std::string name = left.back();
      left.pop_back();
      for (const std::string &neighbour : next[name])
        if (seen.insert(neighbour).second)
          left.push_back(neighbour);
    }
    return seen;
  }

  /// Each node has a meaning and a place between input and output.
  void checkNodes() {
    std::vector<std::string> inputs, outputs;
    if (graph.nodes.size() > 2000)
      findings.add("NCR1308", "", fmt::format("has {} nodes", graph.nodes.size()), "2000 at most");
    for (const auto &[name, node] : graph.nodes) {
      if (node.type == "Input")
        inputs.push_back(name);
      else if (node.type == "Output")
        outputs.push_back(name);
      else if (!passes(node.type))
        checkKind(name, node);
    }
    if (inputs.size() != 1 || outputs.size() != 1) {
      findings.add(
          "NCR1308", "",
          fmt::format("the graph has {} inputs and {} outputs", inputs.size(), outputs.size()),
          "a graph has one Input and one Output");
      return;
    }
    input = inputs.front(), output = outputs.front();
    const std::set<std::string> behind = reached(input, after), ahead = reached(output, before);
    for (const auto &[name, node] : graph.nodes)
      if (!behind.count(name) || !ahead.count(name))
        findings.add("NCR1308", name, "lies on no way from the input to the output",
                     "leave it out, or connect it");
  }

  void checkKind(const std::string &name, const Node &node) {
    const Primitive *primitive = primitives.find(node.type);
    if (!primitive) {
      findings.add("NCR1302", name, fmt::format("'{}' is not supported", node.type),
                   "supported: Delay, " + primitives.names());
      return;
    }
    auto known = [&](const std::string &field) {
      return std::find(primitive->fields.begin(), primitive->fields.end(), field) !=
             primitive->fields.end();
    };
    auto unknown = [&](const std::string &field) {
      if (!known(field))
        findings.add("NCR1305", name,
                     fmt::format("the field '{}' of a {} is not known", field, node.type),
                     fmt::format("known: {}", fmt::join(primitive->fields, ", ")));
    };
    for (const auto &[field, array] : node.numbers)
      unknown(field);
    for (const auto &[field, text] : node.text)
      unknown(field);
  }

  void readInput() {
    const Node &node = graph.nodes.at(input);
    auto shape = node.numbers.find("shape");
    std::vector<int64_t> sizes;
    if (shape != node.numbers.end())
      for (double size : shape->second.values)
        sizes.push_back(size >= 1 && size <= 1 << 20 && size == std::floor(size) ? int64_t(size)
                                                                                 : 0);
    const size_t rank = sizes.size();
    if (rank < 1 || rank > 3 || std::count(sizes.begin(), sizes.end(), 0)) {
      findings.add("NCR1305", input, "its shape is not one to three sizes",
                   "inputs are channels, channels x length, or channels x rows x columns");
      return;
    }
    network.input = {sizes[0], rank == 3 ? sizes[1] : 1, rank == 1 ? 1 : sizes[rank - 1]};
    if (network.input.volume() > int64_t(1) << 28)
      findings.add("NCR1305", input, "has more than 2^28 elements", "use a smaller input");
  }

  MaybeSum into(const std::string &name) {
    MaybeSum sum;
    for (const std::string &source : before[name]) {
      MaybeSum part = from(source);
      if (!part)
        return std::nullopt;
      if (!sum) {
        sum = std::move(part);
        continue;
      }
      if (!(sum->extent == part->extent)) {
        findings.add("NCR1305", name, "its inputs have different shapes",
                     "export the network again");
        return std::nullopt;
      }
      sum->terms.insert(sum->terms.end(), part->terms.begin(), part->terms.end());
      if (sum->terms.size() > 256) { // diamonds of linear nodes double them
        findings.add("NCR1307", name, "more than 256 ways lead here",
                     "use fewer parallel branches");
        return std::nullopt;
      }
      for (size_t c = 0; c < sum->bias.size(); ++c)
        sum->bias[c] += part->bias[c];
    }
    return sum;
  }

  static Sum single(size_t source, Extent extent, bool flat) {
    Sum sum{extent, flat, {}, std::vector<double>(size_t(extent.channels), 0.0)};
    sum.terms.push_back({source, LinearMap::identity(extent), 0});
    sum.terms.back().map.flat = flat;
    return sum;
  }

  MaybeSum from(const std::string &name) {
    const Node &node = graph.nodes.at(name);
    if (name == input)
      return single(Connection::input, network.input, node.numbers.at("shape").values.size() == 1);
    if (!passes(node.type) && primitives.find(node.type)->neurons)
      return fromNeurons(name);
    if (!open.insert(name).second) {
      findings.add("NCR1308", name, "is in a loop without neurons", "loops pass through neurons");
      return std::nullopt;
    }
    MaybeSum sum = into(name);
    open.erase(name);
    if (!sum)
      return sum;
    if (node.type == "Delay")
      return delayed(name, std::move(*sum));
    return passes(node.type) ? sum : applied(name, std::move(*sum));
  }

  MaybeSum fromNeurons(const std::string &name) {
    const bool loop = open.count(name);
    const std::optional<size_t> index = populationFor(name);
    if (!index)
      return std::nullopt;
    const Population &population = network.populations[*index];
    Sum sum =
        single(*index, population.extent, population.extent.volume() == population.extent.channels);
    if (loop) {
      sum.terms[0].delaySteps = 1;
      network.notes.push_back(
          fmt::format("'{}' closes a loop: its spikes come back a time step later", name));
    }
    return sum;
  }

  MaybeSum delayed(const std::string &name, Sum sum) {
    auto delay = field(graph.nodes.at(name), "delay");
    if (!delay) {
      refuse(name, delay.refusal());
      return std::nullopt;
    }
    if (options.nirDtSeconds <= 0) {
      findings.add("NCR1304", name,
                   "its delay is a time, and the file does not say how long a step is",
                   "--nir-dt SECONDS");
      return std::nullopt;
    }
    const std::vector<double> &values = delay->values;
    const double steps = values.empty() ? 0 : std::round(values[0] / options.nirDtSeconds);
    if (values.empty() || steps < 0 || steps > 1024 ||
        std::count(values.begin(), values.end(), values[0]) != int64_t(values.size())) {
      findings.add("NCR1306", name, "delays its inputs differently, or by more than 1024 steps",
                   "one delay for all");
      return std::nullopt;
    }
    for (Connection &term : sum.terms)
      term.delaySteps += int64_t(steps);
    return sum;
  }

  /// Behind a linear node.
  MaybeSum applied(const std::string &name, Sum sum) {
    const Node &node = graph.nodes.at(name);
    auto linear = primitives.find(node.type)->linear(node, sum.extent, sum.flat);
    if (!linear) {
      refuse(name, linear.refusal());
      return std::nullopt;
    }
    LinearMap &map = linear->map;
    const bool scales = map.from == map.to && map.isDepthwise();
    if (scales)
      for (size_t c = 0; c < sum.bias.size(); ++c)
        sum.bias[c] *= map.weights[c * (map.weights.size() / sum.bias.size())];
    if (!scales && std::any_of(sum.bias.begin(), sum.bias.end(), [](double b) { return b != 0; })) {
      findings.add("NCR1307", name, "follows a layer with a bias without neurons between them",
                   "put neurons between them, or leave the bias out");
      return std::nullopt;
    }
    for (Connection &term : sum.terms) {
      auto composed = compose(term.map, map);
      if (!composed) {
        findings.add("NCR1307", name, composed.error().message, "put neurons between them");
        return std::nullopt;
      }
      term.map = std::move(*composed);
    }
    if (!scales)
      sum.bias.assign(size_t(map.to.channels), 0.0);
    for (size_t c = 0; c < linear->bias.size(); ++c)
      sum.bias[c] += linear->bias[c];
    sum.extent = map.to;
    sum.flat = map.flat;
    return sum;
  }

  std::optional<size_t> populationFor(const std::string &name) {
    if (auto known = populationOf.find(name); known != populationOf.end()) {
      if (network.populations[known->second].extent.channels > 0)
        return known->second;
      findings.add("NCR1305", name,
                   "is in a loop, and its parameters do not say how many neurons it has",
                   "parameters of the shape of the neurons");
      return std::nullopt;
    }
    const size_t index = network.populations.size();
    populationOf[name] = index;
    network.populations.push_back({});
    network.populations[index].name = name;
    network.populations[index].extent = extentOfParameters(graph.nodes.at(name));
    open.insert(name);
    MaybeSum sum = into(name);
    open.erase(name);
    if (!sum || !addNeurons(name, *sum, index))
      return std::nullopt;
    if (!network.populations[index].fires) {
      findings.add("NCR1302", name, "neurons that do not fire are supported before the output only",
                   "IF, LIF");
      return std::nullopt;
    }
    order.push_back(index);
    return index;
  }

  /// Of the largest parameter, if it has one number a neuron; else 0 channels.
  static Extent extentOfParameters(const Node &node) {
    std::vector<int64_t> shape;
    size_t most = 1;
    for (const auto &[name, array] : node.numbers)
      if (array.values.size() > most)
        most = array.values.size(), shape = array.shape;
    if (shape.empty() || shape.size() > 3)
      return {0, 1, 1};
    return {shape[0], shape.size() == 3 ? shape[1] : 1, shape.size() == 1 ? 1 : shape.back()};
  }

  /// One value a channel.
  std::optional<std::vector<double>> perChannel(const std::string &name, const char *what,
                                                const std::vector<double> &values, Extent extent) {
    const size_t channels = size_t(extent.channels), neurons = size_t(extent.volume());
    if (values.size() == 1)
      return std::vector<double>(channels, values[0]);
    if (values.size() != neurons) {
      findings.add("NCR1305", name,
                   fmt::format("has {} values of {} for {} neurons", values.size(), what, neurons),
                   "one value, or one a neuron");
      return std::nullopt;
    }
    std::vector<double> result;
    for (size_t n = 0; n < neurons; ++n) {
      if (n % (neurons / channels) == 0)
        result.push_back(values[n]);
      if (values[n] != result.back()) {
        findings.add("NCR1306", name,
                     fmt::format("{} differs between the neurons of a channel", what),
                     "one value a channel");
        return std::nullopt;
      }
    }
    return result;
  }

  bool addNeurons(const std::string &name, Sum &sum, size_t index) {
    const Node &node = graph.nodes.at(name);
    auto neurons = primitives.find(node.type)->neurons(node, options.nirDtSeconds);
    if (!neurons) {
      refuse(name, neurons.refusal());
      return false;
    }
    const bool resets =
        !neurons->fires || !options.nirReset.empty() || !neurons->resetValue.empty();
    if (!resets)
      findings.add("NCR1303", name, "the file does not say what a spike does to the membrane",
                   "--nir-reset subtract (the threshold) or --nir-reset hard (to zero)");
    const bool timed = !neurons->needsDt || options.nirDtSeconds > 0;
    if (!timed)
      findings.add("NCR1304", name,
                   "has a time constant, and the file does not say how long a step is",
                   "--nir-dt SECONDS, which whoever trained the network knows");
    if (!resets || !timed)
      return false;
    auto keep = perChannel(name, "the leak", neurons->keep, sum.extent);
    auto gain = perChannel(name, "r", neurons->gain, sum.extent);
    auto offset = perChannel(name, "v_leak", neurons->offset, sum.extent);
    if (!keep || !gain || !offset)
      return false;
    if (std::count(keep->begin(), keep->end(), keep->front()) != int64_t(keep->size())) {
      findings.add("NCR1306", name, "its channels have different time constants",
                   "one time constant for all neurons of a node");
      return false;
    }
    Population &population = network.populations[index];
    population.extent = sum.extent;
    population.fires = neurons->fires;
    population.keep = keep->front();
    population.gain = *gain;
    for (size_t c = 0; c < gain->size(); ++c)
      population.bias.push_back(sum.bias[c] * (*gain)[c] + (*offset)[c]);
    population.connections = std::move(sum.terms);
    if (!neurons->fires)
      return true;
    auto threshold = perChannel(name, "v_threshold", neurons->threshold, sum.extent);
    if (!threshold)
      return false;
    population.threshold = *threshold;
    return addReset(name, neurons->resetValue, population);
  }

  bool addReset(const std::string &name, const std::vector<double> &values,
                Population &population) {
    population.subtracts = options.nirReset == "subtract";
    if (population.subtracts || values.empty())
      return true;
    population.resetValue = values.front();
    if (std::count(values.begin(), values.end(), values.front()) == int64_t(values.size()))
      return true;
    findings.add("NCR1306", name, "its neurons are reset to different values",
                 "one v_reset for all neurons of a node");
    return false;
  }

  /// Integrates what comes to the output: the spikes of neurons are counted.
  void addReadout() {
    const std::vector<std::string> &last = before[output];
    const bool integrates = last.size() == 1 && graph.nodes.at(last.front()).type == "I";
    const std::string &name = integrates ? last.front() : output;
    MaybeSum sum = into(name);
    if (!sum)
      return;
    const size_t index = network.populations.size();
    network.populations.push_back({});
    network.populations[index].name = name;
    order.push_back(index);
    if (!flattenTerms(name, *sum))
      return;
    if (integrates) {
      addNeurons(name, *sum, index);
      return;
    }
    Population &readout = network.populations[index];
    readout.extent = sum->extent;
    readout.fires = false;
    readout.gain.assign(size_t(sum->extent.channels), 1.0);
    readout.bias = sum->bias;
    readout.connections = std::move(sum->terms);
  }

  /// Classes are a vector.
  bool flattenTerms(const std::string &name, Sum &sum) {
    const int64_t neurons = sum.extent.volume();
    if (neurons < 2 || neurons > 4096) {
      findings.add("NCR1305", name, fmt::format("has {} elements", neurons), "2 to 4096 classes");
      return false;
    }
    if (sum.extent.channels == neurons)
      return true;
    LinearMap flat;
    flat.from = sum.extent;
    flat.to = {neurons, 1, 1};
    flat.dense = flat.flat = true;
    flat.weights.assign(size_t(neurons * neurons), 0.0);
    for (int64_t n = 0; n < neurons; ++n)
      flat.weights[size_t(n * neurons + n)] = 1;
    for (Connection &term : sum.terms) {
      auto composed = compose(term.map, flat);
      if (!composed) {
        findings.add("NCR1307", name,
                     "a convolution leads to the output without neurons or Flatten",
                     "end with an Affine or neurons");
        return false;
      }
      term.map = std::move(*composed);
    }
    std::vector<double> bias;
    for (int64_t n = 0; n < neurons; ++n)
      bias.push_back(sum.bias[size_t(n / (neurons / sum.extent.channels))]);
    sum.bias = std::move(bias);
    sum.extent = flat.to;
    return true;
  }

  void sortPopulations() {
    std::vector<Population> sorted;
    std::vector<size_t> place(network.populations.size());
    for (size_t index : order) {
      place[index] = sorted.size();
      sorted.push_back(std::move(network.populations[index]));
    }
    for (Population &population : sorted)
      for (Connection &connection : population.connections)
        if (connection.source != Connection::input)
          connection.source = place[connection.source];
    network.populations = std::move(sorted);
  }
};

} // namespace

Network trace(const Node &graph, const ImportOptions &options, Findings &findings) {
  const Node flat = flattened(graph, findings);
  return findings.empty() ? Tracer(flat, options, findings).run() : Network();
}

} // namespace nacre::nir
