// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/sanafe/Importer.h"
#include "compiler/import/sanafe/ChipFile.h"
#include "compiler/import/sanafe/Integers.h"
#include "compiler/import/sanafe/NetworkReader.h"
#include "dialects/SynapseWeights.h"
#include "dialects/snn/Snn.h"
#include "support/Files.h"
#include <algorithm>
#include <fmt/format.h>

using namespace mlir;

namespace nacre {

using namespace sanafe;

namespace {

using Shape = std::array<int64_t, 3>; ///< channels, rows, columns

class Emitter {
  const sanafe::Network &network;
  const Architecture *architecture;
  const std::string &path;
  Findings &findings;
  OpBuilder builder;
  std::vector<Shape> shapes;
  std::vector<snn::NeuronOp> neurons;
  std::vector<Value> delayed; ///< a group's spikes of the step before, where they are read
  size_t weightCount = 0;

public:
  std::vector<std::string> notes;

  Emitter(const sanafe::Network &network, const Architecture *architecture, const std::string &path,
          Findings &findings, MLIRContext &context)
      : network(network), architecture(architecture), path(path), findings(findings),
        builder(&context), delayed(network.groups.size()) {}

  OwningOpRef<ModuleOp> emit() {
    chooseShapes();
    Location loc = FileLineColLoc::get(builder.getStringAttr(path), 0, 0);
    OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
    builder.setInsertionPointToStart(module->getBody());
    auto op = snn::NetworkOp::create(builder, loc, "sana_fe", StringAttr());
    builder.createBlock(&op.getBody());
    for (size_t g = 0; g < network.groups.size(); ++g)
      emitGroup(g);
    for (const Edge &edge : network.edges)
      emitEdge(edge);
    return module;
  }

private:
  std::string nameOf(const Edge &edge) const {
    return fmt::format("{} -> {}", network.groups[edge.source].name,
                       network.groups[edge.target].name);
  }

  /// As convolutions read and write them; a group that none touches is a vector.
  void chooseShapes() {
    std::vector<bool> chosen(network.groups.size());
    for (const Group &group : network.groups)
      shapes.push_back({int64_t(group.neurons.size()), 1, 1});
    auto choose = [&](const Edge &edge, size_t group, Shape shape) {
      if (chosen[group] && shapes[group] != shape)
        findings.add(
            "NCR1505", nameOf(edge),
            fmt::format("{} takes group '{}' as {} x {} x {}, another edge as {} x {} x {}",
                        edge.place, network.groups[group].name, shape[0], shape[1], shape[2],
                        shapes[group][0], shapes[group][1], shapes[group][2]),
            "write one of the edges as sparse");
      shapes[group] = shape;
      chosen[group] = true;
    };
    for (const Edge &edge : network.edges)
      if (edge.kind == Edge::Kind::Convolution) {
        choose(edge, edge.source, {edge.inputChannels, edge.inputRows, edge.inputColumns});
        choose(edge, edge.target, {edge.kernels, edge.outputRows(), edge.outputColumns()});
      }
    for (const Edge &edge : network.edges)
      if (edge.kind == Edge::Kind::Dense &&
          shapes[edge.target][0] != int64_t(network.groups[edge.target].neurons.size()))
        findings.add("NCR1505", nameOf(edge),
                     fmt::format("{} is dense, and a convolution joins group '{}', too", edge.place,
                                 network.groups[edge.target].name),
                     "write the dense edge as a convolution or as sparse");
  }

  RankedTensorType type(size_t group, unsigned bits) {
    return RankedTensorType::get(shapes[group], builder.getIntegerType(bits));
  }

  Location locationOf(const std::string &name) {
    return NameLoc::get(builder.getStringAttr(name),
                        FileLineColLoc::get(builder.getStringAttr(path), 0, 0));
  }

  void emitGroup(size_t index) {
    const Group &group = network.groups[index];
    const IntegerGroup integers = integersOf(group, findings, notes);
    OperationState state(locationOf(group.name), snn::NeuronOp::getOperationName());
    state.addTypes(type(index, 1));
    auto add = [&](StringRef name, Attribute value) { state.addAttribute(name, value); };
    add("name", builder.getStringAttr(group.name));
    add("model", builder.getStringAttr(integers.model));
    add("theta", builder.getDenseI32ArrayAttr(integers.threshold));
    add("v0", builder.getDenseI32ArrayAttr(0));
    add("bias", builder.getDenseI32ArrayAttr(integers.biases));
    add("strict", builder.getUnitAttr());
    add("reset", snn::ResetAttr::get(builder.getContext(), snn::Reset(integers.options.reset)));
    for (auto [name, value] : {std::pair("reset_value", integers.options.resetValue),
                               std::pair("input_shift", integers.options.inputShift),
                               std::pair("leak_multiplier", integers.options.leakMultiplier),
                               std::pair("leak_scale_bits", integers.options.leakScaleBits)})
      if (value)
        add(name, builder.getI32IntegerAttr(value));
    if (architecture)
      if (std::vector<int32_t> cores = coresOf(group); !cores.empty())
        add("cores", builder.getDenseI32ArrayAttr(cores));
    neurons.push_back(cast<snn::NeuronOp>(builder.create(state)));
  }

  std::vector<int32_t> coresOf(const Group &group) {
    std::vector<int32_t> cores;
    auto refuse = [&](const std::string &reason, std::string_view remedy) {
      findings.add("NCR1506", group.name, reason, remedy);
      return std::vector<int32_t>();
    };
    if (group.cores.empty())
      return refuse("'mappings' says nothing of it", "map its neurons, too");
    for (size_t i = 0; i < group.cores.size(); ++i) {
      const sanafe::Core &core = group.cores[i];
      if (core.tile < 0)
        return refuse(fmt::format("'mappings' says nothing of its neuron {}", i), "map it, too");
      const auto id = coreId(*architecture, core);
      if (!id)
        return refuse(fmt::format("its neuron {} is on core {}.{}, which the architecture has not",
                                  i, core.tile, core.core),
                      "name the architecture that the network was mapped to");
      cores.push_back(int32_t(*id));
    }
    return cores;
  }

  /// What fires in one step is integrated in the next.
  Value spikesOf(size_t group) {
    if (!delayed[group]) {
      builder.setInsertionPointAfter(neurons[group]);
      delayed[group] = snn::DelayOp::create(builder, neurons[group].getLoc(), type(group, 1),
                                            neurons[group].getSpikes(), 1);
    }
    return delayed[group];
  }

  void emitEdge(const Edge &edge) {
    const IntegerWeights weights = integersOf(edge, nameOf(edge), findings);
    if (weights.values.empty() || !findings.empty())
      return;
    Value source = spikesOf(edge.source);
    builder.setInsertionPoint(neurons[edge.target]);
    const std::string name = fmt::format("weight{}", weightCount++);
    Value current = edge.kind == Edge::Kind::Dense ? emitDense(edge, weights, source, name)
                    : edge.kind == Edge::Kind::Convolution
                        ? emitConvolution(edge, weights, source, name)
                        : emitSparse(edge, weights, source, name);
    neurons[edge.target].getCurrentsMutable().append(current);
  }

  Value emitDense(const Edge &edge, const IntegerWeights &weights, Value source,
                  const std::string &name) {
    const auto sources = int64_t(network.groups[edge.source].neurons.size());
    const auto targets = int64_t(network.groups[edge.target].neurons.size());
    std::vector<int16_t> byTarget;
    for (int64_t target = 0; target < targets; ++target)
      for (int64_t from = 0; from < sources; ++from)
        byTarget.push_back(weights.values[size_t(from * targets + target)]);
    return snn::LinearOp::create(
        builder, locationOf(nameOf(edge)), type(edge.target, 32), source,
        makeSynapseWeights({targets, sources}, byTarget, weights.bits, name, builder.getContext()),
        weights.bits);
  }

  Value emitConvolution(const Edge &edge, const IntegerWeights &weights, Value source,
                        const std::string &name) {
    std::vector<int16_t> kernels;
    for (int64_t out = 0; out < edge.kernels; ++out)
      for (int64_t in = 0; in < edge.inputChannels; ++in)
        for (int64_t y = 0; y < edge.kernelRows; ++y)
          for (int64_t x = 0; x < edge.kernelColumns; ++x)
            kernels.push_back(weights.values[size_t(
                ((y * edge.kernelColumns + x) * edge.inputChannels + in) * edge.kernels + out)]);
    auto attribute =
        makeSynapseWeights({edge.kernels, edge.inputChannels, edge.kernelRows, edge.kernelColumns},
                           kernels, weights.bits, name, builder.getContext());
    return snn::Conv2DOp::create(builder, locationOf(nameOf(edge)), type(edge.target, 32), source,
                                 attribute, weights.bits,
                                 ArrayRef<int64_t>{edge.strideRows, edge.strideColumns},
                                 ArrayRef<int64_t>{0, 0, 0, 0}, ArrayRef<int64_t>{1, 1}, 1);
  }

  Value emitSparse(const Edge &edge, const IntegerWeights &weights, Value source,
                   const std::string &name) {
    std::vector<std::pair<std::pair<int64_t, int64_t>, int16_t>> synapses;
    for (size_t i = 0; i < edge.ends.size(); ++i)
      synapses.push_back({edge.ends[i], weights.values[i]});
    std::sort(synapses.begin(), synapses.end());
    std::vector<uint32_t> offsets(network.groups[edge.source].neurons.size() + 1), targets;
    std::vector<int16_t> values;
    for (size_t i = 0; i < synapses.size(); ++i) {
      if (i > 0 && synapses[i].first == synapses[i - 1].first)
        findings.add("NCR1505", nameOf(edge),
                     fmt::format("neurons {} and {} are joined twice", synapses[i].first.first,
                                 synapses[i].first.second),
                     "write one synapse with the sum of the weights");
      ++offsets[size_t(synapses[i].first.first) + 1];
      targets.push_back(uint32_t(synapses[i].first.second));
      values.push_back(synapses[i].second);
    }
    for (size_t i = 1; i < offsets.size(); ++i)
      offsets[i] += offsets[i - 1];
    MLIRContext *context = builder.getContext();
    const auto count = int64_t(values.size());
    return snn::SparseOp::create(
        builder, locationOf(nameOf(edge)), type(edge.target, 32), source,
        makeWeights<uint32_t>({int64_t(offsets.size())}, offsets, name + ".offsets", context),
        makeWeights<uint32_t>({count}, targets, name + ".targets", context),
        makeSynapseWeights({count}, values, weights.bits, name, context), weights.bits);
  }
};

} // namespace

Imported importSanaFe(const sanafe::Network &network, const Architecture *architecture,
                      const std::string &path, Findings &findings, MLIRContext &context) {
  Imported result;
  result.producer = "SANA-FE";
  result.nodes = int64_t(network.groups.size() + network.edges.size());
  context.loadDialect<snn::SnnDialect>();
  Emitter emitter(network, architecture, path, findings, context);
  result.module = emitter.emit();
  result.notes = emitter.notes;
  result.notes.push_back("spikes reach the next group a step later, and neurons fire above their "
                         "threshold, as in SANA-FE");
  if (architecture) {
    auto chip = chipFile(*architecture, network, result.notes);
    if (chip)
      result.chipFile = *chip;
    else
      findings.add("NCR1507", "", chip.error().message, chip.error().remedy);
  } else if (std::ranges::any_of(network.groups, [](auto &g) { return !g.cores.empty(); })) {
    result.notes.push_back("its mapping is left out; --sana-fe-architecture FILE keeps it");
  }
  if (!findings.empty())
    result.module = {};
  return result;
}

Imported importSanaFeFile(const std::string &path, const ImportOptions &options, Findings &findings,
                          MLIRContext &context) {
  auto text = readFile(path);
  if (!text) {
    findings.add("NCR1501", "", text.error().message, "name a file that can be read");
    return {};
  }
  const sanafe::Network network = sanafe::readNetwork(*text, findings);
  std::optional<Architecture> architecture;
  if (!options.sanaFeArchitecture.empty()) {
    auto yaml = readFile(options.sanaFeArchitecture);
    auto read = yaml ? readArchitecture(*yaml, options.sanaFeArchitecture)
                     : Result<Architecture>(yaml.error());
    if (read)
      architecture = std::move(*read);
    else
      findings.add("NCR1507", "", read.error().message,
                   read.error().remedy.empty() ? "see SANA-FE's description of architectures"
                                               : read.error().remedy);
  }
  if (!findings.empty())
    return {};
  return importSanaFe(network, architecture ? &*architecture : nullptr, path, findings, context);
}

} // namespace nacre
