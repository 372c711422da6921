// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Neurons.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre::nir {

Extent extentOfParameters(const Node &node) {
  std::vector<int64_t> shape;
  size_t most = 0;
  for (const auto &[name, array] : node.numbers)
    if (array.values.size() > most && !array.shape.empty())
      most = array.values.size(), shape = array.shape;
  if (shape.empty() || shape.size() > 3)
    return {0, 1, 1};
  return {shape[0], shape.size() == 3 ? shape[1] : 1, shape.size() == 1 ? 1 : shape.back()};
}

std::vector<double> unitOf(const Node &node, int64_t channels) {
  auto found = node.metadata.numbers.find(unitField);
  if (found == node.metadata.numbers.end())
    return {};
  const std::vector<double> &unit = found->second.values;
  const bool good = std::all_of(unit.begin(), unit.end(),
                                [](double step) { return std::isfinite(step) && step > 0; });
  return good && int64_t(unit.size()) == channels ? unit : std::vector<double>();
}

namespace {

bool allEqual(const std::vector<double> &values) {
  return std::count(values.begin(), values.end(), values.front()) == int64_t(values.size());
}

class NeuronAdder {
  const ImportOptions &options;
  Population &population;
  Findings &findings;

public:
  NeuronAdder(const ImportOptions &options, Population &population, Findings &findings)
      : options(options), population(population), findings(findings) {}

  bool add(const Node &node, const Primitive &primitive) {
    auto neurons = primitive.neurons(node, options.nirDtSeconds);
    if (!neurons) {
      const Refusal &why = neurons.refusal();
      findings.add(why.code, population.name, why.reason, why.remedy);
      return false;
    }
    if (!checkOptions(*neurons))
      return false;
    auto keep = perChannel("the leak", neurons->keep);
    auto gain = perChannel("r", neurons->gain);
    auto offset = perChannel("v_leak", neurons->offset);
    if (!keep || !gain || !offset)
      return false;
    if (!allEqual(*keep)) {
      findings.add("NCR1306", population.name, "its channels have different time constants",
                   "one time constant for all neurons of a node");
      return false;
    }
    population.fires = neurons->fires;
    population.unit = unitOf(node, population.extent.channels);
    population.keep = keep->front();
    population.gain = *gain;
    for (size_t c = 0; c < gain->size(); ++c)
      population.bias[c] = population.bias[c] * (*gain)[c] + (*offset)[c];
    return !neurons->fires || addFiring(*neurons);
  }

private:
  /// What the file leaves open must have been said.
  bool checkOptions(const NeuronNode &neurons) {
    const bool resets = !neurons.fires || !options.nirReset.empty() || !neurons.resetValue.empty();
    if (!resets)
      findings.add("NCR1303", population.name,
                   "the file does not say what a spike does to the membrane",
                   "--nir-reset subtract (the threshold) or --nir-reset hard (to zero)");
    const bool timed = !neurons.needsDt || options.nirDtSeconds > 0;
    if (!timed)
      findings.add("NCR1304", population.name,
                   "has a time constant, and the file does not say how long a step is",
                   "--nir-dt SECONDS, which whoever trained the network knows");
    return resets && timed;
  }

  /// One value a channel.
  std::optional<std::vector<double>> perChannel(const char *what,
                                                const std::vector<double> &values) {
    const size_t channels = size_t(population.extent.channels);
    const size_t neurons = size_t(population.extent.volume());
    if (values.size() == 1)
      return std::vector<double>(channels, values[0]);
    if (values.size() != neurons) {
      findings.add("NCR1305", population.name,
                   fmt::format("has {} values of {} for {} neurons", values.size(), what, neurons),
                   "one value, or one a neuron");
      return std::nullopt;
    }
    std::vector<double> result;
    for (size_t n = 0; n < neurons; ++n) {
      if (n % (neurons / channels) == 0)
        result.push_back(values[n]);
      if (values[n] != result.back()) {
        findings.add("NCR1306", population.name,
                     fmt::format("{} differs between the neurons of a channel", what),
                     "one value a channel");
        return std::nullopt;
      }
    }
    return result;
  }

  bool addFiring(const NeuronNode &neurons) {
    auto threshold = perChannel("v_threshold", neurons.threshold);
    if (!threshold)
      return false;
    population.threshold = *threshold;
    population.subtracts = options.nirReset == "subtract";
    if (population.subtracts || neurons.resetValue.empty())
      return true;
    auto reset = perChannel("v_reset", neurons.resetValue);
    if (reset)
      population.resetValue = *reset;
    return bool(reset);
  }
};

} // namespace

bool addNeurons(const Node &node, const Primitive &primitive, const ImportOptions &options,
                Population &population, Findings &findings) {
  return NeuronAdder(options, population, findings).add(node, primitive);
}

} // namespace nacre::nir
