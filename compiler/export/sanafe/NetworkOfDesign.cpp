// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/export/sanafe/NetworkOfDesign.h"
#include "compiler/export/sanafe/ArchitectureOfChip.h"
#include "dialects/Neuron.h"
#include "dialects/chip/DesignTables.h"
#include "llvm/ADT/MapVector.h"
#include <cctype>
#include <cmath>
#include <fmt/format.h>

using namespace mlir;

namespace nacre {

using namespace sanafe;

namespace {

/// Beyond any membrane of 32 bits.
constexpr double neverReached = 1e12;
constexpr int32_t fractionBits = 6; ///< SANA-FE cuts potentials that leak to 64ths

class Builder {
  chip::DesignOp design;
  const ChipModel &chip;
  Findings &findings;
  std::vector<std::string> &notes;
  chip::DesignTables tables;
  llvm::MapVector<StringRef, size_t> groups;
  std::vector<chip::PopulationOp> populations;
  std::vector<std::vector<uint32_t>> orders; ///< the network's number of each neuron
  sanafe::Network result;

public:
  Builder(chip::DesignOp design, const ChipModel &chip, Findings &findings,
          std::vector<std::string> &notes)
      : design(design), chip(chip), findings(findings), notes(notes), tables(design) {}

  sanafe::Network build() {
    result.name = plain(design.getSymName());
    if (!design.getBody().getOps<chip::HostSynapsesOp>().empty())
      findings.add("NCR1510", "", "the host computes the first layer's currents from images",
                   "a network that its biases drive");
    for (auto population : design.getBody().getOps<chip::PopulationOp>())
      addGroup(population);
    if (!findings.empty())
      return {};
    std::vector<bool> seen(populations.size());
    for (auto core : design.getBody().getOps<chip::CoreOp>())
      for (auto slice : core.getBody().getOps<chip::SliceOp>()) {
        const size_t group = groups[slice.getPopulation()];
        if (slice.getCopy()) {
          findings.add("NCR1509", result.groups[group].name, "has copies of its neurons",
                       "a chip whose neurons have as many targets as they need");
          continue;
        }
        place(slice, group, core.getId());
        // A connection that one slice of a population has, all have.
        if (!seen[group])
          for (auto synapses : slice.getBody().getOps<chip::SynapsesOp>())
            addEdge(synapses, group);
        seen[group] = true;
      }
    for (Group &group : result.groups)
      if (group.synapseUnit.empty())
        group.synapseUnit = sanafe_units::dense;
    return std::move(result);
  }

private:
  static std::string plain(StringRef name) {
    std::string text = name.str();
    for (char &c : text)
      if (!std::isalnum(uint8_t(c)) && c != '-')
        c = '_';
    return text;
  }

  void addGroup(chip::PopulationOp op) {
    Group &group = result.groups.emplace_back();
    groups[op.getSymName()] = populations.size();
    populations.push_back(op);
    group.name = plain(op.getSymName());
    group.somaUnit = sanafe_units::soma;
    const auto neurons = size_t(ShapedType::getNumElements(op.getShape()));
    std::vector<uint32_t> &order = orders.emplace_back();
    if (op.getOrder())
      order = readWeights<uint32_t>(*op.getOrder(), [&] { return op.emitOpError(); })->vec();
    else
      for (uint32_t neuron = 0; neuron < neurons; ++neuron)
        order.push_back(neuron);
    const Soma soma = somaOf(op, group.name);
    group.neurons.assign(neurons, soma);
    const std::vector<int32_t> biases = perNeuron(op.getBias(), op.getShape());
    for (size_t neuron = 0; neuron < neurons; ++neuron)
      group.neurons[order[neuron]].bias = biases[neuron];
    group.cores.resize(neurons);
    if (op.getDepth() > 0 && llvm::any_of(biases, [](int32_t bias) { return bias != 0; }))
      findings.add(
          "NCR1509", group.name,
          fmt::format("starts in step {}, and its biases would integrate before", op.getDepth()),
          "a network with a delay of one step on each connection, which needs no depth");
  }

  Soma somaOf(chip::PopulationOp op, const std::string &name) {
    auto refuse = [&](std::string_view reason, std::string_view remedy) {
      findings.add("NCR1508", name, reason, remedy);
    };
    Soma soma;
    if (llvm::any_of(op.getV0(), [](int32_t v) { return v != 0; }))
      refuse("starts above or below 0, SANA-FE's neurons at 0",
             "v0 0; a network converted from a quantized one starts at half its threshold");
    if (op.isReadout()) {
      soma.threshold = neverReached;
      notes.push_back(fmt::format("'{}' never fires; its potentials tell the class", name));
      return soma;
    }
    if (op.getInput())
      findings.add("NCR1510", name, "its spikes come from outside",
                   "a network that its biases drive");
    if (op.getModel() != "if" && op.getModel() != "lif")
      refuse(fmt::format("is of the model '{}'", op.getModel().str()), "if and lif");
    if (llvm::any_of(op.getTheta(), [&](int32_t t) { return t != op.getTheta().front(); }))
      refuse("has thresholds that differ by channel", "one threshold a population");
    const bool leaks = op.getModel() == "lif";
    if (leaks && op.getInputShift() != fractionBits)
      refuse("leaks in other units than 64ths", "input_shift 6");
    if (op.getLeakMultiplier())
      soma.leakDecay = std::ldexp(op.getLeakMultiplier(), -op.getLeakScaleBits());
    if (op.getLeakShift())
      refuse("leaks by a shift, which rounds what is lost, not what is kept",
             "leak_multiplier and leak_scale_bits");
    const bool subtracts = op.getReset() == int32_t(Reset::Subtract) && !op.getRelay();
    if (subtracts && !op.getStrict())
      refuse("fires at its threshold, and loses that; SANA-FE's fire above what they lose",
             "strict, or a reset to a value");
    const int32_t above = op.getTheta().front() - (op.getStrict() ? 0 : 1);
    soma.threshold = std::ldexp(above, -op.getInputShift());
    soma.reset = op.getRelay() ? 0 : std::ldexp(op.getResetValue(), -op.getInputShift());
    soma.resetMode = subtracts ? "soft" : op.getReset() == int32_t(Reset::None) ? "none" : "hard";
    return soma;
  }

  void place(chip::SliceOp slice, size_t group, int64_t core) {
    const int64_t tile = core / chip.grid.coresPerTile, columns = chip.grid.columns;
    const sanafe::Core at{tile % columns * chip.grid.rows + tile / columns,
                          core % chip.grid.coresPerTile};
    const Box box = chip::boxOf(slice.getBox());
    const ArrayRef<int64_t> shape = populations[group].getShape();
    for (int64_t c = box.c.begin; c < box.c.end; ++c)
      for (int64_t y = box.y.begin; y < box.y.end; ++y)
        for (int64_t x = box.x.begin; x < box.x.end; ++x)
          result.groups[group].cores[orders[group][size_t((c * shape[1] + y) * shape[2] + x)]] = at;
  }

  void addEdge(chip::SynapsesOp op, size_t target) {
    Edge edge;
    edge.source = groups[op.getSource()], edge.target = target;
    if (op.getDelay() != 1)
      findings.add(
          "NCR1509",
          fmt::format("{} -> {}", result.groups[edge.source].name, result.groups[target].name),
          fmt::format("spikes take {} steps", op.getDelay()),
          "delays of one step, with all populations starting together");
    chip::WeightsOp weights = tables.weights(op.getWeights());
    const std::vector<int16_t> values =
        readSynapseWeights(weights.getValues(), [&] { return weights.emitOpError(); })->vec();
    if (op.getFormat() == chip::SynapseFormat::Dense)
      addDense(edge, values);
    else if (op.getFormat() == chip::SynapseFormat::Sparse)
      addSparse(edge, weights);
    else
      addConvolution(edge, op, weights.getValues().getShapedType().getShape(), values);
    nameUnit(edge);
    result.edges.push_back(std::move(edge));
  }

  /// SANA-FE charges the synapses into a group by one unit.
  void nameUnit(const Edge &edge) {
    using namespace sanafe_units;
    const char *unit = edge.kind == Edge::Kind::Dense         ? dense
                       : edge.kind == Edge::Kind::Convolution ? convolution
                                                              : sparse;
    Group &group = result.groups[edge.target];
    if (!group.synapseUnit.empty() && group.synapseUnit != unit)
      notes.push_back(fmt::format("all synapses into '{}' are on the unit '{}', also its {} ones",
                                  group.name, group.synapseUnit, unit));
    else
      group.synapseUnit = unit;
  }

  void addDense(Edge &edge, const std::vector<int16_t> &values) {
    edge.kind = Edge::Kind::Dense;
    const size_t sources = orders[edge.source].size(), targets = orders[edge.target].size();
    edge.weights.resize(values.size());
    for (size_t target = 0; target < targets; ++target)
      for (size_t source = 0; source < sources; ++source)
        edge.weights[orders[edge.source][source] * targets + orders[edge.target][target]] =
            values[target * sources + source];
  }

  void addSparse(Edge &edge, chip::WeightsOp weights) {
    const SparseWeights sparse = chip::rowsOf(weights);
    const SparseRows rows = sparse.rows();
    std::vector<std::pair<std::pair<int64_t, int64_t>, int16_t>> synapses;
    for (uint32_t source = 0; source < rows.sources(); ++source)
      for (uint32_t i = rows.offsets[source]; i < rows.offsets[source + 1]; ++i)
        synapses.push_back(
            {{orders[edge.source][source], orders[edge.target][rows.targets[i]]}, rows.weights[i]});
    std::sort(synapses.begin(), synapses.end());
    for (const auto &[ends, weight] : synapses)
      edge.ends.push_back(ends), edge.weights.push_back(weight);
  }

  /// As conv2d where SANA-FE has it so, without padding, dilation and groups; else one by one.
  void addConvolution(Edge &edge, chip::SynapsesOp op, ArrayRef<int64_t> kernel,
                      const std::vector<int16_t> &values) {
    const ArrayRef<int64_t> from = populations[edge.source].getShape();
    const ArrayRef<int64_t> to = populations[edge.target].getShape();
    const ArrayRef<int64_t> strides = op.getStrides(), pads = op.getPads(),
                            dilations = op.getDilations();
    auto weightAt = [&](int64_t out, int64_t in, int64_t y, int64_t x) {
      return values[size_t(((out * kernel[1] + in) * kernel[2] + y) * kernel[3] + x)];
    };
    edge.inputChannels = from[0], edge.inputRows = from[1], edge.inputColumns = from[2];
    edge.kernels = to[0], edge.kernelRows = kernel[2], edge.kernelColumns = kernel[3];
    edge.strideRows = strides[0], edge.strideColumns = strides[1];
    if (pads[0] == 0 && pads[1] == 0 && dilations[0] == 1 && dilations[1] == 1 &&
        op.getGroups() == 1 && edge.outputRows() == to[1] && edge.outputColumns() == to[2]) {
      edge.kind = Edge::Kind::Convolution;
      for (int64_t y = 0; y < kernel[2]; ++y)
        for (int64_t x = 0; x < kernel[3]; ++x)
          for (int64_t in = 0; in < kernel[1]; ++in)
            for (int64_t out = 0; out < kernel[0]; ++out)
              edge.weights.push_back(weightAt(out, in, y, x));
      return;
    }
    const int64_t outPerGroup = to[0] / op.getGroups();
    std::vector<std::pair<std::pair<int64_t, int64_t>, int16_t>> synapses;
    for (int64_t out = 0; out < to[0]; ++out)
      for (int64_t y = 0; y < to[1]; ++y)
        for (int64_t x = 0; x < to[2]; ++x)
          for (int64_t in = 0; in < kernel[1]; ++in)
            for (int64_t ky = 0; ky < kernel[2]; ++ky)
              for (int64_t kx = 0; kx < kernel[3]; ++kx) {
                const int64_t row = y * strides[0] + ky * dilations[0] - pads[0],
                              column = x * strides[1] + kx * dilations[1] - pads[1];
                if (row < 0 || row >= from[1] || column < 0 || column >= from[2])
                  continue;
                const int64_t channel = out / outPerGroup * kernel[1] + in;
                synapses.push_back(
                    {{(channel * from[1] + row) * from[2] + column, (out * to[1] + y) * to[2] + x},
                     weightAt(out, in, ky, kx)});
              }
    std::sort(synapses.begin(), synapses.end());
    for (const auto &[ends, weight] : synapses)
      edge.ends.push_back(ends), edge.weights.push_back(weight);
  }
};

} // namespace

sanafe::Network networkOf(chip::DesignOp design, const ChipModel &chip, Findings &findings,
                          std::vector<std::string> &notes) {
  return Builder(design, chip, findings, notes).build();
}

} // namespace nacre
