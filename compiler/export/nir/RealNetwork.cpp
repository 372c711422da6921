// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/export/nir/RealNetwork.h"
#include "dialects/Convolution.h"
#include "dialects/Neuron.h"
#include "dialects/SparseWeights.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>
#include <fmt/format.h>

using namespace mlir;

namespace nacre {

using namespace nir;

namespace {

Extent extentOf(Value value) {
  auto shape = cast<RankedTensorType>(value.getType()).getShape();
  return {shape[0], shape[1], shape[2]};
}

class Builder {
  snn::NetworkOp op;
  Findings &findings;
  llvm::DenseMap<Operation *, size_t> indexOf; ///< of the neurons
  std::optional<bool> subtracts, inclusive;
  RealNetwork result;

public:
  Builder(snn::NetworkOp op, Findings &findings) : op(op), findings(findings) {}

  RealNetwork build() {
    if (!op.getInput() || !op.getReadout()) {
      findings.add("NCR1310", "", "it has no input or no readout", "both, as graphs of NIR have");
      return std::move(result);
    }
    readInput();
    for (auto neuron : op.getBody().getOps<snn::NeuronOp>()) {
      indexOf[neuron] = result.network.populations.size();
      addNeurons(neuron);
    }
    addReadout();
    for (auto neuron : op.getBody().getOps<snn::NeuronOp>())
      for (Value current : neuron.getCurrents())
        addConnection(current, result.network.populations[indexOf[neuron]]);
    for (Value current : op.getReadout().getCurrents())
      addConnection(current, result.network.populations.back());
    result.subtracts = subtracts.value_or(false);
    result.inclusive = inclusive.value_or(false);
    return std::move(result);
  }

private:
  void readInput() {
    snn::InputOp input = op.getInput();
    result.network.input = extentOf(input.getResult());
    if (!input.isSpikes())
      findings.add("NCR1310", "", "the input is an image, whose pixels are currents",
                   "a network whose input is spikes");
  }

  /// By channel; integers times these are real.
  std::vector<double> unitsOf(std::optional<ArrayRef<double>> units, size_t channels,
                              StringRef name) {
    std::vector<double> result(channels, 1.0);
    for (size_t c = 0; units && c < channels; ++c)
      result[c] = perChannel(*units, int64_t(c));
    for (double &unit : result)
      if (unit <= 0) {
        findings.add("NCR1311", name.str(),
                     fmt::format("a step of its membrane stands for {:g}", unit),
                     "a unit above 0, or none");
        unit = 1;
      }
    return result;
  }

  static std::vector<double> times(ArrayRef<int32_t> integers, const std::vector<double> &unit) {
    std::vector<double> values;
    for (size_t c = 0; c < unit.size(); ++c)
      values.push_back(perChannel(integers, int64_t(c)) * unit[c]);
    return values;
  }

  void checkStart(ArrayRef<int32_t> v0, StringRef name) {
    if (llvm::any_of(v0, [](int32_t v) { return v != 0; }))
      findings.add("NCR1311", name.str(), "its membrane does not start at 0",
                   "v0 0; a network converted from a quantized one starts at half its threshold, "
                   "which NIR cannot say");
  }

  void addNeurons(snn::NeuronOp neuron) {
    nir::Population &population = result.network.populations.emplace_back();
    population.name = neuron.getName().str();
    population.extent = extentOf(neuron.getSpikes());
    const size_t channels = size_t(population.extent.channels);
    population.unit = unitsOf(neuron.getUnit(), channels, neuron.getName());
    population.gain.assign(channels, 1.0);
    if (neuron.getBias().size() > std::max<size_t>(1, channels))
      findings.add("NCR1311", population.name, "its biases differ within a channel",
                   "biases that are those of a channel");
    else
      population.bias = times(neuron.getBias(), population.unit);
    if (neuron.getModel() != "if" && neuron.getModel() != "lif")
      findings.add("NCR1311", population.name,
                   fmt::format("is of the model '{}'", neuron.getModel().str()),
                   "if and lif neurons are written");
    if (neuron.getInputShift())
      findings.add("NCR1311", population.name, "its membrane has a fraction (input_shift)",
                   "integers of the membrane's own unit");
    population.threshold = times(neuron.getTheta(), population.unit);
    checkStart(neuron.getV0(), neuron.getName());
    if (neuron.getRelay())
      findings.add("NCR1311", population.name, "repeats the spikes of others within the step",
                   "export the network as it was before mapping");
    addReset(neuron, population);
    addLeak(neuron, population);
    const bool above = neuron.getStrict();
    checkSame(inclusive, !above, population, "fires at its threshold, others above theirs");
    if (llvm::any_of(neuron.getCurrents(),
                     [](Value current) { return isa<snn::SparseOp>(current.getDefiningOp()); }))
      flatten(population);
  }

  /// What a file says once is the same in all populations.
  void checkSame(std::optional<bool> &all, bool here, const nir::Population &population,
                 const char *difference) {
    if (all && *all != here)
      findings.add("NCR1313", population.name, difference, "the same in all populations");
    all = all.value_or(here);
  }

  void addReset(snn::NeuronOp neuron, nir::Population &population) {
    if (neuron.getReset() == snn::Reset::None)
      findings.add("NCR1311", population.name, "its membrane stays as it is when it fires",
                   "a reset");
    population.subtracts = neuron.getReset() == snn::Reset::Subtract;
    checkSame(subtracts, population.subtracts, population,
              "is reset otherwise than others: by subtraction, or to a value");
    if (!population.subtracts)
      for (double unit : population.unit)
        population.resetValue.push_back(neuron.getResetValue() * unit);
  }

  void addLeak(snn::NeuronOp neuron, nir::Population &population) {
    if (neuron.getLeakShift()) {
      population.keep = 1 - std::ldexp(1.0, -neuron.getLeakShift());
      return;
    }
    if (!neuron.getLeakMultiplier() && !neuron.getLeakScaleBits())
      return;
    const double kept = std::ldexp(neuron.getLeakMultiplier(), 16 - neuron.getLeakScaleBits());
    population.keep = kept / 65536;
    if (kept != std::floor(kept) || kept <= 0)
      findings.add("NCR1312", population.name,
                   fmt::format("keeps {:g} of its membrane a step, which is none of 1/65536, "
                               "2/65536, ...",
                               population.keep),
                   "leak_scale_bits 16");
    else if (kept < 65536 && llvm::isPowerOf2_64(uint64_t(65536 - kept)))
      findings.add(
          "NCR1312", population.name,
          fmt::format("keeps {:g} of its membrane a step by a product, which would be read "
                      "back as a shift, and that rounds otherwise",
                      population.keep),
          "leak_shift");
  }

  void addReadout() {
    snn::ReadoutOp readout = op.getReadout();
    nir::Population &population = result.network.populations.emplace_back();
    population.name = readout.getName().str();
    population.fires = false;
    population.extent = extentOf(readout.getCurrents().front());
    const size_t channels = size_t(population.extent.channels);
    population.unit = unitsOf(readout.getUnit(), channels, readout.getName());
    population.gain.assign(channels, 1.0);
    population.bias = times(readout.getBias(), population.unit);
    checkStart(readout.getV0(), readout.getName());
  }

  /// All neurons as channels of their own.
  static void flatten(nir::Population &population) {
    const size_t each = size_t(population.extent.volume() / population.extent.channels);
    for (auto *values : {&population.unit, &population.gain, &population.bias,
                         &population.threshold, &population.resetValue}) {
      std::vector<double> ofNeurons;
      for (double value : *values)
        ofNeurons.insert(ofNeurons.end(), each, value);
      *values = std::move(ofNeurons);
    }
    population.extent = {population.extent.volume(), 1, 1};
  }

  /// Weights of `each` a channel in real numbers.
  static std::vector<double> realWeights(const std::vector<int16_t> &weights,
                                         const nir::Population &population) {
    const size_t each = weights.size() / size_t(population.extent.channels);
    std::vector<double> values(weights.size());
    for (size_t i = 0; i < values.size(); ++i)
      values[i] = weights[i] * population.unit[i / each];
    return values;
  }

  /// Where its spikes come from, through delays.
  Connection sourceOf(Value spikes) {
    Connection connection;
    while (auto delay = spikes.getDefiningOp<snn::DelayOp>()) {
      connection.delaySteps += delay.getSteps();
      spikes = delay.getSpikes();
    }
    if (!spikes.getDefiningOp<snn::InputOp>())
      connection.source = indexOf[spikes.getDefiningOp()];
    connection.map.from = connection.source == Connection::input
                              ? result.network.input
                              : result.network.populations[connection.source].extent;
    return connection;
  }

  void addConnection(Value current, nir::Population &population) {
    Operation *synapses = current.getDefiningOp();
    Connection connection = sourceOf(synapses->getOperand(0));
    connection.map.to = population.extent;
    bool good = true;
    if (auto conv = dyn_cast<snn::Conv2DOp>(synapses))
      good = addConvolution(conv, connection.map, population);
    else if (auto linear = dyn_cast<snn::LinearOp>(synapses))
      addMatrix(linear, connection.map, population);
    else
      good = addSparse(cast<snn::SparseOp>(synapses), connection.map, population);
    result.weightBits = std::max(
        result.weightBits, int32_t(synapses->getAttrOfType<IntegerAttr>("weight_bits").getInt()));
    if (good)
      population.connections.push_back(std::move(connection));
  }

  template <class Op> static std::vector<int16_t> weightsOf(Op op) {
    return readSynapseWeights(op.getWeight(), [&] { return op.emitOpError(); })->vec();
  }

  bool addConvolution(snn::Conv2DOp conv, LinearMap &map, const nir::Population &population) {
    if (!(map.from == extentOf(conv.getSource())) || !(map.to == extentOf(conv.getResult()))) {
      findings.add("NCR1314", population.name,
                   "a convolution meets sparse synapses, which make vectors in NIR",
                   "sparse or dense synapses for both");
      return false;
    }
    const Convolution convolution = convolutionOf(conv);
    map.window = convolution.window();
    map.groups = convolution.groups;
    map.weights = realWeights(weightsOf(conv), population);
    return true;
  }

  static void addMatrix(snn::LinearOp linear, LinearMap &map, const nir::Population &population) {
    map.dense = map.flat = true;
    map.weights = realWeights(weightsOf(linear), population);
  }

  bool addSparse(snn::SparseOp sparse, LinearMap &map, const nir::Population &population) {
    constexpr int64_t mostWeights = int64_t(1) << 26;
    const int64_t sources = map.from.volume(), targets = map.to.volume();
    if (sources > mostWeights / targets) {
      findings.add(
          "NCR1314", population.name,
          fmt::format("sparse synapses as a matrix have {} x {} weights", targets, sources),
          "at most 2^26");
      return false;
    }
    map.dense = map.flat = true;
    map.weights.assign(size_t(sources * targets), 0.0);
    const SparseWeights weights = sparseWeightsOf(sparse);
    const SparseRows rows = weights.rows();
    for (size_t from = 0; from < size_t(sources); ++from)
      for (uint32_t k = rows.offsets[from]; k < rows.offsets[from + 1]; ++k)
        map.weights[rows.targets[k] * size_t(sources) + from] =
            rows.weights[k] * population.unit[rows.targets[k]];
    return true;
  }
};

} // namespace

RealNetwork realNetwork(snn::NetworkOp op, Findings &findings) {
  return Builder(op, findings).build();
}

} // namespace nacre
