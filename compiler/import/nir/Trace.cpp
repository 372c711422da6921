// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Trace.h"
#include "compiler/import/nir/Loops.h"
#include "compiler/import/nir/Neurons.h"
#include "compiler/import/nir/Structure.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
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

constexpr int64_t mostSteps = 1 << 20; ///< [SNN-D1]

using MaybeSum = std::optional<Sum>; ///< none: there is a finding

class Tracer {
  const Structure &structure;
  const NirPrimitiveRegistry &primitives;
  const ImportOptions &options;
  Findings &findings;
  std::map<std::string, size_t> populationOf;
  std::set<std::string> open;   ///< linear nodes being followed
  std::set<size_t> readInLoops; ///< populations, before their own inputs were known
  Network network;

public:
  Tracer(const Structure &structure, const NirPrimitiveRegistry &primitives,
         const ImportOptions &options, Findings &findings)
      : structure(structure), primitives(primitives), options(options), findings(findings) {}

  Network run() {
    network.input = structure.inputExtent;
    addReadout();
    if (!findings.empty())
      return std::move(network);
    closeLoops();
    sortPopulations();
    return std::move(network);
  }

private:
  void refuse(const std::string &name, const Refusal &why) {
    findings.add(why.code, name, why.reason, why.remedy);
  }

  const std::vector<std::string> &sourcesOf(const std::string &name) {
    return structure.before.at(name);
  }

  MaybeSum into(const std::string &name) {
    MaybeSum sum;
    for (const std::string &source : sourcesOf(name)) {
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
    const Node &node = structure.node(name);
    if (name == structure.input)
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
    const std::optional<size_t> index = populationFor(name);
    if (!index)
      return std::nullopt;
    const Population &population = network.populations[*index];
    return single(*index, population.extent,
                  population.extent.volume() == population.extent.channels);
  }

  MaybeSum delayed(const std::string &name, Sum sum) {
    auto delay = field(structure.node(name), "delay");
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
    if (values.empty() || steps < 0 || steps > mostSteps ||
        std::count(values.begin(), values.end(), values[0]) != int64_t(values.size())) {
      findings.add(
          "NCR1306", name,
          fmt::format("delays its inputs differently, or by more than {} steps", mostSteps),
          "one delay for all");
      return std::nullopt;
    }
    for (Connection &term : sum.terms) {
      term.delaySteps += int64_t(steps);
      if (term.delaySteps > mostSteps) {
        findings.add("NCR1306", name,
                     fmt::format("delays together take more than {} steps", mostSteps),
                     "shorter delays");
        return std::nullopt;
      }
    }
    return sum;
  }

  /// Behind a linear node.
  MaybeSum applied(const std::string &name, Sum sum) {
    const Node &node = structure.node(name);
    auto linear = primitives.find(node.type)->linear(node, sum.extent, sum.flat);
    if (!linear) {
      refuse(name, linear.refusal());
      return std::nullopt;
    }
    LinearMap &map = linear->map;
    const bool scales = map.isScale();
    if (scales)
      for (size_t c = 0; c < sum.bias.size(); ++c)
        sum.bias[c] *= map.weights[c];
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
      const Population &population = network.populations[known->second];
      if (population.connections.empty())
        readInLoops.insert(known->second);
      if (population.extent.channels > 0)
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
    network.populations[index].extent = extentOfParameters(structure.node(name));
    MaybeSum sum = into(name);
    if (sum && readInLoops.count(index) && !(sum->extent == network.populations[index].extent)) {
      findings.add("NCR1305", name,
                   "is in a loop, and its parameters have not the shape of its input",
                   "parameters of the shape of the neurons");
      return std::nullopt;
    }
    if (!sum || !fillIn(name, *sum, index))
      return std::nullopt;
    if (!network.populations[index].fires) {
      findings.add("NCR1302", name, "neurons that do not fire are supported before the output only",
                   "IF, LIF");
      return std::nullopt;
    }
    return index;
  }

  bool fillIn(const std::string &name, Sum &sum, size_t index) {
    const Node &node = structure.node(name);
    Population &population = network.populations[index];
    population.extent = sum.extent;
    population.bias = sum.bias;
    population.connections = std::move(sum.terms);
    return addNeurons(node, *primitives.find(node.type), options, population, findings);
  }

  /// Integrates what comes to the output: the spikes of neurons are counted.
  void addReadout() {
    auto onlySource = [&](const std::string &name) {
      const std::vector<std::string> &all = sourcesOf(name);
      return all.size() == 1 ? all.front() : "";
    };
    std::string last = onlySource(structure.output);
    while (!last.empty() && structure.node(last).type == "Identity")
      last = onlySource(last);
    const bool integrates = !last.empty() && structure.node(last).type == "I";
    const std::string name = integrates ? last : structure.output;
    MaybeSum sum = into(name);
    if (!sum)
      return;
    const size_t index = network.populations.size();
    network.populations.push_back({});
    network.populations[index].name = name;
    if (!flattenTerms(name, *sum))
      return;
    if (integrates) {
      fillIn(name, *sum, index);
      return;
    }
    Population &readout = network.populations[index];
    readout.unit = unitOf(structure.node(name), sum->extent.channels);
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

  void closeLoops() {
    for (auto [target, number] : closingLinks(linksOf(network))) {
      Connection &connection = network.populations[target].connections[number];
      connection.delaySteps = 1;
      network.notes.push_back(
          fmt::format("'{}' closes a loop: its spikes come back a time step later",
                      network.populations[connection.source].name));
    }
  }

  void sortPopulations() {
    std::vector<Population> sorted;
    std::vector<size_t> place(network.populations.size());
    for (size_t index : sourcesFirst(linksOf(network))) {
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
  if (!findings.empty())
    return {};
  NirPrimitiveRegistry primitives;
  registerAllNirPrimitives(primitives);
  const Structure structure = checkStructure(flat, primitives, findings);
  return findings.empty() ? Tracer(structure, primitives, options, findings).run() : Network();
}

} // namespace nacre::nir
